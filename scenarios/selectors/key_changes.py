"""The keys of a case as those who answer for them may see them, and what is proposed."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404

from people.public import RoleHolder, User, has_role, people_holding
from scenarios.models import KeyChange, Panel, Proposal, Release, Scenario, YardstickChange
from scenarios.panel_forms import all_but
from scenarios.services.key_people import may_propose, panel_of_change
from scenarios.services.panel_people import APPROVERS, CHAIRS, may_still_read


@dataclass(frozen=True)
class KeyInUse:
    """One use of a case: the release, panels that rated its text again, and what is proposed."""

    release: Release
    waiting: tuple[Panel, ...]
    rating: tuple[Panel, ...]
    proposed: KeyChange | None
    has_newer_text: bool


@dataclass(frozen=True)
class ChangeRow:
    """A proposal in a list; it opens only for those who may read what it would change."""

    change: KeyChange
    may_open: bool


@dataclass(frozen=True)
class KeysOfCase:
    in_use: tuple[KeyInUse, ...]
    changes: tuple[ChangeRow, ...]
    may_propose: bool


def scenario_of_keys_or_404(user: User, ref: str) -> Scenario:
    """A case whose keys the person may look after: their organisation's, or a part in one of it."""
    visible = Q(pk__in=Scenario.objects.visible_to(user).values("pk"))
    named = Q(pk__in=_visible_changes(user).values("case_version__scenario"))
    if has_role(user, *CHAIRS):
        chaired = Panel.objects.filter(chair=user, rerates__isnull=False)
        named |= Q(pk__in=chaired.values("case_version__scenario"))
    found = Scenario.objects.filter(visible | named).select_related("owner").filter(ref=ref).first()
    if found is None:
        raise Http404
    return found


def keys_of_case(user: User, scenario: Scenario) -> KeysOfCase:
    """The page of keys, in a number of queries that does not grow."""
    releases = Release.objects.filter(case_version__scenario=scenario, state=Release.State.OPEN)
    panels = list(
        Panel.objects.filter(
            case_version__scenario=scenario,
            rerates__isnull=False,
            called_off_at=None,
            release=None,
        ).select_related("chair", "key")
    )
    changes = list(
        KeyChange.objects.filter(case_version__scenario=scenario).select_related(
            "release", "case_version", "proposed_by", "approver", "new_key", "rescoring"
        )
    )
    proposed = {change.release_id: change for change in changes if change.is_open}
    mine = set(_visible_changes(user).values_list("pk", flat=True))
    newest = scenario.versions.order_by("number").last()
    return KeysOfCase(
        in_use=tuple(
            KeyInUse(
                release=release,
                waiting=tuple(p for p in panels if _rates(p, release) and p.key_id),
                rating=tuple(p for p in panels if _rates(p, release) and not p.key_id),
                proposed=proposed.get(release.pk),
                has_newer_text=_has_newer_text(scenario, release, newest.pk if newest else None),
            )
            for release in releases.select_related("case_version", "key").order_by("use")
        ),
        changes=tuple(ChangeRow(change, change.pk in mine) for change in changes),
        may_propose=may_propose(user, scenario, None)
        or any(may_propose(user, scenario, panel) for panel in panels if panel.key_id),
    )


def _rates(panel: Panel, release: Release) -> bool:
    """Whether a panel rated the text of a release for its use, whoever's key it has now."""
    return (panel.case_version_id, panel.use) == (release.case_version_id, release.use)


def _has_newer_text(scenario: Scenario, release: Release, newest: int | None) -> bool:
    """Whether the published text may be another than the one in use; freezing it tells for sure."""
    published = scenario.last_published_at
    frozen = release.case_version.frozen_at
    return newest != release.case_version_id or (published is not None and published > frozen)


def key_change_or_404(user: User, ref: str, uuid: UUID) -> KeyChange:
    """A proposal whose figures the person may read; any other answers as one that is not there."""
    change = (
        _visible_changes(user)
        .filter(uuid=uuid, case_version__scenario__ref=ref)
        .select_related(
            "case_version__scenario__owner", "case_version__framework", "release__case_version",
            "proposed_by", "approver", "new_key", "copies", "new_release", "rescoring",
        )
        .first()
    )  # fmt: skip
    if change is None:
        raise Http404
    return change


def _visible_changes(user: User) -> QuerySet[KeyChange]:
    """Of whoever proposed or approves it, or could read what the panel behind it said."""
    named = Q(proposed_by=user) | Q(approver=user)
    read = Q(new_key__panel__readers=user) | Q(copies__panel__readers=user)
    if not has_role(user, *APPROVERS):
        return KeyChange.objects.none()
    seen = KeyChange.objects.filter(named | read)
    return KeyChange.objects.filter(pk__in=seen.values("pk"))


def panel_to_propose_or_404(scenario: Scenario, uuid: UUID) -> Panel:
    """A closed panel that rated the case again and whose key is not in force."""
    panel = (
        Panel.objects.filter(
            uuid=uuid, case_version__scenario=scenario, rerates__isnull=False, key__isnull=False
        )
        .select_related("case_version__scenario__owner", "chair", "key", "rerates")
        .first()
    )
    if panel is None:
        raise Http404
    return panel


def open_release_or_404(scenario: Scenario, uuid: UUID) -> Release:
    """A release of the case that is in use."""
    release = (
        Release.objects.filter(uuid=uuid, case_version__scenario=scenario, state=Release.State.OPEN)
        .select_related("case_version__scenario__owner", "key")
        .first()
    )
    if release is None:
        raise Http404
    return release


def possible_approvers(panel: Panel | None, proposer: User) -> list[RoleHolder]:
    """Who may be named to approve: whether they wrote on the case is asked when one is chosen."""
    barred: list[int | None] = [proposer.pk]
    if panel is not None:
        barred += [panel.chair_id, panel.sent_by_id]
        barred += list(panel.panellists.values_list("person", flat=True))
    return all_but(people_holding(*APPROVERS), barred)


def may_read_change(user: User, change: KeyChange) -> bool:
    """Whether a part that opens the figures is still held with its role today."""
    if user.pk in (change.proposed_by_id, change.approver_id):
        return has_role(user, *APPROVERS)
    panel = panel_of_change(change)
    return panel is not None and may_still_read(user, panel)


def waiting_for(user: User) -> list[Proposal]:
    """The proposed keys and yardsticks that a person is named to approve, in two queries."""
    waiting = {"approver": user, "state": Proposal.State.PROPOSED}
    keys: Iterable[Proposal] = KeyChange.objects.filter(**waiting).select_related(
        "case_version__scenario", "release"
    )
    yardsticks: Iterable[Proposal] = YardstickChange.objects.filter(**waiting).select_related(
        "framework"
    )
    return [*keys, *yardsticks]
