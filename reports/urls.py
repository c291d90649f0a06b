"""Addresses of the reports. A code is an organisation's, or the answer is 404."""

from django.urls import path

from reports import views

urlpatterns = [
    path("reports/", views.index, name="reports"),
    path("reports/<slug:code>/", views.overview, name="report"),
    path("reports/<slug:code>/progress/", views.progress, name="report_progress"),
    path("reports/<slug:code>/progress.csv", views.progress_csv, name="report_progress_csv"),
    path(
        "reports/<slug:code>/accuracy-by-factor/",
        views.accuracy_by_factor,
        name="report_accuracy_by_factor",
    ),
    path(
        "reports/<slug:code>/accuracy-by-factor.csv",
        views.accuracy_by_factor_csv,
        name="report_accuracy_by_factor_csv",
    ),
    path(
        "reports/<slug:code>/accuracy-by-case/",
        views.accuracy_by_case,
        name="report_accuracy_by_case",
    ),
    path(
        "reports/<slug:code>/accuracy-by-case.csv",
        views.accuracy_by_case_csv,
        name="report_accuracy_by_case_csv",
    ),
    path("reports/<slug:code>/assign/", views.assign, name="report_assign"),
]
