"""What is assigned, how far one has come, and a lesson marked as read."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from courses.models import LessonPage
from courses.role_words import words_for_roles
from courses.selectors.lessons import neighbours
from courses.selectors.my_learning import my_learning
from courses.services.reading import complete_lesson
from people.public import current_roles, sign_in_required, trainee_organisation


@require_safe
@sign_in_required
def my_learning_page(request: HttpRequest) -> HttpResponse:
    """What is assigned, how far one has come, and the next step."""
    context = {
        "learning": my_learning(request.user),
        "organisation": trainee_organisation(request.user),
        "role_words": words_for_roles(current_roles(request.user)),
    }
    return render(request, "courses/my_learning.html", context)


@require_POST
@sign_in_required
def mark_lesson_read(request: HttpRequest, lesson_id: int) -> HttpResponse:
    """Record that the person has read a lesson, and go on to the next one."""
    # By id and not by pk, which is a reference here: a number that is too large for the database
    # is then not found, where a reference would be an error.
    lesson = get_object_or_404(LessonPage.objects.live(), id=lesson_id)
    complete_lesson(person=request.user, lesson=lesson)
    _previous, following = neighbours(lesson)
    return redirect(following.url if following else "my_learning")
