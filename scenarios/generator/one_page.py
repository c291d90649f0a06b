"""One page of evidence of one factor at one level, of one invented man: what a drill shows.

The same library, factor, level and seed give the same page to the letter. It is smaller than a
case and made of the same parts: what is chosen narrows the facts, so that all of it can be true.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from scenarios.evidence.library import (
    AGAINST,
    AMBIGUOUS,
    EVIDENCE,
    FACT,
    FOR,
    IRRELEVANT,
    Library,
    Statement,
)
from scenarios.evidence.slots import filled, slots_of
from scenarios.evidence.wholes import all_open, holds, settled
from scenarios.generator.choosing import CannotGenerate, Chosen, DeadEnd, Wish, choose
from scenarios.generator.drafts import Person
from scenarios.generator.people import Cast
from scenarios.generator.writing import DAYS

PAGE_VERSION = "1"
"""Goes up with any change that makes another page of the same library, factor, level and seed."""
EITHER, NEITHER = "either", "none"
TOLD = ("offence", "home", "work")
TOLD_IN = "referral"
EARLIEST, LATEST, WEEKS = 14, 44, 10
ATTEMPTS = 10
# How many sentences point each way: at every level both do, as in a real file.
SENTENCES: Mapping[int, tuple[int, int]] = {0: (2, 3), 1: (2, 3), 2: (3, 2), 3: (4, 1)}
NEVER = -1000.0


@dataclass(frozen=True)
class Sentence:
    """A sentence of the page: the kind of paper and week it stands in, and which way it points.

    ``stance`` is for or against the factor being there, ``either`` or ``none``.
    """

    code: str
    text: str
    kind: str
    week: int
    stance: str


@dataclass(frozen=True)
class OnePage:
    """The page, with who it is about in two or three plain sentences."""

    factor: str
    level: int
    seed: int
    name: str
    person: str
    content_label: str
    week: int
    supervision: str
    sentences: tuple[Sentence, ...]
    others: tuple[Person, ...]


def one_page(library: Library, factor: str, level: int, seed: int) -> OnePage:
    """The page of evidence for a factor, a level and a seed.

    CannotGenerate: the library has too few statements of this factor and level that go together.
    """
    for attempt in range(ATTEMPTS):
        random = Random(f"{PAGE_VERSION}/{factor}/{level}/{seed}/{attempt}")  # noqa: S311 - no secret
        try:
            chosen = _chosen(library, factor, level, random)
        except DeadEnd:
            continue
        known = settled(chosen.still, library.facts, random, _liked(library, random))
        if known is not None:
            return _written(library, factor, level, seed, chosen, known, random)
    raise CannotGenerate(f"The library has too few statements of {factor} at level {level}.")


def _chosen(library: Library, factor: str, level: int, random: Random) -> Chosen:
    chosen = Chosen(all_open(library.facts), library.facts, set())
    kinds = {kind for each in library.of_kind(EVIDENCE) for kind in each.documents}
    choose(_wishes(library, factor, level), chosen=chosen, kinds=kinds, random=random)
    return chosen


def _wishes(library: Library, factor: str, level: int) -> list[Wish]:
    """Both stances, and beside them what can be read both ways and what bears on nothing."""
    wishes = []
    for stance, most in zip((FOR, AGAINST), SENTENCES[level], strict=True):
        pool = library.cells.get((factor, level, stance), ())
        wishes += [Wish(stance, pool, must=number == 0) for number in range(most)]
    ambiguous = tuple(each for each in library.of_kind(AMBIGUOUS) if factor in each.factors)
    wishes.append(Wish(EITHER, ambiguous, must=False))
    wishes.append(Wish(NEITHER, library.of_kind(IRRELEVANT), must=False))
    return wishes


def _liked(library: Library, random: Random) -> dict[tuple[str, str], float]:
    """Any value will do but those that no case gets by chance."""
    never = library.frame["never_by_chance"]
    return {
        (fact, value): NEVER if value in never.get(fact, ()) else random.uniform(0, 2)
        for fact, values in library.facts.values.items()
        for value in values
    }


def _written(
    library: Library,
    factor: str,
    level: int,
    seed: int,
    chosen: Chosen,
    known: Mapping[str, str],
    random: Random,
) -> OnePage:
    cast = Cast(library.frame, random.getrandbits(32))
    week = random.randint(EARLIEST, LATEST)
    person = " ".join(
        _text(cast, each, TOLD_IN, week, random) for each in _told(library, known, random)
    )
    shown = list(chosen.statements)
    random.shuffle(shown)
    weeks = sorted(random.randint(week - WEEKS, week) for _each in shown)
    sentences = tuple(_sentences(cast, shown, weeks, random))
    return OnePage(
        factor=factor,
        level=level,
        seed=seed,
        name=f"Mr {cast.surname}",
        person=person,
        content_label=library.frame["cover"]["label"][known["offence"]],
        week=week,
        supervision=library.frame["words"][known["supervision"]],
        sentences=sentences,
        # Whoever is named in it, but for himself: a page is too short to find out who they are.
        others=cast.people[1:],
    )


def _sentences(
    cast: Cast,
    shown: Sequence[tuple[str, Statement]],
    weeks: Sequence[int],
    random: Random,
) -> Iterator[Sentence]:
    """In the order of their weeks, each in a paper it may stand in, in as many kinds as can be."""
    used: list[str] = []
    for (stance, each), week in zip(shown, weeks, strict=True):
        kinds = sorted(each.documents, key=lambda kind: (used.count(kind), random.random()))
        used.append(kinds[0])
        text = _text(cast, each, kinds[0], week, random)
        yield Sentence(each.code, text, kinds[0], week, stance)


def _text(cast: Cast, each: Statement, kind: str, week: int, random: Random) -> str:
    values = {
        **cast.values(each.text, kind),
        "week": str(week),
        "day": random.choice(DAYS),
    }
    return filled(each.text, values)


def _told(library: Library, known: Mapping[str, str], random: Random) -> Iterator[Statement]:
    """What he was convicted of, by name, and then how he lives, if it can be without a name."""
    for fact in TOLD:
        options = [
            each
            for each in library.of_kind(FACT)
            if each.fact == fact and holds(each.presumes, known)
        ]
        by_name = fact == TOLD[0]
        fitting = [each for each in options if ("name" in slots_of(each.text)) == by_name]
        if pool := fitting or options:
            yield random.choice(pool)
