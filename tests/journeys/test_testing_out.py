"""A trainee passes the check of a module first, leaves lessons out, and says how one was."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from courses.models import Completion, LessonOpinion, ModulePage
from tests.factories.knowledge import make_check, single
from tests.factories.testing_out import lessons_in, make_module
from tests.journeys.axe.look import faults_of


@pytest.fixture
def module(site) -> Iterator[ModulePage]:
    """Of a course of its own, which nobody else meets."""
    check = make_check(single("Which is it?"), single("And now?"), pass_mark=1)
    made = make_module("", "opportunity", "desist", checks=(check,))
    yield made
    made.get_parent().delete()


def answer(page: Page, text: str) -> None:
    page.get_by_role("radio", name=text, exact=True).check()
    page.get_by_role("button", name=re.compile("^Save and")).click()


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without"])
def test_who_passes_first_reads_only_what_is_weak(
    site, open_as, module: ModulePage, javascript: bool
) -> None:
    person = site.trainee()
    page = open_as(person, javascript=javascript)
    page.goto(module.url)
    page.get_by_role("link", name="Know this already? Pass its checks first").click()
    page.get_by_role("link", name=re.compile("^Knowledge check")).click()
    page.get_by_role("button", name="Begin").click()
    answer(page, "This")
    answer(page, "That")  # wrong, in a check that stands in the lesson on a factor
    page.get_by_role("button", name="Hand in my answers").click()
    page.get_by_role("link", name="See what you can leave out of Part 1").click()
    expect(page.get_by_text("Commitment to desist is still weak")).to_be_visible()
    expect(page.get_by_text("It saves you about 6 minutes of reading.")).to_be_visible()
    if javascript:
        assert faults_of(page) == []
    page.get_by_role("button", name="Leave these out").click()
    expect(page.get_by_role("status")).to_contain_text("You left out 2 lessons.")
    expect(page.get_by_text("Left out: you passed the check")).to_have_count(2)

    first = lessons_in(module)[0]
    page.get_by_role("link", name=first.title).click()
    page.get_by_role("button", name="Mark as read and go on").click()
    page.get_by_role("button", name="Partly").click()
    expect(page.get_by_text("Thank you. You said: Partly.")).to_be_visible()
    page.goto(first.url)
    page.get_by_text("Change what you said").click()
    page.get_by_role("button", name="Yes").click()
    expect(page.get_by_text("Thank you. You said: Yes.")).to_be_visible()
    if javascript:
        assert faults_of(page) == []
    assert LessonOpinion.objects.get(person=person).useful == "yes"
    assert sorted(Completion.objects.filter(person=person).values_list("how", flat=True)) == [
        "read", "tested_out",
    ]  # fmt: skip
