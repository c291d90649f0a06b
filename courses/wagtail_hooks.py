"""The home page and the list of courses stay where they are: the whole site hangs from them."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

from courses.drill_admin import DrillViewSet
from courses.knowledge_admin import EvidenceExerciseViewSet, KnowledgeCheckViewSet
from courses.models import HomePage, LearnPage
from courses.resource_admin import ResourceViewSetGroup

register_snippet(DrillViewSet)
register_snippet(KnowledgeCheckViewSet)
register_snippet(EvidenceExerciseViewSet)
register_snippet(ResourceViewSetGroup)

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
