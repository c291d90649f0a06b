"""Whether courses work, for trainers: gain over all organisations, and how useful lessons are."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from courses.gain_words import (
    did_it_work,
    drawing_of,
    drawing_of_later,
    edition_title,
    later_words,
    line_of,
    not_in_words,
)
from courses.selectors.gain import EditionGain, gains_in
from courses.selectors.lesson_opinions import lesson_use
from people.public import Organisation, Role, home_organisation, require_role


@require_safe
@require_role(Role.TRAINER, Role.ADMINISTRATOR)
def gain(request: HttpRequest) -> HttpResponse:
    """Course by course, over the real organisations or the invented ones, and never both."""
    home = home_organisation(request.user)
    is_invented = bool(home and home.is_invented)
    nation = Organisation.objects.filter(is_invented=is_invented)
    context = {
        "editions": [_shown(each) for each in gains_in(nation, viewer=request.user)],
        "courses": lesson_use(request.user, is_invented=is_invented),
        "is_invented": is_invented,
        "today": timezone.localdate(),
    }
    return render(request, "courses/gain/page.html", context)


def _shown(found: EditionGain) -> dict[str, object]:
    """One edition in words, drawings and rows."""
    return {
        "title": edition_title(found),
        "answer": did_it_work(found),
        "drawing": drawing_of(found),
        "lines": [line_of(each) for each in found.changes],
        "later_drawing": drawing_of_later(found),
        "later": [
            {
                "words": later_words(point),
                "lines": [line_of(each) for each in point.changes] if point.n else [],
            }
            for point in found.later
        ],
        "not_in": list(not_in_words(found.not_in)),
    }
