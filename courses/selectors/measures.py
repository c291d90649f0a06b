"""Where one person stands with the measures of courses: what is due, what is open, what is over."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.due_words import shown
from courses.measuring import (
    MONTHS,
    WITH_DRILLS,
    Form,
    Point,
    Window,
    form_of,
    forms_of,
    may_be_measured,
    window_of_final,
    window_of_later,
)
from courses.models import CoursePage, Drill, Measure
from courses.selectors.cases import Attempts, Case
from courses.selectors.my_courses import MyCourse, mine_of
from people.public import Prepared, Slot, User, trainee_organisation
from scenarios.public import Release, Use, anchor_releases


class State(StrEnum):
    """How it stands with one point of a course for one person."""

    DUE = "due"
    OPEN = "open"
    DONE = "done"
    DECLINED = "declined"
    MISSED = "missed"
    LATER = "later"
    NEVER = "never"


@dataclass(frozen=True)
class Materials:
    """The cases and drills of some forms that can be asked of a person today."""

    releases: Mapping[str, Release]
    minutes_of_drills: Mapping[str, int]

    def is_whole(self, form: Form, point: str) -> bool:
        """Whether all of a form is in use that the point asks for."""
        drills = form.drills if point in WITH_DRILLS else ()
        return form.case in self.releases and all(code in self.minutes_of_drills for code in drills)

    def minutes(self, form: Form, point: str) -> int:
        """What it takes: the case, and each drill."""
        drills = form.drills if point in WITH_DRILLS else ()
        case = int(self.releases[form.case].case_version.minutes)
        return case + sum(self.minutes_of_drills[code] for code in drills)


@dataclass(frozen=True)
class PointLine:
    """One point of a course: its state, in words, and the measure if there is one."""

    point: Point
    state: State
    words: str
    measure: Measure | None = None
    minutes: int = 0

    @property
    def is_baseline(self) -> bool:
        return self.point == Point.BASELINE

    @property
    def can_be_taken(self) -> bool:
        """Whether there is something to begin, or to go on with."""
        return self.state in (State.DUE, State.OPEN)


@dataclass(frozen=True)
class CourseMeasures:
    """All points of one course for one person; no lines where it has no measure for them."""

    course: CoursePage
    lines: tuple[PointLine, ...]

    @property
    def current(self) -> PointLine | None:
        """What can be taken now: one at most, since each point waits for the one before."""
        return next((line for line in self.lines if line.can_be_taken), None)

    @property
    def waiting_baseline(self) -> PointLine | None:
        """The baseline, where it comes before reading on."""
        line = self.current
        return line if line and line.is_baseline else None

    @property
    def has_taken(self) -> bool:
        """Whether there is a measure to look at."""
        return any(line.state in (State.DONE, State.OPEN) for line in self.lines)

    @property
    def is_told(self) -> bool:
        """Whether it is told what the drills showed: after the final, or once it cannot come."""
        return self.line(Point.FINAL).state in (State.DONE, State.MISSED) if self.lines else False

    @property
    def url(self) -> str:
        return reverse("course_measures", args=[self.course.pk])

    def line(self, point: str) -> PointLine:
        """The line of a point."""
        return next(line for line in self.lines if line.point == point)

    def url_of(self, line: PointLine) -> str:
        """Where a point is begun, or gone on with."""
        if line.measure and line.state == State.OPEN:
            return reverse("measure", args=[line.measure.uuid])
        return self.url


_own_measures = Prepared(
    lambda: (
        Measure.objects.filter(person=Slot(Measure, "person"), course__isnull=False)
        .select_related("release__case_version__scenario")
        .annotate(
            n_drills=Count("drills"),
            n_answered=Count("drills", filter=Q(drills__answered_at__isnull=False)),
        )
        .order_by("begun_at", "pk")
    )
)


def measures_in(person: User, courses: Sequence[MyCourse]) -> dict[int, CourseMeasures]:
    """The measures of one person in each of these courses, by course.

    One query, and two more where something could be begun, however many courses there are.
    """
    rows: defaultdict[int, dict[str, Measure]] = defaultdict(dict)
    for row in _own_measures.rows(person=person.pk):
        rows[row.course_id][row.point] = row
    if not rows and not (may_be_measured(person) and any(forms_of(one.course) for one in courses)):
        return {}
    found = {
        mine.course.pk: _Course(mine, rows.get(mine.course.pk, {}), may_be_measured(person))
        for mine in courses
    }
    wanted = [form for one in found.values() for form in one.forms_wanted]
    materials = materials_for(person, wanted)
    return {
        pk: CourseMeasures(one.mine.course, one.lines(materials))
        for pk, one in found.items()
        if one.rows or one.forms
    }


def measures_of(person: User, course: CoursePage) -> CourseMeasures:
    """The same of one published course."""
    found = measures_in(person, [mine_of(course, person, {})])
    return found.get(course.pk) or CourseMeasures(course, ())


def materials_for(person: User, forms: Collection[Form]) -> Materials:
    """What of these forms is in use and may be asked of the person: two queries, or none."""
    if not forms:
        return Materials({}, {})
    organisation = trainee_organisation(person)
    releases = {
        ref: release
        for ref, release in anchor_releases({form.case for form in forms}).items()
        if not release.is_specimen or (organisation and organisation.is_invented)
    }
    codes = {code for form in forms for code in form.drills}
    drills = Drill.objects.filter(code__in=codes, live=True, is_for_measuring=True)
    return Materials(releases, dict(drills.values_list("code", "minutes")))


@dataclass(frozen=True)
class _Course:
    """A course and a reader, before it is known what of the forms is in use."""

    mine: MyCourse
    rows: Mapping[str, Measure]
    may_be_measured: bool

    @cached_property
    def forms(self) -> tuple[Form, ...]:
        return forms_of(self.mine.course) if self.may_be_measured else ()

    @property
    def today(self) -> date:
        return self.mine.today

    @property
    def has_read(self) -> bool:
        row = self.mine.enrolment
        return self.mine.progress.is_begun or bool(row and row.begun_at)

    @property
    def forms_wanted(self) -> tuple[Form, ...]:
        """The forms that are worth looking up: those of what could be begun."""
        could = [point for point in Point if self._could_begin(point)]
        if not could or not self.forms:
            return ()
        return self.forms if could == [Point.BASELINE] else (self.forms[self.next_form(could[0])],)

    def next_form(self, point: Point) -> int:
        """Which form comes at a point after the baseline."""
        done = [(row.point, row.form) for row in self.rows.values() if row.is_finished]
        return form_of(point, self.rows[Point.BASELINE].first_form, done)

    def window(self, point: Point) -> Window | None:
        """The days of a point, where they are known; the baseline has none."""
        if point == Point.FINAL:
            row = self.mine.enrolment
            at = row.finished_at if row else None
            return window_of_final(timezone.localdate(at)) if at else None
        final = self.rows.get(Point.FINAL)
        if point in MONTHS and final and final.finished_at:
            return window_of_later(point, timezone.localdate(final.finished_at))
        return None

    def _is_done(self, point: Point) -> bool:
        row = self.rows.get(point)
        return row is not None and row.is_finished

    def _could_begin(self, point: Point) -> bool:
        """Whether its time is now and it was not begun, whatever is in use of it."""
        if point in self.rows or not self.forms:
            return False
        if point == Point.BASELINE:
            return not self.has_read and (self.mine.is_on or self.mine.may_take)
        window = self.window(point)
        # A clock that was set back does not take back that the course is finished.
        is_time = window is not None and (point == Point.FINAL or window.first <= self.today)
        return bool(
            self._is_done(Point.BASELINE) and window and is_time and self.today <= window.last
        )

    def lines(self, materials: Materials) -> tuple[PointLine, ...]:
        """Every point in its order, each as it stands today."""
        return tuple(self._line(point, materials) for point in Point)

    def _line(self, point: Point, materials: Materials) -> PointLine:
        row = self.rows.get(point)
        if row is not None:
            return PointLine(point, *self._of_row(point, row), row)
        if self._could_begin(point):
            return self._to_begin(point, materials)
        return PointLine(point, *self._without_row(point))

    def _of_row(self, point: Point, row: Measure) -> tuple[State, str]:
        if row.is_finished and row.finished_at:
            day = timezone.localdate(row.finished_at)
            return State.DONE, _("Done on %(day)s") % {"day": shown(day)}
        if row.declined_at:
            return State.DECLINED, _("You went without it")
        window = self.window(point)
        if point == Point.BASELINE and self.has_read:
            return State.MISSED, _("Not finished before you began to read")
        if window and self.today > window.last:
            return State.MISSED, _("Not finished by %(day)s") % {"day": shown(window.last)}
        return State.OPEN, _("Begun, not finished")

    def _to_begin(self, point: Point, materials: Materials) -> PointLine:
        of_baseline = point == Point.BASELINE
        forms = self.forms if of_baseline else (self.forms[self.next_form(point)],)
        if not all(materials.is_whole(form, point) for form in forms):
            return PointLine(
                point, State.NEVER, _("Not offered at present: what it asks is not in use for you")
            )
        window = self.window(point)
        words = (
            _("Can be done until %(day)s") % {"day": shown(window.last)}
            if window
            else _("Before the first lesson")
        )
        # Of the baseline it is not drawn yet which form it is, so the longer one is told.
        minutes = max(materials.minutes(form, point) for form in forms)
        return PointLine(point, State.DUE, words, minutes=minutes)

    def _without_row(self, point: Point) -> tuple[State, str]:
        if point == Point.BASELINE:
            if self.has_read:
                return State.MISSED, _("You began to read without it")
            return State.NEVER, _("Not offered to you at present")
        window = self.window(point)
        if not self._is_done(Point.BASELINE):
            if Point.BASELINE not in self.rows and not self.has_read:
                return State.LATER, _("After the course, if you do the baseline")
            row = self.rows.get(Point.BASELINE)
            is_coming = row is not None and row.is_open and not self.has_read
            if is_coming:
                return State.LATER, _("After the course")
            return State.NEVER, _("Not asked, as there is no baseline to compare it with")
        if window and self.today > window.last:
            words = _("Not done. It could be done until %(day)s")
            return State.MISSED, words % {"day": shown(window.last)}
        if window and (point == Point.FINAL or window.first <= self.today):
            return State.NEVER, _("Not offered to you at present")
        if point == Point.FINAL:
            return State.LATER, _("When you have finished the course")
        if window:
            return State.LATER, _("From %(day)s") % {"day": shown(window.first)}
        if (of_final := self.window(Point.FINAL)) and self.today > of_final.last:
            return State.NEVER, _("Not asked, as there is no final to compare it with")
        return State.LATER, _("After the final")


def can_go_on(measure: Measure, attempts: Mapping[Case, Attempts]) -> bool:
    """Whether anything of an open measure can be done now: its case may be closed at present.

    ``measure`` as ``measures_in`` has it, and the attempts of its person.
    """
    if measure.n_answered < measure.n_drills:
        return True
    release = measure.release
    if measure.assessment is not None or release is None:
        return False
    if release.state == Release.State.OPEN:
        return True
    own = attempts.get((release.case_version.scenario.ref, Use.ANCHOR), Attempts())
    return release.state == Release.State.CLOSED and own.open_one is not None
