"""What people have written that others ask for: answers, reasons, drafts, disagreements."""

from typing import Any

from django.utils import timezone

from people.public import Organisation, User
from scenarios.models import Answer, Disagreement, Reason, Review
from scenarios.public import Assessment
from scoring.public import Factor, IntervalBand
from tests.factories import make_disagreement, make_released_case, make_review, make_scenario

PANEL_REASON = "Kingfisher says why"


def answer_everything(assessment: Assessment) -> None:
    """Answer everything that is asked for, each reason with the person's canary word in it."""
    if assessment.answers.exists():
        return
    stage = assessment.stages.get()
    framework = assessment.release.case_version.framework
    for factor in Factor.objects.filter(framework=framework):
        answer = Answer.objects.create(
            assessment=assessment,
            factor=factor,
            kind="level",
            level=2,
            confidence=70,
            revision=1,
            saved_at=timezone.now(),
        )
        if factor.kind != Factor.Kind.OVERALL:
            words = f"Because {assessment.person.last_name} thinks so."
            Reason.objects.create(answer=answer, text=words)
    stage.interval = IntervalBand.objects.filter(framework=framework).first()
    stage.save(update_fields=["interval"])


def with_reasons(codes: tuple[str, ...], reasons: dict[str, str]) -> dict[str, Any]:
    unit = {
        "ratings": ["1", "2", "2", "2", "2", "3"],
        "confidence": [90, 70, 70, 50, 70, 25],
        "reasons": reasons,
        "for": {"D1.1": ["P01", "P02", "P03", "P04"]},
        "against": {},
    }
    return dict.fromkeys(codes, unit)


def reviewed(owner: Any, author: User, reviewer: User) -> Review:
    """A draft of an organisation, written by one of it and sent to another."""
    scenario = make_scenario()
    scenario.owner = owner
    scenario.save()
    scenario.save_revision(user=author)
    return make_review(scenario, by=author, reviewer=reviewer)


def disagreed(owner: Organisation, person: User) -> Disagreement:
    """A trainee has done a case of this owner and says why they still disagree."""
    release = make_released_case(
        "practice", **with_reasons(("opportunity",), {"P02": PANEL_REASON})
    )
    scenario = release.case_version.scenario
    scenario.owner = owner
    scenario.save(update_fields=["owner"])
    return make_disagreement(release, person=person)
