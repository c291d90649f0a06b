"""What has a date: for the home page, a calendar, and reminders. Checks and courses alike."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.due_words import PRESSING, near_words, overdue_words
from courses.models import CheckAssignment
from courses.selectors.asked import People
from courses.selectors.course_rows import course_rows
from people.public import User, trainee_organisation
from scenarios.public import Assessment, Release, Use


class Kind(StrEnum):
    """What a date is: one to aim for, the last, or of a measure the day from which it is asked."""

    AIM = "aim"
    BY = "by"
    MEASURE = "measure"


@dataclass(frozen=True, slots=True)
class Due:
    """One date of one person, of something that they have not done yet."""

    person_id: int
    about: str
    """Which course or check, in a form that never changes."""
    title: str
    kind: Kind
    day: date
    since: datetime


def due_of_people(people: People) -> list[Due]:
    """Every date of what these people have still to do, the earliest first.

    In as many queries for one person as for thousands.
    """
    found = [*_of_courses(people), *_of_checks(people)]
    found.sort(key=lambda due: (due.day, due.about, due.kind))
    return found


def nearest_due_words(reader: User | AnonymousUser) -> str:
    """The one date that presses most, as a sentence for the home page; mostly nothing."""
    if not isinstance(reader, User) or trainee_organisation(reader) is None:
        return ""
    today = timezone.localdate()
    # A date to aim for is past, and nothing more, as soon as it has gone by.
    presses = [
        due
        for due in due_of_people([reader.pk])
        if due.day <= today + PRESSING and (due.kind == Kind.BY or due.day >= today)
    ]
    if not presses:
        return ""
    due = presses[0]
    days = (due.day - today).days
    if days < 0:
        return _("%(title)s: %(late)s.") % {"title": due.title, "late": overdue_words(-days)}
    if due.kind == Kind.AIM:
        near = near_words(days) if days else _("today")
        return _("%(title)s: to aim for %(near)s.") % {"title": due.title, "near": near}
    near = near_words(days) if days else _("today")
    return _("%(title)s: due %(near)s.") % {"title": due.title, "near": near}


def _of_courses(people: People) -> Iterable[Due]:
    for row in course_rows(people):
        if row.asked is None or row.finished_on or not row.is_published:
            continue
        for kind, day in ((Kind.AIM, row.asked.aim_on), (Kind.BY, row.asked.due_on)):
            if day is not None:
                yield Due(
                    row.person_id, f"course-{row.course_id}", row.title, kind, day,
                    row.asked.asked_at,
                )  # fmt: skip


def _of_checks(people: People) -> Iterable[Due]:
    """Checks that can still be sat, or were begun, and are not submitted."""
    rows = CheckAssignment.objects.filter(person__in=people).select_related(
        "release__case_version__scenario"
    )
    attempts: defaultdict[tuple[int, int], set[bool]] = defaultdict(set)
    sat = Assessment.objects.filter(
        person__in=people, use=Use.CHECK, stopped_at__isnull=True
    ).values_list(
        "person_id", "release__case_version__scenario_id", "release__state", "submitted_at"
    )
    for person, scenario, state, submitted_at in sat:
        # What is begun of a withdrawn case can be finished by nobody.
        if submitted_at is not None or state != Release.State.WITHDRAWN:
            attempts[person, scenario].add(submitted_at is not None)
    for row in rows:
        scenario = row.release.case_version.scenario
        states = attempts[row.person_id, scenario.pk]
        if True in states or (row.release.state != Release.State.OPEN and not states):
            continue
        title = f"{scenario.ref}: {row.release.case_version.title}"
        yield Due(
            row.person_id, f"check-{row.release.uuid}", title, Kind.BY, row.due_on, row.assigned_at
        )
