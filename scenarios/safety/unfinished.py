"""What an author began and left empty: the editor saves a draft with gaps, a panel gets none."""

from collections.abc import Iterator
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from scenarios.health_words import named
from scenarios.models import CaseDocument, Scenario
from scenarios.safety.findings import Finding

# What a row of each kind is called in the editor.
ROWS = {
    "people": gettext_lazy("Person"),
    "places": gettext_lazy("Place"),
    "characteristics": gettext_lazy("Characteristic"),
}
# The label has findings of its own, and so has a document without text.
OWN_FIELDS = ("title", "summary", "difficulty")
OF_DOCUMENT = ("kind", "title")


def unfinished_findings(scenario: Scenario) -> Iterator[Finding]:
    """Every field that has to be filled in and is not: of the case, a row beside it, a paper."""
    for name in _empty(scenario, OWN_FIELDS):
        yield Finding("unfinished", "", _("It is empty. Fill it in."), _label(scenario, name))
    for relation, what in ROWS.items():
        for number, row in enumerate(getattr(scenario, relation).all(), start=1):
            if names := _empty(row, [panel.field_name for panel in row.panels]):
                yield Finding(
                    "unfinished",
                    "",
                    _("Nothing stands under %(fields)s. Fill it in, or delete the row.")
                    % {"fields": named([f"“{_label(row, name)}”" for name in names])},
                    f"{what} {number}",
                )
    for number, document in enumerate(scenario.documents.all(), start=1):
        for name in _empty(document, OF_DOCUMENT):
            where = f"D{number}, {_label(CaseDocument, name)}"
            yield Finding("unfinished", "", _("It is empty. Fill it in."), where, ref=f"D{number}")


def _empty(row: Any, names: Any) -> list[str]:
    return [name for name in names if not str(getattr(row, name) or "").strip()]


def _label(model: Any, name: str) -> str:
    return str(capfirst(model._meta.get_field(name).verbose_name))
