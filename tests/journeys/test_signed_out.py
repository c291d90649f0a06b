"""A session that ends in the middle: signing in again, in place or by plain pages, keeps it all."""

import pytest
from django.conf import settings
from django.test import override_settings
from playwright.sync_api import Locator, Page, expect

from scenarios.public import Assessment
from tests.factories import PASSWORD
from tests.journeys.steps import (
    SAVED,
    begin,
    choose,
    kept_in_tab,
    open_attempt,
    sign_in,
    stored_reason,
)


@pytest.fixture
def refused(watch) -> None:
    watch.expect(401, 403, "htmx:", "Response Status Error Code 403")


def sign_out_in_another_tab(page: Page) -> Page:
    other = page.context.new_page()
    other.goto("/")
    other.get_by_role("button", name="Sign out").click()
    expect(other.get_by_role("link", name="Sign in").first).to_be_visible()
    return other


def in_place(page: Page) -> Locator:
    panel = page.get_by_role("region", name="Sign in again")
    expect(panel.get_by_role("button", name="Sign in and save")).to_be_visible()
    return panel


def sign_in_there(panel: Locator, email: str, password: str = PASSWORD) -> None:
    panel.get_by_label("E-mail address").fill(email)
    panel.get_by_label("Password").fill(password)
    panel.get_by_role("button", name="Sign in and save").click()


@pytest.mark.parametrize("how", ["ended by time", "signed out in another tab"])
def test_signing_in_again_in_place_saves_what_was_typed(site, open_as, refused, how):
    person = site.trainee()
    page = open_as(person)
    begin(page)
    choose(page, "Your rating", "Some")
    status, reason = page.get_by_role("status"), page.get_by_label("Reason")
    expect(status).to_have_text(SAVED)
    if how == "ended by time":
        page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    else:
        sign_out_in_another_tab(page)

    reason.fill("Typed after the session ended.")
    expect(status).to_contain_text("Not saved: you have been signed out")
    panel = in_place(page)
    expect(reason).to_have_value("Typed after the session ended.")
    reason.press_sequentially(" And on.")
    status.get_by_role("link", name="Sign in here").click()
    expect(panel).to_be_focused()
    sign_in_there(panel, person.email)
    expect(status).to_have_text(SAVED)
    expect(panel).to_have_count(0)
    expect(reason).to_be_focused()
    assert stored_reason(person) == "Typed after the session ended. And on."

    # The page goes on as before, with the new session and a form token that fits.
    page.get_by_role("button", name="cite D1.1").first.click()
    expect(page.get_by_role("button", name="Remove D1.1")).to_be_visible()
    page.get_by_role("button", name="Take a break").click()
    expect(page.get_by_role("heading", name="You are on a break")).to_be_visible()


@pytest.mark.parametrize("how", ["ended by time", "signed out in another tab"])
def test_signing_in_again_in_another_tab_is_noticed(site, open_as, refused, how):
    person = site.trainee()
    page = open_as(person)
    begin(page)
    if how == "ended by time":
        page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
        other = page.context.new_page()
    else:
        other = sign_out_in_another_tab(page)
    page.get_by_label("Reason").fill("Typed meanwhile.")
    in_place(page)
    other.goto("/accounts/login/")
    sign_in(other, person)
    expect(other.get_by_role("heading", name="My learning", level=1)).to_be_visible()

    choose(page, "Your rating", "Some")
    expect(page.get_by_role("status")).to_have_text(SAVED)
    expect(page.get_by_role("region", name="Sign in again")).to_have_count(0)
    assert stored_reason(person) == "Typed meanwhile."


def test_a_wrong_password_and_a_lock_are_said_in_place(site, open_as, watch, refused):
    watch.expect(429)
    person = site.trainee()
    page = open_as(person)
    begin(page)
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.get_by_label("Reason").fill("Still here.")
    panel = in_place(page)
    with override_settings(AXES_ENABLED=True):
        sign_in_there(panel, person.email, "not the password of anybody")
        summary = panel.get_by_role("alert")
        expect(summary).to_contain_text("The e-mail address or the password is not right.")
        expect(summary).to_be_focused()
        for _guess in range(9):
            expect(panel.get_by_label("Password")).to_have_value("")
            sign_in_there(panel, person.email, "not the password of anybody")
            page.wait_for_load_state("networkidle")
        expect(panel).to_contain_text("closed for five minutes")
    expect(page.get_by_label("Reason")).to_have_value("Still here.")


def test_somebody_else_who_signs_in_in_place_leaves_the_page(site, open_as, watch, refused):
    watch.expect(404)
    person, other = site.trainee(), site.trainee()
    page = open_as(person)
    begin(page)
    address = page.url
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.get_by_label("Reason").fill("Not for the next person.")
    sign_in_there(in_place(page), other.email)
    expect(page.get_by_role("heading", name="My learning", level=1)).to_be_visible()
    expect(page.get_by_text("belonged to somebody else, so it was closed")).to_be_visible()
    assert "Not for the next person." not in page.content()
    assert not kept_in_tab(page)
    assert not Assessment.objects.filter(person=other).exists()
    assert not open_attempt(person).answers.exists()
    page.go_back()
    assert "Not for the next person." not in page.content()
    assert page.url != address or page.get_by_label("Reason").count() == 0


def test_a_page_of_one_person_saves_nothing_for_another(site, open_as, watch, refused):
    """They signed in elsewhere in the same browser: the page that stayed open sees it and goes."""
    person, other = site.trainee(), site.trainee()
    page = open_as(person)
    begin(page)
    second = sign_out_in_another_tab(page)
    second.goto("/accounts/login/")
    sign_in(second, other)
    expect(second.get_by_role("heading", name="My learning", level=1)).to_be_visible()
    page.get_by_label("Reason").fill("Not for the next person.")
    expect(page.get_by_text("belonged to somebody else, so it was closed")).to_be_visible()
    assert "Not for the next person." not in page.content()
    assert not kept_in_tab(page)
    assert not Assessment.objects.filter(person=other).exists()


def test_a_reload_after_the_session_ended_puts_back_what_was_typed(site, open_as, refused):
    person = site.trainee()
    page = open_as(person)
    begin(page)
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.get_by_label("Reason").fill("Typed after the session ended.")
    in_place(page)
    page.reload()
    sign_in(page, person)
    expect(page.get_by_label("Reason")).to_have_value("Typed after the session ended.")
    expect(page.get_by_role("alert")).to_contain_text("has been put back")


def test_signing_out_leaves_nothing_typed_in_the_tab(site, open_as, watch, refused):
    watch.expect("ERR_")
    page = open_as(site.trainee())
    begin(page)
    page.context.route("**/assessments/**", lambda route: route.abort())
    page.get_by_label("Reason").fill("Typed and not saved.")
    expect(page.get_by_role("status")).to_contain_text("Not saved")
    assert len(kept_in_tab(page)) == 1
    page.context.unroute_all(behavior="wait")
    page.context.route("**/assessments/**", lambda route: route.abort())
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in").first).to_be_visible()
    assert not kept_in_tab(page)


def test_without_scripts_what_was_sent_is_kept_through_signing_in(site, open_as, refused):
    person = site.trainee()
    page = open_as(person, javascript=False)
    begin(page)
    page.get_by_label("Reason").fill("Two lines\nsent while signed out.")
    choose(page, "Your rating", "Some")
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.get_by_role("button", name="Save and continue").click()
    expect(page.get_by_text("This page keeps it")).to_be_visible()
    page.get_by_label("E-mail address").fill(person.email)
    page.get_by_label("Password").fill("not the password of anybody")
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_contain_text("not right")
    sign_in(page, person)
    expect(page.get_by_role("heading", name="You are signed in again")).to_be_visible()
    page.get_by_role("button", name="Save what I typed").click()
    expect(page.get_by_role("heading", name="Sexual preoccupation")).to_be_visible()
    assert stored_reason(person) == "Two lines\nsent while signed out."


def test_without_scripts_what_one_person_sent_is_not_given_to_another(site, open_as, refused):
    person, other = site.trainee(), site.trainee()
    page = open_as(person, javascript=False)
    begin(page)
    page.get_by_label("Reason").fill("Not for the next person.")
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.get_by_role("button", name="Save and continue").click()
    sign_in(page, other)
    expect(page.get_by_text("belonged to somebody else, so it was closed")).to_be_visible()
    assert "Not for the next person." not in page.content()
    assert not open_attempt(person).answers.exists()


def test_without_scripts_a_page_from_before_signing_out_shows_its_text_to_copy(
    site, open_as, refused
):
    page = open_as(site.trainee(), javascript=False)
    begin(page)
    sign_out_in_another_tab(page)
    page.get_by_label("Reason").fill("Typed after signing out.")
    page.get_by_role("button", name="Save and continue").click()
    expect(page.get_by_label("What you typed")).to_have_value("Typed after signing out.")
