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
]
