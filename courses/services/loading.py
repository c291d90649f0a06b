"""Pages from files: what is not there yet is made and published, what is there is left alone.

So loading twice is the same as once, and never undoes what an author has changed since.
"""

from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.models import Locale, Page, Site

from courses.lengths import refuse_too_long
from courses.models import CoursePage, HomePage, LearnPage, LessonPage, ModulePage
from courses.services.lesson_parts import Later, Parts, parts_of
from courses.services.loading_checks import load_checks, put_in_place
from courses.services.reading_files import (
    BadFile,
    Row,
    beside,
    place_in,
    read,
    table,
    tables,
    text,
    words_of,
)
from courses.services.second_reader import ensure_second_reader
from people.public import Role, ensure_groups, give_pages

HOME_FILE = "home.toml"
AnyPage = TypeVar("AnyPage", bound=Page)


@transaction.atomic
def load_home(*, folder: Path) -> HomePage:
    """The home page of the site and the list of courses under it, from ``home.toml``.

    Wagtail's own welcome page gives way to it, and the site points to it. Trainers are given the
    list of courses to write in, and every time anew, so that no older grant outlives a loading.
    """
    row = read(folder / HOME_FILE)
    promise = table(row, "promise", HOME_FILE)
    home = HomePage.objects.first() or _publish(
        HomePage(
            title=text(row, "title", HOME_FILE),
            slug="training",
            lede=text(row, "lede", HOME_FILE),
            how_it_works=[
                ("step", {key: text(step, key, HOME_FILE) for key in ("heading", "text")})
                for step in tables(row, "how_it_works", HOME_FILE)
            ],
            promise_heading=text(promise, "heading", HOME_FILE),
            promise=text(promise, "text", HOME_FILE),
        ),
        under=_root(),
    )
    _open_site(home)
    learn = _learn_page(home)
    ensure_groups()
    give_pages(role=Role.TRAINER, page=learn)
    ensure_second_reader(page=learn)
    return home


@transaction.atomic
def load_course(*, folder: Path) -> list[CoursePage]:
    """Each course of the folder: a ``.toml`` file beside the Markdown of its lessons.

    Then the knowledge checks and exercises in the folders below, where their lessons have a place
    for them, or at the end. The home page and the framework are loaded first. BadFile: a file
    lacks something; the words name it, with the line where it can be told.
    """
    learn = LearnPage.objects.first()
    if learn is None:
        raise BadFile("Load the home page before the courses.")
    files = sorted(path for path in folder.glob("*.toml") if path.name != HOME_FILE)
    waiting: list[tuple[LessonPage, Later]] = []
    courses = [_load_course_file(path, learn, waiting) for path in files]
    load_checks(folder=folder, placed={later.slug for _lesson, later in waiting})
    for lesson, later in waiting:
        put_in_place(lesson, later.kind, later.slug, at=later.at, where=later.where)
    return courses


def _load_course_file(
    path: Path, learn: LearnPage, waiting: list[tuple[LessonPage, Later]]
) -> CoursePage:
    data = read(path)
    row = table(data, "course", path.name)
    where = place_in(path, row)
    summary = text(row, "summary", where)
    edition = row.get("edition", 1)
    if not isinstance(edition, int) or edition < 1:
        raise BadFile(f"{where}: the edition is a number from 1 on.")
    course = _page(CoursePage, learn, row, path, summary=summary, edition=edition)
    for part in tables(data, "modules", path.name):
        summary = str(part.get("summary", ""))
        module = _page(ModulePage, course, part, path, summary=summary)
        for lesson in tables(part, "lessons", place_in(path, part)):
            waiting += _load_lesson(lesson, module, path)
    return course


def _load_lesson(row: Row, module: ModulePage, path: Path) -> list[tuple[LessonPage, Later]]:
    """Make the lesson unless it is there, with what has to wait for its place in it."""
    where = place_in(path, row)
    if LessonPage.objects.child_of(module).filter(slug=text(row, "slug", where)).exists():
        return []
    minutes, factor = row.get("minutes"), str(row.get("factor", ""))
    if not isinstance(minutes, int):
        raise BadFile(f"{where}: {text(row, 'slug', where)} needs minutes.")
    parts = _lesson_parts(row, path, where)
    fields = {"minutes": minutes, "factor": factor, "body": parts.blocks}
    lesson = _page(LessonPage, module, row, path, **fields)
    return [(lesson, later) for later in parts.later]


def _lesson_parts(row: Row, path: Path, where: str) -> Parts:
    """What stands in the lesson's file; before it the card of its factor, after it its case."""
    name = text(row, "body", where)
    beside(path, name, where)
    parts = parts_of(path.parent / name)
    if factor := row.get("factor"):
        parts.put_first(("factor_card", str(factor)))
    if ref := row.get("practice_case"):
        parts.blocks.append(("practice_case", str(ref)))
    if drill := row.get("drill"):
        parts.blocks.append(("factor_drill", str(drill)))
    return parts


def _page(kind: type[AnyPage], parent: Page, row: Row, path: Path, **fields: Any) -> AnyPage:
    """The child with this slug, made and published if it is not there.

    BadFile: the editor would refuse it.
    """
    where = place_in(path, row)
    slug = text(row, "slug", where)
    if found := kind.objects.child_of(parent).filter(slug=slug).first():
        return found
    page = kind(title=text(row, "title", where), slug=slug, **fields)
    try:
        refuse_too_long(page)
        return _publish(page, under=parent)
    except ValidationError as error:
        raise BadFile(f"{where}: {'; '.join(words_of(error))}") from None


def _publish(page: AnyPage, *, under: Page) -> AnyPage:
    under.refresh_from_db()
    under.add_child(instance=page)
    page.save_revision().publish()
    return page


def _learn_page(home: HomePage) -> LearnPage:
    return LearnPage.objects.first() or _publish(LearnPage(title="Learn", slug="learn"), under=home)


def _root() -> Page:
    locale, _ = Locale.objects.get_or_create(language_code=settings.LANGUAGE_CODE)
    root: Page = Page.get_first_root_node() or Page.add_root(
        title="Root", slug="root", locale=locale
    )
    return root


def _open_site(home: HomePage) -> None:
    """Let the site begin at our home page, and remove Wagtail's welcome page."""
    address = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    site = Site.objects.filter(is_default_site=True).first()
    if site is None or site.root_page_id != home.pk:
        site = site or Site(is_default_site=True)
        site.hostname = address.hostname or "localhost"
        site.port = address.port or (443 if address.scheme == "https" else 80)
        site.site_name = settings.WAGTAIL_SITE_NAME
        site.root_page = home
        site.save()
    for page in Page.objects.filter(depth=2, content_type__model="page"):
        page.delete()
