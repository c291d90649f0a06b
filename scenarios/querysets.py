"""Who may see which drafts. Listing and serving both go through ``visible_to``."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from people.public import Role, organisations_shared

WRITERS = (Role.TRAINER, Role.ADMINISTRATOR)


class ScenarioQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> ScenarioQuerySet:
        """The cases of organisations in which somebody is a trainer or an administrator.

        Also of those above: what a nation owns, trainers everywhere in it write together. Another
        organisation's drafts are nobody's here. What trainees read is a case version, seen by its
        own rules.
        """
        return self.filter(owner__in=organisations_shared(user, *WRITERS))


def same_case(field: str, scenario_id: Any) -> Q:
    """The filter for rows of a scenario or of its matched twin, which count as one case.

    >>> str(same_case("release__case_version__scenario", 7)).count("7")
    3
    """
    return (
        Q(**{field: scenario_id})
        | Q(**{f"{field}__twin__copy": scenario_id})
        | Q(**{f"{field}__twin_of__original": scenario_id})
    )
