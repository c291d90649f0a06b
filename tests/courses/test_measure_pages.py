"""The pages of a measure: asked before reading on, taken part by part, looked back on."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from courses.models import Completion, CoursePage, Drill, Measure, MeasureDrill
from courses.selectors.my_learning import my_learning
from courses.services.measuring import begin_baseline, begin_measure
from courses.services.reading import enrol
from courses.services.reminding import send_reminders
from people.public import User
from scenarios.models import Assessment, Release
from tests.factories.courses import lessons_of, make_course
from tests.factories.measures import (
    answer_drills,
    finish_course,
    make_measured_course,
    sit_case,
    take,
)

HTMX = {"HTTP_HX_REQUEST": "true"}
BOTH = pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])


@pytest.fixture
def measured(home) -> CoursePage:
    return make_measured_course(title="Seeing risk")


@pytest.fixture
def own(client_of, trainee: User) -> Client:
    return client_of(trainee)


def words(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def of_course(course: CoursePage) -> str:
    return f"/my-learning/courses/{course.pk}/measures/"


@BOTH
def test_marking_the_first_lesson_asks_about_the_baseline_and_marks_nothing(measured, own, headers):
    lesson, following = lessons_of(measured)
    answer = own.post(f"/my-learning/lessons/{lesson.pk}/read/", **headers)
    assert answer.url == f"{of_course(measured)}?lesson={lesson.pk}"
    assert not Completion.objects.exists()
    page = words(own, answer.url)
    assert "Baseline: about 26 minutes" in page
    assert "Your lesson is not marked as read yet." in page
    assert own.get(lesson.url).status_code == 200  # it can be read all the same

    gone = own.post(f"{of_course(measured)}decline/", {"lesson": lesson.pk}, **headers)
    assert gone.url == following.url
    assert Completion.objects.get().lesson == lesson
    assert Measure.objects.get().declined_at
    again = own.post(f"{of_course(measured)}decline/", {"lesson": lesson.pk}, **headers)
    assert again.url == following.url
    assert Measure.objects.count() == Completion.objects.count() == 1
    assert own.post(f"/my-learning/lessons/{following.pk}/read/").url == "/my-learning/"


@BOTH
def test_a_baseline_is_begun_from_its_page_and_taken_part_by_part(measured, own, trainee, headers):
    asked = {"point": "baseline"}
    begun = own.post(f"{of_course(measured)}begin/", asked, **headers)
    measure = Measure.objects.get()
    assert begun.url == f"/my-learning/measures/{measure.uuid}/"
    assert own.post(f"{of_course(measured)}begin/", asked, **headers).url == begun.url
    first = f"{begun.url}1/"
    page = words(own, first)
    assert "Meant" not in page
    assert "Why number 1 counts." not in page
    assert MeasureDrill.objects.get(position=1).shown_at
    invalid = own.post(first, {"confidence": "70"}, **headers)
    assert invalid.status_code == 200
    assert "Choose a level" in invalid.content.decode()
    answer = {"answer": "3", "confidence": "70"}
    assert own.post(first, answer, **headers).url == f"{begun.url}2/"
    assert own.post(first, {"answer": "1"}, **headers).url == f"{begun.url}2/"
    assert MeasureDrill.objects.get(position=1).level == 3
    assert own.get(first).url == begun.url
    assert own.post(f"{begun.url}2/", {"answer": "1"}, **headers).url == begun.url
    assert "About 20 minutes left" in words(own, begun.url)

    sit_case(measure)
    page = words(own, begun.url)
    assert "How the drills were is told after the final" in page
    assert "Told after the final" in page
    for kept in ("The map did this.", "1 of 2", "Meant:"):
        assert kept not in page


def test_what_cannot_be_begun_is_refused_in_words(measured, own):
    refused = own.post(f"{of_course(measured)}begin/", {"point": "final"})
    assert refused.status_code == 409
    assert "After the course, if you do the baseline" in refused.content.decode()
    assert own.post(f"{of_course(measured)}begin/", {"point": "x"}).url == of_course(measured)


def test_an_answer_that_comes_too_late_is_refused_in_words(measured, own, trainee):
    measure = begin_baseline(person=trainee, course=measured)
    own.post(f"{of_course(measured)}decline/")
    late = own.post(f"/my-learning/measures/{measure.uuid}/1/", {"answer": "1"})
    assert late.status_code == 409
    assert "go without this baseline" in late.content.decode()
    assert not MeasureDrill.objects.filter(answered_at__isnull=False).exists()


def test_somebody_elses_measure_is_one_that_does_not_exist(measured, client_of, other_trainee):
    measure = begin_baseline(person=other_trainee, course=measured)
    from tests.factories import make_person

    own = client_of(make_person())
    for url in (
        f"/my-learning/measures/{measure.uuid}/",
        f"/my-learning/measures/{measure.uuid}/1/",
    ):
        assert own.get(url).status_code == 404
    assert own.post(f"/my-learning/measures/{measure.uuid}/1/", {"answer": "1"}).status_code == 404


def test_after_the_final_a_person_sees_what_was_before_and_after(measured, own, trainee):
    baseline = take(trainee, measured, right=False)
    finish_course(trainee, measured)
    final = take(trainee, measured, "final")
    page = words(own, f"/my-learning/measures/{final.uuid}/")
    for shown in ("0 of 2", "2 of 2", "It is limited, and well held.", "11 of 11 factors"):
        assert shown in page or shown.replace("11 of 11", "12 of 12") in page
    assert "say little about one person" in page
    assert f"/assessments/{baseline.assessment}/feedback/" in page
    assert "The map did this." in words(own, f"/my-learning/measures/{baseline.uuid}/")
    Release.objects.filter(pk=baseline.release_id).update(state="withdrawn")
    assert "it counts for nothing" in words(own, of_course(measured))


def test_months_later_a_person_sees_what_has_stayed(measured, own, trainee):
    take(trainee, measured)
    finish_course(trainee, measured)
    take(trainee, measured, "final")
    day = timezone.now() - timedelta(days=40)
    Measure.objects.filter(point="final").update(finished_at=day)
    later = begin_measure(person=trainee, course=measured, point="month_1")
    sit_case(later, level=1)
    page = words(own, of_course(measured))
    assert "In the final you were with the panel on" in page
    assert "after 1 month on 0 of" in page


def test_the_case_of_a_measure_is_private_and_leads_back_to_it(measured, own, trainee):
    measure = begin_baseline(person=trainee, course=measured)
    ref = measure.release.case_version.scenario.ref
    page = words(own, f"/cases/{ref}/")
    assert "kept for the measures of a course" in page
    assert "This is practice." not in page
    own.post(f"/cases/{ref}/")
    attempt = Assessment.objects.get()
    own.post(f"/assessments/{attempt.uuid}/stop/")
    assert "Not begun" in words(own, f"/my-learning/measures/{measure.uuid}/")
    done = sit_case(measure)
    page = words(own, f"/assessments/{done.uuid}/feedback/")
    assert "Strong and weak factors" in page
    assert "You alone." in page
    assert "Your lead sees" not in page
    assert f'<a href="/my-learning/measures/{measure.uuid}/">Go on with the measure' in page
    assert "Baseline finished" not in page
    answer_drills(measure)
    page = words(own, f"/assessments/{done.uuid}/feedback/")
    assert "Go on with the measure" not in page
    assert f'<a href="/my-learning/measures/{measure.uuid}/">Baseline finished' in page


def test_the_course_and_my_learning_say_what_a_baseline_is_for(measured, own):
    page = words(own, measured.url)
    for said in ("First, a baseline", "About 26 minutes.", "It is private.", "go without it"):
        assert said in page
    page = words(own, "/my-learning/")
    assert "Next: Baseline of Seeing risk" in page
    assert "You can go without it." in page


def test_a_course_without_a_measure_has_no_page_of_them(measured, client_of, trainer):
    assert client_of(trainer).get(of_course(measured)).status_code == 404


def test_a_measure_costs_the_same_queries_for_few_drills_and_for_many(
    home, own, trainee, django_assert_max_num_queries
):
    from tests.factories.measures import make_forms

    counts = []
    for drills in (1, 6):
        course = make_course(measuring_forms=make_forms(drills=drills))
        measure = take(trainee, course)
        own.get(f"/my-learning/measures/{measure.uuid}/")
        with django_assert_max_num_queries(30) as captured:
            own.get(f"/my-learning/measures/{measure.uuid}/")
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_a_final_and_what_comes_later_are_reminded_of_once_each(measured, trainee):
    take(trainee, measured)
    finish_course(trainee, measured)
    today = timezone.localdate()

    def days_of_letters(first: int, last: int) -> list[int]:
        days = range(first, last)
        return [n for n in days if send_reminders(today=today + timedelta(days=n)).sent]

    assert days_of_letters(0, 30) == [7]
    take(trainee, measured, "final")
    found = days_of_letters(0, 250)
    assert len(found) == 3
    assert len(mail.outbox) == 4
    assert days_of_letters(0, 250) == []
    assert "Seeing risk" not in mail.outbox[0].body


def test_nobody_is_reminded_of_a_final_whose_drills_are_not_in_use(measured, trainee):
    take(trainee, measured)
    finish_course(trainee, measured)
    Drill.objects.filter(is_for_measuring=True).update(live=False)
    assert not send_reminders(today=timezone.localdate() + timedelta(days=7)).sent


def test_a_baseline_that_somebody_cannot_take_is_nobodys_next_step(
    measured, own, trainee: User
) -> None:
    forms = [("form", dict(form.value)) for form in measured.measuring_forms]
    copied = make_course("Seeing risk again", measuring_forms=forms)
    take(trainee, measured)
    enrol(person=trainee, course=copied)
    finish_course(trainee, measured, days_ago=60)
    step = my_learning(trainee).next_step
    assert step is not None
    assert step.url == lessons_of(copied)[0].url
    page = words(own, copied.url)
    assert "First, a baseline" not in page
    assert f'class="button" href="{step.url}">Begin the course' in page
    refused = words(own, of_course(copied))
    assert "You have met a part of it in the measure of another course" in refused
    assert f'class="button" href="{copied.url}">Go to the course' in refused
