"""``manage.py load_evidence``: takes in the library of evidence from its files."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from people.public import Organisation
from scenarios.services.evidence import load_evidence_library
from scenarios.services.freezing import NotReady


class Command(BaseCommand):
    help = "Takes in the library of evidence. What was edited on the site stays as it is."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "folder", nargs="?", type=Path, default=settings.ROOT / "fixtures" / "evidence"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        national = Organisation.objects.filter(kind=Organisation.Kind.NATIONAL).first()
        if national is None:
            raise CommandError("Load the organisations first.")
        try:
            version = load_evidence_library(folder=options["folder"], organisation=national)
        except NotReady as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(
            f"The library is at version {version.number}: {version.statement_count} statements."
        )
