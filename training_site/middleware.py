"""What holds for every request: the content policy, the admin's door, and nothing stored."""

from collections.abc import Callable

from csp.constants import HEADER
from csp.middleware import CSPMiddleware, PolicyParts
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from people.public import Role, ask_to_sign_in, has_role
from training_site.security import WAGTAIL_ADMIN

ADMIN = "/admin/"
GetResponse = Callable[[HttpRequest], HttpResponse]


class ContentSecurityPolicy(CSPMiddleware):
    """The strict policy of the settings on our pages, the written second one under the admin."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if not report_only and request.path_info.startswith(ADMIN):
            parts.replace = {**WAGTAIL_ADMIN}
        return parts

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if request.path_info.startswith(ADMIN):
            # A preview is drawn by asking for the page as a visitor would, and brings the strict
            # policy from there: in the admin's frame it would stay blank.
            response.headers.pop(HEADER, None)
        return super().process_response(request, response)


def admin_door(get_response: GetResponse) -> GetResponse:
    """Nobody but trainers and administrators of today enters the Wagtail admin, or its sign-in."""

    def door(request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(ADMIN):
            return get_response(request)
        if not request.user.is_authenticated:
            return ask_to_sign_in(request)
        if not has_role(request.user, Role.TRAINER, Role.ADMINISTRATOR):
            raise PermissionDenied
        return get_response(request)

    return door


def personal_pages_are_not_stored(get_response: GetResponse) -> GetResponse:
    """Nothing that a signed-in person sees is kept by a browser or a proxy."""

    def not_stored(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.user.is_authenticated:
            response.headers["Cache-Control"] = "no-store"
        return response

    return not_stored
