"""The trainers' page: whether courses work over all organisations, and how useful lessons are."""

import re

import pytest
from django.utils import timezone
from django.utils.html import strip_tags

from courses.models import LessonOpinion
from courses.selectors.lesson_opinions import lesson_use
from people.public import Role
from tests.factories import make_organisation, make_person
from tests.factories.courses import lessons_of, make_course
from tests.factories.gains import make_measured, make_measured_people

pytestmark = pytest.mark.django_db

PAGE = "/courses/gain/"


@pytest.fixture
def at(client, trainer):
    client.force_login(trainer)
    return client


def words_of(response):
    return re.sub(r"\s+", " ", strip_tags(response.content.decode()))


def said(lesson, answers, *, organisation, edition=1):
    """So many people, each with what they said."""
    LessonOpinion.objects.bulk_create(
        LessonOpinion(
            person=make_person(organisation=organisation),
            lesson=lesson,
            lesson_title=lesson.title,
            lesson_number=lesson.pk,
            edition=edition,
            useful=answer,
            said_at=timezone.now(),
            counted_in=organisation,
        )
        for answer in answers
    )


def test_whole_tens_of_every_organisation_are_added_up_and_the_forms_compared(at, organisation):
    measured = make_measured("ARMS foundations")
    make_measured_people(measured, 13, organisation=organisation)
    make_measured_people(measured, 10, organisation=make_organisation("X02", "Harrowdale"))
    make_measured_people(measured, 9, organisation=make_organisation("X03", "Stowbeck"))
    words = words_of(at.get(PAGE))
    assert "In 20 people, 26 more answers of a hundred" in words
    # Whoever had the second form last gained one factor of eleven less.
    assert "−4.5 (" in words


def test_real_organisations_are_never_added_to_invented_ones(client, organisation):
    real = make_organisation("R01", "A real force", is_invented=False)
    measured = make_measured()
    make_measured_people(measured, 10, organisation=organisation)
    client.force_login(make_person(role=Role.TRAINER, organisation=real))
    words = words_of(client.get(PAGE))
    assert "Over all real organisations." in words
    assert "Fewer than ten people have been measured on a course." in words


def test_a_lesson_is_told_of_from_ten_people_on_in_tens(trainer, organisation):
    course = make_course("ARMS foundations")
    first, second = lessons_of(course)
    said(first, ["yes"] * 6 + ["partly"] * 3 + ["no"] * 2, organisation=organisation)
    said(second, ["yes"] * 9, organisation=organisation)
    said(second, ["no"] * 10, organisation=organisation, edition=2)
    (found,) = lesson_use(trainer, is_invented=True)
    assert found.title == "ARMS foundations"
    assert [
        (row.title, row.edition, row.n, row.yes, row.partly, row.no) for row in found.lessons
    ] == [
        ("Lesson 1.1", 1, 10, 6, 3, 1),
        ("Lesson 1.2", 2, 10, 0, 0, 10),
        ("Lesson 1.2", 1, 0, 0, 0, 0),
    ]


def test_a_deleted_lesson_keeps_its_title_and_what_was_said(at, organisation):
    lesson = lessons_of(make_course())[0]
    said(lesson, ["yes"] * 10, organisation=organisation)
    lesson.delete()
    words = words_of(at.get(PAGE))
    assert "Lessons that were deleted" in words
    assert "Lesson 1.1 (deleted) 1 10 10 (100%)" in words


def test_the_page_costs_no_more_for_more(at, organisation, django_assert_max_num_queries):
    measured = make_measured()
    make_measured_people(measured, 1, organisation=organisation)
    said(lessons_of(measured.course)[0], ["yes"], organisation=organisation)
    at.get(PAGE)
    with django_assert_max_num_queries(20) as few:
        at.get(PAGE)
    make_measured_people(measured, 20, organisation=make_organisation("X02", "Harrowdale"))
    said(lessons_of(make_course())[0], ["no"] * 20, organisation=organisation)
    with django_assert_max_num_queries(len(few.captured_queries)):
        at.get(PAGE)
