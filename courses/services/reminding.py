"""Reminders by e-mail of what has a date: a link, and nothing of what it is about."""

import logging
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.models import LearningPreference, SentReminder
from courses.selectors.due import Due, due_of_people
from courses.selectors.measures_due import measures_due
from people.public import Membership, Role, User

# What was missed, such as by a site that stood still, is not sent when it is long past.
LONGEST_AFTER = timedelta(days=7)

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Reminded:
    """How many people were written to, and how many letters failed."""

    sent: int
    failed: int = 0


def send_reminders(*, today: date | None = None) -> Reminded:
    """Write to everybody with something due, once for each date and kind: a daily command.

    Run twice, or after a clock was set back, it sends nothing again.
    """
    today = today or timezone.localdate()
    pending: defaultdict[int, list[SentReminder]] = defaultdict(list)
    people = _who_can_be_written_to()
    for due in (*due_of_people(people), *measures_due(people, today)):
        if kind := _kind(due, today):
            pending[due.person_id].append(
                SentReminder(person_id=due.person_id, about=due.about, due_on=due.day, kind=kind)
            )
    claimed = _claim(pending)
    found = User.objects.in_bulk(list(claimed))
    sent = sum(_write_to(found[person], rows) for person, rows in claimed.items())
    return Reminded(sent=sent, failed=len(claimed) - sent)


def _who_can_be_written_to() -> list[int]:
    """Real trainees of today who can sign in and have not switched it off."""
    off = LearningPreference.objects.filter(email_reminders=False).values("person")
    trainees = Membership.objects.current().filter(
        role=Role.TRAINEE, person__is_active=True, person__is_simulated=False
    )
    found = trainees.exclude(person__in=off).values_list("person_id", flat=True)
    return list(found.distinct())


def _kind(due: Due, today: date) -> str:
    """The reminder whose turn it is for a date, if any: each reaches to the next."""
    days = sorted(settings.COURSE_REMINDERS[due.kind])
    for first, after in zip(days, [*days[1:], days[-1] + LONGEST_AFTER.days], strict=True):
        if due.day + timedelta(days=first) <= today < due.day + timedelta(days=after):
            return f"{due.kind}{first:+d}"
    return ""


@transaction.atomic
def _claim(pending: Mapping[int, list[SentReminder]]) -> dict[int, list[SentReminder]]:
    """Write down what is about to be sent, so that two at once write to nobody twice."""
    # Whoever comes second waits here, and then finds it written down.
    locked = User.objects.filter(pk__in=pending).select_for_update(no_key=True).order_by("pk")
    list(locked.values_list("pk"))
    before = set(
        SentReminder.objects.filter(person__in=pending).values_list(
            "person_id", "about", "due_on", "kind"
        )
    )
    fresh = {
        person: [row for row in rows if (person, row.about, row.due_on, row.kind) not in before]
        for person, rows in pending.items()
    }
    fresh = {person: rows for person, rows in fresh.items() if rows}
    SentReminder.objects.bulk_create(row for rows in fresh.values() for row in rows)
    return fresh


def _write_to(person: User, rows: list[SentReminder]) -> int:
    """One letter, however many dates it is about; 0 if it could not be sent."""
    link = f"{settings.WAGTAILADMIN_BASE_URL}{reverse('my_learning')}"
    try:
        return send_mail(
            subject=_("A date is near on the training site"),
            message=render_to_string("courses/mail/reminder.txt", {"link": link}),
            from_email=settings.DEFAULT_FROM_EMAIL,
            recipient_list=[person.email],
        )
    except (SMTPException, OSError):
        # It is tried again with the next run: nothing has reached them.
        log.exception("A reminder of a date could not be sent.")
        SentReminder.objects.filter(pk__in=[row.pk for row in rows]).delete()
        return 0
