"""What a day brings to rosters: run it daily."""

from typing import Any

from django.core.management.base import BaseCommand

from people.services.invitations import send_invitations
from people.services.roster import tidy_rosters


class Command(BaseCommand):
    help = (
        "Deletes the names of rosters older than a day, closes accounts whose last role is over, "
        "and sends invitations that could not be sent before."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        done = tidy_rosters()
        self.stdout.write(
            f"{done['uploads']} rosters forgotten, {done['people']} accounts closed, "
            f"{send_invitations()} invitations sent."
        )
