"""Making a draft from the library of evidence, what was made, and the library itself."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from people.public import require_role
from scenarios.generate_forms import GenerateForm, StartForm
from scenarios.generator import MOST_IN_COMMON
from scenarios.models import EvidenceStatement
from scenarios.querysets import WRITERS
from scenarios.selectors.designs import may_read_design
from scenarios.selectors.evidence import library_page, library_versions
from scenarios.selectors.generated import design_rows, file_of_draft, generated_or_404, how_made
from scenarios.selectors.workshop_links import about
from scenarios.services.freezing import NotReady
from scenarios.services.generating import (
    NotYours,
    draft_case,
    generate_case,
    refusal_to_take_on,
    take_on_case,
)
from scoring.public import current_framework, framework_parts

VERSIONS_ON_A_PAGE = 20


@require_role(*WRITERS)
def generate(request: HttpRequest) -> HttpResponse:
    """Choose a profile, look at the draft it makes, and keep it."""
    start = StartForm(request.GET or None)
    factors = framework_parts(current_framework().pk).factors
    data = request.POST if request.method == "POST" else None
    form = GenerateForm(data, by=request.user, factors=factors, start=start.start)
    context: dict[str, Any] = {"start": start, "form": form}
    if form.is_valid():
        try:
            if request.POST.get("do") == "keep":
                scenario = generate_case(by=request.user, **_asked(form))
                return redirect("workshop_generated", scenario.ref)
            return _looked_at(request, form, context)
        except NotReady as refusal:
            form.add_error(None, list(refusal.problems))
    return render(request, "scenarios/workshop/generate.html", context)


def _asked(form: GenerateForm) -> dict[str, Any]:
    return {
        "owner": form.cleaned_data["owner"],
        "profile": form.profile,
        "seed": form.cleaned_data["seed"],
    }


def _looked_at(request: HttpRequest, form: GenerateForm, context: dict[str, Any]) -> HttpResponse:
    """The draft below the form, which now holds the seed that makes this very draft again."""
    another = request.POST.get("do") == "another"
    asked = _asked(form)
    made = draft_case(by=request.user, **{**asked, "seed": None if another else asked["seed"]})
    data = form.data.copy()
    data["seed"] = str(made.of.seed)
    start = context["start"].start
    form = GenerateForm(data, by=request.user, factors=form.factors, start=start)
    form.is_valid()
    stages = range(1, asked["profile"].stages + 1)
    return render(
        request,
        "scenarios/workshop/generate.html",
        {
            **context,
            "form": form,
            "made": made,
            "file": file_of_draft(made.of.draft),
            "rows": design_rows(made.of.draft.design, stages, current_framework().pk),
            "stages": stages,
            "percent": round(100 * made.of.share),
            "is_much": made.of.share > MOST_IN_COMMON,
        },
    )


@require_role(*WRITERS)
def generated(request: HttpRequest, ref: str) -> HttpResponse:
    """How a draft was made, what is still as the generator wrote it, and whose it is."""
    return _generated(request, ref)


def _generated(
    request: HttpRequest, ref: str, *, refused: str = "", status: int = 200
) -> HttpResponse:
    row = generated_or_404(request.user, ref)
    # What the author means is read by whom the design is for, and by nobody else.
    meant = row.scenario.design.factors if may_read_design(request.user, row.scenario) else {}
    context = {
        **about(request.user, row.scenario),
        "generated": row,
        "made": how_made(row, meant, current_framework().pk),
        "words": refusal_to_take_on(row, request.user) if row.needs_author else None,
        "refused": refused,
    }
    return render(request, "scenarios/workshop/generated.html", context, status=status)


@require_role(*WRITERS)
@require_POST
def take_on(request: HttpRequest, ref: str) -> HttpResponse:
    """Say that a generated draft is one's own now."""
    row = generated_or_404(request.user, ref)
    try:
        take_on_case(scenario=row.scenario, by=request.user)
    except NotYours as refusal:
        return _generated(request, ref, refused=str(refusal), status=409)
    return redirect("workshop_generated", ref)


@require_role(*WRITERS)
def library(request: HttpRequest) -> HttpResponse:
    """How many statements there are of what, where there are too few, and the versions."""
    versions = Paginator(library_versions(), VERSIONS_ON_A_PAGE)
    context = {
        "page": library_page(current_framework().pk),
        "versions": versions.get_page(request.GET.get("page")),
        "statements_url": reverse(EvidenceStatement.snippet_viewset.get_url_name("list")),
    }
    return render(request, "scenarios/workshop/library.html", context)
