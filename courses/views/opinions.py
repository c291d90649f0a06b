"""Whether a lesson was useful, said in one click."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from courses.models import LessonPage
from courses.opinion_forms import OpinionForm
from courses.selectors.opinions import AskedOpinion
from courses.services.opinions import CannotSay, keep_opinion
from people.public import sign_in_required, too_late


@require_POST
@sign_in_required
def say_useful(request: HttpRequest, lesson_id: int) -> HttpResponse:
    """Keep what the person says, and draw it in place of the question."""
    lesson = get_object_or_404(LessonPage.objects.live(), id=lesson_id)
    form = OpinionForm(request.POST)
    is_valid = form.is_valid()
    here = _here(form, lesson)
    if not is_valid:
        words = form.errors.get("useful", [_("Choose one: yes, partly or no.")])[0]
        if request.htmx:
            return _drawn(request, lesson, here, error=words)
        messages.error(request, words)
        return redirect(here.url if here else "my_learning")
    try:
        said = keep_opinion(person=request.user, lesson=lesson, useful=form.cleaned_data["useful"])
    except CannotSay as refusal:
        if request.htmx:
            return _drawn(request, lesson, here, status=409, refusal=refusal)
        return too_late(request, refusal, back=lesson.url)
    if request.htmx:
        return _drawn(request, lesson, here, said=said.useful)
    if here == lesson:
        return redirect(f"{lesson.url}#opinion-{lesson.pk}")
    words = _("Thank you. You said: %(said)s.") % {"said": said.get_useful_display()}
    messages.success(request, words)
    return redirect(here.url if here else "my_learning")


def _here(form: OpinionForm, lesson: LessonPage) -> LessonPage | None:
    """Where the question stood: the lesson's own page or the next one's. None: My learning."""
    if form.cleaned_data.get("in_my_learning"):
        return None
    return LessonPage.objects.live().filter(id=form.cleaned_data.get("here")).first() or lesson


def _drawn(
    request: HttpRequest,
    lesson: LessonPage,
    here: LessonPage | None,
    *,
    said: str = "",
    status: int = 200,
    **words: object,
) -> HttpResponse:
    """The part of the page that asks, or thanks."""
    context = {
        "asked": AskedOpinion(lesson, said),
        "here": here.pk if here else "",
        "named": here != lesson,
        "is_new": True,
        **words,
    }
    return render(request, "courses/opinion.html", context, status=status)
