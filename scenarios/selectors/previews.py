"""A draft as a trainee would meet it, step by step. Nothing is looked up that a trainee has.

The pages are the trainee's own templates, given a draft in place of a case version. No row is
made or read of any assessment, so there is nothing that a preview could leave behind.
"""

from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from scenarios.forms import ActionsForm, FactorForm, OverallForm
from scenarios.models import Scenario
from scenarios.selectors.assessments import ACTIONS, CHECK
from scenarios.selectors.case_file import draft_case_file
from scenarios.selectors.draft_places import draft_in_hand
from scoring.public import Factor, framework_parts, newest_framework

Page = dict[str, Any]
BAR = "scenarios/workshop/preview_bar.html"


@dataclass(frozen=True)
class Previewed:
    """A draft at one stage, on the framework that it would be frozen on."""

    scenario: Scenario
    draft: Scenario
    framework_id: int
    stage: int
    stages: int

    @property
    def factors(self) -> tuple[Factor, ...]:
        return framework_parts(self.framework_id).factors

    def url(self, step: str, stage: int | None = None) -> str:
        return reverse("workshop_preview_step", args=[self.scenario.ref, stage or self.stage, step])

    @property
    def steps(self) -> list[str]:
        return [*(factor.code for factor in self.factors), ACTIONS, CHECK]

    def after(self, step: str) -> str:
        """Where "Save and continue" leads."""
        return self.url(self.steps[self.steps.index(step) + 1])

    @property
    def next_url(self) -> str:
        """Where submitting a stage leads: to what is new in the next, at the end to the start."""
        if self.stage < self.stages:
            return reverse("workshop_preview_stage", args=[self.scenario.ref, self.stage + 1])
        return reverse("workshop_preview", args=[self.scenario.ref])


def previewed_or_404(scenario: Scenario, stage: int) -> Previewed:
    """The draft in hand at a stage; a stage it does not have is a page that is not there."""
    draft, framework = draft_in_hand(scenario), newest_framework()
    stages = max((document.stage for document in draft.documents.all()), default=1)
    if framework is None or not 1 <= stage <= stages:
        raise Http404
    return Previewed(scenario, draft, framework.pk, stage, stages)


def preview_start(seen: Previewed) -> Page:
    """What a trainee reads before they start."""
    papers = [document.stage for document in seen.draft.documents.all()]
    return {**_common(seen, ""), "draft": seen.draft, "first_papers": papers.count(1)}


def preview_new_stage(seen: Previewed) -> Page:
    """The papers that come in with a later stage."""
    return {
        **_common(seen, ""),
        "file": draft_case_file(seen.draft, stage=seen.stage, only_new=True),
        "locked_at": timezone.now(),
        "first_url": seen.url(seen.steps[0]),
    }


def preview_factor(seen: Previewed, step: str) -> Page:
    """One factor beside the file, with nothing answered."""
    factor = next((each for each in seen.factors if each.code == step), None)
    if factor is None:
        raise Http404
    is_overall = factor.kind == Factor.Kind.OVERALL
    initial = {"revision": 0}
    if is_overall:
        bands = framework_parts(seen.framework_id).intervals
        form: FactorForm = OverallForm(initial=initial, factor=factor, intervals=bands)
    else:
        form = FactorForm(initial=initial, factor=factor)
        form.fields["reason"].help_text = _("Asked for on three factors, drawn by lot.")
    return {
        **_common(seen, step),
        "factor": factor,
        "is_overall": is_overall,
        "form": form,
        "file": draft_case_file(seen.draft, stage=seen.stage),
        "earlier": [],
        "citations": [],
    }


def preview_actions(seen: Previewed) -> Page:
    """The plan, with nothing chosen."""
    parts = framework_parts(seen.framework_id)
    form = ActionsForm(initial={"revision": 0}, actions=parts.actions, factors=seen.factors)
    return {
        **_common(seen, ACTIONS),
        "form": form,
        "file": draft_case_file(seen.draft, stage=seen.stage),
    }


def preview_check(seen: Previewed) -> Page:
    """The list before submitting, with nothing answered."""
    labels = [(factor.code, factor.name) for factor in seen.factors]
    rows = [
        {
            "label": label,
            "value": _("Not answered: this is a preview"),
            "missing": False,
            "url": seen.url(code),
            "action": _("Answer"),
        }
        for code, label in [*labels, (ACTIONS, _("Risk management actions"))]
    ]
    return {**_common(seen, CHECK), "rows": rows, "is_last_stage": seen.stage == seen.stages}


def _common(seen: Previewed, step: str) -> Page:
    """What every page of a preview has, under the names that the trainee's templates use."""
    before = seen.steps[max(seen.steps.index(step) - 1, 0)] if step else ""
    return {
        "bar": BAR,
        "scenario": seen.scenario,
        "version": {
            "scenario": seen.scenario,
            "title": seen.draft.title,
            "stages": seen.stages,
        },
        "release": {"use": "practice"},
        "stage": seen.stage,
        "stages": range(1, seen.stages + 1),
        "step_url": seen.url(step) if step else "",
        "check_url": seen.url(CHECK),
        "first_url": seen.url(seen.steps[0]),
        "tasks": _tasks(seen, step),
        "rated_count": 0,
        "unit_count": len(seen.factors),
        "previous": {"url": seen.url(before), "label": _label(seen, before)}
        if before and before != step
        else None,
    }


def _tasks(seen: Previewed, step: str) -> list[dict[str, Any]]:
    return [
        {"url": seen.url(code), "label": _label(seen, code), "current": code == step}
        for code in seen.steps[:-1]
    ]


def _label(seen: Previewed, step: str) -> str:
    names = {factor.code: factor.name for factor in seen.factors}
    return names.get(step, _("Risk management actions"))
