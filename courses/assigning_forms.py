"""Assigning a course: which, to whom, and by when."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from courses.models import CoursePage
from courses.services.course_assigning import Target
from people.public import (
    Cohort,
    DateInParts,
    Organisation,
    PeopleChoice,
    User,
    organisation_subtree,
    trainees_in,
)

EVERYBODY, TICKED = "everybody", "ticked"
DATE_ERRORS = {"invalid": gettext_lazy("Enter a real date, as 27 3 2027.")}


class CourseChoice(forms.ModelChoiceField):
    def to_python(self, value: Any) -> CoursePage | None:
        try:
            return super().to_python(value)
        except (ValidationError, OverflowError) as error:
            raise ValidationError(self.error_messages["invalid_choice"]) from error

    def label_from_instance(self, course: CoursePage) -> str:
        return str(course.title)


class OptionalDate(DateInParts):
    """A date that may be left out, but not half."""

    def compress(self, parts: list[int]) -> date | None:
        if any(part is None for part in parts):
            raise ValidationError(self.error_messages["invalid"])
        return super().compress(parts)


class AssignCourseForm(forms.Form):
    """Offers a lead's own people and the published courses, and takes nothing else."""

    course = CourseChoice(
        queryset=CoursePage.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        label=gettext_lazy("Which course?"),
        error_messages={
            "required": gettext_lazy("Choose a course."),
            "invalid_choice": gettext_lazy("Choose a course from the list."),
        },
    )
    who = forms.ChoiceField(
        widget=forms.RadioSelect,
        label=gettext_lazy("Who is to take it?"),
        help_text=gettext_lazy("Whoever joins the group later is asked as well."),
        error_messages={
            "required": gettext_lazy("Choose who is to take it."),
            "invalid_choice": gettext_lazy("Choose who is to take it from the list."),
        },
    )
    people = PeopleChoice(
        queryset=User.objects.none(),
        to_field_name="uuid",
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "in-columns"}),
        label=gettext_lazy("People"),
        error_messages={"invalid_choice": gettext_lazy("Choose only people from the list.")},
    )
    aim_on = OptionalDate(
        required=False,
        label=gettext_lazy("A date to aim for"),
        help_text=gettext_lazy("Nobody is late who misses it. You can leave it out."),
        error_messages=DATE_ERRORS,
    )
    due_on = OptionalDate(
        required=False,
        label=gettext_lazy("The last date"),
        help_text=gettext_lazy("After it the course is overdue. You can leave it out."),
        error_messages=DATE_ERRORS,
    )

    def __init__(self, *args: Any, organisation: Organisation, **options: Any) -> None:
        super().__init__(*args, **options)
        self.organisation = organisation
        self.trainees = trainees_in(organisation)
        self.fields["course"].queryset = CoursePage.objects.live().order_by("path")
        self.fields["people"].queryset = self.trainees
        self.cohorts = {f"cohort-{cohort.pk}": cohort for cohort in _cohorts(organisation)}
        self.fields["who"].choices = [
            (EVERYBODY, _named(organisation.name, self.trainees.count())),
            *((key, _named(cohort.name, cohort.size)) for key, cohort in self.cohorts.items()),
            (TICKED, _("The people I tick below")),
        ]

    @property
    def has_courses(self) -> bool:
        return bool(self.fields["course"].queryset)

    def clean(self) -> None:
        if self.cleaned_data.get("who") == TICKED and not self.cleaned_data.get(
            "people", self.errors.get("people")
        ):
            self.add_error("people", _("Tick at least one person."))
        self._clean_dates()

    def _clean_dates(self) -> None:
        if "aim_on" in self.errors or "due_on" in self.errors:
            return
        aim_on, due_on = self.cleaned_data.get("aim_on"), self.cleaned_data.get("due_on")
        if aim_on is None and due_on is None:
            self.add_error("due_on", _("Enter a date to aim for, a last date, or both."))
        for name, day in (("aim_on", aim_on), ("due_on", due_on)):
            if day and day < timezone.localdate():
                self.add_error(name, _("The date is in the past. Choose today or a later day."))
        if aim_on and due_on and aim_on > due_on:
            self.add_error("aim_on", _("The date to aim for cannot be after the last date."))

    @property
    def ticked_in_vain(self) -> list[str]:
        """Who was ticked, although a group was chosen: they are asked only if they are in it."""
        if self.cleaned_data["who"] == TICKED:
            return []
        return [str(person) for person in self.cleaned_data["people"]]

    def targets(self) -> list[Target]:
        """Whom the acts are about: everybody, a cohort, or each person who is ticked."""
        who = self.cleaned_data["who"]
        if who == TICKED:
            return [Target(person=person) for person in self.cleaned_data["people"]]
        return [Target(cohort=self.cohorts.get(who))]


def _cohorts(organisation: Organisation) -> QuerySet[Cohort]:
    """The cohorts here, and how many of their members are trainees here today."""
    trainees = trainees_in(organisation).order_by().values("pk")
    return Cohort.objects.filter(organisation__in=organisation_subtree(organisation)).annotate(
        size=Count("members", filter=Q(members__in=trainees))
    )


def _named(name: str, size: int) -> str:
    people = ngettext("%(n)d person", "%(n)d people", size) % {"n": size}
    return _("%(name)s (%(people)s)") % {"name": name, "people": people}
