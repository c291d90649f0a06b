"""A trainer writes a check with one question in the admin, and a trainee passes it."""

import re

import pytest
from playwright.sync_api import Page, expect

from courses.models import EvidenceExercise, KnowledgeAttempt, KnowledgeCheck
from people.public import Role
from tests.factories.knowledge import make_check, make_exercise, ordering, single
from tests.journeys.editor import publish, save_draft

BOTH = pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no-scripts"])


def test_a_trainer_writes_a_check_and_a_trainee_passes_it(site, open_as, watch):
    watch.expect(400)  # what the editor sends by itself while a question is half written
    page = open_as(site.person(Role.TRAINER, "X01"))
    page.goto("/admin/snippets/courses/knowledgecheck/add/")
    page.locator("#id_title").fill("Written in a journey")
    page.locator("#id_slug").fill("written-in-a-journey")
    page.locator("#id_minutes").fill("1")
    page.locator("#id_pass_mark").fill("1")
    questions = page.locator("#panel-questions-section")
    questions.get_by_title("Insert a block").first.click()
    page.get_by_role("option", name=re.compile("One right answer")).click()
    page.locator("textarea[name=questions-0-value-stem]").fill("Is it Monday?")
    questions.locator("[data-streamfield-list-container]").get_by_title("Add").last.click()
    for place, text in enumerate(("Yes", "No")):
        name = f"questions-0-value-options-{place}-value"
        page.locator(f"textarea[name={name}-text]").fill(text)
        page.locator(f"textarea[name={name}-feedback]").fill(f"Because {text}.")
    # Nothing is right yet: it is said at the options, and what was typed stays.
    save_draft(page)
    expect(page.get_by_text("No option is right. Mark the right one.").first).to_be_visible()
    page.locator("input[name=questions-0-value-options-0-value-right]").check()
    save_draft(page)
    publish(page)
    check = KnowledgeCheck.objects.get(slug="written-in-a-journey")
    assert check.live

    take_it(open_as(site.trainee()), check, right=["Yes"])


@BOTH
def test_a_trainee_takes_a_check_by_keyboard_and_sees_why(site, open_as, javascript):
    check = make_check(single(), ordering(), pass_mark=2)
    page = open_as(site.trainee(), javascript=javascript)
    take_it(page, check, right=["This"], steps=["Gather", "Rate", "Review"])
    expect(page.get_by_text("About That.")).to_be_visible()


def take_it(page: Page, check: KnowledgeCheck, *, right: list[str], steps: list[str] = ()) -> None:
    """Take a check from its start page to its receipt."""
    page.goto(f"/my-learning/knowledge/{check.uuid}/")
    page.get_by_role("button", name="Begin").click()
    for place in range(1, check.drawn + 1):
        expect(page.get_by_text(f"Question {place} of {check.drawn}").first).to_be_visible()
        if page.get_by_role("radio").count():
            for text in right:
                page.get_by_role("radio", name=text, exact=True).check()
        else:
            for number, text in enumerate(steps, start=1):
                page.get_by_label(text).select_option(str(number))
        page.get_by_role("button", name=re.compile("^Save and")).click()
    page.get_by_role("button", name="Hand in my answers").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Passed")
    attempt = KnowledgeAttempt.objects.get(check_of=check, passed=True)
    expect(page.get_by_text(attempt.receipt)).to_be_visible()


@BOTH
def test_a_trainee_marks_an_exercise_and_goes_on_later(site, open_as, javascript):
    exercise: EvidenceExercise = make_exercise()
    page = open_as(site.trainee(), javascript=javascript)
    page.goto(f"/my-learning/exercises/{exercise.uuid}/")
    page.get_by_role("button", name="Begin").click()
    mark(page, 1, "For")
    page.get_by_role("button", name="Save and go on later").click()
    expect(page.get_by_text("Your marks are saved.")).to_be_visible()
    page.get_by_role("button", name="Mark my passages").click()
    expect(page.get_by_role("alert")).to_contain_text("Passage 2 is not marked.")
    mark(page, 2, "Against")
    mark(page, 3, "For")
    page.get_by_role("button", name="Mark my passages").click()
    expect(page.get_by_text("2 of 3 passages right")).to_be_visible()
    expect(page.get_by_text("Buses are late.")).to_be_visible()


def mark(page: Page, passage: int, stance: str) -> None:
    group = page.get_by_role("group", name=f"Passage {passage}", exact=True)
    group.get_by_role("radio", name=stance, exact=True).check()
