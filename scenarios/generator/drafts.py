"""A draft as the generator hands it over: nothing in it has been saved."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class DraftPaper:
    """One paper: Markdown whose paragraphs are passages. ``first_week`` to ``week`` it covers."""

    stage: int
    kind: str
    title: str
    dated: str
    body: str
    first_week: int
    week: int


@dataclass(frozen=True)
class Person:
    """Somebody who is in the case, by the name that stands in it, and their part."""

    name: str
    part: str


@dataclass(frozen=True)
class Place:
    """A place that is named in the case, and what it is."""

    name: str
    what: str


@dataclass(frozen=True)
class Draft:
    """A whole case before anybody has seen it, and apart from it what it was designed to be."""

    title: str
    summary: str
    content_label: str
    static_risk: str
    minutes: int
    difficulty: str
    tags: Mapping[str, str]
    papers: tuple[DraftPaper, ...]
    people: tuple[Person, ...]
    places: tuple[Place, ...]
    design: Mapping[str, Any]
    statements: tuple[str, ...]

    def as_content(self) -> dict[str, Any]:
        """All of it, in an order of its own: two drafts are the same when this is."""
        return {
            **{name: getattr(self, name) for name in (
                "title", "summary", "content_label", "static_risk", "minutes", "difficulty",
            )},
            "tags": dict(sorted(self.tags.items())),
            "papers": [vars_of(each) for each in self.papers],
            "people": [vars_of(each) for each in self.people],
            "places": [vars_of(each) for each in self.places],
            "design": self.design,
            "statements": list(self.statements),
        }  # fmt: skip

    @property
    def hash(self) -> str:
        written = json.dumps(self.as_content(), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(written.encode()).hexdigest()


def vars_of(each: DraftPaper | Person | Place) -> dict[str, Any]:
    return {name: getattr(each, name) for name in each.__dataclass_fields__}
