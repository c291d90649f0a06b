"""The people of a demonstration beside its sign-ins: 600 simulated trainees, and who leads them."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from django.utils import timezone

from courses.public import (
    CoursePage,
    LessonPage,
    Target,
    assign_check,
    assign_course,
    complete_lesson_for_all,
    keep_opinion,
)
from people.public import (
    DEMO_PEOPLE,
    Cohort,
    Newcomer,
    Organisation,
    Role,
    User,
    add_simulated_people,
    trainees_in,
)
from scenarios.public import Use
from training_site.demo_measures import MeasuredPeople
from training_site.simulation.cast import Part, member_since, releases_of
from training_site.simulation.plan import Plan
from training_site.simulation.run import DUE_IN, Crowd, Outcome, leads_for, simulate

PLAN = Plan(people=600)
# Checks that only a force and a region have come to; whoever leads elsewhere can still assign them.
SAT_BY_FEW = ("TR-0038", "TR-0044")
THE_FEW = ("X06", "Y02")
SAID_OF_LESSONS = 3
# Leads who are named in what is written of the demonstration; elsewhere a name is drawn.
LEADS = (
    ("X02", "Bethan", "Marlcross"),
    ("X03", "Daniel", "Okehurst"),
    ("Y01", "Farida", "Wexcombe"),
)


def simulate_trainees(plan: Plan) -> tuple[Crowd, Outcome]:
    """Trainees of invented forces and regions, led, in cohorts, and at work."""
    add_simulated_people(
        [
            Newcomer(
                email=f"lead@{code.lower()}.demo.example",
                first_name=first_name,
                last_name=last_name,
                organisation=Organisation.objects.get(code=code),
                role=Role.FORCE_LEAD,
                since=member_since(plan),
            )
            for code, first_name, last_name in LEADS
        ]
    )
    refs = [release.case_version.scenario.ref for release in releases_of(plan)]
    crowd = Crowd.of(replace(plan, cases=tuple(ref for ref in refs if ref not in SAT_BY_FEW)))
    outcome = simulate(crowd)
    further = [simulate(few) for few in _sit_more(crowd)]
    _form_cohorts(crowd.parts, outcome.people)
    measured = MeasuredPeople.of(crowd.parts, outcome.people)
    measured.take_before()
    _assign_course(crowd)
    _read_lessons(crowd.parts, outcome.people, measured)
    _say_what_was_useful(measured)
    measured.take_after()
    _ask_sign_ins(crowd)
    return crowd, replace(
        outcome,
        submitted=outcome.submitted + sum(one.submitted for one in further),
        left_open=outcome.left_open + sum(one.left_open for one in further),
    )


def _sit_more(crowd: Crowd) -> Iterator[Crowd]:
    """The same people again, of each organisation that goes on to the checks that few have sat."""
    for organisation, people in zip(crowd.organisations, crowd.sizes, strict=True):
        if organisation.code in THE_FEW:
            yield Crowd.of(
                replace(
                    crowd.plan, organisations=(organisation.code,), people=people, cases=SAT_BY_FEW
                )
            )


def _form_cohorts(parts: Sequence[Part], people: Sequence[User]) -> None:
    """Two intakes in each organisation, told apart by when they began."""
    memberships = Cohort.members.through
    cohorts: dict[tuple[int, str], Cohort] = {}
    for part in parts:
        for name in ("Spring intake", "Autumn intake"):
            cohorts.setdefault(
                (part.organisation.pk, name), Cohort(organisation=part.organisation, name=name)
            )
    Cohort.objects.bulk_create(cohorts.values())
    memberships.objects.bulk_create(
        memberships(cohort=cohorts[part.organisation.pk, name], user=person)
        for at, (part, person) in enumerate(zip(parts, people, strict=True))
        for name in [("Spring intake", "Autumn intake")[at % 2]]
    )


def _assign_course(crowd: Crowd) -> None:
    """The demo force has the course to do: its first intake has a date that has just passed.

    Everybody has time until next month; people are at different points of it.
    """
    course = CoursePage.objects.live().first()
    if course is None:
        return
    force = Organisation.objects.get(code="X01")
    today = timezone.localdate()
    lead = leads_for(crowd.plan, [force])[force.pk]
    intake = Cohort.objects.filter(organisation=force, name="Spring intake").first()
    assign_course(
        course=course,
        organisation=force,
        targets=[Target()],
        aim_on=today + timedelta(days=14),
        due_on=today + timedelta(days=28),
        assigned_by=lead,
        on=today - timedelta(days=14),
    )
    if intake is not None:
        assign_course(
            course=course,
            organisation=force,
            targets=[Target(cohort=intake)],
            aim_on=None,
            due_on=today - timedelta(days=3),
            assigned_by=lead,
            on=today - timedelta(days=13),
        )


def _read_lessons(parts: Sequence[Part], people: Sequence[User], measured: MeasuredPeople) -> None:
    """Who has begun a case has read about it before; every fifth left the first lesson out.

    Every third is still in the middle of the course. Who is measured has read all of it.
    """
    readers = [person for part, person in zip(parts, people, strict=True) if part.steps]
    for number, lesson in enumerate(LessonPage.objects.live().order_by("path")):
        read = [
            one
            for at, one in enumerate(readers)
            if (number or at % 5 != 4) and (at % 3 != 2 or number < 2 + at % 6)
        ]
        there = {one.pk for one in read}
        read += [one for _part, one, _order in measured.people if one.pk not in there]
        complete_lesson_for_all(people=read, lesson=lesson)


def _say_what_was_useful(measured: MeasuredPeople) -> None:
    """Who is measured has said of the first lessons whether they were useful; most did so."""
    for number, lesson in enumerate(LessonPage.objects.live().order_by("path")[:SAID_OF_LESSONS]):
        for at, (_part, one, _order) in enumerate(measured.people):
            useful = ("yes", "yes", "partly", "yes", "no")[(at + number * (at % 3)) % 5]
            keep_opinion(person=one, lesson=lesson, useful=useful)


def _ask_sign_ins(crowd: Crowd) -> None:
    """The trainees whose sign-ins are shown are asked to sit the checks as well, today."""
    codes = {person.organisation for person in DEMO_PEOPLE if person.role == Role.TRAINEE}
    organisations = [one for one in crowd.organisations if one.code in codes]
    leads = leads_for(crowd.plan, organisations)
    for check in (release for release in crowd.releases if release.use == Use.CHECK):
        for organisation in organisations:
            assign_check(
                people=list(trainees_in(organisation)),
                release=check,
                due_on=timezone.localdate() + DUE_IN,
                assigned_by=leads[organisation.pk],
            )
