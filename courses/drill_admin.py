"""Factor drills in the Wagtail admin. The form refuses in words what could not be shown."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import ObjectList
from wagtail.admin.ui.tables import Column, LiveStatusTagColumn, UpdatedAtColumn
from wagtail.snippets.views.snippets import SnippetViewSet

from courses.drill_checks import drill_problems
from courses.factors import factors_with_levels
from courses.models import Drill


class DrillForm(WagtailAdminModelForm):
    """A draft may have gaps; what is published has words for every answer that can be given."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        typed = Drill(**{name: cleaned.get(name) or "" for name in CHECKED})
        for problem in drill_problems(typed, factors_with_levels()):
            if problem.missing and self.is_deferred_validation:
                continue
            if problem.field in self.fields and problem.field not in self.errors:
                self.add_error(problem.field, problem.words)
        return cleaned


CHECKED = (
    "title", "factor", "person", "content_label", "level", "tempting", "feedback_right",
    "feedback_too_low", "feedback_too_high", "feedback_not_enough", "feedback_not_applicable",
)  # fmt: skip


class DrillViewSet(SnippetViewSet):
    model = Drill
    edit_handler = ObjectList(Drill.panels, base_form_class=DrillForm)
    icon = "tasks"
    menu_label = _("Factor drills")
    menu_order = 220
    add_to_admin_menu = True
    copy_view_enabled = False
    list_display = (
        "title",
        "code",
        Column("factor", label=_("Factor"), sort_key="factor"),
        Column("get_level_display", label=_("Level meant"), sort_key="level"),
        Column(
            "is_for_measuring",
            label=_("Kept for measuring"),
            accessor=lambda drill: _("Yes") if drill.is_for_measuring else "",
            sort_key="is_for_measuring",
        ),
        LiveStatusTagColumn(),
        UpdatedAtColumn(),
    )
    list_filter = ("factor", "level", "is_for_measuring", "live")
    search_fields = ("code", "title", "person")
    ordering = ("factor", "code")
    list_per_page = 50
