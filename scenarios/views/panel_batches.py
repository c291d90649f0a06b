"""Several cases to one pool of experts: first the plan to look at, then the sending."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext

from people.public import require_role
from scenarios.panel_round_forms import BatchForm
from scenarios.services.freezing import NotReady
from scenarios.services.panel_batches import BatchPlan, PlanMoved, open_batch, plan_batch
from scenarios.services.panel_people import SENDERS


@require_role(*SENDERS)
def new_batch(request: HttpRequest) -> HttpResponse:
    """Choose cases and a pool; the plan says who would rate what, and a second press sends it."""
    form = BatchForm(request.POST if request.method == "POST" else None, sender=request.user)
    plan, status, moved = None, 200, ""
    if form.is_valid():
        try:
            if "send" in request.POST:
                return _sent(request, form)
            plan = _plan(request, form)
        except NotReady as refusal:
            form.add_error(None, list(refusal.problems))
        except PlanMoved as refusal:
            plan, status, moved = _plan(request, form), 409, str(refusal)
    context = {"form": form, "plan": plan, "moved": moved}
    return render(request, "scenarios/panel_batch.html", context, status=status)


def _plan(request: HttpRequest, form: BatchForm) -> BatchPlan | None:
    plan = plan_batch(sent_by=request.user, **form.to_plan())
    if plan.problems:
        form.add_error(None, list(plan.problems))
        return None
    form.data = form.data.copy()
    form.data["fingerprint"] = plan.fingerprint
    return plan


def _sent(request: HttpRequest, form: BatchForm) -> HttpResponse:
    data = form.cleaned_data
    panels = open_batch(
        sent_by=request.user,
        use=data["use"],
        due_on=data["due_on"],
        fingerprint=data["fingerprint"],
        **form.to_plan(),
    )
    words = ngettext("%(n)d case was sent.", "%(n)d cases were sent.", len(panels))
    messages.success(request, words % {"n": len(panels)})
    return redirect("panels")
