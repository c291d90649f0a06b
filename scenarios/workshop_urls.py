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
    packs,
    previews,
    report,
    reviews,
    twins,
    workshop,
)

REVIEW = "<slug:ref>/review/<uuid:uuid>/"
PREVIEW = "<slug:ref>/preview/"

urlpatterns = [
    path("", workshop.workshop, name="workshop"),
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
    # Last of these: the words of the workshop are looked at before references.
    path("<slug:ref>/", author_page.case, name="workshop_case"),
]
