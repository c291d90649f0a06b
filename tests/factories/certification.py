"""Certifications, and a bank of check cases on which reading pays."""

from typing import Any

from courses.models import Certification, CertificationRule, CertificationSet
from courses.services.certifying import make_certification, propose_rule, switch_on_rule
from courses.services.sets import draw_set
from people.public import Organisation, Role, User
from scenarios.models import Assessment, Release, Scenario
from scenarios.services.assessing import start_assessment, submit_assessment
from scoring.public import Factor, key_units
from tests.factories.assessing import complete_stage
from tests.factories.cases import make_framework, make_released_case
from tests.factories.numbers import next_number
from tests.factories.people import make_organisation, make_person

PANEL = [f"P{number:02}" for number in range(1, 13)]
BOUNDS = {"exact": 0.6, "within_one": 0.8}


def make_check(
    ref: str | None = None, *, turn: int = 0, use: str = "check", **facts: Any
) -> Release:
    """A check of twelve panellists, who are near one end of every scale and far from the other.

    ``turn`` says which factors are low, so that no constant does well in two cases; ``facts`` are
    set on the scenario, such as its difficulty.
    """
    codes = Factor.objects.filter(framework=make_framework()).values_list("code", flat=True)
    units = {
        code: {
            "ratings": _ratings(at, is_low=bool((at + turn) % 2)),
            "confidence": [70] * len(PANEL),
            "reasons": {},
            "for": {},
            "against": {},
        }
        for at, code in enumerate(codes.order_by("number"))
    }
    release = make_released_case(
        use,
        ref or f"CK-{next_number():04}",
        panellists=PANEL,
        interval={"ratings": ["m3"] * len(PANEL)},
        actions={},
        **units,
    )
    if facts:
        Scenario.objects.filter(pk=release.case_version.scenario_id).update(**facts)
        release.case_version.scenario.refresh_from_db()
    return release


def _ratings(at: int, *, is_low: bool) -> list[str]:
    """All at one end but two, who are a level off: others on each factor."""
    key, near = ("0", "1") if is_low else ("3", "2")
    off = {2 * at % len(PANEL), (2 * at + 1) % len(PANEL)}
    return [near if seat in off else key for seat in range(len(PANEL))]


def make_check_bank(n: int = 3, *, first: int = 0) -> list[Release]:
    """So many of them, whose keys turn by turn are each other's opposite."""
    return [make_check(turn=first + number) for number in range(n)]


def make_one(
    *, owner: Organisation | None = None, by: User | None = None, **facts: Any
) -> Certification:
    """A certification of Northmoor Police, invented, by a trainer of theirs."""
    owner = owner or make_organisation("X01", "Northmoor Police")
    by = by or make_person(role=Role.TRAINER, organisation=owner)
    # Of what is drawn and how it ends; that a course comes first is asked for by name.
    facts.setdefault("needs_course", False)
    return make_certification(
        by=by, owner=owner, title=facts.pop("title", f"Assessing {next_number()}"), **facts
    )


def make_rule(
    certification: Certification, *, by: User | None = None, **options: Any
) -> CertificationRule:
    """A rule that its trial lets through on a bank of ``make_check_bank``, not switched on."""
    by = by or make_person(role=Role.TRAINER, organisation=certification.owner)
    options.setdefault("bounds", BOUNDS)
    return propose_rule(certification=certification, by=by, **options)


def make_certified_rule(certification: Certification, **options: Any) -> CertificationRule:
    """The same, switched on by a second trainer."""
    second = make_person(role=Role.TRAINER, organisation=certification.owner)
    return switch_on_rule(rule=make_rule(certification, **options), by=second)


def make_ready(n: int = 3, *, bank: int | None = None, **facts: Any) -> Certification:
    """A bank, a certification, and a rule in force for sets of so many cases."""
    make_check_bank(bank or n)
    certification = make_one(**facts)
    make_certified_rule(certification, n_cases=n)
    return certification


def key_answers(release: Release) -> dict[str, int]:
    """The panel's answer to every factor of a case, as ``complete_stage`` takes them."""
    return {row.unit.factor.code: row.key_levels[0] for row in key_units(release.key)}


def sit(person: User, release: Release, *, well: bool = True) -> Assessment:
    """The person does the case and submits it: all as the panel, or all far from it."""
    answers = key_answers(release)
    if not well:
        answers = {code: 3 - level for code, level in answers.items()}
    assessment = start_assessment(person=person, release=release)
    complete_stage(assessment, **answers)
    return submit_assessment(assessment=assessment)


def sit_set(person: User, certification: Certification, *, well: bool = True) -> CertificationSet:
    """Draw a set and submit every case of it."""
    drawn = draw_set(person=person, certification=certification)
    for case in drawn.cases.filter(replaced_at=None).select_related("release"):
        sit(person, case.release, well=well)
    drawn.refresh_from_db()
    return drawn
