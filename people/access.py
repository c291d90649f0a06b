"""Who gets through a view's door. What may be seen behind it is for ``visible_to``."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from people.selectors import has_role
from people.sent import is_page_of_another, sent_in

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def sign_in_required(view: View[P]) -> View[P]:
    """Send whoever is not signed in to sign in, and back here afterwards.

    htmx would follow that redirect and swap a whole page into the form somebody is filling in, so
    it is told in words instead, and what was typed stays. A page that was opened by one person is
    not taken from another who has signed in since, in whatever window.
    """

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.is_authenticated or is_page_of_another(request):
            return ask_to_sign_in(request)
        return view(request, *args, **kwargs)

    return guarded


def require_role(*roles: str) -> Callable[[View[P]], View[P]]:
    """Admit those who hold one of the roles today; the rest are told that it is not for them."""

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        @sign_in_required
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not has_role(request.user, *roles):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def too_late(
    request: HttpRequest, words: object, *, back: str = "", typed: str = "", heading: str = ""
) -> HttpResponse:
    """The page for an act that came too late, or is not this person's any more: nothing changed.

    ``back`` leads to how it stands now, and ``typed`` is shown again to be copied. ``heading``
    is for an act that cannot be done although nothing has changed.
    """
    context = {
        "heading": heading,
        "message": str(words),
        "retry_url": back,
        "typed": [typed] if typed else [],
    }
    return render(request, "409.html", context, status=409)


def ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    """The sign-in page with the way back; for htmx a fragment in words, with status 401.

    What a plain form has sent is kept on the sign-in page.
    """
    if getattr(request, "htmx", False):
        words = render_to_string("account/signed_out_fragment.html", request=request)
        return HttpResponse(words, status=401)
    if request.user.is_authenticated:
        message = _("Somebody else opened this page and has signed out since. Nothing was saved.")
        return too_late(request, message)
    if sent := sent_in(request):
        # allauth's views load models, and models load this module.
        from people.accounts import sign_in_and_send

        return sign_in_and_send(request, sent)
    return redirect_to_login(request.get_full_path())
