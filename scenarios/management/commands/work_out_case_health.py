"""Work out the health of every case anew: for a timer, once a night."""

from typing import Any

from django.core.management.base import BaseCommand

from scenarios.services.health import keep_health_of_all


class Command(BaseCommand):
    help = "Work out which cases should be looked at again, for the lists of the workshop."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"The health of {keep_health_of_all()} keys was worked out.")
