"""What somebody searches for, and which teaching notes they want to see."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from scenarios.public import IdentifierKind, SafeLineField

LONGEST = 200
# A line or an address can be looked up. What names a person is not typed in here either.
CONTACTS = frozenset(
    {IdentifierKind.PHONE, IdentifierKind.WEB, IdentifierKind.EMAIL, IdentifierKind.DIGITS}
)


class SearchForm(forms.Form):
    """One line of words."""

    q = SafeLineField(
        label=_("Search for"),
        required=False,
        max_length=LONGEST,
        allowed=CONTACTS,
        help_text=_("Lessons, words, research, events, support lines and cases."),
        widget=forms.TextInput(attrs={"type": "search"}),
        error_messages={
            "max_length": _(
                "Search for at most %(limit_value)d characters. You typed %(show_value)d."
            )
        },
    )

    def __init__(self, *data: Any, reads_notes: bool = False) -> None:
        super().__init__(*data)
        if reads_notes:
            self.fields["q"].help_text = _(
                "Lessons, words, research, events, support lines, cases and teaching notes."
            )


class _Filter(forms.ChoiceField):
    """One of some choices, or all. What is none of them asks nothing: an old link still opens."""

    def clean(self, value: Any) -> str:
        chosen = str(self.to_python(value))
        return chosen if self.valid_value(chosen) else ""


class NotesForm(forms.Form):
    """Which teaching notes."""

    factor = _Filter(label=_("Factor"), required=False)
    case = _Filter(label=_("Case"), required=False)

    def __init__(
        self, *args: Any, factors: Sequence[tuple[str, str]], refs: Sequence[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["factor"].choices = [("", _("All factors")), *factors]
        self.fields["case"].choices = [("", _("All cases")), *((ref, ref) for ref in refs)]
