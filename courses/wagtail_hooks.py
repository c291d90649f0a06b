"""The home page and the list of courses stay where they are: the whole site hangs from them."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.widgets import Button
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

from courses.drill_admin import DrillViewSet
from courses.knowledge_admin import EvidenceExerciseViewSet, KnowledgeCheckViewSet
from courses.lesson_file_admin import HandoutViewSet, RecordingViewSet
from courses.models import CoursePage, HomePage, LearnPage
from courses.resource_admin import ResourceViewSetGroup
from people.public import User

register_snippet(DrillViewSet)
register_snippet(KnowledgeCheckViewSet)
register_snippet(EvidenceExerciseViewSet)
register_snippet(ResourceViewSetGroup)
register_snippet(RecordingViewSet)
register_snippet(HandoutViewSet)

TAKING_AWAY = ("delete", "move", "unpublish")


@hooks.register("before_unpublish_page")
@hooks.register("before_delete_page")
@hooks.register("before_move_page")
def keep_the_page(request: HttpRequest, page: Page, *_where: Page) -> HttpResponse | None:
    """Refuse it to everybody, administrators too, and say why."""
    return _refused(request, [page])


@hooks.register("before_bulk_action")
def keep_the_pages(
    request: HttpRequest, action: str, objects: Iterable[Model], _view: Any
) -> HttpResponse | None:
    """The same for pages that were ticked in a listing: all of them stay if one of them must."""
    pages = [each for each in objects if isinstance(each, Page)]
    return _refused(request, pages) if action in TAKING_AWAY else None


def _refused(request: HttpRequest, pages: list[Page]) -> HttpResponse | None:
    kept = Page.objects.type(HomePage, LearnPage).filter(pk__in=[page.pk for page in pages])
    titles = ", ".join(page.title for page in kept)
    if not titles:
        return None
    messages.error(
        request,
        _(
            "Nothing was changed. The whole site hangs from %(titles)s, which can be edited, but "
            "not moved, deleted or unpublished."
        )
        % {"titles": titles},
    )
    return redirect("wagtailadmin_explore", kept[0].get_parent().pk)


@hooks.register("register_page_header_buttons")
@hooks.register("register_page_listing_more_buttons")
def duplicate_button(
    page: Page, user: User, next_url: str | None = None, **_where: Any
) -> Iterator[Button]:
    """On a course, and beside it in listings: our own page for copying all of it."""
    if page.specific_class is CoursePage and page.permissions_for_user(user).can_copy():
        address = reverse("duplicate_course", args=[page.pk])
        yield Button(_("Duplicate this course"), address, icon_name="copy", priority=25)


@hooks.register("before_copy_page")
def copy_courses_as_a_whole(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Wagtail's own copy would leave dates of publishing and ids of questions as they were."""
    if page.specific_class is CoursePage:
        return redirect("duplicate_course", page.pk)
    return None
