"""The forms of certification: what is certified, a pass rule, and a conversation."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.certification_words import NAMES
from courses.models import Certification, CertificationRule, CertificationSet, CoursePage
from courses.models.certification import WRITERS
from courses.services.conversations import refusal_of_day
from people.public import DateInParts, Organisation, User, organisations_held
from scenarios.public import SafeLineField, SafeTextField
from scoring.public import RATINGS_TO_CERTIFY, PassFigure

CASES_FOR_A_SCORE = 4
FEWEST_RATINGS = 5


def _escape(words: Any) -> str:
    return str(words).replace("%", "%%")


_escaped = lazy(_escape, str)


def whole(label: Any, least: int, most: int, **options: Any) -> forms.IntegerField:
    """A whole number between two bounds, with one plain sentence for whatever is wrong.

    It stands alone in the summary of errors, so it names the question.
    """
    words = format_lazy(
        gettext_lazy("Enter a whole number from {least} to {most} for “{label}”."),
        least=least,
        most=most,
        label=label,
    )
    return forms.IntegerField(
        label=label,
        min_value=least,
        max_value=most,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 4}),
        error_messages={
            "required": words,
            "invalid": words,
            # these are filled in by Django, so a percent sign of a label has to be written twice
            "min_value": _escaped(words),
            "max_value": _escaped(words),
        },
        **options,
    )


class OwnerChoice(forms.ModelChoiceField):
    def label_from_instance(self, organisation: Organisation) -> str:
        if organisation.is_invented:
            return _("%(name)s (invented: specimens)") % {"name": organisation.name}
        return str(organisation.name)


class CertificationForm(forms.Form):
    """A new certification."""

    title = SafeLineField(
        label=gettext_lazy("Title"),
        max_length=120,
        help_text=gettext_lazy("It stands on the certificate, as “Assessing with ARMS”."),
        error_messages={"required": gettext_lazy("Enter a title.")},
    )
    owner = OwnerChoice(
        queryset=Organisation.objects.none(),
        to_field_name="code",
        empty_label=gettext_lazy("Choose an organisation"),
        label=gettext_lazy("Whose is it?"),
        help_text=gettext_lazy("It is for the trainees there and in all organisations below."),
        error_messages={
            "required": gettext_lazy("Choose an organisation."),
            "invalid_choice": gettext_lazy("Choose an organisation from the list."),
        },
    )
    course = forms.ModelChoiceField(
        queryset=CoursePage.objects.none(),
        to_field_name="slug",
        required=False,
        empty_label=gettext_lazy("None in particular"),
        label=gettext_lazy("Which course leads to it? (optional)"),
        error_messages={"invalid_choice": gettext_lazy("Choose a course from the list.")},
    )
    needs_course = forms.BooleanField(
        label=gettext_lazy("A set can be drawn only once the course is finished"),
        help_text=gettext_lazy(
            "By reading, or by testing out. Switch it off for people who have been trained "
            "elsewhere. Without a course it changes nothing."
        ),
        required=False,
        initial=True,
    )
    months = whole(gettext_lazy("How many months does a certificate hold?"), 1, 60, initial=12)
    sets_allowed = whole(
        gettext_lazy("How many sets may a person sit before a trainer talks to them?"),
        1,
        10,
        initial=3,
    )

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["owner"].queryset = organisations_held(user, *WRITERS).order_by("name")
        self.fields["course"].queryset = CoursePage.objects.live().order_by("title")


class ChangeForm(CertificationForm):
    """A certification as it stands. Whose it is, and of which course, stays."""

    # A name that is set to None takes an inherited field off a form.
    owner = course = None  # type: ignore[assignment]

    def __init__(self, *args: Any, certification: Certification, **options: Any) -> None:
        names = ("title", "needs_course", "months", "sets_allowed")
        initial = {name: getattr(certification, name) for name in names}
        forms.Form.__init__(self, *args, initial=initial, **options)


class RuleForm(forms.Form):
    """The cases of a set, and a bound for each figure that is to count."""

    n_cases = whole(gettext_lazy("How many cases has a set?"), 1, 10, initial=3)
    minimum_ratings = whole(
        gettext_lazy("How many of the panel must have given a level, for a factor to count?"),
        FEWEST_RATINGS,
        50,
        initial=RATINGS_TO_CERTIFY,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for figure in PassFigure:
            self.fields[figure.value] = _bound_field(figure)

    def figure_fields(self) -> Iterator[forms.BoundField]:
        """The bounds, apart from what a set is."""
        return (self[figure.value] for figure in PassFigure)

    def clean(self) -> dict[str, Any]:
        """A bound or more; and a score only over as many cases as wherever one is shown."""
        found: dict[str, Any] = super().clean() or {}
        named = [figure.value for figure in PassFigure]
        if not any(name in self.errors for name in named) and not self._bounds(found):
            self.add_error(None, _("Set a bound on one figure or more."))
        few = (found.get("n_cases") or CASES_FOR_A_SCORE) < CASES_FOR_A_SCORE
        if found.get(PassFigure.SCORE) is not None and few:
            self.add_error(
                PassFigure.SCORE.value,
                ValidationError(_("A score needs sets of four cases or more. Leave it empty.")),
            )
        return found

    def to_rule(self) -> dict[str, Any]:
        """The rule as the service takes it."""
        return {
            "bounds": self._bounds(self.cleaned_data),
            "n_cases": self.cleaned_data["n_cases"],
            "minimum_ratings": self.cleaned_data["minimum_ratings"],
        }

    @staticmethod
    def initial_of(rule: CertificationRule) -> dict[str, Any]:
        """What a form is filled in with that proposes the same as a rule did."""
        bounds = {
            figure.value: round(rule.bounds[figure.value] * (100 if figure.is_share else 1))
            for figure in PassFigure
            if figure.value in rule.bounds
        }
        return {"n_cases": rule.n_cases, "minimum_ratings": rule.minimum_ratings, **bounds}

    @staticmethod
    def _bounds(found: dict[str, Any]) -> dict[str, float]:
        return {
            figure.value: found[figure.value] / 100 if figure.is_share else found[figure.value]
            for figure in PassFigure
            if found.get(figure.value) is not None
        }


def _bound_field(figure: PassFigure) -> forms.IntegerField:
    most = 500 if figure.is_count else 100
    return whole(NAMES[figure].label, 0, most, required=False)


class ConversationForm(forms.Form):
    """That a conversation was held, and what was agreed."""

    held_on = DateInParts(
        label=gettext_lazy("When was it held?"),
        error_messages={
            "required": gettext_lazy("Enter the day it was held."),
            "invalid": gettext_lazy("Enter a real date, as 27 3 2027."),
        },
    )
    agreed = SafeTextField(
        label=gettext_lazy("What was agreed?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": 2000}),
        help_text=gettext_lazy(
            "The person reads it. Write no names and nothing of a real case or of the panel’s "
            "levels."
        ),
        error_messages={"required": gettext_lazy("Say in a sentence or two what was agreed.")},
    )

    def __init__(self, *args: Any, of_set: CertificationSet, **options: Any) -> None:
        super().__init__(*args, **options)
        self.of_set = of_set

    def clean_held_on(self) -> date:
        day: date = self.cleaned_data["held_on"]
        if words := refusal_of_day(self.of_set, day):
            raise ValidationError(words)
        return day
