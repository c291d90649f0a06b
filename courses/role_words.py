"""What each role can do on the site today, for people who are not trainees."""

from collections.abc import Collection
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from courses.selectors.outlines import learn_page
from people.public import Role
from scenarios.public import panels_url

WITHOUT_A_PAGE = frozenset({Role.NATIONAL_LEAD, Role.SUPERVISOR})
"""Roles that have no page of their own yet, and are shown the way to the courses."""
SEE_GAIN = frozenset({Role.TRAINER, Role.ADMINISTRATOR})
"""Roles that see over all organisations whether the courses work."""


@dataclass(frozen=True)
class RoleWords:
    """A sentence about one role and, where there is one, the link it speaks of."""

    text: str
    link_label: str = ""
    url: str = ""


def words_for_roles(roles: Collection[str]) -> list[RoleWords]:
    """What somebody with these roles can do; nothing for trainees, whose page says it all."""
    learn = ("", "") if WITHOUT_A_PAGE.isdisjoint(roles) else _link_to_learn()
    said = {
        Role.FORCE_LEAD: RoleWords(
            _(
                "As a force lead you see your people's progress and results, and assign courses "
                "and checks."
            ),
            _("Reports"),
            reverse("reports"),
        ),
        Role.NATIONAL_LEAD: RoleWords(
            _("As a national lead you have no report of your own here yet."), *learn
        ),
        Role.SUPERVISOR: RoleWords(_("As a supervisor you have no team page here yet."), *learn),
        Role.TRAINER: RoleWords(
            _(
                "As a trainer you write cases and look after them in the Workshop, send them to a "
                "panel under Panel, and write lessons under Admin. Your own attempts enter no "
                "figures."
            ),
            _("Workshop"),
            reverse("workshop"),
        ),
        Role.PANELLIST: RoleWords(
            _(
                "As a panellist you rate cases that you are invited to, and approve keys where you "
                "are named. Your own attempts enter no figures."
            ),
            _("Your panels"),
            panels_url(),
        ),
        Role.ADMINISTRATOR: RoleWords(
            _(
                "As an administrator you look after pages under Admin and cases in the Workshop, "
                "and decide on texts that were reported, under Reported texts."
            ),
            _("Editor"),
            reverse("wagtailadmin_home"),
        ),
    }
    found = [words for role, words in said.items() if role in roles]
    if not SEE_GAIN.isdisjoint(roles):
        found.append(
            RoleWords(
                _("You see what people gain from the courses, and how useful lessons are to them."),
                _("Do the courses work?"),
                reverse("course_gain"),
            )
        )
    if Role.TRAINER in roles:
        found.append(
            RoleWords(
                _("You see how the questions do, and can allow a trainee another try."),
                _("Knowledge checks"),
                reverse("knowledge_overview"),
            )
        )
        found.append(
            RoleWords(
                _("You see how the drills do, wording by wording."),
                _("How the drills do"),
                reverse("drill_figures"),
            )
        )
    return found


def _link_to_learn() -> tuple[str, str]:
    page = learn_page()
    return (_("See what there is to learn"), page.url) if page and page.url else ("", "")
