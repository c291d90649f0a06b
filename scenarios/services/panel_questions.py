"""Asking a panellist who lies far from the others, and their answer. No rating is changed by it.

Neither event says which label it is about: it would tie the label to a person.
"""

import logging
from dataclasses import dataclass
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from people.public import User
from scenarios.models import Panel, PanelAnswer, Panellist, PanelQuestion
from scenarios.selectors.health_panellists import far_seats
from scenarios.services.errors import PanelRefused
from scenarios.services.free_text import refuse_identifiers
from scenarios.services.inviting import (
    lock_panel,
    lock_panel_as_chair,
    record_panel_event,
    refuse_unless,
)
from scenarios.services.panel_people import refusal_to_look
from scenarios.services.panels import finished_seats

ASKABLE = (Panel.State.CLOSED, Panel.State.RETURNED, Panel.State.RELEASED)

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Asked:
    """The question as it stands, and whether its letter failed just now."""

    question: PanelQuestion
    has_failed: bool = False


def ask_panellist(*, panel: Panel, by: User, label: str, text: str) -> Asked:
    """Ask a panellist who lies far from the others, by label; they get a letter with a link.

    Once for each panellist: again is the same as once, and sends a letter only if none has gone.
    PanelRefused: not the chair's to do now, or nobody of this label lies far from the others.
    """
    refuse_identifiers(text, field="text")
    with transaction.atomic():
        question = _question(panel, by, label, text)
    # After the commit: a letter about a question that is not there would lead nowhere.
    if question.mailed_at is not None:
        return Asked(question)
    return Asked(question, has_failed=not _write_to(question))


def _question(panel: Panel, by: User, label: str, text: str) -> PanelQuestion:
    panel = lock_panel_as_chair(panel, by, also=ASKABLE)
    refuse_unless(panel, *ASKABLE)
    if words := refusal_to_look(panel, by):
        raise PanelRefused(words)
    seats = Panellist.objects.filter(panel=panel, label=label, person__isnull=False)
    seat = seats.select_related("person", "question").first()
    if seat is None or seat.pk not in far_seats(panel):
        raise PanelRefused(_("Only a panellist who lies far from the others is asked."))
    seat.panel = panel
    if hasattr(seat, "question"):
        return seat.question
    question = PanelQuestion.objects.create(panellist=seat, text=text, asked_by=by)
    # Whoever is asked reads the spread. All who finished count as readers, as they do after the
    # release: one alone would show by name whom the label stands for.
    panel.readers.add(*finished_seats(panel).values_list("person", flat=True))
    record_panel_event(panel, "panel.panellist_asked", by)
    return question


@transaction.atomic
def answer_question(*, seat: Panellist, stance: str, text: str) -> PanelAnswer:
    """Keep what the panellist says to the question. The same again is the same as once.

    No rating is changed, and an answer is not either. PanelRefused: not asked, answered otherwise
    before, or the panel was called off.
    """
    refuse_identifiers(text, field="text")
    panel = lock_panel(seat.panel)
    question = (
        PanelQuestion.objects.select_for_update(of=("self",)).filter(panellist=seat.pk).first()
    )
    if question is None:
        raise PanelRefused(_("You are not asked anything. Nothing was sent."))
    if words := refusal_to_look(panel, seat.person):
        raise PanelRefused(words)
    if there := PanelAnswer.objects.filter(question=question).first():
        if (there.stance, there.text) == (stance, text):
            return there
        raise PanelRefused(_("You have answered, and an answer is not changed. Nothing was sent."))
    refuse_unless(panel, *ASKABLE)
    answer = PanelAnswer.objects.create(question=question, stance=stance, text=text)
    record_panel_event(panel, "panel.question_answered", seat.person)
    return answer


def _write_to(question: PanelQuestion) -> bool:
    """Whether the letter went. It is marked first, so that two at once send one."""
    unsent = PanelQuestion.objects.filter(pk=question.pk, mailed_at__isnull=True)
    if not unsent.update(mailed_at=timezone.now()):
        return True
    seat = question.panellist
    if not seat.person.is_active or seat.person.is_simulated:
        # Nobody to write to. Who asks is not told: it would say whom the label stands for.
        return True
    address = reverse("panel_question", args=[seat.panel.uuid])
    letter = {"person": seat.person, "link": f"{settings.WAGTAILADMIN_BASE_URL}{address}"}
    try:
        send_mail(
            subject=_("Something waits for you on the training site"),
            message=render_to_string("scenarios/mail/panel_question.txt", letter),
            from_email=settings.DEFAULT_FROM_EMAIL,
            recipient_list=[seat.person.email],
        )
    except (SMTPException, OSError):
        log.exception("The letter about a chair's question could not be sent.")
        PanelQuestion.objects.filter(pk=question.pk).update(mailed_at=None)
        return False
    return True
