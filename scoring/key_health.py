"""How sound the panel's answers to one case are: what its author, chair and approver look at.

Figures of the panel alone, so they are there as soon as it closes. None of them scores anybody.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scoring import core
from scoring.core import PanelUnit, Standing, Undefined
from scoring.core.agreement import Weighting, gwet_ac, weights
from scoring.core.item_health import FactorHealth, factor_health, panellist_differences, unit_health
from scoring.core.ratings import Ratings
from scoring.core.undefined import Reason
from scoring.frozen import key_units
from scoring.models import Factor, Key, KeyUnit, Yardstick
from scoring.selectors import current_yardstick, panel_unit, panel_units, ruler_of

Figure = float | Undefined

FAR_FROM_THE_OTHERS = 1.0
"""Mean distance, in levels, from what the others would say, from which a panellist is asked."""

LEANS_FROM_THE_OTHERS = 0.75
"""The same of the mean signed distance: to one side. Both marks are conventions of ours."""

FEWEST_UNITS = 5


@dataclass(frozen=True, slots=True)
class PanelUnitHealth:
    """One unit of a key: how the panel spread on it, and whether an author should look."""

    row: KeyUnit
    factor: Factor
    stage: int
    ratings: int
    span: int
    agreeing: Figure
    consensus: Figure
    is_polarised: bool
    is_contested: bool
    is_flagged: bool

    @property
    def standing(self) -> Standing:
        return Standing(self.row.standing)


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody stands on one case: the cost in levels, and the points of the score."""

    cost: Figure
    points: Figure


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """The line that scores are read on: the panel's middle is 100, never reading 0 on average.

    ``never_reading`` are the yardstick's constants on this case, ``panellist`` a typical one.
    ``one_level`` gives every factor the single level that does best here, which is ``level``.
    ``mean_loss`` is R, what 0 points cost, if there is a yardstick; where the case is one of its
    own, the constants are those of its other cases.
    """

    never_reading: Place
    panellist: Place
    one_level: Place
    level: int | None
    mean_loss: float | None


@dataclass(frozen=True, slots=True)
class PanelHealth:
    """A key as its panel made it. ``variation`` tells alike factors from panellists who differ."""

    units: tuple[PanelUnitHealth, ...]
    variation: FactorHealth
    line: ScoreLine


@dataclass(frozen=True, slots=True)
class KeyFacts:
    """What a key's place in a list of cases rests on; the overall level is left out."""

    panel_size: int
    wrong_tool_votes: int
    is_wrong_tool: bool
    factors: int
    scored: int
    flagged: int
    too_few: int
    ac2: float | None
    reading_pays: bool | None


@dataclass(frozen=True, slots=True)
class PanellistDifference:
    """One panellist against the key that the others alone would make, in levels."""

    panellist: int
    signed: float
    distance: float
    moved: float
    units: int

    @property
    def is_far(self) -> bool:
        """Far enough from the others to be asked. It is no fault, and drops nobody."""
        if self.units < FEWEST_UNITS:
            return False
        return self.distance >= FAR_FROM_THE_OTHERS or abs(self.signed) >= LEANS_FROM_THE_OTHERS


def panel_health(key: Key) -> PanelHealth:
    """The whole picture of one key: two queries at most, and none for what is remembered."""
    rows = key_units(key)
    healths = _healths(rows)
    factors = [row for row in rows if row.unit.factor.kind != Factor.Kind.OVERALL]
    return PanelHealth(
        units=tuple(healths[row.pk] for row in rows),
        variation=_variation(factors),
        line=_line(key, [panel_unit(row) for row in factors]),
    )


def _healths(rows: Iterable[KeyUnit]) -> dict[int, PanelUnitHealth]:
    """Every unit's spread, by the length of its scale."""
    by_length: defaultdict[int, list[KeyUnit]] = defaultdict(list)
    for row in rows:
        by_length[len(row.level_votes)].append(row)
    found: dict[int, PanelUnitHealth] = {}
    for of_length in by_length.values():
        health = unit_health(_counts(row.level_votes for row in of_length))
        for n, row in enumerate(of_length):
            found[row.pk] = PanelUnitHealth(
                row=row,
                factor=row.unit.factor,
                stage=row.unit.stage,
                ratings=int(health.n_ratings[n]),
                span=int(health.span[n]),
                agreeing=health.agreeing.of(n),
                consensus=health.consensus.of(n),
                is_polarised=bool(health.is_polarised[n]),
                is_contested=bool(health.is_contested[n]),
                is_flagged=bool(health.is_flagged[n]),
            )
    return found


def _counts(votes: Iterable[Sequence[int]]) -> NDArray[np.int64]:
    return np.array(list(votes), dtype=np.int64)


def _variation(rows: Sequence[KeyUnit]) -> FactorHealth:
    """The case's factors taken together, in the blind round, on the commonest length of scale."""
    votes = [row.blind_level_votes for row in rows if row.blind_level_votes]
    lengths = [len(each) for each in votes]
    length = max(set(lengths), key=lengths.count, default=2)
    counts = _counts(each for each in votes if len(each) == length).reshape(-1, length)
    if not counts.size:
        counts = np.zeros((1, length), dtype=np.int64)
    return factor_health(counts, np.zeros(counts.shape[0], dtype=np.int64))[0]


def _line(key: Key, units: Sequence[PanelUnit]) -> ScoreLine:
    stored = current_yardstick(key.framework_id)
    ruler = ruler_of(stored)
    constants: Figure = Undefined.because(Reason.NO_YARDSTICK)
    if stored is not None and ruler is not None:
        levels = _constants(key, stored) or ruler.no_reading
        constants = core.cost_of_constants(units, levels, key.minimum_ratings)
    best = core.best_single_level(units, key.minimum_ratings)
    level, one_level = (None, best) if isinstance(best, Undefined) else best
    panellist = core.cost_of_a_panellist(units, key.minimum_ratings)
    return ScoreLine(
        never_reading=Place(constants, core.points_of(constants, ruler)),
        panellist=Place(panellist, core.points_of(panellist, ruler)),
        one_level=Place(one_level, core.points_of(one_level, ruler)),
        level=level,
        mean_loss=ruler.mean_loss if ruler else None,
    )


def _constants(key: Key, yardstick: Yardstick) -> Mapping[str, int] | None:
    """The constants of the yardstick's *other* cases, where this case is one of its own.

    Else never reading would seem to do better here than it does. Nothing where the stored ones
    hold, or where two other cases are not to be had.
    """
    if str(key.subject) not in yardstick.subjects:
        return None
    others = Key.objects.filter(
        subject__in=[subject for subject in yardstick.subjects if subject != str(key.subject)],
        created_at__lte=yardstick.created_at,
    )
    newest = {other.subject: other for other in others.order_by("created_at", "pk")}
    built = core.build_yardstick(panel_units(list(newest.values())), np.random.default_rng(0))
    return None if isinstance(built, Undefined) else built.no_reading


def key_facts(keys: Collection[Key]) -> dict[int, KeyFacts]:
    """The facts of many keys by their ids: a query for their units, one for the yardsticks."""
    rows = KeyUnit.objects.filter(key__in=keys).select_related("unit__factor")
    units: defaultdict[int, list[KeyUnit]] = defaultdict(list)
    for row in rows.exclude(unit__factor__kind=Factor.Kind.OVERALL):
        units[row.key_id].append(row)
    rulers = {
        framework: ruler_of(current_yardstick(framework))
        for framework in {key.framework_id for key in keys}
    }
    return {key.pk: _facts(key, units[key.pk], rulers[key.framework_id]) for key in keys}


def _facts(key: Key, rows: Sequence[KeyUnit], ruler: core.Yardstick | None) -> KeyFacts:
    healths = _healths(rows)
    standings = [Standing(row.standing) for row in rows]
    return KeyFacts(
        panel_size=key.panel_size,
        wrong_tool_votes=key.wrong_tool_votes,
        is_wrong_tool=key.is_wrong_tool,
        factors=len(rows),
        scored=standings.count(Standing.SCORED),
        flagged=sum(health.is_flagged for health in healths.values() if _is_by_levels(health.row)),
        too_few=standings.count(Standing.TOO_FEW),
        ac2=_ac2(rows),
        reading_pays=_reading_pays([panel_unit(row) for row in rows], key, ruler),
    )


def _is_by_levels(row: KeyUnit) -> bool:
    """Where the key is an answer without a level, how the few levels spread is nothing."""
    return Standing(row.standing) in (Standing.SCORED, Standing.CONTESTED)


def _ac2(rows: Sequence[KeyUnit]) -> float | None:
    """Gwet's AC2 with ordinal weights over the blind round, without an interval."""
    votes = [row.blind_level_votes for row in rows if row.blind_level_votes]
    lengths = [len(each) for each in votes]
    length = max(set(lengths), key=lengths.count, default=0)
    if length < 2:
        return None
    counts = _counts(each for each in votes if len(each) == length)
    found = gwet_ac(counts, weights(Weighting.ORDINAL, np.arange(length, dtype=float)))
    return None if isinstance(found, Undefined) else found.value


def _reading_pays(
    units: Sequence[PanelUnit], key: Key, ruler: core.Yardstick | None
) -> bool | None:
    """Whether a typical panellist does better than somebody who never opened the file."""
    if ruler is None or ruler.provisional:
        return None
    constants = core.cost_of_constants(units, ruler.no_reading, key.minimum_ratings)
    panellist = core.cost_of_a_panellist(units, key.minimum_ratings)
    if isinstance(constants, Undefined) or isinstance(panellist, Undefined):
        return None
    return panellist < constants


def panellists_apart(rows: Iterable[tuple[int, int, int]]) -> list[PanellistDifference]:
    """Each panellist against the others, from rows of panellist, unit and level.

    Who differs most comes first. Nobody who shares no unit with another is in it.
    """
    columns = np.array(sorted(rows), dtype=np.int64).reshape(-1, 3).T
    panellists, raters = np.unique(columns[0], return_inverse=True)
    units, numbers = np.unique(columns[1], return_inverse=True)
    found = panellist_differences(
        Ratings(
            raters=raters,
            units=numbers,
            levels=columns[2],
            scale=np.arange(int(columns[2].max(initial=0)) + 1, dtype=float),
            n_raters=panellists.size,
            n_units=units.size,
        )
    )
    differences = [
        PanellistDifference(
            panellist=int(panellist),
            signed=float(found.signed.values[n]),
            distance=float(found.absolute.values[n]),
            moved=float(found.moved.values[n]),
            units=int(found.n_units[n]),
        )
        for n, panellist in enumerate(panellists)
        if found.signed.is_defined[n]
    ]
    return sorted(differences, key=lambda one: (-one.distance, -abs(one.signed)))
