"""What a proposed key or yardstick would change, worked out without changing it.

Kept are figures of a group and of nobody. A group is the people whose results would be judged
again; it goes by whole tens, in the order of their first submission, so that no two dry runs differ
by one person, and under ten people it has no figures at all.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from scenarios.models import KeyChange, Proposal, YardstickChange
from scenarios.selectors.feedback import strong_and_weak
from scenarios.services.sheets_again import as_submitted
from scoring.public import (
    SMALLEST_GROUP,
    Again,
    Factor,
    Judge,
    Result,
    Standing,
    UnitResult,
    Yardstick,
    framework_parts,
    judge_again,
    standing_on_other_yardsticks,
    standing_under_other_keys,
)

CHUNK = 500
BANDS = (-20, -10, -5, -1, 1, 5, 10, 20)
"""Where the changes of a score are cut, in points."""

Figures = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Compared:
    """One result that stands beside what would stand instead; ``new`` is None where it is left."""

    old: Result
    old_units: list[UnitResult]
    new: Result | None
    new_units: list[UnitResult]


def keep_dry_run(change: KeyChange | YardstickChange) -> None:
    """Work out the figures of a proposal and keep them with it. A decided one keeps what it has."""
    figures = _of_key(change) if isinstance(change, KeyChange) else _of_yardstick(change)
    rows = type(change)._default_manager.filter(pk=change.pk, state=Proposal.State.PROPOSED)
    rows.update(figures=figures, figures_at=timezone.now())


def _of_key(change: KeyChange) -> Figures:
    if change.new_key is None or change.case_version_id != change.release.case_version_id:
        return {"groups": []}  # a copy, for another text: nobody is judged again
    standing = standing_under_other_keys(change.new_key, change.release.use)
    return _groups(standing, change.new_key.framework_id, Judges(change))


def _of_yardstick(change: YardstickChange) -> Figures:
    standing = standing_on_other_yardsticks(change.framework)
    return _groups(standing, change.framework_id, Judges(change))


def _groups(standing: QuerySet[Result], framework_id: int, judges: "Judges") -> Figures:
    """Figures by use, and of real organisations apart from invented ones: a nation of their own."""
    fields = "use", "organisation__is_invented"
    found = sorted(set(standing.order_by().values_list(*fields)))
    return {
        "groups": [
            {"use": use, "is_invented": is_invented}
            | _figures(
                standing.filter(use=use, organisation__is_invented=is_invented),
                framework_id,
                judges,
            )
            for use, is_invented in found
        ]
    }


class Judges:
    """Who judges a result under a proposal: each key is read once."""

    def __init__(self, change: KeyChange | YardstickChange) -> None:
        self._key = change.new_key if isinstance(change, KeyChange) else None
        self._proposed = None
        if isinstance(change, YardstickChange):
            # The ruler as it would be in force; it is never saved.
            self._proposed = Yardstick(framework=change.framework, **change.values)
        self._known: dict[int, Judge] = {}

    def of(self, result: Result) -> Judge:
        """The one for a result."""
        key = self._key or result.key
        if key.pk not in self._known:
            self._known[key.pk] = Judge(key, proposed=self._proposed)
        return self._known[key.pk]


def compare(results: list[Result], judges: Judges) -> list[Compared]:
    """Each result beside what would stand instead, in a fixed number of queries."""
    units: defaultdict[int, list[UnitResult]] = defaultdict(list)
    for unit in UnitResult.objects.filter(result__in=[one.pk for one in results]):
        units[unit.result_id].append(unit)
    return [_compared(again, units[again.result.pk], judges) for again in as_submitted(results)]


def _compared(again: Again, old_units: list[UnitResult], judges: Judges) -> Compared:
    judged = judge_again(judges.of(again.result), again)
    new, new_units = judged if judged is not None else (None, [])
    return Compared(again.result, old_units, new, new_units)


def _figures(standing: QuerySet[Result], framework_id: int, judges: Judges) -> Figures:
    people = list(
        dict.fromkeys(standing.order_by("created_at", "pk").values_list("person", flat=True))
    )
    whole = len(people) - len(people) % SMALLEST_GROUP
    tally = _Tally(framework_id, set(people[:whole]))
    for one in _compared_all(standing, judges):
        tally.add(one)
    return {"people": len(people), "in_tens": whole, **tally.figures()}


def _compared_all(standing: QuerySet[Result], judges: Judges) -> Iterator[Compared]:
    ids = list(standing.values_list("pk", flat=True))
    for start in range(0, len(ids), CHUNK):
        yield from compare(list(standing.filter(pk__in=ids[start : start + CHUNK])), judges)


@dataclass
class _Counts:
    """Counts over the scored ratings of one factor, or over all of them."""

    ratings: int = 0
    exact: int = 0
    within_one: int = 0
    missed: int = 0
    false_alarms: int = 0
    standing: str = ""

    def add(self, unit: UnitResult) -> None:
        self.standing = unit.standing
        if unit.standing == Standing.SCORED:
            self.ratings += 1
            self.exact += bool(unit.exact)
            self.within_one += bool(unit.within_one)
            self.missed += unit.missed_concern
            self.false_alarms += unit.false_alarm


@dataclass
class _Tally:
    """Adds up results of a group, before and after. Factors by stage and code."""

    framework_id: int
    people: set[UUID]
    results: int = 0
    left: int = 0
    told: int = 0
    moves: Counter[int] = field(default_factory=Counter)
    scores: Counter[str] = field(default_factory=Counter)
    before: list[float] = field(default_factory=list)
    after: list[float] = field(default_factory=list)
    changed_lists: Counter[str] = field(default_factory=Counter)
    tool: Counter[str] = field(default_factory=Counter)
    factors: dict[tuple[int, int], tuple[_Counts, _Counts]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._factors = {one.pk: one for one in framework_parts(self.framework_id).factors}

    def add(self, one: Compared) -> None:
        self.results += 1
        if one.new is None:
            self.left += 1
        elif one.old.person in self.people:
            self._count(one, one.new)

    def _count(self, one: Compared, new: Result) -> None:
        self.told += 1
        self.moves[new.exact_units - one.old.exact_units] += 1
        self.tool["right_before"] += one.old.tool_right is True
        self.tool["right_after"] += new.tool_right is True
        self.tool["told"] += new.tool_right is not None or one.old.tool_right is not None
        for side, units in enumerate((one.old_units, one.new_units)):
            for unit in units:
                unit.factor = self._factors[unit.factor_id]
                at = unit.stage, unit.factor_id
                self.factors.setdefault(at, (_Counts(), _Counts()))[side].add(unit)
        old, now = strong_and_weak(one.old_units), strong_and_weak(one.new_units)
        self.changed_lists["strong"] += set(old[0]) != set(now[0])
        self.changed_lists["weak"] += set(old[1]) != set(now[1])
        self._count_score(one.old.score, new.score)

    def _count_score(self, old: float | None, new: float | None) -> None:
        """A number that may not be shown is none here either."""
        self.scores["shown_before"] += old is not None
        self.scores["shown_after"] += new is not None
        if old is not None and new is not None:
            self.before.append(old)
            self.after.append(new)
            self.scores[_band(new - old)] += 1

    def figures(self) -> Figures:
        """All of it as it is kept; of a group under ten only how many there are."""
        kept: Figures = {"results": self.results, "left": self.left, "told": self.told}
        if not self.people:
            return kept
        return kept | {
            "moves": {str(by): n for by, n in sorted(self.moves.items())},
            "strong_changed": self.changed_lists["strong"],
            "weak_changed": self.changed_lists["weak"],
            "tool": dict(self.tool),
            "scores": dict(self.scores),
            "mean_before": _mean(self.before),
            "mean_after": _mean(self.after),
            "factors": [self._factor(*at) for at in self._in_order()],
        }

    def _in_order(self) -> Iterable[tuple[int, int]]:
        return sorted(self.factors, key=lambda at: (at[0], self._factors[at[1]].number))

    def _factor(self, stage: int, pk: int) -> Figures:
        factor: Factor = self._factors[pk]
        before, after = self.factors[stage, pk]
        return {
            "stage": stage,
            "code": factor.code,
            "name": factor.name,
            "kind": factor.kind,
            "before": vars(before),
            "after": vars(after),
        }


def _band(change: float) -> str:
    """The band of a change in points, by its number from the lowest; the middle is hardly any."""
    return f"band_{sum(change >= cut for cut in BANDS)}"


def _mean(numbers: list[float]) -> float | None:
    return sum(numbers) / len(numbers) if numbers else None
