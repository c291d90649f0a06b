"""How people sign in and out: rules for allauth and axes, and the sign-out view."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.views import LoginView, LogoutView
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from people.demo import DEMO_PEOPLE, PASSWORD
from people.models import Role, User
from people.selectors import has_role


class AccountAdapter(DefaultAccountAdapter):
    """Nobody makes an account for themselves: an administrator adds people."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("The e-mail address or the password is not right."),
        "enter_current_password": _("That is not your password now."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Where people land who were not on their way anywhere: leads on their reports."""
        if has_role(request.user, Role.FORCE_LEAD) and not has_role(request.user, Role.TRAINEE):
            return reverse("reports")
        return str(super().get_login_redirect_url(request))

    def login(self, request: HttpRequest, user: User) -> None:
        """Sign in without changing the token that guards forms.

        A page left open in another tab, signed out by time, can then still be sent after signing in
        again, and nothing typed is lost. See docs/decisions for why that is safe here.
        """
        secret = request.META.get("CSRF_COOKIE")
        super().login(request, user)
        if secret:
            request.META["CSRF_COOKIE"] = secret


class SignInView(LoginView):
    """Asks for e-mail address and password; a demonstration also lists who can sign in."""

    template_name = "account/login.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        if settings.DEMO:
            context |= {"demo_people": DEMO_PEOPLE, "demo_password": PASSWORD}
        return context


class SignOutView(LogoutView):
    """Asks on GET, signs out on POST, and has the browser forget what it kept of this site."""

    template_name = "account/logout.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().post(request, *args, **kwargs)
        response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
        return response


def login_name(request: HttpRequest, credentials: dict[str, str] | None = None) -> str:
    """The name that guesses are counted under, however it was typed."""
    given = credentials or {}
    name = given.get("email") or given.get("username") or request.POST.get("login", "")
    return name.strip().lower()
