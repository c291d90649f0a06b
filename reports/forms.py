"""Assigning a check: which, to whom, by when."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.public import assignable_checks
from people.public import AskPeopleForm, DateInParts, Organisation, User
from scenarios.public import Assessment, Release


class CheckChoice(forms.ModelChoiceField):
    def to_python(self, value: Any) -> Release | None:
        try:
            return super().to_python(value)
        except ValidationError as error:  # an id that is none at all has words of its own
            raise ValidationError(self.error_messages["invalid_choice"]) from error

    def label_from_instance(self, release: Release) -> str:
        version = release.case_version
        facts = {
            "ref": version.scenario.ref,
            "title": version.title,
            "minutes": version.minutes,
        }
        if release.is_specimen:
            return _("%(ref)s %(title)s: about %(minutes)d minutes, specimen") % facts
        return _("%(ref)s %(title)s: about %(minutes)d minutes") % facts


class AssignCheckForm(AskPeopleForm):
    """Offers a lead's own people and the checks they can sit, and takes nothing else."""

    field_order = ("release", "due_on", "who", "people")

    release = CheckChoice(
        queryset=Release.objects.none(),
        to_field_name="uuid",
        widget=forms.RadioSelect,
        empty_label=None,
        label=gettext_lazy("Which check?"),
        error_messages={
            "required": gettext_lazy("Choose a check."),
            "invalid_choice": gettext_lazy("Choose a check from the list."),
        },
    )
    due_on = DateInParts(
        label=gettext_lazy("When is it due?"),
        error_messages={
            "required": gettext_lazy("Enter the date it is due."),
            "invalid": gettext_lazy("Enter a real date, as 27 3 2027."),
        },
    )
    who = forms.ChoiceField(
        widget=forms.RadioSelect,
        label=gettext_lazy("Who is to sit it?"),
        help_text=gettext_lazy(
            "People who have already submitted this case are left out. Whoever sits it here cannot "
            "meet it in a certification set."
        ),
        error_messages={
            "required": gettext_lazy("Choose who is to sit it."),
            "invalid_choice": gettext_lazy("Choose who is to sit it from the list."),
        },
    )

    def __init__(self, *args: Any, organisation: Organisation, **options: Any) -> None:
        super().__init__(*args, organisation=organisation, **options)
        self.fields["release"].queryset = assignable_checks(organisation)

    def everybody_of(self, organisation: Organisation) -> str:
        return _("Everybody")

    @property
    def has_checks(self) -> bool:
        return bool(self.fields["release"].queryset)

    @property
    def has_people(self) -> bool:
        return bool(self.fields["people"].queryset)

    def clean_due_on(self) -> date:
        due_on = self.cleaned_data["due_on"]
        if due_on < timezone.localdate():
            raise ValidationError(_("The date is in the past. Choose today or a later day."))
        return due_on

    def clean(self) -> None:
        super().clean()
        if self.asks_the_ticked:
            return
        if self.cleaned_data.get("who") and self.cleaned_data.get("people"):
            # Here the act is done at once: whoever was meant alone must not draw in the others.
            self.add_error(
                "who",
                _("You ticked people as well. Choose “The people I tick below”, or untick them."),
            )
        elif not self.errors and not self.people_asked():
            self.add_error("who", _("Everybody there has submitted this case already."))

    def people_asked(self) -> list[User]:
        """The people chosen, whichever way they were."""
        if self.asks_the_ticked:
            return list(self.cleaned_data["people"])
        people = self.trainees
        if cohort := self.cohorts.get(self.cleaned_data["who"]):
            people = people.filter(cohorts=cohort)
        taken = Assessment.objects.filter(
            release__case_version__scenario=self.cleaned_data["release"].case_version.scenario_id,
            submitted_at__isnull=False,
        )
        return list(people.exclude(pk__in=taken.values("person")))
