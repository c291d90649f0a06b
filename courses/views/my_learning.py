"""What is assigned, how far one has come, and a lesson marked as read."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from courses.calendar_file import DayEvent, calendar_file
from courses.models import CoursePage, LessonPage
from courses.role_words import words_for_roles
from courses.selectors.due import Due, Kind, due_of_people
from courses.selectors.lessons import neighbours
from courses.selectors.measure_refusals import baseline_waits
from courses.selectors.my_learning import my_learning
from courses.selectors.outlines import course_of
from courses.selectors.reminders import wants_email_reminders
from courses.services.reading import complete_lesson
from courses.services.taking import CannotTake, leave_course, set_email_reminders, take_course
from people.public import (
    User,
    current_roles,
    sign_in_required,
    too_late,
    trainee_organisation,
)


@require_safe
@sign_in_required
def my_learning_page(request: HttpRequest) -> HttpResponse:
    """What is assigned, how far one has come, and the next step."""
    context = {
        "learning": my_learning(request.user),
        "organisation": trainee_organisation(request.user),
        "role_words": words_for_roles(current_roles(request.user)),
        "by_email": wants_email_reminders(request.user),
    }
    return render(request, "courses/my_learning.html", context)


@require_POST
@sign_in_required
def mark_lesson_read(request: HttpRequest, lesson_id: int) -> HttpResponse:
    """Record that the person has read a lesson, and go on to the next one.

    Where the baseline of its course waits, it is asked first whether they do it or go without.
    """
    # By id and not by pk, which is a reference here: a number that is too large for the database
    # is then not found, where a reference would be an error.
    lesson = get_object_or_404(LessonPage.objects.live(), id=lesson_id)
    course = course_of(lesson)
    if baseline_waits(request.user, course):
        return redirect(f"{reverse('course_measures', args=[course.pk])}?lesson={lesson.pk}")
    complete_lesson(person=request.user, lesson=lesson)
    _previous, following = neighbours(lesson)
    return redirect(following.url if following else "my_learning")


@require_POST
@sign_in_required
def take(request: HttpRequest, course_id: int) -> HttpResponse:
    """Put the person on a course by their own choice."""
    course = get_object_or_404(CoursePage.objects.live(), id=course_id)
    try:
        if take_course(person=request.user, course=course):
            messages.success(request, _("You are on this course now. It stands in My learning."))
    except CannotTake as refused:
        return too_late(request, refused, back=course.url)
    return redirect(course.url)


@require_POST
@sign_in_required
def leave(request: HttpRequest, course_id: int) -> HttpResponse:
    """Take the person off a course that they chose."""
    course = get_object_or_404(CoursePage.objects.live(), id=course_id)
    try:
        if leave_course(person=request.user, course=course):
            messages.success(request, _("You have left the course. What you have read is kept."))
    except CannotTake as refused:
        return too_late(request, refused, back=course.url)
    return redirect(course.url)


@require_POST
@sign_in_required
def reminders(request: HttpRequest) -> HttpResponse:
    """Switch reminders by e-mail on or off."""
    wanted = request.POST.get("by_email") == "on"
    set_email_reminders(person=request.user, wanted=wanted)
    words = (
        _("You will be reminded by e-mail.")
        if wanted
        else _("You will not be reminded by e-mail. Dates stay on this page.")
    )
    messages.success(request, words)
    return redirect("my_learning")


@require_safe
@sign_in_required
def due_calendar(request: HttpRequest) -> HttpResponse:
    """One's own dates as a file for a calendar."""
    events = [_event(request.user, due) for due in due_of_people([request.user.pk])]
    return HttpResponse(
        calendar_file(events, name=_("My learning")),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="my-learning.ics"'},
    )


def _event(person: User, due: Due) -> DayEvent:
    words = {
        Kind.AIM: _("Aim for: %(title)s"),
        Kind.BY: _("Due: %(title)s"),
    }[due.kind] % {"title": due.title}
    link = f"{settings.WAGTAILADMIN_BASE_URL}{reverse('my_learning')}"
    host = urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname
    return DayEvent(
        uid=f"{due.about}-{due.kind}-{person.uuid}@{host}",
        day=due.day,
        summary=words,
        description=link,
        url=link,
        stamp=due.since,
    )
