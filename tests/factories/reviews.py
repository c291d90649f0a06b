"""Drafts with a reviewer, and texts that one has passed."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from people.public import Role, User
from scenarios.case_text import hash_of_draft
from scenarios.models import Review, Scenario
from scenarios.selectors.draft_places import draft_in_hand
from scenarios.services.reviewing import pass_review, send_to_reviewer
from tests.factories.cases import make_scenario
from tests.factories.people import make_person


def make_review(
    scenario: Scenario | None = None,
    *,
    by: User | None = None,
    reviewer: User | None = None,
    **options: Any,
) -> Review:
    """A draft with a reviewer who has not decided; a trainer sent it and another reads it."""
    return send_to_reviewer(
        scenario=scenario or make_scenario(),
        by=by or make_person(role=Role.TRAINER),
        reviewer=reviewer or make_person(role=Role.TRAINER),
        due_on=timezone.localdate() + timedelta(days=7),
        **options,
    )


def make_passed(scenario: Scenario, *, by: User | None = None, **options: Any) -> Scenario:
    """The scenario as it is, once a reviewer has passed its text; passed already is enough."""
    scenario = Scenario.objects.get(pk=scenario.pk)
    text_hash = hash_of_draft(draft_in_hand(scenario))
    if not scenario.reviews.filter(outcome=Review.Outcome.PASSED, text_hash=text_hash).exists():
        review = make_review(scenario, by=by, **options)
        pass_review(review=review, by=review.reviewer, text_hash=text_hash)
    return Scenario.objects.get(pk=scenario.pk)
