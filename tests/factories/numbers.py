"""What tells one made thing from the next."""

from itertools import count

_numbers = count(1)


def next_number() -> int:
    """Another number each time, in every test of a run."""
    return next(_numbers)
