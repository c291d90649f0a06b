"""Putting chosen statements on paper: weeks, days and names in their slots, one passage each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from scenarios.evidence.library import Statement
from scenarios.evidence.slots import filled, slots_of
from scenarios.generator.drafts import DraftPaper
from scenarios.generator.papers import Sheet
from scenarios.generator.people import Cast

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
TOLD_AT_ONCE = 3
"""How many facts one paragraph tells."""


@dataclass(frozen=True)
class Written:
    """A paper and which statements each of its passages holds."""

    paper: DraftPaper
    passages: tuple[tuple[Statement, ...], ...]


class Writer:
    """Writes the papers of one case, in their order."""

    def __init__(self, cast: Cast, frame: dict[str, Any], supervision: str, random: Random) -> None:
        self._cast, self._frame, self._random = cast, frame, random
        self._supervision = frame["words"][supervision]

    def write(
        self,
        sheet: Sheet,
        *,
        opening: Statement,
        closing: Sequence[Statement],
        told: Sequence[Statement],
        body: Sequence[Statement],
    ) -> Written:
        """One paper: how it begins, the facts it tells, what was seen, and how it ends."""
        passages = [
            (opening,),
            *_in_groups(told, TOLD_AT_ONCE),
            *((each,) for each in body),
            *((each,) for each in closing),
        ]
        day = self._random.choice(DAYS)
        weeks = self._weeks(sheet, body)
        texts = [
            " ".join(
                self._text(each, sheet, weeks.get(each.code, sheet.week), day) for each in group
            )
            for group in passages
        ]
        title: str = self._random.choice(self._frame["titles"][sheet.kind])
        paper = DraftPaper(
            stage=sheet.stage,
            kind=sheet.kind,
            title=title,
            dated=self._dated(sheet),
            body="\n\n".join(texts),
            first_week=sheet.first_week,
            week=sheet.week,
        )
        return Written(paper, tuple(passages))

    def _weeks(self, sheet: Sheet, body: Sequence[Statement]) -> dict[str, int]:
        """A week for each statement that names one: never an earlier one below a later."""
        named = [each.code for each in body if "week" in slots_of(each.text)]
        weeks = sorted(self._random.randint(sheet.first_week, sheet.week) for _code in named)
        return dict(zip(named, weeks, strict=True))

    def _text(self, each: Statement, sheet: Sheet, week: int, day: str) -> str:
        values = self._cast.values(each.text, sheet.kind)
        values["week"] = str(week)
        values["day"] = day if sheet.first_week == sheet.week else self._random.choice(DAYS)
        return filled(each.text, values)

    def _dated(self, sheet: Sheet) -> str:
        if sheet.first_week == sheet.week:
            return f"Week {sheet.week} of {self._supervision}"
        return f"Weeks {sheet.first_week} to {sheet.week} of {self._supervision}"


def _in_groups(statements: Sequence[Statement], most: int) -> Iterator[tuple[Statement, ...]]:
    for at in range(0, len(statements), most):
        yield tuple(statements[at : at + most])
