"""Choosing statements that can all be true of one man in the same weeks.

What is chosen narrows the facts for everything after it. The wish with the fewest statements left
goes first, and nothing is taken that would leave another wish without any.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from random import Random

from scenarios.evidence.library import Facts, Statement
from scenarios.evidence.wholes import Open, narrowed


class CannotGenerate(ValueError):
    """The library has no statements that go together for what was asked; says for what."""


class DeadEnd(Exception):
    """This choice of papers and facts leads nowhere; another may. ``wish`` had nothing left."""

    def __init__(self, wish: str) -> None:
        super().__init__(wish)
        self.wish = wish


@dataclass(frozen=True)
class Wish:
    """One statement is wanted from a pool. Without ``must`` it is left out where none fits."""

    what: str
    pool: tuple[Statement, ...]
    must: bool = True


@dataclass
class Chosen:
    """What a stage has so far: statements in the order they were taken, and the facts left open."""

    still: Open
    facts: Facts
    used: set[str]
    statements: list[tuple[str, Statement]] = field(default_factory=list)

    def of(self, what: str) -> list[Statement]:
        return [each for wish, each in self.statements if wish == what]


def choose(wishes: Sequence[Wish], *, chosen: Chosen, kinds: Iterable[str], random: Random) -> None:
    """Take a statement for every wish that must be met, then for as many others as can be.

    DeadEnd: one that must be met has no statement left.
    """
    kinds = frozenset(kinds)
    shuffled = {wish.what: _shuffled(wish.pool, random) for wish in wishes}
    must = Counter(wish.what for wish in wishes if wish.must)
    while must:
        options = {what: _options(shuffled[what], chosen, kinds) for what in must}
        what = min(must, key=lambda one: (len(options[one]) - must[one], one))
        others = must - Counter([what])
        for statement in options[what]:
            after = narrowed(chosen.still, statement.presumes, chosen.facts)
            if after is not None and _leaves_enough(statement, after, others, options):
                _take(what, statement, after, chosen)
                break
        else:
            raise DeadEnd(what)
        must = others
    for wish in wishes:
        if not wish.must:
            _take_if_any(wish.what, shuffled[wish.what], chosen, kinds)


def _take_if_any(
    what: str, pool: Iterable[Statement], chosen: Chosen, kinds: frozenset[str]
) -> None:
    for statement in _options(pool, chosen, kinds):
        if (after := narrowed(chosen.still, statement.presumes, chosen.facts)) is not None:
            return _take(what, statement, after, chosen)
    return None


def _take(what: str, statement: Statement, after: Open, chosen: Chosen) -> None:
    chosen.still = after
    chosen.used.add(statement.code)
    chosen.statements.append((what, statement))


def _leaves_enough(
    taken: Statement, after: Open, wanted: Counter[str], options: dict[str, list[Statement]]
) -> bool:
    return all(
        sum(each is not taken and fits(each, after) for each in options[what]) >= n
        for what, n in wanted.items()
    )


def _options(pool: Iterable[Statement], chosen: Chosen, kinds: frozenset[str]) -> list[Statement]:
    return [
        each
        for each in pool
        if each.code not in chosen.used
        and not kinds.isdisjoint(each.documents)
        and fits(each, chosen.still)
    ]  # fmt: skip


def fits(statement: Statement, still: Open) -> bool:
    """Whether a statement can be true with what is open, each fact looked at on its own."""
    return all(not still[fact].isdisjoint(values) for fact, values in statement.presumes.items())


def _shuffled(pool: Iterable[Statement], random: Random) -> list[Statement]:
    found = list(pool)
    random.shuffle(found)
    return found
