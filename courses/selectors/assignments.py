"""Courses that an organisation has assigned, and what another act would change."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _

from courses.due_words import dates_words, shown
from courses.models import CourseAssignment, CoursePage
from courses.selectors.course_rows import CourseRow, course_rows
from courses.selectors.my_courses import CourseState
from courses.services.course_assigning import Target, organisations_to_assign_in, people_of
from people.public import Organisation, User


@dataclass(frozen=True)
class AssignedCourse:
    """An act that stands, with how its people are doing."""

    act: CourseAssignment
    people: int
    finished: int
    overdue: int

    @property
    def title(self) -> str:
        return self.act.course.title if self.act.course else self.act.course_title

    @property
    def state_words(self) -> str:
        """Why it asks for nothing at present, if so."""
        if self.act.course is None:
            return _("The course was deleted, so nobody is asked for anything.")
        if not self.act.course.live:
            return _("The course is not published at present, so nobody is asked for anything.")
        return ""

    @property
    def dates(self) -> str:
        return dates_words(self.act.aim_on, self.act.due_on)


@dataclass(frozen=True)
class OnIt:
    """Somebody who is on a course already, and how it stands."""

    name: str
    state: str
    dates: str


@dataclass(frozen=True)
class Preview:
    """What an act would do, before it is done."""

    people: int
    on_it: tuple[OnIt, ...]
    finished: int
    waiting: int
    first: tuple[str, ...]
    """The courses that come first, and how many have not finished them."""


def organisation_or_404(user: User, code: str) -> Organisation:
    """The organisation, if the user may assign courses there; else as one that does not exist."""
    organisation = organisations_to_assign_in(user).filter(code=code).first()
    if organisation is None:
        raise Http404
    return organisation


def assignment_or_404(organisation: Organisation, uuid: UUID) -> CourseAssignment:
    """One of the organisation's own acts."""
    acts = CourseAssignment.objects.filter(organisation=organisation, uuid=uuid)
    act = acts.select_related("organisation", "course", "cohort", "person").first()
    if act is None:
        raise Http404
    return act


def assigned_courses(organisation: Organisation) -> list[AssignedCourse]:
    """The acts of the organisation that stand, the newest first."""
    acts = list(
        CourseAssignment.objects.filter(organisation=organisation, withdrawn_at__isnull=True)
        .select_related("course", "cohort", "person", "organisation", "assigned_by")
        .prefetch_related("cohort__members")
    )
    if not acts:
        return []
    trainees = {person.pk for person in people_of(organisation, [Target()])}
    rows = {(row.person_id, row.course_id): row for row in course_rows(trainees)}
    return [_assigned(act, rows, trainees) for act in acts]


def _assigned(
    act: CourseAssignment, rows: dict[tuple[int, int | None], CourseRow], trainees: set[int]
) -> AssignedCourse:
    people = trainees
    if act.target == CourseAssignment.Target.PERSON:
        people = trainees & {act.person_id}
    elif act.target == CourseAssignment.Target.COHORT:
        members = act.cohort.members.all() if act.cohort else []
        people = trainees & {member.pk for member in members}
    found = [rows[person, act.course_id] for person in people if (person, act.course_id) in rows]
    return AssignedCourse(
        act=act,
        people=len(people),
        finished=sum(row.state == CourseState.FINISHED for row in found),
        overdue=sum(row.is_overdue for row in found),
    )


def preview_of(
    *, course: CoursePage, organisation: Organisation, targets: Sequence[Target]
) -> Preview:
    """How many an act would ask, and who of them is on the course already."""
    people = list(people_of(organisation, targets))
    names = {person.pk: person.get_full_name() for person in people}
    rows = course_rows(list(names))
    here = {row.person_id: row for row in rows if row.course_id == course.pk}
    first = list(course.prerequisites.filter(live=True))
    done = {(row.person_id, row.course_id) for row in rows if row.finished_on}
    waiting = sum(
        any((person, one.pk) not in done for one in first)
        for person in names
        if person not in here or here[person].state != CourseState.FINISHED
    )
    return Preview(
        people=len(people),
        on_it=tuple(
            _on_it(names[person.pk], here[person.pk]) for person in people if person.pk in here
        ),
        finished=sum(row.state == CourseState.FINISHED for row in here.values()),
        waiting=waiting,
        first=tuple(one.title for one in first),
    )


def _on_it(name: str, row: CourseRow) -> OnIt:
    if row.finished_on:
        state = _("Finished on %(day)s") % {"day": shown(row.finished_on)}
    elif row.state == CourseState.BEGUN:
        state = _("Begun")
    else:
        state = _("Not begun")
    dates = dates_words(row.asked.aim_on, row.asked.due_on) if row.asked else _("none")
    return OnIt(name, state, dates)
