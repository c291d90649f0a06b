"""A lead assigns a course: whom it holds for, which dates win, and what is refused."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page

from courses.models import CourseAssignment, CoursePage, Enrolment, ModulePage
from courses.public import CannotAssign, Target, assign_course
from courses.selectors.asked import asked_of, asked_of_people
from courses.services.course_assigning import withdraw_course_assignment
from courses.services.reading import complete_lesson
from people.models import Event
from people.public import Organisation, User, grant_membership
from tests.factories import make_organisation, make_person
from tests.factories.courses import add_to_cohort, ask, lessons_of, make_course

TODAY = timezone.localdate


@pytest.fixture
def taught(home) -> CoursePage:
    return make_course("Foundations")


def reasons_of(**act: object) -> tuple[str, ...]:
    with pytest.raises(CannotAssign) as refused:
        assign_course(**act)
    return refused.value.reasons


def again(person: User) -> User:
    """As in another request, which remembers no memberships."""
    return User.objects.get(pk=person.pk)


def test_everybody_of_an_organisation_is_asked_and_put_on_the_course(
    taught: CoursePage, organisation: Organisation, force_lead: User, trainee: User
) -> None:
    ask(taught, force_lead, organisation, aim=5, by=10)
    asked = asked_of(again(trainee))[taught.pk]
    assert (asked.aim_on, asked.due_on) == (TODAY() + timedelta(5), TODAY() + timedelta(10))
    row = Enrolment.objects.get(person=trainee)
    assert (row.course, row.how, row.begun_at) == (taught, "assigned", None)
    assert Event.objects.filter(name="course.assigned").count() == 1


def test_the_same_act_twice_is_the_same_as_once(
    taught: CoursePage, organisation: Organisation, force_lead: User, trainee: User
) -> None:
    first = ask(taught, force_lead, organisation, by=10)
    second = ask(taught, force_lead, organisation, by=10)
    assert first == second
    assert CourseAssignment.objects.count() == 1
    assert Enrolment.objects.count() == 1
    assert Event.objects.filter(name="course.assigned").count() == 1


def test_a_course_whose_lessons_lie_in_no_published_module_is_not_asked_of_anybody(
    taught: CoursePage, organisation: Organisation, force_lead: User, trainee: User
) -> None:
    for module in ModulePage.objects.child_of(taught):
        module.unpublish()
    reasons = reasons_of(
        course=taught,
        organisation=organisation,
        targets=[Target()],
        aim_on=None,
        due_on=TODAY() + timedelta(10),
        assigned_by=force_lead,
    )
    assert reasons == ("This course has no lessons yet.",)


def test_a_later_act_with_another_date_wins_and_the_earlier_is_remembered(
    taught: CoursePage, organisation: Organisation, force_lead: User, trainee: User
) -> None:
    ask(taught, force_lead, organisation, by=10, days_ago=2)
    ask(taught, force_lead, organisation, person=trainee, by=30, days_ago=1)
    asked = asked_of(again(trainee))[taught.pk]
    assert asked.due_on == TODAY() + timedelta(30)
    assert asked.before == (None, TODAY() + timedelta(10))
    ask(taught, force_lead, organisation, by=20)
    assert asked_of(again(trainee))[taught.pk].due_on == TODAY() + timedelta(20)


def test_a_replaced_act_never_holds_again(
    taught: CoursePage, organisation: Organisation, force_lead: User, trainee: User
) -> None:
    ask(taught, force_lead, organisation, by=10, days_ago=1)
    later = ask(taught, force_lead, organisation, by=20)
    assert withdraw_course_assignment(assignment=later, by=force_lead)
    assert asked_of(again(trainee)) == {}


def test_where_two_organisations_ask_the_earlier_date_holds(
    taught: CoursePage, organisation: Organisation, force_lead: User
) -> None:
    unit = make_organisation("X01-A", "Harbour unit", kind="unit", under=organisation)
    person = make_person(organisation=unit)
    ask(taught, force_lead, organisation, by=10)
    ask(taught, force_lead, unit, by=30)
    assert asked_of(person)[taught.pk].due_on == TODAY() + timedelta(10)


def test_who_joins_is_asked_and_who_leaves_is_not_but_keeps_their_record(
    taught: CoursePage,
    organisation: Organisation,
    other_organisation: Organisation,
    force_lead: User,
    trainee: User,
) -> None:
    cohort = add_to_cohort(organisation, trainee)
    ask(taught, force_lead, organisation, cohort=cohort, by=10)
    joiner = make_person(organisation=organisation)
    assert asked_of(joiner) == {}
    cohort.members.add(joiner)
    assert taught.pk in asked_of(joiner)
    complete_lesson(person=joiner, lesson=lessons_of(taught)[0])
    assert Enrolment.objects.get(person=joiner).how == "assigned"
    cohort.members.remove(joiner)
    assert asked_of(joiner) == {}
    assert Enrolment.objects.get(person=joiner).begun_at is not None


def test_a_moved_person_is_asked_by_the_new_organisation_alone_and_counted_once(
    taught: CoursePage,
    organisation: Organisation,
    other_organisation: Organisation,
    force_lead: User,
    other_force_lead: User,
    trainee: User,
) -> None:
    add_to_cohort(organisation, trainee)
    ask(taught, force_lead, organisation, by=10)
    grant_membership(person=trainee, role="trainee", organisation=other_organisation)
    assert asked_of(again(trainee)) == {}
    ask(taught, other_force_lead, other_organisation, by=40)
    assert asked_of(again(trainee))[taught.pk].due_on == TODAY() + timedelta(40)
    assert Enrolment.objects.filter(person=trainee).count() == 1


def test_many_are_asked_as_each_alone_is(
    taught: CoursePage, organisation: Organisation, force_lead: User, trainee: User, panellist: User
) -> None:
    grant_membership(person=panellist, role="trainee", organisation=organisation)
    stranger = make_person(role=None)
    ask(taught, force_lead, organisation, by=10)
    people = [again(one) for one in (trainee, panellist, stranger)]
    many = asked_of_people(people)
    assert [many.get(one.pk, {}) for one in people] == [asked_of(one) for one in people]
    assert [bool(asked_of(one)) for one in people] == [True, False, False]


def test_withdrawing_keeps_what_was_read_and_twice_is_once(
    taught: CoursePage, organisation: Organisation, force_lead: User, trainee: User
) -> None:
    act = ask(taught, force_lead, organisation, by=10)
    complete_lesson(person=trainee, lesson=lessons_of(taught)[0])
    assert withdraw_course_assignment(assignment=act, by=force_lead)
    assert not withdraw_course_assignment(assignment=act, by=force_lead)
    assert asked_of(again(trainee)) == {}
    assert Enrolment.objects.get(person=trainee).begun_at is not None
    assert Event.objects.filter(name="course.assignment_withdrawn").count() == 1


def test_what_cannot_be_is_refused_in_words_and_nothing_is_written(
    taught: CoursePage,
    organisation: Organisation,
    force_lead: User,
    trainee: User,
    other_trainee: User,
    other_organisation: Organisation,
) -> None:
    act = {
        "course": taught, "organisation": organisation, "targets": [Target()],
        "aim_on": None, "due_on": TODAY(), "assigned_by": force_lead,
    }  # fmt: skip
    tomorrow, yesterday = TODAY() + timedelta(1), TODAY() - timedelta(1)
    assert reasons_of(**act | {"due_on": None}) == (
        "Enter a date to aim for, a last date, or both.",
    )
    assert "The date is in the past." in reasons_of(**act | {"due_on": yesterday})[0]
    assert reasons_of(**act | {"aim_on": tomorrow}) == (
        "The date to aim for cannot be after the last date.",
    )
    foreign = reasons_of(**act | {"targets": [Target(person=other_trainee)]})
    assert foreign == ("1 person is not a trainee in this organisation.",)
    assert other_trainee.last_name not in foreign[0]
    cohort = add_to_cohort(other_organisation, other_trainee)
    assert reasons_of(**act | {"targets": [Target(cohort=cohort)]}) == (
        "This cohort belongs to another organisation.",
    )
    assert reasons_of(**act | {"organisation": other_organisation}) == (
        "You do not lead this organisation at present.",
    )
    taught.unpublish()
    assert reasons_of(**act) == ("This course is not published at present.",)
    assert not CourseAssignment.objects.exists()
    assert not Enrolment.objects.exists()


def test_an_administrator_may_assign_and_a_national_lead_may_not(
    taught: CoursePage,
    organisation: Organisation,
    administrator: User,
    national_lead: User,
    trainee: User,
) -> None:
    ask(taught, administrator, organisation, by=3)
    with pytest.raises(CannotAssign):
        ask(taught, national_lead, organisation, by=4)


def test_a_deleted_course_asks_for_nothing_and_the_act_keeps_its_title(
    taught: CoursePage, organisation: Organisation, force_lead: User, trainee: User
) -> None:
    ask(taught, force_lead, organisation, by=3)
    Page.objects.get(pk=taught.pk).delete()
    assert asked_of(again(trainee)) == {}
    act = CourseAssignment.objects.get()
    assert (act.course, act.course_title) == (None, "Foundations")


def test_asking_costs_the_same_statements_for_one_person_and_for_thirty(
    taught: CoursePage, organisation: Organisation, force_lead: User
) -> None:
    counts = []
    for n in (1, 30):
        people = [make_person(organisation=organisation) for _number in range(n)]
        for days in (10, 20):
            with CaptureQueriesContext(connection) as found:
                done = assign_course(
                    course=taught,
                    organisation=organisation,
                    targets=[Target(person=one) for one in [*people, people[0]]],
                    aim_on=None,
                    due_on=TODAY() + timedelta(days),
                    assigned_by=again(force_lead),
                )
            assert (done.new, done.changed, done.same) == ((n, 0, 1) if days == 10 else (0, n, 1))
            counts.append(len(found))
    assert counts[:2] == counts[2:]
    replaced = CourseAssignment.objects.filter(replaced_by__isnull=False)
    assert replaced.filter(withdrawn_at__isnull=False).count() == 31
    assert CourseAssignment.objects.filter(withdrawn_at=None).count() == 31


def test_acts_are_held_while_they_are_replaced(
    taught: CoursePage,
    organisation: Organisation,
    force_lead: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    held = []
    real = QuerySet.select_for_update

    def noted(rows: QuerySet, **how: object) -> QuerySet:
        held.append((rows.model, how))
        return real(rows, **how)

    monkeypatch.setattr(QuerySet, "select_for_update", noted)
    ask(taught, force_lead, organisation, by=10)
    assert (CourseAssignment, {"of": ("self",), "no_key": True}) in held


# The pages


def dates(name: str, days: int) -> dict[str, int]:
    day = TODAY() + timedelta(days)
    return {f"{name}_0": day.day, f"{name}_1": day.month, f"{name}_2": day.year}


def test_a_lead_looks_before_assigning_and_then_sees_it_in_the_list(
    client_of, taught: CoursePage, organisation: Organisation, force_lead: User, trainee: User
) -> None:
    complete_lesson(person=trainee, lesson=lessons_of(taught)[0])
    cohort = add_to_cohort(organisation, trainee)
    client = client_of(force_lead)
    sent = {"course": taught.pk, "who": f"cohort-{cohort.pk}", **dates("due_on", 9)}
    page = client.post("/assign-courses/X01/new/", sent)
    words = page.content.decode()
    assert page.status_code == 200
    assert "Check before you assign" in words
    assert "1 person, 0 of them finished" in words
    assert trainee.get_full_name() in words
    assert not CourseAssignment.objects.exists()
    changed = client.post("/assign-courses/X01/new/", {**sent, "change": "yes"})
    assert f'value="cohort-{cohort.pk}"' in changed.content.decode()
    assert not CourseAssignment.objects.exists()
    done = client.post("/assign-courses/X01/new/", {**sent, "confirmed": "yes"}, follow=True)
    assert done.redirect_chain[-1][0] == "/assign-courses/X01/"
    assert "1 person is asked to take Foundations" in done.content.decode()
    repeated = client.post("/assign-courses/X01/new/", {**sent, "confirmed": "yes"}, follow=True)
    assert "was assigned like this already" in repeated.content.decode()
    assert CourseAssignment.objects.count() == 1


def test_a_form_that_does_not_fit_is_redrawn_with_what_was_typed(
    client_of, taught: CoursePage, force_lead: User, trainee: User, other_trainee: User
) -> None:
    client = client_of(force_lead)
    empty = client.post("/assign-courses/X01/new/", {}).content.decode()
    for words in ("Choose a course.", "Choose who is to take it.", "a last date, or both"):
        assert words in empty
    half = client.post(
        "/assign-courses/X01/new/", {"course": taught.pk, "who": "everybody", "due_on_0": 31}
    )
    assert half.status_code == 200
    assert "Enter a real date" in half.content.decode()
    assert 'value="31"' in half.content.decode()
    sent = {
        "course": taught.pk, "who": "ticked", "people": [other_trainee.uuid], **dates("aim_on", 1),
    }  # fmt: skip
    foreign = client.post("/assign-courses/X01/new/", {**sent, "confirmed": "yes"})
    assert "Choose only people from the list." in foreign.content.decode()
    assert other_trainee.last_name not in foreign.content.decode()
    nobody = client.post(
        "/assign-courses/X01/new/", {**sent, "people": [], "course": "x", **dates("aim_on", -1)}
    ).content.decode()
    for words in ("Tick at least one person.", "Choose a course from the list.", "in the past"):
        assert words in nobody
    assert not CourseAssignment.objects.exists()


def test_people_who_are_ticked_are_asked_one_by_one_and_one_act_is_withdrawn(
    client_of, taught: CoursePage, organisation: Organisation, force_lead: User
) -> None:
    people = [make_person(organisation=organisation) for _ in range(2)]
    client = client_of(force_lead)
    sent = {
        "course": taught.pk, "who": "ticked", "people": [one.uuid for one in people],
        **dates("aim_on", 3),
    }  # fmt: skip
    # Ticks beside a group are said, and kept for whoever meant them.
    in_vain = client.post("/assign-courses/X01/new/", {**sent, "who": "everybody"})
    assert f"ticked these people beside it: {people[0]}" in in_vain.content.decode()
    kept = client.post("/assign-courses/X01/new/", {**sent, "who": "everybody", "change": "yes"})
    assert f'value="{people[1].uuid}"' in kept.content.decode().split("checked")[-2]
    looked = client.post("/assign-courses/X01/new/", sent).content.decode()
    assert all(one.get_full_name() in looked for one in people)
    assert "Your ticks are not used" not in looked
    client.post("/assign-courses/X01/new/", {**sent, "confirmed": "yes"})
    act = CourseAssignment.objects.get(person=people[0])
    address = f"/assign-courses/X01/{act.uuid}/withdraw/"
    assert "Withdraw it" in client.get(address).content.decode()
    assert client.post(address, follow=True).status_code == 200
    again_words = client.post(address, follow=True).content.decode()
    assert "It had been withdrawn already." in again_words
    assert list(CourseAssignment.objects.filter(withdrawn_at=None)) == [
        CourseAssignment.objects.get(person=people[1])
    ]


def test_the_course_page_leads_a_lead_to_assigning_it(
    client_of, taught: CoursePage, force_lead: User
) -> None:
    client = client_of(force_lead)
    assert "Assign this course to your people" in client.get(taught.url).content.decode()
    way = client.get(f"/assign-courses/?course={taught.pk}")
    assert way.url == f"/assign-courses/X01/new/?course={taught.pk}"
    assert f'value="{taught.pk}"' in client.get(way.url).content.decode()
    assert client.get("/assign-courses/?course=<script>").url == "/assign-courses/X01/"
    assert client.get("/assign-courses/X01/new/?course=99999").status_code == 200


def test_what_is_assigned_leads_back_to_the_report_of_whoever_leads_it(
    client_of, taught: CoursePage, force_lead: User, administrator: User
) -> None:
    way = '<a href="/reports/X01/">'
    assert way in client_of(force_lead).get("/assign-courses/X01/").content.decode()
    assert way not in client_of(administrator).get("/assign-courses/X01/").content.decode()
