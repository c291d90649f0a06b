"""Whether the generator's words still wait for somebody to make them their own."""

from django.utils.translation import gettext as _

from scenarios.models import GeneratedCase, Scenario


def needs_author(scenario: Scenario) -> bool:
    """Whether a draft was generated and nobody has taken it on."""
    marked = GeneratedCase.objects.filter(scenario=scenario.pk, authored_at__isnull=True)
    return scenario.pk is not None and marked.exists()


def refusal_to_copy(scenario: Scenario) -> str | None:
    """Why a draft is copied nowhere yet, or None: a copy would not be marked as it is."""
    if needs_author(scenario):
        return _("%(ref)s was generated and needs an author. Take it on first.") % {
            "ref": scenario.ref
        }
    return None
