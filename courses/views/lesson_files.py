"""Recordings, their captions, and handouts, for whoever has signed in."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from courses.file_answers import answer_with_file
from courses.models import Handout, Recording
from people.public import sign_in_required


@require_safe
@sign_in_required
def recording(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """The recording for a player, which asks for one part after another."""
    found = get_object_or_404(Recording, uuid=uuid)
    return _file_of(request, found)


@require_safe
@sign_in_required
def captions(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What is said, for the player to show under the picture."""
    found = get_object_or_404(Recording.objects.exclude(captions=""), uuid=uuid)
    return HttpResponse(found.captions, content_type="text/vtt; charset=utf-8")


@require_safe
@sign_in_required
def handout(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """The handout, to be saved."""
    found = get_object_or_404(Handout, uuid=uuid)
    return _file_of(request, found, to_keep=True)


def _file_of(
    request: HttpRequest, found: Recording | Handout, *, to_keep: bool = False
) -> HttpResponseBase:
    return answer_with_file(
        request,
        found.file.storage,
        found.file.name,
        mime=found.kind.mime,
        call_it=found.offered_name,
        to_keep=to_keep,
    )
