"""Ask for the nation's figures anew: for a timer, once a night."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from scoring.tasks import calibrate_all


class Command(BaseCommand):
    help = "Work out how far the nation agrees and how organisations lean, for the reports."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--seed", type=int, default=0, help="where what is drawn begins")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["seed"] < 0:
            raise CommandError("--seed: the seed is a whole number from 0.", returncode=2)
        asked = calibrate_all(options["seed"])
        self.stdout.write(f"{asked} figures were asked for. A worker works them out.")
