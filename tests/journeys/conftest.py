"""A real browser on a served demonstration site, and a watch over everything it does there."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.management import call_command
from django.http import HttpRequest, HttpResponseBase
from django.test import Client, override_settings
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from pytest_django import DjangoDbBlocker
from pytest_django.live_server_helper import LiveServer

from courses.models import CoursePage, Drill
from people.public import User
from scenarios.models import Release
from tests.conftest import heal_wagtail
from tests.factories.measures import make_measured_course
from tests.journeys.browser import chromium
from tests.journeys.demo_site import DemoSite, make_demo_site
from tests.journeys.watch import Watch

HERE = Path(__file__).parent
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
LONGEST = ("test_whole_case.py", "test_panel.py")
PATIENCE = 15_000  # milliseconds, for a machine with much else to do
Opener = Callable[..., Page]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Journeys come last, since they fill the database; without a browser they are left out."""
    journeys = [item for item in items if HERE in item.path.parents]
    # The longest of them first, or the other workers would wait for it at the end.
    journeys.sort(key=lambda item: item.path.name not in LONGEST)
    items[:] = [item for item in items if HERE not in item.path.parents]
    for item in journeys:
        item.add_marker("journey")
    if chromium():
        items += journeys
    else:
        config.hook.pytest_deselected(items=journeys)


@pytest.fixture(scope="session")
def site(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[DemoSite]:
    """The demonstration, loaded once for all journeys; each of them brings people of its own."""
    with django_db_blocker.unblock(), override_settings(DEMO=True):
        heal_wagtail()
        yield make_demo_site()
        call_command("flush", interactive=False, verbosity=0)
        heal_wagtail()


@pytest.fixture(autouse=True)
def db(site: DemoSite) -> None:
    """In place of a transaction for each test, which the server's own threads would not see."""


class KeptStaticFiles(StaticFilesHandler):
    """Lets a browser keep a static file as it may in use, and not ask again with every page."""

    def serve(self, request: HttpRequest) -> HttpResponseBase:
        response = super().serve(request)
        response["Cache-Control"] = "max-age=3600"
        return response


@pytest.fixture(scope="session")
def server(site: DemoSite) -> Iterator[LiveServer]:
    with override_settings(ALLOWED_HOSTS=[*settings.ALLOWED_HOSTS, "localhost"]):
        served = LiveServer("localhost", start=False)
        served.thread.static_handler = KeptStaticFiles
        served.start()
        yield served
        served.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    # The driver keeps an event loop in this thread, and Django would take our queries for its own.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield opened
        opened.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def watch(server: LiveServer) -> Iterator[Watch]:
    """Follows every page of a test, and fails it for what must never happen."""
    watching = Watch(server.url)
    yield watching
    assert not watching.faults, "\n".join(watching.faults)


@pytest.fixture
def open_as(browser: Browser, server: LiveServer, watch: Watch) -> Iterator[Opener]:
    """Opens a browser of its own for a person, signed in, or for nobody."""
    contexts: list[BrowserContext] = []

    def opened(person: User | None = None, *, javascript: bool = True) -> Page:
        context = new_context(browser, server, java_script_enabled=javascript)
        contexts.append(context)
        watch.follow(context)
        if person is not None:
            context.add_cookies([session_of(person, server.url)])
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def bank_of_their_own(site) -> Iterator[None]:
    """The demonstration's checks are closed meanwhile: a rule is tried on whatever is open."""
    ours = Release.objects.filter(use="check", state=Release.State.OPEN)
    pks = list(ours.values_list("pk", flat=True))
    ours.update(state=Release.State.CLOSED)
    yield
    Release.objects.filter(pk__in=pks).update(state=Release.State.OPEN)


@pytest.fixture
def measured_course(site) -> Iterator[CoursePage]:
    """A course with a measure of short cases, taken away afterwards."""
    made = make_measured_course(title="Seeing what counts")
    refs = [block.value["case"] for block in made.measuring_forms]
    codes = [code for block in made.measuring_forms for code in block.value["drills"]]
    yield made
    CoursePage.objects.get(pk=made.pk).delete()
    Drill.objects.filter(code__in=codes).delete()
    Release.objects.filter(case_version__scenario__ref__in=refs).update(state="closed")


@pytest.fixture(scope="session")
def tab(browser: Browser, server: LiveServer) -> Iterator[Page]:
    """One tab for looking at many pages, which loads the stylesheets once."""
    context = new_context(browser, server)
    yield context.new_page()
    context.close()


@pytest.fixture
def look_as(tab: Page, server: LiveServer, watch: Watch) -> Iterator[Opener]:
    """Turns to a person, or to nobody, where nothing but the page to look at matters."""

    def opened(person: User | None = None) -> Page:
        tab.context.clear_cookies()
        if person is not None:
            tab.context.add_cookies([session_of(person, server.url)])
        return tab

    watch.follow(tab.context)
    yield opened
    # Away from the page, which may keep typed text as it is left; the next one must not find it.
    tab.goto("/static/icon.svg")
    tab.evaluate("sessionStorage.clear(); localStorage.clear()")
    watch.leave(tab.context)


def new_context(browser: Browser, server: LiveServer, **options: bool) -> BrowserContext:
    """A browser with nothing in it, as wide as the widest layout."""
    context = browser.new_context(
        base_url=server.url,
        viewport={"width": 1280, "height": 800},
        locale="en-GB",
        timezone_id=settings.TIME_ZONE,
        reduced_motion="reduce",
        **options,
    )
    context.set_default_timeout(PATIENCE)
    return context


def session_of(person: User, url: str) -> dict[str, str]:
    """The cookie of somebody who has signed in already."""
    client = Client()
    client.force_login(person)
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": url}
