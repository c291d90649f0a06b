"""What an author meant by a case: levels and evidence, for authors and reviewers alone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from people.public import User
from scenarios.models import CaseDesign, Scenario
from scenarios.selectors.draft_places import places_of
from scenarios.selectors.reviews import is_author
from scenarios.services.panel_people import writers_of
from scenarios.services.review_people import may_read_for_owner
from scoring.public import Factor, framework_parts, newest_framework

WITHOUT_LEVEL = ("n", "x")


def may_write_design(user: User, scenario: Scenario) -> bool:
    """Whether somebody has written on the case, or could be the first to."""
    writers = writers_of(scenario)
    return is_author(user, scenario) and (not writers or user.pk in writers)


def may_read_design(user: User, scenario: Scenario) -> bool:
    """The same, or whether they were named to review it. Whoever reads it rates no panel of it."""
    if may_write_design(user, scenario):
        return True
    is_named = scenario.reviews.filter(reviewer=user).exists()
    return is_named and may_read_for_owner(user, scenario)


def design_of(scenario: Scenario) -> CaseDesign:
    """The design of a case, empty where nobody has written one."""
    there = CaseDesign.objects.filter(scenario=scenario).first()
    return there or CaseDesign(scenario=scenario)


@dataclass(frozen=True)
class Meant:
    """What is meant of one factor at one stage."""

    level: str = ""
    why: str = ""
    evidence: tuple[str, ...] = ()

    @classmethod
    def read(cls, design: CaseDesign, stage: int, code: str) -> "Meant":
        """Out of a design, in which later stages stand within a factor."""
        row: Mapping[str, Any] = design.factors.get(code, {})
        if stage > 1:
            row = row.get(f"stage_{stage}", {})
        return cls(
            level=str(row.get("level", "")),
            why=str(row.get("why", "")),
            evidence=tuple(row.get("evidence", ())),
        )


def factors_to_design() -> tuple[Factor, ...]:
    """The factors of the framework that the draft would be frozen on, the overall level last."""
    framework = newest_framework()
    return framework_parts(framework.pk).factors if framework else ()


def stages_of(draft: Scenario) -> range:
    """The stages that the papers of a draft belong to."""
    return range(1, max((each.stage for each in draft.documents.all()), default=1) + 1)


def unknown_places(draft: Scenario, refs: Iterable[str]) -> list[str]:
    """References that the draft has no paper or passage for."""
    known = {at for at, _label, _text in places_of(draft)}
    return [ref for ref in refs if ref not in known]
