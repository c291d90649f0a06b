"""The way around: the few places at the top of every page."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from people.public import Role, User, has_role
from scenarios.public import has_part_in_panels

# Pages whose address begins elsewhere, and the places that lead there: the first that one has.
REACHED_FROM = (
    ("/courses/certification/people/", ("reports",)),
    ("/courses/certification/", ("workshop",)),
    ("/assign-courses/", ("reports", "/learn/")),
    ("/courses/knowledge/", ("my_learning",)),
    ("/courses/drills/", ("my_learning",)),
    ("/courses/gain/", ("my_learning",)),
    ("/courses/", ("wagtailadmin_home",)),
    ("/certificates/", ("my_learning",)),
)


@dataclass(frozen=True)
class Place:
    label: str
    url: str
    current: bool


def navigation(request: HttpRequest) -> dict[str, Any]:
    """The places this person can go, worked out only when a template draws them."""
    return {"navigation": SimpleLazyObject(lambda: places(request))}


def places(request: HttpRequest) -> list[Place]:
    """Costs no query for somebody signed out, otherwise one for the roles, at most two."""
    user = getattr(request, "user", AnonymousUser())
    found = [(_("Home"), "/"), (_("Learn"), "/learn/")]
    if user.is_authenticated:
        found.append((_("My learning"), reverse("my_learning")))
        found.append((_("Resources"), reverse("resources")))
    if _has_panels(user):
        found.append((_("Panel"), reverse("panels")))
    if has_role(user, Role.TRAINER, Role.ADMINISTRATOR):
        found.append((_("Workshop"), reverse("workshop")))
    if has_role(user, Role.FORCE_LEAD):
        found.append((_("Reports"), reverse("reports")))
    if has_role(user, Role.FORCE_LEAD, Role.ADMINISTRATOR):
        found.append((_("Roster"), reverse("roster")))
    if has_role(user, Role.ADMINISTRATOR):
        found.append((_("Reported texts"), reverse("quarantine")))
    if has_role(user, Role.TRAINER, Role.ADMINISTRATOR):
        found.append((_("Admin"), reverse("wagtailadmin_home")))
    here = _reached_from(request.path, [url for _label, url in found]) or request.path
    return [Place(label, url, _is_current(url, here)) for label, url in found]


def _has_panels(user: User | AnonymousUser) -> bool:
    """Panellists and trainers always; an administrator who is named to approve one."""
    if has_role(user, Role.PANELLIST, Role.TRAINER):
        return True
    return has_role(user, Role.ADMINISTRATOR) and has_part_in_panels(user)


def _reached_from(path: str, urls: list[str]) -> str:
    """Of these places the one that a page belongs to which lies at none of them; or nothing."""
    names = next((names for begin, names in REACHED_FROM if path.startswith(begin)), ())
    return next((url for url in map(resolve_url, names) if url in urls), "")


def _is_current(url: str, path: str) -> bool:
    return path == url if url == "/" else path.startswith(url)
