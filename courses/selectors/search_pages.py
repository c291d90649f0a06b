"""Lessons, modules and courses with some words in them, by Wagtail's index of what is published."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from typing import Any

from django.utils.html import strip_tags
from django.utils.translation import ngettext
from wagtail.models import Page

from courses.models import CoursePage, LessonPage, ModulePage
from scenarios.public import render_markdown

# More than a search shows, and few enough to count.
MOST_PAGES = 200
KINDS = (LessonPage, ModulePage, CoursePage)


@dataclass(frozen=True)
class FoundPage:
    """A page of a course, with all its words in plain text and what it is part of."""

    url: str
    title: str
    text: str
    above: str = ""
    facts: str = ""


@dataclass(frozen=True)
class FoundPages:
    """The best matches of a kind, and how many there are."""

    first: Sequence[FoundPage]
    total: int


def pages_with(words: Sequence[str], most: int) -> tuple[FoundPages, FoundPages]:
    """Lessons, and modules and courses, with all these words; of each the best ``most``.

    Only what is published, in a module and a course that are published too, and kept from nobody.
    An index knows whole words; a part of one is found in titles. Six queries.
    """
    # One query, asked here, says which pages are kept for some.
    pages = Page.objects.live().public().type(*KINDS)
    in_title = pages
    for word in words:
        in_title = in_title.filter(title__icontains=word)
    found = [*in_title.order_by("path")[:MOST_PAGES]]
    found += pages.search(" ".join(words), operator="and")[:MOST_PAGES]
    places = {page.pk: at for at, page in reversed(list(enumerate(found)))}

    courses = {page.path: page for page in CoursePage.objects.live()}
    modules = {
        page.path: page
        for page in ModulePage.objects.live()
        if page.path[: -page.steplen] in courses
    }
    in_modules = {page.pk for page in found if page.path[: -page.steplen] in modules}
    first = sorted(in_modules, key=places.__getitem__)[:most]
    lessons = LessonPage.objects.in_bulk(first)
    outlines: list[Any] = [
        one for one in (*courses.values(), *modules.values()) if one.pk in places
    ]
    outlines.sort(key=lambda one: places[one.pk])
    return (
        FoundPages([_lesson(lessons[pk], modules, courses) for pk in first], len(in_modules)),
        FoundPages([_outline(one, courses) for one in outlines[:most]], len(outlines)),
    )


def _lesson(
    lesson: LessonPage, modules: Mapping[str, ModulePage], courses: Mapping[str, CoursePage]
) -> FoundPage:
    module = modules[lesson.path[: -lesson.steplen]]
    course = courses[module.path[: -module.steplen]]
    return FoundPage(
        url=lesson.url,
        title=lesson.title,
        text=" ".join(_texts(lesson)),
        above=f"{course.title}: {module.title}",
        facts=ngettext("%(n)d minute", "%(n)d minutes", lesson.minutes) % {"n": lesson.minutes},
    )


def _outline(page: CoursePage | ModulePage, courses: Mapping[str, CoursePage]) -> FoundPage:
    course = courses.get(page.path[: -page.steplen])
    return FoundPage(page.url, page.title, page.summary, course.title if course else "")


def _texts(lesson: LessonPage) -> Iterator[str]:
    """The prose of a lesson, from its plain data: its blocks would ask for what they name."""
    for block in lesson.body.raw_data:
        value = block["value"]
        if block["type"] == "text":
            yield unescape(strip_tags(render_markdown(value)))
        elif isinstance(value, dict):
            for name in ("heading", "text"):
                if isinstance(part := value.get(name), str):
                    yield unescape(strip_tags(render_markdown(part)))
