"""Scenarios in the Wagtail admin. Keys, ratings, designs and results are never registered there.

Who gets in is decided three times: at the door of the admin by the roles of today, by the groups
of trainers and administrators, who alone hold the permissions on scenarios, and for each scenario
by ``visible_to``: another organisation's draft answers as one that does not exist, on every page.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from typing import Any

import django_filters
from django.contrib.admin.utils import unquote
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_list_or_404, redirect
from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import ObjectList
from wagtail.admin.ui.tables import Column, UpdatedAtColumn
from wagtail.admin.widgets import Button
from wagtail.snippets.bulk_actions.delete import DeleteBulkAction
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views import chooser as choosing
from wagtail.snippets.views.snippets import SnippetViewSet

from people.public import Organisation, User, home_organisation, organisations_held
from scenarios.evidence_admin import StatementViewSet
from scenarios.models import Characteristic, EvidenceStatement, Scenario
from scenarios.querysets import ScenarioQuerySet
from scenarios.safety.cases import OWN_TEXTS
from scenarios.safety.findings import identifier_findings
from scenarios.safety.length import too_many_passages
from scenarios.services.duplicating import newest_ref, suggested_ref
from scenarios.services.evidence import current_library_version
from scenarios.views.typed_check import CheckOnAdd, CheckOnEdit

View = Callable[..., HttpResponse]


class ScenarioForm(WagtailAdminModelForm):
    """Offers as owners the organisations of the author's roles, and the present one.

    Real identifiers are refused on the field they stand in; the documents, which Wagtail builds
    forms for from their model, do the same in ``CaseDocument.clean``.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        present = Organisation.objects.filter(pk=self.instance.owner_id)
        self.fields["owner"].queryset = organisations_held(self.for_user) | present
        if not self.instance.pk:
            self.initial["ref"] = self.initial.get("ref") or suggested_ref(
                newest_ref(self.for_user)
            )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        for name in OWN_TEXTS:
            for finding in identifier_findings(cleaned.get(name) or ""):
                self.add_error(name, str(finding))
        self._refuse_too_many_passages()
        return cleaned

    def _refuse_too_many_passages(self) -> None:
        """They are counted over all papers; the longest is named, on its very field."""
        documents = self.formsets["documents"]
        documents.is_valid()
        papers = [
            row
            for row in documents.forms
            if row.cleaned_data.get("body") and not row.cleaned_data.get("DELETE")
        ]
        if found := too_many_passages([row.cleaned_data["body"] for row in papers]):
            number, why = found
            papers[number - 1].add_error("body", why)


class ScenarioFilterSet(WagtailFilterSet):
    characteristic = django_filters.ChoiceFilter(
        field_name="characteristics__kind",
        choices=Characteristic.Kind.choices,
        distinct=True,
        label=_("Characteristic"),
    )

    class Meta:
        model = Scenario
        fields = ("difficulty", "visit_type", "setting", "offence_kind", "owner", "live")


def only_visible(view: View) -> View:
    """The view, for drafts that somebody may see; any other answers as one that is not there."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "pk" in kwargs:
            pk = unquote(str(kwargs["pk"]))
            visible = Scenario.objects.visible_to(request.user)
            if not pk.isdecimal() or len(pk) > 18 or not visible.filter(pk=pk).exists():
                raise Http404
        return view(request, *args, **kwargs)

    return guarded


class VisibleOnes:
    """A chooser that offers, and takes, the drafts that somebody may see."""

    request: HttpRequest

    def get_object_list(self) -> ScenarioQuerySet:
        return Scenario.objects.visible_to(self.request.user)

    def get_object(self, pk: str) -> Scenario:
        return self.get_object_list().get(pk=pk)

    def get_objects(self, pks: Iterable[str]) -> ScenarioQuerySet:
        return self.get_object_list().filter(pk__in=pks)


class ChooseVisible(VisibleOnes, choosing.ChooseView):
    pass


class ChooseVisibleResults(VisibleOnes, choosing.ChooseResultsView):
    pass


class VisibleChosen(VisibleOnes, choosing.SnippetChosenView):
    pass


class VisibleChosenMultiple(VisibleOnes, choosing.SnippetChosenMultipleView):
    pass


class ScenarioChooserViewSet(choosing.SnippetChooserViewSet):
    choose_view_class = ChooseVisible
    choose_results_view_class = ChooseVisibleResults
    chosen_view_class = VisibleChosen
    chosen_multiple_view_class = VisibleChosenMultiple


class ScenarioViewSet(SnippetViewSet):
    model = Scenario
    chooser_viewset_class = ScenarioChooserViewSet
    # A copy is made in the workshop: with a reference of its own, and its design.
    copy_view_enabled = False
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
    filterset_class = ScenarioFilterSet
    search_fields = ("ref", "title", "summary")
    ordering = ("ref",)
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> ScenarioQuerySet:
        return Scenario.objects.visible_to(request.user)

    def construct_view(self, view_class: type, **kwargs: Any) -> View:
        return only_visible(super().construct_view(view_class, **kwargs))

    def get_urlpatterns(self) -> list[Any]:
        """Wagtail's own, and the checks of what is typed in the editor and not saved."""
        on_edit = self.construct_view(CheckOnEdit, form_class=self.get_form_class(for_update=True))
        on_add = self.construct_view(CheckOnAdd, form_class=self.get_form_class())
        return [
            *super().get_urlpatterns(),
            path("check/", on_add, name="check_on_add"),
            path(f"check/<{self.pk_path_converter}:pk>/", on_edit, name="check_on_edit"),
        ]


register_snippet(ScenarioViewSet)
register_snippet(StatementViewSet)


@hooks.register("after_create_snippet")
@hooks.register("after_edit_snippet")
def make_library_version(request: HttpRequest, instance: Model) -> None:
    """What was added or edited is a new version of the library at once, with its date."""
    if isinstance(instance, EvidenceStatement):
        home = home_organisation(request.user)
        current_library_version(organisation=home, by=request.user)


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


@hooks.register("register_bulk_action", order=1)
class DeleteVisible(DeleteBulkAction):
    """In place of Wagtail's own, which would show the names of whatever is asked for."""

    models = [Scenario]

    def get_all_objects_in_listing_query(self, parent_id: object) -> Any:
        return Scenario.objects.visible_to(self.request.user).values_list("pk", flat=True)

    def get_queryset(self, model: type[Model], object_ids: Iterable[Any]) -> list[Scenario]:
        visible = Scenario.objects.visible_to(self.request.user)
        wanted = [pk for pk in map(str, object_ids) if pk.isdecimal() and len(pk) < 19]
        return get_list_or_404(visible, pk__in=wanted)


@hooks.register("register_snippet_listing_buttons")
def workshop_buttons(scenario: Model, user: User, next_url: str | None = None) -> Iterator[Button]:
    """From the listing to our own pages: the review of a draft, and a copy of it."""
    if isinstance(scenario, Scenario):
        ref = scenario.ref
        for name, label, icon in (
            ("workshop_reviews", gettext("Review"), "comment"),
            ("workshop_preview", gettext("Preview as a trainee"), "view"),
            ("workshop_compare", gettext("Compare by word"), "history"),
            ("workshop_duplicate", gettext("Duplicate"), "copy"),
        ):
            yield Button(label, reverse(name, args=[ref]), icon_name=icon, priority=30)


@hooks.register("insert_editor_js")
def check_typed_script() -> str:
    """Shows in the editor what the checks find; on editors without its button it does nothing."""
    return format_html('<script src="{}" defer></script>', static("js/check_typed.js"))


@hooks.register("construct_reports_menu")
def keep_history_with_its_case(request: HttpRequest, items: list[MenuItem]) -> None:
    """The history of the whole site would name every organisation's drafts; see training_site."""
    items[:] = [item for item in items if item.name != "site-history"]
