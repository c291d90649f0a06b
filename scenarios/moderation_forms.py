"""The forms of a moderation session: with which group, on which case, and what was agreed."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from scenarios.forms import RevisedForm
from scenarios.safety.fields import SafeTextField
from scenarios.selectors.moderation_groups import CaseDone, Group
from scenarios.selectors.sheets import has_words
from scenarios.services.moderation import Agreed
from scenarios.widgets import RadioChoice
from scoring.public import Factor


class ChooseGroupForm(forms.Form):
    """Which group sits together. It is asked for in an address, and changes nothing."""

    group = forms.ChoiceField(
        label=_("Which group?"),
        error_messages={
            "required": _("Choose a group."),
            "invalid_choice": _("Choose a group from the list."),
        },
    )

    def __init__(self, *args: Any, groups: Sequence[Group], **options: Any) -> None:
        super().__init__(*args, **options)
        self.groups = {group.value: group for group in groups}
        named = [(group.value, group.name) for group in groups]
        self.fields["group"].choices = [("", _("Choose a group")), *named]

    def clean_group(self) -> Group:
        return self.groups[self.cleaned_data["group"]]


class ChooseCaseForm(forms.Form):
    """Which of the cases that the group has done."""

    case = forms.ChoiceField(
        label=_("Which case?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose a case."),
            "invalid_choice": _("Choose a case from the list."),
        },
    )

    def __init__(self, *args: Any, cases: Sequence[CaseDone], **options: Any) -> None:
        super().__init__(*args, **options)
        self.cases = {str(case.release.uuid): case for case in cases}
        self.fields["case"].choices = [
            (value, _named(case, is_first=case is cases[0])) for value, case in self.cases.items()
        ]

    def clean_case(self) -> CaseDone:
        return self.cases[self.cleaned_data["case"]]


def _named(case: CaseDone, *, is_first: bool) -> str:
    version = case.release.case_version
    people = ngettext("%(n)d person", "%(n)d people", case.people) % {"n": case.people}
    words = f"{version.scenario.ref} {version.title}, {people}"
    return _("%(case)s: the most split") % {"case": words} if is_first else words


class NoteForm(RevisedForm):
    """What the group agreed on for a factor; the level may be left open."""

    text = SafeTextField(
        label=_("The agreed reading"),
        help_text=_(
            "What in the file settles it, in two or three sentences. Name nobody in the room: "
            "those who train here and who wrote the case read it later."
        ),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": 2000}),
    )
    level = forms.TypedChoiceField(
        label=_("The agreed level (optional)"),
        coerce=int,
        empty_value=None,
        required=False,
        widget=RadioChoice(attrs={"class": "in-row"}),
    )

    def __init__(self, *args: Any, factor: Factor, **options: Any) -> None:
        super().__init__(*args, auto_id=f"note-{factor.code}-%s", **options)
        levels = [(str(level.value), level.label) for level in factor.scale.levels.all()]
        self.fields["level"].choices = [*levels, ("", _("No level agreed"))]

    def clean_text(self) -> str:
        """Invisible signs alone are no reading."""
        text: str = self.cleaned_data["text"]
        return text if has_words(text) else ""

    def to_agreed(self) -> Agreed:
        """What the page says, for the service."""
        return Agreed(self.cleaned_data["text"], self.cleaned_data["level"])
