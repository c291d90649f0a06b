"""The text of a case as the checks read it: papers cut into pieces, each with its place."""

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass
from functools import cached_property

from django.utils.text import capfirst

from scenarios.models import Scenario
from scenarios.passages import cut_passages, text_hash
from scenarios.quality.sentences import split_sentences

OWN_TEXTS = ("title", "summary", "static_risk")
TABLE_RULE = re.compile(r"[\s|:-]{1,500}")
ITEM = re.compile(r"\s{0,8}(?:[-*+•]|\d{1,3}[.)])\s{1,8}")


@dataclass(frozen=True)
class Piece:
    """A stretch of text with its place: a field of the case, or a passage with its reference."""

    where: str
    text: str
    heading: str = ""
    ref: str = ""

    @cached_property
    def blocks(self) -> tuple[str, ...]:
        """The text by paragraph, list item and table row, each in one line and without marks.

        >>> Piece("", "He brought:\\n- a key\\n- a lead\\n\\n|a|b|\\n|---|---|").blocks
        ('He brought:', 'a key', 'a lead', 'a, b')
        """
        blocks: list[list[str]] = []
        within = False
        for line in self.text.splitlines():
            if not line.strip():
                within = False
            elif "|" in line and line.lstrip().startswith("|"):
                within = False
                if not TABLE_RULE.fullmatch(line):
                    cells = (cell.strip() for cell in line.strip().strip("|").split("|"))
                    blocks.append([", ".join(cell for cell in cells if cell)])
            elif item := ITEM.match(line):
                blocks.append([line[item.end() :]])
                within = True
            elif within:
                blocks[-1].append(line)
            else:
                blocks.append([line])
                within = True
        joined = (" ".join(" ".join(lines).replace("*", "").split()) for lines in blocks)
        return tuple(block for block in joined if block)

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        """The sentences of each block, in order."""
        return tuple(sentence for block in self.blocks for sentence in split_sentences(block))


@dataclass(frozen=True)
class Paper:
    """One case document."""

    number: int
    stage: int
    title: str
    dated: str
    pieces: tuple[Piece, ...]

    @property
    def ref(self) -> str:
        return f"D{self.number}"

    @property
    def where(self) -> str:
        return paper_words(self.title, self.number)


@dataclass(frozen=True)
class CaseText:
    """All that is written in a case. Its order is the order in which a trainee reads it."""

    fields: tuple[Piece, ...]
    papers: tuple[Paper, ...]
    people: tuple[tuple[str, str], ...] = ()
    places: tuple[tuple[str, str], ...] = ()

    @property
    def in_papers(self) -> Iterator[Piece]:
        for paper in self.papers:
            yield from paper.pieces

    @property
    def pieces(self) -> Iterator[Piece]:
        yield from self.fields
        yield from self.in_papers

    @property
    def stages(self) -> tuple[int, ...]:
        return tuple(sorted({paper.stage for paper in self.papers}))


def case_text(scenario: Scenario, *, kept_back: Set[str] = frozenset()) -> CaseText:
    """The text of a scenario or of its draft, but for passages that were reported as real data.

    ``kept_back`` has their hashes: such a passage keeps its number and has no text.
    """
    fields = tuple(
        Piece(capfirst(Scenario._meta.get_field(name).verbose_name), getattr(scenario, name))
        for name in OWN_TEXTS
    )
    papers = tuple(
        Paper(
            number,
            document.stage,
            document.title,
            document.dated,
            tuple(_pieces(number, document.title, document.body, kept_back)),
        )
        for number, document in enumerate(scenario.documents.all(), start=1)
    )
    people = tuple((each.name, each.part) for each in scenario.people.all())
    places = tuple((each.name, each.what) for each in scenario.places.all())
    return CaseText(fields, papers, people, places)


def _pieces(number: int, title: str, body: str, kept_back: Set[str]) -> Iterator[Piece]:
    for cut in cut_passages(body):
        hidden = bool(kept_back) and text_hash(cut.text) in kept_back
        yield Piece(
            passage_words(title, number, cut.number),
            "" if hidden else cut.text,
            "" if hidden else cut.heading,
            f"D{number}.{cut.number}",
        )


def paper_words(title: str, document: int) -> str:
    """Where a paper stands, in words; one without a title yet by its number alone.

    >>> paper_words("", 2)
    'D2'
    """
    return f"“{title}”, D{document}" if title.strip() else f"D{document}"


def passage_words(title: str, document: int, number: int) -> str:
    """Where a passage stands, in words."""
    return f"{paper_words(title, document)}.{number}"
