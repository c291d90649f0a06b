"""``manage.py send_reminders``: write to trainees whose dates are near or past. Run it daily."""

from typing import Any

from django.core.management.base import BaseCommand

from courses.services.reminding import send_reminders


class Command(BaseCommand):
    help = "Writes to trainees with a course or a check due: a link only, once for each date."

    def handle(self, *args: Any, **options: Any) -> None:
        done = send_reminders()
        self.stdout.write(f"Sent {done.sent}, failed {done.failed}.")
