"""The first page and the menus of the Wagtail admin, as whoever writes for this site needs them."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

# They lead to another host, which a closed network does not reach.
LEADING_OUT = ("whats-new-in-wagtail", "editor-guide")


class WhereToWork(Component):
    """Where cases are written and lessons edited: the admin's first page is empty otherwise."""

    name = "where_to_work"
    template_name = "wagtailadmin/home/where_to_work.html"
    order = 10

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        return {
            "cases_url": reverse("wagtailsnippets_scenarios_scenario:list"),
            "lessons_url": reverse("wagtailadmin_explore_root"),
        }


@hooks.register("construct_homepage_panels")
def show_where_to_work(request: HttpRequest, panels: list[Component]) -> None:
    panels.append(WhereToWork())


@hooks.register("construct_help_menu")
def keep_the_help_that_is_here(request: HttpRequest, items: list[MenuItem]) -> None:
    items[:] = [item for item in items if not item.name.startswith(LEADING_OUT)]
