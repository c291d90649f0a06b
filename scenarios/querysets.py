"""Who may see which drafts. Listing and serving both go through ``visible_to``."""

from __future__ import annotations

from typing import Any

from django.db import models

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
