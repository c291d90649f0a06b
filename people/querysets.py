"""Who may see which rows. Listing and serving both go through ``visible_to``, one per model."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils import timezone

from people.prepared import Slot

if TYPE_CHECKING:
    from people.models import User

NOTHING = Q(pk__in=[])
NEWEST_FIRST = ("-valid_from", "-pk")


def current_on(day: date | Slot, prefix: str = "") -> Q:
    """The filter for dated rows that hold on ``day``; the last day still counts."""
    return Q(**{f"{prefix}valid_from__lte": day}) & (
        Q(**{f"{prefix}valid_to__isnull": True}) | Q(**{f"{prefix}valid_to__gte": day})
    )


def within(paths: Iterable[str], prefix: str = "") -> Q:
    """The filter for organisations at or below any of the paths."""
    condition = NOTHING
    for path in paths:
        condition |= Q(**{f"{prefix}path__startswith": path})
    return condition


def paths_held(user: User | AnonymousUser, *roles: str) -> list[str]:
    """The paths of the organisations in which the user holds one of the roles today."""
    if not user.is_authenticated or not user.is_active:
        return []
    held = user.memberships.filter(current_on(timezone.localdate()), role__in=roles)
    return list(held.values_list("organisation__path", flat=True))


class OrganisationQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User | AnonymousUser) -> OrganisationQuerySet:
        """Their own organisations, and all below those they lead or administer."""
        if not user.is_authenticated:
            return self.none()
        own = user.memberships.filter(current_on(timezone.localdate())).values("organisation")
        below = paths_held(user, "force_lead", "national_lead", "administrator")
        return self.filter(Q(pk__in=own) | within(below))


class PersonQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User | AnonymousUser) -> PersonQuerySet:
        """Oneself; a supervisor's cohorts, a lead's trainees, everybody an administrator has.

        A national lead sees figures, never names. Who moved away is seen by the new lead alone.
        """
        if not user.is_authenticated:
            return self.none()
        return self.filter(
            Q(pk=user.pk)
            | Q(pk__in=self._members_of(user, "administrator"))
            | Q(pk__in=self._members_of(user, "force_lead", role="trainee"))
            | Q(pk__in=self._supervised_by(user))
        )

    @staticmethod
    def _members_of(user: User, held: str, **which: str) -> models.QuerySet[Any, Any]:
        from people.models import Membership

        return Membership.objects.filter(
            within(paths_held(user, held), "organisation__"),
            current_on(timezone.localdate()),
            **which,
        ).values("person")

    @staticmethod
    def _supervised_by(user: User) -> models.QuerySet[Any, Any]:
        from people.models import Membership

        today = timezone.localdate()
        return Membership.objects.filter(
            current_on(today),
            within(paths_held(user, "supervisor"), "organisation__"),
            role="trainee",
            person__cohorts__supervisor=user,
        ).values("person")


class OfPeopleQuerySet(models.QuerySet[Any]):
    """Rows that belong to a person, such as memberships: seen by whoever sees the person."""

    def visible_to(self, user: User | AnonymousUser) -> OfPeopleQuerySet:
        from people.models import User as Person

        return self.filter(person__in=Person.objects.visible_to(user))


class MembershipQuerySet(OfPeopleQuerySet):
    def current(self) -> MembershipQuerySet:
        """The memberships that hold today."""
        return self.filter(current_on(timezone.localdate()))

    def of_today(self, people: Iterable[Any]) -> MembershipQuerySet:
        """What people, or ids of people, hold today with its organisation, newest first."""
        held = self.current().filter(person__in=people).select_related("organisation")
        return held.order_by(*NEWEST_FIRST)


class CohortQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User | AnonymousUser) -> CohortQuerySet:
        """The cohorts one supervises, and those of organisations one leads or administers."""
        if not user.is_authenticated:
            return self.none()
        below = paths_held(user, "force_lead", "administrator")
        supervised = Q(supervisor=user) & within(paths_held(user, "supervisor"), "organisation__")
        return self.filter(supervised | within(below, "organisation__"))
