"""The forms of the workshop’s list: what to show, and a copy of a case."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from people.public import User
from scenarios.models import Characteristic, OffenceKind, Scenario, Setting, Verdict, VisitType
from scenarios.safety.fields import SafeLineField
from scenarios.selectors.case_state import CaseState, Turn
from scenarios.selectors.workshop import MINE, owners_to_choose
from scenarios.widgets import ListChoice

ALL = ("", _("All"))


class _Filter(forms.ChoiceField):
    """One of some choices, or all of them. The lists are long, and drawn once."""

    def __init__(self, label: str | Promise, choices: Iterable[Any] = ()) -> None:
        super().__init__(label=label, choices=[ALL, *choices], required=False, widget=ListChoice)


class FilterForm(forms.Form):
    """What the list shows. A choice that is none asks nothing, so that an old link still opens."""

    q = forms.CharField(label=_("Search"), required=False, max_length=100)
    state = _Filter(label=_("State"), choices=CaseState.choices)
    turn = _Filter(label=_("Whose turn"), choices=[(MINE, _("Mine")), *Turn.choices])
    owner = _Filter(label=_("Owner"))
    difficulty = _Filter(label=_("Difficulty"), choices=Scenario.Difficulty.choices)
    visit_type = _Filter(label=_("Visit type"), choices=VisitType.choices)
    setting = _Filter(label=_("Setting"), choices=Setting.choices)
    offence_kind = _Filter(label=_("Online or contact"), choices=OffenceKind.choices)
    characteristic = _Filter(label=_("Characteristic"), choices=Characteristic.Kind.choices)
    health = _Filter(label=_("Health"), choices=Verdict.choices)
    FIRST = ("q", "state", "turn", "owner")

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["owner"].choices = [ALL, *owners_to_choose(user)]

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
