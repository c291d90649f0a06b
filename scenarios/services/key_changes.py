"""Another key for a case: proposed by one person, looked at in a dry run, approved by a second.

Nothing is in force before the approval: no release, no result and no copy of a key is made by a
proposal. Every act is asked again under the lock, since roles and releases change meanwhile.
"""

from collections.abc import Iterator

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from people.public import User, record_event
from scenarios.models import CaseVersion, KeyChange, Panel, Release, Scenario
from scenarios.selectors.kept_back import has_passage_kept_back, words_of_kept_back
from scenarios.services.errors import CannotHavePart, ChangeRefused
from scenarios.services.free_text import refuse_identifiers
from scenarios.services.freezing import freeze_case_version
from scenarios.services.key_people import (
    may_propose,
    panel_of,
    panel_of_change,
    refusal_of_key_approver,
    refusal_of_proposer,
)
from scenarios.services.panel_people import refusal_to_look
from scenarios.services.releases import release_case
from scenarios.services.rescoring import (
    ask_for_dry_run,
    begin_rescoring_of_key,
    is_being_rescored,
)
from scoring.public import copy_key


@transaction.atomic
def propose_key(*, panel: Panel, by: User, approver: User, reason: str) -> KeyChange:
    """Propose the key of a panel that rated a text in use again. The same twice is like once.

    ChangeRefused: not theirs to propose, not such a panel, or the release is not in use any more.
    CannotHavePart: the person named cannot approve it. IdentifiersFound: the reason.
    """
    refuse_identifiers(reason, field="reason")
    version = panel.case_version
    scenario = _lock_scenario(version.scenario_id)
    panel = Panel.objects.select_related("key", "release", "rerates").get(pk=panel.pk)
    # Another panel's key may have come into force since this one was asked: the text is the same.
    in_use = version.releases.filter(use=panel.use, state=Release.State.OPEN)
    release = in_use.first() or panel.rerates
    if panel.key is None or panel.rerates is None or panel.called_off_at is not None:
        raise ChangeRefused(_("Only a closed panel that rated a text again has a key to propose."))
    change = KeyChange(
        release=release,
        case_version=version,
        new_key=panel.key,
        proposed_by=by,
        approver=approver,
        reason=reason,
    )
    if there := _same(change):
        return there
    if panel.release_id is not None:
        raise ChangeRefused(_("This key is in force already."))
    _refuse_to_propose(change, scenario, panel)
    if panel.key.is_synthetic and not release.is_specimen:
        raise ChangeRefused(
            _("Somebody on this panel is simulated or of an invented organisation. Its key cannot "
              "take the place of a real panel’s.")
        )  # fmt: skip
    return _save(change, panel, scenario)


@transaction.atomic
def propose_copied_key(*, release: Release, by: User, approver: User, reason: str) -> KeyChange:
    """Propose that the published text has the key of the text in use: its wording changes nothing.

    The text is frozen, and is in use only once a second person has approved. ChangeRefused: as
    above, or the papers do not correspond. NotReady: the text cannot be frozen as it is.
    """
    refuse_identifiers(reason, field="reason")
    scenario = _lock_scenario(release.case_version.scenario_id)
    if scenario.has_unpublished_changes or not scenario.live:
        raise ChangeRefused(_("The case has changes that are not published. Publish them first."))
    version = freeze_case_version(scenario=scenario)
    change = KeyChange(
        release=release,
        case_version=version,
        copies=release.key,
        proposed_by=by,
        approver=approver,
        reason=reason,
    )
    if there := _same(change):
        return there
    panel = panel_of(release.key)
    if words := next(_differences(release.case_version, version), None):
        raise ChangeRefused(words)
    _refuse_to_propose(change, scenario, panel)
    return _save(change, panel, scenario)


@transaction.atomic
def name_key_approver(*, change: KeyChange, by: User, approver: User) -> KeyChange:
    """Name somebody else to approve, as when the first has left. The same again is no change."""
    change = _lock(change)
    panel, scenario = panel_of_change(change), change.case_version.scenario
    _refuse_unless_open(change)
    if by.pk != change.proposed_by_id and not may_propose(by, scenario, panel):
        raise ChangeRefused(_("Whoever proposed this names the approver."))
    if approver.pk == change.approver_id:
        return change
    if words := refusal_of_key_approver(
        approver, scenario=scenario, panel=panel, proposed_by=change.proposed_by
    ):
        raise CannotHavePart(words)
    change.approver = approver
    change.save(update_fields=["approver"])
    if panel is not None:
        panel.readers.add(approver)
    _record(change, "key.approver_named", by, subject=approver)
    return change


@transaction.atomic
def approve_key(*, change: KeyChange, by: User) -> KeyChange:
    """Put the key in force: a new release opens, the old one closes to new starts. Twice like once.

    What was submitted on the same text is judged again in the background; whoever has the case open
    finishes on what they began with. ChangeRefused: somebody else, an approver who may not be one
    any more, or the panel was called off, or the release retired, withdrawn or closed meanwhile.
    NotReady: a passage is kept back.
    """
    scenario = _lock_scenario(change.case_version.scenario_id)
    change = _lock(change)
    panel = panel_of_change(change)
    _refuse_unless_approver(change, by, panel, scenario)
    if change.state == KeyChange.State.APPROVED:
        return change
    _refuse_unless_open(change)
    _refuse_if_called_off(change)
    release = Release.objects.select_for_update(of=("self",), no_key=True).get(pk=change.release_id)
    _refuse_unless_in_use(release)
    if change.copies is not None and change.new_key is None:
        change.new_key = copy_key(key=change.copies, subject=change.case_version.uuid)
    change.new_release = release_case(
        case_version=change.case_version, key=change.new_key, use=release.use, replaces=release
    )
    change.state, change.decided_at = KeyChange.State.APPROVED, timezone.now()
    if change.case_version_id == release.case_version_id:
        change.rescoring = begin_rescoring_of_key(change.new_release)
    change.save()
    Panel.objects.filter(key=change.new_key).update(release=change.new_release)
    _record(change, "key.approved", by)
    return change


@transaction.atomic
def refuse_key(*, change: KeyChange, by: User, note: str) -> KeyChange:
    """Say no, with a word why. The key that is in force stays. Twice is like once."""
    refuse_identifiers(note, field="note")
    change = _lock(change)
    panel, scenario = panel_of_change(change), change.case_version.scenario
    _refuse_unless_approver(change, by, panel, scenario)
    return _end(change, by, KeyChange.State.REFUSED, note)


@transaction.atomic
def take_back_key(*, change: KeyChange, by: User, note: str) -> KeyChange:
    """Take a proposal back before it is decided. Twice is like once."""
    refuse_identifiers(note, field="note")
    change = _lock(change)
    panel, scenario = panel_of_change(change), change.case_version.scenario
    if by.pk != change.proposed_by_id and not may_propose(by, scenario, panel):
        raise ChangeRefused(_("Whoever proposed this can take it back."))
    return _end(change, by, KeyChange.State.TAKEN_BACK, note)


def _end(change: KeyChange, by: User, state: KeyChange.State, note: str) -> KeyChange:
    if change.state == state:
        return change
    _refuse_unless_open(change)
    change.state, change.note, change.decided_at = state, note, timezone.now()
    change.save(update_fields=["state", "note", "decided_at"])
    _record(change, f"key.{state.value}", by)
    return change


def _same(change: KeyChange) -> KeyChange | None:
    """The open proposal that says the same already, of the same person."""
    return KeyChange.objects.filter(
        release=change.release,
        case_version=change.case_version,
        new_key=change.new_key,
        copies=change.copies,
        proposed_by=change.proposed_by,
        state=KeyChange.State.PROPOSED,
    ).first()


def _refuse_to_propose(change: KeyChange, scenario: Scenario, panel: Panel | None) -> None:
    if words := refusal_of_proposer(change.proposed_by, scenario, panel):
        raise ChangeRefused(words)
    _refuse_unless_in_use(change.release)
    if KeyChange.objects.filter(release=change.release, state=KeyChange.State.PROPOSED).exists():
        raise ChangeRefused(
            _("Another key is proposed for this case already. One is decided before the next.")
        )
    if is_being_rescored(change.release):
        raise ChangeRefused(
            _("Results are still being judged by the last key. Propose again when that is done.")
        )
    if has_passage_kept_back(change.case_version):
        raise ChangeRefused(words_of_kept_back())
    if words := refusal_of_key_approver(
        change.approver, scenario=scenario, panel=panel, proposed_by=change.proposed_by
    ):
        raise CannotHavePart(words)


def _refuse_unless_in_use(release: Release) -> None:
    words = {
        Release.State.CLOSED: _(
            "This release was closed to new starts, so no other takes its place."
        ),
        Release.State.RETIRED: _("This case was retired meanwhile, so its key stays as it is."),
        Release.State.WITHDRAWN: _("This case was withdrawn meanwhile, so its key stays as it is."),
    }
    if release.state != Release.State.OPEN:
        raise ChangeRefused(words[Release.State(release.state)])


def _refuse_unless_approver(
    change: KeyChange, by: User, panel: Panel | None, scenario: Scenario
) -> None:
    if by.pk != change.approver_id:
        raise ChangeRefused(_("Only the person named to approve this can do that."))
    if words := refusal_of_key_approver(
        by, scenario=scenario, panel=panel, proposed_by=change.proposed_by
    ):
        raise ChangeRefused(words)
    if panel is not None and (words := refusal_to_look(panel, by)):
        raise ChangeRefused(words)


def _refuse_unless_open(change: KeyChange) -> None:
    words = {
        KeyChange.State.APPROVED: _("This was approved before. Nothing was changed."),
        KeyChange.State.REFUSED: _("This was refused before. Nothing was changed."),
        KeyChange.State.TAKEN_BACK: _("This was taken back before. Nothing was changed."),
    }
    if not change.is_open:
        raise ChangeRefused(words[KeyChange.State(change.state)])


def _refuse_if_called_off(change: KeyChange) -> None:
    """A panel that was called off releases nothing. Its row is held, so that none is meanwhile."""
    panels = Panel.objects.select_for_update(of=("self",)).filter(key=change.new_key_id)
    if change.new_key_id and any(panel.called_off_at is not None for panel in panels):
        raise ChangeRefused(
            _("The panel of this key was called off meanwhile, so its key cannot come into force.")
        )


def _differences(old: CaseVersion, new: CaseVersion) -> Iterator[str]:
    """Why a key cannot be copied from one text to the other, whatever anybody judges."""
    if old.pk == new.pk:
        yield _("The published text is the one in use, so there is nothing to copy its key to.")
    if old.framework_id != new.framework_id:
        yield _(
            "The framework has changed, so levels do not mean the same. Ask a panel to rate it."
        )
    places = [list(v.passages.values_list("stage", "ref")) for v in (old, new)]
    if places[0] != places[1]:
        yield _(
            "A paragraph was added, taken out or moved. What the panel cited would point somewhere "
            "else, so this text needs a panel of its own."
        )


def _save(change: KeyChange, panel: Panel | None, scenario: Scenario) -> KeyChange:
    change.save()
    if panel is not None:
        # Both read what the panel said, and are checked on the case no more.
        panel.readers.add(change.proposed_by, change.approver)
    _record(change, "key.proposed", change.proposed_by, is_copy=change.is_copy)
    if not change.is_copy:
        ask_for_dry_run(change)
    return change


def _lock_scenario(pk: int) -> Scenario:
    """One act at a time on the releases of a case."""
    return Scenario.objects.select_for_update(of=("self",)).get(pk=pk)


def _lock(change: KeyChange) -> KeyChange:
    """The row, locked, with what it never changes: see docs/decisions/locking.md."""
    return (
        KeyChange.objects.select_for_update(of=("self",))
        .select_related("case_version__scenario__owner", "proposed_by", "copies")
        .get(pk=change.pk)
    )


def _record(
    change: KeyChange, name: str, actor: User, *, subject: User | None = None, **more: bool
) -> None:
    version = change.case_version
    record_event(
        name=name,
        organisation=change.organisation,
        actor=actor,
        subject=subject,
        payload={
            "change": str(change.uuid),
            "ref": version.scenario.ref,
            "version": version.number,
            "use": str(change.release.use),
            **more,
        },
    )
