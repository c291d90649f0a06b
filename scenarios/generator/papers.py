"""Which papers a stage has and which weeks they cover, on one timeline."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from random import Random

from scenarios.evidence.library import EVIDENCE, OPENING, Library, Statement
from scenarios.evidence.slots import slots_of
from scenarios.generator.profiles import SIZES, Profile

FIRST = "referral"
# Kinds that tell of some weeks rather than of one day, and those that come near the end of a stage.
OF_SEVERAL_WEEKS = ("timeline", "supervision_record")
LATE = ("timeline", "interview")
# A file nearly always has these, and now and then one of the others.
USUAL = {"visit_note": 4.0, "supervision_record": 4.0, "intelligence_log": 3.0, "interview": 3.0}

VISIT = "visit_note"
# Kinds of visit that leave no note of one; how the opening of a note tells the others apart.
WITHOUT_VISIT = ("office", "none")
VISIT_WORDS = {
    "unannounced": re.compile(r"unannounced|without notice|no appointment", re.IGNORECASE),
    "joint": re.compile(r"\bjoint", re.IGNORECASE),
    "announced": re.compile(r"by appointment|\bplanned|\barranged|\bagreed", re.IGNORECASE),
}


@dataclass(frozen=True)
class Sheet:
    """A paper before anything is written on it."""

    stage: int
    kind: str
    first_week: int
    week: int


def kinds_for(profile: Profile, stage: int, library: Library, random: Random) -> list[str]:
    """The kinds of the papers of a stage in their order: the referral first, all different."""
    size = SIZES[profile.length]
    begun = {kind for each in library.of_kind(OPENING) for kind in each.documents}
    used = {kind for each in library.of_kind(EVIDENCE) for kind in each.documents}
    there = sorted((begun & used) - {FIRST})
    first = [FIRST] if stage == 1 and FIRST in begun & used else []
    wanted = (size.papers if stage == 1 else size.later_papers) - len(first)
    # A key of its own for each, drawn in the same order: the heavier the likelier to come first.
    keys = {kind: random.random() ** (1 / USUAL.get(kind, 1.0)) for kind in there}
    if (visit := profile.tags.get("visit_type")) in WITHOUT_VISIT:
        keys.pop(VISIT, None)
    elif visit and stage == 1 and VISIT in keys:
        keys[VISIT] = 1.0
    chosen = sorted(keys, key=lambda kind: -keys[kind])[:wanted]
    order = {kind: random.random() + (kind in LATE) for kind in chosen}
    return first + sorted(chosen, key=lambda kind: order[kind])


def sheets_for(
    stage: int,
    kinds: Sequence[str],
    openings: Sequence[Statement],
    last_week: int,
    random: Random,
) -> list[Sheet]:
    """The papers with their weeks: none before the one above it, all after the earlier stage."""
    sheets: list[Sheet] = []
    if stage == 1:
        week = 1 if is_start(openings[0]) else random.randint(56, 80)
    else:
        week = last_week + random.randint(6, 12)
    first = week if stage == 1 else last_week + 1
    for number, (kind, opening) in enumerate(zip(kinds, openings, strict=True)):
        if number:
            week += random.randint(1, 3)
        several = kind in OF_SEVERAL_WEEKS and covers_weeks(opening, kind)
        sheets.append(Sheet(stage, kind, min(first + 1, week) if several else week, week))
    return sheets


def is_start(opening: Statement) -> bool:
    """Whether supervision begins with this referral; another comes when it has gone on for long."""
    return "supervision" in opening.needs


def covers_weeks(opening: Statement, kind: str) -> bool:
    """Whether a paper tells of several weeks: not if it begins with one day or one week."""
    return kind == "timeline" or {"day", "week"}.isdisjoint(slots_of(opening.text))


def place(
    statements: Sequence[Statement], kinds: Sequence[str], random: Random
) -> list[list[Statement]]:
    """Each statement on a paper that it may stand in, about as many on each."""
    papers: list[list[Statement]] = [[] for _kind in kinds]
    fitting = {each.code: _fitting(each, kinds) for each in statements}
    order = list(statements)
    random.shuffle(order)
    for each in sorted(order, key=lambda one: len(fitting[one.code])):
        tries = fitting[each.code]
        papers[min(tries, key=lambda at: (len(papers[at]), random.random()))].append(each)
    for paper in papers:
        random.shuffle(paper)
    return papers


def _fitting(each: Statement, kinds: Collection[str]) -> list[int]:
    return [at for at, kind in enumerate(kinds) if kind in each.documents]


def visit_type_of(opening: str) -> str:
    """Which kind of visit the opening of a note tells of, or nothing where it does not say.

    >>> visit_type_of("Joint visit with housing, by appointment.")
    'joint'
    """
    return next((kind for kind, words in VISIT_WORDS.items() if words.search(opening)), "")
