"""The list of cases for those who write them, and a new case begun from one that is there."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people.public import User, has_role, require_role
from scenarios.models import Scenario
from scenarios.models.moderation import HOLDERS
from scenarios.querysets import WRITERS
from scenarios.selectors.disagreements import waiting_of
from scenarios.selectors.draft_places import draft_in_hand
from scenarios.selectors.reviews import reviews_to_do, scenario_or_404
from scenarios.selectors.workshop import case_list
from scenarios.selectors.workshop_links import about, address_of, case_address
from scenarios.selectors.yardsticks import is_at_nation
from scenarios.services.duplicating import duplicate_case, suggested_ref
from scenarios.services.errors import CopyRefused
from scenarios.workshop_forms import DuplicateForm, FilterForm


@require_role(*WRITERS)
def workshop(request: HttpRequest) -> HttpResponse:
    """The cases somebody may write on, filtered, and the ways to begin another."""
    form = FilterForm(request.GET, user=request.user)
    cases = case_list(request.user, form.asked(), request.GET.get("page"))
    others = request.GET.copy()
    others.pop("page", None)
    context = {
        "filters": form,
        "cases": cases,
        "is_filtered": bool(form.asked()),
        "query": others.urlencode(),
        "to_review": reviews_to_do(request.user),
        "ways": _ways_to_begin(),
        "elsewhere": _elsewhere(request.user),
    }
    return render(request, "scenarios/workshop/list.html", context)


def _ways_to_begin() -> list[tuple[str, str]]:
    """The first is to write."""
    return [
        (_("New case"), reverse(Scenario.snippet_viewset.get_url_name("add"))),
        (_("Generate a draft"), reverse("workshop_generate")),
        (_("Import cases"), reverse("workshop_import")),
    ]


def _elsewhere(user: User) -> list[tuple[str, str, str]]:
    """The pages about all cases, each with what it is for."""
    pages = [
        (_("Disagreements"), "workshop_disagreements", _waiting(user)),
        (_("Balance"), "workshop_balance", _("characteristics by designed level")),
        (_("How long the bank lasts"), "workshop_bank", _("cases that nobody has seen yet")),
        (_("Library of evidence"), "workshop_library", _("what drafts are generated from")),
        (_("Export cases"), "workshop_export", _("as one file")),
    ]
    if is_at_nation(user):
        pages.append((_("Yardstick"), "workshop_yardstick", _("what scores are read on")))
    if has_role(user, *HOLDERS):
        pages.append((_("Moderation sessions"), "moderation_sessions", _("with a group")))
    # Kept by an app above: it may not be there.
    if certification := address_of("certifications"):
        words = _("what a set of checks has to reach, and for whom the bank is short")
        above = [(_("Certification"), certification, words)]
    else:
        above = []
    return [*((label, reverse(name), words) for label, name, words in pages), *above]


def _waiting(user: User) -> str:
    """How many who disagree wait for an answer, and how many for a look at a key: one query."""
    waiting, promised = waiting_of(user)
    answers = ngettext("%(n)d waits for an answer", "%(n)d wait for an answer", waiting)
    looks = ngettext(
        "%(n)d waits for a look at the key", "%(n)d wait for a look at the key", promised
    )
    words = [said % {"n": n} for said, n in ((answers, waiting), (looks, promised)) if n]
    return ", ".join(words) or _("what trainees say against a key")


@require_role(*WRITERS)
def duplicate(request: HttpRequest, ref: str) -> HttpResponse:
    """A copy under the next free reference, which can be changed before it is made."""
    scenario = scenario_or_404(request.user, ref)
    initial = {"ref": suggested_ref(ref), "title": draft_in_hand(scenario).title}
    form = DuplicateForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        try:
            copy = duplicate_case(scenario=scenario, by=request.user, **form.cleaned_data)
            return redirect(case_address(copy))
        except CopyRefused as refusal:
            form.add_error("ref", str(refusal))
    context = {**about(request.user, scenario), "form": form}
    return render(request, "scenarios/workshop/duplicate.html", context)
