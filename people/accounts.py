"""How people sign in and out: rules for allauth and axes, and the sign-out view."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.views import LoginView, LogoutView
from django.conf import settings
from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext_lazy as _
from django_htmx.http import HttpResponseClientRedirect

from people.demo import DEMO_PEOPLE, PASSWORD
from people.forms import SignInForm
from people.models import Role, User
from people.selectors import has_role
from people.sent import PAGE_OF, Sent, pack, unpack

NOT_THEIRS = _(
    "The page that was open here belonged to somebody else, so it was closed. "
    "What was typed on it and not saved is gone."
)


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
    """Asks for e-mail address and password; a demonstration also lists who can sign in.

    What was sent while signed out is carried along, and offered to be sent again (people/sent.py).
    """

    template_name = "account/login.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # Signed in meanwhile, in another window: then there is nothing left to ask.
        carried = self._carried(request)
        return carried or super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: Form) -> HttpResponse:
        onwards = super().form_valid(form)
        return self._carried(self.request) or onwards

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context.setdefault("sent", self.request.POST.get("sent", ""))
        if settings.DEMO:
            context |= {"demo_people": DEMO_PEOPLE, "demo_password": PASSWORD}
        return context

    def _carried(self, request: HttpRequest) -> HttpResponse | None:
        """For who has signed in: what they sent before, with a button that sends it again."""
        sent = unpack(request.POST.get("sent", "")) if request.user.is_authenticated else None
        if sent is None:
            return None
        if not sent.is_of(request.user):
            messages.warning(request, NOT_THEIRS)
            return None
        return render(request, "account/send_again.html", {"sent": sent})


def sign_in_and_send(request: HttpRequest, sent: Sent) -> HttpResponse:
    """The sign-in page in answer to a form that came while signed out, with what it sent."""
    view = SignInView()
    view.setup(request)
    context = view.get_context_data(form=SignInForm(request=request), sent=pack(sent))
    response = render(request, SignInView.template_name, context, status=401)
    add_never_cache_headers(response)
    return response


class SignInAgainView(SignInView):
    """The same in place, on a page whose session has ended: a fragment, for scripts alone.

    It answers who has signed in with a fresh form token. The page is left where it belongs to
    somebody else: nothing of theirs is sent or shown any longer.
    """

    template_name = "account/sign_in_again.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.htmx:
            return redirect("account_login")
        if request.user.is_authenticated:
            return self._signed_in()
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: Form) -> HttpResponse:
        onwards = super().form_valid(form)
        if self.request.user.is_authenticated:
            return self._signed_in()
        return HttpResponseClientRedirect(onwards["Location"])  # the account is closed

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"page_of": self._page_of()}

    def _page_of(self) -> str:
        return self.request.POST.get(PAGE_OF) or self.request.GET.get(PAGE_OF, "")

    def _signed_in(self) -> HttpResponse:
        if self._page_of() != str(self.request.user.uuid):
            messages.warning(self.request, NOT_THEIRS)
            return HttpResponseClientRedirect(reverse(settings.LOGIN_REDIRECT_URL))
        return render(self.request, "account/signed_in_again.html")


def locked_out(
    request: HttpRequest, response: HttpResponse | None, credentials: dict[str, str] | None
) -> HttpResponse:
    """The answer after too many guesses: a page, or in place a fragment with the same words."""
    template = "account/locked.html" + ("#words" if request.htmx else "")
    return render(request, template, status=429)


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
