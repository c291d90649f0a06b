"""A person's baseline and final, and what they did afterwards: what figures of gain are made of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from courses.models import Measure
from courses.selectors.measure_values import Sitting
from courses.selectors.measured_tens import in_tens

Point = Measure.Point
Own = Mapping[str, Sitting]
"""One person's finished measures of one course, by point; a baseline is among them."""


@dataclass(frozen=True)
class Pair:
    """A person's baseline and final on one edition, and what they did afterwards."""

    own: Own

    @property
    def baseline(self) -> Sitting:
        return self.own[Point.BASELINE]

    @property
    def final(self) -> Sitting:
        return self.own[Point.FINAL]

    @property
    def is_scored(self) -> bool:
        """Whether it could be compared once it was there; one case twice, of swapped forms, cannot.

        What was withdrawn after the final was in figures until then: see ``fell_away``.
        """
        values = self.baseline.values and self.final.values
        is_new = self.baseline.case != self.final.case
        return bool(values) and is_new and not self.was_withdrawn_by(Point.FINAL)

    def was_withdrawn_by(self, point: str) -> bool:
        """Whether a case of it was withdrawn before this point was finished."""
        of = (Point.BASELINE, Point.FINAL, point)
        withdrawn = [self.own[each].withdrawn_at for each in of]
        return any(at is not None and at <= self.own[point].finished_at for at in withdrawn)

    def fell_away(self, point: str) -> bool:
        """Whether a case that it is compared by, up to this point, has been withdrawn."""
        return any(
            self.own[each].withdrawn_at is not None for each in (Point.BASELINE, Point.FINAL, point)
        )


def is_comparable(pair: Pair, point: Point) -> bool:
    """Whether a later measure was done, and on one of the two cases that they had."""
    later = pair.own.get(point)
    if later is None or not later.values or pair.was_withdrawn_by(point):
        return False
    return later.case in (pair.baseline.case, pair.final.case)


def moved_since(pair: Pair, point: Point) -> int:
    """Whether a later measure was on the case of the final, or went back to the baseline's."""
    if pair.own[point].case == pair.final.case:
        return 0
    return -order_of(pair)


def entered_at(tens: Sequence[Pair]) -> dict[int, datetime]:
    """When each of these people came into the figures: with the last of their ten."""
    return {pair.final.person: ten[-1].final.finished_at for ten in in_tens(tens) for pair in ten}


def order_of(pair: Pair) -> int:
    """Which way somebody went between the forms."""
    return pair.final.form - pair.baseline.form
