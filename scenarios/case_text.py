"""What the text of a case is, and what it is known by, whether it is a draft or about to be frozen.

Two drafts with the same hash are the same text: a reviewer passes a text by it, and a panel is sent
the very text that was passed.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from scenarios.passages import CutPassage, cut_passages, text_hash

if TYPE_CHECKING:
    from scenarios.models import CaseDocument, Scenario


def text_in_words(scenario: Scenario, documents: Sequence[CaseDocument]) -> dict[str, Any]:
    """All that trainees read of a case beside the passages, as a case version keeps it."""
    people = [{"name": each.name, "part": each.part} for each in scenario.people.all()]
    places = [{"name": each.name, "what": each.what} for each in scenario.places.all()]
    return {
        # Left out where empty, so that a text frozen before there were such lists is the same text.
        **({"people": people} if people else {}),
        **({"places": places} if places else {}),
        "title": scenario.title,
        "summary": scenario.summary,
        "content_label": scenario.content_label,
        "static_risk": scenario.static_risk,
        "documents": [
            {
                "number": number,
                "stage": document.stage,
                "kind": document.kind,
                "title": document.title,
                "dated": document.dated,
            }
            for number, document in enumerate(documents, start=1)
        ],
    }


def hash_of_text(words: dict[str, Any], cuts: Sequence[Sequence[CutPassage]]) -> str:
    """What a text is known by."""
    return text_hash(json.dumps([words, [_plain(cut) for cut in cuts]]))


def hash_of_draft(scenario: Scenario) -> str:
    """The same of a scenario as it stands in hand, saved or not."""
    documents = list(scenario.documents.all())
    cuts = [cut_passages(document.body) for document in documents]
    return hash_of_text(text_in_words(scenario, documents), cuts)


def _plain(passages: Sequence[CutPassage]) -> list[list[str]]:
    return [[passage.heading, passage.text] for passage in passages]
