"""A lead assigns courses: what stands, a new one in two steps, and withdrawing."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from courses.assigning_forms import AssignCourseForm
from courses.due_words import dates_words
from courses.models import CourseAssignment
from courses.selectors.assignments import (
    assigned_courses,
    assignment_or_404,
    organisation_or_404,
    preview_of,
)
from courses.services.assigning import CannotAssign
from courses.services.course_assigning import (
    Assigned,
    assign_course,
    organisations_to_assign_in,
    withdraw_course_assignment,
)
from people.public import Organisation, Role, organisations_led_by, require_role, too_late

for_leads = require_role(Role.FORCE_LEAD, Role.ADMINISTRATOR)


@require_safe
@for_leads
def index(request: HttpRequest) -> HttpResponse:
    """Straight to the form where there is one organisation; else a list to choose from."""
    organisations = list(organisations_to_assign_in(request.user))
    course = request.GET.get("course", "")
    query = f"?course={int(course)}" if course.isascii() and course.isdigit() else ""
    if len(organisations) == 1:
        name = "assign_course" if query else "assigned_courses"
        answer = redirect(name, code=organisations[0].code)
        answer["Location"] += query
        return answer
    context = {"organisations": organisations, "query": query}
    return render(request, "courses/assigning/index.html", context)


@require_safe
@for_leads
def assigned(request: HttpRequest, code: str) -> HttpResponse:
    """The courses that are assigned, to whom, and how that goes."""
    organisation = organisation_or_404(request.user, code)
    context = {
        "organisation": organisation,
        "rows": assigned_courses(organisation),
        # An administrator assigns here too, and has no report to go back to.
        "has_report": organisations_led_by(request.user).filter(pk=organisation.pk).exists(),
    }
    return render(request, "courses/assigning/assigned.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_leads
def new(request: HttpRequest, code: str) -> HttpResponse:
    """Choose the course, the people and the dates; look at what that does; then do it."""
    organisation = organisation_or_404(request.user, code)
    if request.method != "POST":
        asked = {"course": request.GET.get("course", "")}
        form = AssignCourseForm(organisation=organisation, initial=asked)
        return _form(request, organisation, form)
    form = AssignCourseForm(request.POST, organisation=organisation)
    if not form.is_valid() or "change" in request.POST:
        return _form(request, organisation, form)
    if "confirmed" not in request.POST:
        return _confirm(request, organisation, form)
    try:
        messages.success(request, _assign(request, organisation, form))
    except CannotAssign as refused:
        for words in refused.reasons:
            form.add_error(None, words)
        return _form(request, organisation, form)
    return redirect("assigned_courses", code=code)


@require_http_methods(["GET", "HEAD", "POST"])
@for_leads
def withdraw(request: HttpRequest, code: str, uuid: Any) -> HttpResponse:
    """Ask no more for a course; what was read stays."""
    organisation = organisation_or_404(request.user, code)
    act = assignment_or_404(organisation, uuid)
    if request.method == "POST":
        try:
            withdrawn = withdraw_course_assignment(assignment=act, by=request.user)
        except CannotAssign as refused:
            back = reverse("assigned_courses", args=[code])
            return too_late(request, refused, back=back)
        if withdrawn:
            messages.success(request, _("Withdrawn. What people have read is kept."))
        else:
            messages.info(request, _("It had been withdrawn already. Nothing was changed."))
        return redirect("assigned_courses", code=code)
    context = {"organisation": organisation, "act": act, "dates": _dates(act)}
    return render(request, "courses/assigning/withdraw.html", context)


def _form(request: HttpRequest, organisation: Organisation, form: AssignCourseForm) -> HttpResponse:
    context = {"organisation": organisation, "form": form}
    return render(request, "courses/assigning/new.html", context)


def _confirm(
    request: HttpRequest, organisation: Organisation, form: AssignCourseForm
) -> HttpResponse:
    chosen, targets = form.cleaned_data, form.targets()
    context = {
        "organisation": organisation,
        "course": chosen["course"],
        "who": dict(form.fields["who"].choices)[chosen["who"]],
        "is_group": targets[0].person is None,
        "names": [str(target.person) for target in targets if target.person],
        "ticked": form.ticked_in_vain,
        "dates": dates_words(chosen["aim_on"], chosen["due_on"]),
        "preview": preview_of(course=chosen["course"], organisation=organisation, targets=targets),
        "sent": [
            (name, value)
            for name, values in request.POST.lists()
            for value in values
            if name in form.fields or name.startswith(("aim_on_", "due_on_"))
        ],
    }
    return render(request, "courses/assigning/confirm.html", context)


def _assign(request: HttpRequest, organisation: Organisation, form: AssignCourseForm) -> str:
    """Assign the course, and say what was done."""
    chosen = form.cleaned_data
    done = assign_course(
        course=chosen["course"],
        organisation=organisation,
        targets=form.targets(),
        aim_on=chosen["aim_on"],
        due_on=chosen["due_on"],
        assigned_by=request.user,
    )
    return _done_words(done) % {
        "n": done.people,
        "course": chosen["course"].title,
        "dates": dates_words(chosen["aim_on"], chosen["due_on"]),
    }


def _done_words(done: Assigned) -> str:
    if not done.new and not done.changed:
        return _("%(course)s was assigned like this already. Nothing was changed.")
    words = ngettext(
        "%(n)d person is asked to take %(course)s: %(dates)s.",
        "%(n)d people are asked to take %(course)s: %(dates)s.",
        done.people,
    )
    if done.changed:
        words += " " + _("The dates of an earlier assignment were changed, and the people see it.")
    return words


def _dates(act: CourseAssignment) -> str:
    return dates_words(act.aim_on, act.due_on)
