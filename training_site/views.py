"""The pages for when something is wrong, in words and in our own layout."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form came with a token that is not this browser's: say what to do, keep nothing."""
    return render(request, "403_csrf.html", status=403)
