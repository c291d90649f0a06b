"""Briefings, terms, events and support lines."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from courses.models import GlossaryTerm, ResearchBriefing, SupportLine, TrainingEvent
from tests.factories.numbers import next_number


def make_briefing(title: str = "How raters agree", **fields: Any) -> ResearchBriefing:
    given = {
        "slug": f"briefing-{next_number()}",
        "summary": "In one sentence.",
        "studied": "Twelve people.",
        "found": "They agreed.",
        "means": "Rate together.",
        "does_not_show": "That they were right.",
        "source": "Somebody, somewhere.",
    }
    return ResearchBriefing.objects.create(title=title, **{**given, **fields})


def make_term(term: str = "", **fields: Any) -> GlossaryTerm:
    name = term or f"Term {next_number()}"
    return GlossaryTerm.objects.create(term=name, **{"meaning": "What it means.", **fields})


def make_event(title: str = "A morning together", *, days: int = 7, **fields: Any) -> TrainingEvent:
    """An event of two hours, so many days from now."""
    starts_at = timezone.now() + timedelta(days=days)
    given = {
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=2),
        "place": "Online",
        "who_for": "Everybody",
        "how_to_book": "Ask your lead.",
    }
    return TrainingEvent.objects.create(title=title, **{**given, **fields})


def make_line(name: str = "Somebody to talk to", **fields: Any) -> SupportLine:
    given = {"number": "01632 960123", "hours": "Always", "who_for": "Staff"}
    return SupportLine.objects.create(name=name, **{**given, **fields})
