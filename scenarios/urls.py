"""Addresses of cases and of a person's own assessments."""

from django.urls import include, path

from scenarios.views import (
    assess,
    case,
    chair,
    chair_round,
    disagree,
    feedback,
    leave,
    moderation,
    own_panel,
    panel_batches,
    panels,
    quarantine,
    report,
    revision,
    seats,
    wrong_tool,
)

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
    path(
        "assessments/<uuid:uuid>/disagree/<int:stage>/<slug:code>/",
        disagree.disagree,
        name="disagree",
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
    path("workshop/", include("scenarios.workshop_urls")),
    path("moderation/", moderation.sessions, name="moderation_sessions"),
    path("moderation/new/", moderation.new_session, name="moderation_new"),
    path("moderation/cases/<slug:ref>/", moderation.case_notes, name="moderation_notes"),
    path("moderation/<uuid:uuid>/", moderation.session, name="moderation_session"),
    path("moderation/<uuid:uuid>/close/", moderation.close, name="moderation_close"),
    path(
        "moderation/<uuid:uuid>/report-real-data/",
        report.moderation_report_real_data,
        name="moderation_report_real_data",
    ),
    path(
        "moderation/<uuid:uuid>/<int:stage>/<slug:code>/",
        moderation.factor,
        name="moderation_factor",
    ),
    path("panel/", panels.panels, name="panels"),
    path("panel/new/", panels.new_panel, name="panel_new"),
    path("panel/batch/", panel_batches.new_batch, name="panel_batch"),
    path("panel/hours/", own_panel.hours, name="panel_hours"),
    path("panel/<uuid:uuid>/", panels.panel_page, name="panel"),
    path("panel/<uuid:uuid>/ratings/", panels.panel_ratings, name="panel_ratings"),
    path("panel/<uuid:uuid>/approve/", panels.approve, name="panel_approve"),
    path("panel/<uuid:uuid>/send-back/", panels.panel_send_back, name="panel_send_back"),
    path("panel/<uuid:uuid>/chair/invite/", chair.invite, name="panel_invite"),
    path("panel/<uuid:uuid>/chair/withdraw/", chair.withdraw, name="panel_withdraw"),
    path("panel/<uuid:uuid>/chair/change/", chair.change, name="panel_change"),
    path("panel/<uuid:uuid>/chair/close/", chair.close, name="panel_close"),
    path("panel/<uuid:uuid>/chair/end-blind-round/", chair_round.end_blind, name="panel_end_blind"),
    path("panel/<uuid:uuid>/chair/next-round/", chair_round.next_round, name="panel_next_round"),
    path(
        "panel/<uuid:uuid>/chair/notes/<int:stage>/<slug:step>/",
        chair_round.note,
        name="panel_note",
    ),
    path("panel/<uuid:uuid>/chair/remind/", chair_round.remind, name="panel_remind"),
    path("panel/<uuid:uuid>/chair/simulated/", chair_round.simulated, name="panel_simulated"),
    path("panel/<uuid:uuid>/new-chair/", chair_round.new_chair, name="panel_new_chair"),
    path("panel/<uuid:uuid>/look-again/", revision.revision, name="panel_revision"),
    path(
        "panel/<uuid:uuid>/look-again/<int:stage>/<slug:step>/",
        revision.revise,
        name="panel_revise",
    ),
    path("panel/<uuid:uuid>/my-place/", own_panel.place, name="panel_place"),
    path("panel/<uuid:uuid>/chair/call-off/", chair.call_panel_off, name="panel_call_off"),
    path(
        "panel/<uuid:uuid>/report-real-data/",
        report.panel_report_real_data,
        name="panel_report_real_data",
    ),
    path("panel/<uuid:uuid>/decline/", seats.decline_seat, name="panel_decline"),
    path("panel/<uuid:uuid>/wrong-tool/", seats.wrong_tool, name="panel_wrong_tool"),
    path("panel/<uuid:uuid>/<int:stage>/actions/", seats.choose_actions, name="panel_actions"),
    path("panel/<uuid:uuid>/<int:stage>/check/", seats.check_answers, name="panel_check"),
    path("panel/<uuid:uuid>/<int:stage>/<slug:step>/", seats.rate, name="panel_step"),
]
