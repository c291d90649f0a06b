"""Facts that hold together: which values are still open, and what follows from what is known."""

from collections.abc import Iterable, Mapping
from random import Random

from scenarios.evidence.library import Facts, Needs

Open = Mapping[str, frozenset[str]]
"""Each fact with the values that it may still have."""


def all_open(facts: Facts) -> dict[str, frozenset[str]]:
    """Nothing is known yet."""
    return {fact: frozenset(values) for fact, values in facts.values.items()}


def narrowed(still: Open, needs: Needs, facts: Facts) -> dict[str, frozenset[str]] | None:
    """What is open once these needs hold as well, with all that follows; None if they cannot."""
    found = dict(still)
    for fact, values in needs.items():
        found[fact] = found.get(fact, frozenset()) & frozenset(values)
        if not found[fact]:
            return None
    return _with_what_follows(found, facts)


def _with_what_follows(
    found: dict[str, frozenset[str]], facts: Facts
) -> dict[str, frozenset[str]] | None:
    """Where all but one part of a rule is certain, the values of that part are out."""
    changed = True
    while changed:
        changed = False
        for rule in facts.excludes:
            loose = [fact for fact, values in rule.items() if not found[fact] <= frozenset(values)]
            if not loose:
                return None
            (fact, *others) = loose
            left = found[fact] - frozenset(rule[fact])
            if not others and left != found[fact]:
                found[fact] = left
                changed = True
                if not left:
                    return None
    return found


def can_hold(needs: Needs, facts: Facts) -> bool:
    """Whether there is a person of whom all of this is true."""
    known = {fact: values for fact, values in needs.items() if fact in facts.values}
    if any(not set(values) & set(facts.values[fact]) for fact, values in known.items()):
        return True  # an unknown value is told apart, as a problem of its own
    still = narrowed(all_open(facts), known, facts)
    return still is not None and settled(still, facts, Random(0), {}) is not None  # noqa: S311 - nothing liked, nothing drawn


def settled(
    still: Open, facts: Facts, random: Random, liked: Mapping[tuple[str, str], float]
) -> dict[str, str] | None:
    """One value for every fact, the best liked ones where there is a choice; None if none holds."""
    loose = sorted(fact for fact, values in still.items() if len(values) > 1)
    if not loose:
        return {fact: next(iter(values)) for fact, values in still.items()}
    fact = min(loose, key=lambda one: (len(still[one]), one))
    values = sorted(still[fact])
    random.shuffle(values)
    for value in sorted(values, key=lambda one: -liked.get((fact, one), 0)):
        after = narrowed(still, {fact: (value,)}, facts)
        if after is not None and (found := settled(after, facts, random, liked)) is not None:
            return found
    return None


def holds(needs: Needs, known: Mapping[str, str]) -> bool:
    """Whether a statement is true of somebody of whom everything is known."""
    return all(known[fact] in values for fact, values in needs.items())


def breaks(known: Mapping[str, str], facts: Facts) -> Iterable[Needs]:
    """The rules that a whole set of facts goes against."""
    return [
        rule
        for rule in facts.excludes
        if all(known[fact] in values for fact, values in rule.items())
    ]
