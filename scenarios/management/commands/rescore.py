"""``manage.py rescore``: goes on with every re-scoring that was begun and not finished."""

from typing import Any

from django.core.management.base import BaseCommand

from scenarios.models import Rescoring
from scenarios.services.rescoring import rescore_all


class Command(BaseCommand):
    help = "Goes on with re-scoring where a worker was stopped. Does nothing where all is done."

    def handle(self, *args: Any, **options: Any) -> None:
        for rescoring in Rescoring.objects.filter(finished_at__isnull=True):
            done = rescore_all(rescoring)
            self.stdout.write(f"{done.done} results judged again, {done.left} left as they stood.")
