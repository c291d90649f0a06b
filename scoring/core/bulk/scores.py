"""The panel-anchored score of everybody at once: of each case, and over cases with an interval."""

from dataclasses import dataclass
from itertools import pairwise
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from scoring.core.bulk.answers import WITHOUT_LEVEL, Answers
from scoring.core.bulk.column import Column
from scoring.core.bulk.panel_votes import PanelVotes
from scoring.core.over_cases import CASES_FOR_A_NUMBER, CASES_FOR_RESAMPLING
from scoring.core.ratings import Floats, Integers
from scoring.core.resampling import RESAMPLES
from scoring.core.undefined import Reason, Undefined
from scoring.core.yardstick import Yardstick

Numbers = NDArray[np.int64]

# A table of all pairs of person and case is quickest while it is not much larger than the answers.
PAIRS_FOR_EACH_ANSWER = 4
PAIRS_WORTH_A_TABLE = 1_000_000

ANSWERS_AT_ONCE = 50_000
"""So that what is worked out of them is still in the processor's cache when it is needed."""

PEOPLE_AT_ONCE = 500
"""As many means by as many resamples are held at once: 8 MB."""


@dataclass(frozen=True, slots=True, eq=False)
class CaseScores:
    """The score of each person on each case on which they answered a scored unit.

    ``people``, ``cases`` and ``raw`` are of shape (m,), by person and then by case; ``raw`` is in
    points. ``provisional`` says why none of them may be shown, or is None.
    """

    people: Numbers
    cases: Numbers
    raw: Floats
    n_people: int
    provisional: Undefined | None = None

    @property
    def n_cases(self) -> Numbers:
        """How many cases each person has a score of, of shape (n_people,)."""
        return np.bincount(self.people, minlength=self.n_people)


@dataclass(frozen=True, slots=True, eq=False)
class ScoresOverCases:
    """For each person the mean of their case scores, in points.

    ``score`` is the number that may be shown; ``raw`` the same mean wherever there is one, kept
    and never shown by itself. ``low`` and ``high`` are the ends of the interval of ``score``, and
    ``se`` its standard error. ``n_cases`` is of shape (n_people,).
    """

    score: Column
    raw: Column
    se: Column
    low: Column
    high: Column
    n_cases: Numbers


def score_everyone(answers: Answers, panel: PanelVotes, yardstick: Yardstick) -> CaseScores:
    """Score every person on every case they answered: ``judge_case``, for all in one pass.

    ``100 (1 - mean(cost) / R)`` over the scored units of the case that the person answered; a
    level costs ``L(u, x) - Lmin(u)``, an answer without one N_f. Units that are not scored, the
    overall level among them, are left out, and a case on which nothing scored was answered is not
    in the result. ValueError: answers on another number of units or levels than the panel's.

    >>> from scoring.core import Interval, PanelUnit, Votes
    >>> panel = PanelVotes.of_units([PanelUnit("TR-0007", 1, "social", Votes((0, 2, 7, 3)))])
    >>> ruler = Yardstick(0.5, Interval(0.5, 0.5), {"social": 2}, {"social": 0.4}, ("TR-0007",))
    >>> everyone = Answers(np.array([0, 1]), np.array([0, 0]), np.array([2, 3]), 2, 1, 4)
    >>> score_everyone(everyone, panel, ruler).raw.round(1).tolist()
    [100.0, 0.0]
    """
    if (answers.n_units, answers.n_levels) != panel.levels.shape:
        raise ValueError("Answers and panel are not on the same units and levels.")
    costs = _costs_of_all_answers(panel, yardstick).ravel()
    # What is not scored goes to one case more, which is then thrown away.
    dump = len(panel.case_names)
    case_of_unit = np.where(panel.scored, panel.cases, dump).astype(np.int64)
    parts = [
        _by_pair(answers, some, costs, case_of_unit, dump + 1) for some in _blocks(answers.people)
    ]
    pairs, numbers, sums = (np.concatenate(part) for part in zip(*parts, strict=True))
    people, cases = np.divmod(pairs, dump + 1)
    kept = cases < dump
    return CaseScores(
        people=people[kept],
        cases=cases[kept],
        raw=100 * (1 - sums[kept] / numbers[kept] / yardstick.mean_loss),
        n_people=answers.n_people,
        provisional=yardstick.provisional,
    )


def scores_over_cases(
    scores: CaseScores, generator: np.random.Generator | None = None, level: float = 0.9
) -> ScoresOverCases:
    """The mean of each person's case scores: ``score_over_cases``, for all at once.

    From four cases the interval is the mean ``+- z sqrt(v / n)``, v being the variance between
    cases within a person, pooled over all these people; from eight it resamples a person's cases,
    2,000 times. ``level`` is the interval's; 90% is what the site shows. People with equally many
    cases share the draws. The standard error is ``sqrt(v / n)`` throughout. Without a generator
    nothing is drawn, and all from four cases have the pooled interval.

    Undefined: score, se, low and high by a provisional yardstick, without a scored unit, under
    four cases; ``raw`` without a scored unit alone. ValueError: a level outside 0 to 1.

    >>> two = CaseScores(np.array([0] * 4 + [1]), np.arange(5), np.array([30.0, 50, 60, 20, 9]), 2)
    >>> over = scores_over_cases(two)
    >>> over.score[0], round(over.low[0]), round(over.high[0]), over.score[1].reason.value
    (40.0, 25, 55, 'too_few_cases')
    """
    if not 0 < level < 1:
        raise ValueError("The level of an interval lies between 0 and 1.")
    n = scores.n_cases
    sums = np.bincount(scores.people, scores.raw, minlength=scores.n_people)
    mean = sums / np.maximum(n, 1)
    variance = _pooled_variance(scores, mean, n)
    se = np.sqrt(variance / np.maximum(n, 1))
    reach = NormalDist().inv_cdf(0.5 + level / 2) * se
    low, high = mean - reach, mean + reach
    if generator is not None:
        _resample(scores, n, level, generator, low, high)
    nothing = {Reason.NO_SCORED_UNIT: n == 0}
    provisional = np.full(n.shape, scores.provisional is not None)
    why = {
        **nothing,
        Reason.PROVISIONAL_YARDSTICK: provisional,
        Reason.TOO_FEW_CASES: n < CASES_FOR_A_NUMBER,
    }
    return ScoresOverCases(
        score=Column.of(mean, why),
        raw=Column.of(mean, nothing),
        se=Column.of(se, why),
        low=Column.of(low, why),
        high=Column.of(high, why),
        n_cases=n,
    )


def _costs_of_all_answers(panel: PanelVotes, yardstick: Yardstick) -> Floats:
    """What each answer costs, of shape (U, K + 2): see ``Answers.cells`` for the columns."""
    by_factor = [yardstick.cost_of_not_answering(name) for name in panel.factor_names]
    without = np.array(by_factor)[panel.factors] if panel.n_units else np.zeros(0)
    return np.column_stack([*[without] * WITHOUT_LEVEL, panel.costs])


def _blocks(people: Integers) -> list[slice]:
    """Runs of answers with whole people in each; one run where people do not stand in order."""
    if people.size <= ANSWERS_AT_ONCE or (people[1:] < people[:-1]).any():
        return [slice(0, people.size)]
    starts = np.searchsorted(people, people[::ANSWERS_AT_ONCE]).tolist()
    edges = sorted({*starts, people.size})
    return [slice(start, stop) for start, stop in pairwise(edges)]


def _by_pair(
    answers: Answers, some: slice, costs: Floats, case_of_unit: Numbers, n_cases: int
) -> tuple[Numbers, Numbers, Floats]:
    """The pairs of person and case that there are, ascending; their answers; what those cost."""
    people = answers.people[some]
    first = int(people.min()) if people.size else 0
    possible = (int(people.max()) - first + 1) * n_cases if people.size else 0
    pair = (people - first) * np.int64(n_cases)
    pair += case_of_unit.take(answers.units[some])
    cost = costs.take(answers.cells(some))
    if possible <= PAIRS_FOR_EACH_ANSWER * pair.size + PAIRS_WORTH_A_TABLE:
        numbers = np.bincount(pair, minlength=possible)
        sums: Floats = np.asarray(np.bincount(pair, cost, minlength=possible), dtype=float)
        pairs: Numbers = np.flatnonzero(numbers > 0)
        return pairs + first * n_cases, numbers[pairs], sums[pairs]
    # Few of many possible pairs: a table of all of them would not fit into memory.
    pairs, places = np.unique(pair, return_inverse=True)
    sums = np.asarray(np.bincount(places.ravel(), cost), dtype=float)
    return pairs + first * n_cases, np.bincount(places.ravel()), sums


def _pooled_variance(scores: CaseScores, mean: Floats, n: Numbers) -> float:
    """As ``pooled_between_case_variance``; 0 where nobody has two cases, when it is not used."""
    squares = float(((scores.raw - mean[scores.people]) ** 2).sum())
    return squares / max(int(np.maximum(n - 1, 0).sum()), 1)


def _resample(
    scores: CaseScores,
    n: Numbers,
    level: float,
    generator: np.random.Generator,
    low: Floats,
    high: Floats,
) -> None:
    """Put resampled ends in place for all who have eight cases or more."""
    first = np.cumsum(n) - n
    tails = (1 - level) / 2, (1 + level) / 2
    for cases in np.unique(n[n >= CASES_FOR_RESAMPLING]).tolist():
        drawn = generator.integers(0, cases, size=(RESAMPLES, cases))
        drawn += cases * np.arange(RESAMPLES)[:, None]
        times = np.bincount(drawn.ravel(), minlength=RESAMPLES * cases).reshape(RESAMPLES, cases)
        shares = times / cases
        alike = np.flatnonzero(n == cases)
        for start in range(0, alike.size, PEOPLE_AT_ONCE):
            some = alike[start : start + PEOPLE_AT_ONCE]
            own = np.sort(scores.raw[first[some, None] + np.arange(cases)], axis=1)
            low[some], high[some] = np.quantile(own @ shares.T, tails, axis=1)
