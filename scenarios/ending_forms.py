"""The form that takes a release out of use."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from scenarios.selectors.releases import ReleaseLine
from scenarios.widgets import RadioChoice


class EndForm(forms.Form):
    """What a release is to become, and that this is for good."""

    release = forms.UUIDField(widget=forms.HiddenInput)
    to = forms.ChoiceField(
        label=_("What is to happen to it"),
        widget=RadioChoice,
        error_messages={"required": _("Choose what is to happen to it.")},
    )
    sure = forms.BooleanField(
        label=_("I know that this cannot be undone"),
        error_messages={"required": _("Tick the box to say that this cannot be undone.")},
    )

    def __init__(self, *args: Any, line: ReleaseLine, **options: Any) -> None:
        uuid = line.release.uuid
        super().__init__(
            *args, initial={"release": uuid}, auto_id=f"id_{uuid.hex[:8]}_%s", **options
        )
        self.fields["to"].choices = line.choices
