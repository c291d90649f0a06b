"""The author's page of a case: the draft by stage, and all that is said of it beside."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby

from django.urls import reverse

from people.public import User
from scenarios.models import Panel, Panellist, Scenario
from scenarios.quality.timeline import Dated
from scenarios.querysets import same_case
from scenarios.safety.findings import Finding
from scenarios.selectors.case_file import CaseFile, draft_case_file
from scenarios.selectors.case_state import NextStep, Standing, next_step, standing_of
from scenarios.selectors.draft_health import DraftHealth, draft_health
from scenarios.selectors.draft_places import draft_in_hand
from scenarios.selectors.panel_agreement import agreement_words
from scenarios.selectors.panels import may_read_ratings
from scenarios.services.panel_people import refusal_to_look

# The drawing of the timeline: what a paper takes up at least, of a hundred.
LEAST_WIDTH = 2.5


@dataclass(frozen=True)
class StageFile:
    """The papers that come in at one stage."""

    stage: int
    file: CaseFile


@dataclass(frozen=True)
class TimelineRow:
    """A paper on the line of time: where its bar begins and how long it is, of a hundred."""

    ref: str
    anchor: str
    title: str
    dated: str
    stage: int
    start: float | None = None
    width: float = 0.0


@dataclass(frozen=True)
class Timeline:
    """Papers that are counted from one point, such as the licence; of the last the point is ""."""

    point: str
    rows: tuple[TimelineRow, ...]


@dataclass(frozen=True)
class SavedDraft:
    """Which draft the page shows."""

    revision: int | None
    saved_at: datetime | None
    saved_by: str
    is_published: bool


@dataclass(frozen=True)
class AuthorPage:
    """All that the page draws."""

    scenario: Scenario
    saved: SavedDraft
    stages: tuple[StageFile, ...]
    health: DraftHealth
    timelines: tuple[Timeline, ...]
    standing: Standing
    next_step: NextStep
    rates_it_blind: bool
    panel: Panel | None
    agreement: tuple[str, ...]

    @property
    def advice(self) -> tuple[Finding, ...]:
        return self._for_reader(self.health.quality.advice)

    @property
    def must_be_mended(self) -> tuple[Finding, ...]:
        """What blocks beside safety."""
        return self._for_reader(self.health.quality.blocking)

    def _for_reader(self, findings: Sequence[Finding]) -> tuple[Finding, ...]:
        """Without what the design says, for somebody who is to rate the case blind."""
        return tuple(
            finding for finding in findings if finding.kind != "evidence" or not self.rates_it_blind
        )

    @property
    def edit_url(self) -> str:
        return self._admin_url("edit")

    @property
    def history_url(self) -> str:
        return self._admin_url("history")

    def _admin_url(self, name: str) -> str:
        return reverse(Scenario.snippet_viewset.get_url_name(name), args=[self.scenario.pk])


def author_page(scenario: Scenario, user: User) -> AuthorPage:
    """The page for somebody who may see the draft. A constant number of queries."""
    draft = draft_in_hand(scenario)
    health = draft_health(draft)
    standing = standing_of(scenario)
    panel = _panel_to_read(scenario, user)
    return AuthorPage(
        scenario=scenario,
        saved=_saved(scenario),
        stages=_stages(draft),
        health=health,
        timelines=timelines(health.quality.timeline),
        standing=standing,
        next_step=next_step(scenario, user, standing),
        rates_it_blind=rates_it_blind(scenario, user),
        panel=panel,
        agreement=agreement_words(panel) if panel else (),
    )


def timelines(dated: Sequence[Dated]) -> tuple[Timeline, ...]:
    """The papers by the point that they are counted from; those that cannot be placed come last."""
    lines = []
    points = dict.fromkeys(each.when.point for each in dated if each.when)
    for point in points:
        on_it = [(each, each.when) for each in dated if each.when and each.when.point == point]
        first = min(when.first for _each, when in on_it)
        span = max(when.last for _each, when in on_it) + 1 - first
        rows = []
        for each, when in on_it:
            width = max(LEAST_WIDTH, 100 * (when.last + 1 - when.first) / span)
            start = min(100 * (when.first - first) / span, 100 - width)
            rows.append(replace(_row(each), start=round(start, 1), width=round(width, 1)))
        lines.append(Timeline(point, tuple(rows)))
    if unplaced := tuple(_row(each) for each in dated if each.when is None):
        lines.append(Timeline("", unplaced))
    return tuple(lines)


def _row(dated: Dated) -> TimelineRow:
    paper = dated.paper
    return TimelineRow(paper.ref, paper.ref.lower(), paper.title, paper.dated, paper.stage)


def _stages(draft: Scenario) -> tuple[StageFile, ...]:
    """The file as trainees get it, stage by stage; who is who stands with the first alone."""
    file = draft_case_file(draft)
    stage_of = [document.stage for document in draft.documents.all()]
    papers = sorted(zip(stage_of, file.documents, strict=True), key=lambda pair: pair[0])
    stages = []
    for stage, group in groupby(papers, key=lambda pair: pair[0]):
        part = replace(file, documents=tuple(document for _stage, document in group))
        if stages:
            part = replace(part, static_risk="", people=(), places=())
        stages.append(StageFile(stage, part))
    return tuple(stages)


def _saved(scenario: Scenario) -> SavedDraft:
    revision = scenario.latest_revision
    if revision is None:
        return SavedDraft(None, None, "", scenario.live)
    by = str(revision.user) if revision.user else ""
    published = scenario.live and not scenario.has_unpublished_changes
    return SavedDraft(revision.pk, revision.created_at, by, published)


def rates_it_blind(scenario: Scenario, user: User) -> bool:
    """Whether somebody sits on a panel of this case that is not closed: no design is for them."""
    seats = Panellist.objects.filter(
        same_case("panel__case_version__scenario", scenario.pk), person=user
    )
    return seats.filter(
        panel__key__isnull=True, panel__called_off_at__isnull=True, declined_at__isnull=True
    ).exists()


def _panel_to_read(scenario: Scenario, user: User) -> Panel | None:
    """The newest closed panel of the case, if this person may read what it said."""
    panels = Panel.objects.filter(case_version__scenario=scenario.pk, key__isnull=False)
    panels = panels.filter(chair__isnull=False).select_related("case_version", "key")
    panel = panels.order_by("closed_at", "pk").last()
    if panel is None or not may_read_ratings(user, panel) or refusal_to_look(panel, user):
        return None
    return panel
