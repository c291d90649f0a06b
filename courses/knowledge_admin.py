"""Knowledge checks and evidence exercises in the Wagtail admin, for trainers and administrators.

What people answered is never registered there.
"""

from collections.abc import Iterator
from typing import Any

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import ObjectList
from wagtail.admin.ui.tables import Column, LiveStatusTagColumn, UpdatedAtColumn
from wagtail.admin.widgets import Button
from wagtail.snippets.views.snippets import SnippetViewSet

from courses.models import EvidenceExercise, KnowledgeCheck
from people.public import User


class AnsweredForm(WagtailAdminModelForm):
    """A draft may have gaps; what is published can be sat."""

    def clean(self) -> dict[str, Any]:
        self.instance.is_checked_as_draft = self.is_deferred_validation
        cleaned: dict[str, Any] = super().clean()
        return cleaned


class KnowledgeCheckViewSet(SnippetViewSet):
    model = KnowledgeCheck
    edit_handler = ObjectList(KnowledgeCheck.panels, base_form_class=AnsweredForm)
    icon = "help"
    menu_label = _("Knowledge checks")
    menu_order = 220
    add_to_admin_menu = True
    # A copy would keep the ids of the questions, and they tell what somebody has met.
    copy_view_enabled = False
    list_display = (
        "title",
        Column("minutes", label=_("Minutes"), sort_key="minutes"),
        Column("drawn", label=_("Questions a try")),
        Column("pass_mark", label=_("Pass mark"), sort_key="pass_mark"),
        LiveStatusTagColumn(),
        UpdatedAtColumn(),
    )
    search_fields = ("title", "slug")
    ordering = ("title",)
    list_per_page = 50


class EvidenceExerciseViewSet(SnippetViewSet):
    model = EvidenceExercise
    edit_handler = ObjectList(EvidenceExercise.panels, base_form_class=AnsweredForm)
    icon = "edit"
    menu_label = _("Evidence exercises")
    menu_order = 230
    add_to_admin_menu = True
    copy_view_enabled = False
    list_display = (
        "title",
        Column("factor", label=_("Factor"), sort_key="factor"),
        Column("minutes", label=_("Minutes"), sort_key="minutes"),
        LiveStatusTagColumn(),
        UpdatedAtColumn(),
    )
    search_fields = ("title", "slug")
    ordering = ("title",)
    list_per_page = 50


@hooks.register("register_snippet_listing_buttons")
def figures_button(check: Model, user: User, next_url: str | None = None) -> Iterator[Button]:
    """From the listing to our own page of how the questions do."""
    if isinstance(check, KnowledgeCheck):
        address = reverse("knowledge_figures", args=[check.uuid])
        yield Button(gettext("How its questions do"), address, icon_name="list-ul", priority=30)
