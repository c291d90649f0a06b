"""Whether a case contradicts itself, read from its text and not from how it was made.

The statements are found again in the paragraphs; what they presume is held against one another,
stage by stage. Weeks, names and slots are read from the words. So it can be asked of a draft that
somebody has edited: paragraphs written since are read for names and weeks alone.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from scenarios.evidence.library import CHANGE, CLOSING, EVIDENCE, OPENING, Facts, Library, Statement
from scenarios.evidence.slots import BRACE, SLOT
from scenarios.evidence.wholes import Open, all_open, narrowed

WEEK = re.compile(r"\bweeks?\s+(\d{1,3})(?:\s+(?:to|and)\s+(\d{1,3}))?", re.IGNORECASE)
TITLED = re.compile(r"\b(?:Mr|Ms|Mrs|PC|DC)\s+([A-Z][\w’'-]+)")
# What may stand in a slot; never a stretch of prose, or two sentences would pass for a name.
NAME = r"([A-Z][\w’'-]{1,30})"
NAMES = r"([A-Z][\w’' -]{1,40}?)"
FILLED = {
    "name": r"(Mr [A-Z][\w’'-]{1,30})",
    "neighbour": r"(M(?:r|s|rs) [A-Z][\w’'-]{1,30})",
    "worker": r"((?:PC|DC|Mr|Ms|Mrs) [A-Z][\w’'-]{1,30}(?:, probation)?)",
    **dict.fromkeys(("first", "partner", "relative", "friend", "colleague"), NAME),
    **dict.fromkeys(("town", "street", "employer"), NAMES),
    "place": r"((?:[Tt]he )?[a-z][a-z -]{2,30}?)",
    "week": r"(\d{1,3})",
    "day": r"([A-Z][a-z]+day)",
}
ONE_OF_A_CASE = ("name", "first", "partner", "town", "street", "employer")


@dataclass(frozen=True)
class Contradiction:
    """Two things in a case that cannot both be so. ``str()`` of it is a sentence to show."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


@dataclass(frozen=True)
class Read:
    """A paper as anybody reads it."""

    stage: int
    kind: str
    title: str
    dated: str
    body: str


@dataclass(frozen=True)
class _Found:
    """A statement of the library in a paragraph, with what stands in its slots."""

    where: str
    stage: int
    statement: Statement
    slots: tuple[tuple[str, str], ...]


def contradictions(
    papers: Sequence[Read], names: Iterable[str], library: Library
) -> list[Contradiction]:
    """Everything in the papers that cannot be true together, in reading order by subject.

    ``names`` are the people of the case, as its own list has them.
    """
    found = [
        each for number, paper in enumerate(papers, 1) for each in _found(number, paper, library)
    ]
    return [
        *_slots_left(papers),
        *_twice(papers),
        *_facts(found, max((paper.stage for paper in papers), default=1), library.facts),
        *_levels(found),
        *_weeks(papers),
        *_order_of_weeks(sorted(found, key=_place), papers),
        *_one_name(found),
        *_unknown_people(papers, list(names)),
    ]


def _place(found: "_Found") -> tuple[int, int]:
    document, _dot, paragraph = found.where[1:].partition(".")
    return int(document), int(paragraph)


def _paragraphs(number: int, paper: Read) -> Iterator[tuple[str, str]]:
    for at, text in enumerate((each for each in paper.body.split("\n\n") if each.strip()), 1):
        yield f"D{number}.{at}", text


def _found(number: int, paper: Read, library: Library) -> Iterator[_Found]:
    for where, text in _paragraphs(number, paper):
        for statement, longest, pattern in _patterns(library):
            if (
                longest in text
                and paper.kind in statement.documents
                and (hit := pattern.search(text))
            ):
                slots = tuple(zip(SLOT.findall(statement.text), hit.groups(), strict=True))
                yield _Found(where, paper.stage, statement, slots)


@lru_cache(maxsize=4)
def _patterns(library: Library) -> list[tuple[Statement, str, re.Pattern[str]]]:
    """Each statement as a pattern, and the longest piece of it to look for first."""
    made = []
    for each in library.statements:
        # Every second piece is the name of a slot.
        pieces = SLOT.split(each.text)
        pattern = "".join(
            FILLED.get(piece, "(.+?)") if at % 2 else re.escape(piece)
            for at, piece in enumerate(pieces)
        )
        # A sentence that ends in a slot would else match the beginning of what stands there.
        made.append((each, max(pieces[::2], key=len), re.compile(rf"{pattern}(?![\w’'])")))
    return made


def _slots_left(papers: Sequence[Read]) -> Iterator[Contradiction]:
    for number, paper in enumerate(papers, 1):
        for where, text in _paragraphs(number, paper):
            if BRACE.search(text):
                yield Contradiction(where, "A slot was not filled.")


def _twice(papers: Sequence[Read]) -> Iterator[Contradiction]:
    seen: dict[str, str] = {}
    for number, paper in enumerate(papers, 1):
        for where, text in _paragraphs(number, paper):
            if text in seen:
                yield Contradiction(where, f"It says the same as {seen[text]}.")
            seen.setdefault(text, where)


def _facts(found: Sequence[_Found], stages: int, facts: Facts) -> Iterator[Contradiction]:
    """Facts hold through all stages, but for those that a change tells of."""
    before: Open = all_open(facts)
    for stage in range(1, stages + 1):
        here = [each for each in found if each.stage == stage]
        changes = [each for each in here if each.statement.kind == CHANGE]
        still = dict(before)
        for each in changes:
            fact, was = each.statement.fact, each.statement.before
            if was not in before[fact]:
                yield Contradiction(each.where, f"“{fact}” was not “{was}” before it changed.")
            # Which stage began with which value is known by the change itself.
            still[fact] = frozenset(facts.values[fact])
        for each in here:
            after = narrowed(still, each.statement.presumes, facts)
            if after is None:
                said = ", ".join(sorted(each.statement.presumes))
                yield Contradiction(
                    each.where, f"What it says of {said} is not so in another paper."
                )
            else:
                still = after
        before = still


def _levels(found: Sequence[_Found]) -> Iterator[Contradiction]:
    """In one stage all evidence of a factor is of a case at one level."""
    seen: dict[tuple[int, str], _Found] = {}
    for each in found:
        if each.statement.kind != EVIDENCE:
            continue
        first = seen.setdefault((each.stage, each.statement.factors[0]), each)
        if first.statement.level != each.statement.level:
            yield Contradiction(
                each.where,
                f"It is of another level of {each.statement.factors[0]} than {first.where}.",
            )


def _weeks(papers: Sequence[Read]) -> Iterator[Contradiction]:
    """Papers follow one another in time, and none knows of a week that is still to come."""
    last, last_stage, until_stage = 0, 1, 0
    for number, paper in enumerate(papers, 1):
        weeks = weeks_in(paper.dated)
        if not weeks:
            continue
        end = max(weeks)
        if paper.stage < last_stage or end < last:
            yield Contradiction(f"D{number}", "It is older than a paper above it.")
        if paper.stage > last_stage:
            until_stage = last
        if paper.stage > 1 and end <= until_stage:
            yield Contradiction(f"D{number}", "It is not newer than the stage before it.")
        last, last_stage = max(last, end), max(last_stage, paper.stage)
        for where, text in _paragraphs(number, paper):
            if any(week > end for week in weeks_in(text)):
                yield Contradiction(where, f"It tells of a week after week {end} of its paper.")


def _order_of_weeks(found: Sequence[_Found], papers: Sequence[Read]) -> Iterator[Contradiction]:
    """Within a paper that covers some weeks, what happened earlier is told earlier."""
    last: dict[str, int] = {}
    for each in found:
        document = each.where.partition(".")[0]
        covered = weeks_in(papers[int(document[1:]) - 1].dated)
        if len(covered) < 2 or each.statement.kind in (OPENING, CLOSING):
            continue
        for week in (int(value) for slot, value in each.slots if slot == "week"):
            if week < covered[0]:
                yield Contradiction(each.where, "It tells of a week before those of its paper.")
            elif week < last.get(document, 0):
                yield Contradiction(
                    each.where, "It tells of an earlier week than what is above it."
                )
            last[document] = week


def weeks_in(text: str) -> list[int]:
    """The weeks that a text names.

    >>> weeks_in("Weeks 2 to 6 of licence, again in week 9")
    [2, 6, 9]
    """
    return [int(week) for found in WEEK.finditer(text) for week in found.groups() if week]


def _one_name(found: Sequence[_Found]) -> Iterator[Contradiction]:
    """He, his partner, his town and his work have one name each."""
    seen: dict[str, tuple[str, str]] = {}
    for each in found:
        for slot, value in each.slots:
            if slot not in ONE_OF_A_CASE:
                continue
            value = value[:1].upper() + value[1:]
            first, where = seen.setdefault(slot, (value, each.where))
            if first != value:
                yield Contradiction(each.where, f"“{value}” is “{first}” in {where}.")


def _unknown_people(papers: Sequence[Read], names: Sequence[str]) -> Iterator[Contradiction]:
    """Whoever is named with a title is in the list of who is in the case."""
    if not names:
        return
    known = {part for name in names for part in name.split()}
    for number, paper in enumerate(papers, 1):
        for where, text in _paragraphs(number, paper):
            for surname in dict.fromkeys(TITLED.findall(text)):
                if re.sub(r"[’']s?$", "", surname) not in known:
                    yield Contradiction(where, f"“{surname}” is not in the list of who is in it.")
