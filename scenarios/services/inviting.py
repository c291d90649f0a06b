"""Sending a case to a panel, and who is asked to rate it until they have begun."""

import secrets
from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from people.public import User, record_event
from scenarios.models import CaseVersion, Panel, Panellist, Release, Review, Scenario
from scenarios.services.errors import CannotHavePart, PanelRefused
from scenarios.services.freezing import NotReady, freeze_case_version
from scenarios.services.panel_people import (
    USES,
    has_written,
    may_replace_chair,
    refusal_of_approver,
    refusal_of_chair,
    refusal_of_panellist,
    refusal_of_sender,
)
from scoring.public import ensure_units

UNTIL_RELEASE = (
    Panel.State.ENDED,
    Panel.State.REVISING,
    Panel.State.CLOSED,
    Panel.State.RETURNED,
)


@transaction.atomic
def open_panel(
    *,
    scenario: Scenario,
    sent_by: User,
    chair: User,
    approver: User,
    panellists: Iterable[User],
    use: str,
    due_on: date,
    rate_again: bool = False,
) -> Panel:
    """Freeze the scenario's text and ask people to rate it blind.

    NotReady: the case cannot be frozen as it is, is with a panel or in use already, or somebody
    cannot have the part they are given; every reason is listed, in words. How many are asked is no
    matter here: more can be invited afterwards, and closing counts. The form wants the minimum.
    ``rate_again``: the text is in use, and is rated once more for another key.
    """
    scenario = Scenario.objects.select_for_update(of=("self",)).get(pk=scenario.pk)
    if scenario.has_unpublished_changes or not scenario.live:
        words = _("%(ref)s has changes that are not published. Publish them first.")
        raise NotReady([words % {"ref": scenario.ref}])
    version = freeze_case_version(scenario=scenario)
    panel = Panel(
        case_version=version,
        use=use,
        rerates=_in_use(version, use) if rate_again else None,
        sent_by=sent_by,
        chair=chair,
        approver=approver,
        due_on=due_on,
    )
    asked = list(dict.fromkeys(panellists))
    if problems := [
        *_problems_of(panel, asked),
        # What is in use was read before it came into use.
        *(() if panel.rerates else _problems_of_review(version)),
        *_problems_with(panel, rate_again=rate_again),
    ]:
        raise NotReady(problems)
    panel.save()
    ensure_units(
        subject=version.uuid,
        framework=version.framework,
        places=[
            (stage, code)
            for stage in range(1, version.stages + 1)
            for code in version.framework.factors.values_list("code", flat=True)
        ],
    )
    for person in asked:
        _make_seat(panel, person)
    record_panel_event(panel, "panel.sent", sent_by, use=use, invited=len(asked))
    return panel


@transaction.atomic
def invite_panellist(*, panel: Panel, by: User, person: User) -> Panellist:
    """Ask one more person to rate. Inviting somebody twice is the same as once.

    PanelRefused: not the chair's to do now. CannotHavePart: the person cannot have a seat.
    """
    panel = lock_panel_as_chair(panel, by)
    if there := panel.panellists.filter(person=person).first():
        if there.declined_at is not None:
            raise CannotHavePart(_("%(name)s has declined.") % {"name": person})
        return there
    if words := refusal_of_panellist(panel, person):
        raise CannotHavePart(words)
    seat = _make_seat(panel, person)
    record_panel_event(panel, "panel.invited", by, subject=person)
    return seat


@transaction.atomic
def withdraw_invitation(*, panel: Panel, by: User, person: User) -> None:
    """Take back an invitation before the person has begun. Taking it back twice is like once."""
    panel = lock_panel_as_chair(panel, by)
    seat = panel.panellists.select_for_update(of=("self",)).filter(person=person).first()
    if seat is None:
        return
    if seat.declined_at is not None:
        raise PanelRefused(_("%(name)s has declined.") % {"name": person})
    if seat.begun_at is not None:
        raise PanelRefused(
            _("%(name)s has begun. What somebody began to rate is not taken away from them.")
            % {"name": person}
        )
    seat.delete()
    record_panel_event(panel, "panel.invitation_withdrawn", by, subject=person)


@transaction.atomic
def change_panel(*, panel: Panel, by: User, due_on: date, approver: User) -> Panel:
    """Move the date of the round, or name somebody else to approve. The same again is no change.

    PanelRefused: not the chair's to do now. CannotHavePart: the person cannot approve this key.
    """
    panel = lock_panel_as_chair(panel, by, also=UNTIL_RELEASE)
    if approver.pk != panel.approver_id and (words := refusal_of_approver(panel, approver)):
        raise CannotHavePart(words)
    dated = "revision_due_on" if panel.state == Panel.State.REVISING else "due_on"
    if (getattr(panel, dated), panel.approver_id) == (due_on, approver.pk):
        return panel
    setattr(panel, dated, due_on)
    panel.approver = approver
    panel.save(update_fields=[dated, "approver"])
    if panel.key_id is not None:
        panel.readers.add(approver)
    record_panel_event(panel, "panel.changed", by, subject=approver, due_on=due_on.isoformat())
    return panel


@transaction.atomic
def replace_chair(*, panel: Panel, by: User, chair: User) -> Panel:
    """Put somebody else in the chair's place, as the sender or an administrator of the case.

    The same again is no change. Who could read a closed panel stays known (``Panel.readers``).
    PanelRefused: not theirs to do, or too late. CannotHavePart: the person cannot chair it.
    """
    panel = lock_panel(panel)
    if not may_replace_chair(by, panel):
        raise PanelRefused(_("Only who sent the case, or an administrator, names another chair."))
    refuse_unless(panel, Panel.State.OPEN, *UNTIL_RELEASE)
    if chair.pk == panel.chair_id:
        return panel
    if words := refusal_of_chair(panel, chair):
        raise CannotHavePart(words)
    panel.chair = chair
    panel.save(update_fields=["chair"])
    if panel.key_id is not None:
        panel.readers.add(chair)
    record_panel_event(panel, "panel.chair_replaced", by, subject=chair)
    return panel


def lock_panel(panel: Panel) -> Panel:
    """The row, locked to the end of the transaction, with its case.

    Not with its key nor the people named in it, who change: see docs/decisions/locking.md.
    """
    return (
        Panel.objects.select_for_update(of=("self",))
        .select_related("case_version__scenario__owner")
        .get(pk=panel.pk)
    )


def lock_panel_as_chair(panel: Panel, by: User, *, also: Iterable[str] = ()) -> Panel:
    """The same for an act of the chair, on an open panel unless another state is named too.

    PanelRefused: somebody else, a chair who may not be one any more, or too late.
    """
    panel = lock_panel(panel)
    if by.pk != panel.chair_id:
        raise PanelRefused(_("Only the chair of this panel can do that."))
    if words := refusal_of_chair(panel, by):
        raise PanelRefused(words)
    if panel.state not in {Panel.State.OPEN, *also}:
        raise PanelRefused(_state_words(panel))
    return panel


def _state_words(panel: Panel) -> str:
    return {
        Panel.State.OPEN: _("The panel is still rating. Nothing was changed."),
        Panel.State.ENDED: _("The blind round has ended. Nothing was changed."),
        Panel.State.REVISING: _("The revision round is open. Nothing was changed."),
        Panel.State.CLOSED: _("The panel has been closed. Nothing was changed."),
        Panel.State.RETURNED: _("The panel has been closed. Nothing was changed."),
        Panel.State.RELEASED: _("The case has been released. Nothing was changed."),
        Panel.State.CALLED_OFF: _("The panel has been called off. Nothing was changed."),
    }[panel.state]


def refuse_unless(panel: Panel, *states: str) -> None:
    """PanelRefused, in words, where the panel is in none of these states."""
    if panel.state not in states:
        raise PanelRefused(_state_words(panel))


def _problems_of(panel: Panel, asked: Iterable[User]) -> Iterable[str]:
    """Who cannot have the part they are given."""
    refusals = [
        refusal_of_sender(panel.sent_by, panel.case_version.scenario),
        refusal_of_chair(panel, panel.chair),
        refusal_of_approver(panel, panel.approver),
        *(refusal_of_panellist(panel, person) for person in asked),
    ]
    return (words for words in refusals if words)


def _problems_of_review(version: CaseVersion) -> Iterable[str]:
    """Whether somebody who wrote nothing of it has passed this very text."""
    scenario = version.scenario
    passed = scenario.reviews.filter(
        outcome=Review.Outcome.PASSED, text_hash=version.text_hash
    ).select_related("reviewer")
    if not any(not has_written(review.reviewer, scenario) for review in passed):
        yield _(
            "No reviewer has passed this text of %(ref)s. Send it to one first: somebody who has "
            "not written on it."
        ) % {"ref": scenario.ref}


def _in_use(version: CaseVersion, use: str) -> Release | None:
    return version.releases.filter(use=use, state=Release.State.OPEN).first()


def _problems_with(panel: Panel, *, rate_again: bool) -> Iterable[str]:
    """What the case is already in, so that no panel rates for nothing."""
    version, use = panel.case_version, panel.use
    ref = version.scenario.ref
    if use not in USES:
        yield _("A case is sent to a panel for practice, for a check or as an anchor.")
    rating = version.case_panels.filter(
        use=use, chair__isnull=False, key__isnull=True, called_off_at__isnull=True
    )
    if rating.exists():
        yield _(
            "A panel is rating this text of %(ref)s already. "
            "Change the case in the editor and publish it: the new text can then be sent."
        ) % {"ref": ref}
    if rate_again and panel.rerates is None:
        yield _(
            "This text of %(ref)s is not in use for that, so there is nothing to rate again. "
            "Send it as a case that is rated for the first time."
        ) % {"ref": ref}
    elif not rate_again and _in_use(version, use):
        yield _(
            "This text of %(ref)s is in use already, with the key of another panel. "
            "Say that it is to be rated again for a new key. Or change the case in the editor and "
            "publish it: the new text can then be sent."
        ) % {"ref": ref}


def _make_seat(panel: Panel, person: User) -> Panellist:
    # A label of its own that tells nothing; the one that is shown is drawn at closing.
    return Panellist.objects.create(
        panel=panel, person=person, label=f"seat-{secrets.token_hex(6)}"
    )


def record_panel_event(
    panel: Panel,
    name: str,
    actor: User,
    *,
    subject: User | None = None,
    **payload: str | int | bool,
) -> None:
    version = panel.case_version
    record_event(
        name=name,
        organisation=version.scenario.owner,
        actor=actor,
        subject=subject,
        payload={
            "panel": str(panel.uuid),
            "ref": version.scenario.ref,
            "version": version.number,
            **payload,
        },
    )
