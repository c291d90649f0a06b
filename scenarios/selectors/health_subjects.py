"""Which keys of a case somebody may look at the health of."""

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _

from people.public import User, has_role
from scenarios.models import CaseVersion, Panel, Release, Scenario
from scenarios.services.panel_people import APPROVERS, CHAIRS, may_still_read
from scenarios.services.panel_questions import ASKABLE
from scoring.public import Key

MAY_LOOK = APPROVERS


@dataclass(frozen=True)
class JudgedKey:
    """One key of a case, with the panel that made it and the releases that use it."""

    key: Key
    version: CaseVersion
    panel: Panel | None
    releases: tuple[Release, ...]

    @property
    def label(self) -> str:
        """What it is called among the others of its case."""
        number = _("version %(number)d") % {"number": self.version.number}
        if not self.releases:
            return _("%(version)s, not released yet") % {"version": number}
        uses = ", ".join(
            f"{release.get_use_display()} ({release.get_state_display().lower()})"
            for release in self.releases
        )
        return f"{number}, {uses}"


@dataclass(frozen=True)
class HealthSubject:
    """A case with the keys that this person may look at, newest first, and the chosen one.

    ``runs_panel``: they chair or approve the chosen key's panel, and may be told of panellists.
    ``may_ask``: they chair it, so that it is theirs to ask a panellist who lies far off.
    """

    scenario: Scenario
    keys: tuple[JudgedKey, ...]
    chosen: JudgedKey | None
    is_owner: bool
    runs_panel: bool
    may_ask: bool


def health_subject_or_404(user: User, ref: str, key: UUID | None) -> HealthSubject:
    """The case and its keys: all of them to the owner's trainers, else those of one's own panels.

    A case of which the person may see nothing answers as one that does not exist: four queries.
    """
    scenario = Scenario.objects.filter(ref__iexact=ref).first()
    if scenario is None:
        raise Http404
    is_owner = Scenario.objects.visible_to(user).filter(pk=scenario.pk).exists()
    keys = [one for one in _keys_of(scenario) if is_owner or _may_read(user, one.panel)]
    if not keys and not is_owner:
        raise Http404
    chosen = next((one for one in keys if key is None or one.key.uuid == key), None)
    if chosen is None and key is not None:
        raise Http404
    return HealthSubject(
        scenario=scenario,
        keys=tuple(keys),
        chosen=chosen,
        is_owner=is_owner,
        runs_panel=chosen is not None and _runs(user, chosen.panel),
        may_ask=chosen is not None and _may_ask(user, chosen.panel),
    )


def _may_read(user: User, panel: Panel | None) -> bool:
    return panel is not None and may_still_read(user, panel)


def _runs(user: User, panel: Panel | None) -> bool:
    if panel is None or user.pk not in (panel.chair_id, panel.approver_id):
        return False
    return may_still_read(user, panel)


def _may_ask(user: User, panel: Panel | None) -> bool:
    if panel is None or user.pk != panel.chair_id or panel.state not in ASKABLE:
        return False
    return has_role(user, *CHAIRS)


def _keys_of(scenario: Scenario) -> list[JudgedKey]:
    """Every key of the case, the newest first: of its releases, and of panels that have closed."""
    releases = list(
        Release.objects.filter(case_version__scenario=scenario).select_related(
            "key", "case_version__framework"
        )
    )
    panels = list(
        Panel.objects.filter(case_version__scenario=scenario, key__isnull=False).select_related(
            "key", "case_version__framework"
        )
    )
    made_by = {panel.key_id: panel for panel in panels}
    found: dict[int, JudgedKey] = {}
    for row in (*releases, *panels):
        version = row.case_version
        version.scenario = scenario
        if row.key_id not in found:
            of_key = tuple(one for one in releases if one.key_id == row.key_id)
            found[row.key_id] = JudgedKey(row.key, version, made_by.get(row.key_id), of_key)
    return sorted(found.values(), key=_newest_first)


def _newest_first(one: JudgedKey) -> tuple[bool, float]:
    """What is in use before what never was or is no more, and then by date."""
    is_in_use = any(release.state == Release.State.OPEN for release in one.releases)
    return not is_in_use, -one.key.created_at.timestamp()
