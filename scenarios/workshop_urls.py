"""Addresses of the workshop, where trainers write, check and look after cases."""

from django.urls import path

from scenarios.views import packs

urlpatterns = [
    path("export/", packs.export_cases, name="workshop_export"),
    path("import/", packs.import_cases, name="workshop_import"),
    path("import/schema/", packs.pack_schema, name="workshop_pack_schema"),
]
