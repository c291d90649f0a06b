"""What the workshop's pages and the editor of a scenario draw of a draft."""

from typing import Any

from django import template
from django.contrib.admin.utils import quote
from django.urls import reverse

from scenarios.models import Scenario
from scenarios.models.case import anchor_of
from scenarios.safety.findings import Finding
from scenarios.selectors.draft_health import DraftHealth, anchor_of_finding, draft_health

register = template.Library()


@register.filter
def anchor(finding: Finding) -> str:
    """The id of the place of a finding."""
    return anchor_of_finding(finding)


@register.filter
def ref_anchor(ref: str) -> str:
    """The id of a passage or paper."""
    return anchor_of(ref)


@register.simple_tag
def check_address(draft: Any) -> str:
    """Where the editor sends its form to have what is typed looked through."""
    name = Scenario.snippet_viewset.get_url_name
    if isinstance(draft, Scenario) and draft.pk:
        return reverse(name("check_on_edit"), args=[quote(draft.pk)])
    return reverse(name("check_on_add"))


@register.simple_tag
def health_of_draft(draft: Any) -> DraftHealth | None:
    """What is found in a draft that is open in the editor; nothing of one that is not saved yet."""
    return draft_health(draft) if isinstance(draft, Scenario) and draft.pk else None
