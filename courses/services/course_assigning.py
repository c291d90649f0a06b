"""A lead asks a person, a cohort or everybody of an organisation to take a course."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.models import CourseAssignment, CoursePage, Enrolment
from courses.selectors.outlines import outline_of
from courses.services.assigning import CannotAssign
from courses.services.reading import note_what_was_read
from people.public import (
    Cohort,
    Happening,
    Organisation,
    User,
    organisation_subtree,
    organisations_administered_by,
    organisations_led_by,
    record_events,
    trainees_in,
)

Place = tuple[str, int | None]
"""What kind of target an act has, and which cohort or person it is."""


@dataclass(frozen=True)
class Target:
    """Whom an act asks: a cohort, a person, or with neither everybody of the organisation."""

    cohort: Cohort | None = None
    person: User | None = None

    @property
    def kind(self) -> str:
        if self.person:
            return CourseAssignment.Target.PERSON
        return (
            CourseAssignment.Target.COHORT if self.cohort else CourseAssignment.Target.ORGANISATION
        )

    @property
    def place(self) -> Place:
        one = self.person or self.cohort
        return str(self.kind), one.pk if one else None


@dataclass(frozen=True)
class Assigned:
    """What became of it: new acts, those with other dates than before, and those there already."""

    new: int
    changed: int
    same: int
    people: int


def organisations_to_assign_in(user: User) -> QuerySet[Organisation]:
    """Where somebody may assign courses: what they lead or administer, whose people they see."""
    led, administered = organisations_led_by(user), organisations_administered_by(user)
    return (led | administered).distinct()


def people_of(organisation: Organisation, targets: Sequence[Target]) -> QuerySet[User]:
    """The trainees of today whom an act with these targets asks."""
    trainees = trainees_in(organisation)
    wanted = Q(pk__in=[])
    for target in targets:
        if target.person:
            wanted |= Q(pk=target.person.pk)
        elif target.cohort:
            wanted |= Q(
                pk__in=Cohort.members.through.objects.filter(cohort=target.cohort).values("user")
            )
        else:
            return trainees
    return trainees.filter(wanted)


@transaction.atomic
def assign_course(
    *,
    course: CoursePage,
    organisation: Organisation,
    targets: Sequence[Target],
    aim_on: date | None,
    due_on: date | None,
    assigned_by: User,
    on: date | None = None,
) -> Assigned:
    """Ask all of the targets to take the course, or none with CannotAssign.

    The same act again changes nothing; with other dates it takes the place of the one before.
    Whoever joins while it stands is asked too. ``on`` is the day it was assigned, for examples of
    what has been going on for a while.
    """
    # One at a time for each course, so that two leads cannot both find it not assigned yet.
    course = CoursePage.objects.select_for_update(of=("self",), no_key=True).get(pk=course.pk)
    today = on or timezone.localdate()
    reasons = [
        *_refusals(course, aim_on, due_on, today),
        *_refusals_of_targets(organisation, targets, assigned_by),
    ]
    if reasons:
        raise CannotAssign(reasons)
    at = timezone.now() if on is None else _noon(on)
    counts = {"new": 0, "changed": 0, "same": 0}
    acts = _standing(course, organisation)
    before, made = [], []
    for target in targets:
        standing = acts.get(target.place)
        if standing and (standing.aim_on, standing.due_on) == (aim_on, due_on):
            counts["same"] += 1
            continue
        counts["changed" if standing else "new"] += 1
        act = acts[target.place] = CourseAssignment(
            course=course,
            course_title=course.title,
            organisation=organisation,
            target=target.kind,
            cohort=target.cohort,
            cohort_name=target.cohort.name if target.cohort else "",
            person=target.person,
            aim_on=aim_on,
            due_on=due_on,
            assigned_by=assigned_by,
            assigned_at=at,
        )
        made.append(act)
        if standing:
            standing.withdrawn_at, standing.replaced_by = at, act
            before.append(standing)
    _put_in_place(made, before)
    asked = people_of(organisation, targets)
    _enrol(course, asked, at)
    if made:
        record_events([_happening("course.assigned", act, assigned_by) for act in made])
    return Assigned(people=asked.count(), **counts)


@transaction.atomic
def withdraw_course_assignment(*, assignment: CourseAssignment, by: User) -> bool:
    """Ask no more; return whether it stood until now. What people have read stays."""
    assignment = (
        CourseAssignment.objects.select_for_update(of=("self",))
        .select_related("organisation")
        .get(pk=assignment.pk)
    )
    if not organisations_to_assign_in(by).filter(pk=assignment.organisation_id).exists():
        raise CannotAssign([_("You do not lead this organisation at present.")])
    if not assignment.stands:
        return False
    assignment.withdrawn_at = timezone.now()
    assignment.withdrawn_by = by
    assignment.save(update_fields=["withdrawn_at", "withdrawn_by"])
    record_events([_happening("course.assignment_withdrawn", assignment, by)])
    return True


def _standing(course: CoursePage, organisation: Organisation) -> dict[Place, CourseAssignment]:
    """The acts that stand, by whom they ask, held so that none is withdrawn meanwhile."""
    rows = CourseAssignment.objects.filter(
        course=course, organisation=organisation, withdrawn_at__isnull=True
    ).select_for_update(of=("self",), no_key=True)
    return {(row.target, row.cohort_id or row.person_id): row for row in rows.order_by("pk")}


def _put_in_place(made: Sequence[CourseAssignment], before: Sequence[CourseAssignment]) -> None:
    """Save new acts, and that those with other dates were replaced by them."""
    # Before the new ones are there: only one of each may stand.
    CourseAssignment.objects.bulk_update(before, ["withdrawn_at"])
    CourseAssignment.objects.bulk_create(made)
    CourseAssignment.objects.bulk_update(before, ["replaced_by"])


def _enrol(course: CoursePage, people: QuerySet[User], at: datetime) -> None:
    """Put those who are asked today on the course, with what they have read of it already.

    Who had left it is on it again.
    """
    Enrolment.objects.filter(person__in=people, course=course, left_at__isnull=False).update(
        left_at=None
    )
    Enrolment.objects.bulk_create(
        [
            Enrolment(
                person=one,
                course=course,
                course_title=course.title,
                how=Enrolment.How.ASSIGNED,
                enrolled_at=at,
            )
            for one in people
        ],
        ignore_conflicts=True,
    )
    note_what_was_read(people, course)


def _happening(name: str, act: CourseAssignment, by: User) -> Happening:
    return Happening(
        name=name,
        organisation=act.organisation,
        actor=by,
        subject=act.person,
        payload={
            "assignment": str(act.uuid),
            "course": act.course_id,
            "target": str(act.target),
            "aim_on": act.aim_on.isoformat() if act.aim_on else None,
            "due_on": act.due_on.isoformat() if act.due_on else None,
        },
    )


def _noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))


def _refusals(
    course: CoursePage, aim_on: date | None, due_on: date | None, today: date
) -> list[str]:
    """What is wrong with the act itself, whoever it is about."""
    reasons = []
    if not course.live:
        reasons.append(_("This course is not published at present."))
    elif not outline_of(course).lessons:
        reasons.append(_("This course has no lessons yet."))
    if aim_on is None and due_on is None:
        reasons.append(_("Enter a date to aim for, a last date, or both."))
    if any(day is not None and day < today for day in (aim_on, due_on)):
        reasons.append(_("The date is in the past. Choose today or a later day."))
    if aim_on and due_on and aim_on > due_on:
        reasons.append(_("The date to aim for cannot be after the last date."))
    return reasons


def _refusals_of_targets(
    organisation: Organisation, targets: Sequence[Target], by: User
) -> list[str]:
    """Whom this person cannot ask. Nobody is named: they may be somebody else's people."""
    reasons = []
    if not organisations_to_assign_in(by).filter(pk=organisation.pk).exists():
        reasons.append(_("You do not lead this organisation at present."))
    if not targets:
        reasons.append(_("Choose at least one person."))
    cohorts = [target.cohort.organisation_id for target in targets if target.cohort]
    here = set(organisation_subtree(organisation).values_list("pk", flat=True)) if cohorts else ()
    if any(cohort not in here for cohort in cohorts):
        reasons.append(_("This cohort belongs to another organisation."))
    people = {target.person.pk for target in targets if target.person}
    outside = len(people) - trainees_in(organisation).filter(pk__in=people).count()
    if outside:
        reasons.append(
            ngettext(
                "%(count)s person is not a trainee in this organisation.",
                "%(count)s people are not trainees in this organisation.",
                outside,
            )
            % {"count": outside}
        )
    return reasons
