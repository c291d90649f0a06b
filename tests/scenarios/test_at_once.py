"""The same act many times at the same moment leaves one row, on either database."""

import threading

import pytest
from django.db import connections
from django.test import Client

from people.public import Event
from scenarios.models import Answer, Assessment, Citation, StageSubmission
from scoring.public import Result, UnitResult
from tests.factories import make_complete_assessment, make_person, make_released_case
from tests.scenarios.journey import (
    HTMX,
    answer_of,
    case_url,
    check_url,
    feedback_url,
    rating,
    step_url,
)

pytestmark = pytest.mark.django_db(transaction=True)

AT_ONCE = 6


def all_at_once(person, *posts):
    """Send every post from a browser of its own, together; their responses in order.

    ``person`` is who sends them all, or one person for each post.
    """
    start = threading.Barrier(len(posts))
    responses: list = [None] * len(posts)

    def send(number, url, data):
        try:
            client = browsers[number]
            start.wait(timeout=30)
            responses[number] = client.post(url, data, headers=HTMX)
        finally:
            connections.close_all()

    browsers = [Client() for _ in posts]
    people = person if isinstance(person, tuple) else [person] * len(posts)
    for browser, who in zip(browsers, people, strict=True):
        browser.force_login(who)
    threads = [
        threading.Thread(target=send, args=(number, *post)) for number, post in enumerate(posts)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return responses


@pytest.mark.parametrize("use", ["practice", "check"])
def test_starting_at_once_opens_one_assessment(use):
    person, release = make_person(), make_released_case(use)
    responses = all_at_once(person, *[(case_url(release), {})] * AT_ONCE)
    assessment = Assessment.objects.get()
    assert [(one.status_code, one.url) for one in responses] == [
        (302, f"/assessments/{assessment.uuid}/")
    ] * AT_ONCE
    assert StageSubmission.objects.count() == 1


@pytest.mark.parametrize("use", ["practice", "check"])
def test_submitting_at_once_gives_one_receipt_one_result_and_one_event(use):
    person, release = make_person(), make_released_case(use)
    assessment = make_complete_assessment(person, release)
    responses = all_at_once(person, *[(check_url(assessment), {})] * AT_ONCE)
    assert [(one.status_code, one.url) for one in responses] == [
        (302, feedback_url(assessment))
    ] * AT_ONCE
    assert Result.objects.count() == 1
    assert UnitResult.objects.count() == 12
    assert Event.objects.filter(name="assessment.submitted").count() == 1


def test_of_different_saves_at_once_one_is_stored_and_the_others_are_told():
    person, release = make_person(), make_released_case()
    assessment = make_complete_assessment(person, release)
    posts = [
        (step_url(assessment), rating(str(level), revision=1, reason=f"Tab {level}"))
        for level in (0, 1, 3)
    ]
    responses = all_at_once(person, *posts)
    assert sorted(one.status_code for one in responses) == [200, 409, 409]
    stored = answer_of(assessment)
    winner = next(number for number, one in enumerate(responses) if one.status_code == 200)
    assert stored.level == (0, 1, 3)[winner]
    assert stored.reason.text == f"Tab {stored.level}"
    assert stored.revision == 2


def test_the_first_save_of_a_factor_sent_twice_at_once_is_one_row():
    person, release = make_person(), make_released_case()
    all_at_once(person, (case_url(release), {}))
    assessment = Assessment.objects.get()
    responses = all_at_once(person, *[(step_url(assessment), rating(cite="for:D1.1"))] * AT_ONCE)
    assert {one.status_code for one in responses} == {200}
    assert (Answer.objects.get().revision, Citation.objects.count()) == (1, 1)


def test_citations_sent_at_once_add_up():
    person, release = make_person(), make_released_case()
    all_at_once(person, (case_url(release), {}))
    assessment = Assessment.objects.get()
    asked = ["for:D1.1", "for:D1.2", "against:D2.1"]
    posts = [(step_url(assessment), rating("", "", cite=one)) for one in asked]
    responses = all_at_once(person, *posts)
    assert {one.status_code for one in responses} == {200}
    assert Citation.objects.filter(answer=answer_of(assessment)).count() == 3


def test_a_save_and_the_submit_at_once_never_leave_an_answer_that_was_not_scored():
    person, release = make_person(), make_released_case()
    assessment = make_complete_assessment(person, release)
    reason = getattr(getattr(answer_of(assessment), "reason", None), "text", "")
    saved, submitted = all_at_once(
        person,
        (step_url(assessment), rating("0", revision=1, reason=reason)),
        (check_url(assessment), {}),
    )
    assert submitted.status_code == 302
    assert saved.status_code in (200, 409)
    scored = UnitResult.objects.get(factor__code="opportunity").level
    assert answer_of(assessment).level == scored == (0 if saved.status_code == 200 else 2)
