"""Pages of no one app: for when something is wrong, and of every component for who changes one."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from people.public import ask_to_sign_in, sent_in


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form came with a token that is not this browser's: say what to do, store nothing.

    A page that stayed open while its person signed out in another window can sign in again in
    place. A plain page cannot, and going back may not bring it back: its text is shown to copy.
    """
    if request.htmx and not request.user.is_authenticated:
        return ask_to_sign_in(request)
    sent = sent_in(request)
    typed = [text for _name, text in sent.fields if " " in text] if sent else []
    return render(request, "403_csrf.html", {"typed": typed}, status=403)


@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """Each component in each state. In development alone: elsewhere there is no such page."""
    if not settings.DEBUG:
        raise Http404
    from training_site.components import COMPONENTS, drawn  # never loaded where it is not shown

    return render(request, "component_page/page.html", {"components": drawn(COMPONENTS, request)})


def not_here(request: HttpRequest) -> HttpResponse:
    """A page of an app we use that this site does without."""
    raise Http404
