"""Addresses of the reports. A code is an organisation's, or the answer is 404."""

from django.urls import path, register_converter

from reports import course_views, gain_views, views
from reports.files import FileFormatConverter

register_converter(FileFormatConverter, "file_format")

urlpatterns = [
    path("reports/", views.index, name="reports"),
    path("reports/<slug:code>/", views.overview, name="report"),
    path("reports/<slug:code>/progress/", views.progress, name="report_progress"),
    path(
        "reports/<slug:code>/progress.<file_format:file_format>",
        views.progress_file,
        name="report_progress_file",
    ),
    path("reports/<slug:code>/courses/", course_views.courses, name="report_courses"),
    path(
        "reports/<slug:code>/courses.<file_format:file_format>",
        course_views.courses_file,
        name="report_courses_file",
    ),
    path(
        "reports/<slug:code>/accuracy-by-factor/",
        views.accuracy,
        {"by": views.By.FACTOR},
        name="report_accuracy_by_factor",
    ),
    path(
        "reports/<slug:code>/accuracy-by-case/",
        views.accuracy,
        {"by": views.By.CASE},
        name="report_accuracy_by_case",
    ),
    path(
        "reports/<slug:code>/accuracy-by-factor.<file_format:file_format>",
        views.accuracy_file,
        {"by": views.By.FACTOR},
        name="report_accuracy_by_factor_file",
    ),
    path(
        "reports/<slug:code>/accuracy-by-case.<file_format:file_format>",
        views.accuracy_file,
        {"by": views.By.CASE},
        name="report_accuracy_by_case_file",
    ),
    path("reports/<slug:code>/consistency/", views.consistency, name="report_consistency"),
    path(
        "reports/<slug:code>/consistency.<file_format:file_format>",
        views.consistency_file,
        name="report_consistency_file",
    ),
    path("reports/<slug:code>/gain/", gain_views.gain, name="report_gain"),
    path(
        "reports/<slug:code>/gain.<file_format:file_format>",
        gain_views.gain_file,
        name="report_gain_file",
    ),
    path("reports/<slug:code>/assign/", views.assign, name="report_assign"),
]
