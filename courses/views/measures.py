"""A person's own measures of a course: begun or declined, taken in parts, and looked back on."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses.drill_content import DrillContent
from courses.drill_forms import DrillForm
from courses.measuring import Point
from courses.models import CoursePage, LessonPage, MeasureDrill
from courses.selectors.lessons import neighbours
from courses.selectors.measure_ends import closed_words
from courses.selectors.measure_pages import (
    after_drill_url,
    course_measures_page,
    drill_to_answer,
    measure_page,
    own_measure_drill_or_404,
    own_measure_or_404,
)
from courses.services.measuring import (
    MeasureRefused,
    answer_measure_drill,
    begin_measure,
    decline_baseline,
    note_drill_shown,
)
from courses.services.reading import complete_lesson
from people.public import sign_in_required, too_late


@require_safe
@sign_in_required
def course_measures(request: HttpRequest, course_id: int) -> HttpResponse:
    """What can be taken now of a course's measures, how each stands, and what came out.

    ``?lesson=`` names the lesson that somebody was about to mark as read.
    """
    course = get_object_or_404(CoursePage.objects.live(), id=course_id)
    context = {
        "page": course_measures_page(request.user, course),
        "lesson": _lesson_of(course, request.GET.get("lesson", "")),
    }
    return render(request, "courses/measures/of_course.html", context)


def _lesson_of(course: CoursePage, given: str) -> LessonPage | None:
    """The lesson of the course with this id, if it is one."""
    if not given.isdecimal() or len(given) > len("2147483647"):
        return None
    return LessonPage.objects.live().descendant_of(course).filter(id=int(given)).first()


@require_POST
@sign_in_required
def begin(request: HttpRequest, course_id: int) -> HttpResponse:
    """Begin the measure that is due, or go on with it."""
    course = get_object_or_404(CoursePage.objects.live(), id=course_id)
    point = request.POST.get("point", "")
    if point not in Point.values:
        return redirect("course_measures", course_id)
    try:
        measure = begin_measure(person=request.user, course=course, point=point)
    except MeasureRefused as refusal:
        return too_late(request, refusal, back=course.url)
    return redirect("measure", measure.uuid)


@require_POST
@sign_in_required
def decline(request: HttpRequest, course_id: int) -> HttpResponse:
    """Go without the baseline; whoever was about to mark a lesson as read has it marked."""
    course = get_object_or_404(CoursePage.objects.live(), id=course_id)
    decline_baseline(person=request.user, course=course)
    lesson = _lesson_of(course, request.POST.get("lesson", ""))
    if lesson is None:
        return redirect(course.url)
    complete_lesson(person=request.user, lesson=lesson)
    _previous, following = neighbours(lesson)
    return redirect(following.url if following else "my_learning")


@require_safe
@sign_in_required
def measure(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One measure: its case and its drills in any order, and once finished what was done."""
    row = own_measure_or_404(request.user, uuid)
    context = {"page": measure_page(request.user, row)}
    return render(request, "courses/measures/measure.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@sign_in_required
def measure_drill(request: HttpRequest, uuid: UUID, position: int) -> HttpResponse:
    """One drill of a measure. Nothing is told of the answer, which is given once."""
    row = own_measure_drill_or_404(request.user, uuid, position)
    if request.method == "POST":
        return _answer(request, row)
    if row.is_answered or closed_words(row.measure):
        return redirect("measure", uuid)
    if request.method == "GET":
        note_drill_shown(row=row)
    page = drill_to_answer(row)
    return render(
        request, "courses/measures/drill.html", {**page, "form": DrillForm(content=page["content"])}
    )


def _answer(request: HttpRequest, row: MeasureDrill) -> HttpResponse:
    measure = row.measure
    if row.is_answered:
        return redirect(after_drill_url(measure))
    form = DrillForm(request.POST, content=DrillContent.from_content(row.version.content))
    try:
        if not form.is_valid():
            if words := closed_words(measure):
                raise MeasureRefused(words)
            page = {**drill_to_answer(row), "form": form}
            return render(request, "courses/measures/drill.html", page)
        answer_measure_drill(
            person=request.user, uuid=measure.uuid, position=row.position, **form.cleaned_data
        )
    except MeasureRefused as refusal:
        return too_late(request, refusal, back=reverse("measure", args=[measure.uuid]))
    return redirect(after_drill_url(measure))
