"""Factor drills: what is due today, one drill, and what the answer to it teaches."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses.drill_content import DrillContent
from courses.drill_forms import DrillForm
from courses.models import DrillAnswer
from courses.selectors.drill_figures import drill_figures
from courses.selectors.drill_pages import drill_page, own_drill_or_404
from courses.selectors.drills_today import drills_page
from courses.services.drills import (
    DrillClosed,
    answer_drill,
    begin_drill,
    refuse_closed,
    set_drill_aside,
)
from people.public import Role, has_role, require_role, sign_in_required, too_late


@require_safe
@sign_in_required
def drills(request: HttpRequest) -> HttpResponse:
    """How many drills are due today, and how one is doing by factor."""
    context = {
        "page": drills_page(request.user),
        "is_trainer": has_role(request.user, Role.TRAINER),
    }
    return render(request, "courses/drills.html", context)


@require_POST
@sign_in_required
def begin(request: HttpRequest) -> HttpResponse:
    """Put the next drill before the person, or the one that a lesson offers."""
    row = begin_drill(
        person=request.user,
        factor=request.POST.get("factor", "")[:40],
        code=request.POST.get("drill", "")[:40],
    )
    return redirect("drill", row.uuid) if row else redirect("drills")


@require_http_methods(["GET", "HEAD", "POST"])
@sign_in_required
def drill(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One drill: the page of evidence with its form, or once it is answered what it teaches."""
    row = own_drill_or_404(request.user, uuid)
    if request.method == "POST":
        return _answer(request, row)
    if row.set_aside_at is not None:
        return redirect("drills")
    form = DrillForm(content=DrillContent.from_content(row.version.content))
    page = drill_page(request.user, row)
    template = "courses/drill.html" if page["may_be_shown"] else "courses/drill_gone.html"
    return render(request, template, {**page, "form": form})


def _answer(request: HttpRequest, row: DrillAnswer) -> HttpResponse:
    if row.is_answered:
        return redirect("drill", row.uuid)
    form = DrillForm(request.POST, content=DrillContent.from_content(row.version.content))
    try:
        if not form.is_valid():
            refuse_closed(request.user, row)
            page = {**drill_page(request.user, row), "form": form}
            return render(request, "courses/drill.html", page)
        answer_drill(person=request.user, uuid=row.uuid, **form.cleaned_data)
    except DrillClosed as refusal:
        return too_late(request, refusal, back=reverse("drills"))
    return redirect("drill", row.uuid)


@require_POST
@sign_in_required
def skip(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Set a drill aside without a reason, and go on to another."""
    try:
        row = set_drill_aside(person=request.user, uuid=uuid)
    except DrillAnswer.DoesNotExist:
        raise Http404 from None
    if row.is_answered:
        return redirect("drill", uuid)
    following = begin_drill(person=request.user)
    return redirect("drill", following.uuid) if following else redirect("drills")


@require_safe
@require_role(Role.TRAINER)
def figures(request: HttpRequest) -> HttpResponse:
    """How each written drill does, for those who write them."""
    return render(request, "courses/drill_figures.html", {"page": drill_figures(request.user)})
