"""Briefings, glossary, events and support lines in the Wagtail admin, under one menu."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import ObjectList
from wagtail.admin.ui.tables import Column, LiveStatusTagColumn, UpdatedAtColumn
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from courses.models import GlossaryTerm, ResearchBriefing, SupportLine, TrainingEvent

WHAT_WAS_CHECKED = {"name", "number", "link", "hours"}


class ResearchBriefingViewSet(SnippetViewSet):
    model = ResearchBriefing
    icon = "doc-full"
    menu_label = _("Research briefings")
    copy_view_enabled = False
    list_display = (
        "title",
        Column("year", label=_("Year"), sort_key="year"),
        Column("last_reviewed", label=_("Last reviewed"), sort_key="last_reviewed"),
        LiveStatusTagColumn(),
        UpdatedAtColumn(),
    )
    search_fields = ("title", "summary")
    list_per_page = 50


class GlossaryTermViewSet(SnippetViewSet):
    model = GlossaryTerm
    icon = "openquote"
    menu_label = _("Glossary")
    copy_view_enabled = False
    list_display = ("term", "welsh", UpdatedAtColumn())
    search_fields = ("term", "welsh", "meaning")
    list_per_page = 50


class TrainingEventForm(WagtailAdminModelForm):
    """An event that is over is never announced: the day is most likely mistyped.

    One that was on the site, and has left it since, can still be mended as a record.
    """

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        ends_at = cleaned.get("ends_at")
        seen_from = max(timezone.now(), cleaned.get("go_live_at") or timezone.now())
        if self.is_deferred_validation or ends_at is None or ends_at > seen_from:
            return cleaned
        # By what is on the site: the form begins with the newest draft, which may say another day.
        on_site = TrainingEvent.objects.filter(pk=self.instance.pk, live=True, ends_at=ends_at)
        if not on_site.exists():
            self.add_error("ends_at", OVER)
        return cleaned


OVER = _(
    "The event would be over before anybody saw it: Resources lists only what is still to come. "
    "Correct the day and the year, or save it as a draft."
)


class TrainingEventViewSet(SnippetViewSet):
    model = TrainingEvent
    edit_handler = ObjectList(TrainingEvent.panels, base_form_class=TrainingEventForm)
    icon = "date"
    menu_label = _("Events")
    list_display = (
        "title",
        Column("starts_at", label=_("From"), sort_key="starts_at"),
        Column("place", label=_("Where")),
        LiveStatusTagColumn(),
        UpdatedAtColumn(),
    )
    ordering = ("-starts_at",)
    search_fields = ("title", "place")
    list_per_page = 50


class SupportLineForm(WagtailAdminModelForm):
    """Whoever changes how a line is reached has to say anew that it was checked."""

    def save(self, commit: bool = True) -> Any:
        if WHAT_WAS_CHECKED.intersection(self.changed_data):
            self.instance.last_checked = None
        return super().save(commit=commit)


class SupportLineViewSet(SnippetViewSet):
    model = SupportLine
    edit_handler = ObjectList(SupportLine.panels, base_form_class=SupportLineForm)
    icon = "help"
    menu_label = _("Support lines")
    copy_view_enabled = False
    list_display = (
        "name",
        "number",
        Column("last_checked", label=_("Last checked"), sort_key="last_checked"),
        UpdatedAtColumn(),
    )
    search_fields = ("name", "number", "who_for")
    list_per_page = 50


class ResourceViewSetGroup(SnippetViewSetGroup):
    items = (
        ResearchBriefingViewSet,
        GlossaryTermViewSet,
        TrainingEventViewSet,
        SupportLineViewSet,
    )
    menu_label = _("Resources")
    menu_icon = "folder-open-inverse"
    menu_order = 240
