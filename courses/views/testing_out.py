"""Testing out of a module: what is to be passed first, and leaving its lessons out."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from courses.models import ModulePage
from courses.selectors.measure_refusals import refusal_of_current
from courses.selectors.measures import CourseMeasures, measures_of
from courses.selectors.testing_out import Baseline, ModuleToTestOut, module_to_test_out
from courses.services.testing_out import CannotTestOut, leave_out_lessons
from people.public import User, sign_in_required, too_late


@require_http_methods(["GET", "HEAD", "POST"])
@sign_in_required
def test_out(request: HttpRequest, module_id: int) -> HttpResponse:
    """Which checks come first, and what can be left out once they are passed."""
    module = get_object_or_404(ModulePage.objects.live(), id=module_id)
    if request.method != "POST":
        out = module_to_test_out(request.user, module)
        context = {"out": out, "baseline": _waiting_baseline(request.user, out)}
        return render(request, "courses/test_out.html", context)
    try:
        n = leave_out_lessons(person=request.user, module=module)
    except CannotTestOut as refusal:
        return too_late(request, refusal, back=reverse("test_out", args=[module_id]))
    if n:
        words = ngettext(
            "You left out %(n)d lesson. You can read it whenever you like.",
            "You left out %(n)d lessons. You can read them whenever you like.",
            n,
        )
        messages.success(request, words % {"n": n})
    return redirect(module.url)


def _waiting_baseline(person: User, out: ModuleToTestOut) -> CourseMeasures | None:
    """The measures of the course, where its baseline is what the person can do first."""
    if out.baseline != Baseline.OPEN:
        return None
    measures = measures_of(person, out.course)
    can_be_done = measures.waiting_baseline and not refusal_of_current(person, measures)
    return measures if can_be_done else None
