"""Taking in a whole case from a folder: text, design, panel, key and release."""

import tomllib
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from people.public import Organisation
from scenarios.models import (
    CaseDesign,
    CaseDocument,
    CasePerson,
    CasePlace,
    Characteristic,
    Release,
    Scenario,
)
from scenarios.services.freezing import NotReady, freeze_case_version
from scenarios.services.panels import close_panel, load_panel
from scenarios.services.releases import release_case


@transaction.atomic
def load_case(*, folder: Path, owner: Organisation) -> Release:
    """Load a case with its panel and release it, all of it or nothing.

    A case that is here already stays as it is, with whatever was edited since, and its release is
    returned. NotReady: the reference belongs to a case that was written here and never released.
    """
    case = _read(folder / "case.toml")
    if Scenario.objects.filter(ref=case["ref"]).exists():
        return _loaded_before(case["ref"], case["use"])
    scenario = load_scenario(folder=folder, owner=owner)
    version = freeze_case_version(scenario=scenario)
    panel = load_panel(case_version=version, data=_read(folder / "panel.toml"))
    return release_case(case_version=version, key=close_panel(panel=panel), use=case["use"])


@transaction.atomic
def load_scenario(*, folder: Path, owner: Organisation) -> Scenario:
    """Load a case as its author would leave it: published, with its design, and with no panel."""
    scenario = _scenario(_read(folder / "case.toml"), folder, owner)
    CaseDesign.objects.create(scenario=scenario, factors=_read(folder / "design.toml")["factors"])
    return scenario


def _loaded_before(ref: str, use: str) -> Release:
    releases = Release.objects.filter(case_version__scenario__ref=ref, use=use)
    if release := releases.order_by("case_version__number").last():
        return release
    raise NotReady(
        [_("%(ref)s is being written here. Give one of them a new name.") % {"ref": ref}]
    )


def _scenario(case: dict[str, Any], folder: Path, owner: Organisation) -> Scenario:
    scenario = Scenario(
        ref=case["ref"],
        title=case["title"],
        summary=case["summary"],
        content_label=case["content_label"],
        static_risk=case["static_risk"],
        difficulty=case["difficulty"],
        visit_type=case.get("visit_type", ""),
        setting=case.get("setting", ""),
        offence_kind=case.get("offence_kind", ""),
        minutes=case["minutes"],
        owner=owner,
    )
    scenario.documents = [
        CaseDocument(
            sort_order=position,
            stage=document["stage"],
            kind=document["kind"],
            title=document["title"],
            dated=document["date"],
            body=(folder / document["file"]).read_text(encoding="utf-8"),
        )
        for position, document in enumerate(case["documents"])
    ]
    scenario.people = _rows(CasePerson, case.get("people", []))
    scenario.places = _rows(CasePlace, case.get("places", []))
    scenario.characteristics = _rows(Characteristic, case.get("characteristics", []))
    scenario.full_clean()
    scenario.save()
    scenario.save_revision().publish()
    return scenario


def _rows(model: type[Any], rows: list[dict[str, Any]]) -> list[Any]:
    """In the order of the file, whatever the database would make of it."""
    return [model(sort_order=position, **row) for position, row in enumerate(rows)]


def _read(file: Path) -> dict[str, Any]:
    return tomllib.loads(file.read_text(encoding="utf-8"))
