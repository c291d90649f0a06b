"""Keeping what is found of a key's health, so that lists need not work it out."""

from collections.abc import Sequence

from django.db.models import Q
from django.utils import timezone

from scenarios.health_words import Reason
from scenarios.models import KeyHealth, Panel, Release
from scenarios.selectors.verdicts import reasons_of_panel, reasons_of_use
from scoring.public import Key, case_use, key_facts


def keep_health(*, key: Key) -> None:
    """Work out why a key should be looked at again, and keep it. Twice is the same as once."""
    groups = case_use(key)
    reasons = [*reasons_of_panel(key_facts([key])[key.pk]), *reasons_of_use(groups)]
    keep_reasons(key=key, reasons=reasons, people=sum(group.people for group in groups))


def keep_reasons(*, key: Key, reasons: Sequence[Reason], people: int) -> None:
    """Keep what was found. It rests on groups of ten or more, and names nobody."""
    kept = KeyHealth.objects.filter(key=key).first()
    if kept is None or (kept.reasons, kept.people) != (list(reasons), people):
        KeyHealth.objects.update_or_create(
            key=key,
            defaults={
                "reasons": list(reasons),
                "people": people,
                "worked_out_at": timezone.now(),
            },
        )


def keep_health_of_all() -> int:
    """The same for every key that is released or waits for approval; answers how many."""
    released = Release.objects.exclude(state=Release.State.WITHDRAWN).values("key")
    closed = Panel.objects.filter(key__isnull=False, called_off_at__isnull=True).values("key")
    keys = Key.objects.filter(Q(pk__in=released) | Q(pk__in=closed))
    for key in keys:
        keep_health(key=key)
    return len(keys)
