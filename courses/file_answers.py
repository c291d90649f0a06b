"""A stored file as an answer: whole, or the part that a player or a broken download asks for."""

import re
from collections.abc import Iterator
from typing import BinaryIO

from django.core.files.storage import Storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

CHUNK = 64 * 1024
# No file has so many bytes that a place in it takes more digits.
RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})")


def answer_with_file(
    request: HttpRequest,
    storage: Storage,
    name: str,
    *,
    mime: str,
    call_it: str = "",
    to_keep: bool = False,
) -> HttpResponseBase:
    """The file of that name in the storage; one part of it for a request with such a range.

    ``call_it`` is the name it is offered under; ``to_keep`` has the browser save it and not show
    it. Several ranges at once, and a range of an older file, are answered with the whole.
    """
    try:
        file = storage.open(name)
        size = file.size
        tag = f'"{size:x}-{storage.get_modified_time(name).timestamp():.6f}"'
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
        raise Http404 from None
    wanted = _wanted(request, size, tag)
    headers = {"Accept-Ranges": "bytes", "ETag": tag}
    if wanted == ():
        file.close()
        refused = HttpResponse(status=416, headers={**headers, "Content-Range": f"bytes */{size}"})
        return refused
    answer: HttpResponseBase
    if wanted is None:
        answer = FileResponse(file, filename=call_it, as_attachment=to_keep, content_type=mime)
    else:
        first, last = wanted
        answer = StreamingHttpResponse(_part(file, first, last), status=206, content_type=mime)
        # As with the whole file, the server closes what is left open when the reader goes away.
        answer._resource_closers.append(file.close)
        headers["Content-Range"] = f"bytes {first}-{last}/{size}"
        headers["Content-Length"] = str(last - first + 1)
    for header, value in headers.items():
        answer.headers[header] = value
    return answer


def _wanted(request: HttpRequest, size: int, tag: str) -> tuple[int, int] | tuple[()] | None:
    """The first and the last byte that are asked for, () for none that there is, None for all."""
    asked = RANGE.fullmatch(request.headers.get("Range", "").strip())
    if asked is None or request.headers.get("If-Range", tag) != tag or asked.group() == "bytes=-":
        return None
    begin, end = asked.groups()
    if not begin:
        first, last = max(size - int(end), 0), size - 1
    else:
        first, last = int(begin), min(int(end), size - 1) if end else size - 1
        if end and int(end) < first:
            return None  # no range at all: as if none had been asked for
    return (first, last) if first <= last else ()


def _part(file: BinaryIO, first: int, last: int) -> Iterator[bytes]:
    file.seek(first)
    left = last - first + 1
    while left and (chunk := file.read(min(CHUNK, left))):
        left -= len(chunk)
        yield chunk
