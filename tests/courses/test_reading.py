"""Marking a lesson as read."""

import pytest
from django.test import Client
from wagtail.models import Page

from courses.models import Completion, CoursePage, Enrolment, LessonPage, ModulePage
from courses.services.reading import complete_lesson
from people.public import User


@pytest.fixture
def course(db: None, course_of_the_file: int) -> CoursePage:
    return CoursePage.objects.get(pk=course_of_the_file)


def read_url(lesson: LessonPage) -> str:
    return f"/my-learning/lessons/{lesson.pk}/read/"


def test_marking_as_read_leads_on_and_at_the_end_to_my_learning(
    client_of, lessons: list[LessonPage], trainee: User
) -> None:
    client = client_of(trainee)
    led_to = [client.post(read_url(lesson)).url for lesson in lessons]
    assert led_to == [*(lesson.url for lesson in lessons[1:]), "/my-learning/"]
    assert list(trainee.completions.values_list("lesson_id", flat=True)) == [
        lesson.pk for lesson in lessons
    ]


def test_reading_twice_is_the_same_as_once(
    client_of, course: CoursePage, first_lesson: LessonPage, trainee: User
) -> None:
    client = client_of(trainee)
    client.post(read_url(first_lesson))
    day = Completion.objects.get().completed_at
    client.post(read_url(first_lesson))
    assert Completion.objects.get().completed_at == day
    assert Enrolment.objects.get().course == course


def test_only_a_post_by_somebody_signed_in_records(
    client: Client, first_lesson: LessonPage, trainee: User
) -> None:
    assert client.post(read_url(first_lesson)).url.startswith("/accounts/login/")
    client.force_login(trainee)
    assert client.get(read_url(first_lesson)).status_code == 405
    assert not Completion.objects.exists()


def test_a_form_of_another_site_records_nothing(first_lesson: LessonPage, trainee: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(trainee)
    assert client.post(read_url(first_lesson)).status_code == 403
    assert not Completion.objects.exists()


@pytest.mark.parametrize("which", ["unknown", "too large", "course", "draft"])
def test_what_is_no_published_lesson_is_not_found(
    client_of, course: CoursePage, first_lesson: LessonPage, trainee: User, which: str
) -> None:
    first_lesson.unpublish()
    pk = {
        "unknown": 10**9,
        "too large": 10**23,
        "course": course.pk,
        "draft": first_lesson.pk,
    }[which]
    response = client_of(trainee).post(f"/my-learning/lessons/{pk}/read/")
    assert response.status_code == 404


def test_the_record_survives_edits_moves_and_unpublishing(
    course: CoursePage, first_lesson: LessonPage, trainee: User
) -> None:
    title = first_lesson.title
    complete_lesson(person=trainee, lesson=first_lesson)
    first_lesson.title = "Another title"
    first_lesson.slug = "another-title"
    first_lesson.save_revision().publish()
    module = course.add_child(instance=ModulePage(title="Second", slug="second"))
    first_lesson.move(module, pos="last-child")
    LessonPage.objects.get(pk=first_lesson.pk).unpublish()
    row = Completion.objects.get(person=trainee, lesson=first_lesson)
    assert (row.lesson_title, row.course_title) == (title, course.title)


def test_the_record_survives_the_deletion_of_its_course(
    course: CoursePage, first_lesson: LessonPage, trainee: User
) -> None:
    complete_lesson(person=trainee, lesson=first_lesson)
    title = first_lesson.title
    Page.objects.get(pk=course.pk).delete()
    assert list(trainee.completions.values_list("lesson_id", "lesson_title")) == [(None, title)]
    assert Enrolment.objects.get().course is None


def test_a_record_is_seen_by_whoever_sees_the_person(
    first_lesson: LessonPage,
    trainee: User,
    other_trainee: User,
    force_lead: User,
    other_force_lead: User,
) -> None:
    row = complete_lesson(person=trainee, lesson=first_lesson)
    assert list(Completion.objects.visible_to(trainee)) == [row]
    assert list(Completion.objects.visible_to(force_lead)) == [row]
    assert list(Completion.objects.visible_to(other_trainee)) == []
    assert list(Completion.objects.visible_to(other_force_lead)) == []
