"""A person's own measures as their pages show them: what is to be done, and what came out."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.drill_content import DrillContent, Outcome
from courses.drill_words import MARKS, STYLES, answer_label, meant_label, verdict_words
from courses.measuring import WITH_DRILLS, Point
from courses.models import CoursePage, Measure, MeasureDrill
from courses.selectors.measure_ends import closed_words
from courses.selectors.measure_refusals import refusal_of_current
from courses.selectors.measures import (
    CourseMeasures,
    PointLine,
    State,
    measures_of,
)
from people.public import User
from scenarios.public import Assessment, AttemptRow, Release, attempt_rows, case_url
from scoring.public import Result, standing_results


@dataclass(frozen=True)
class CaseLine:
    """The case of a measure as a task: its state, and where it is taken or its feedback read."""

    measure: Measure
    attempt: AttemptRow | None

    @property
    def release(self) -> Release | None:
        return self.measure.release

    @property
    def title(self) -> str:
        version = self.measure.release.case_version if self.measure.release else None
        return f"{version.scenario.ref}: {version.title}" if version else ""

    @property
    def minutes(self) -> int:
        return int(self.measure.release.case_version.minutes) if self.measure.release else 0

    @property
    def content_label(self) -> str:
        return self.measure.release.case_version.content_label if self.measure.release else ""

    @property
    def is_done(self) -> bool:
        return self.measure.assessment is not None

    @property
    def is_begun(self) -> bool:
        return self.attempt is not None

    @property
    def is_withdrawn(self) -> bool:
        return bool(self.release and self.release.state == Release.State.WITHDRAWN)

    @property
    def fell_away(self) -> bool:
        """Whether it can be taken by nobody any more, and was not."""
        if self.is_done or self.release is None:
            return False
        is_open = self.release.state == Release.State.OPEN
        return self.is_withdrawn or not (is_open or self.is_begun)

    @property
    def url(self) -> str:
        if self.is_done:
            return reverse("feedback", args=[self.measure.assessment])
        if self.fell_away or self.release is None or self.measure.declined_at:
            return ""
        if self.attempt:
            return reverse("assessment", args=[self.attempt.assessment])
        return case_url(self.release.case_version.scenario.ref)

    @property
    def state_words(self) -> str:
        if self.is_done:
            return _("Withdrawn since") if self.is_withdrawn else _("Submitted")
        if self.fell_away:
            return _("Withdrawn") if self.is_withdrawn else _("Closed")
        return _("Begun") if self.is_begun else _("Not begun")


@dataclass(frozen=True)
class DrillLine:
    """A drill of a measure: whether it is answered, and once it is told how it was."""

    row: MeasureDrill
    content: DrillContent

    @property
    def url(self) -> str:
        return reverse("measure_drill", args=[self.row.measure.uuid, self.row.position])

    @property
    def is_right(self) -> bool:
        return self.row.outcome == Outcome.RIGHT

    @property
    def verdict(self) -> str:
        return verdict_words(self.content, self.row.answer)

    @property
    def mark(self) -> str:
        return MARKS[Outcome(self.row.outcome)]

    @property
    def style(self) -> str:
        return STYLES[Outcome(self.row.outcome)]

    @property
    def mine(self) -> str:
        return answer_label(self.content, self.row.answer)

    @property
    def meant(self) -> str:
        return meant_label(self.content)

    @property
    def words(self) -> str:
        return self.content.words_for(self.row.answer)


@dataclass(frozen=True)
class TakenRow:
    """One finished measure in the table of what a person did over time."""

    measure: Measure
    result: Result | None
    seconds: int
    drills: tuple[MeasureDrill, ...]
    is_told: bool

    @property
    def url(self) -> str:
        return reverse("measure", args=[self.measure.uuid])

    @property
    def is_withdrawn(self) -> bool:
        release = self.measure.release
        return release is not None and release.state == Release.State.WITHDRAWN

    @property
    def ref(self) -> str:
        return self.measure.release.case_version.scenario.ref if self.measure.release else ""

    @property
    def case_words(self) -> str:
        """How near the case was to its panel; nothing is said of a case that does not hold."""
        if self.is_withdrawn:
            return _("The case was withdrawn, so it counts for nothing")
        if self.result is None or self.result.tool_right is not None:
            return "–"
        return _("%(exact)d of %(scored)d factors") % {
            "exact": self.result.exact_units,
            "scored": self.result.scored_units,
        }

    @property
    def minutes_words(self) -> str:
        minutes = max(1, round(self.seconds / 60))
        return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}

    @property
    def drills_words(self) -> str:
        if not self.drills:
            return _("None asked")
        if not self.is_told:
            return _("Told after the final")
        right = sum(row.outcome == Outcome.RIGHT for row in self.drills)
        return _("%(right)d of %(n)d") % {"right": right, "n": len(self.drills)}


@dataclass(frozen=True)
class MeasurePage:
    """One measure of one person: its parts, and once it is finished what they did."""

    measure: Measure
    case: CaseLine
    drills: tuple[DrillLine, ...]
    ended: str
    is_told: bool
    taken: tuple[TakenRow, ...]
    minutes_left: int

    @property
    def next_drill(self) -> DrillLine | None:
        return next((line for line in self.drills if not line.row.is_answered), None)

    @property
    def to_do(self) -> bool:
        return self.measure.is_open and not self.ended

    @property
    def retention(self) -> str:
        return retention_words(self.taken)


@dataclass(frozen=True)
class CoursePageOfMeasures:
    """The page of a course's measures: what can be taken now, every point, and what came out."""

    measures: CourseMeasures
    current: PointLine | None
    refusal: str
    taken: tuple[TakenRow, ...]

    @property
    def course(self) -> CoursePage:
        return self.measures.course

    @property
    def may_begin(self) -> bool:
        return bool(self.current and self.current.state == State.DUE and not self.refusal)

    @property
    def may_decline(self) -> bool:
        return bool(self.current and self.current.is_baseline)

    @property
    def retention(self) -> str:
        return retention_words(self.taken)


def own_measure_or_404(person: User, uuid: UUID) -> Measure:
    """A measure that the person took; somebody else's is one that does not exist."""
    found = (
        Measure.objects.filter(person=person, uuid=uuid)
        .select_related("course", "release__case_version__scenario")
        .first()
    )
    # A baseline that was declined before it was begun has nothing to show.
    if found is None or found.release is None:
        raise Http404
    found.person = person
    return found


def own_measure_drill_or_404(person: User, uuid: UUID, position: int) -> MeasureDrill:
    """A drill of one's own measure."""
    found = (
        MeasureDrill.objects.filter(measure__person=person, measure__uuid=uuid, position=position)
        .select_related("measure__course", "version")
        .first()
    )
    if found is None:
        raise Http404
    return found


def measure_page(person: User, measure: Measure) -> MeasurePage:
    """All of the page, in a number of queries that does not grow."""
    rows = list(measure.drills.select_related("version"))
    for row in rows:
        row.measure = measure
    drills = tuple(DrillLine(row, DrillContent.from_content(row.version.content)) for row in rows)
    attempt = None
    if measure.is_open and measure.assessment is None:
        found = attempt_rows([person.pk], [measure.release])
        attempt = next((row for row in found if not row.is_submitted), None)
    case = CaseLine(measure, attempt)
    is_told, taken = _taken_of(person, measure)
    left = sum(line.content.minutes for line in drills if not line.row.is_answered)
    return MeasurePage(
        measure=measure,
        case=case,
        drills=drills,
        ended="" if measure.is_finished else closed_words(measure),
        is_told=is_told,
        taken=taken,
        minutes_left=left + (0 if case.is_done else case.minutes),
    )


def _taken_of(person: User, measure: Measure) -> tuple[bool, tuple[TakenRow, ...]]:
    """Whether it is told how the drills were, and what was taken up to now."""
    if not measure.is_finished:
        return False, ()
    if measure.course is None:
        # Nothing of a course that is gone comes any more.
        return True, _taken([measure], is_told=True)
    rows = _finished(person, measure.course)
    is_told = any(row.point == Point.FINAL for row in rows) or (
        measure.course.live and measures_of(person, measure.course).is_told
    )
    return is_told, _taken(rows, is_told=is_told)


def _finished(person: User, course: CoursePage) -> list[Measure]:
    rows = Measure.objects.filter(person=person, course=course, finished_at__isnull=False)
    return list(
        rows.select_related("release__case_version__scenario").order_by("finished_at", "pk")
    )


def _taken(rows: Collection[Measure], *, is_told: bool) -> tuple[TakenRow, ...]:
    assessments = [row.assessment for row in rows if row.assessment]
    results = standing_results(assessments) if assessments else {}
    spent = dict(Assessment.objects.filter(uuid__in=assessments).values_list("uuid", "seconds"))
    drills: dict[int, list[MeasureDrill]] = {}
    for drill in MeasureDrill.objects.filter(measure__in=[row.pk for row in rows]):
        drills.setdefault(drill.measure_id, []).append(drill)
    return tuple(
        TakenRow(
            row,
            results.get(row.assessment) if row.assessment else None,
            _seconds(row, spent, drills.get(row.pk, [])),
            tuple(drills.get(row.pk, ())),
            is_told,
        )
        for row in rows
    )


def _seconds(row: Measure, spent: Mapping[UUID, int], drills: Collection[MeasureDrill]) -> int:
    case = spent.get(row.assessment, 0) if row.assessment else 0
    return case + sum(drill.seconds or 0 for drill in drills)


def retention_words(taken: Collection[TakenRow]) -> str:
    """What is left of the final some months later, as far as one case can say it."""
    final = next((row for row in taken if row.measure.point == Point.FINAL), None)
    later = [row for row in taken if row.measure.point not in WITH_DRILLS]
    held = [row for row in later if row.result and row.result.tool_right is None]
    if not final or not held or not final.result or final.result.tool_right is not None:
        return ""
    last = held[-1]
    if final.is_withdrawn or last.is_withdrawn or last.result is None:
        return ""
    return _(
        "In the final you were with the panel on %(before)d of %(of_before)d factors, and "
        "%(point)s on %(after)d of %(of_after)d."
    ) % {
        "before": final.result.exact_units,
        "of_before": final.result.scored_units,
        "point": last.measure.get_point_display().lower(),
        "after": last.result.exact_units,
        "of_after": last.result.scored_units,
    }


def course_measures_page(person: User, course: CoursePage) -> CoursePageOfMeasures:
    """The page of one course's measures. Http404: there are none for this person."""
    measures = measures_of(person, course)
    if not measures.lines:
        raise Http404
    return CoursePageOfMeasures(
        measures=measures,
        current=measures.current,
        refusal=refusal_of_current(person, measures),
        taken=_taken(_finished(person, course), is_told=measures.is_told),
    )


def drill_to_answer(row: MeasureDrill) -> dict[str, Any]:
    """What the page of a drill shows before it is answered: no note, and no level meant."""
    content = DrillContent.from_content(row.version.content)
    n = row.measure.drills.count()
    return {"row": row, "measure": row.measure, "content": content, "n": n}


def after_drill_url(measure: Measure) -> str:
    """Where an answer leads: the next drill that is open, or the measure itself."""
    row = measure.drills.filter(answered_at__isnull=True).first()
    if row is None:
        return reverse("measure", args=[measure.uuid])
    return reverse("measure_drill", args=[measure.uuid, row.position])
