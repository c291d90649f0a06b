"""The forms of the workshop’s list: what to show, and a copy of a case."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from people.public import User
from scenarios.models import Characteristic, OffenceKind, Scenario, Setting, VisitType
from scenarios.safety.fields import SafeLineField
from scenarios.selectors.case_state import CaseState, Turn
from scenarios.selectors.workshop import MINE, owners_to_choose
from scenarios.selectors.workshop_health import verdicts_to_choose

ALL = ("", _("All"))


class FilterForm(forms.Form):
    """What the list shows. A choice that is none asks nothing, so that an old link still opens."""

    q = forms.CharField(label=_("Search"), required=False, max_length=100)
    state = forms.ChoiceField(label=_("State"), choices=[ALL, *CaseState.choices], required=False)
    turn = forms.ChoiceField(
        label=_("Whose turn"), choices=[ALL, (MINE, _("Mine")), *Turn.choices], required=False
    )
    owner = forms.ChoiceField(label=_("Owner"), required=False)
    difficulty = forms.ChoiceField(
        label=_("Difficulty"), choices=[ALL, *Scenario.Difficulty.choices], required=False
    )
    visit_type = forms.ChoiceField(
        label=_("Visit type"), choices=[ALL, *VisitType.choices], required=False
    )
    setting = forms.ChoiceField(label=_("Setting"), choices=[ALL, *Setting.choices], required=False)
    offence_kind = forms.ChoiceField(
        label=_("Online or contact"), choices=[ALL, *OffenceKind.choices], required=False
    )
    characteristic = forms.ChoiceField(
        label=_("Characteristic"), choices=[ALL, *Characteristic.Kind.choices], required=False
    )
    health = forms.ChoiceField(label=_("Health"), required=False)
    FIRST = ("q", "state", "turn", "owner")

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["owner"].choices = [ALL, *owners_to_choose(user)]
        if found := verdicts_to_choose():
            self.fields["health"].choices = [ALL, *found]
        else:
            del self.fields["health"]

    def asked(self) -> dict[str, str]:
        """Everything that is asked for and can be."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def first(self) -> list[forms.BoundField]:
        """What is asked for most."""
        return [self[name] for name in self.FIRST]

    @property
    def more(self) -> list[forms.BoundField]:
        """The rest, which is unfolded."""
        return [self[name] for name in self.fields if name not in self.FIRST]

    @property
    def asks_more(self) -> bool:
        """Whether anything of the rest is asked, so that it is shown unfolded."""
        return any(field.value() for field in self.more)


class DuplicateForm(forms.Form):
    """The name of a copy."""

    ref = forms.RegexField(
        r"^[A-Z0-9]+(-[A-Z0-9]+)*$",
        label=_("Reference"),
        max_length=20,
        help_text=_("The next that is free. It never changes afterwards."),
        error_messages={
            "required": _("Enter a reference, as TR-0007."),
            "invalid": _("Use capital letters and digits with hyphens, as TR-0007."),
        },
    )
    title = SafeLineField(
        label=_("Title"), max_length=120, error_messages={"required": _("Enter a title.")}
    )
