"""Delete the drafts of cases that people stopped more than an hour ago. Run it daily."""

from typing import Any

from django.core.management.base import BaseCommand

from scenarios.services.breaks import delete_stopped_drafts


class Command(BaseCommand):
    help = "Delete the drafts of cases that people stopped more than an hour ago."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Deleted {delete_stopped_drafts()} stopped drafts.")
