"""My learning says that a result was judged again by a new key, until its feedback was opened."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from courses.models import CheckAssignment
from people.public import User
from scenarios.models import Assessment, Release, Rescoring
from scenarios.services.rescoring import rescore_all
from tests.answers import words_of
from tests.factories import make_approved_key_change, make_done, make_person, make_released_case

pytestmark = pytest.mark.django_db
SAID = "Judged again by a new key"
MINE = "/my-learning/"


def judge_again(release: Release, **answers: int) -> Release:
    """Put another key in force and judge by it what was submitted."""
    change = make_approved_key_change(release, **answers)
    rescore_all(Rescoring.objects.get(pk=change.rescoring_id))
    return change.new_release


def feedback_of(done: Assessment) -> str:
    return f"/assessments/{done.uuid}/feedback/"


@pytest.mark.parametrize("use", ["practice", "check"])
def test_it_is_said_until_the_feedback_was_opened(
    client: Client, trainee: User, settings: Any, use: str
) -> None:
    settings.PANEL_MINIMUM = {"practice": 5, "check": 5}
    release = make_released_case(use, "TS-AGAIN")
    if use == "check":
        CheckAssignment.objects.create(person=trainee, release=release, due_on=date(2099, 1, 1))
    done = make_done(trainee, release)
    client.force_login(trainee)
    client.get(feedback_of(done))
    assert SAID not in words_of(client.get(MINE))
    newer = judge_again(release, opportunity=3)
    page = client.get(MINE)
    assert SAID in words_of(page)
    assert "TS-AGAIN: " in words_of(page)
    assert f'href="{feedback_of(done)}#judged-again"' in page.content.decode()
    feedback = client.get(feedback_of(done))
    assert feedback.content.decode().count('id="judged-again"') == 1
    assert SAID not in words_of(client.get(MINE))
    judge_again(newer, opportunity=1)
    assert SAID in words_of(client.get(MINE)), "it was judged once more"


def test_nobody_hears_of_what_others_did(client: Client, trainee: User) -> None:
    release = make_released_case()
    make_done(make_person(), release)
    client.force_login(trainee)
    judge_again(release)
    assert SAID not in words_of(client.get(MINE))


def test_asking_for_another_page_does_not_count_as_reading(client: Client, trainee: User) -> None:
    release = make_released_case()
    done = make_done(trainee, release)
    client.force_login(trainee)
    judge_again(release)
    client.head(feedback_of(done))
    assert SAID in words_of(client.get(MINE))


def test_many_cost_as_many_queries_as_one(client: Client, trainee: User) -> None:
    client.force_login(trainee)

    def queries() -> int:
        client.get(MINE)
        with CaptureQueriesContext(connection) as captured:
            assert SAID in words_of(client.get(MINE))
        return len(captured)

    def add() -> None:
        release = make_released_case()
        make_done(trainee, release)
        judge_again(release)

    add()
    one = queries()
    for _more in range(3):
        add()
    assert queries() == one
