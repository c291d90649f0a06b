"""A certification whose course comes first: whom it holds up, and where they are led."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from courses.models import (
    Certificate,
    CertificationSet,
    CheckAssignment,
    Completion,
    CoursePage,
    Enrolment,
)
from courses.selectors.certification_sets import course_to_finish
from courses.services.certificates import issue_certificate
from courses.services.sets import draw_set
from people.public import User
from scenarios.public import Release, start_assessment
from tests.factories import make_person
from tests.factories.certification import make_ready
from tests.factories.courses import lessons_of
from tests.factories.measures import finish_course

pytestmark = pytest.mark.django_db


def test_a_set_is_drawn_once_the_course_is_finished_and_stays_drawn(
    client: Client, trainee: User, course: CoursePage
) -> None:
    certification = make_ready(1, bank=2, course=course, needs_course=True)
    client.force_login(trainee)
    here = reverse("own_certification", args=[certification.uuid])
    draw = reverse("own_certification_draw", args=[certification.uuid])
    text = client.get(here).content.decode()
    assert "Finish ARMS foundations first" in text
    assert f'href="{course.url}">Go to ARMS foundations</a>' in text
    assert "Draw my set" not in text
    client.post(draw)
    assert not CertificationSet.objects.exists()
    finish_course(trainee, course)
    assert "Draw my set" in client.get(here).content.decode()
    client.post(draw)
    drawn = CertificationSet.objects.get()
    # What is added to the course later holds up nobody who has finished it, nor an open set.
    Enrolment.objects.update(finished_at=None)
    Completion.objects.all().delete()
    assert draw_set(person=trainee, certification=certification) == drawn


def test_before_the_course_is_finished_a_set_is_told_of_and_that_too_few_cases_are_left(
    client: Client, trainee: User, course: CoursePage
) -> None:
    certification = make_ready(2, bank=2, course=course, needs_course=True)
    client.force_login(trainee)
    here = reverse("own_certification", args=[certification.uuid])
    text = client.get(here).content.decode()
    for words in (
        "A set is 2 check cases that you have never met, about 40 minutes in all.",
        "You have 3 sets left of 3",
        "such as a check that you are assigned, can be in no set of yours",
    ):
        assert words in text
    assert "for you. More have to be opened" not in text
    met = Release.objects.first()
    CheckAssignment.objects.create(person=trainee, release=met, due_on=timezone.localdate())
    start_assessment(person=trainee, release=met)
    text = client.get(here).content.decode()
    assert "Finish ARMS foundations first" in text
    assert "A set needs 2 cases that you have never met, and 1 is left for you." in text


def test_it_holds_up_nobody_who_has_read_all_of_it_or_cannot_read_it(
    trainee: User, course: CoursePage
) -> None:
    certification = make_ready(1, bank=2, course=course, needs_course=True)
    # Of a course that only a lead can ask for, somebody may have read all and not be on it.
    Completion.objects.bulk_create(
        Completion(person=trainee, lesson=lesson, lesson_title="", course_title="")
        for lesson in lessons_of(course)
    )
    draw_set(person=trainee, certification=certification)
    for page in (*lessons_of(course), course):
        page.unpublish()
    draw_set(person=make_person(), certification=certification)
    certification.refresh_from_db()
    draw_set(person=make_person(), certification=certification)
    assert CertificationSet.objects.count() == 3


def test_whoever_was_certified_before_comes_back_for_the_cases_alone(
    trainee: User, course: CoursePage
) -> None:
    certification = make_ready(1, bank=2, course=course, needs_course=True)
    assert course_to_finish(trainee, certification) == course
    certificate = issue_certificate(
        person=trainee,
        organisation=certification.owner,
        certification=certification,
        by_set=uuid4(),
        decided_at=timezone.now() - timedelta(days=400),
    )
    assert course_to_finish(trainee, certification) is None
    QuerySet.update(
        Certificate.objects.filter(pk=certificate.pk),
        revoked_at=timezone.now(),
        ground=Certificate.Ground.values[0],
    )
    assert course_to_finish(trainee, certification) == course
