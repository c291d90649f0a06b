"""A page whose session has ended: who may go on with it, and what becomes of what it sent."""

import re
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from people.public import User
from scenarios.public import Assessment, Release, start_assessment
from tests.factories import PASSWORD, make_person, make_released_case
from tests.scenarios.journey import HTMX, answer_of, rating, step_url

pytestmark = pytest.mark.django_db
AGAIN = "/accounts/sign-in-again/"
SIGN_IN = "/accounts/login/"
CARRIED = re.compile(r'name="sent" value="([^"]+)"')


@pytest.fixture
def practice() -> Release:
    return make_released_case("practice")


@pytest.fixture
def assessment(trainee: User, practice: Release) -> Assessment:
    return start_assessment(person=trainee, release=practice)


def page_of(person: User, **fields: Any) -> dict[str, Any]:
    """What a form of that person's page sends."""
    return {**rating(reason="He kept\nthe key.", **fields), "page_of": str(person.uuid)}


def credentials(person: User, password: str = PASSWORD, **more: str) -> dict[str, str]:
    return {"login": person.email, "password": password, **more}


def words(answer: HttpResponse) -> str:
    return answer.content.decode()


def again(client: Client, owner: User, person: User, password: str = PASSWORD) -> HttpResponse:
    data = credentials(person, password, page_of=str(owner.uuid))
    return client.post(AGAIN, data, headers=HTMX)


# In place, for scripts


def test_in_place_the_form_is_a_fragment_and_a_page_leads_to_sign_in(client: Client) -> None:
    fragment = client.get(AGAIN, headers=HTMX)
    assert fragment.status_code == 200
    assert "<html" not in words(fragment)
    assert 'name="csrfmiddlewaretoken"' in words(fragment)
    assert client.get(AGAIN)["Location"] == SIGN_IN


def test_signing_in_in_place_answers_with_a_token_that_fits(trainee: User) -> None:
    client = Client(enforce_csrf_checks=True)
    token = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
    asked = token.search(words(client.get(AGAIN, headers=HTMX)))
    assert asked
    data = credentials(trainee, page_of=str(trainee.uuid), csrfmiddlewaretoken=asked[1])
    answer = client.post(AGAIN, data, headers=HTMX)
    assert "data-signed-in" in words(answer)
    fresh = token.search(words(answer))
    assert fresh
    assert "_auth_user_id" in client.session
    sent = client.post("/accounts/password/change/", {"csrfmiddlewaretoken": fresh[1]})
    assert sent.status_code == 200


def test_whoever_is_signed_in_already_gets_the_token_without_being_asked(
    client: Client, trainee: User
) -> None:
    client.force_login(trainee)
    answer = client.get(AGAIN, {"page_of": str(trainee.uuid)}, headers=HTMX)
    assert "data-signed-in" in words(answer)


def test_a_wrong_password_in_place_is_said_in_place(client: Client, trainee: User) -> None:
    answer = again(client, trainee, trainee, "not the password at all")
    assert answer.status_code == 200
    assert "The e-mail address or the password is not right." in words(answer)
    assert f'name="page_of" value="{trainee.uuid}"' in words(answer)
    assert "_auth_user_id" not in client.session


def test_too_many_guesses_in_place_are_answered_by_a_fragment(
    client: Client, trainee: User, settings: Settings
) -> None:
    settings.AXES_ENABLED = True
    for guess in range(10):
        answer = again(client, trainee, trainee, f"wrong guess number {guess}")
    assert answer.status_code == 429
    assert "closed for five minutes" in words(answer)
    assert "<html" not in words(answer)


def test_a_disabled_person_in_place_is_led_to_the_page_that_says_so(
    client: Client, trainee: User
) -> None:
    trainee.is_active = False
    trainee.save()
    answer = again(client, trainee, trainee)
    assert answer["HX-Redirect"] == reverse("account_inactive")
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("owner", ["somebody else", "nobody"])
def test_signing_in_in_place_on_the_page_of_another_leaves_the_page(
    client: Client, trainee: User, owner: str
) -> None:
    other = make_person()
    data = {"page_of": str(trainee.uuid)} if owner == "somebody else" else {}
    answer = client.post(AGAIN, credentials(other, **data), headers=HTMX)
    assert answer["HX-Redirect"] == reverse("my_learning")
    assert "data-signed-in" not in words(answer)
    assert "belonged to somebody else" in words(client.get(reverse("my_learning")))


def test_a_save_with_a_token_of_before_signing_out_asks_to_sign_in(
    trainee: User, assessment: Assessment
) -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post(step_url(assessment), page_of(trainee), headers=HTMX)
    assert answer.status_code == 401
    assert "you have been signed out" in words(answer)


# The page of one person, sent by another


@pytest.mark.parametrize(("headers", "status"), [({}, 409), (HTMX, 401)], ids=["plain", "htmx"])
def test_a_page_is_not_taken_from_somebody_who_did_not_open_it(
    client: Client, trainee: User, assessment: Assessment, headers: dict[str, str], status: int
) -> None:
    client.force_login(trainee)
    answer = client.post(step_url(assessment), page_of(make_person()), headers=headers)
    assert answer.status_code == status
    assert not assessment.answers.exists()


# Plain pages


def test_what_a_plain_form_sent_is_offered_again_after_signing_in(
    client: Client, trainee: User, assessment: Assessment
) -> None:
    asked = client.post(step_url(assessment), page_of(trainee, cite="for:D1.1"))
    assert asked.status_code == 401
    assert "no-store" in asked["Cache-Control"]
    assert "He kept" not in words(asked)
    carried = CARRIED.search(words(asked))
    assert carried

    wrong = client.post(SIGN_IN, credentials(trainee, "not the password", sent=carried[1]))
    assert CARRIED.search(words(wrong))
    right = client.post(SIGN_IN, credentials(trainee, sent=carried[1]))
    assert right.status_code == 200
    page = words(right)
    assert f'action="{step_url(assessment)}"' in page
    assert "password" not in page
    assert not assessment.answers.exists()

    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))
    saved = client.post(step_url(assessment), fields)
    assert saved.status_code == 302
    assert answer_of(assessment).reason.text == "He kept\nthe key."
    assert answer_of(assessment).citations.count() == 1


def test_what_was_sent_is_offered_to_who_has_signed_in_in_another_window(
    client: Client, trainee: User, assessment: Assessment
) -> None:
    carried = CARRIED.search(words(client.post(step_url(assessment), page_of(trainee))))
    assert carried
    client.force_login(trainee)
    page = client.post(SIGN_IN, {"sent": carried[1]})
    assert f'action="{step_url(assessment)}"' in words(page)


def test_what_one_person_sent_is_not_offered_to_another(
    client: Client, trainee: User, assessment: Assessment
) -> None:
    carried = CARRIED.search(words(client.post(step_url(assessment), page_of(trainee))))
    assert carried
    answer = client.post(SIGN_IN, credentials(make_person(), sent=carried[1]), follow=True)
    assert "belonged to somebody else" in words(answer)
    assert "He kept" not in words(answer)


@pytest.mark.parametrize("sent", ["", "made up", "WyIvIixbXV0:1vX:nonsense"])
def test_what_is_not_of_our_making_is_left_out(client: Client, trainee: User, sent: str) -> None:
    answer = client.post(SIGN_IN, credentials(trainee, sent=sent))
    assert (answer.status_code, answer["Location"]) == (302, reverse("my_learning"))


@pytest.mark.parametrize("fields", [{"reason": "x"}, {"page_of": "1", "reason": "x" * 60_000}])
def test_other_forms_and_endless_ones_are_not_carried(
    client: Client, assessment: Assessment, fields: dict[str, str]
) -> None:
    answer = client.post(step_url(assessment), fields)
    assert answer.status_code == 302
    assert answer["Location"].startswith(SIGN_IN)


def test_a_plain_page_from_before_signing_out_shows_what_was_typed(
    trainee: User, assessment: Assessment
) -> None:
    client = Client(enforce_csrf_checks=True)
    fields = {**page_of(trainee), "password": "never shown at all"}
    answer = client.post(step_url(assessment), fields)
    assert answer.status_code == 403
    assert "He kept\nthe key." in words(answer)
    assert "never shown" not in words(answer)
