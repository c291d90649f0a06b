"""Scenarios in the Wagtail admin. Keys, ratings, designs and results are never registered there.

Who gets in is decided twice: at the door of the admin by the roles of today, and by the groups of
trainers and administrators, who alone hold the permissions on scenarios.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import ObjectList
from wagtail.admin.ui.tables import Column, UpdatedAtColumn
from wagtail.admin.widgets import Button
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from people.public import Organisation, User, has_role, organisations_held
from scenarios.models import Scenario
from scenarios.safety.cases import OWN_TEXTS
from scenarios.safety.findings import identifier_findings
from scenarios.services.panel_people import SENDERS


class ScenarioForm(WagtailAdminModelForm):
    """Offers as owners the organisations of the author's roles, and the present one.

    Real identifiers are refused on the field they stand in; the documents, which Wagtail builds
    forms for from their model, do the same in ``CaseDocument.clean``.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        present = Organisation.objects.filter(pk=self.instance.owner_id)
        self.fields["owner"].queryset = organisations_held(self.for_user) | present

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        for name in OWN_TEXTS:
            for finding in identifier_findings(cleaned.get(name) or ""):
                self.add_error(name, str(finding))
        return cleaned


class ScenarioViewSet(SnippetViewSet):
    model = Scenario
    edit_handler = ObjectList(Scenario.panels, base_form_class=ScenarioForm)
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


@hooks.register("before_delete_snippet")
def keep_frozen_scenarios(request: HttpRequest, objects: Iterable[Model]) -> HttpResponse | None:
    """Refuse to delete a scenario that has been frozen: panels, keys and results rest on it.

    Wagtail asks for one scenario and for those ticked in a listing alike. All stay if one must.
    """
    scenarios = [each.pk for each in objects if isinstance(each, Scenario)]
    frozen = Scenario.objects.filter(pk__in=scenarios, versions__isnull=False).distinct()
    refs = ", ".join(scenario.ref for scenario in frozen)
    if not refs:
        return None
    messages.error(
        request,
        gettext(
            "Nothing was deleted: a panel, and what people did, rest on %(refs)s. Unpublish the "
            "scenario, or retire its release, instead."
        )
        % {"refs": refs},
    )
    return redirect(Scenario.snippet_viewset.get_url_name("list"))


@hooks.register("register_snippet_listing_buttons")
def send_to_panel_button(
    scenario: Model, user: User, next_url: str | None = None
) -> Iterator[Button]:
    """From the listing to our own page, where a case is sent to a panel."""
    if isinstance(scenario, Scenario) and has_role(user, *SENDERS):
        address = f"{reverse('panel_new')}?scenario={scenario.ref}"
        yield Button(gettext("Send to a panel"), address, icon_name="group", priority=30)
