"""One search over all that somebody may open."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from courses.search_forms import SearchForm
from courses.search_words import words_of
from courses.selectors.resources import READERS_OF_NOTES
from courses.selectors.search import found_in_all
from people.public import has_role, sign_in_required


@require_safe
@sign_in_required
def search_page(request: HttpRequest) -> HttpResponse:
    """What was found, kind by kind; without words, what can be searched."""
    # No database takes this character, and nobody types it.
    typed = request.GET.get("q", "").replace("\x00", " ")
    reads_notes = has_role(request.user, *READERS_OF_NOTES)
    form = SearchForm({"q": typed}, reads_notes=reads_notes)
    words = words_of(form.cleaned_data["q"]) if form.is_valid() else ()
    found = found_in_all(request.user, words) if words else []
    context = {
        "form": form,
        "asked": "q" in request.GET,
        "words": words,
        "found": found,
        "total": sum(kind.total for kind in found),
    }
    return render(request, "courses/search.html", context)
