"""Who is where with their courses, by name: assigned, begun, finished, overdue."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from django.core.paginator import Page
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.public import CourseRow, CourseState, course_rows, knows_due_again
from people.public import Membership, Organisation, Role, organisation_subtree, trainees_in
from reports.paging import page_of
from reports.sheets import Sheet
from reports.tables import Cell, Column, Group, Row, Table, day, nothing, number, text


@dataclass(frozen=True, slots=True)
class PersonCourses:
    """One current trainee and every course they are asked to take or are on."""

    name: str
    rows: tuple[CourseRow, ...]

    @property
    def assigned(self) -> list[CourseRow]:
        """What asks for something now: a course that is not published asks for nothing."""
        return [row for row in self.rows if row.asked and row.is_published]

    @property
    def has_finished_all_assigned(self) -> bool:
        assigned = self.assigned
        return bool(assigned) and all(row.finished_on for row in assigned)


class ShowCourses(StrEnum):
    """Which people a lead asks to see; each figure of the first screen is one of these."""

    ALL = "all"
    ASSIGNED = "assigned"
    FINISHED = "finished"
    UNFINISHED = "unfinished"
    OVERDUE = "overdue"
    UNASSIGNED = "unassigned"

    @property
    def label(self) -> Promise:
        return {
            ShowCourses.ALL: gettext_lazy("Everybody"),
            ShowCourses.ASSIGNED: gettext_lazy("Assigned a course"),
            ShowCourses.FINISHED: gettext_lazy("Finished every course they were assigned"),
            ShowCourses.UNFINISHED: gettext_lazy("With a course to finish"),
            ShowCourses.OVERDUE: gettext_lazy("With an overdue course"),
            ShowCourses.UNASSIGNED: gettext_lazy("Not assigned a course"),
        }[self]

    def includes(self, person: PersonCourses) -> bool:
        match self:
            case ShowCourses.ALL:
                return True
            case ShowCourses.ASSIGNED:
                return bool(person.assigned)
            case ShowCourses.FINISHED:
                return person.has_finished_all_assigned
            case ShowCourses.UNFINISHED:
                return bool(person.assigned) and not person.has_finished_all_assigned
            case ShowCourses.OVERDUE:
                return any(row.is_overdue for row in person.rows)
            case ShowCourses.UNASSIGNED:
                return not person.assigned


@dataclass(frozen=True, slots=True)
class CoursesDone:
    """Who has done their courses, in numbers of people."""

    people: int
    assigned: int
    finished: int
    overdue: int


def courses_of(organisation: Organisation) -> list[PersonCourses]:
    """Every current trainee of the organisation and below it, in a fixed number of queries."""
    return _with_courses(_named(organisation))


def courses_page(organisation: Organisation, show: ShowCourses, number: str | None) -> Page:
    """The people of one page. Where everybody is shown, the courses of nobody else are read."""
    if show == ShowCourses.ALL:
        page = page_of(_named(organisation), number)
        page.object_list = _with_courses(page.object_list)
        return page
    return page_of(people_shown(organisation, show), number)


def people_shown(organisation: Organisation, show: ShowCourses) -> list[PersonCourses]:
    """Those of the trainees whom a lead asks to see."""
    return [person for person in courses_of(organisation) if show.includes(person)]


def _named(organisation: Organisation) -> QuerySet[Membership, Any]:
    # Of each person the name alone is shown, and where they are says what they are asked.
    held = Membership.objects.current().filter(
        role=Role.TRAINEE,
        organisation__in=organisation_subtree(organisation),
        person__in=trainees_in(organisation),
    )
    # Somebody whose last day was taken back holds two of one place until that day.
    names = held.order_by("person__last_name", "person__first_name", "person").distinct()
    return names.values_list(
        "person_id", "person__first_name", "person__last_name", "organisation__path"
    )


def _with_courses(people: Iterable[tuple[int, str, str, str]]) -> list[PersonCourses]:
    names, paths = {}, {}
    for pk, first, last, path in people:
        names[pk], paths[pk] = f"{first} {last}".strip(), path
    rows: dict[int, list[CourseRow]] = {pk: [] for pk in names}
    for row in course_rows(list(names), paths):
        rows[row.person_id].append(row)
    return [PersonCourses(name, tuple(rows[pk])) for pk, name in names.items()]


def who_has_done_courses(people: Iterable[PersonCourses]) -> CoursesDone:
    """Counts of the same people that the courses page lists, filter by filter."""
    people = list(people)

    def count(show: ShowCourses) -> int:
        return sum(show.includes(person) for person in people)

    return CoursesDone(
        people=len(people),
        assigned=count(ShowCourses.ASSIGNED),
        finished=count(ShowCourses.FINISHED),
        overdue=count(ShowCourses.OVERDUE),
    )


def course_sheet(people: Iterable[PersonCourses]) -> Sheet:
    """The file: the rows of every page."""
    return Sheet(
        name="courses",
        title=_("Courses"),
        headings=[column.heading for column in _columns()],
        rows=([*row.values()] for row in _table_rows(people)),
    )


def course_table(people: Collection[PersonCourses]) -> Table:
    """A row for each person and course."""
    return Table(
        code="courses",
        caption=_("Courses"),
        columns=_columns(),
        groups=(Group("", tuple(_table_rows(people))),),
        notes=(
            _("A course is begun with the first lesson read, and finished with the last needed."),
            _("Who passes a module’s checks first may test out of its lessons. They are not read."),
        ),
    )


def _table_rows(people: Iterable[PersonCourses]) -> Iterable[Row]:
    none = (text(_("None")), nothing(span=len(_columns()) - 2))
    # Of a thousand days most are the same few: each is put in words once.
    days = cache(day)
    for person in people:
        name = text(person.name)
        if not person.rows:
            yield Row((name, *none))
        for row in person.rows:
            yield Row((name, *_cells(row, days)))


def _columns() -> tuple[Column, ...]:
    columns = (
        Column(_("Name")),
        Column(_("Course")),
        Column(_("How")),
        Column(_("State")),
        Column(_("Lessons read"), is_number=True),
        Column(_("Tested out"), is_number=True),
        Column(_("Aim for")),
        Column(_("By")),
        Column(_("Begun")),
        Column(_("Finished")),
        Column(_("Enrolled")),
    )
    return (*columns, Column(_("Due again"))) if knows_due_again() else columns


def _cells(row: CourseRow, day: Callable[..., Cell]) -> tuple[Cell, ...]:
    aim_on, due_on = (row.asked.aim_on, row.asked.due_on) if row.asked else (None, None)
    words = _("%(read)d of %(needed)d") % {"read": row.read, "needed": row.needed}
    cells = (
        text(row.title),
        text(_("Assigned") if row.asked else _("Not asked now")),
        text(_state(row)),
        number(row.read, words) if row.is_published else text("–"),
        number(row.tested_out) if row.is_published else text("–"),
        day(aim_on, "–"),
        day(due_on, "–"),
        day(row.begun_on, _("Not yet")),
        day(row.finished_on, _("Not yet")),
        day(row.enrolled_on, "–"),
    )
    return (*cells, day(row.due_again_on, "–")) if knows_due_again() else cells


def _state(row: CourseRow) -> str:
    if row.finished_on:
        return _("Finished")
    if row.course_id is None:
        return _("Course deleted")
    if not row.is_published:
        return _("Course not published")
    if row.is_overdue:
        return _("Overdue")
    return _("Begun") if row.state == CourseState.BEGUN else _("Not begun")
