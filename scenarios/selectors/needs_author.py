"""Whether a draft may be copied: its words are somebody's own, and none was reported."""

from django.utils.translation import gettext as _

from scenarios.models import GeneratedCase, Scenario
from scenarios.passages import cut_passages, text_hash
from scenarios.selectors.draft_places import draft_in_hand
from scenarios.selectors.kept_back import hashes_kept_back


def needs_author(scenario: Scenario) -> bool:
    """Whether a draft was generated and nobody has taken it on."""
    marked = GeneratedCase.objects.filter(scenario=scenario.pk, authored_at__isnull=True)
    return scenario.pk is not None and marked.exists()


def refusal_to_copy(scenario: Scenario) -> str | None:
    """Why a draft is copied nowhere yet, or None: nothing would mark a copy as it is marked."""
    if needs_author(scenario):
        return _("%(ref)s was generated and needs an author. Take it on first.") % {
            "ref": scenario.ref
        }
    if _holds_reported_text(scenario):
        return _(
            "A paragraph of %(ref)s was reported as real data. Take it out of the draft first."
        ) % {"ref": scenario.ref}
    return None


def _holds_reported_text(scenario: Scenario) -> bool:
    kept_back = hashes_kept_back(scenario)
    return bool(kept_back) and any(
        text_hash(cut.text) in kept_back
        for document in draft_in_hand(scenario).documents.all()
        for cut in cut_passages(document.body.replace("\r\n", "\n"))
    )
