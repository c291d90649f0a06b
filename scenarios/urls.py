"""Addresses of cases and of a person's own assessments."""

from django.urls import path

from scenarios.views import assess, case, feedback, leave, quarantine, report, wrong_tool

urlpatterns = [
    path("cases/<slug:ref>/", case.case_page, name="case"),
    path("assessments/<uuid:uuid>/", assess.resume, name="assessment"),
    path("assessments/<uuid:uuid>/feedback/", feedback.feedback_page, name="feedback"),
    path("assessments/<uuid:uuid>/break/", leave.break_page, name="assessment_break"),
    path("assessments/<uuid:uuid>/stop/", leave.stop_page, name="assessment_stop"),
    path("assessments/<uuid:uuid>/carry-on/", leave.carry_on, name="assessment_carry_on"),
    path("assessments/<uuid:uuid>/wrong-tool/", wrong_tool.wrong_tool, name="wrong_tool"),
    path(
        "assessments/<uuid:uuid>/report-real-data/",
        report.report_real_data,
        name="report_real_data",
    ),
    path("quarantine/", quarantine.quarantine, name="quarantine"),
    path("quarantine/<uuid:uuid>/", quarantine.quarantined_text, name="quarantined_text"),
    path("assessments/<uuid:uuid>/<int:stage>/", assess.new_stage, name="assessment_stage"),
    # The reserved words stand beside the factors' codes and are looked at first.
    path(
        "assessments/<uuid:uuid>/<int:stage>/actions/", assess.choose_actions, name="assess_actions"
    ),
    path("assessments/<uuid:uuid>/<int:stage>/check/", assess.check_answers, name="assess_check"),
    path(
        "assessments/<uuid:uuid>/<int:stage>/<slug:step>/", assess.rate_factor, name="assess_step"
    ),
]
