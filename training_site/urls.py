"""All addresses. Each app names its own in full, from the root; Wagtail's page tree comes last."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.urls import serve_pattern

from people.accounts import SignOutView  # a view, so not in public: models import that
from training_site.views import components, not_here, page, uploaded_picture

urlpatterns = [
    # Signing out is the same everywhere: before Wagtail's own.
    path("admin/logout/", SignOutView.as_view()),
    # It names every organisation's drafts to everybody; each page and case has its own history.
    re_path(r"^admin/reports/site-history/(?:results/)?$", not_here),
    path("admin/", include(wagtailadmin_urls)),
    # Pictures of lessons, for signed-in people: see docs/decisions/media.md.
    path("media/<path:name>", uploaded_picture, name="uploaded_picture"),
]
urlpatterns += i18n_patterns(
    path("", include("people.urls")),
    path("", include("scenarios.urls")),
    path("", include("courses.urls")),
    path("", include("reports.urls")),
    path("components/", components, name="components"),
    # Wagtail's own sign-in form stays shut: a page kept for members leads to ours.
    path(
        "_util/login/",
        RedirectView.as_view(pattern_name="account_login", query_string=True),
        name="wagtailcore_login",
    ),
    re_path(serve_pattern, page, name="wagtail_serve"),
    prefix_default_language=False,
)
