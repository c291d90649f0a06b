"""``manage.py send_panel_reminders``: write to panellists whose day is near. Run it daily."""

from typing import Any

from django.core.management.base import BaseCommand

from scenarios.services.reminding import remind_what_is_due


class Command(BaseCommand):
    help = (
        "Writes to panellists who are still waited for and whose day is near or past: a link only."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        done = remind_what_is_due()
        self.stdout.write(f"Sent {done.sent}, failed {done.failed}.")
