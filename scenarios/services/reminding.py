"""Reminding panellists by e-mail: a link, nothing of the case, and never to who is done."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from people.public import User
from scenarios.models import Panel, Panellist
from scenarios.services.errors import PanelRefused
from scenarios.services.inviting import lock_panel_as_chair, record_panel_event

A_DAY = timedelta(days=1)
# What nobody pressed is sent seldom: near the day and after it, and at most so many times a round.
NEAR = timedelta(days=3)
BETWEEN = timedelta(days=3)
MOST_UNASKED = 3

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Reminded:
    """How many were written to, how many had been within the day, and how many letters failed."""

    sent: int
    too_soon: int = 0
    failed: int = 0


def remind_as_chair(*, panel: Panel, by: User) -> Reminded:
    """Write to everybody who is waited for, each at most once a day.

    PanelRefused: not the chair's to do now, or nobody is waited for.
    """
    now = timezone.now()
    with transaction.atomic():
        panel = lock_panel_as_chair(panel, by, also=(Panel.State.REVISING,))
        awaited = awaited_seats().filter(panel=panel)
        number = awaited.count()
        if not number:
            raise PanelRefused(_("Nobody is waited for who can be written to."))
        due = list(_claim(awaited.filter(_not_since(now - A_DAY)), now))
        if due:
            record_panel_event(panel, "panel.reminded", by, seats=len(due))
    sent = _write_to(due)
    return Reminded(sent=sent, too_soon=number - len(due), failed=len(due) - sent)


def remind_what_is_due(*, now: datetime | None = None) -> Reminded:
    """Write to everybody whose day is near or past, seldom, not for ever: a daily command."""
    now = now or timezone.now()
    near = timezone.localdate(now) + NEAR
    blind = Q(panel__blind_ended_at__isnull=True, panel__due_on__lte=near)
    again = Q(panel__revision_due_on__isnull=False, panel__revision_due_on__lte=near)
    with transaction.atomic():
        seats = awaited_seats().filter(
            blind | again, _not_since(now - BETWEEN), reminders__lt=MOST_UNASKED
        )
        due = list(_claim(seats, now))
    sent = _write_to(due)
    return Reminded(sent=sent, failed=len(due) - sent)


def awaited_seats() -> QuerySet[Panellist]:
    """Seats of real people with something to do: to rate blind or, where asked, to look again."""
    blind = Q(
        panel__blind_ended_at__isnull=True, finished_at__isnull=True, declined_at__isnull=True
    )
    again = Q(panel__revision_due_on__isnull=False, asked_again__gt=0, revised_at__isnull=True)
    return Panellist.objects.filter(
        blind | again,
        panel__closed_at__isnull=True,
        panel__called_off_at__isnull=True,
        panel__chair__isnull=False,
        person__is_active=True,
        person__is_simulated=False,
    )


def _not_since(when: datetime) -> Q:
    return Q(reminded_at__isnull=True) | Q(reminded_at__lte=when)


def _claim(seats: QuerySet[Panellist], now: datetime) -> Iterable[Panellist]:
    """Mark them before anything is sent, so that two at once write to nobody twice."""
    ours = seats.order_by("pk")
    locked = list(ours.select_for_update(of=("self",)).values_list("pk", flat=True))
    # Asked again: a panel that closed while this waited for its seats waits for nobody any more.
    found = list(ours.filter(pk__in=locked).select_related("person", "panel"))
    Panellist.objects.filter(pk__in=[seat.pk for seat in found]).update(
        reminded_at=now, reminders=F("reminders") + 1
    )
    return found


def _write_to(seats: Iterable[Panellist]) -> int:
    sent = 0
    for seat in seats:
        try:
            sent += send_mail(
                subject=_("Something waits for you on the training site"),
                message=render_to_string("scenarios/mail/panel_reminder.txt", _letter(seat)),
                from_email=settings.DEFAULT_FROM_EMAIL,
                recipient_list=[seat.person.email],
            )
        except (SMTPException, OSError):
            # It may be sent again at once: nothing has reached them.
            log.exception("A reminder of a panel could not be sent.")
            Panellist.objects.filter(pk=seat.pk).update(
                reminded_at=seat.reminded_at, reminders=seat.reminders
            )
    return sent


def _letter(seat: Panellist) -> dict[str, object]:
    address = reverse("panel", args=[seat.panel.uuid])
    return {"person": seat.person, "link": f"{settings.WAGTAILADMIN_BASE_URL}{address}"}
