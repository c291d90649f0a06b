"""Pages of no one app: for when something is wrong, and of every component for who changes one."""

from mimetypes import guess_type
from posixpath import normpath

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe
from wagtail.models import Site
from wagtail.views import serve

from courses.public import answer_with_file
from people.public import Role, ask_to_sign_in, has_role, sent_in, sign_in_required

# Where Wagtail keeps pictures as they are shown, without what a camera wrote into them.
SHOWN_PICTURES = "images/"
LONGEST_NAME = 200  # Wagtail's own names are shorter, and no file system takes a much longer one


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


def page(request: HttpRequest, path: str) -> HttpResponseBase:
    """A page of Wagtail's tree, as Wagtail serves it.

    A page below the home page is found without reading what the home page says: one query less.
    """
    site = Site.find_for_request(request)
    if path and site:
        root = site.root_page.localized
        root.specific = root.specific_deferred
    return serve(request, path)


@require_safe
@sign_in_required
def uploaded_picture(request: HttpRequest, name: str) -> HttpResponseBase:
    """A picture as lessons show it. As it was uploaded, only those who write lessons see it."""
    if normpath(name) != name or len(name) > LONGEST_NAME:
        raise Http404  # a way round, such as from the shown ones to the uploaded ones
    is_shown = name.startswith(SHOWN_PICTURES)
    if not is_shown and not has_role(request.user, Role.TRAINER, Role.ADMINISTRATOR):
        raise Http404
    mime = guess_type(name)[0] or ""
    if not mime.startswith("image/") or mime.startswith("image/svg"):
        raise Http404
    try:
        return answer_with_file(request, default_storage, name, mime=mime)
    except (SuspiciousFileOperation, ValueError):  # a way out of the folder, or a null byte
        raise Http404 from None
