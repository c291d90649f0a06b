"""What a drill shows, as plain values: frozen when somebody first meets it, and judged by.

A written drill and a page of the library are kept whole. Of a unit of a case only where it stands
is kept, since its text can be reported and its case withdrawn.
"""

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

NOT_ENOUGH, NOT_APPLICABLE = "not_enough", "not_applicable"
WITHOUT_A_LEVEL = (NOT_ENOUGH, NOT_APPLICABLE)
RIGHT, TOO_LOW, TOO_HIGH = "right", "too_low", "too_high"
TOO_LOW_WHERE_NONE_IS_MEANT = (0, 1)


class Stance(StrEnum):
    """Which way a sentence of a drill points."""

    FOR = "for"
    AGAINST = "against"
    EITHER = "either"
    NONE = "none"


class Weight(StrEnum):
    """How much of the level rests on a sentence of a drill."""

    CARRIES = "carries"
    SOME = "some"
    NONE = "none"


class Outcome(StrEnum):
    """Right, or in which direction not. ``OTHER``: a level, or none, where the other was meant."""

    RIGHT = "right"
    BELOW = "below"
    ABOVE = "above"
    OTHER = "other"


@dataclass(frozen=True)
class Level:
    """A point on the factor's scale, in the words in which it was shown."""

    value: int
    label: str
    description: str


@dataclass(frozen=True)
class Statement:
    """A sentence or two of evidence; the note says afterwards which way it points, and why."""

    text: str
    source: str
    stance: str
    weight: str = ""
    note: str = ""


@dataclass(frozen=True)
class CasePlace:
    """Where a unit of a case stands: all that is kept of it."""

    key: str
    stage: int
    passages: tuple[str, ...]


@dataclass(frozen=True)
class DrillContent:
    """All that a person is shown of a drill. ``right`` is the level meant, or the panel's levels.

    ``feedback`` has words for ``right``, ``too_low``, ``too_high``, ``not_enough`` and
    ``not_applicable``, where the author wrote any.
    """

    factor: str
    factor_name: str
    looks_at: str
    is_protective: bool
    may_not_apply: bool
    levels: tuple[Level, ...]
    right: tuple[str, ...]
    title: str
    minutes: int
    person: str = ""
    content_label: str = ""
    statements: tuple[Statement, ...] = ()
    feedback: tuple[tuple[str, str], ...] = ()
    tempting: str = ""
    case: CasePlace | None = None
    # What a page of the library was made of, so that it can be made again.
    made_of: str = ""

    def as_content(self) -> dict[str, Any]:
        """As it is stored: what is written in JSON comes back the same."""
        content: dict[str, Any] = json.loads(json.dumps(asdict(self)))
        return content

    @classmethod
    def from_content(cls, content: Mapping[str, Any]) -> "DrillContent":
        case = content["case"]
        return cls(
            **{
                **content,
                "levels": tuple(Level(**each) for each in content["levels"]),
                "right": tuple(content["right"]),
                "statements": tuple(Statement(**each) for each in content["statements"]),
                "feedback": tuple((name, words) for name, words in content["feedback"]),
                "case": CasePlace(case["key"], case["stage"], tuple(case["passages"]))
                if case
                else None,
            }
        )

    @property
    def hash(self) -> str:
        """What this wording is known by: the same content has the same."""
        written = json.dumps(self.as_content(), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(written.encode()).hexdigest()

    @property
    def answers(self) -> tuple[str, ...]:
        """What can be answered, in the order of the page."""
        levels = tuple(str(level.value) for level in self.levels)
        return (*levels, NOT_ENOUGH, *([NOT_APPLICABLE] if self.may_not_apply else []))

    def label_of(self, level: int) -> str:
        """What a level is called."""
        return next(each.label for each in self.levels if each.value == level)

    def outcome(self, answer: str) -> Outcome:
        """Whether an answer is right, or in which direction it is not."""
        return outcome_of(answer, self.right)

    def steps(self, answer: str) -> int:
        """How many levels an answer is away from the nearest that is right; 0 without levels."""
        return steps_between(answer, self.right)

    def words_for(self, answer: str) -> str:
        """What the author wrote for whoever answers this; nothing where nothing was written."""
        return dict(self.feedback).get(feedback_name(answer, self.right), "")


def outcome_of(answer: str, right: Sequence[str]) -> Outcome:
    """Right, or in which direction not.

    >>> [str(outcome_of(answer, ["1", "2"])) for answer in ("0", "2", "3", "not_enough")]
    ['below', 'right', 'above', 'other']
    >>> str(outcome_of("1", ["not_enough"]))
    'other'
    """
    if answer in right:
        return Outcome.RIGHT
    meant = _levels(right)
    if answer in WITHOUT_A_LEVEL or not meant:
        return Outcome.OTHER
    return Outcome.BELOW if int(answer) < meant[0] else Outcome.ABOVE


def steps_between(answer: str, right: Sequence[str]) -> int:
    """How many levels an answer lies from the nearest that is right.

    >>> steps_between("0", ["2", "3"]), steps_between("not_enough", ["2"])
    (2, 0)
    """
    meant = _levels(right)
    if answer in WITHOUT_A_LEVEL or not meant:
        return 0
    return min(abs(int(answer) - level) for level in meant)


def feedback_name(answer: str, right: Sequence[str]) -> str:
    """Which of the author's words belong to an answer.

    Where the answer meant is that there is not enough information, 0 and 1 are answered by
    ``too_low``, and 2 and 3 by ``too_high``.

    >>> feedback_name("3", ["1"]), feedback_name("not_enough", ["1"])
    ('too_high', 'not_enough')
    >>> feedback_name("1", ["not_enough"]), feedback_name("2", ["not_enough"])
    ('too_low', 'too_high')
    """
    if answer in right:
        return RIGHT
    if answer in WITHOUT_A_LEVEL:
        return answer
    meant = _levels(right)
    below = int(answer) < meant[0] if meant else int(answer) in TOO_LOW_WHERE_NONE_IS_MEANT
    return TOO_LOW if below else TOO_HIGH


def feedback_names(right: str, levels: Collection[int], *, may_not_apply: bool) -> tuple[str, ...]:
    """The words that a drill needs: one for right, and one for each wrong choice there is.

    >>> feedback_names("0", [0, 1, 2, 3], may_not_apply=False)
    ('right', 'too_high', 'not_enough')
    """
    choices = [*(str(level) for level in sorted(levels)), NOT_ENOUGH]
    choices += [NOT_APPLICABLE] if may_not_apply else []
    found = {feedback_name(choice, [right]) for choice in choices}
    order = (RIGHT, TOO_LOW, TOO_HIGH, NOT_ENOUGH, NOT_APPLICABLE)
    return tuple(name for name in order if name in found)


def _levels(right: Sequence[str]) -> list[int]:
    return sorted(int(each) for each in right if each not in WITHOUT_A_LEVEL)
