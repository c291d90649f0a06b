"""An evidence exercise as somebody meets it: passages, and what was marked beside what is so."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.exercise_blocks import Stance, Weight, WhyNot
from scenarios.public import cut_passages, render_markdown

if TYPE_CHECKING:
    from courses.models import EvidenceExercise

Content = Mapping[str, Any]
Marks = Mapping[str, str]
"""By the number of the passage, as text: for, against or neither."""


@dataclass(frozen=True)
class Passage:
    """One passage of the document, with what was marked and what is so."""

    number: int
    heading: str
    html: SafeString
    stance: str
    weight: str
    why_not: str
    bears_on: str
    feedback: str
    mark: str

    @property
    def is_right(self) -> bool:
        return self.mark == self.stance

    @property
    def stance_words(self) -> str:
        """What it is evidence of, in words."""
        if self.stance == Stance.NEITHER:
            if self.why_not == WhyNot.ANOTHER_FACTOR:
                return _("Neither. It bears on another factor: %(factor)s") % {
                    "factor": self.bears_on
                }
            why = str(WhyNot(self.why_not).label) if self.why_not in WhyNot.values else ""
            return f"{_('Neither')}. {why}" if why else _("Neither")
        words = str(Stance(self.stance).label) if self.stance in Stance.values else ""
        carries = self.weight == Weight.CARRIES
        return f"{words}. {_('The reading rests on it')}" if carries else words

    @property
    def mark_words(self) -> str:
        return str(Stance(self.mark).label) if self.mark in Stance.values else _("Not marked")


@dataclass(frozen=True)
class Summary:
    """How a marked exercise went, in counts and in words."""

    found: int
    evidence: int
    missed: tuple[int, ...]
    without_cause: tuple[int, ...]
    turned_round: tuple[int, ...]

    @property
    def sentences(self) -> list[str]:
        """What was found, missed, marked without cause and taken for its opposite."""
        said = [
            ngettext(
                "You found %(found)s of the %(n)s passage that is evidence.",
                "You found %(found)s of the %(n)s passages that are evidence.",
                self.evidence,
            )
            % {"found": self.found, "n": self.evidence}
        ]
        for numbers, one, many in (
            (
                self.missed,
                _("You missed one: passage %(numbers)s."),
                _("You missed %(n)s: passages %(numbers)s."),
            ),
            (
                self.turned_round,
                _("You took one for its opposite: passage %(numbers)s."),
                _("You took %(n)s for their opposite: passages %(numbers)s."),
            ),
            (
                self.without_cause,
                _("You marked one that is no evidence on this factor: passage %(numbers)s."),
                _("You marked %(n)s that are no evidence on this factor: passages %(numbers)s."),
            ),
        ):
            if numbers:
                words = one if len(numbers) == 1 else many
                listed = ", ".join(str(number) for number in numbers)
                said.append(words % {"n": len(numbers), "numbers": listed})
        return said


def exercise_content(exercise: "EvidenceExercise", factor_names: Mapping[str, str]) -> Content:
    """All that a person meets, to be stored."""
    by_number = {row["value"].get("number"): row["value"] for row in exercise.passages.raw_data}
    passages = []
    for cut in cut_passages(exercise.document):
        value = by_number.get(cut.number, {})
        bears_on = value.get("bears_on") or ""
        passages.append(
            {
                "number": cut.number,
                "heading": cut.heading,
                "text": cut.text,
                "stance": value.get("stance") or "",
                "weight": value.get("weight") or "",
                "why_not": value.get("why_not") or "",
                "bears_on": factor_names.get(bears_on, bears_on),
                "feedback": value.get("feedback") or "",
            }
        )
    return {
        "title": exercise.title,
        "factor": factor_names.get(exercise.factor, exercise.factor),
        "factor_code": exercise.factor,
        "content_label": exercise.content_label,
        "about": exercise.about,
        "task": exercise.task,
        "minutes": exercise.minutes,
        "afterwards": exercise.afterwards,
        "passages": passages,
    }


def marked(content: Content, marks: Marks) -> list[Passage]:
    """The passages of a frozen exercise, each with the mark it was given."""
    return [
        Passage(
            number=row["number"],
            heading=row["heading"],
            html=render_markdown(row["text"]),
            stance=row["stance"],
            weight=row["weight"],
            why_not=row["why_not"],
            bears_on=row["bears_on"],
            feedback=row["feedback"],
            mark=marks.get(str(row["number"]), ""),
        )
        for row in content["passages"]
    ]


def summary_of(content: Content, marks: Marks) -> Summary:
    """What of the evidence was found, what was missed, and what was marked without cause."""
    pairs = [
        (row["number"], row["stance"], marks.get(str(row["number"]), ""))
        for row in content["passages"]
    ]
    evidence = [(n, stance, mark) for n, stance, mark in pairs if stance != Stance.NEITHER]
    said = (Stance.FOR, Stance.AGAINST)
    return Summary(
        found=sum(stance == mark for _n, stance, mark in evidence),
        evidence=len(evidence),
        missed=tuple(n for n, _stance, mark in evidence if mark not in said),
        turned_round=tuple(n for n, stance, mark in evidence if mark in said and mark != stance),
        without_cause=tuple(
            n for n, stance, mark in pairs if stance == Stance.NEITHER and mark in said
        ),
    )
