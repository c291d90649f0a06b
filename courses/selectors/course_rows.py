"""Where many people are with their courses, for those who may see them: one row for each."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from operator import attrgetter
from typing import NamedTuple

from django.db.models import Count, Max, Min, Q
from django.db.models.functions import Left
from django.utils import timezone
from wagtail.models import Page

from courses.models import Completion, CoursePage, Enrolment
from courses.selectors.asked import Asked, People, asked_of_people, asked_of_trainees
from courses.selectors.my_courses import CourseState
from people.public import Prepared

Pair = tuple[int, int]
"""A person and a course."""
DueAgain = Callable[[Collection[Pair]], Mapping[Pair, date]]

_due_again: list[DueAgain] = []


def register_due_again(source: DueAgain) -> None:
    """Let a part of the site say by when somebody has to do a course again.

    It is given all people and courses at once, and leaves out those with nothing to do again.
    """
    _due_again.append(source)


def knows_due_again() -> bool:
    """Whether anything on the site has to be done again, so that it is worth a column."""
    return bool(_due_again)


@dataclass(frozen=True, slots=True)
class CourseRow:
    """One person and one course that they are asked to take, or are on."""

    person_id: int
    course_id: int | None
    title: str
    is_published: bool
    asked: Asked | None
    enrolled_on: date
    begun_on: date | None
    finished_on: date | None
    read: int
    tested_out: int
    needed: int
    due_again_on: date | None
    today: date

    @property
    def state(self) -> CourseState:
        if self.finished_on:
            return CourseState.FINISHED
        return CourseState.BEGUN if self.begun_on else CourseState.NOT_BEGUN

    @property
    def is_overdue(self) -> bool:
        due_on = self.asked.due_on if self.asked else None
        waiting = self.is_published and self.finished_on is None
        return due_on is not None and waiting and due_on < self.today


class _Enrolled(NamedTuple):
    """The columns of an enrolment that are looked at, of as many people as a force has."""

    person_id: int
    course_id: int | None
    course_title: str
    enrolled_at: datetime
    how: str
    begun_at: datetime | None
    finished_at: datetime | None
    left_at: datetime | None


@dataclass(frozen=True, slots=True)
class _Course:
    pk: int
    title: str
    path: str
    needed: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Read:
    """What somebody is done with of a course: needed lessons, and the first and last time of any.

    ``read`` and ``tested_out`` are of the needed ones.
    """

    read: int
    tested_out: int
    first: datetime
    last: datetime

    @property
    def needed(self) -> int:
        return self.read + self.tested_out


def course_rows(
    people: People,
    paths: Mapping[int, str] | None = None,
    *,
    supposed: Mapping[int, Mapping[int, Asked]] | None = None,
) -> list[CourseRow]:
    """Every course that these people are asked to take or are on, in a fixed number of queries.

    ``paths`` says where each of them is a trainee, for whoever knows it already; ``supposed`` what
    each of them would be asked, in place of what they are.
    """
    courses = _courses()
    asked = supposed
    if asked is None:
        asked = asked_of_people(people) if paths is None else asked_of_trainees(paths)
    enrolments = _enrolments(people)
    read = _read(people, courses)
    titles = _titles_of_unpublished(asked, enrolments, courses)
    pairs = {(person, course) for person, of in asked.items() for course in of}
    pairs |= {
        (person, row.course_id)
        for person, rows in enrolments.items()
        for row in rows
        if row.course_id is not None
    }
    again = {pair: day for source in _due_again for pair, day in source(pairs).items()}
    now = timezone.localtime()
    found = []
    for person in asked.keys() | enrolments.keys():
        mine, rows = asked.get(person, {}), enrolments.get(person, [])
        found += _rows_of(person, mine, rows, courses, titles, read, again, now)
    found.sort(key=attrgetter("person_id", "title"))
    return found


def _enrolments(people: People) -> dict[int, list[_Enrolled]]:
    found: defaultdict[int, list[_Enrolled]] = defaultdict(list)
    rows = Enrolment.objects.filter(person__in=people).order_by("pk")
    for row in rows.values_list(*_Enrolled._fields):
        found[row[0]].append(_Enrolled(*row))
    return found


def _rows_of(
    person: int,
    asked: Mapping[int, Asked],
    enrolments: Iterable[_Enrolled],
    courses: Mapping[int, _Course],
    titles: Mapping[int, str],
    read: Mapping[Pair, _Read],
    again: Mapping[Pair, date],
    now: datetime,
) -> Iterable[CourseRow]:
    by_course = {row.course_id: row for row in enrolments if row.course_id is not None}
    for course_id in asked.keys() | by_course.keys():
        row, act = by_course.get(course_id), asked.get(course_id)
        course, so_far = courses.get(course_id), read.get((person, course_id))
        begun = (row.begun_at if row else None) or (so_far.first if so_far else None)
        if act is None and (row is None or not _is_on(row, begun)):
            continue
        yield CourseRow(
            person_id=person,
            course_id=course_id,
            title=course.title if course else titles[course_id],
            is_published=course is not None,
            asked=act,
            enrolled_on=_day(row.enrolled_at if row else act.asked_at, now),
            begun_on=_day(begun, now) if begun else None,
            finished_on=_finished_on(row, course, so_far, now),
            read=so_far.read if so_far else 0,
            tested_out=so_far.tested_out if so_far else 0,
            needed=len(course.needed) if course else 0,
            due_again_on=again.get((person, course_id)),
            today=now.date(),
        )
    for row in enrolments:
        if row.course_id is None and row.begun_at is not None:
            # The course was deleted: the record says what it was called.
            yield CourseRow(
                person_id=person, course_id=None, title=row.course_title, is_published=False,
                asked=None, enrolled_on=_day(row.enrolled_at, now),
                begun_on=_day(row.begun_at, now),
                finished_on=_day(row.finished_at, now) if row.finished_at else None,
                read=0, tested_out=0, needed=0, due_again_on=None, today=now.date(),
            )  # fmt: skip


def _is_on(row: _Enrolled, begun: datetime | None) -> bool:
    """Nobody asks: on it who took it by choice, or has begun what they were once asked."""
    if row.left_at is not None:
        return False
    return row.how == Enrolment.How.SELF or begun is not None


def _finished_on(
    row: _Enrolled | None, course: _Course | None, so_far: _Read | None, now: datetime
) -> date | None:
    if row and row.finished_at:
        return _day(row.finished_at, now)
    if course and so_far and course.needed and so_far.needed >= len(course.needed):
        # What was left to read is no longer in the course.
        return _day(so_far.last, now)
    return None


# The kinds of page in one: each is joined, and there only for pages of that kind.
_pages = Prepared(
    lambda: (
        Page.objects.live()
        .filter(
            Q(coursepage__isnull=False) | Q(modulepage__isnull=False) | Q(lessonpage__isnull=False)
        )
        .order_by("path")
        .values_list("pk", "path", "title", "coursepage", "modulepage__is_needed", "lessonpage")
    )
)


def _courses() -> dict[int, _Course]:
    """The published courses with their needed lessons: one query, without a word of text."""
    courses: dict[str, tuple[int, str]] = {}
    is_needed: dict[str, bool] = {}
    needed: defaultdict[str, set[int]] = defaultdict(set)
    every: defaultdict[str, set[int]] = defaultdict(set)
    for pk, path, title, course, module_is_needed, lesson in _pages.tuples():
        if course is not None:
            courses[path] = pk, title
        elif module_is_needed is not None:
            is_needed[path] = module_is_needed
        elif lesson is not None and (module := path[: -Page.steplen]) in is_needed:
            # By their paths a module comes before its lessons.
            above = module[: -Page.steplen]
            every[above].add(pk)
            if is_needed[module]:
                needed[above].add(pk)
    return {
        pk: _Course(pk, title, path, frozenset(needed[path] or every[path]))
        for path, (pk, title) in courses.items()
    }


def _read(people: People, courses: Mapping[int, _Course]) -> dict[Pair, _Read]:
    """Counted by the database: 500 people have read 20,000 lessons. One query."""
    if not courses:
        return {}
    by_path = {course.path: course.pk for course in courses.values()}
    needed = set().union(*(course.needed for course in courses.values()))
    rows = (
        # Every course stands at the same depth, so its path is the beginning of its lessons'.
        Completion.objects.filter(person__in=people, lesson__isnull=False)
        .annotate(course_path=Left("lesson__path", len(next(iter(by_path)))))
        .order_by()
        .values("person_id", "course_path")
        .annotate(
            read=Count("pk", filter=Q(lesson__in=needed, how=Completion.How.READ)),
            out=Count("pk", filter=Q(lesson__in=needed, how=Completion.How.TESTED_OUT)),
            first=Min("completed_at"),
            last=Max("completed_at"),
        )
        .values_list("person_id", "course_path", "read", "out", "first", "last")
    )
    return {
        (person, by_path[path]): _Read(read, out, first, last)
        for person, path, read, out, first, last in rows
        if path in by_path
    }


def _titles_of_unpublished(
    asked: Mapping[int, Mapping[int, Asked]],
    enrolments: Mapping[int, Iterable[_Enrolled]],
    courses: Mapping[int, _Course],
) -> dict[int, str]:
    wanted = {course for of in asked.values() for course in of}
    wanted |= {row.course_id for rows in enrolments.values() for row in rows if row.course_id}
    missing = wanted - courses.keys()
    if not missing:
        return {}
    return dict(CoursePage.objects.filter(pk__in=missing).values_list("pk", "title"))


def _day(at: datetime, now: datetime) -> date:
    """The day where the site is. By ``localdate`` the zone would be looked for at each of them."""
    return at.astimezone(now.tzinfo).date()
