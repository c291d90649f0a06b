"""The courses of one person: on which they are, how far they have come, and what is asked."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.due_words import PRESSING, aim_words, dates_words, due_words, shown
from courses.models import CoursePage, Enrolment, LessonPage, ModulePage
from courses.selectors.asked import Asked, asked_of
from courses.selectors.cases import Attempts, Case, Reader, attempts_by_case, practice_cases_of
from courses.selectors.certification_sets import OwnStandings
from courses.selectors.outlines import Outline, course_of, outlines_of
from courses.selectors.progress import CourseProgress, ModuleProgress, lessons_done, progress_in
from courses.selectors.standing import Kind, ModuleStanding, standings_of
from courses.selectors.testing_out import Baseline, baseline_of
from courses.selectors.times import Minutes, TimedCourse, timed
from people.public import Prepared, Role, Slot, User, has_role

BLOCKS = {Kind.CHECKED: "knowledge_check", Kind.PRACTISED: "practice_case"}
"""The blocks of a lesson that a module's lines speak of."""


class CourseState(StrEnum):
    """How far somebody has come in a course; the first lesson read begins it."""

    NOT_BEGUN = "not_begun"
    BEGUN = "begun"
    FINISHED = "finished"


@dataclass(frozen=True)
class ModuleLine:
    """A module as a reader sees it: its lessons, its time, and what they have of it."""

    progress: ModuleProgress
    minutes: Minutes
    standings: Sequence[ModuleStanding]

    @property
    def page(self) -> ModulePage:
        return self.progress.page

    @property
    def test_out(self) -> ModuleStanding | None:
        """Its knowledge checks, where passing them first may leave lessons out."""
        if self.progress.is_done or self.progress.left_out:
            return None
        return next((line for line in self.standings if line.kind == Kind.CHECKED), None)


@dataclass(frozen=True)
class MyCourse:
    """A published course and one reader."""

    progress: CourseProgress
    enrolment: Enrolment | None
    asked: Asked | None
    waits_for: tuple[CoursePage, ...]
    time: TimedCourse
    standings: Mapping[int, Sequence[ModuleStanding]]
    today: date

    @property
    def course(self) -> CoursePage:
        return self.progress.course

    @property
    def modules(self) -> list[ModuleLine]:
        return [
            ModuleLine(
                module,
                self.time.by_module[module.page.pk],
                self.standings.get(module.page.pk, ()),
            )
            for module in self.progress.modules
        ]

    @property
    def whole(self) -> Sequence[ModuleStanding]:
        """What belongs to the course as a whole."""
        return self.standings.get(self.course.pk, ())

    @property
    def is_on(self) -> bool:
        """Asked to take it, or took it by choice; what an act that holds no more left begun."""
        if self.asked:
            return True
        row = self.enrolment
        return row is not None and row.left_at is None and _is_kept(row)

    @cached_property
    def state(self) -> CourseState:
        if self.progress.is_finished or (self.enrolment and self.enrolment.finished_at):
            return CourseState.FINISHED
        begun = self.progress.is_begun or (self.enrolment and self.enrolment.begun_at)
        return CourseState.BEGUN if begun else CourseState.NOT_BEGUN

    @property
    def is_finished(self) -> bool:
        return self.state == CourseState.FINISHED

    @property
    def new_since(self) -> int:
        """Lessons that are needed now and unread, of a course that was finished before."""
        if not self.is_finished:
            return 0
        return len(self.progress.needed) - self.progress.needed_done

    @cached_property
    def resume(self) -> LessonPage | None:
        """Where to go on: the lesson last opened, else the next one unread."""
        if self.is_finished:
            return None
        return self.progress.resume_at(self.enrolment.last_lesson_id if self.enrolment else None)

    @property
    def left(self) -> Minutes | None:
        """What there is still to read and do of a course that is begun.

        Nothing of what was left out, and no checks or cases of a module that has them all done.
        """
        if self.is_finished or not self.progress.is_begun:
            return None
        settled = {
            module.page.pk: [
                BLOCKS[line.kind]
                for line in self.standings.get(module.page.pk, ())
                if line.is_done and line.kind in BLOCKS
            ]
            for module in self.progress.modules
        }
        return self.time.left_after(self.progress.done, settled)

    @property
    def resume_words(self) -> str:
        """The words on the button that leads there."""
        if self.is_resumed:
            return _("Go on where you left")
        return _("Go on to the next lesson") if self.progress.is_begun else _("Begin the course")

    @property
    def is_resumed(self) -> bool:
        """Whether it goes on with the very lesson that was open last."""
        last = self.enrolment.last_lesson_id if self.enrolment else None
        return self.resume is not None and self.resume.pk == last

    @property
    def is_overdue(self) -> bool:
        due_on = self.asked.due_on if self.asked else None
        return due_on is not None and not self.is_finished and due_on < self.today

    @property
    def next_date(self) -> date | None:
        """The date that presses next: the one to aim for until it has passed, then the last."""
        if self.asked is None or self.is_finished:
            return None
        aim_on, due_on = self.asked.aim_on, self.asked.due_on
        if aim_on and (aim_on >= self.today or due_on is None):
            return aim_on
        return due_on

    @property
    def is_pressing(self) -> bool:
        day = self.next_date
        return day is not None and day <= self.today + PRESSING

    @property
    def due_words(self) -> str:
        """The dates that hold, in words; none once it is finished."""
        if self.asked is None or self.is_finished:
            return ""
        words = [
            aim_words(self.asked.aim_on, self.today) if self.asked.aim_on else "",
            due_words(self.asked.due_on, self.today) if self.asked.due_on else "",
        ]
        return ". ".join(filter(None, words))

    @property
    def changed_words(self) -> str:
        """That a later act has changed the dates, and what they were."""
        if self.asked is None or self.asked.before is None or self.is_finished:
            return ""
        return _("The date was changed. Before, it was: %(before)s.") % {
            "before": dates_words(*self.asked.before)
        }

    @property
    def state_words(self) -> str:
        if self.is_finished:
            at = self.enrolment.finished_at if self.enrolment else None
            if at is None:
                return _("Finished")
            return _("Finished on %(day)s") % {"day": shown(timezone.localdate(at))}
        if self.is_overdue:
            return _("Overdue")
        return _("Begun") if self.state == CourseState.BEGUN else _("Not begun")

    @property
    def may_take(self) -> bool:
        return not self.is_on and self.course.self_enrolment and not self.waits_for

    @property
    def may_leave(self) -> bool:
        """What nobody asks for and is not finished can be left."""
        return self.is_on and self.asked is None and not self.is_finished


_enrolments = Prepared(
    lambda: Enrolment.objects.filter(person=Slot(Enrolment, "person")).annotate(
        title_now=F("course__title")
    )
)
_first = Prepared(
    lambda: CoursePage.prerequisites.through.objects.order_by("pk").values_list(
        "from_coursepage_id", "to_coursepage_id"
    )
)


def _is_kept(row: Enrolment) -> bool:
    return row.how == Enrolment.How.SELF or row.begun_at is not None


@dataclass(frozen=True)
class LostCourse:
    """A course that somebody is on and that cannot be opened: unpublished, or deleted."""

    title: str
    is_deleted: bool
    finished_on: date | None


def my_courses(
    person: Reader,
    outlines: Sequence[Outline],
    attempts: Mapping[Case, Attempts],
    certifications: OwnStandings | None = None,
) -> tuple[list[MyCourse], list[LostCourse]]:
    """Every published course with what is one person's of it, and those that are gone.

    The number of queries is the same for one course and for ten. ``certifications`` are the
    person's, where they are at hand.
    """
    done = lessons_done(person)
    asked = asked_of(person)
    rows: list[Enrolment] = []
    if person.is_authenticated:
        rows = _enrolments.rows(person=person.pk)
    enrolments = {row.course_id: row for row in rows}
    first = _prerequisites()
    today = timezone.localdate()
    progress = [progress_in(outline, done) for outline in outlines]
    published = {each.course.pk: each for each in progress}
    finished = {pk for pk, each in published.items() if each.is_finished}
    finished |= {row.course_id for row in rows if row.course_id and row.finished_at}
    standings = standings_of(person, progress, attempts, certifications)
    courses = [
        MyCourse(
            progress=each,
            enrolment=enrolments.get(each.course.pk),
            asked=asked.get(each.course.pk),
            waits_for=tuple(
                published[pk].course
                for pk in first[each.course.pk]
                if pk in published and pk not in finished
            ),
            time=time,
            standings=standings,
            today=today,
        )
        for each, time in zip(progress, timed(outlines), strict=True)
    ]
    return courses, [_lost(row) for row in rows if _is_lost(row, published)]


def _is_lost(row: Enrolment, published: Mapping[int, CourseProgress]) -> bool:
    if row.course_id in published or row.left_at is not None:
        return False
    return _is_kept(row)


def _lost(row: Enrolment) -> LostCourse:
    at = row.finished_at
    return LostCourse(
        title=row.title_now or row.course_title,
        is_deleted=row.course_id is None,
        finished_on=timezone.localdate(at) if at else None,
    )


def _prerequisites() -> defaultdict[int, list[int]]:
    """Which courses come first, by course: one query."""
    found: defaultdict[int, list[int]] = defaultdict(list)
    for course, first in _first.tuples():
        found[course].append(first)
    return found


def mine_of(course: CoursePage, reader: Reader, attempts: Mapping[Case, Attempts]) -> MyCourse:
    """One course and one reader, published or in preview."""
    # With the courses that come first, to know whether those are finished.
    first = CoursePage.objects.live().filter(leads_to=course.pk)
    found, _gone = my_courses(reader, outlines_of([course, *first]), attempts)
    return found[0]


def course_page_context(course: CoursePage, reader: Reader) -> dict[str, Any]:
    """What the page of a course needs, published or in preview."""
    # They stand above this module: a measure rests on where somebody is in a course.
    from courses.selectors.measure_refusals import refusal_of_current
    from courses.selectors.measures import measures_in

    attempts = attempts_by_case(reader)
    mine = mine_of(course, reader, attempts)
    refs = mine.progress.outline.practice_refs
    measures = measures_in(reader, [mine]).get(course.pk) if isinstance(reader, User) else None
    return {
        "mine": mine,
        "measures": measures,
        "can_be_measured": bool(measures and not refusal_of_current(reader, measures)),
        "may_assign": has_role(reader, Role.FORCE_LEAD, Role.ADMINISTRATOR),
        "progress": mine.progress,
        "baseline": _baseline(mine, reader, mine.modules),
        "practice_cases": practice_cases_of(attempts, refs) if refs else [],
    }


def module_page_context(module: ModulePage, reader: Reader) -> dict[str, Any]:
    """What the page of a module needs, published or in preview."""
    mine = mine_of(course_of(module), reader, attempts_by_case(reader))
    line = next((each for each in mine.modules if each.page.pk == module.pk), None)
    return {"mine": mine, "module": line, "baseline": _baseline(mine, reader, [line])}


def _baseline(
    mine: MyCourse, reader: Reader, modules: Iterable[ModuleLine | None]
) -> Baseline | None:
    """Where the reader is with the baseline, if any of these modules can be tested out of."""
    if not any(module and module.test_out for module in modules):
        return None
    return baseline_of(reader, mine.course, has_read=mine.progress.read > 0)
