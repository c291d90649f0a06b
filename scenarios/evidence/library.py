"""What the library of evidence holds, as plain values: statements, facts, and lists of names."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

Needs = Mapping[str, tuple[str, ...]]
"""Facts to the values with which a statement is true."""

EVIDENCE, AMBIGUOUS, IRRELEVANT = "evidence", "ambiguous", "irrelevant"
OPENING, CLOSING, FACT, CHANGE = "opening", "closing", "fact", "change"
KINDS = (EVIDENCE, AMBIGUOUS, IRRELEVANT, OPENING, CLOSING, FACT, CHANGE)
FOR, AGAINST = "for", "against"
STANCES = (FOR, AGAINST)
LEVELS = (0, 1, 2, 3)


@dataclass(frozen=True)
class Statement:
    """One to three sentences in the voice of a kind of paper, with slots for names and weeks.

    ``factors`` is one code for evidence, two or three for what could be read either way. ``fact``
    and ``value`` belong to a fact that is told and to a change, which has ``before`` as well.
    """

    code: str
    kind: str
    text: str
    documents: tuple[str, ...]
    factors: tuple[str, ...] = ()
    level: int | None = None
    stance: str = ""
    needs: Needs = field(default_factory=dict)
    fact: str = ""
    value: str = ""
    before: str = ""

    @property
    def cell(self) -> tuple[str, int, str]:
        """Factor, level and stance of a statement of evidence."""
        return self.factors[0], -1 if self.level is None else self.level, self.stance

    @cached_property
    def presumes(self) -> Needs:
        """The facts it presumes or says; a told fact and the end of a change are among them."""
        if self.kind in (FACT, CHANGE):
            return {**self.needs, self.fact: (self.value,)}
        return self.needs

    def as_content(self) -> dict[str, Any]:
        """The statement as it is stored in a version of the library: what is empty is left out."""
        content: dict[str, Any] = {"code": self.code, "kind": self.kind, "text": self.text}
        content["documents"] = sorted(self.documents)
        if self.level is not None:
            content["level"] = self.level
        if self.factors:
            content["factors"] = list(self.factors)
        if self.needs:
            content["needs"] = {fact: sorted(self.needs[fact]) for fact in sorted(self.needs)}
        for name in ("stance", "fact", "value", "before"):
            if given := getattr(self, name):
                content[name] = given
        return content

    @classmethod
    def from_content(cls, content: Mapping[str, Any]) -> "Statement":
        needs = content.get("needs", {})
        return cls(
            code=content["code"],
            kind=content["kind"],
            text=content["text"],
            documents=tuple(content["documents"]),
            factors=tuple(content.get("factors", ())),
            level=content.get("level"),
            stance=content.get("stance", ""),
            needs={fact: tuple(values) for fact, values in needs.items()},
            fact=content.get("fact", ""),
            value=content.get("value", ""),
            before=content.get("before", ""),
        )


@dataclass(frozen=True)
class Facts:
    """What a case says of its person: each fact with its values, and what cannot hold together."""

    values: Mapping[str, tuple[str, ...]]
    excludes: tuple[Needs, ...] = ()

    def as_content(self) -> dict[str, Any]:
        return {
            "values": {fact: list(values) for fact, values in self.values.items()},
            "excludes": [
                {fact: list(values) for fact, values in rule.items()} for rule in self.excludes
            ],
        }

    @classmethod
    def from_content(cls, content: Mapping[str, Any]) -> "Facts":
        return cls(
            {fact: tuple(values) for fact, values in content["values"].items()},
            tuple(
                {fact: tuple(values) for fact, values in rule.items()}
                for rule in content["excludes"]
            ),
        )


@dataclass(frozen=True, eq=False)
class Library:
    """One version of the library: all that a case is made of but for the seed.

    Known by what it is and not by what it holds, so that what is worked out of it can be kept.
    """

    facts: Facts
    statements: tuple[Statement, ...]
    frame: Mapping[str, Any]

    @cached_property
    def by_code(self) -> dict[str, Statement]:
        return {each.code: each for each in self.statements}

    @cached_property
    def factors(self) -> tuple[str, ...]:
        """The factors there is evidence of, in the order of the alphabet."""
        return tuple(sorted({each.factors[0] for each in self.of_kind(EVIDENCE)}))

    @cached_property
    def _by_kind(self) -> dict[str, tuple[Statement, ...]]:
        return {
            kind: tuple(each for each in self.statements if each.kind == kind) for kind in KINDS
        }

    @cached_property
    def cells(self) -> dict[tuple[str, int, str], tuple[Statement, ...]]:
        """The statements of evidence by factor, level and stance."""
        found: dict[tuple[str, int, str], list[Statement]] = {}
        for each in self.of_kind(EVIDENCE):
            found.setdefault(each.cell, []).append(each)
        return {cell: tuple(several) for cell, several in found.items()}

    def of_kind(self, kind: str) -> tuple[Statement, ...]:
        return self._by_kind[kind]

    def as_content(self) -> dict[str, Any]:
        """The whole library as JSON, in an order that does not depend on who wrote what first."""
        return {
            "facts": self.facts.as_content(),
            "frame": self.frame,
            "statements": [
                each.as_content() for each in sorted(self.statements, key=lambda one: one.code)
            ],
        }

    @classmethod
    def from_content(cls, content: Mapping[str, Any]) -> "Library":
        return cls(
            Facts.from_content(content["facts"]),
            tuple(Statement.from_content(each) for each in content["statements"]),
            content["frame"],
        )


def content_hash(content: Mapping[str, Any]) -> str:
    """What a version of the library is known by: the same content has the same."""
    written = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def library_of(facts: Facts, frame: Mapping[str, Any], statements: Iterable[Statement]) -> Library:
    """A library with its statements in the order of their codes, however they come."""
    return Library(facts, tuple(sorted(statements, key=lambda one: one.code)), frame)


def as_tuples(needs: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    return {fact: tuple(values) for fact, values in needs.items()}
