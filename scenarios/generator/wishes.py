"""What a stage of a case needs from the library, by its levels, its length and its tangle."""

from collections.abc import Iterator, Sequence
from math import ceil
from random import Random

from scenarios.evidence.library import (
    AGAINST,
    AMBIGUOUS,
    CLOSING,
    FOR,
    IRRELEVANT,
    OPENING,
    Library,
    Statement,
)
from scenarios.generator.choosing import Wish
from scenarios.generator.papers import VISIT, visit_type_of
from scenarios.generator.profiles import (
    NOT_APPLICABLE,
    NOT_ENOUGH,
    SIZES,
    TANGLES,
    Profile,
)

WITHOUT = (NOT_ENOUGH, NOT_APPLICABLE)
MORE_OF_THE_SAME, CLOSED = 0.4, 0.5
"""How often a factor that did not move is spoken of again, and how often a paper has an ending."""


def main_stance(level: int) -> str:
    """Which way most of the evidence points when the whole case is at this level."""
    return AGAINST if level == 0 else FOR


def other(stance: str) -> str:
    return FOR if stance == AGAINST else AGAINST


def wishes_of(
    profile: Profile, stage: int, kinds: Sequence[str], library: Library, random: Random
) -> list[Wish]:
    """Words for each paper, evidence for each factor, and what is in the way on purpose."""
    return [
        *_papers(profile, stage, kinds, library, random),
        *_evidence(profile, stage, library, random),
        *_in_the_way(profile, stage, library),
    ]


def _papers(
    profile: Profile, stage: int, kinds: Sequence[str], library: Library, random: Random
) -> Iterator[Wish]:
    visit = profile.tags.get("visit_type", "") if stage == 1 else ""
    for kind in kinds:
        openings = _for_paper(library.of_kind(OPENING), kind)
        if kind == VISIT and visit:
            openings = tuple(each for each in openings if visit_type_of(each.text) == visit)
        yield Wish(f"opening:{kind}", openings)
        if random.random() < CLOSED:
            yield Wish(f"closing:{kind}", _for_paper(library.of_kind(CLOSING), kind), must=False)


def _for_paper(statements: Sequence[Statement], kind: str) -> tuple[Statement, ...]:
    return tuple(each for each in statements if kind in each.documents)


def _evidence(profile: Profile, stage: int, library: Library, random: Random) -> Iterator[Wish]:
    size, tangle = SIZES[profile.length], TANGLES[profile.complexity]
    moved = profile.moved(stage)
    for factor, given in sorted(profile.levels[stage - 1].items()):
        if given in WITHOUT:
            continue
        level = int(given)
        stance = main_stance(level)
        most = size.statements if factor in moved else int(random.random() < MORE_OF_THE_SAME)
        for number in range(most):
            yield _cell(library, factor, level, stance, must=number == 0 and factor in moved)
        # A level of "some" is one that both stances have a part in.
        if factor in moved and (level == 1 or random.random() < tangle.other_way):
            yield _cell(library, factor, level, other(stance), must=False)


def _cell(library: Library, factor: str, level: int, stance: str, *, must: bool) -> Wish:
    pool = library.cells.get((factor, level, stance), ())
    return Wish(f"{factor}:{level}:{stance}", pool, must=must)


def _in_the_way(profile: Profile, stage: int, library: Library) -> Iterator[Wish]:
    tangle = TANGLES[profile.complexity]
    share = SIZES[profile.length].aside / (1 if stage == 1 else 2)
    silent = {factor for factor, level in profile.levels[stage - 1].items() if level in WITHOUT}
    ambiguous = tuple(
        each for each in library.of_kind(AMBIGUOUS) if silent.isdisjoint(each.factors)
    )
    for _number in range(ceil(tangle.ambiguous * share)):
        yield Wish("ambiguous", ambiguous, must=False)
    for _number in range(ceil(tangle.irrelevant * share)):
        yield Wish("irrelevant", library.of_kind(IRRELEVANT), must=False)
