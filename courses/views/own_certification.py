"""A person's own certification: what it asks, drawing a set, its cases, and the outcome."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from courses.certification_words import none_left_words
from courses.models import TrainerConversation
from courses.selectors.certification_pages import (
    certification_page,
    may_be_replaced,
    own_case_or_404,
    own_certification_or_404,
)
from courses.selectors.certification_swaps import others_for
from courses.selectors.certification_work import reportable_conversations
from courses.services.certifying import CertificationRefused
from courses.services.sets import TooFewUnseen, draw_set, replace_case
from people.public import home_organisation, sign_in_required, too_late
from scenarios.public import report_page


@require_safe
@sign_in_required
def own_certification(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The one page of a certification for the person who sits it."""
    certification = own_certification_or_404(request.user, uuid)
    context = {"page": certification_page(request.user, certification)}
    return render(request, "courses/certification/own.html", context)


@sign_in_required
def draw(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Ask once more, and draw a set. Drawing again leads to the set that is open."""
    certification = own_certification_or_404(request.user, uuid)
    back = reverse("own_certification", args=[uuid])
    if request.method == "POST":
        try:
            draw_set(person=request.user, certification=certification)
        except TooFewUnseen as refusal:
            heading = _("Too few cases are left for you")
            return too_late(request, refusal, back=back, heading=heading)
        except CertificationRefused as refusal:
            return too_late(request, refusal, back=back)
        return redirect("own_certification", uuid)
    page = certification_page(request.user, certification)
    if not page.may_draw:
        return redirect("own_certification", uuid)
    return render(request, "courses/certification/draw.html", {"page": page, "back": back})


@sign_in_required
def replace(request: HttpRequest, uuid: UUID, set_uuid: UUID, position: int) -> HttpResponse:
    """Ask once more, and put another case in the place of one."""
    case = own_case_or_404(request.user, uuid, set_uuid, position)
    back = reverse("own_certification", args=[uuid])
    if request.method == "POST":
        # Sent twice, the second comes from a page on which the first case still stood.
        if request.POST.get("release") != str(case.release.uuid):
            return redirect("own_certification", uuid)
        try:
            new = replace_case(person=request.user, case=case)
        except TooFewUnseen as refusal:
            heading = _("No other case is left for you")
            return too_late(request, refusal, back=back, heading=heading)
        except CertificationRefused as refusal:
            return too_late(request, refusal, back=back)
        ref = new.release.case_version.scenario.ref
        messages.success(request, _("%(ref)s has taken its place.") % {"ref": ref})
        return redirect("own_certification", uuid)
    if not may_be_replaced(case):
        return redirect("own_certification", uuid)
    has_another = others_for(request.user, case.of_set).has_one_for(case)
    none_left = "" if has_another else none_left_words()
    context = {"case": case, "none_left": none_left, "back": back}
    return render(request, "courses/certification/replace.html", context)


@sign_in_required
def report_real_data(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What trainers wrote of conversations with the person, to be reported as real data."""
    certification = own_certification_or_404(request.user, uuid)
    organisation = home_organisation(request.user)
    if organisation is None:
        raise Http404
    held = TrainerConversation.objects.filter(
        person=request.user, of_set__certification=certification
    ).select_related("of_set__certification")
    texts = reportable_conversations(held, organisation)
    back = reverse("own_certification", args=[uuid])
    return report_page(request, texts, certification.title, back)
