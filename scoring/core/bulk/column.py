"""One figure of many people at once, with the reason wherever it cannot be said."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scoring.core.ratings import Floats
from scoring.core.undefined import Reason, Undefined

Flags = NDArray[np.bool_]
Objects = NDArray[np.object_]


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """A value for each of n people, of shape (n,), and why where there is none.

    ``reasons`` holds a ``Reason`` or None for each; where there is one, the value is 0 and means
    nothing. Asked for one person, a column answers as the one-by-one functions do.

    >>> column = Column.of(np.array([40.0, 0.0]), {Reason.NO_ANSWERS: np.array([False, True])})
    >>> column[0], column[1].reason.value, column.defined().tolist()
    (40.0, 'no_answers', [40.0])
    """

    values: Floats
    reasons: Objects

    @classmethod
    def of(cls, values: Floats, undefined: Mapping[Reason, Flags] | None = None) -> "Column":
        """Put reasons to values; where several are given for one person, the first stands."""
        reasons = np.full(values.shape, None, dtype=object)
        taken = np.zeros(values.shape, dtype=bool)
        for reason, where in (undefined or {}).items():
            reasons[where & ~taken] = reason
            taken |= where
        return cls(np.where(taken, 0.0, values), reasons)

    @classmethod
    def share(cls, counts: NDArray[Any], of: NDArray[Any], reason: Reason) -> "Column":
        """``counts / of`` for each person, and the reason where ``of`` is 0.

        >>> Column.share(np.array([1, 0]), np.array([4, 0]), Reason.NO_ANSWERS)[0]
        0.25
        """
        return cls.of(counts / np.maximum(of, 1), {reason: of == 0})

    @property
    def is_defined(self) -> Flags:
        """Whom the figure can be said of, of shape (n,)."""
        return ~_any_of(self.reasons)

    def defined(self) -> Floats:
        """The values of those whom it can be said of, in order."""
        values: Floats = self.values[self.is_defined]
        return values

    def __len__(self) -> int:
        return int(self.values.size)

    def __getitem__(self, person: int) -> float | Undefined:
        reason = self.reasons[person]
        return float(self.values[person]) if reason is None else Undefined.because(reason)

    def __iter__(self) -> Iterator[float | Undefined]:
        return (self[person] for person in range(len(self)))


def _any_of(reasons: Objects) -> Flags:
    return np.array([reason is not None for reason in reasons.tolist()], dtype=bool)
