"""The forms of a panel's second round and of what surrounds it."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.public import people_holding
from scenarios.forms import ReasonField, RevisedForm
from scenarios.models import Panel, Passage, Scenario
from scenarios.models.panel import OUTSIDE_FIELD
from scenarios.panel_forms import (
    NOBODY_ELSE,
    DueField,
    PanelFactorForm,
    PanelOverallForm,
    PersonChoice,
    SendToPanelForm,
    all_but,
)
from scenarios.services.panel_people import CHAIRS, minimum_of
from scenarios.sharing_out import MOST_EACH

CASES_AT_A_TIME = 4
A_WEEK = timedelta(days=7)


class RevisionDueForm(forms.Form):
    """Until when everybody may look again: at least until tomorrow."""

    due_on = DueField(_("Until when can they look again?"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, initial={"due_on": timezone.localdate() + A_WEEK}, **options)

    def clean_due_on(self) -> date:
        day: date = self.cleaned_data["due_on"]
        if day <= timezone.localdate():
            raise ValidationError(_("Give them until tomorrow at least."))
        return day


class ReplaceChairForm(forms.Form):
    """Somebody else to chair a panel."""

    chair = PersonChoice(
        label=_("Who chairs the panel from now on?"),
        error_messages={
            "required": _("Choose who chairs the panel."),
            "invalid_choice": _("Choose the chair from the list."),
        },
    )

    def __init__(self, *args: Any, panel: Panel, **options: Any) -> None:
        super().__init__(*args, **options)
        seated = panel.panellists.values_list("person", flat=True)
        barred = (panel.chair_id, panel.approver_id, *seated)
        self.fields["chair"].offer(all_but(people_holding(*CHAIRS), barred))
        if not self.fields["chair"].people:
            self.fields["chair"].help_text = NOBODY_ELSE


class ChairNoteForm(RevisedForm):
    """What the chair makes of one contested item; empty takes a note away."""

    text = ReasonField(label=_("Your note"), required=False)


class ForRevision:
    """Turns a panellist's form into that of the second round: what they cite is chosen on it."""

    fields: dict[str, Any]
    cleaned_data: dict[str, Any]

    def __init__(
        self, *args: Any, cited: Iterable[tuple[str, str]], passages: Iterable[Passage], **more: Any
    ) -> None:
        super().__init__(*args, **more)
        for name in ("revision", "replace"):
            del self.fields[name]
        refs = [(passage.ref, passage.ref) for passage in passages]
        choices = list(cited)
        if choices:
            self.fields["cited"] = forms.MultipleChoiceField(
                label=_("What you cite"),
                choices=choices,
                required=False,
                widget=forms.CheckboxSelectMultiple(attrs={"class": "in-columns"}),
            )
        for name, label in (
            ("also_for", _("Another passage that speaks for a higher level")),
            ("also_against", _("Another passage that speaks for a lower level")),
        ):
            self.fields[name] = forms.ChoiceField(
                label=label, choices=[("", _("None")), *refs], required=False
            )
        self.fields["choice"].error_messages["required"] = _("Choose what you say now.")
        self.fields["choice"].required = True
        self.fields["reason"].help_text = _(
            "Not required. Leave it as it is, or say what you think now."
        )
        if "interval" in self.fields:
            self.fields["interval"].required = True
            self.fields["interval"].error_messages["required"] = _(
                "Choose when to review the case."
            )

    def clean(self) -> dict[str, Any]:
        """How sure is asked of whoever rates; and a passage speaks for one side."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("choice") not in (None, "", OUTSIDE_FIELD) and data.get("confidence") is None:
            self.add_error("confidence", _("Say how sure you are."))
        refs = [each["passage"] for each in self.to_cited()]
        if len(refs) != len(set(refs)):
            field = "cited" if "cited" in self.fields else "also_for"
            words = _("A passage speaks for or against, and not both.")
            self.add_error(field, words)
        return data

    def to_cited(self) -> list[dict[str, str]]:
        """The citations as they are stored, each once."""
        data = self.cleaned_data
        also = [f"{side}:{data[f'also_{side}']}" for side in ("for", "against")
                if data.get(f"also_{side}")]  # fmt: skip
        chosen = dict.fromkeys([*data.get("cited", []), *also])
        pairs = (each.split(":", 1) for each in chosen)
        return [{"passage": ref, "stance": stance} for stance, ref in pairs]


class RevisionForm(ForRevision, PanelFactorForm):
    """One factor, looked at again."""


class OverallRevisionForm(ForRevision, PanelOverallForm):
    """The overall level and when to look again, looked at again."""


class CasesChoice(forms.ModelMultipleChoiceField):
    """Cases by their references."""

    def label_from_instance(self, obj: Scenario) -> str:
        return str(obj)


class BatchForm(SendToPanelForm):
    """Several cases to one pool; the plan is looked at before anything is sent."""

    scenarios = CasesChoice(
        queryset=Scenario.objects.none(),
        to_field_name="ref",
        label=_("Which cases?"),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "in-columns"}),
        help_text=_("Four at a time are a good number. Their published texts are frozen."),
        error_messages={
            "required": _("Choose the cases."),
            "invalid_choice": _("Choose the cases from the list."),
        },
    )
    each_case = forms.IntegerField(
        label=_("How many people for each case?"),
        min_value=1,
        max_value=40,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "class": "is-short"}),
        error_messages={
            "required": _("Enter how many people each case gets."),
            "invalid": _("Enter a whole number."),
        },
    )
    fingerprint = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)

    field_order = (
        "scenarios", "use", "each_case", "due_on", "chair", "approver", "panellists", "fingerprint",
    )  # fmt: skip

    def __init__(self, *args: Any, cases: Any = None, **options: Any) -> None:
        super().__init__(*args, **options)
        ready = self.fields.pop("scenario").queryset
        self.fields["scenarios"].queryset = ready if cases is None else cases
        self.fields["each_case"].initial = minimum_of("practice") + 1
        self.fields["each_case"].help_text = self.fields["panellists"].help_text
        self.fields["panellists"].label = _("Who is in the pool?")
        self.fields["panellists"].help_text = _(
            "Each of them is asked to rate some of the cases, and never more than %(most)d at a "
            "time, with those they have already."
        ) % {"most": MOST_EACH}

    def clean(self) -> dict[str, Any]:
        """A case that gets too few ever to be closed is not sent; the pool may be any size."""
        data = super(SendToPanelForm, self).clean() or self.cleaned_data
        use, each = data.get("use"), data.get("each_case")
        if use and each and each < minimum_of(use):
            self.add_error(
                "each_case",
                _("That is too few to close a panel for this use: it needs %(n)d.")
                % {"n": minimum_of(use)},
            )
        return data

    def to_plan(self) -> dict[str, Any]:
        """What the plan is made of, for the service."""
        data = self.cleaned_data
        return {
            "cases": list(data["scenarios"]),
            "pool": data["panellists"],
            "chair": data["chair"],
            "approver": data["approver"],
            "each_case": data["each_case"],
        }
