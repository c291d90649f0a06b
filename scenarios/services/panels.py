"""Panels: the experts' ratings of a frozen case, taken from a file, and closed into a key."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Count, QuerySet
from django.utils import timezone

from people.public import User, record_event
from scenarios.models import (
    CaseVersion,
    Panel,
    Panellist,
    PanelRating,
    PanelStageRating,
)
from scenarios.models.panel import OUTSIDE_FIELD, AnswerKind
from scenarios.services.freezing import NotReady
from scenarios.services.health import keep_health
from scenarios.services.panel_files import (
    NOBODY,
    Stance,
    panel_problems,
    panel_stages,
    text_problems,
)
from scoring.public import (
    EvidenceVotes,
    Factor,
    Key,
    StageVotes,
    Unit,
    UnitVotes,
    ensure_units,
    freeze_key,
)

BLIND_ROUND = 1
WITHOUT_LEVEL = {"n": AnswerKind.NOT_ENOUGH, "x": AnswerKind.NOT_APPLICABLE}


@transaction.atomic
def load_panel(*, case_version: CaseVersion, data: Mapping[str, Any]) -> Panel:
    """Make a panel with its ratings from a file, all of it or nothing.

    NotReady: the file does not fit the case or its framework, or something in it is real; every
    problem is listed, in words.
    """
    if problems := [*panel_problems(case_version, data), *text_problems(data)]:
        raise NotReady(problems)
    panel = Panel.objects.create(
        case_version=case_version, is_synthetic=data["synthetic"], note=data.get("note", "")
    )
    now, stopped = timezone.now(), data.get("wrong_tool", {})
    panellists = Panellist.objects.bulk_create(
        Panellist(
            panel=panel,
            label=label,
            begun_at=now,
            finished_at=now,
            wrong_tool_ground=stopped.get(label, {}).get("ground", ""),
            wrong_tool_reason=stopped.get(label, {}).get("reason", ""),
        )
        for label in data["panellists"]
    )
    for number, stage in enumerate(panel_stages(data), start=1):
        _load_stage(case_version, panellists, number, stage)
    return panel


def _load_stage(
    version: CaseVersion, panellists: Sequence[Panellist], number: int, stage: Mapping[str, Any]
) -> None:
    units = ensure_units(
        subject=version.uuid,
        framework=version.framework,
        places=[(number, code) for code in stage["units"]],
    )
    PanelRating.objects.bulk_create(
        _rating(panellist, position, units[number, code], given)
        for code, given in stage["units"].items()
        for position, panellist in enumerate(panellists)
        if given["ratings"][position] != NOBODY
    )
    PanelStageRating.objects.bulk_create(
        PanelStageRating(
            panellist=panellist,
            stage=number,
            round=BLIND_ROUND,
            interval_code=interval,
            actions=[
                {"action": code, "factor": given["factor"]}
                for code, given in stage["actions"].items()
                if panellist.label in given["panellists"]
            ],
        )
        for panellist, interval in zip(panellists, stage["interval"]["ratings"], strict=True)
        if interval != NOBODY
    )


def _rating(
    panellist: Panellist, position: int, unit: Unit, given: Mapping[str, Any]
) -> PanelRating:
    rating = given["ratings"][position]
    return PanelRating(
        panellist=panellist,
        unit=unit,
        round=BLIND_ROUND,
        kind=WITHOUT_LEVEL.get(rating, AnswerKind.LEVEL),
        level=None if rating in WITHOUT_LEVEL else int(rating),
        confidence=given["confidence"][position],
        reason=given.get("reasons", {}).get(panellist.label, ""),
        citations=[
            {"passage": ref, "stance": stance.value}
            for stance in Stance
            for ref, labels in given.get(stance.value, {}).items()
            if panellist.label in labels
        ],
    )


@transaction.atomic
def close_panel(*, panel: Panel, by: User | None = None) -> Key:
    """Close a panel and freeze its votes as a key. Closing it twice is the same as once.

    Seats that did not finish are left out: of the votes, and of the size of the panel.
    """
    panel = (
        Panel.objects.select_for_update(of=("self",))
        .select_related("case_version__framework", "case_version__scenario__owner")
        .get(pk=panel.pk)
    )
    if panel.key is not None:
        return panel.key
    version = panel.case_version
    panel.key = freeze_key(
        subject=version.uuid,
        framework=version.framework,
        panel_size=finished_seats(panel).count(),
        votes=_unit_votes(panel),
        stages=_stage_votes(panel),
        is_synthetic=panel.is_synthetic,
        wrong_tool_votes=finished_seats(panel).exclude(wrong_tool_ground="").count(),
    )
    panel.closed_at = timezone.now()
    panel.save(update_fields=["key", "closed_at"])
    keep_health(key=panel.key)
    record_event(
        name="panel.closed",
        organisation=version.scenario.owner,
        actor=by,
        payload={"ref": version.scenario.ref, "version": version.number},
    )
    return panel.key


def finished_seats(panel: Panel) -> QuerySet[Panellist]:
    """The seats that make the key; whoever did not finish is left out of it."""
    return panel.panellists.filter(finished_at__isnull=False)


def rating_seats(panel: Panel) -> QuerySet[Panellist]:
    """Those of them who rate: what somebody rated before they said “wrong tool” is no vote."""
    return finished_seats(panel).filter(wrong_tool_ground="")


class _Given(NamedTuple):
    """One rating, as far as the votes need it."""

    panellist: int
    unit__stage: int
    unit__factor__code: str
    round: int
    kind: str
    level: int | None
    citations: list[dict[str, str]]


def _unit_votes(panel: Panel) -> list[UnitVotes]:
    # Plain columns: of a panel of fifteen there are hundreds of rows, and no row is needed whole.
    ratings = (
        PanelRating.objects.filter(panellist__in=rating_seats(panel))
        .order_by("unit__stage", "unit__factor__number", "panellist", "round")
        .values_list(*_Given._fields)
    )
    refs = panel.case_version.passages.values_list("ref", flat=True)
    places = {ref: at for at, ref in enumerate(refs)}
    sizes = _scale_sizes(panel)
    by_unit: dict[tuple[int, str], list[_Given]] = {}
    for rating in map(_Given._make, ratings):
        by_unit.setdefault((rating.unit__stage, rating.unit__factor__code), []).append(rating)
    votes = []
    for (stage, code), rows in by_unit.items():
        final = list({row.panellist: row for row in rows}.values())  # the last round wins
        kinds = Counter(row.kind for row in final)
        cited = Counter((c["passage"], c["stance"]) for row in final for c in row.citations)
        votes.append(
            UnitVotes(
                stage=stage,
                factor_code=code,
                levels=_by_level(final, sizes[code]),
                blind_levels=_by_level(
                    (row for row in rows if row.round == BLIND_ROUND), sizes[code]
                ),
                not_enough=kinds[AnswerKind.NOT_ENOUGH],
                not_applicable=kinds[AnswerKind.NOT_APPLICABLE],
                outside_field=kinds[OUTSIDE_FIELD],
                evidence=tuple(
                    EvidenceVotes(passage, stance, cited[passage, stance])
                    for passage, stance in sorted(cited, key=lambda one: (places[one[0]], one[1]))
                ),
            )
        )
    return votes


def _stage_votes(panel: Panel) -> list[StageVotes]:
    ratings = PanelStageRating.objects.filter(panellist__in=rating_seats(panel))
    ratings = ratings.order_by("stage", "round")
    by_stage: dict[int, dict[int, PanelStageRating]] = {}
    for rating in ratings:
        by_stage.setdefault(rating.stage, {})[rating.panellist_id] = rating
    return [
        StageVotes(
            stage=stage,
            intervals=Counter(r.interval_code for r in final.values() if r.interval_code),
            actions=Counter(row["action"] for r in final.values() for row in r.actions),
        )
        for stage, final in by_stage.items()
    ]


def _scale_sizes(panel: Panel) -> dict[str, int]:
    factors = Factor.objects.filter(framework=panel.case_version.framework_id)
    return dict(factors.annotate(size=Count("scale__levels")).values_list("code", "size"))


def _by_level(ratings: Iterable[_Given], size: int) -> tuple[int, ...]:
    given = Counter(rating.level for rating in ratings)
    return tuple(given[level] for level in range(size))
