"""Signing in and out, forgotten passwords, and what happens after too many guesses."""

import re

import pytest
from django.core import mail
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from people.public import Organisation, Role, User, grant_membership
from tests.factories import PASSWORD, make_person

pytestmark = pytest.mark.django_db
SIGN_IN = "/accounts/login/"
SIGN_OUT = "/accounts/logout/"


def sign_in(client: Client, email: str, password: str = PASSWORD) -> HttpResponse:
    return client.post(SIGN_IN, {"login": email, "password": password})


def test_signing_in_leads_to_my_learning(client: Client, trainee: User) -> None:
    answer = sign_in(client, trainee.email.upper())
    assert (answer.status_code, answer["Location"]) == (302, reverse("my_learning"))


def test_a_lead_lands_on_their_reports_unless_they_were_going_elsewhere(
    client: Client, force_lead: User
) -> None:
    assert sign_in(client, force_lead.email)["Location"] == reverse("reports")
    asked = {"login": force_lead.email, "password": PASSWORD}
    there = Client().post(SIGN_IN, {**asked, "next": reverse("my_learning")})
    assert there["Location"] == reverse("my_learning")
    elsewhere = Client().post(SIGN_IN, {**asked, "next": "//elsewhere.example"})
    assert elsewhere["Location"] == reverse("reports")


def test_a_lead_who_is_also_a_trainee_lands_on_my_learning(
    client: Client, force_lead: User, organisation: Organisation
) -> None:
    grant_membership(person=force_lead, role=Role.TRAINEE, organisation=organisation)
    assert sign_in(client, force_lead.email)["Location"] == reverse("my_learning")


def test_signing_in_leads_back_to_where_one_was_going(client: Client, trainee: User) -> None:
    asked = client.get(reverse("account_change_password"))
    page = client.get(asked["Location"])
    assert 'name="next"' in page.content.decode()
    answer = client.post(
        SIGN_IN,
        {"login": trainee.email, "password": PASSWORD, "next": reverse("account_change_password")},
    )
    assert answer["Location"] == reverse("account_change_password")


@pytest.mark.parametrize("elsewhere", ["https://elsewhere.example/", "//elsewhere.example"])
def test_nobody_is_led_to_another_site(client: Client, trainee: User, elsewhere: str) -> None:
    answer = client.post(SIGN_IN, {"login": trainee.email, "password": PASSWORD, "next": elsewhere})
    assert answer["Location"] == reverse("my_learning")


def test_a_wrong_password_and_an_unknown_person_get_the_same_words(
    client: Client, trainee: User
) -> None:
    bodies = []
    for email in (trainee.email, "nobody@people.example"):
        page = sign_in(client, email, "not the password at all")
        assert page.status_code == 200
        bodies.append(re.sub(r'value="[^"]*"', "", page.content.decode()))
    assert bodies[0] == bodies[1]
    assert "There is a problem" in bodies[0]
    assert "<title>Error: Sign in" in bodies[0]


def test_empty_fields_are_named_in_the_summary(client: Client) -> None:
    page = sign_in(client, "", "").content.decode()
    assert '<a href="#id_login">Enter your e-mail address.</a>' in page
    assert '<a href="#id_password">Enter your password.</a>' in page


def test_a_disabled_person_cannot_sign_in_nor_go_on(client: Client, trainee: User) -> None:
    client.force_login(trainee)
    trainee.is_active = False
    trainee.save()
    assert client.get(reverse("account_change_password"))["Location"].startswith(SIGN_IN)
    fresh = Client()
    assert sign_in(fresh, trainee.email)["Location"] == reverse("account_inactive")
    assert "_auth_user_id" not in fresh.session


def test_nobody_makes_an_account(client: Client) -> None:
    page = client.get("/accounts/signup/")
    assert "Accounts are made for you" in page.content.decode()
    new = {"email": "new@people.example", "password1": PASSWORD, "password2": PASSWORD}
    client.post("/accounts/signup/", new)
    assert not User.objects.exists()


@pytest.fixture
def guarded(settings: Settings) -> None:
    settings.AXES_ENABLED = True


@pytest.mark.usefixtures("guarded")
def test_ten_wrong_guesses_close_the_door_for_that_person_alone(trainee: User) -> None:
    colleague = make_person()
    for guess in range(10):
        # From anywhere, and however the address is written: guesses are counted by person.
        client = Client(REMOTE_ADDR=f"10.0.0.{guess}")
        answer = sign_in(client, trainee.email.title(), f"wrong guess number {guess}")
    assert answer.status_code == 429
    assert "Too many tries" in answer.content.decode()
    assert sign_in(Client(), trainee.email).status_code == 429
    assert sign_in(Client(), colleague.email).status_code == 302


@pytest.mark.usefixtures("guarded")
def test_a_right_password_forgets_the_wrong_guesses(client: Client, trainee: User) -> None:
    for guess in range(20):
        sign_in(Client(), trainee.email, f"wrong guess number {guess}")
        if guess % 5 == 4:
            assert sign_in(Client(), trainee.email).status_code == 302


@pytest.mark.usefixtures("guarded")
def test_unknown_people_are_locked_out_alike() -> None:
    answers = [sign_in(Client(), "nobody@people.example", f"guess {n}") for n in range(10)]
    assert answers[-1].status_code == 429


def test_signing_out_is_a_post_and_clears_the_browser(client: Client, trainee: User) -> None:
    client.force_login(trainee)
    asked = client.get(SIGN_OUT)
    assert asked.status_code == 200
    assert "_auth_user_id" in client.session
    answer = client.post(SIGN_OUT)
    assert answer["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert "_auth_user_id" not in client.session


def test_a_forgotten_password_is_replaced_by_mail(client: Client, trainee: User) -> None:
    done = client.post("/accounts/password/reset/", {"email": trainee.email}, follow=True)
    assert "Look in your e-mail" in done.content.decode()
    (letter,) = mail.outbox
    assert letter.to == [trainee.email]
    assert letter.subject == "Choose a new password"
    link = re.search(r"https?://[^/]+(/\S+)", letter.body)
    assert link

    page = client.get(link[1], follow=True)
    assert "Choose a new password" in page.content.decode()
    where = page.redirect_chain[-1][0]
    short = client.post(where, {"password1": "too short", "password2": "too short"})
    assert "15 characters" in short.content.decode()
    new = "quiet harbour at dawn"
    changed = client.post(where, {"password1": new, "password2": new}, follow=True)
    assert "Your password is changed" in changed.content.decode()
    assert sign_in(client, trainee.email, new).status_code == 302
    assert "no longer works" in Client().get(link[1], follow=True).content.decode()


def test_asking_for_an_unknown_address_says_the_same_and_sends_nothing(
    client: Client, trainee: User
) -> None:
    pages = [
        client.post("/accounts/password/reset/", {"email": email}, follow=True).content
        for email in (trainee.email, "nobody@people.example")
    ]
    assert pages[0] == pages[1]
    assert len(mail.outbox) == 1


def test_a_page_left_open_can_be_sent_after_signing_in_again(trainee: User) -> None:
    """What was typed before the session ended is not lost to a changed form token."""
    client = Client(enforce_csrf_checks=True)
    page = client.get(SIGN_IN).content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert token
    form = {"csrfmiddlewaretoken": token[1]}
    assert (
        client.post(SIGN_IN, {"login": trainee.email, "password": PASSWORD, **form}).status_code
        == 302
    )
    # The old page's token, after the sign-in.
    wrong = {"oldpassword": "x", "password1": "y", "password2": "z"}
    assert client.post("/accounts/password/change/", {**wrong, **form}).status_code == 200


def test_a_foreign_form_is_refused_in_words(trainee: User) -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post(SIGN_IN, {"login": trainee.email, "password": PASSWORD})
    assert answer.status_code == 403
    assert "The page was out of date" in answer.content.decode()


def test_demo_sign_ins_are_listed_in_a_demonstration_only(
    client: Client, settings: Settings
) -> None:
    assert "demo.example" not in client.get(SIGN_IN).content.decode()
    settings.DEMO = True
    page = client.get(SIGN_IN).content.decode()
    for role in ("trainee", "trainer", "panellist", "supervisor", "lead", "national"):
        assert f"{role}@demo.example" in page
