"""The forms by which a key or a yardstick is proposed, and decided on."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from people.public import RoleHolder
from scenarios.panel_forms import PersonChoice
from scenarios.safety.fields import SafeTextField


class ApproverForm(forms.Form):
    """Somebody else to approve."""

    approver = PersonChoice(
        label=_("Who approves it?"),
        help_text=_("Somebody who has no other part in it."),
        error_messages={
            "required": _("Choose who approves it."),
            "invalid_choice": _("Choose who approves it from the list."),
        },
    )

    def __init__(self, *args: Any, holders: Iterable[RoleHolder], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["approver"].offer(holders)


class ProposeForm(ApproverForm):
    """Why, and who approves it."""

    reason = SafeTextField(
        label=_("Why?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": 2000}),
        help_text=_("Everybody whose result changes reads this beside it. Name no level."),
        error_messages={"required": _("Say why in a sentence or two.")},
    )

    field_order = ("reason", "approver")


class WhyForm(forms.Form):
    """A word why it is refused or taken back."""

    note = SafeTextField(
        label=_("Why?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 2000}),
        help_text=_("Read by those who have a part in it."),
        error_messages={"required": _("Say why in a sentence or two.")},
    )
