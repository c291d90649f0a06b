"""How long a case may be. All its passages stand on every page that shows it, and are read."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from scenarios.models import Scenario
from scenarios.passages import cut_passages
from scenarios.quality.texts import paper_words
from scenarios.safety.findings import Finding

MOST_PASSAGES = 400
"""Eight times the longest case of the fixtures; more is no file that somebody reads."""


def too_many_passages(texts: Sequence[str]) -> tuple[int, str] | None:
    """The number of the longest paper, and why the case is too long; nothing where it is not."""
    counts = [len(cut_passages(text)) for text in texts]
    if sum(counts) <= MOST_PASSAGES:
        return None
    most_here = max(counts)
    why = _(
        "The case has %(passages)d passages, %(here)d of them in this paper. It may have at most "
        "%(most)d in all its papers together. Shorten it, or join paragraphs."
    ) % {"passages": sum(counts), "here": most_here, "most": MOST_PASSAGES}
    return counts.index(most_here) + 1, why


def length_findings(scenario: Scenario) -> Iterator[Finding]:
    """That a case or its draft is too long, at its longest paper."""
    documents = list(scenario.documents.all())
    if found := too_many_passages([document.body for document in documents]):
        number, why = found
        where = paper_words(documents[number - 1].title, number)
        yield Finding("length", "", why, where, ref=f"D{number}")
