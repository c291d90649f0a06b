"""Scenarios in the Wagtail admin. Keys, ratings, designs and results are never registered there.

Who gets in is decided twice: at the door of the admin by the roles of today, and by the groups of
trainers and administrators, who alone hold the permissions on scenarios.
"""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, UpdatedAtColumn
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from scenarios.models import Scenario


class ScenarioViewSet(SnippetViewSet):
    model = Scenario
    icon = "doc-full"
    menu_label = _("Scenarios")
    menu_order = 200
    add_to_admin_menu = True
    list_display = (
        "title",
        "ref",
        Column("get_difficulty_display", label=_("Difficulty"), sort_key="difficulty"),
        Column("owner", label=_("Owner"), sort_key="owner__name"),
        Column("minutes", label=_("Minutes"), sort_key="minutes"),
        UpdatedAtColumn(),
    )
    list_filter = ("difficulty", "owner", "live")
    search_fields = ("ref", "title", "summary")
    ordering = ("ref",)
    list_per_page = 50


register_snippet(ScenarioViewSet)
