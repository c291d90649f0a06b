"""What trainers do for a certification: set it up, propose and switch on a rule, talk to people."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from courses.certification_forms import (
    CertificationForm,
    ChangeForm,
    ConversationForm,
    RuleForm,
)
from courses.models import Certification
from courses.models.certification import WRITERS
from courses.selectors.certification_trials import trial_page
from courses.selectors.certification_work import (
    certification_or_404,
    certification_rows,
    certification_work,
    conversation_page,
    people_page,
    reportable_conversations,
    rule_like,
    rule_or_404,
    set_to_talk_about_or_404,
)
from courses.services.certifying import (
    CertificationRefused,
    change_certification,
    make_certification,
    may_look_after,
    propose_rule,
    switch_on_rule,
)
from courses.services.conversations import record_conversation
from people.public import (
    Role,
    User,
    record_event,
    require_role,
    too_late,
    trainee_organisation,
)
from scenarios.public import report_page

PEOPLE_ON_A_PAGE = 50


@require_safe
@require_role(*WRITERS)
def certifications(request: HttpRequest) -> HttpResponse:
    """The certifications somebody looks after."""
    context = {"rows": certification_rows(request.user)}
    return render(request, "courses/certification/list.html", context)


@require_role(*WRITERS)
def new_certification(request: HttpRequest) -> HttpResponse:
    """Set up a certification; its rule comes next."""
    form = CertificationForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            made = make_certification(by=request.user, **form.cleaned_data)
        except CertificationRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("certification", made.uuid)
    return render(request, "courses/certification/new.html", {"form": form})


@require_safe
@require_role(*WRITERS)
def certification(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One certification: the rule in force, the bank, who waits for a trainer, all rules."""
    found = certification_or_404(request.user, uuid)
    context = {
        "work": certification_work(request.user, found),
        "may_act": may_look_after(request.user, found.owner),
    }
    return render(request, "courses/certification/page.html", context)


@require_role(*WRITERS)
def change(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Its title, how long certificates hold and how many sets there are, from now on."""
    found = certification_or_404(request.user, uuid)
    _refuse_readers(request.user, found)
    form = ChangeForm(request.POST if request.method == "POST" else None, certification=found)
    if request.method == "POST" and form.is_valid():
        try:
            change_certification(certification=found, by=request.user, **form.cleaned_data)
        except CertificationRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved. It holds from now on."))
            return redirect("certification", uuid)
    context = {"certification": found, "form": form}
    return render(request, "courses/certification/change.html", context)


@require_role(*WRITERS)
def propose(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """A rule by its bounds; it is tried at once, and a second person decides.

    ``?like=`` fills in what a rule of this certification asked for.
    """
    found = certification_or_404(request.user, uuid)
    _refuse_readers(request.user, found)
    like = rule_like(found, request.GET.get("like", ""))
    form = RuleForm(
        request.POST if request.method == "POST" else None,
        initial=RuleForm.initial_of(like) if like else None,
    )
    if request.method == "POST" and form.is_valid():
        rule = propose_rule(certification=found, by=request.user, **form.to_rule())
        return redirect("pass_rule", uuid, rule.number)
    context = {"certification": found, "form": form}
    return render(request, "courses/certification/propose.html", context)


@require_safe
@require_role(*WRITERS)
def rule(request: HttpRequest, uuid: UUID, number: int) -> HttpResponse:
    """One rule with its trial, and the way to switch it on for a second person."""
    found = rule_or_404(request.user, uuid, number)
    context = {
        "trial": trial_page(found),
        "certification": found.certification,
        "is_own": found.proposed_by_id == request.user.pk,
        "may_act": may_look_after(request.user, found.certification.owner),
    }
    return render(request, "courses/certification/rule.html", context)


@require_role(*WRITERS)
def switch_on(request: HttpRequest, uuid: UUID, number: int) -> HttpResponse:
    """Ask once more, and put the rule in force."""
    found = rule_or_404(request.user, uuid, number)
    _refuse_readers(request.user, found.certification)
    back = reverse("pass_rule", args=[uuid, number])
    if request.method == "POST":
        try:
            switch_on_rule(rule=found, by=request.user)
        except CertificationRefused as refusal:
            return too_late(request, refusal, back=back)
        messages.success(request, _("The rule is in force. Sets that are open keep their rule."))
        return redirect("certification", uuid)
    context = {"trial": trial_page(found), "certification": found.certification, "back": back}
    return render(request, "courses/certification/switch_on.html", context)


def _refuse_readers(person: User, certification: Certification) -> None:
    """Those of an organisation below see a certification, and act on nothing of it."""
    if not may_look_after(person, certification.owner):
        raise PermissionDenied


@require_role(Role.TRAINER)
def conversation(request: HttpRequest, set_uuid: UUID) -> HttpResponse:
    """What the set showed, and the record that it was talked about."""
    of_set = set_to_talk_about_or_404(request.user, set_uuid)
    form = ConversationForm(request.POST if request.method == "POST" else None, of_set=of_set)
    if request.method == "POST" and form.is_valid():
        try:
            record_conversation(of_set=of_set, by=request.user, **form.cleaned_data)
        except CertificationRefused as refusal:
            back = reverse("certification", args=[of_set.certification.uuid])
            return too_late(request, refusal, back=back, typed=form.cleaned_data["agreed"])
        messages.success(request, _("Recorded. One more set can be drawn."))
        return redirect("certification_conversation", set_uuid)
    context = {"page": conversation_page(of_set), "form": form}
    return render(request, "courses/certification/conversation.html", context)


@require_role(Role.TRAINER)
def report_conversation(request: HttpRequest, set_uuid: UUID) -> HttpResponse:
    """What was recorded of a conversation, to be reported as real data."""
    of_set = set_to_talk_about_or_404(request.user, set_uuid)
    page = conversation_page(of_set)
    organisation = trainee_organisation(of_set.person)
    if organisation is None:
        raise Http404
    held = [page.conversation] if page.conversation else []
    back = reverse("certification_conversation", args=[set_uuid])
    texts = reportable_conversations(held, organisation)
    return report_page(request, texts, of_set.certification.title, back)


@require_safe
@require_role(Role.FORCE_LEAD)
def people(request: HttpRequest, code: str) -> HttpResponse:
    """Who is certified and until when, by name. That the lead looked is recorded."""
    page = people_page(request.user, code)
    record_event(
        name="named_results.viewed",
        organisation=page.organisation,
        actor=request.user,
        payload={"page": "certification"},
    )
    shown = Paginator(page.rows, PEOPLE_ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "courses/certification/people.html", {"found": page, "page": shown})
