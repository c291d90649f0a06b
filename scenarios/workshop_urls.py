"""Addresses of the workshop, where trainers write, check and look after cases."""

from django.urls import path

from scenarios.views import bank, packs, twins

urlpatterns = [
    path("export/", packs.export_cases, name="workshop_export"),
    path("import/", packs.import_cases, name="workshop_import"),
    path("import/schema/", packs.pack_schema, name="workshop_pack_schema"),
    path("balance/", bank.balance, name="workshop_balance"),
    path("bank/", bank.meter, name="workshop_bank"),
    path("<slug:ref>/twin/", twins.twin_page, name="workshop_twin"),
from scenarios.views import reviews

REVIEW = "<slug:ref>/review/<uuid:uuid>/"

urlpatterns = [
    path("<slug:ref>/review/", reviews.reviews, name="workshop_reviews"),
    path(REVIEW, reviews.review, name="workshop_review"),
    path(f"{REVIEW}comment/", reviews.review_comment, name="workshop_review_comment"),
    path(f"{REVIEW}remove/", reviews.review_remove, name="workshop_review_remove"),
    path(f"{REVIEW}decide/", reviews.review_decide, name="workshop_review_decide"),
    path(f"{REVIEW}answer/", reviews.review_answer, name="workshop_review_answer"),
    path(f"{REVIEW}date/", reviews.review_date, name="workshop_review_date"),
    path(f"{REVIEW}take-back/", reviews.review_take_back, name="workshop_review_take_back"),
]
