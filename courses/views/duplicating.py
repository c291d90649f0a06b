"""A trainer copies a whole course, to write another one from it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from courses.duplicating_forms import DuplicateForm
from courses.models import CoursePage, LessonPage, ModulePage
from courses.services.duplicating import CannotDuplicate, duplicate_course
from people.public import Role, require_role


@require_http_methods(["GET", "HEAD", "POST"])
@require_role(Role.TRAINER, Role.ADMINISTRATOR)
def duplicate(request: HttpRequest, course_id: int) -> HttpResponse:
    """Say what is copied and what is not, ask for a title, and copy."""
    # By id and not by pk, which is a reference here: a number that is too large is not found.
    course = get_object_or_404(CoursePage, id=course_id)
    suggested = _("%(title)s (copy)") % {"title": course.title}
    form = DuplicateForm(
        request.POST if request.method == "POST" else None, initial={"title": suggested}
    )
    if request.method == "POST" and form.is_valid():
        try:
            title = form.cleaned_data["title"]
            copied = duplicate_course(course=course, title=title, by=request.user)
        except CannotDuplicate as refused:
            raise PermissionDenied(str(refused)) from None
        words = _(
            "“%(title)s” is made, as a draft that no trainee sees. Change its pages, then publish "
            "the course, each module and each lesson."
        )
        messages.success(request, words % {"title": title})
        return redirect("wagtailadmin_explore", copied.pk)
    context = {
        "course": course,
        "form": form,
        "modules": ModulePage.objects.child_of(course).count(),
        "lessons": LessonPage.objects.descendant_of(course).count(),
    }
    return render(request, "courses/duplicating/duplicate.html", context)
