"""Assigning a course: which, to whom, and by when."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.models import CoursePage
from courses.services.course_assigning import Target
from people.public import AskPeopleForm, DateInParts, Organisation

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


class AssignCourseForm(AskPeopleForm):
    """Offers a lead's own people and the published courses, and takes nothing else."""

    field_order = ("course", "who", "people", "aim_on", "due_on")
    offers_empty_cohorts = True  # whoever joins later is asked as well

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
        super().__init__(*args, organisation=organisation, **options)
        self.fields["course"].queryset = CoursePage.objects.live().order_by("path")

    @property
    def has_courses(self) -> bool:
        return bool(self.fields["course"].queryset)

    def clean(self) -> None:
        super().clean()
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
        if self.asks_the_ticked:
            return []
        return [str(person) for person in self.cleaned_data["people"]]

    def targets(self) -> list[Target]:
        """Whom the acts are about: everybody, a cohort, or each person who is ticked."""
        if self.asks_the_ticked:
            return [Target(person=person) for person in self.cleaned_data["people"]]
        return [Target(cohort=self.cohorts.get(self.cleaned_data["who"]))]
