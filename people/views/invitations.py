"""Where the link of an invitation leads: a first password, or whether to come over."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from people.access import ask_to_sign_in
from people.models import Invitation, Role
from people.roster_forms import FirstPasswordForm
from people.services.invitations import (
    InvitationOver,
    decline_invitation,
    invitation_of,
    join_by_invitation,
    take_up_invitation,
)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """What the link is for, while it holds; otherwise what to do instead."""
    try:
        one = invitation_of(token)
        answer = _first_password if one.kind == Invitation.Kind.NEW else _join
        response = answer(request, token, one)
    except InvitationOver:
        response = render(request, "people/roster/invitation_over.html", status=410)
    add_never_cache_headers(response)
    return response


def _first_password(request: HttpRequest, token: str, one: Invitation) -> HttpResponse:
    if request.user.is_authenticated and request.user.pk != one.person_id:
        return render(request, "people/roster/invitation_other.html", status=409)
    sent = request.POST if request.method == "POST" else None
    form = FirstPasswordForm(sent, person=one.person)
    if form.is_valid():
        take_up_invitation(token=token, password=form.cleaned_data["password"])
        messages.success(request, _("Your password is saved. Sign in with it."))
        return redirect("account_login")
    return render(request, "people/roster/first_password.html", {"form": form, "invitation": one})


def _join(request: HttpRequest, token: str, one: Invitation) -> HttpResponse:
    # A closed account has no password to sign in with: there the link itself shows who it is.
    is_closed = not one.person.is_active
    if not request.user.is_authenticated and not is_closed:
        return ask_to_sign_in(request)
    if request.user.is_authenticated and request.user.pk != one.person_id:
        return render(request, "people/roster/invitation_other.html", status=409)
    if request.method == "POST":
        return _answer(request, token, one)
    roles = [Role(join["role"]).label for join in one.joins]
    context = {
        "invitation": one,
        "roles": roles,
        "is_closed": is_closed,
        "is_trainee": any(join["role"] == Role.TRAINEE for join in one.joins),
    }
    return render(request, "people/roster/join.html", context)


def _answer(request: HttpRequest, token: str, one: Invitation) -> HttpResponse:
    if request.POST.get("answer") != "yes":
        decline_invitation(token=token, person=one.person)
        messages.success(request, _("You have declined. Everything stays as it was."))
    elif password_token := join_by_invitation(token=token, person=one.person):
        messages.success(request, _("You have joined. Choose a password now."))
        return redirect("invitation", password_token)
    else:
        messages.success(request, _("You have joined. All you have done so far stays yours."))
    return redirect("my_learning" if one.person.is_active else "account_login")
