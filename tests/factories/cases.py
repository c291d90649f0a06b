"""Frameworks, scenarios, frozen cases and their releases with synthetic panels."""

import tomllib
from pathlib import Path
from typing import Any

from scenarios.models import (
    CaseDocument,
    CaseVersion,
    Release,
    Scenario,
)
from scenarios.services.freezing import freeze_case_version
from scenarios.services.panels import close_panel, load_panel
from scenarios.services.releases import release_case
from scoring.public import (
    AnswerSheet,
    Factor,
    FrameworkVersion,
    GivenAnswer,
    Key,
    key_units,
    load_framework,
)
from tests.factories.numbers import next_number
from tests.factories.people import make_national

FIXTURES = Path(__file__).resolve().parent.parent.parent / "fixtures"


def make_framework() -> FrameworkVersion:
    """The framework of the fixtures; made once."""
    return load_framework(data=tomllib.loads((FIXTURES / "framework.toml").read_text("utf-8")))


def panel_data(framework: FrameworkVersion, **changes: Any) -> dict[str, Any]:
    """A panel file for ``make_case_version``: six panellists, of whom four are close together.

    ``changes`` replaces whole units, by factor code, or the other parts of the file.
    """
    factors = list(Factor.objects.filter(framework=framework))
    data: dict[str, Any] = {
        "synthetic": True,
        "note": "Synthetic panel, for tests.",
        "panellists": ["P01", "P02", "P03", "P04", "P05", "P06"],
        "units": {
            factor.code: {
                "ratings": ["1", "2", "2", "2", "2", "3"],
                "confidence": [90, 70, 70, 50, 70, 25],
                "reasons": {"P02": f"Why {factor.code} is level 2."},
                "for": {"D1.1": ["P01", "P02", "P03", "P04"], "D1.2": ["P05", "P06"]},
                "against": {"D2.1": ["P01"]},
            }
            for factor in factors
        },
        "interval": {"ratings": ["m1", "m3", "m3", "m3", "m3", "m6"]},
        "actions": {
            "planned_home_visit": {
                "factor": "opportunity",
                "panellists": ["P01", "P02", "P03", "P04", "P05"],
            },
            "refer_programme": {"factor": "interests", "panellists": ["P01"]},
        },
    }
    for name, change in changes.items():
        (data if name in data else data["units"])[name] = change
    return data


def make_scenario(ref: str | None = None) -> Scenario:
    """A scenario of two short documents with three passages in all."""
    scenario = Scenario(
        ref=ref or f"TS-{next_number():04}",
        title="A case for tests",
        summary="A man is six weeks into his licence.",
        content_label="none",
        static_risk="Given facts: medium.",
        difficulty=Scenario.Difficulty.MODERATE,
        minutes=20,
        owner=make_national(),
    )
    scenario.documents = [
        CaseDocument(
            sort_order=0,
            kind=CaseDocument.Kind.REFERRAL,
            title="Referral",
            dated="Week 1",
            body="# Background\n\nHe was released to a flat.\n\nHe fixes bicycles.",
        ),
        CaseDocument(
            sort_order=1,
            kind=CaseDocument.Kind.VISIT_NOTE,
            title="Visit note",
            dated="Week 6",
            body="He was in and spoke freely.",
        ),
    ]
    scenario.save()
    return scenario


def make_case_version(ref: str | None = None) -> CaseVersion:
    """A frozen case, on the framework of the fixtures."""
    return freeze_case_version(scenario=make_scenario(ref), framework=make_framework())


def make_released_case(use: str = "practice", ref: str | None = None, **panel: Any) -> Release:
    """A released case with a synthetic panel whose key is level 2 on every factor."""
    version = make_case_version(ref)
    key = close_panel(
        panel=load_panel(case_version=version, data=panel_data(version.framework, **panel))
    )
    return release_case(case_version=version, key=key, use=use)


NEW_PAPER = "He has lost the flat.\n\nHe sleeps on a friend's sofa."


def make_staged_scenario(ref: str | None = None) -> Scenario:
    """A scenario of two stages: a third paper, D3.1 and D3.2, comes in with the second."""
    scenario = make_scenario(ref)
    CaseDocument.objects.create(
        scenario=scenario,
        sort_order=2,
        stage=2,
        kind=CaseDocument.Kind.CALL_NOTE,
        title="Call from the landlord",
        dated="Week 11",
        body=NEW_PAPER,
    )
    return scenario


def make_staged_case(use: str = "practice", ref: str | None = None, **later: str) -> Release:
    """A released case of two stages.

    The key is level 2 on every factor at both stages, but for the ``later`` ratings of six
    panellists by factor code, as ``opportunity="333333"``.
    """
    version = freeze_case_version(scenario=make_staged_scenario(ref), framework=make_framework())
    first, second = panel_data(version.framework), panel_data(version.framework)
    for code, ratings in later.items():
        second["units"][code]["ratings"] = list(ratings)
        second["units"][code]["reasons"] = {"P02": f"Why {code} moved."}
        second["units"][code]["for"] = {"D3.1": ["P01", "P02", "P03", "P04"]}
    data = {name: first[name] for name in ("synthetic", "note", "panellists")}
    parts = ("units", "interval", "actions")
    data["stages"] = [{name: stage[name] for name in parts} for stage in (first, second)]
    key = close_panel(panel=load_panel(case_version=version, data=data))
    return release_case(case_version=version, key=key, use=use)


def make_wrong_tool_case(use: str = "practice", ref: str | None = None) -> Release:
    """A released case that all six panellists stopped, since he is under 18."""
    version = make_case_version(ref)
    names = panel_data(version.framework)["panellists"]
    data = {
        "synthetic": True,
        "panellists": names,
        "wrong_tool": {
            name: {"ground": "under_18", "reason": f"He is 17, as {name} read."} for name in names
        },
    }
    key = close_panel(panel=load_panel(case_version=version, data=data))
    return release_case(case_version=version, key=key, use=use)


def make_sheet(key: Key, level: int = 2, **levels: int | str) -> AnswerSheet:
    """Answers to every unit of a key, all ``level`` but for those named by factor code.

    A word in place of a level is an answer without one, as ``opportunity="not_enough"``.
    """
    answers = []
    for unit in key_units(key):
        given = levels.get(unit.unit.factor.code, level)
        is_level = isinstance(given, int)
        answers.append(
            GivenAnswer(
                stage=unit.unit.stage,
                factor_code=unit.unit.factor.code,
                kind="level" if is_level else str(given),
                level=given if is_level else None,
                confidence=70,
                citations=(("D1.1", "for"),),
            )
        )
    return AnswerSheet(
        answers=tuple(answers),
        interval_code_by_stage={1: "m3"},
        action_codes_by_stage={1: ("planned_home_visit", "curfew_tag")},
    )
