"""What every test may ask for: organisations, and somebody of each role."""

from collections import defaultdict
from pathlib import Path

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from hypothesis import HealthCheck, settings
from pytest_django import DjangoDbBlocker

from people.public import Organisation, Role, User
from scenarios.selectors.frozen import forget as forget_cases
from scoring.frozen import forget as forget_frameworks
from tests.factories import make_organisation, make_person
from tests.journeys.browser import NO_BROWSER, chromium, is_required

# How quick an example is says how busy the machine is: speed is measured in benchmarks.
settings.register_profile("suite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("suite")


def pytest_configure() -> None:
    """Say so at once where journeys have to run and cannot, and not on a worker, unheard."""
    if is_required() and not chromium():
        raise pytest.UsageError(NO_BROWSER)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that empty the database come after the others, so they have files of their own.

    A file goes to one worker as a whole: one that mixes them would empty it for what comes next.
    """
    empties: dict[Path, set[bool]] = defaultdict(set)
    for item in items:
        if (mark := item.get_closest_marker("django_db")) is not None:
            empties[item.path].add(bool(mark.kwargs.get("transaction")))
    if mixed := [str(path) for path, kinds in empties.items() if len(kinds) > 1]:
        raise pytest.UsageError(f"Move the tests with transaction=True out of {', '.join(mixed)}.")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if not chromium():
        terminalreporter.write_line(NO_BROWSER, yellow=True)


def heal_wagtail() -> None:
    """Put back what Wagtail's migrations make and a flush takes away: root page, locale, site."""
    from wagtail.models import Collection, Locale, Page, Site

    ContentType.objects.clear_cache()
    Site.clear_site_root_paths_cache()
    cache.clear()
    locale, _ = Locale.objects.get_or_create(language_code="en-gb")
    if not Collection.objects.filter(depth=1).exists():
        Collection.add_root(name="Root")
    root = Page.objects.filter(depth=1).first() or Page.add_root(
        title="Root", slug="root", locale=locale
    )
    if not Site.objects.exists():
        home = root.get_children().first() or root.add_child(
            instance=Page(title="Welcome", slug="home", locale=locale)
        )
        Site.objects.create(
            hostname="localhost", root_page=home, is_default_site=True, site_name="ARMS training"
        )


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Heals once a run, so that a kept database (``--reuse-db``) works after live-server tests."""
    with django_db_blocker.unblock():
        heal_wagtail()


@pytest.fixture(autouse=True)
def no_memory_between_tests() -> None:
    """Forget what was cached: counters of attempts, and what another test's site was made of."""
    cache.clear()
    forget_cases()
    forget_frameworks()


@pytest.fixture
def organisation(db: None) -> Organisation:
    return make_organisation("X01", "Northmoor Police")


@pytest.fixture
def other_organisation(db: None) -> Organisation:
    return make_organisation("X02", "Harrowdale Police")


@pytest.fixture
def trainee(organisation: Organisation) -> User:
    return make_person(role=Role.TRAINEE, organisation=organisation)


@pytest.fixture
def other_trainee(other_organisation: Organisation) -> User:
    """A trainee of the other organisation."""
    return make_person(role=Role.TRAINEE, organisation=other_organisation)


@pytest.fixture
def trainer(organisation: Organisation) -> User:
    return make_person(role=Role.TRAINER, organisation=organisation)


@pytest.fixture
def panellist(organisation: Organisation) -> User:
    return make_person(role=Role.PANELLIST, organisation=organisation)


@pytest.fixture
def supervisor(organisation: Organisation) -> User:
    return make_person(role=Role.SUPERVISOR, organisation=organisation)


@pytest.fixture
def force_lead(organisation: Organisation) -> User:
    return make_person(role=Role.FORCE_LEAD, organisation=organisation)


@pytest.fixture
def other_force_lead(other_organisation: Organisation) -> User:
    """The lead of the other organisation."""
    return make_person(role=Role.FORCE_LEAD, organisation=other_organisation)


@pytest.fixture
def national_lead(organisation: Organisation) -> User:
    return make_person(role=Role.NATIONAL_LEAD, organisation=organisation.parent)


@pytest.fixture
def administrator(organisation: Organisation) -> User:
    return make_person(role=Role.ADMINISTRATOR, organisation=organisation.parent)
