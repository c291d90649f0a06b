"""Another yardstick: worked out from the keys in use, proposed, and approved by a second person.

A yardstick is the nation's: only who is a trainer or an administrator at the level of the nation
has a part in it. Real panels and synthetic ones are never mixed in one.
"""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from people.public import Organisation, Role, User, nations_of, record_event
from scenarios.models import Release, Rescoring, YardstickChange
from scenarios.services.errors import CannotHavePart, ChangeRefused
from scenarios.services.free_text import refuse_identifiers
from scenarios.services.rescoring import ask_for_dry_run, begin_rescoring_of_yardstick
from scoring.public import (
    FrameworkVersion,
    Key,
    YardstickUndefined,
    put_yardstick_in_force,
    words_for,
    yardstick_values,
)

PARTS = (Role.TRAINER, Role.ADMINISTRATOR)


def nation_of(person: User, *, is_synthetic: bool) -> Organisation | None:
    """The nation in whose name the person may act: the invented one for synthetic keys alone."""
    nations = nations_of(person, *PARTS)
    allowed = [nation for nation in nations if is_synthetic or not nation.is_invented]
    return next(iter(sorted(allowed, key=lambda nation: nation.is_invented)), None)


def keys_in_use(framework: FrameworkVersion) -> tuple[list[Key], bool]:
    """The key of each case as it stands now, and whether they are of synthetic panels.

    One for each scenario, of its newest release that was not withdrawn. Real panels alone as soon
    as there is one; cases for which ARMS is the wrong tool have nothing to be measured.
    """
    releases = Release.objects.exclude(state=Release.State.WITHDRAWN).filter(
        case_version__framework=framework
    )
    newest: dict[int, Key] = {}
    for release in releases.select_related("key", "case_version"):  # oldest first
        if not release.key.is_wrong_tool:
            newest[release.case_version.scenario_id] = release.key
    real = [key for key in newest.values() if not key.is_synthetic]
    return (real, False) if real else (list(newest.values()), True)


@transaction.atomic
def propose_yardstick(
    *, framework: FrameworkVersion, by: User, approver: User, reason: str
) -> YardstickChange:
    """Work out the yardstick of the keys in use and keep it for a second person. Twice like once.

    ChangeRefused: not theirs to propose, one is proposed or being worked through already, or the
    keys make none. CannotHavePart: the person named cannot approve it.
    """
    refuse_identifiers(reason, field="reason")
    framework = FrameworkVersion.objects.select_for_update().get(pk=framework.pk)
    keys, is_synthetic = keys_in_use(framework)
    nation = nation_of(by, is_synthetic=is_synthetic)
    if nation is None:
        raise ChangeRefused(refusal_of_level())
    if there := framework.yardstick_changes.filter(state=YardstickChange.State.PROPOSED).first():
        if there.proposed_by_id == by.pk:
            return there
        raise ChangeRefused(_("A yardstick is proposed already. One is decided before the next."))
    if Rescoring.objects.filter(yardstick__framework=framework, finished_at=None).exists():
        raise ChangeRefused(
            _("Results are still being read on the last yardstick. Propose when that is done.")
        )
    if words := refusal_of_yardstick_approver(approver, by=by, is_synthetic=is_synthetic):
        raise CannotHavePart(words)
    change = YardstickChange(
        framework=framework,
        organisation=nation,
        values=_values(framework, keys),
        is_synthetic=is_synthetic,
        proposed_by=by,
        approver=approver,
        reason=reason,
    )
    change.save()
    _record(change, "yardstick.proposed", by)
    ask_for_dry_run(change)
    return change


@transaction.atomic
def name_yardstick_approver(
    *, change: YardstickChange, by: User, approver: User
) -> YardstickChange:
    """Name somebody else to approve, as when the first has left. The same again is no change."""
    change = _lock(change)
    _refuse_unless_open(change)
    if nation_of(by, is_synthetic=change.is_synthetic) is None:
        raise ChangeRefused(refusal_of_level())
    if approver.pk == change.approver_id:
        return change
    if words := refusal_of_yardstick_approver(
        approver, by=change.proposed_by, is_synthetic=change.is_synthetic
    ):
        raise CannotHavePart(words)
    change.approver = approver
    change.save(update_fields=["approver"])
    _record(change, "yardstick.approver_named", by, subject=approver)
    return change


@transaction.atomic
def approve_yardstick(*, change: YardstickChange, by: User) -> YardstickChange:
    """Put the proposed yardstick in force; results are read on it in the background. Twice like
    once. ChangeRefused: somebody else, or an approver who may not be one any more.
    """
    # The framework first, as whoever submits does: nobody is judged on the old one after this.
    FrameworkVersion.objects.select_for_update().get(pk=change.framework_id)
    change = _lock(change)
    _refuse_unless_approver(change, by)
    if change.state == YardstickChange.State.APPROVED:
        return change
    _refuse_unless_open(change)
    change.yardstick = put_yardstick_in_force(
        framework=change.framework, values=change.values, approved_by=str(by.uuid)
    )
    change.state, change.decided_at = YardstickChange.State.APPROVED, timezone.now()
    change.rescoring = begin_rescoring_of_yardstick(change.yardstick)
    change.save()
    _record(change, "yardstick.approved", by)
    return change


@transaction.atomic
def refuse_yardstick(*, change: YardstickChange, by: User, note: str) -> YardstickChange:
    """Say no, with a word why. The yardstick that is in force stays. Twice is like once."""
    refuse_identifiers(note, field="note")
    change = _lock(change)
    _refuse_unless_approver(change, by)
    return _end(change, by, YardstickChange.State.REFUSED, note)


@transaction.atomic
def take_back_yardstick(*, change: YardstickChange, by: User, note: str) -> YardstickChange:
    """Take a proposal back before it is decided. Twice is like once."""
    refuse_identifiers(note, field="note")
    change = _lock(change)
    if nation_of(by, is_synthetic=change.is_synthetic) is None:
        raise ChangeRefused(refusal_of_level())
    return _end(change, by, YardstickChange.State.TAKEN_BACK, note)


def refusal_of_level() -> str:
    """Who has a part in a yardstick, for whoever has none."""
    return _(
        "A yardstick is the nation’s. Only trainers and administrators at the level of the nation "
        "propose or approve one."
    )


def refusal_of_yardstick_approver(person: User, *, by: User, is_synthetic: bool) -> str | None:
    """Why the person cannot approve what ``by`` proposes today, or None where they can."""
    if person.pk == by.pk:
        return _("Nobody approves their own: %(name)s proposes this.") % {"name": person}
    if nation_of(person, is_synthetic=is_synthetic) is None:
        return _("%(name)s is no trainer or administrator at the level of the nation today.") % {
            "name": person
        }
    return None


def _values(framework: FrameworkVersion, keys: Sequence[Key]) -> dict[str, object]:
    try:
        return yardstick_values(framework=framework, keys=keys)
    except YardstickUndefined as undefined:
        raise ChangeRefused(words_for(undefined.reason_code)) from None


def _end(
    change: YardstickChange, by: User, state: YardstickChange.State, note: str
) -> YardstickChange:
    if change.state == state:
        return change
    _refuse_unless_open(change)
    change.state, change.note, change.decided_at = state, note, timezone.now()
    change.save(update_fields=["state", "note", "decided_at"])
    _record(change, f"yardstick.{state.value}", by)
    return change


def _refuse_unless_approver(change: YardstickChange, by: User) -> None:
    if by.pk != change.approver_id:
        raise ChangeRefused(_("Only the person named to approve this can do that."))
    if words := refusal_of_yardstick_approver(
        by, by=change.proposed_by, is_synthetic=change.is_synthetic
    ):
        raise ChangeRefused(words)


def _refuse_unless_open(change: YardstickChange) -> None:
    words = {
        YardstickChange.State.APPROVED: _("This was approved before. Nothing was changed."),
        YardstickChange.State.REFUSED: _("This was refused before. Nothing was changed."),
        YardstickChange.State.TAKEN_BACK: _("This was taken back before. Nothing was changed."),
    }
    if not change.is_open:
        raise ChangeRefused(words[YardstickChange.State(change.state)])


def _lock(change: YardstickChange) -> YardstickChange:
    """The row, locked, with what it never changes: see docs/decisions/locking.md."""
    return (
        YardstickChange.objects.select_for_update(of=("self",))
        .select_related("framework", "organisation", "proposed_by")
        .get(pk=change.pk)
    )


def _record(
    change: YardstickChange, name: str, actor: User, *, subject: User | None = None
) -> None:
    record_event(
        name=name,
        organisation=change.organisation,
        actor=actor,
        subject=subject,
        payload={"change": str(change.uuid), "framework": change.framework.code},
    )
