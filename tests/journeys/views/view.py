"""A page as somebody sees it in some state, and how it is brought there."""

from collections.abc import Callable
from dataclasses import dataclass

from django.test import override_settings
from playwright.sync_api import Page

from tests.journeys.demo_site import DemoSite
from tests.journeys.watch import Watch

Opener = Callable[..., Page]
Act = Callable[[Page, DemoSite], None]
NARROW, WIDE = 320, 1280


@dataclass(frozen=True)
class View:
    """One page as somebody sees it. ``{name}`` in a path is that person's assessment.

    ``act`` brings the page into the state that is meant; ``status`` is what the last answer says;
    ``debug`` serves it as in development.
    """

    name: str
    person: str | None
    path: str
    act: Act | None = None
    status: int = 200
    dark: bool = False
    debug: bool = False

    def open(self, site: DemoSite, look_as: Opener, watch: Watch) -> Page:
        """A page in this state, at 1280 pixels."""
        watch.expect(self.status)
        page = look_as(site.people[self.person] if self.person else None)
        page.set_viewport_size({"width": WIDE, "height": 800})
        page.emulate_media(color_scheme="dark" if self.dark else "light")
        named = {
            **site.attempts,
            **{f"panel_{name}": one for name, one in site.panels.items()},
            **{f"review_{name}": one for name, one in site.reviews.items()},
            **{f"change_{name}": one for name, one in site.changes.items()},
            **{f"session_{name}": one for name, one in site.sessions.items()},
        }
        with override_settings(DEBUG=self.debug):
            page.goto(self.path.format(**{name: one.uuid for name, one in named.items()}))
            if self.act is not None:
                self.act(page, site)
        return page


def press(name: str) -> Act:
    """Press a button of the page itself."""

    def act(page: Page, site: DemoSite) -> None:
        page.get_by_role("main").get_by_role("button", name=name).click()
        page.wait_for_load_state()

    return act
