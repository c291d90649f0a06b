"""One stage of a case: its papers, the facts that hold in it, and the statements of both."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from random import Random

from scenarios.evidence.library import CHANGE, CLOSING, FACT, OPENING, Library, Needs, Statement
from scenarios.evidence.wholes import all_open, breaks, holds, narrowed, settled
from scenarios.generator.choosing import Chosen, DeadEnd, choose
from scenarios.generator.papers import kinds_for
from scenarios.generator.profiles import SIZES, Profile
from scenarios.generator.wishes import WITHOUT, wishes_of

NOT_BY_CHANCE = 1000.0
ALWAYS_TOLD = ("home", "work", "offence", "supervision")
MOST_CHANGES, MOST_TRIED = 3, 60


@dataclass(frozen=True)
class Stage:
    """What a stage is made of. ``told`` are sentences that say a fact, or that one has changed."""

    kinds: tuple[str, ...]
    known: Mapping[str, str]
    openings: tuple[Statement, ...]
    closings: tuple[tuple[Statement, ...], ...]
    told: tuple[Statement, ...]
    body: tuple[Statement, ...]


def first_stage(profile: Profile, library: Library, used: set[str], random: Random) -> Stage:
    """The papers of stage 1, and with them all facts. DeadEnd: no way with these papers."""
    kinds = kinds_for(profile, 1, library, random)
    still = narrowed(all_open(library.facts), profile.given_facts, library.facts)
    if still is None:
        raise DeadEnd("tags")
    chosen = Chosen(still, library.facts, used)
    wishes = wishes_of(profile, 1, kinds, library, random)
    choose(wishes, chosen=chosen, kinds=kinds, random=random)
    liked = _liked(profile, library, random)
    known = settled(chosen.still, library.facts, random, liked)
    if known is None:
        raise DeadEnd("facts")
    told = _told(_facts_to_tell(chosen, library, SIZES[profile.length].facts, random),
                 known, library, kinds, used, random)  # fmt: skip
    return _stage(kinds, known, chosen, told)


def later_stage(
    profile: Profile, stage: int, before: Stage, library: Library, used: set[str], random: Random
) -> Stage:
    """The papers of a later stage. What is true stays true but for what a change tells."""
    kinds = kinds_for(profile, stage, library, random)
    wishes = wishes_of(profile, stage, kinds, library, random)
    dead: DeadEnd | None = None
    for changes in _changes(profile, stage, before.known, kinds, library, used, random):
        known = {**before.known, **{each.fact: each.value for each in changes}}
        taken = used | {each.code for each in changes}
        still = {fact: frozenset({value}) for fact, value in known.items()}
        chosen = Chosen(still, library.facts, taken)
        try:
            choose(wishes, chosen=chosen, kinds=kinds, random=random)
        except DeadEnd as end:
            dead = end
            continue
        used |= taken
        return _stage(kinds, known, chosen, changes)
    raise dead or DeadEnd("changes")


def _stage(
    kinds: Sequence[str], known: Mapping[str, str], chosen: Chosen, told: Iterable[Statement]
) -> Stage:
    around = (OPENING, CLOSING)
    return Stage(
        kinds=tuple(kinds),
        known=known,
        openings=tuple(chosen.of(f"opening:{kind}")[0] for kind in kinds),
        closings=tuple(tuple(chosen.of(f"closing:{kind}")) for kind in kinds),
        told=tuple(told),
        body=tuple(each for _wish, each in chosen.statements if each.kind not in around),
    )


def _liked(profile: Profile, library: Library, random: Random) -> dict[tuple[str, str], float]:
    """What to settle a fact on that no statement has settled: what fits the levels best.

    A value counts for what the library needs it for at the levels of the case. Heavy drinking,
    say, comes with a level that it is evidence of, and never by chance.
    """
    wanted: dict[tuple[str, str], float] = {}
    for statement in _cells_of(profile.levels[0], library):
        for fact, values in statement.needs.items():
            for value in values:
                wanted[fact, value] = wanted.get((fact, value), 0) + 1 / len(values)
    never = library.frame["never_by_chance"]
    return {
        (fact, value): wanted.get((fact, value), 0)
        + random.uniform(0, 2)
        - NOT_BY_CHANCE * (value in never.get(fact, ()))
        for fact, values in library.facts.values.items()
        for value in values
    }


def _cells_of(levels: Mapping[str, str], library: Library) -> Iterator[Statement]:
    for factor, level in sorted(levels.items()):
        if level not in WITHOUT:
            for stance in ("for", "against"):
                yield from library.cells.get((factor, int(level), stance), ())


def _facts_to_tell(chosen: Chosen, library: Library, most: int, random: Random) -> list[str]:
    """Those that every file says, then those that the statements rest on, then any others."""
    spoken = {fact for _wish, each in chosen.statements for fact in each.presumes}
    others = sorted(set(library.facts.values) - set(ALWAYS_TOLD))
    random.shuffle(others)
    return [*ALWAYS_TOLD, *sorted(others, key=lambda fact: fact not in spoken)][:most]


def _told(
    facts: Iterable[str],
    known: Mapping[str, str],
    library: Library,
    kinds: Sequence[str],
    used: set[str],
    random: Random,
) -> list[Statement]:
    """A sentence for each of the facts, where one can stand in these papers."""
    found = []
    for fact in facts:
        options = [
            each
            for each in library.of_kind(FACT)
            if each.fact == fact
            and each.code not in used
            and not set(kinds).isdisjoint(each.documents)
            and holds(each.presumes, known)
        ]
        if options:
            found.append(random.choice(options))
            used.add(found[-1].code)
    return found


def _changes(
    profile: Profile,
    stage: int,
    known: Mapping[str, str],
    kinds: Sequence[str],
    library: Library,
    used: set[str],
    random: Random,
) -> Iterator[tuple[Statement, ...]]:
    """What may have happened meanwhile, the best first: what lets most of the new levels be said.

    Where nothing moved nothing needs to have happened. What speaks against a level that stays is
    no change to choose.
    """
    possible = [
        each
        for each in library.of_kind(CHANGE)
        if known[each.fact] == each.before
        and each.code not in used
        and not set(kinds).isdisjoint(each.documents)
    ]
    random.shuffle(possible)
    statements = list(_cells_of(profile.levels[stage - 1], library))
    speak_of = {
        fact: [each.needs for each in statements if fact in each.needs]
        for fact in library.facts.values
    }
    never = library.frame["never_by_chance"]
    ranked: list[tuple[float, tuple[Statement, ...]]] = []
    moved = bool(profile.moved(stage))
    for several in _combinations(possible):
        after = {**known, **{each.fact: each.value for each in several}}
        if breaks(after, library.facts) or not all(holds(each.needs, after) for each in several):
            continue
        gain = sum(_gain(needs, known, after) for each in several for needs in speak_of[each.fact])
        by_chance = any(each.value in never.get(each.fact, ()) for each in several)
        if gain < 0 or (by_chance and gain == 0):
            continue
        ranked.append((gain - len(several) * (1 if moved else NOT_BY_CHANCE), several))
    ranked.append((-0.5 if moved else 0.0, ()))
    ranked.sort(key=lambda one: -one[0])
    return iter([several for _gain_, several in ranked[:MOST_TRIED]])


def _combinations(possible: Sequence[Statement]) -> Iterator[tuple[Statement, ...]]:
    """One change, or two of different facts; the first sentence found for each of them."""
    single: dict[tuple[str, str], Statement] = {}
    for each in possible:
        single.setdefault((each.fact, each.value), each)
    for n in (1, 2):
        for several in combinations(single.values(), n):
            if len({each.fact for each in several}) == n:
                yield several


def _gain(needs: Needs, before: Mapping[str, str], after: Mapping[str, str]) -> int:
    return int(holds(needs, after)) - int(holds(needs, before))
