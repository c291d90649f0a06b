"""The forms around a panel: sending a case to it, the people of it, and words for what is done."""

from collections.abc import Iterable
from copy import deepcopy
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.public import DateInParts, RoleHolder, User, home_organisation, people_holding
from scenarios.forms import FactorForm, OverallForm, ReasonField
from scenarios.models import Panel, Scenario, Use
from scenarios.models.panel import OUTSIDE_FIELD, OUTSIDE_FIELD_LABEL
from scenarios.selectors.case_state import ready_for_panel
from scenarios.services.panel_people import (
    APPROVERS,
    CHAIRS,
    PANELLISTS,
    USES,
    asking_words,
    minimum_of,
    writers_of,
)

NOBODY_ELSE = _("Nobody else can be asked.")


class PersonChoice(forms.ChoiceField):
    """One person from a list, by uuid; whoever is not on it is no choice."""

    people: dict[str, User]

    def offer(self, holders: Iterable[RoleHolder]) -> None:
        choices = _named(holders)
        self.people = {value: person for value, _label, person in choices}
        self.choices = [("", _("Choose a person")), *((v, label) for v, label, _p in choices)]

    def clean(self, value: Any) -> User | None:
        return self.people.get(super().clean(value))


class PeopleChoice(forms.MultipleChoiceField):
    """Several people from a list, by uuid."""

    people: dict[str, User]

    def offer(self, holders: Iterable[RoleHolder]) -> None:
        choices = _named(holders)
        self.people = {value: person for value, _label, person in choices}
        self.choices = [(v, label) for v, label, _p in choices]

    def clean(self, value: Any) -> list[User]:
        return [self.people[each] for each in super().clean(value)]


def _named(holders: Iterable[RoleHolder]) -> list[tuple[str, str, User]]:
    return [
        (
            str(holder.person.uuid),
            f"{holder.person} ({', '.join(_facts(holder))})",
            holder.person,
        )
        for holder in holders
    ]


def _facts(holder: RoleHolder) -> list[str]:
    simulated = [str(_("simulated"))] if holder.person.is_simulated else []
    return [*holder.organisations, *simulated]


def _panellists_for(user: User) -> list[RoleHolder]:
    """Whom somebody may ask to rate: in a demonstration simulated panellists too."""
    home = home_organisation(user)
    return people_holding(*PANELLISTS, and_simulated=home is not None and home.is_invented)


def all_but(holders: Iterable[RoleHolder], barred: Iterable[int | None]) -> list[RoleHolder]:
    """Whoever may be picked, but for some."""
    keys = set(barred)
    return [holder for holder in holders if holder.person.pk not in keys]


class DueField(DateInParts):
    """A day that is still to come, or today."""

    def __init__(self, label: Any = None) -> None:
        super().__init__(
            label=label or _("When should they have finished?"),
            error_messages={
                "required": _("Enter the date they should have finished by."),
                "invalid": _("Enter a real date, as 27 3 2027."),
            },
        )

    def clean(self, value: Any) -> date | None:
        day = super().clean(value)
        if day is not None and day < timezone.localdate():
            raise ValidationError(_("The date is in the past. Choose today or a later day."))
        return day


class SendToPanelForm(forms.Form):
    """A case, what it is meant for, and who does what."""

    scenario = forms.ModelChoiceField(
        queryset=Scenario.objects.none(),
        to_field_name="ref",
        label=_("Which case?"),
        help_text=_("Those whose text a reviewer has passed. It is frozen as it stands now."),
        empty_label=_("Choose a case"),
        error_messages={
            "required": _("Choose a case."),
            "invalid_choice": _("Choose a case from the list."),
        },
    )
    use = forms.ChoiceField(
        choices=[(use.value, use.label) for use in USES],
        widget=forms.RadioSelect,
        label=_("What is it meant for?"),
        help_text=_("An anchor is taken more than once on purpose, to measure what a course does."),
        error_messages={
            "required": _("Choose what the case is meant for."),
            "invalid_choice": _("Choose what the case is meant for from the list."),
        },
    )
    rate_again = forms.BooleanField(
        required=False,
        label=_("Rate the same text again, for a new key"),
        help_text=_(
            "Only for a text that is in use. Its key stays until a second person has approved "
            "another."
        ),
    )
    due_on = DueField()
    chair = PersonChoice(
        label=_("Who chairs the panel?"),
        help_text=_("The chair closes the panel. You may be the chair yourself."),
        error_messages={
            "required": _("Choose who chairs the panel."),
            "invalid_choice": _("Choose the chair from the list."),
        },
    )
    approver = PersonChoice(
        label=_("Who approves the key?"),
        help_text=_("Somebody who has not sent, written, chaired or rated this case."),
        error_messages={
            "required": _("Choose who approves the key."),
            "invalid_choice": _("Choose who approves from the list."),
        },
    )
    panellists = PeopleChoice(
        widget=forms.CheckboxSelectMultiple(attrs={"class": "in-columns"}),
        label=_("Whom do you ask to rate it?"),
        error_messages={
            "required": _("Choose at least one panellist."),
            "invalid_choice": _("Choose panellists from the list."),
        },
    )

    def __init__(self, *args: Any, sender: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["scenario"].queryset = ready_for_panel(sender)
        self.fields["chair"].offer(people_holding(*CHAIRS))
        self.fields["approver"].offer(people_holding(*APPROVERS))
        self.fields["panellists"].offer(_panellists_for(sender))
        self.fields["panellists"].help_text = asking_words()

    def clean_use(self) -> Use:
        return Use(self.cleaned_data["use"])

    def clean(self) -> dict[str, Any]:
        """A panel too small ever to be closed is not sent."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        use, asked = data.get("use"), data.get("panellists")
        if use and asked and len(asked) < minimum_of(use):
            self.add_error("panellists", asking_words())
        return data


def _authors_and_reviewers(panel: Panel) -> set[int]:
    """Who knows what the case means, and so neither rates it blind nor approves its key."""
    scenario = panel.case_version.scenario
    return {*writers_of(scenario), *scenario.reviews.values_list("reviewer", flat=True)}


class ChangePanelForm(forms.Form):
    """The date and the approver: what a chair may change when something has come up."""

    due_on = DueField()
    approver = PersonChoice(
        label=_("Who approves the key?"),
        error_messages={
            "required": _("Choose who approves the key."),
            "invalid_choice": _("Choose who approves from the list."),
        },
    )

    def __init__(self, *args: Any, panel: Panel, **options: Any) -> None:
        due_on = panel.revision_due_on or panel.due_on
        initial = {"due_on": due_on, "approver": str(panel.approver.uuid)}
        super().__init__(*args, initial=initial, **options)
        seated = panel.panellists.values_list("person", flat=True)
        barred = (panel.chair_id, panel.sent_by_id, *seated, *_authors_and_reviewers(panel))
        self.fields["approver"].offer(all_but(people_holding(*APPROVERS), barred))
        if not set(self.fields["approver"].people) - {str(panel.approver.uuid)}:
            self.fields["approver"].help_text = NOBODY_ELSE


class InviteForm(forms.Form):
    """One more panellist."""

    person = PersonChoice(
        label=_("Ask one more person to rate it"),
        error_messages={
            "required": _("Choose whom to ask."),
            "invalid_choice": _("Choose a person from the list."),
        },
    )

    def __init__(self, *args: Any, panel: Panel, **options: Any) -> None:
        super().__init__(*args, **options)
        seated = panel.panellists.values_list("person", flat=True)
        barred = (
            panel.chair_id,
            panel.approver_id,
            panel.sent_by_id,
            *seated,
            *_authors_and_reviewers(panel),
        )
        self.fields["person"].offer(all_but(_panellists_for(panel.chair), barred))


class SeatForm(forms.Form):
    """Which seat: of a person on this panel, and of nobody else."""

    person = forms.UUIDField()


class NoteForm(forms.Form):
    """A few words that go with an act, for those who have a part in the panel."""

    note = ReasonField(
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 2000}),
        error_messages={"required": _("Say why in a sentence or two.")},
    )

    def __init__(self, *args: Any, label: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["note"].label = label


class ForPanellist:
    """Turns a trainee's form into a panellist's: one further answer, and a reason for trainees."""

    fields: dict[str, Any]
    base_fields: dict[str, Any]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        choice, outside = self.fields["choice"], (OUTSIDE_FIELD, OUTSIDE_FIELD_LABEL)
        choice.choices = [*choice.choices, outside]
        hints = choice.widget.hints
        choice.widget.hints = {**hints, OUTSIDE_FIELD: _("Nothing more is asked of you here.")}
        self.fields["confidence"].label = _("How sure are you?")
        self.fields["reason"] = deepcopy(self.base_fields["reason"])
        self.fields["reason"].help_text = _(
            "Not required. Trainees learn most from it: one or two sentences are enough."
        )


class PanelFactorForm(ForPanellist, FactorForm):
    """One factor, as a panellist rates it."""


class PanelOverallForm(ForPanellist, OverallForm):
    """The overall level and when to look again, as a panellist rates them."""
