"""The form that makes a matched twin."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from scenarios.models import Characteristic, Scenario
from scenarios.safety.fields import SafeLineField, SafeTextField
from scenarios.widgets import RadioChoice

MOST_SWAPS = 200


class SwapsField(SafeTextField):
    """Lines of two words or phrases with an equals sign between; becomes a list of pairs."""

    def clean(self, value: object) -> Any:
        text = super().clean(value)
        pairs: list[tuple[str, str]] = []
        for number, line in enumerate(text.splitlines(), start=1):
            if not line.strip():
                continue
            old, sign, new = (part.strip() for part in line.partition("="))
            if not (old and sign and new):
                raise ValidationError(
                    _("Line %(line)d: write it as “old words = new words”.") % {"line": number}
                )
            if old in dict(pairs):
                raise ValidationError(
                    _("Line %(line)d: “%(old)s” stands here twice.") % {"line": number, "old": old}
                )
            pairs.append((old, new))
        if len(pairs) > MOST_SWAPS:
            raise ValidationError(_("At most 200 lines."))
        return pairs


class TwinForm(forms.Form):
    """What the copy is called, what changes, and which words change with it."""

    ref = forms.CharField(
        max_length=20,
        label=gettext_lazy("Reference of the copy"),
        help_text=gettext_lazy("As TR-0007. It never changes."),
        validators=Scenario._meta.get_field("ref").validators,
        error_messages={"required": gettext_lazy("Enter a reference.")},
    )
    kind = forms.ChoiceField(
        choices=Characteristic.Kind.choices,
        widget=RadioChoice,
        label=gettext_lazy("Which characteristic changes?"),
        error_messages={"required": gettext_lazy("Choose a characteristic.")},
    )
    before = SafeLineField(
        max_length=80,
        label=gettext_lazy("As it is in the original"),
        error_messages={"required": gettext_lazy("Say what it is in the original.")},
    )
    after = SafeLineField(
        max_length=80,
        label=gettext_lazy("As it is in the copy"),
        error_messages={"required": gettext_lazy("Say what it is in the copy.")},
    )
    swaps = SwapsField(
        max_length=8000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        label=gettext_lazy("Words to swap"),
        help_text=gettext_lazy(
            "One line each, as “St Anne’s church = the Eastgate mosque”. Whole words, in every "
            "text of the case, capital letters and all. You can go on editing the copy afterwards."
        ),
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        before, after = data.get("before"), data.get("after")
        if before and after and before.casefold() == after.casefold():
            self.add_error("after", _("It is the same as in the original. Change something."))
        return data
