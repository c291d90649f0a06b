"""A scenario as plain data and back. What the two directions do is the other's reverse."""

from dataclasses import dataclass, field
from typing import Any

from people.public import Organisation
from scenarios.models import (
    CaseDesign,
    CaseDocument,
    CasePerson,
    CasePlace,
    Characteristic,
    Scenario,
)

FIELDS = (
    "ref",
    "title",
    "summary",
    "content_label",
    "static_risk",
    "difficulty",
    "minutes",
    "visit_type",
    "setting",
    "offence_kind",
)
ROWS = {
    "people": (CasePerson, ("name", "part")),
    "places": (CasePlace, ("name", "what")),
    "characteristics": (Characteristic, ("kind", "value", "purpose")),
}
OF_DOCUMENT = ("stage", "kind", "title", "dated")


@dataclass(frozen=True)
class PackedCase:
    """One case of a pack: what ``case.json`` says, and the text of each document by its file."""

    data: dict[str, Any]
    texts: dict[str, str] = field(default_factory=dict)

    @property
    def ref(self) -> str:
        return str(self.data["ref"])


def packed(scenario: Scenario, *, with_design: bool) -> PackedCase:
    """The newest draft of a case as plain data, with what its author meant if asked for."""
    draft = scenario.get_latest_revision_as_object()
    data: dict[str, Any] = {name: getattr(draft, name) for name in FIELDS}
    for name, (_model, fields) in ROWS.items():
        data[name] = [
            {part: getattr(row, part) for part in fields} for row in getattr(draft, name).all()
        ]
    documents = list(draft.documents.all())
    data["documents"] = [
        {**{part: getattr(document, part) for part in OF_DOCUMENT}, "file": _file(number)}
        for number, document in enumerate(documents, start=1)
    ]
    design = CaseDesign.objects.filter(scenario=scenario.pk).first() if with_design else None
    if design is not None:
        data["design"] = design.factors
    texts = {_file(number): each.body for number, each in enumerate(documents, start=1)}
    return PackedCase(data, {name: _plain(text) for name, text in texts.items()})


def unpacked(case: PackedCase, owner: Organisation) -> Scenario:
    """The same as a scenario that is not saved yet. Its design, if any, is ``data["design"]``."""
    scenario = Scenario(owner=owner, live=False, **{name: case.data[name] for name in FIELDS})
    for name, (model, _fields) in ROWS.items():
        rows = [model(sort_order=at, **row) for at, row in enumerate(case.data[name])]
        setattr(scenario, name, rows)
    scenario.documents = [
        CaseDocument(
            sort_order=at,
            body=case.texts[document["file"]],
            **{part: document[part] for part in OF_DOCUMENT},
        )
        for at, document in enumerate(case.data["documents"])
    ]
    return scenario


def _file(number: int) -> str:
    return f"d{number}.md"


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
