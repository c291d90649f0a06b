"""Addresses of the workshop, where trainers write, check and look after cases.

The words of the workshop stand before references, which are written in capital letters.
"""

from django.urls import path

from scenarios.views import (
    author_page,
    bank,
    case_health,
    compare,
    design,
    disagreements,
    ending,
    generate,
    key_changes,
    packs,
    previews,
    report,
    reviews,
    twins,
    workshop,
    yardsticks,
)

REVIEW = "<slug:ref>/review/<uuid:uuid>/"
PREVIEW = "<slug:ref>/preview/"
KEY = "<slug:ref>/key/<uuid:uuid>/"
YARDSTICK = "yardstick/<uuid:uuid>/"

urlpatterns = [
    path("", workshop.workshop, name="workshop"),
    path("generate/", generate.generate, name="workshop_generate"),
    path("generated/<slug:ref>/", generate.generated, name="workshop_generated"),
    path("generated/<slug:ref>/take-on/", generate.take_on, name="workshop_take_on"),
    path("library/", generate.library, name="workshop_library"),
    path("export/", packs.export_cases, name="workshop_export"),
    path("import/", packs.import_cases, name="workshop_import"),
    path("import/schema/", packs.pack_schema, name="workshop_pack_schema"),
    path("balance/", bank.balance, name="workshop_balance"),
    path("bank/", bank.meter, name="workshop_bank"),
    path("disagreements/", disagreements.queue, name="workshop_disagreements"),
    path("disagreements/<uuid:uuid>/", disagreements.answer, name="workshop_disagreement"),
    path(
        "disagreements/<uuid:uuid>/report-real-data/",
        report.disagreement_report_real_data,
        name="workshop_disagreement_report",
    ),
    path("<slug:ref>/health/", case_health.case_health, name="workshop_health"),
    path("<slug:ref>/health/<uuid:key>/", case_health.case_health, name="workshop_health_of"),
    path("<slug:ref>/twin/", twins.twin_page, name="workshop_twin"),
    path("<slug:ref>/duplicate/", workshop.duplicate, name="workshop_duplicate"),
    path("<slug:ref>/uses/", ending.uses, name="workshop_uses"),
    path("<slug:ref>/compare/", compare.compare, name="workshop_compare"),
    path("<slug:ref>/design/", design.design, name="workshop_design"),
    path(PREVIEW, previews.preview, name="workshop_preview"),
    path(f"{PREVIEW}<int:stage>/", previews.preview_stage, name="workshop_preview_stage"),
    path(f"{PREVIEW}<int:stage>/<slug:step>/", previews.preview_step, name="workshop_preview_step"),
    path("<slug:ref>/review/", reviews.reviews, name="workshop_reviews"),
    path(REVIEW, reviews.review, name="workshop_review"),
    path(f"{REVIEW}comment/", reviews.review_comment, name="workshop_review_comment"),
    path(f"{REVIEW}remove/", reviews.review_remove, name="workshop_review_remove"),
    path(f"{REVIEW}decide/", reviews.review_decide, name="workshop_review_decide"),
    path(f"{REVIEW}answer/", reviews.review_answer, name="workshop_review_answer"),
    path(f"{REVIEW}date/", reviews.review_date, name="workshop_review_date"),
    path(f"{REVIEW}take-back/", reviews.review_take_back, name="workshop_review_take_back"),
    path(
        f"{REVIEW}report-real-data/",
        report.review_report_real_data,
        name="workshop_review_report",
    ),
    path("yardstick/", yardsticks.yardsticks, name="workshop_yardstick"),
    path("yardstick/propose/<slug:code>/", yardsticks.propose, name="workshop_yardstick_propose"),
    path(YARDSTICK, yardsticks.yardstick_change, name="workshop_yardstick_change"),
    path(f"{YARDSTICK}approve/", yardsticks.approve, name="workshop_yardstick_approve"),
    path(f"{YARDSTICK}refuse/", yardsticks.refuse, name="workshop_yardstick_refuse"),
    path(f"{YARDSTICK}take-back/", yardsticks.take_back, name="workshop_yardstick_take_back"),
    path(f"{YARDSTICK}approver/", yardsticks.approver, name="workshop_yardstick_approver"),
    path(
        f"{YARDSTICK}report-real-data/",
        report.yardstick_report_real_data,
        name="workshop_yardstick_report",
    ),
    path(f"{YARDSTICK}go-on/", yardsticks.carry_on, name="workshop_yardstick_go_on"),
    path("<slug:ref>/key/", key_changes.case_keys, name="workshop_key"),
    path("<slug:ref>/key/propose/<uuid:panel>/", key_changes.propose, name="workshop_key_propose"),
    path("<slug:ref>/key/copy/<uuid:release>/", key_changes.copy, name="workshop_key_copy"),
    path(KEY, key_changes.key_change, name="workshop_key_change"),
    path(f"{KEY}said/", key_changes.said, name="workshop_key_said"),
    path(f"{KEY}people/", key_changes.people, name="workshop_key_people"),
    path(f"{KEY}approve/", key_changes.approve, name="workshop_key_approve"),
    path(f"{KEY}refuse/", key_changes.refuse, name="workshop_key_refuse"),
    path(f"{KEY}take-back/", key_changes.take_back, name="workshop_key_take_back"),
    path(f"{KEY}approver/", key_changes.approver, name="workshop_key_approver"),
    path(
        f"{KEY}report-real-data/",
        report.key_change_report_real_data,
        name="workshop_key_report",
    ),
    path(f"{KEY}go-on/", key_changes.carry_on, name="workshop_key_go_on"),
    # Last of these: the words of the workshop are looked at before references.
    path("<slug:ref>/", author_page.case, name="workshop_case"),
]
