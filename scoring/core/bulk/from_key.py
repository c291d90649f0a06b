"""How far everybody's answers lie from the key: exact, within one, direction."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scoring.core.bulk.answers import NOT_APPLICABLE, NOT_ENOUGH, Answers
from scoring.core.bulk.column import Column, Flags
from scoring.core.bulk.panel_votes import PanelVotes
from scoring.core.panel import Standing
from scoring.core.undefined import Reason
from scoring.core.unit import TWO_LEVELS

Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Distances:
    """For each person, how many of their answers on scored units lie how far from the key.

    ``counts`` is of shape (n_people, 2, 2K - 1): risk factors first, then protective ones; the
    middle place is "on the key" and those before it are below. ``without_level``, of shape
    (n_people,), counts answers without a level on scored units. Every figure below is of shape
    (n_people,) and is what ``judge_case`` says of the same answers; shares are 0 to 1, signed means
    in levels. Where kinds are not known every factor stands as risk, and only what pools both
    kinds has a meaning.
    """

    counts: Numbers
    without_level: Numbers

    @property
    def scored(self) -> Numbers:
        """Answers on scored units."""
        return self._within(self._middle) + self.without_level

    @property
    def exact(self) -> Numbers:
        """Answers on the key."""
        return self._within(0)

    @property
    def within_one(self) -> Numbers:
        """Answers on the key or one level from it."""
        return self._within(1)

    @property
    def share_exact(self) -> Column:
        """Undefined: no answer on a scored unit."""
        return Column.share(self.exact, self.scored, Reason.NO_SCORED_UNIT)

    @property
    def share_within_one(self) -> Column:
        """Undefined: no answer on a scored unit."""
        return Column.share(self.within_one, self.scored, Reason.NO_SCORED_UNIT)

    @property
    def signed(self) -> Column:
        """Mean signed distance over both kinds. Undefined: no level on a scored unit."""
        return self._mean_signed(self.counts.sum(axis=1))

    @property
    def signed_risk(self) -> Column:
        """Mean signed distance of risk factors. Undefined: no level on a scored one."""
        return self._mean_signed(self.counts[:, 0])

    @property
    def signed_protective(self) -> Column:
        """Mean signed distance of protective factors. Undefined: no level on a scored one."""
        return self._mean_signed(self.counts[:, 1])

    @property
    def missed_concerns(self) -> Numbers:
        """Risk two levels or more below the key, or protection two or more above."""
        return self._below(0) + self._above(1)

    @property
    def false_alarms(self) -> Numbers:
        """The reverse of missed concerns; never added to them."""
        return self._above(0) + self._below(1)

    @property
    def _middle(self) -> int:
        return int(self.counts.shape[2]) // 2

    def _within(self, reach: int) -> Numbers:
        low, high = max(self._middle - reach, 0), self._middle + reach + 1
        counted: Numbers = self.counts[:, :, low:high].sum(axis=(1, 2))
        return counted

    def _below(self, kind: int) -> Numbers:
        counted: Numbers = self.counts[:, kind, : max(self._middle - TWO_LEVELS + 1, 0)].sum(axis=1)
        return counted

    def _above(self, kind: int) -> Numbers:
        counted: Numbers = self.counts[:, kind, self._middle + TWO_LEVELS :].sum(axis=1)
        return counted

    def _mean_signed(self, counts: Numbers) -> Column:
        total = counts @ np.arange(-self._middle, self._middle + 1)
        return Column.share(total, counts.sum(axis=1), Reason.NO_ANSWERS)


def distances(answers: Answers, panel: PanelVotes, protective: Flags | None = None) -> Distances:
    """Count how far each person's answers on scored units lie from the key, in one pass.

    ``protective``, of shape (factors,), says of which factors a higher level means more protection.

    >>> from scoring.core import PanelUnit, Votes
    >>> panel = PanelVotes.of_units([PanelUnit("TR-0007", 1, "social", Votes((0, 2, 7, 3)))])
    >>> far = distances(Answers(np.array([0]), np.array([0]), np.array([0]), 1, 1, 4), panel)
    >>> far.signed[0], far.share_exact[0], far.missed_concerns.tolist()
    (-2.0, 0.0, [1])
    """
    n_levels = panel.n_levels
    width = 2 * n_levels - 1
    kind = np.zeros(panel.n_units, dtype=np.int64)
    if protective is not None and panel.n_units:
        kind = protective.astype(np.int64)[panel.factors]
    # Each row of the table: two places for an answer without a level, then one for each level.
    # The last place of a person, 2 * width + 1, is thrown away; the one before is "no level".
    without, thrown = 2 * width, 2 * width + 1
    at = (kind * width + n_levels - 1)[:, None] + panel.signed
    at = np.column_stack([np.full((panel.n_units, 2), without), at])
    at[~panel.scored] = thrown
    places = answers.people * np.int64(thrown + 1)
    places += at.ravel().take(answers.cells())
    counted = np.bincount(places, minlength=answers.n_people * (thrown + 1))
    by_person = counted.reshape(answers.n_people, thrown + 1)
    return Distances(
        by_person[:, :without].reshape(answers.n_people, 2, width), by_person[:, without]
    )


def chance_within(answers: Answers, panel: PanelVotes, reach: int) -> Column:
    """Share of each person's scored answers that uniform guessing would bring within ``reach``.

    ``reach`` 0 is exact, 1 within one; see ``chance_within_one``. Undefined: no scored unit.

    >>> from scoring.core import PanelUnit, Votes
    >>> panel = PanelVotes.of_units([PanelUnit("TR-0007", 1, "social", Votes((9, 1, 0, 0)))])
    >>> chance_within(Answers(np.array([0]), np.array([0]), np.array([3]), 1, 1, 4), panel, 1)[0]
    0.5
    """
    near = (np.abs(panel.signed) <= reach).sum(axis=1) / max(panel.n_levels, 1)
    scored = panel.scored
    worth = np.where(scored, near, 0.0)
    sums = np.bincount(answers.people, worth.take(answers.units), minlength=answers.n_people)
    numbers = np.bincount(answers.people[scored.take(answers.units)], minlength=answers.n_people)
    return Column.share(sums, numbers, Reason.NO_SCORED_UNIT)


def answer_keys(answers: Answers, panel: PanelVotes) -> tuple[Numbers, Numbers]:
    """How many units whose key is an answer without a level each person met, and got right.

    The overall level is left out. Both are of shape (n_people,).
    """
    wanted = np.zeros(panel.n_units, dtype=np.int64)
    wanted[panel.standings == Standing.KEY_NOT_ENOUGH] = NOT_ENOUGH
    wanted[panel.standings == Standing.KEY_NOT_APPLICABLE] = NOT_APPLICABLE
    wanted[panel.overall] = 0
    want = wanted[answers.units]
    met = want < 0
    right = met & (answers.levels == want)
    return (
        np.bincount(answers.people[met], minlength=answers.n_people),
        np.bincount(answers.people[right], minlength=answers.n_people),
    )
