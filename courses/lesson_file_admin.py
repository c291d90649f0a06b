"""Recordings and handouts in the Wagtail admin."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, UpdatedAtColumn
from wagtail.snippets.views.snippets import SnippetViewSet

from courses.file_kinds import text_of
from courses.models import Handout, Recording


class RecordingForm(WagtailAdminModelForm):
    """Captions come as a file or as text; a file takes the place of the text."""

    captions_file = forms.FileField(
        label=_("Captions from a file"),
        required=False,
        help_text=_("A .vtt file. Its text then stands below, where you can mend it."),
        widget=forms.FileInput,
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if given := cleaned.get("captions_file"):
            text = text_of(given) if given.size <= MOST_CAPTIONS else ""
            if not text:
                words = _("This is no WebVTT file: it has to be plain text, of 1 MB at most.")
                self.add_error("captions_file", ValidationError(words))
            cleaned["captions"] = text
        return cleaned


MOST_CAPTIONS = 1024 * 1024
RECORDING_PANELS = [
    FieldPanel("title"),
    FieldPanel("file"),
    MultiFieldPanel(
        [
            FieldPanel("has_speech"),
            FieldPanel("captions_file"),
            FieldPanel("captions"),
            FieldPanel("transcript"),
        ],
        heading=_("Its words"),
    ),
]


class RecordingViewSet(SnippetViewSet):
    model = Recording
    edit_handler = ObjectList(RECORDING_PANELS, base_form_class=RecordingForm)
    icon = "media"
    menu_label = _("Recordings")
    menu_order = 240
    add_to_admin_menu = True
    copy_view_enabled = False
    list_display = (
        "title",
        Column("kind_words", label=_("Kind")),
        Column("size_words", label=_("Size"), sort_key="size"),
        UpdatedAtColumn(),
    )
    search_fields = ("title",)
    ordering = ("title",)
    list_per_page = 50


class HandoutViewSet(SnippetViewSet):
    model = Handout
    edit_handler = ObjectList(
        [FieldPanel("title"), FieldPanel("description"), FieldPanel("file")],
        base_form_class=WagtailAdminModelForm,
    )
    icon = "download"
    menu_label = _("Handouts")
    menu_order = 250
    add_to_admin_menu = True
    copy_view_enabled = False
    list_display = (
        "title",
        Column("kind_words", label=_("Kind")),
        Column("size_words", label=_("Size"), sort_key="size"),
        UpdatedAtColumn(),
    )
    search_fields = ("title", "description")
    ordering = ("title",)
    list_per_page = 50
