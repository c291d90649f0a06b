"""Choosing people in a form."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from people.models import Cohort, Organisation, User
from people.selectors import organisation_subtree, trainees_in

EVERYBODY, TICKED = "everybody", "ticked"


class PeopleChoice(forms.ModelMultipleChoiceField):
    """Some of the people that the form offers, and nothing said of anybody else."""

    def clean(self, value: Any) -> QuerySet[User]:
        try:
            return super().clean(value)
        except ValidationError as error:
            # Without the value: it may be the id of somebody else's person.
            raise ValidationError(self.error_messages["invalid_choice"]) from error


class AskPeopleForm(forms.Form):
    """Whom a lead asks for something: all of their trainees, a cohort, or those who are ticked.

    What they are asked for, and the words, are the form's that is made of it.
    """

    who = forms.ChoiceField(widget=forms.RadioSelect)
    people = PeopleChoice(
        queryset=User.objects.none(),
        to_field_name="uuid",
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "in-columns"}),
        label=gettext_lazy("People"),
        error_messages={"invalid_choice": gettext_lazy("Choose only people from the list.")},
    )
    offers_empty_cohorts: ClassVar[bool] = False

    def __init__(self, *args: Any, organisation: Organisation, **options: Any) -> None:
        super().__init__(*args, **options)
        self.trainees = trainees_in(organisation)
        self.fields["people"].queryset = self.trainees
        self.cohorts = {
            f"cohort-{cohort.pk}": cohort
            for cohort in _cohorts(organisation, self.trainees)
            if cohort.size or self.offers_empty_cohorts
        }
        self.fields["who"].choices = [
            (EVERYBODY, _named(self.everybody_of(organisation), self.trainees.count())),
            *((key, _named(cohort.name, cohort.size)) for key, cohort in self.cohorts.items()),
            (TICKED, _("The people I tick below")),
        ]

    def everybody_of(self, organisation: Organisation) -> str:
        """What all of them are called."""
        return organisation.name

    @property
    def asks_the_ticked(self) -> bool:
        """Whether those are meant who are ticked, and no group."""
        return self.cleaned_data.get("who") == TICKED

    def clean(self) -> None:
        if self.asks_the_ticked and not self.cleaned_data.get("people", self.errors.get("people")):
            self.add_error("people", _("Tick at least one person."))


def _cohorts(organisation: Organisation, trainees: QuerySet[User]) -> QuerySet[Cohort]:
    """The cohorts here, and how many of their members are trainees here today."""
    size = Count("members", filter=Q(members__in=trainees.order_by().values("pk")))
    cohorts = Cohort.objects.filter(organisation__in=organisation_subtree(organisation))
    return cohorts.annotate(size=size)


def _named(name: str, size: int) -> str:
    people = ngettext("%(n)d person", "%(n)d people", size) % {"n": size}
    return _("%(name)s (%(people)s)") % {"name": name, "people": people}
