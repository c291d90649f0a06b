"""Reading people: which roles somebody holds, what they lead, whom they train."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from people.models import Membership, Organisation, Role, User
from people.prepared import Slot
from people.querysets import current_on, paths_held, within
from people.services.organisations import INVENTED, NATIONAL

NEVER_COUNTED = (Role.TRAINER, Role.PANELLIST)


def current_memberships(user: User | AnonymousUser) -> tuple[Membership, ...]:
    """The memberships held today, newest first: one query, remembered on the user object."""
    if not user.is_authenticated or not user.is_active:
        return ()
    if user.remembered_memberships is None:
        remember_memberships([user])
    return user.remembered_memberships or ()


def remember_memberships(people: Collection[User]) -> None:
    """Read what everybody holds today in one query, and remember it on each user object."""
    by_person: defaultdict[int, list[Membership]] = defaultdict(list)
    for membership in Membership.objects.of_today(people):
        by_person[membership.person_id].append(membership)
    for person in people:
        person.remembered_memberships = tuple(by_person[person.pk])


def current_roles(user: User | AnonymousUser) -> frozenset[str]:
    """The roles held today, in any organisation."""
    return frozenset(membership.role for membership in current_memberships(user))


def has_role(user: User | AnonymousUser, *roles: str) -> bool:
    """Whether the user holds at least one of the roles today, in any organisation."""
    return not current_roles(user).isdisjoint(roles)


def organisation_subtree(organisation: Organisation) -> QuerySet[Organisation]:
    """The organisation and everything below it."""
    return Organisation.objects.filter(within([organisation.path]))


def organisations_held(user: User | AnonymousUser, *roles: str) -> QuerySet[Organisation]:
    """The organisations in which the user holds one of the roles today, and all below them.

    Any role counts where none is named.
    """
    held = [row for row in current_memberships(user) if not roles or row.role in roles]
    return Organisation.objects.filter(within([row.organisation.path for row in held]))


def organisations_shared(user: User | AnonymousUser, *roles: str) -> QuerySet[Organisation]:
    """Those in which the user holds one of the roles today, all below, and all above them.

    For work that an organisation does for all below it, such as the cases it owns.
    """
    held = [row.organisation.path for row in current_memberships(user) if row.role in roles]
    return Organisation.objects.filter(within(held) | Q(path__in=paths_above(held)))


def organisations_above(path: Slot) -> QuerySet[Organisation]:
    """The organisation whose path is given in the slot and all above it: for prepared queries."""
    return Organisation.objects.alias(given=path).filter(given__startswith=F("path"))


def paths_above(paths: Iterable[str]) -> set[str]:
    """The paths themselves, and those of every organisation above them."""
    return {path[: at + 1] for path in paths for at, sign in enumerate(path) if sign == "/"}


def _around(organisation: Organisation) -> Q:
    above = paths_above([organisation.path])
    return within([organisation.path], "organisation__") | Q(organisation__path__in=above)


def organisations_led_by(user: User | AnonymousUser) -> QuerySet[Organisation]:
    """Every organisation whose named people a force lead may see; a national lead has none."""
    return Organisation.objects.filter(within(paths_held(user, Role.FORCE_LEAD)))


def organisations_administered_by(user: User | AnonymousUser) -> QuerySet[Organisation]:
    """The organisations in which the user is an administrator today, and all below them."""
    return Organisation.objects.filter(within(paths_held(user, Role.ADMINISTRATOR)))


def nations_of(user: User | AnonymousUser, *roles: str) -> list[Organisation]:
    """The nations, real or invented, at whose level the user holds one of the roles today."""
    held = (row.organisation for row in current_memberships(user) if row.role in roles)
    return [organisation for organisation in held if organisation.code in (NATIONAL, INVENTED)]


def trainee_organisation(user: User) -> Organisation | None:
    """Where the user is a trainee today. Nobody is one in two places."""
    held = (row for row in current_memberships(user) if row.role == Role.TRAINEE)
    return next((row.organisation for row in held), None)


def home_organisation(user: User) -> Organisation | None:
    """Where a person's own work belongs: where they are a trainee, else where they hold a role."""
    held = next(iter(current_memberships(user)), None)
    return trainee_organisation(user) or (held.organisation if held else None)


def trainees_in(organisation: Organisation) -> QuerySet[User]:
    """Trainees of the subtree today, without anybody who is a trainer or panellist anywhere."""
    today = current_on(timezone.localdate())
    trainees = Membership.objects.filter(
        today, within([organisation.path], "organisation__"), role=Role.TRAINEE
    )
    never_counted = Membership.objects.filter(today, role__in=NEVER_COUNTED)
    return User.objects.filter(pk__in=trainees.values("person")).exclude(
        pk__in=never_counted.values("person")
    )


def trainees_under(user: User, *roles: str) -> QuerySet[User]:
    """The trainees of today of every organisation in which somebody holds one of the roles."""
    found = User.objects.none()
    for membership in current_memberships(user):
        if membership.role in roles:
            found = found | trainees_in(membership.organisation)
    return found.distinct()


def is_never_counted(user: User) -> bool:
    """Whether the user's own attempts stay out of trainee figures: trainers and panellists do."""
    return has_role(user, *NEVER_COUNTED)


@dataclass(frozen=True)
class RoleHolder:
    """Somebody who may be picked for what they do, with where they do it."""

    person: User
    organisations: tuple[str, ...]


def people_holding(
    *roles: str,
    and_simulated: bool = False,
    around: Organisation | None = None,
    at_nation: bool = False,
) -> list[RoleHolder]:
    """Everybody who can sign in and holds one of the roles today, in any organisation: one query.

    ``around`` leaves those who hold it in that organisation, below it, or above it;
    ``at_nation`` those who hold it at the level of a nation, real or invented. For naming
    somebody to a task, not for looking at them: it gives a name and an organisation.
    Simulated people cannot sign in; a demonstration may ask for them as well.
    """
    held = (
        Membership.objects.current()
        .filter(role__in=roles, person__is_active=True)
        .filter(Q() if and_simulated else Q(person__is_simulated=False))
        .filter(_around(around) if around else Q())
        .filter(Q(organisation__code__in=(NATIONAL, INVENTED)) if at_nation else Q())
        .select_related("person", "organisation")
        .order_by("person__last_name", "person__first_name", "person", "organisation__name")
    )
    organisations: dict[User, list[str]] = {}
    for membership in held:
        names = organisations.setdefault(membership.person, [])
        if membership.organisation.name not in names:
            names.append(membership.organisation.name)
    return [RoleHolder(person, tuple(names)) for person, names in organisations.items()]
