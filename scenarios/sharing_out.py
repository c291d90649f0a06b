"""Sharing cases out to a pool of people: who rates which, without a database."""

from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

Case = TypeVar("Case", bound=Hashable)
Person = TypeVar("Person", bound=Hashable)

MOST_EACH = 4
"""Cases that anybody is asked to rate at a time."""


@dataclass(frozen=True)
class SharedOut(Generic[Case, Person]):
    """Who rates each case, and how many people each case still lacks: none, if it came out."""

    people: Mapping[Case, tuple[Person, ...]]
    lacking: Mapping[Case, int]

    @property
    def is_complete(self) -> bool:
        return not any(self.lacking.values())


def share_out(
    able: Mapping[Case, Collection[Person]],
    *,
    each_case: int,
    busy: Mapping[Person, int] | None = None,
    most_each: int = MOST_EACH,
) -> SharedOut[Case, Person]:
    """Give every case ``each_case`` different people, and nobody more than ``most_each`` in all.

    ``able`` says who can rate each case, in the order in which to prefer them; ``busy`` how many
    cases somebody has already. As few as possible have many: a load is allowed only when no way of
    sharing does without it. Where not all can be given, as many seats as possible are.
    ValueError: a negative number.

    >>> share_out({"A": "xyz", "B": "xyz", "C": "xyz"}, each_case=2).people
    {'A': ('y', 'z'), 'B': ('y', 'x'), 'C': ('z', 'x')}
    """
    if each_case < 0 or most_each < 0 or min((busy or {}).values(), default=0) < 0:
        raise ValueError("Neither a number of people nor of cases is below nought.")
    loads = {person: 0 for people in able.values() for person in people}
    loads |= {person: count for person, count in (busy or {}).items() if person in loads}
    given: dict[Case, list[Person]] = {case: [] for case in able}
    wanted = dict.fromkeys(able, each_case)
    for limit in range(1, most_each + 1):
        _give_up_to(limit, able, given, wanted, loads)
    return SharedOut(
        people={case: tuple(people) for case, people in given.items()},
        lacking={case: each_case - len(people) for case, people in given.items()},
    )


def _give_up_to(
    limit: int,
    able: Mapping[Case, Collection[Person]],
    given: dict[Case, list[Person]],
    wanted: Mapping[Case, int],
    loads: dict[Person, int],
) -> None:
    """Fill seats one a case in turn while anybody can take one, moving others along if need be."""
    found = True
    while found:
        found = False
        for case in sorted(given, key=lambda each: len(given[each])):
            if len(given[case]) < wanted[case]:
                found |= _seat(case, limit, able, given, loads, tried=set())


def _seat(
    case: Case,
    limit: int,
    able: Mapping[Case, Collection[Person]],
    given: dict[Case, list[Person]],
    loads: dict[Person, int],
    tried: set[Person],
) -> bool:
    """Find one more person for a case: somebody free, else somebody whom another case can spare."""
    candidates = [person for person in able[case] if person not in given[case]]
    candidates.sort(key=lambda person: loads[person])
    for person in candidates:
        if loads[person] < limit:
            given[case].append(person)
            loads[person] += 1
            return True
    for person in candidates:
        if person in tried:
            continue
        tried.add(person)
        for other, people in given.items():
            if other == case or person not in people:
                continue
            people.remove(person)
            if _seat(other, limit, able, given, loads, tried):
                given[case].append(person)
                return True
            people.append(person)
    return False
