"""Whom to remind of a measure that can be taken: of the final, and of each of the later ones."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta

from django.utils import timezone

from courses.measuring import (
    MONTHS,
    Form,
    Point,
    Window,
    form_of,
    forms_of,
    window_of_final,
    window_of_later,
)
from courses.models import CoursePage, Drill, Enrolment, Measure
from courses.selectors.asked import People
from courses.selectors.due import Due, Kind
from courses.selectors.measures import Materials
from people.public import Membership, Role
from scenarios.public import anchor_releases

# Whoever has just finished a course sees it there; they are written to when a week has gone by.
AFTER_FINISHING = timedelta(days=7)
Pair = tuple[int, int]


def measures_due(people: People, today: date | None = None) -> list[Due]:
    """The measures of these people that are offered now and not done, each with its day.

    A few queries for one person as for thousands. Not in a calendar: nobody has to take a measure.
    """
    today = today or timezone.localdate()
    courses = {course.pk: course for course in CoursePage.objects.live() if forms_of(course)}
    if not courses:
        return []
    rows: defaultdict[Pair, dict[str, Measure]] = defaultdict(dict)
    taken = Measure.objects.filter(person__in=people, course__in=courses)
    for row in taken.order_by("begun_at", "pk"):
        rows[row.person_id, row.course_id][row.point] = row
    finished = _finished(people, courses)
    not_measured = set(
        Membership.objects.current()
        .filter(person__in=people, role__in=[Role.TRAINER, Role.PANELLIST])
        .values_list("person_id", flat=True)
    )
    materials = _materials([form for course in courses.values() for form in forms_of(course)])
    return [
        due
        for (person, course), own in rows.items()
        if person not in not_measured
        for due in _due(person, courses[course], own, finished.get((person, course)), today)
        if _can_be_done(own, due, forms_of(courses[course]), materials)
    ]


def _materials(forms: Collection[Form]) -> Materials:
    """What of the forms is in use: two queries."""
    codes = {code for form in forms for code in form.drills}
    drills = Drill.objects.to_measure_with().filter(code__in=codes)
    return Materials(
        anchor_releases({form.case for form in forms}), dict(drills.values_list("code", "minutes"))
    )


def _finished(people: People, courses: Mapping[int, CoursePage]) -> dict[Pair, date]:
    rows = Enrolment.objects.filter(
        person__in=people, course__in=courses, finished_at__isnull=False
    ).values_list("person_id", "course_id", "finished_at")
    return {(person, course): timezone.localdate(at) for person, course, at in rows}


def _due(
    person: int,
    course: CoursePage,
    own: Mapping[str, Measure],
    finished_on: date | None,
    today: date,
) -> Iterable[Due]:
    for point, window, day in _windows(own, finished_on):
        row = own.get(point)
        if window.last < today or (row is not None and row.is_finished):
            continue
        yield Due(
            person, f"measure-{course.pk}-{point}", course.title, Kind.MEASURE, day,
            own[Point.BASELINE].begun_at,
        )  # fmt: skip


def _windows(
    own: Mapping[str, Measure], finished_on: date | None
) -> Iterable[tuple[Point, Window, date]]:
    """Each point after a baseline that was done: its days, and the one to remind on."""
    baseline, final = own.get(Point.BASELINE), own.get(Point.FINAL)
    if baseline is None or not baseline.is_finished:
        return
    if finished_on:
        window = window_of_final(finished_on)
        yield Point.FINAL, window, window.first + AFTER_FINISHING
    if final and final.finished_at:
        for point in MONTHS:
            window = window_of_later(point, timezone.localdate(final.finished_at))
            yield point, window, window.first


def _can_be_done(
    own: Mapping[str, Measure], due: Due, forms: tuple[Form, ...], materials: Materials
) -> bool:
    """Whether all of it is in use; of one that is begun the drills are there as they were."""
    point = due.about.rpartition("-")[2]
    done = [(row.point, row.form) for row in own.values() if row.is_finished]
    form = forms[form_of(point, own[Point.BASELINE].first_form, done)]
    if point in own:
        return form.case in materials.releases
    return materials.is_whole(form, point)
