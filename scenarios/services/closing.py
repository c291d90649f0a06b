"""From the last rating to the release: the chair closes, a second person approves."""

import random

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people.public import User, home_organisation, remember_memberships
from scenarios.models import Panel, Panellist, Release, Report, Use
from scenarios.selectors.panel_agreement import final_agreement
from scenarios.selectors.panel_rounds import blind_round
from scenarios.services.errors import PanelRefused
from scenarios.services.free_text import refuse_identifiers, refuse_text_kept_back
from scenarios.services.inviting import (
    lock_panel,
    lock_panel_as_chair,
    record_panel_event,
    refuse_unless,
)
from scenarios.services.panel_people import (
    minimum_of,
    needs_words,
    refusal_of_approver,
    refusal_to_look,
)
from scenarios.services.panels import close_panel, finished_seats
from scenarios.services.releases import release_case
from scoring.public import current_framework

BETWEEN_ROUNDS = (Panel.State.ENDED, Panel.State.REVISING)
BEFORE_RELEASE = (Panel.State.CLOSED, Panel.State.RETURNED)


def too_few_words(finished: int, use: str) -> str | None:
    """Why a panel of which so many have finished cannot be closed, or None where it can."""
    if finished >= minimum_of(use):
        return None
    return ngettext(
        "%(n)d panellist has finished, and %(needs)s.",
        "%(n)d panellists have finished, and %(needs)s.",
        finished,
    ) % {"n": finished, "needs": needs_words(use)}


def not_yet_words(panel: Panel) -> str | None:
    """Why the rounds of a panel are not over, or None where nothing more is waited for."""
    if panel.state == Panel.State.OPEN:
        return _("The panel is still rating blind. End the blind round first.")
    if panel.state == Panel.State.REVISING:
        return _awaited_words(panel)
    if panel.is_revision_skipped or not blind_round(panel).differing:
        return None
    return _("The panel differs. Open the revision round first or, where you may, skip it.")


def _awaited_words(panel: Panel) -> str | None:
    """Everybody who was asked to look again has the time they were given, unless all are done."""
    awaited = panel.panellists.filter(asked_again__gt=0, revised_at__isnull=True).count()
    if not awaited or panel.revision_due_on < timezone.localdate():
        return None
    return ngettext(
        "%(n)d panellist has not looked again, and has time until %(day)s. You can close once all "
        "have, or after that day.",
        "%(n)d panellists have not looked again, and have time until %(day)s. You can close once "
        "all have, or after that day.",
        awaited,
    ) % {"n": awaited, "day": date_format(panel.revision_due_on, "j F Y")}


@transaction.atomic
def close_as_chair(*, panel: Panel, by: User) -> Panel:
    """Close a panel: its finished seats make the key, the others are left out of it.

    Closing twice is the same as once. PanelRefused: not this person's to do, its rounds are not
    over, too few have finished, or they agree too little for the use.
    """
    panel = lock_panel_as_chair(panel, by, also=(*BETWEEN_ROUNDS, *BEFORE_RELEASE))
    if panel.key_id is not None:
        return panel
    if words := not_yet_words(panel):
        raise PanelRefused(words)
    finished = list(finished_seats(panel).select_related("person"))
    if words := too_few_words(len(finished), panel.use):
        raise PanelRefused(words)
    agreement = final_agreement(panel)
    if agreement.blocks:
        raise PanelRefused(agreement.words)
    _draw_labels(finished)
    # Experts of a demonstration are none: what they rate is a specimen.
    panel.is_synthetic = _is_made_up(finished)
    panel.save(update_fields=["is_synthetic"])
    close_panel(panel=panel, by=by)
    panel.readers.add(panel.chair, panel.approver, panel.sent_by)
    return lock_panel(panel)


def _draw_labels(seats: list[Panellist]) -> None:
    """P01, P02, …, in an order that tells nobody who is who."""
    random.SystemRandom().shuffle(seats)
    for number, seat in enumerate(seats, start=1):
        seat.label = f"P{number:02}"
    Panellist.objects.bulk_update(seats, ["label"])


def _is_made_up(seats: list[Panellist]) -> bool:
    people = [seat.person for seat in seats if seat.person is not None]
    remember_memberships(people)
    homes = [home_organisation(person) for person in people]
    return (
        len(people) < len(seats)
        or any(person.is_simulated for person in people)
        or any(home is not None and home.is_invented for home in homes)
    )


@transaction.atomic
def approve_panel(*, panel: Panel, by: User) -> Release:
    """Release the case with the panel's key, in the use it was sent for. Twice is like once.

    PanelRefused: somebody else, an approver who may not be one any more, or not closed yet.
    NotReady: the case is open in this use with another key.
    """
    panel = _lock_for_approver(panel, by)
    if panel.release is not None:
        return panel.release
    refuse_unless(panel, *BEFORE_RELEASE)
    if words := old_framework_words(panel):
        raise PanelRefused(words)
    if panel.rerates_id is not None:
        raise PanelRefused(
            _(
                "This panel rated a text again that is in use. Its key comes into force by a key "
                "change, which is proposed on the case’s page of keys."
            )
        )
    panel.release = release_case(case_version=panel.case_version, key=panel.key, use=panel.use)
    panel.save(update_fields=["release"])
    # From now on each of them may see where they were.
    panel.readers.add(*finished_seats(panel).values_list("person", flat=True))
    record_panel_event(panel, "panel.approved", by, use=panel.use)
    return panel.release


def old_framework_words(panel: Panel) -> str | None:
    """Why a check or an anchor cannot be released any more: its framework is not current.

    A practice case is released on the framework that its panel rated on.
    """
    if panel.use == Use.PRACTICE or panel.case_version.framework == current_framework():
        return None
    if panel.use == Use.ANCHOR:
        return _(
            "A newer framework has come in since the case was frozen. Nobody is measured on an "
            "older one: send the case again, so that a panel rates it on the new one."
        )
    return _(
        "A newer framework has come in since the case was frozen. Nobody is checked on an older "
        "one: send the case again, so that a panel rates it on the new one."
    )


@transaction.atomic
def send_back(*, panel: Panel, by: User, because: str) -> Panel:
    """Refuse to approve for now, with a note for the chair. The key stays as it is, unreleased."""
    refuse_identifiers(because, field="note")
    panel = _lock_for_approver(panel, by)
    refuse_unless(panel, *BEFORE_RELEASE)
    refuse_text_kept_back(Report.Kind.PANEL_RETURNED, panel.pk, because)
    panel.returned_at, panel.returned_because = timezone.now(), because
    panel.returned_withheld = ""
    panel.save(update_fields=["returned_at", "returned_because", "returned_withheld"])
    record_panel_event(panel, "panel.sent_back", by)
    return panel


@transaction.atomic
def call_off(*, panel: Panel, by: User, because: str) -> Panel:
    """End a panel without a release, for good; what was rated is kept and used for nothing."""
    refuse_identifiers(because, field="note")
    panel = lock_panel_as_chair(
        panel, by, also=(*BETWEEN_ROUNDS, *BEFORE_RELEASE, Panel.State.CALLED_OFF)
    )
    if panel.called_off_at is None:
        panel.called_off_at, panel.called_off_because = timezone.now(), because
        panel.save(update_fields=["called_off_at", "called_off_because"])
        record_panel_event(panel, "panel.called_off", by)
    return panel


def _lock_for_approver(panel: Panel, by: User) -> Panel:
    panel = lock_panel(panel)
    if by.pk != panel.approver_id:
        raise PanelRefused(_("Only the person named to approve this panel can do that."))
    if words := refusal_of_approver(panel, by) or refusal_to_look(panel, by):
        raise PanelRefused(words)
    return panel
