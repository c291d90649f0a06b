"""Makers of rows for tests: plain functions that go through the services, one section an app."""

import tomllib
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

from django.utils import timezone

from people.public import (
    Organisation,
    Role,
    User,
    ensure_groups,
    grant_membership,
    place_organisation,
    trainee_organisation,
)
from scenarios.models import (
    Answer,
    Assessment,
    CaseDocument,
    CaseVersion,
    Panel,
    Panellist,
    Reason,
    Release,
    Scenario,
    StageSubmission,
)
from scenarios.services.assessing import snapshot_of, start_assessment
from scenarios.services.closing import close_as_chair
from scenarios.services.freezing import freeze_case_version
from scenarios.services.inviting import open_panel
from scenarios.services.panel_rating import save_panel_rating, submit_panel_stage
from scenarios.services.panels import close_panel, load_panel
from scenarios.services.rating import Rating
from scenarios.services.releases import release_case
from scoring.public import (
    AnswerSheet,
    Factor,
    FrameworkVersion,
    GivenAnswer,
    IntervalBand,
    Key,
    Result,
    key_units,
    load_framework,
    record_result,
)

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
PASSWORD = "long enough for a test"
_number = count(1)


# people


def make_national() -> Organisation:
    """The root of all organisations."""
    there = Organisation.objects.filter(code="NATIONAL").first()
    return there or place_organisation(
        organisation=Organisation(
            code="NATIONAL", name="England and Wales", kind=Organisation.Kind.NATIONAL
        ),
        under=None,
    )


def make_organisation(
    code: str | None = None,
    name: str | None = None,
    *,
    kind: str = Organisation.Kind.POLICE,
    is_invented: bool = True,
    under: Organisation | None = None,
) -> Organisation:
    """An organisation under the root, invented unless said otherwise; one for each code."""
    number = next(_number)
    code = code or f"T{number}"
    there = Organisation.objects.filter(code=code).first()
    return there or place_organisation(
        organisation=Organisation(
            code=code, name=name or f"Testmoor Police {number}", kind=kind, is_invented=is_invented
        ),
        under=under or make_national(),
    )


def make_person(
    *,
    role: str | None = Role.TRAINEE,
    organisation: Organisation | None = None,
    email: str | None = None,
    first_name: str = "Robin",
    last_name: str | None = None,
    is_simulated: bool = False,
) -> User:
    """Somebody with a role in an organisation (X01 unless given), or with none."""
    number = next(_number)
    person = User.objects.create_user(
        email or f"person{number}@people.example",
        PASSWORD,
        first_name=first_name,
        last_name=last_name or f"Testfield{number}",
        is_simulated=is_simulated,
    )
    if role in (Role.TRAINER, Role.ADMINISTRATOR):
        ensure_groups()
    if role is not None:
        organisation = organisation or make_organisation("X01", "Northmoor Police")
        grant_membership(person=person, role=role, organisation=organisation)
    return person


# scoring and cases


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
        ref=ref or f"TS-{next(_number):04}",
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


# panels in the browser


def make_panel(
    size: int = 6,
    use: str = "practice",
    *,
    scenario: Scenario | None = None,
    organisation: Organisation | None = None,
    **parts: User,
) -> Panel:
    """An open panel of people of one organisation: ``size`` panellists, a chair, an approver.

    The chair has sent the case, unless somebody else is named; so may be whom ``parts`` name.
    """
    make_framework()
    chair = parts.get("chair") or make_person(role=Role.TRAINER, organisation=organisation)
    return open_panel(
        scenario=scenario or make_scenario(),
        sent_by=parts.get("sent_by", chair),
        chair=chair,
        approver=parts.get("approver")
        or make_person(role=Role.ADMINISTRATOR, organisation=organisation),
        panellists=[
            make_person(role=Role.PANELLIST, organisation=organisation) for _seat in range(size)
        ],
        use=use,
        due_on=timezone.localdate() + timedelta(days=14),
    )


def rate_seat(
    seat: Panellist, stage: int = 1, *, reason: str = "Why", **answers: int | str
) -> Panellist:
    """Everything of a stage rated level 2 and submitted, but for what is named by factor code.

    A word in place of a level is an answer without one, as ``opportunity="outside_field"``.
    """
    framework = seat.panel.case_version.framework
    interval = IntervalBand.objects.get(framework=framework, code="m3")
    for factor in Factor.objects.filter(framework=framework):
        save_panel_rating(
            seat=seat,
            stage=stage,
            factor=factor,
            rating=Rating.from_choice(
                str(answers.get(factor.code, 2)), 70, f"{reason} {factor.code}."
            ),
            revision=0,
            interval=interval if factor.kind == Factor.Kind.OVERALL else None,
        )
    return submit_panel_stage(seat=seat, stage=stage)


def make_closed_panel(size: int = 6, use: str = "practice", **options: Any) -> Panel:
    """A panel whose members have all rated, closed by its chair."""
    panel = make_panel(size, use, **options)
    for seat in panel.panellists.all():
        rate_seat(seat)
    return close_as_chair(panel=panel, by=panel.chair)


# reports


def make_submitted(
    person: User,
    release: Release,
    level: int = 2,
    *,
    organisation: Organisation | None = None,
    counts_reason: str = "",
    **levels: int | str,
) -> Result:
    """A submitted assessment with its result, all ``level`` but for what is named.

    It belongs to the organisation given, or else where the person is a trainee; with a
    ``counts_reason`` it stays out of the figures.
    """
    organisation = organisation or trainee_organisation(person)
    assessment = Assessment.objects.create(
        person=person,
        release=release,
        use=release.use,
        submitted_at=timezone.now(),
        receipt=f"RECEIPT-{next(_number)}",
        organisation=organisation,
        counts_in_figures=not counts_reason,
        counts_reason=counts_reason,
    )
    return record_result(
        assessment=assessment.uuid,
        person=person.uuid,
        organisation=organisation,
        use=release.use,
        snapshot=snapshot_of(release),
        key=release.key,
        sheet=make_sheet(release.key, level, **levels),
        counts_in_figures=not counts_reason,
        counts_reason=counts_reason,
        seconds=600,
    )


# assessing


def make_complete_assessment(
    person: User, release: Release, level: int = 2, **levels: int | str
) -> Assessment:
    """A begun assessment with everything that submitting needs, and no citation and no action.

    Every factor is ``level`` but for those named by factor code; a word in place of a level is an
    answer without one, as ``opportunity="not_enough"``.
    """
    assessment = start_assessment(person=person, release=release)
    complete_stage(assessment, level, **levels)
    return assessment


def complete_stage(assessment: Assessment, level: int = 2, **levels: int | str) -> None:
    """Answer all that the stage which is open asks for."""
    stage = StageSubmission.objects.filter(assessment=assessment).latest("stage")
    framework = assessment.release.case_version.framework
    stage.interval = IntervalBand.objects.get(framework=framework, code="m3")
    stage.save()
    answers = []
    for factor in Factor.objects.filter(framework=framework):
        given = levels.get(factor.code, level)
        is_level = isinstance(given, int)
        answers.append(
            Answer(
                assessment=assessment,
                stage=stage.stage,
                factor=factor,
                kind="level" if is_level else str(given),
                level=given if is_level else None,
                confidence=70,
                revision=1,
            )
        )
    Answer.objects.bulk_create(answers)
    Reason.objects.bulk_create(
        Reason(answer=answer, text=f"Because of {answer.factor.code}.")
        for answer in answers
        if answer.factor.code in stage.reasons_asked
    )
