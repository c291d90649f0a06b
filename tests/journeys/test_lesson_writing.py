"""A trainer builds a module from nothing in the admin, and a trainee reads it.

The editor is Wagtail's and needs scripts; the trainee's side is tried without them as well.
"""

import re

import pytest
from playwright.sync_api import Page, expect

from courses.models import KnowledgeCheck, LearnPage, LessonPage, ModulePage, ReflectionNote
from tests.journeys.axe.look import faults_of
from tests.journeys.editor import publish


def test_a_trainer_builds_a_module_from_nothing_and_a_trainee_opens_it(site, open_as, watch):
    watch.expect(400)  # what the editor sends by itself while a lesson is half written
    page = open_as(site.people["trainer"])
    learn = LearnPage.objects.get()
    page.goto(f"/admin/pages/add/courses/coursepage/{learn.pk}/")
    page.locator("#id_title").fill("Built in a journey")
    page.locator("#id_summary").fill("What it is to build one.")
    publish(page)
    course = learn.get_children().get(title="Built in a journey")
    page.goto(f"/admin/pages/add/courses/modulepage/{course.pk}/")
    page.locator("#id_title").fill("The first module")
    publish(page)
    module = ModulePage.objects.get(title="The first module")
    page.goto(f"/admin/pages/add/courses/lessonpage/{module.pk}/")
    page.locator("#id_title").fill("The first lesson")
    page.locator("#id_minutes").fill("5")

    insert(page, "Text")
    page.locator("textarea[name=body-0-value]").fill("Read this **slowly**.")
    insert(page, "Call-out")
    page.locator("input[name=body-1-value-heading]").fill("Stop here")
    page.locator("textarea[name=body-1-value-text]").fill("And look again.")
    insert(page, "Factor card")
    page.locator("select[name=body-2-value]").select_option("opportunity")
    insert(page, "Factor drill")
    page.locator("select[name=body-3-value]").select_option("drill:opportunity-1")
    insert(page, "Knowledge check")
    page.get_by_role("button", name=re.compile("Choose knowledge check", re.IGNORECASE)).click()
    check = KnowledgeCheck.objects.filter(live=True).order_by("title").first()
    page.get_by_role("dialog").get_by_role("link", name=check.title).click()
    insert(page, "Reflection")
    page.locator("textarea[name=body-5-value-question]").fill("What did you look at first?")

    # As a trainee would see it, beside the form.
    page.get_by_role("button", name="Toggle preview").click()
    preview = page.frame_locator("#w-preview-iframe")
    expect(preview.get_by_role("heading", name="Stop here")).to_be_visible()
    expect(preview.get_by_text("The field for a private note stands here.")).to_be_visible()
    expect(preview.get_by_text("The button to begin stands here.")).to_be_visible()
    publish(page)

    lesson = LessonPage.objects.get(title="The first lesson")
    trainee = open_as(site.trainee())
    trainee.goto(lesson.url)
    for name in ("The first lesson", "Stop here", check.title, "Think about it"):
        expect(trainee.get_by_role("heading", name=name)).to_be_visible()
    trainee.get_by_role("button", name="Begin the drill").click()
    expect(trainee.get_by_role("button", name="See how it was")).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no-scripts"])
def test_a_trainee_looks_at_a_picture_notes_a_thought_and_finds_it_again(site, open_as, javascript):
    reader = site.trainee()
    with_picture = LessonPage.objects.get(slug="the-assessment-step-by-step")
    page = open_as(reader, javascript=javascript)
    page.goto(with_picture.url)
    shown = page.get_by_role("img", name=re.compile("^Seven numbered steps"))
    shown.scroll_into_view_if_needed()
    expect(shown).to_be_visible()
    assert page.request.get(shown.get_attribute("src")).ok

    lesson = LessonPage.objects.get(slug="when-the-file-is-silent")
    page.goto(lesson.url)
    page.get_by_label("Your note").fill("Ring 07911 123456.")
    page.get_by_role("button", name="Keep my note").click()
    expect(page.get_by_role("alert")).to_contain_text("looks like")
    expect(page.get_by_label("Your note")).to_have_value("Ring 07911 123456.")
    if javascript:  # as when the field is drawn larger, which its style keeps
        page.get_by_label("Your note").evaluate("field => { field.style.height = '300px' }")
    page.get_by_label("Your note").fill("With the mood of the first page.")
    page.get_by_role("button", name="Keep my note").click()
    expect(page.get_by_text("Your note is kept.").first).to_be_visible()
    if javascript:
        assert faults_of(page) == []
    page.goto("/my-learning/")
    page.get_by_role("link", name="What you wrote for yourself beside lessons").click()
    expect(page.get_by_text("With the mood of the first page.")).to_be_visible()
    assert ReflectionNote.objects.get(person=reader).lesson == lesson

    page.goto(lesson.url)
    with page.expect_download() as saved:
        page.get_by_role("link", name="Questions to ask of a file").click()
    assert saved.value.suggested_filename == "questions-to-ask-of-a-file.txt"


def insert(page: Page, block: str) -> None:
    """Add a block at the end of the lesson."""
    page.get_by_title("Insert a block").last.click()
    page.get_by_role("option", name=block, exact=True).click()
