"""What a draft is asked to be: a level for each factor and stage, how long, how tangled."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

SHORT, MEDIUM, LONG = LENGTHS = ("short", "medium", "long")
SIMPLE, MODERATE, COMPLEX = COMPLEXITIES = ("simple", "moderate", "complex")
NOT_ENOUGH, NOT_APPLICABLE = "n", "x"
"""In place of a level: nothing is said of the factor, as the designs of other cases write it."""
OVERALL = "overall"
MOST_STAGES = 3


@dataclass(frozen=True)
class Profile:
    """``levels`` has, stage by stage, a level of "0" to "3" for each factor, or "n" or "x".

    ``overall`` is the overall level the author means, stage by stage: it goes into the design and
    into nothing else, since no text is made from it. ``tags`` are the scenario's: what is not given
    is drawn.
    """

    levels: tuple[Mapping[str, str], ...]
    overall: tuple[str, ...] = ()
    length: str = MEDIUM
    complexity: str = MODERATE
    tags: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not 1 <= len(self.levels) <= MOST_STAGES:
            raise ValueError(f"A case has 1 to {MOST_STAGES} stages, not {len(self.levels)}.")
        if self.length not in LENGTHS or self.complexity not in COMPLEXITIES:
            raise ValueError("The length or the complexity is not one of those there are.")
        if self.overall and len(self.overall) != len(self.levels):
            raise ValueError("The overall level is given for each stage or for none.")
        if len({frozenset(levels) for levels in self.levels}) != 1:
            raise ValueError("Every stage has a level for the same factors.")

    @property
    def given_facts(self) -> dict[str, tuple[str, ...]]:
        """What the tags say of him, as facts of the library."""
        facts = {"offence": self.tags.get("offence_kind"), "home": self.tags.get("setting")}
        return {fact: (value,) for fact, value in facts.items() if value}

    @property
    def stages(self) -> int:
        return len(self.levels)

    def moved(self, stage: int) -> frozenset[str]:
        """The factors whose level at this stage is another than at the stage before."""
        if stage == 1:
            return frozenset(self.levels[0])
        before, now = self.levels[stage - 2], self.levels[stage - 1]
        return frozenset(factor for factor in now if now[factor] != before[factor])

    def as_content(self) -> dict[str, Any]:
        """The profile as it is stored beside the case that was made of it."""
        return {
            "levels": [dict(sorted(levels.items())) for levels in self.levels],
            "overall": list(self.overall),
            "length": self.length,
            "complexity": self.complexity,
            "tags": dict(sorted(self.tags.items())),
        }

    @classmethod
    def from_content(cls, content: Mapping[str, Any]) -> "Profile":
        return cls(
            levels=tuple(content["levels"]),
            overall=tuple(content["overall"]),
            length=content["length"],
            complexity=content["complexity"],
            tags=content["tags"],
        )


@dataclass(frozen=True)
class Size:
    """How much a case of some length holds; ``aside`` is how much of what is in the way."""

    papers: int
    later_papers: int
    statements: int
    facts: int
    aside: float
    minutes: int


SIZES = {
    SHORT: Size(papers=4, later_papers=2, statements=1, facts=6, aside=0.6, minutes=25),
    MEDIUM: Size(papers=6, later_papers=3, statements=2, facts=9, aside=1.0, minutes=40),
    LONG: Size(papers=8, later_papers=4, statements=3, facts=12, aside=1.2, minutes=55),
}


@dataclass(frozen=True)
class Tangle:
    """How hard a case is to read: chances are of a factor, the rest are counts for stage 1."""

    other_way: float
    ambiguous: int
    irrelevant: int


TANGLES = {
    SIMPLE: Tangle(other_way=0.25, ambiguous=1, irrelevant=3),
    MODERATE: Tangle(other_way=0.6, ambiguous=3, irrelevant=5),
    COMPLEX: Tangle(other_way=1.0, ambiguous=6, irrelevant=7),
}
