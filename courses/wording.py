"""A question as somebody meets it: its words, its right answer, and whether an answer is right.

What is written in the admin (``courses.question_blocks``) is read into a ``Wording``, which is
frozen as it is when the question is first drawn. Nothing here asks the database.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """The kinds of question. A scenario is a single choice below a short account."""

    SINGLE = "single", _("One right answer")
    MULTIPLE = "multiple", _("Several right answers")
    ORDERING = "ordering", _("Put in order")
    MATCHING = "matching", _("Match passages to factors")
    SCENARIO = "scenario", _("Short scenario")


CHOICES = frozenset({Kind.SINGLE, Kind.MULTIPLE, Kind.SCENARIO})
"""Kinds that are answered by choosing among the options."""

Given = list[Any]
"""An answer. Of a choice, the places of the options chosen; of an ordering, the place given to each
option; of a matching, the factor given to each. Options are counted from 0 as they are written."""


@dataclass(frozen=True, slots=True)
class Option:
    """One option with its part of the right answer, and what is said about it afterwards."""

    text: str
    feedback: str = ""
    right: bool = False
    order: int = 0
    match: str = ""


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of one question. ``choices``: the factors offered, by code and name."""

    kind: str
    stem: str
    options: tuple[Option, ...]
    scenario: str = ""
    choices: tuple[tuple[str, str], ...] = ()

    @property
    def key(self) -> Given:
        """The right answer."""
        if self.kind == Kind.ORDERING:
            return [option.order for option in self.options]
        if self.kind == Kind.MATCHING:
            return [option.match for option in self.options]
        return [place for place, option in enumerate(self.options) if option.right]

    def is_right(self, given: Given) -> bool:
        """Whether the answer is wholly right: there are no half points."""
        return given == self.key

    def option_is_right(self, place: int, given: Given) -> bool:
        """Whether what was done with one option is right."""
        if self.kind in CHOICES:
            return (place in given) == self.options[place].right
        return bool(given and given[place] == self.key[place])

    def factor_name(self, code: str) -> str:
        """A factor as it was called when the question was frozen."""
        return dict(self.choices).get(code, code)

    def content(self) -> dict[str, Any]:
        """All of it, to be stored."""
        stored: dict[str, Any] = json.loads(json.dumps(asdict(self)))
        return stored


def wording_of(content: Mapping[str, Any]) -> Wording:
    """What ``Wording.content`` has stored."""
    return Wording(
        kind=content["kind"],
        stem=content["stem"],
        options=tuple(Option(**option) for option in content["options"]),
        scenario=content["scenario"],
        choices=tuple((code, name) for code, name in content["choices"]),
    )


def hash_of(content: Mapping[str, Any]) -> str:
    """What a wording is known by: the same words have the same hash."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it is written now. ``id`` stays whatever is reworded."""

    id: str
    kind: str
    pool: str
    lesson: int | None
    value: Mapping[str, Any]

    def wording(self, factor_names: Mapping[str, str]) -> Wording:
        """Its words as of now, with the factors in the framework's words."""
        value = self.value
        return Wording(
            kind=self.kind,
            stem=value.get("stem") or "",
            options=tuple(_option(row) for row in rows_of(value.get("options"))),
            scenario=value.get("scenario") or "",
            choices=tuple(
                (code, factor_names.get(code, code)) for code in value.get("choices") or ()
            ),
        )


def questions_of(raw: Sequence[Mapping[str, Any]]) -> list[Question]:
    """The questions of a check, from the plain data of its field."""
    return [
        Question(
            id=row.get("id") or "",
            kind=row["type"],
            pool=(row["value"].get("pool") or "").strip(),
            lesson=row["value"].get("lesson"),
            value=row["value"],
        )
        for row in raw
    ]


def rows_of(listed: Any) -> list[Mapping[str, Any]]:
    """The values in the plain data of a list of blocks."""
    return [row["value"] if row.get("type") == "item" else row for row in listed or []]


def _option(row: Mapping[str, Any]) -> Option:
    return Option(
        text=row.get("text") or "",
        feedback=row.get("feedback") or "",
        right=bool(row.get("right")),
        order=row.get("order") or 0,
        match=row.get("match") or "",
    )
