"""How the questions of knowledge checks do, and another try for who asks: for trainers."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from courses.models import KnowledgeCheck, MoreTries, QuestionVersion
from courses.selectors.knowledge_figures import MAY_LOOK, check_lines, figures_of, requests_for
from courses.services.more_tries import allow_a_try, set_counting
from people.public import require_role


@require_safe
@require_role(*MAY_LOOK)
def overview(request: HttpRequest) -> HttpResponse:
    """All knowledge checks, and who of the trainer's own trainees asks for another try."""
    context = {
        "lines": check_lines(request.user),
        "requests": requests_for(request.user).select_related("person", "check_of"),
    }
    return render(request, "courses/knowledge/overview.html", context)


@require_safe
@require_role(*MAY_LOOK)
def figures(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Every wording of a check with its figures, or why there are none."""
    check = get_object_or_404(KnowledgeCheck, uuid=uuid)
    context = {"check": check, "versions": figures_of(check, request.user)}
    return render(request, "courses/knowledge/figures.html", context)


@require_POST
@require_role(*MAY_LOOK)
def counting(request: HttpRequest, version_id: int) -> HttpResponse:
    """Let a wording enter figures, or keep it out; nobody's outcome changes."""
    counts = request.POST.get("counts") == "yes"
    try:
        version = set_counting(by=request.user, version_id=version_id, counts=counts)
    except (QuestionVersion.DoesNotExist, OverflowError):
        raise Http404 from None
    return redirect("knowledge_figures", version.check_of.uuid)


@require_POST
@require_role(*MAY_LOOK)
def allow(request: HttpRequest, request_id: int) -> HttpResponse:
    """Allow one more try to somebody who asked."""
    try:
        asked = allow_a_try(by=request.user, request_id=request_id)
    except (MoreTries.DoesNotExist, OverflowError):
        raise Http404 from None
    words = _("%(name)s can try again.") % {"name": asked.person.get_full_name()}
    messages.success(request, words)
    return redirect("knowledge_overview")
