"""Reporting that a text holds real data, from the pages where the text stands."""

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from people.public import Role, require_role, sign_in_required, too_late
from scenarios.forms import ReportForm
from scenarios.querysets import WRITERS
from scenarios.selectors.assessments import own_assessment_or_404
from scenarios.selectors.disagreement_pages import to_answer_or_404
from scenarios.selectors.key_changes import key_change_or_404, may_read_change
from scenarios.selectors.moderation_pages import session_or_404
from scenarios.selectors.panel_sheets import stage_in_hand
from scenarios.selectors.panels import (
    may_look_at_papers,
    may_read_answers,
    may_read_ratings,
    panel_or_404,
    seat_or_404,
)
from scenarios.selectors.reportable import (
    Reportable,
    reportable_disagreement,
    reportable_for_seat,
    reportable_in_review,
    reportable_in_session,
    reportable_of_change,
    reportable_on_panel,
    reportable_texts,
)
from scenarios.selectors.reportable_acts import of_yardstick_change
from scenarios.selectors.reviews import review_or_404
from scenarios.selectors.yardsticks import refuse_below_nation, yardstick_change_or_404
from scenarios.services.errors import Refused
from scenarios.services.key_people import panel_of_change
from scenarios.services.moderation_people import refusal_of_case, refusal_of_holder
from scenarios.services.panel_people import APPROVERS, refusal_to_look
from scenarios.services.quarantine import report_text
from scenarios.services.yardstick_changes import PARTS


@sign_in_required
def report_real_data(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The texts of an assessment in one list; a POST keeps the chosen one back from everybody."""
    assessment = own_assessment_or_404(request.user, uuid)
    back = reverse("assessment", args=[uuid])
    texts = reportable_texts(assessment)
    return report_page(request, texts, assessment.release.case_version.scenario.ref, back)


@sign_in_required
def panel_report_real_data(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The same for whoever has a part in a panel: what their part lets them see, and no more."""
    panel = panel_or_404(request.user, uuid)
    if request.user.pk in (panel.chair_id, panel.approver_id, panel.sent_by_id):
        is_free = refusal_to_look(panel, request.user) is None
        may_look = is_free and may_look_at_papers(request.user, panel)
        may_read = is_free and may_read_ratings(request.user, panel)
        texts = reportable_on_panel(
            panel,
            may_look=may_look,
            may_read=may_read,
            may_read_answers=is_free and may_read_answers(request.user, panel),
        )
    else:
        seat = seat_or_404(request.user, uuid)
        texts = reportable_for_seat(seat, stage=stage_in_hand(seat))
    back = reverse("panel", args=[uuid])
    return report_page(request, texts, panel.case_version.scenario.ref, back)


@require_role(*APPROVERS)
def key_change_report_real_data(request: HttpRequest, ref: str, uuid: UUID) -> HttpResponse:
    """The same for a proposed key: why, the note that ended it, and what the panel behind said."""
    change = key_change_or_404(request.user, ref, uuid)
    panel = panel_of_change(change)
    if not may_read_change(request.user, change):
        raise PermissionDenied
    back = reverse("workshop_key_change", args=[ref, uuid])
    if panel is not None and (words := refusal_to_look(panel, request.user)):
        return too_late(request, words, back=reverse("workshop_key", args=[ref]))
    return report_page(request, reportable_of_change(change, panel), ref, back)


@require_role(*PARTS)
def yardstick_report_real_data(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The same for a proposed yardstick, at the level of the nation."""
    refuse_below_nation(request.user)
    change = yardstick_change_or_404(request.user, uuid)
    back = reverse("workshop_yardstick_change", args=[uuid])
    return report_page(request, of_yardstick_change(change), _("Yardstick"), back)


@require_role(*WRITERS, Role.PANELLIST)
def review_report_real_data(request: HttpRequest, ref: str, uuid: UUID) -> HttpResponse:
    """The same for the words of a review, as far as somebody may read them now."""
    review = review_or_404(request.user, ref, uuid)
    back = reverse("workshop_review", args=[ref, uuid])
    return report_page(request, reportable_in_review(review, request.user), ref, back)


@sign_in_required
def moderation_report_real_data(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The same for the pages of a moderation session: to its holder also the case and the panel."""
    session = session_or_404(request.user, uuid)
    release = session.release
    is_free = not (refusal_of_case(release) or refusal_of_holder(request.user, release))
    is_wall = session.is_open and session.held_by_id == request.user.pk
    texts = reportable_in_session(session, may_see_wall=is_free and is_wall, may_read=is_free)
    back = reverse("moderation_session", args=[uuid])
    return report_page(request, texts, release.case_version.scenario.ref, back)


@sign_in_required
def disagreement_report_real_data(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The same for whoever answers somebody who disagrees."""
    said = to_answer_or_404(request.user, uuid)
    back = reverse("workshop_disagreement", args=[uuid])
    ref = said.assessment.release.case_version.scenario.ref
    return report_page(request, reportable_disagreement(said), ref, back)


def report_page(
    request: HttpRequest, texts: Sequence[Reportable], name: str, back: str
) -> HttpResponse:
    """The page that lists these texts; a POST keeps the chosen one back, and leads to ``back``."""
    form = ReportForm(request.POST or None, texts=texts)
    if form.is_valid():
        try:
            report_text(person=request.user, **form.to_report())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request,
                _(
                    "Thank you. The text is kept back from everybody now, you included, until an "
                    "administrator has looked at it."
                ),
            )
            return redirect(back)
    context = {"form": form, "back": back, "name": name}
    return render(request, "scenarios/report_real_data.html", context)
