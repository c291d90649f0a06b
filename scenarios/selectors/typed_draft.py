"""A draft as it is typed in the editor: built from the form in memory, whether it can be saved.

A form with a fault in it still says what was typed. Just that is looked through: what points to a
real person is a fault that keeps the form from being saved.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import models
from django.forms import BaseForm, BaseModelForm
from wagtail.admin.forms import WagtailAdminModelForm

from people.public import User
from scenarios.models import Scenario
from scenarios.safety.findings import Finding
from scenarios.selectors.author_page import rates_it_blind
from scenarios.selectors.draft_health import draft_health

PARTS = ("people", "places", "characteristics", "documents")
TYPED = (models.CharField, models.TextField)


@dataclass(frozen=True)
class PlacedFinding:
    """A finding with the id of its paper's fields in the editor, where it stands in a paper."""

    finding: Finding
    anchor: str


@dataclass(frozen=True)
class TypedCheck:
    """What is found in a text as it is typed."""

    blocking: tuple[PlacedFinding, ...]
    advice: tuple[PlacedFinding, ...]
    can_be_saved: bool


def typed_check(form: WagtailAdminModelForm, user: User) -> TypedCheck:
    """Look through what a form holds. Nothing is written: the rows of the draft are in memory.

    An empty form is the draft as it was last saved.
    """
    form.defer_required_fields()
    can_be_saved = form.is_valid() or not form.is_bound
    draft: Scenario = form.instance
    papers = _fill_draft(draft, form) if form.is_bound else {}
    health = draft_health(draft)
    hidden = {"evidence"} if draft.pk and rates_it_blind(draft, user) else set()
    blocking, advice = (
        tuple(
            PlacedFinding(finding, papers.get(finding.ref.partition(".")[0], ""))
            for finding in found
            if finding.kind not in hidden
        )
        for found in (health.blocking, health.quality.advice)
    )
    return TypedCheck(blocking, advice, can_be_saved)


def _fill_draft(draft: Scenario, form: WagtailAdminModelForm) -> dict[str, str]:
    """Make the draft what was typed, and say where each paper stands in the editor."""
    _fill(draft, form)
    anchors = {}
    for name in PARTS:
        rows = [row for row in form.formsets[name].forms if _is_there(row)]
        rows.sort(key=_order)
        for number, row in enumerate(rows, start=1):
            _fill(row.instance, row)
            row.instance.sort_order = number
            if name == "documents":
                anchors[f"D{number}"] = f"inline_child_{row.prefix}"
        getattr(draft, name).set([row.instance for row in rows])
    return anchors


def _fill(row: models.Model, form: BaseModelForm) -> None:
    """The texts that the form refused, which it therefore left out of the row."""
    for name in form.fields:
        if name in form.cleaned_data or name not in _field_names(row):
            continue
        if isinstance(row._meta.get_field(name), TYPED):
            setattr(row, name, str(form[name].value() or "").replace("\r\n", "\n"))
    if getattr(row, "stage", 1) is None:
        row.stage = 1


def _field_names(row: models.Model) -> set[str]:
    return {field.name for field in row._meta.get_fields()}


def _is_there(row: BaseForm) -> bool:
    """Whether a row of the editor is one: neither taken out nor left as it was offered."""
    return not row.cleaned_data.get("DELETE") and (row.has_changed() or bool(row.instance.pk))


def _order(row: BaseForm) -> int:
    given: Mapping[str, object] = row.cleaned_data
    order = given.get("ORDER")
    return order if isinstance(order, int) else 0
