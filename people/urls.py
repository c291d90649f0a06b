"""Signing in and out, passwords (the few pages of allauth that are used), and the roster."""

from allauth.account import views
from django.urls import path, re_path
from django.views.decorators.http import require_http_methods

from people.accounts import SignInAgainView, SignInView, SignOutView
from people.views import roster
from people.views.invitations import invitation

# Django's form views would take a PUT for a POST.
page = require_http_methods(["GET", "HEAD", "POST"])

urlpatterns = [
    path("accounts/login/", page(SignInView.as_view()), name="account_login"),
    path("accounts/sign-in-again/", page(SignInAgainView.as_view()), name="sign_in_again"),
    path("accounts/logout/", page(SignOutView.as_view()), name="account_logout"),
    path("accounts/signup/", page(views.signup), name="account_signup"),
    path("accounts/inactive/", page(views.account_inactive), name="account_inactive"),
    path("accounts/password/change/", page(views.password_change), name="account_change_password"),
    path("accounts/password/reset/", page(views.password_reset), name="account_reset_password"),
    path(
        "accounts/password/reset/done/",
        page(views.password_reset_done),
        name="account_reset_password_done",
    ),
    path(
        "accounts/password/reset/key/done/",
        page(views.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^accounts/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        page(views.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path("people/roster/", roster.roster, name="roster"),
    path("people/roster/template.<slug:kind>", roster.roster_template, name="roster_template"),
    path("people/roster/<uuid:uuid>/", roster.roster_upload, name="roster_upload"),
    path("people/roster/<uuid:uuid>/confirm/", roster.roster_confirm, name="roster_confirm"),
    path("people/roster/<uuid:uuid>/cancel/", roster.roster_cancel, name="roster_cancel"),
    path("people/roster/<uuid:uuid>/go-on/", roster.roster_go_on, name="roster_go_on"),
    path("people/invitation/<str:token>/", invitation, name="invitation"),
]
