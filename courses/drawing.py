"""Drawing the cases of a set: by lot from a seed, of every difficulty as far as there are any."""

import random
from collections.abc import Collection, Mapping, Sequence

from scenarios.public import Release, Scenario

HARDEST_FIRST = (
    Scenario.Difficulty.COMPLEX,
    Scenario.Difficulty.MODERATE,
    Scenario.Difficulty.SIMPLE,
)


def draw_cases(
    releases: Sequence[Release], n: int, seed: int, twins: Mapping[int, int]
) -> list[Release]:
    """So many of the releases, each of another case, in the order they are sat.

    A complex one is drawn first, then a moderate and a simple one, and so in turn as far as there
    are any. Of two matched twins one is drawn at most. Fewer come back where there are not enough.
    One seed, with the same releases and twins, gives one draw.
    """
    lot = random.Random(seed)  # noqa: S311 - a fair draw that can be followed, not a secret
    piles = {difficulty: list[Release]() for difficulty in HARDEST_FIRST}
    for release in sorted(releases, key=ref_of):
        piles[Scenario.Difficulty(release.case_version.scenario.difficulty)].append(release)
    for pile in piles.values():
        lot.shuffle(pile)
    drawn: list[Release] = []
    while len(drawn) < n and any(piles.values()):
        for difficulty in HARDEST_FIRST:
            if len(drawn) < n and (found := _next(piles[difficulty], drawn, twins)):
                drawn.append(found)
    lot.shuffle(drawn)
    return drawn


def draw_in_place(
    releases: Sequence[Release],
    of: Release,
    others: Collection[Release],
    seed: int,
    twins: Mapping[int, int],
) -> Release | None:
    """One case in the place of another of a set, as difficult as that one where there is one.

    Where nothing complex is left in the set, a complex one comes first.
    """
    taken = list(others)
    free = free_beside(taken, releases, twins)
    if not free:
        return None
    wanted = [of.case_version.scenario.difficulty]
    if all(one.case_version.scenario.difficulty != Scenario.Difficulty.COMPLEX for one in taken):
        wanted.insert(0, Scenario.Difficulty.COMPLEX)
    for difficulty in wanted:
        alike = [one for one in free if one.case_version.scenario.difficulty == difficulty]
        if alike:
            return draw_cases(alike, 1, seed, twins)[0]
    return draw_cases(free, 1, seed, twins)[0]


def free_beside(
    others: Collection[Release], releases: Collection[Release], twins: Mapping[int, int]
) -> list[Release]:
    """Those of the releases that can be in one set with the others: neither they nor twins."""
    return [one for one in releases if not _clashes(one, others, twins)]


def n_drawable(releases: Collection[Release], twins: Mapping[int, int]) -> int:
    """How many of them one set could hold: of two twins one counts."""
    cases = {release.case_version.scenario_id for release in releases}
    return len(cases) - sum(case in twins and twins[case] < case for case in cases)


def ref_of(release: Release) -> str:
    """What the case of a release is called."""
    return str(release.case_version.scenario.ref)


def _next(
    pile: list[Release], drawn: Sequence[Release], twins: Mapping[int, int]
) -> Release | None:
    while pile:
        release = pile.pop()
        if not _clashes(release, drawn, twins):
            return release
    return None


def _clashes(release: Release, drawn: Collection[Release], twins: Mapping[int, int]) -> bool:
    cases = {one.case_version.scenario_id for one in drawn}
    case = release.case_version.scenario_id
    return case in cases or twins.get(case) in cases
