"""Freezing a panel's votes as a key."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction

from scoring.core import MINIMUM_RATINGS, Votes, key_levels, standing
from scoring.frozen import key_units
from scoring.models import Factor, FrameworkVersion, Key, KeyStage, KeyUnit, Unit


@dataclass(frozen=True, slots=True)
class EvidenceVotes:
    """How many panellists cited one passage with one stance."""

    passage: str
    stance: str
    panellists: int


@dataclass(frozen=True, slots=True)
class UnitVotes:
    """The panel's votes on one factor at one stage.

    ``levels[k]`` panellists gave level ``k`` in the final round, ``blind_levels[k]`` in the first.
    """

    stage: int
    factor_code: str
    levels: tuple[int, ...]
    blind_levels: tuple[int, ...]
    not_enough: int = 0
    not_applicable: int = 0
    outside_field: int = 0
    evidence: tuple[EvidenceVotes, ...] = ()


@dataclass(frozen=True, slots=True)
class StageVotes:
    """The panel's votes on the plan of one stage: panellists by interval and by action code."""

    stage: int
    intervals: Mapping[str, int] = field(default_factory=dict)
    actions: Mapping[str, int] = field(default_factory=dict)


@transaction.atomic
def freeze_key(
    *,
    subject: UUID,
    framework: FrameworkVersion,
    panel_size: int,
    votes: Sequence[UnitVotes],
    stages: Sequence[StageVotes],
    is_synthetic: bool,
    wrong_tool_votes: int = 0,
    minimum_ratings: int = MINIMUM_RATINGS,
    copied_from: Key | None = None,
) -> Key:
    """Freeze a panel's votes, with the levels nearest to them and what each unit is used for.

    Each call makes a new key. The units of the case version are made once and shared by all its
    keys, so that a new key never breaks the figures on what people answered. Panellists who found
    that ARMS is not the tool are counted in ``wrong_tool_votes`` and have no vote on any unit.
    ValueError: a factor that is not in the framework.
    """
    key = Key.objects.create(
        subject=subject,
        framework=framework,
        panel_size=panel_size,
        wrong_tool_votes=wrong_tool_votes,
        minimum_ratings=minimum_ratings,
        is_synthetic=is_synthetic,
        copied_from=copied_from,
    )
    units = ensure_units(
        subject=subject, framework=framework, places=[(v.stage, v.factor_code) for v in votes]
    )
    KeyUnit.objects.bulk_create(_key_unit(key, units[v.stage, v.factor_code], v) for v in votes)
    bands = list(framework.intervals.values_list("code", flat=True))
    offered = dict(framework.actions.values_list("code", "is_restrictive"))
    KeyStage.objects.bulk_create(
        KeyStage(
            key=key,
            stage=one.stage,
            bands=bands,
            offered=offered,
            interval_votes=dict(one.intervals),
            action_votes=dict(one.actions),
        )
        for one in stages
    )
    return key


@transaction.atomic
def copy_key(*, key: Key, subject: UUID) -> Key:
    """The same votes as a key of another case version: its text was judged to mean the same.

    Who made that judgement, and why, is recorded by whoever calls this.
    """
    votes = [
        UnitVotes(
            stage=row.unit.stage,
            factor_code=row.unit.factor.code,
            levels=tuple(row.level_votes),
            blind_levels=tuple(row.blind_level_votes),
            not_enough=row.not_enough_votes,
            not_applicable=row.not_applicable_votes,
            outside_field=row.outside_field_votes,
            evidence=tuple(EvidenceVotes(**cited) for cited in row.evidence_votes),
        )
        for row in key_units(key)
    ]
    stages = [
        StageVotes(stage=row.stage, intervals=row.interval_votes, actions=row.action_votes)
        for row in KeyStage.objects.filter(key=key).order_by("stage")
    ]
    return freeze_key(
        subject=subject,
        framework=key.framework,
        panel_size=key.panel_size,
        votes=votes,
        stages=stages,
        is_synthetic=key.is_synthetic,
        wrong_tool_votes=key.wrong_tool_votes,
        minimum_ratings=key.minimum_ratings,
        copied_from=key,
    )


def ensure_units(
    *, subject: UUID, framework: FrameworkVersion, places: Sequence[tuple[int, str]]
) -> dict[tuple[int, str], Unit]:
    """The units of a case version by stage and factor code, made where they are missing."""
    factors = {factor.code: factor for factor in Factor.objects.filter(framework=framework)}
    if unknown := sorted({code for _, code in places} - set(factors)):
        raise ValueError(f"Not factors of {framework.code}: {unknown}.")
    Unit.objects.bulk_create(
        [Unit(subject=subject, stage=stage, factor=factors[code]) for stage, code in places],
        ignore_conflicts=True,
    )
    units = Unit.objects.filter(subject=subject).select_related("factor__scale")
    return {(unit.stage, unit.factor.code): unit for unit in units}


def _key_unit(key: Key, unit: Unit, given: UnitVotes) -> KeyUnit:
    votes = Votes(given.levels, given.not_enough, given.not_applicable, given.outside_field)
    return KeyUnit(
        key=key,
        unit=unit,
        level_votes=list(given.levels),
        not_enough_votes=given.not_enough,
        not_applicable_votes=given.not_applicable,
        outside_field_votes=given.outside_field,
        blind_level_votes=list(given.blind_levels),
        key_levels=list(key_levels(votes)),
        standing=standing(votes, key.minimum_ratings).value,
        evidence_votes=[
            {"passage": row.passage, "stance": row.stance, "panellists": row.panellists}
            for row in given.evidence
        ],
    )
