"""The yardstick in force of each framework, and what is proposed, for the level of the nation."""

from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _

from people.public import RoleHolder, User, people_holding
from scenarios.models import Release, Scenario, YardstickChange
from scenarios.panel_forms import all_but
from scenarios.services.yardstick_changes import PARTS, nation_of
from scoring.public import Factor, FrameworkVersion, Yardstick, framework_parts, words_for


@dataclass(frozen=True)
class Ruler:
    """A yardstick as it may be said: its length only where it is not provisional."""

    length: str
    cases: int
    provisional: str


@dataclass(frozen=True)
class FrameworkRuler:
    """One framework with its yardstick in force and its proposals, the newest first."""

    framework: FrameworkVersion
    in_force: Ruler | None
    since: Yardstick | None
    changes: tuple[YardstickChange, ...]

    @property
    def proposed(self) -> YardstickChange | None:
        return next((change for change in self.changes if change.is_open), None)


@dataclass(frozen=True)
class NoReadingRow:
    """What somebody who never reads would best answer on a factor, now and as proposed."""

    name: str
    now: str
    proposed: str


def is_at_nation(user: User) -> bool:
    """Whether somebody has a part in a nation's yardstick."""
    return nation_of(user, is_synthetic=True) is not None


def refuse_below_nation(user: User) -> None:
    """A yardstick is the nation's: whoever has no part in it is told so."""
    if not is_at_nation(user):
        raise PermissionDenied


def framework_rulers() -> list[FrameworkRuler]:
    """Every framework that cases are released on, the newest first: three queries."""
    used = Release.objects.values("case_version__framework")
    frameworks = FrameworkVersion.objects.filter(pk__in=used).order_by("-created_at", "-pk")
    current = {row.framework_id: row for row in Yardstick.objects.filter(is_current=True)}
    changes: dict[int, list[YardstickChange]] = {}
    for change in YardstickChange.objects.select_related("proposed_by", "approver", "rescoring"):
        changes.setdefault(change.framework_id, []).append(change)
    return [
        FrameworkRuler(
            framework=framework,
            in_force=ruler_of_row(current[framework.pk]) if framework.pk in current else None,
            since=current.get(framework.pk),
            changes=tuple(changes.get(framework.pk, ())),
        )
        for framework in frameworks
    ]


def framework_or_404(code: str) -> FrameworkVersion:
    """A framework that cases are released on."""
    used = Release.objects.values("case_version__framework")
    found = FrameworkVersion.objects.filter(code=code, pk__in=used).first()
    if found is None:
        raise Http404
    return found


def yardstick_change_or_404(user: User, uuid: UUID) -> YardstickChange:
    """A proposal for those at the level of its nation; any other is as one that is not there."""
    change = (
        YardstickChange.objects.filter(uuid=uuid)
        .select_related("framework", "organisation", "proposed_by", "approver", "rescoring")
        .first()
    )
    if change is None or nation_of(user, is_synthetic=change.is_synthetic) is None:
        raise Http404
    return change


def possible_yardstick_approvers(proposer: User) -> list[RoleHolder]:
    """Who may be named to approve: the others at the level of a nation."""
    return all_but(people_holding(*PARTS, at_nation=True), [proposer.pk])


def ruler_of_row(row: Yardstick) -> Ruler:
    """The yardstick in words."""
    return _ruler(
        row.mean_loss, row.interval_low, row.interval_high, row.subjects, row.provisional_reason
    )


def ruler_of_change(change: YardstickChange) -> Ruler:
    """The same of a proposed one."""
    kept = change.values
    return _ruler(
        kept["mean_loss"],
        kept["interval_low"],
        kept["interval_high"],
        kept["subjects"],
        kept["provisional_reason"],
    )


def _ruler(mean: float, low: float, high: float, subjects: list[str], why: str) -> Ruler:
    if why:
        return Ruler(_("No number yet: it is provisional."), len(subjects), words_for(why))
    length = _("%(mean).2f levels, likely between %(low).2f and %(high).2f") % {
        "mean": mean,
        "low": low,
        "high": high,
    }
    return Ruler(length, len(subjects), "")


def refs_of(change: YardstickChange) -> tuple[list[str], list[str]]:
    """The cases that a proposed yardstick takes in anew, and those it leaves out: two queries."""
    now = Yardstick.objects.filter(framework=change.framework, is_current=True).first()
    before = set(now.subjects) if now else set()
    after = set(change.values["subjects"])
    return _refs(after - before), _refs(before - after)


def _refs(subjects: set[str]) -> list[str]:
    cases = Scenario.objects.filter(versions__uuid__in=subjects).order_by("ref")
    return list(cases.values_list("ref", flat=True))


def no_reading_rows(change: YardstickChange) -> list[NoReadingRow]:
    """The best constant answer on each factor, now and as proposed; none of a provisional one."""
    now = Yardstick.objects.filter(framework=change.framework, is_current=True).first()
    if change.values["is_provisional"]:
        return []
    rows = []
    for factor in framework_parts(change.framework_id).factors:
        if factor.kind == Factor.Kind.OVERALL:
            continue
        labels = {level.value: level.label for level in factor.scale.levels.all()}
        before = now.no_reading_levels.get(factor.code) if now else None
        after = change.values["no_reading_levels"].get(factor.code)
        rows.append(
            NoReadingRow(factor.name, labels.get(before, _("None")), labels.get(after, _("None")))
        )
    return rows
