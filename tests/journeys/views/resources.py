"""The resources and the search, as readers and as those who look after them see them."""

from playwright.sync_api import Page

from courses.models import GlossaryTerm, LessonPage
from tests.journeys.demo_site import DemoSite
from tests.journeys.views.view import View


def open_lesson_with_term(page: Page, site: DemoSite) -> None:
    """The last lesson, with a card at its end; put there once."""
    lesson = LessonPage.objects.live().order_by("path").last()
    if "glossary_term" not in {block["type"] for block in lesson.body.raw_data}:
        lesson.body.append(("glossary_term", GlossaryTerm.objects.get(term="SHPO")))
        lesson.save_revision().publish()
    page.goto(lesson.url)


RESOURCES = [
    View("resources", "trainee", "/resources/"),
    View("resources-trainer", "trainer", "/resources/"),
    View("briefings", "trainee", "/resources/research/"),
    View("briefing", "trainee", "/resources/research/how-many-experts-make-a-panel/"),
    View("glossary", "trainee", "/resources/glossary/"),
    View("events", "trainee", "/resources/events/"),
    View("support-lines", "trainee", "/resources/support/"),
    View("support-lines-trainer", "trainer", "/resources/support/"),
    View("teaching-notes", "lead of X02", "/resources/teaching-notes/"),
    View("teaching-notes-none", "lead", "/resources/teaching-notes/"),
    View("search", "trainee", "/search/"),
    View("search-found", "lead of X02", "/search/?q=routine"),
    View("search-found-dark", "trainee", "/search/?q=routine", dark=True),
    View("search-nothing", "trainee", "/search/?q=zebra"),
    View("search-error", "trainee", f"/search/?q={'zebra' * 50}"),
    View("lesson-with-term", "trainee", "/", open_lesson_with_term),
]
