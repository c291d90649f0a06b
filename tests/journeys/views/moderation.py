"""The pages of moderation."""

from playwright.sync_api import Page

from scenarios.services.moderation import Agreed, save_note
from scoring.public import Factor
from tests.journeys.demo_site import DemoSite
from tests.journeys.views.view import View

OPPORTUNITY_ON_WALL = "/moderation/{session_wall}/1/opportunity/"
HOSTILITY_ON_WALL = "/moderation/{session_wall}/1/hostility/"


def note_a_real_number(page: Page, site: DemoSite) -> None:
    page.get_by_label("The agreed reading").fill("Ring him on 07912 345678.")
    page.get_by_role("alert").filter(has_text="There is a problem").wait_for()


def be_overtaken_on_wall(page: Page, site: DemoSite) -> None:
    """Another tab notes something else, then this one does."""
    session = site.sessions["wall"]
    factor = Factor.objects.get(framework=session.release.case_version.framework, code="hostility")
    noted = session.notes.filter(factor=factor).first()
    save_note(
        session=session,
        by=session.held_by,
        stage=1,
        factor=factor,
        agreed=Agreed(f"What another tab says, {noted.revision if noted else 0}.", 2),
        revision=noted.revision if noted else 0,
    )
    page.get_by_label("The agreed reading").fill("What this tab says.")
    page.get_by_role("alert").filter(has_text="another tab").wait_for()


MODERATION = [
    View("moderation", "lead of few", "/moderation/"),
    View("moderation-trainer", "trainer", "/moderation/"),
    View("moderation-new", "lead of few", "/moderation/new/?group=X03"),
    View("moderation-new-error", "lead of few", "/moderation/new/?group=X99"),
    View("moderation-nothing", "lead of nobody", "/moderation/new/?group=X05"),
    View("moderation-session", "lead of few", "/moderation/{session_wall}/"),
    View("moderation-factor", "lead of few", f"{OPPORTUNITY_ON_WALL}"),
    View("moderation-panel", "lead of few", f"{OPPORTUNITY_ON_WALL}?panel=shown"),
    View("moderation-dark", "lead of few", f"{OPPORTUNITY_ON_WALL}?panel=shown", dark=True),
    View("moderation-identifier", "lead of few", OPPORTUNITY_ON_WALL, note_a_real_number),
    View("moderation-conflict", "lead of few", HOSTILITY_ON_WALL, be_overtaken_on_wall, status=409),
    View("moderation-close", "lead of few", "/moderation/{session_wall}/close/"),
    View("moderation-closed", "lead of X02", "/moderation/{session_agreed}/"),
    View("moderation-under-way", "lead of X03 too", "/moderation/{session_wall}/"),
    View("moderation-report", "lead of few", "/moderation/{session_wall}/report-real-data/"),
]
