"""What each role can do on the site today, for people who are not trainees."""

from collections.abc import Collection
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from people.public import Role


@dataclass(frozen=True)
class RoleWords:
    """A sentence about one role and, where there is one, the link it speaks of."""

    text: str
    link_label: str = ""
    url: str = ""


def words_for_roles(roles: Collection[str]) -> list[RoleWords]:
    """What somebody with these roles can do; nothing for trainees, whose page says it all."""
    said = {
        Role.FORCE_LEAD: RoleWords(
            _("As a force lead you see your people's progress and results, and assign checks."),
            _("Reports"),
            reverse("reports"),
        ),
        Role.NATIONAL_LEAD: RoleWords(
            _("As a national lead you have no report of your own here yet.")
        ),
        Role.SUPERVISOR: RoleWords(_("As a supervisor you have no team page here yet.")),
        Role.TRAINER: RoleWords(
            _("As a trainer you write lessons and cases. Your own attempts enter no figures."),
            _("Editor"),
            reverse("wagtailadmin_home"),
        ),
        Role.PANELLIST: RoleWords(
            _(
                "As a panellist you rate nothing here yet: panels are loaded from files. "
                "Your own attempts enter no figures."
            )
        ),
        Role.ADMINISTRATOR: RoleWords(
            _("As an administrator you look after pages and cases."),
            _("Editor"),
            reverse("wagtailadmin_home"),
        ),
    }
    return [words for role, words in said.items() if role in roles]
