"""My learning leads to a set that can be drawn, and tells of no certification without a rule."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from courses.models import Certification, Completion, CoursePage
from courses.selectors.cases import attempts_by_case
from courses.selectors.certification_pages import certification_page
from courses.selectors.my_courses import mine_of
from courses.selectors.my_learning import MyLearning, Step, my_learning
from courses.selectors.standing import Kind
from courses.services.sets import draw_set
from people.public import Role, User
from tests.factories import make_organisation, make_person, make_released_case
from tests.factories.certificates import end_certificates_on
from tests.factories.certification import (
    make_certified_rule,
    make_check_bank,
    make_one,
    make_ready,
    sit_set,
)
from tests.factories.courses import ask, lessons_of
from tests.factories.measures import finish_course

pytestmark = pytest.mark.django_db


def learning_of(person: User) -> MyLearning:
    return my_learning(User.objects.get(pk=person.pk))


def step_of(person: User) -> Step:
    step = learning_of(person).next_step
    assert step is not None
    return step


def own(certification: Certification) -> str:
    return reverse("own_certification", args=[certification.uuid])


def certified_line(person: User, course: CoursePage) -> list[str]:
    lines = mine_of(course, person, attempts_by_case(person)).standings.get(course.pk, ())
    return [line.words for line in lines if line.kind == Kind.CERTIFIED]


def test_one_without_a_rule_in_force_is_told_of_to_no_trainee(
    client: Client, trainee: User, course: CoursePage
) -> None:
    make_check_bank(2)
    certification = make_one(course=course, title="Assessing alone")
    client.force_login(trainee)
    assert learning_of(trainee).certifications == ()
    assert certified_line(trainee, course) == []
    for address in ("/my-learning/", course.url):
        assert own(certification) not in client.get(address).content.decode()
    said = client.get(own(certification)).content.decode()
    assert "No pass rule is in force yet, so no set can be drawn." in said
    make_certified_rule(certification, n_cases=1)
    assert len(learning_of(trainee).certifications) == 1
    assert certified_line(trainee, course) == ["Not yet"]


def test_a_set_is_the_next_step_once_it_can_be_drawn_and_before_practice(
    trainee: User, course: CoursePage
) -> None:
    certification = make_ready(2, bank=3, course=course, needs_course=True)
    make_released_case("practice")
    assert step_of(trainee).url == lessons_of(course)[0].url
    finish_course(trainee, course)
    step = step_of(trainee)
    assert (step.heading, step.url) == (certification.title, own(certification))
    assert "You can draw a set now: 2 check cases that you have never met, about 40" in step.text
    draw_set(person=trainee, certification=certification)
    assert step_of(trainee).label == "Go on with the set"


@pytest.mark.parametrize(("bank", "sets_allowed"), [(1, 3), (2, 1)], ids=["bank", "conversation"])
def test_where_none_can_be_drawn_practice_comes_next(
    trainee: User, bank: int, sets_allowed: int
) -> None:
    case = make_released_case("practice").case_version.scenario.ref
    certification = make_ready(1, bank=bank, sets_allowed=sets_allowed)
    assert step_of(trainee).url == own(certification)
    sit_set(trainee, certification, well=False)
    assert step_of(trainee).url == f"/cases/{case}/"


@pytest.mark.parametrize("days", [30, -1], ids=["nearly out", "run out"])
def test_a_set_for_another_certificate_comes_before_a_course_that_does_not_press(
    trainee: User, course: CoursePage, days: int
) -> None:
    lead = make_person(role=Role.FORCE_LEAD)
    ask(course, lead, make_organisation("X01", "Northmoor Police"), by=90)
    certification = make_ready(1, bank=2)
    lesson = lessons_of(course)[0].url
    assert step_of(trainee).url == lesson
    sit_set(trainee, certification)
    assert step_of(trainee).url == lesson
    end_certificates_on(timezone.localdate() + timedelta(days=days))
    step = step_of(trainee)
    assert step.url == own(certification)
    assert ("due again now." if days > 0 else "ran out on") in step.text


@pytest.mark.parametrize("state", ["unread", "finished", "read", "unpublished", "certified before"])
def test_the_step_and_the_page_agree_on_whether_the_course_comes_first(
    trainee: User, course: CoursePage, state: str
) -> None:
    certification = make_ready(1, bank=2, course=course, needs_course=True)
    if state == "finished":
        finish_course(trainee, course)
    elif state == "read":
        Completion.objects.bulk_create(
            Completion(person=trainee, lesson=lesson, lesson_title="", course_title="")
            for lesson in lessons_of(course)
        )
    elif state == "unpublished":
        course.unpublish()
    elif state == "certified before":
        Certification.objects.update(needs_course=False)
        sit_set(trainee, Certification.objects.get(pk=certification.pk))
        Certification.objects.update(needs_course=True)
        end_certificates_on(timezone.localdate() - timedelta(days=1))
    certification = Certification.objects.get(pk=certification.pk)
    page = certification_page(trainee, certification)
    assert page.may_draw == (state != "unread")
    step = learning_of(trainee).next_step
    assert bool(step and step.url == own(certification)) == page.may_draw


def test_it_costs_the_same_for_one_certification_and_for_several(trainee: User) -> None:
    make_check_bank(1)
    sit_set(trainee, _drawable(), well=False)

    def queries() -> int:
        person = User.objects.get(pk=trainee.pk)
        with CaptureQueriesContext(connection) as found:
            assert my_learning(person).next_step is None
        return len(found)

    one = queries()
    for _more in range(5):
        _drawable()
    assert queries() == one


def _drawable() -> Certification:
    certification = make_one()
    make_certified_rule(certification, n_cases=1)
    return certification
