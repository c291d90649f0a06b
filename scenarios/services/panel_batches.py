"""Several cases to one pool of experts: each gets its number, and nobody more than four."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people.public import User
from scenarios.models import CaseVersion, Panel, Scenario
from scenarios.services.errors import PanelRefused
from scenarios.services.freezing import NotReady
from scenarios.services.inviting import open_panel
from scenarios.services.panel_people import refusal_of_panellist
from scenarios.sharing_out import MOST_EACH, share_out


class PlanMoved(PanelRefused):
    """Who can rate what has changed since the plan was drawn: the new one is to be looked at."""


@dataclass(frozen=True)
class BatchPlan:
    """Who is asked to rate which case, in the order of the cases, and why it does not come out."""

    seats: tuple[tuple[Scenario, tuple[User, ...]], ...]
    busy: dict[User, int]
    problems: tuple[str, ...]

    @property
    def fingerprint(self) -> str:
        """The same for the same seats, so that what is sent is what was looked at."""
        named = [
            f"{case.ref}:{','.join(sorted(str(person.uuid) for person in people))}"
            for case, people in self.seats
        ]
        return hashlib.sha256("\n".join(named).encode()).hexdigest()[:32]

    @property
    def loads(self) -> list[tuple[User, int, int]]:
        """Everybody of the pool: how many they are asked now, and how many they have already."""
        return [
            (person, sum(person in people for _case, people in self.seats), already)
            for person, already in self.busy.items()
        ]


def plan_batch(
    *,
    cases: Sequence[Scenario],
    pool: Sequence[User],
    sent_by: User,
    chair: User,
    approver: User,
    each_case: int,
) -> BatchPlan:
    """Share cases out to a pool, leaving out whoever cannot rate one, and counting what they have.

    Those who have least to do come first and, of these, whom a lot names that is drawn for each
    case: it is the same lot when the plan is drawn again.
    """
    busy = _open_seats(pool)
    able = {case: _able(case, pool, (sent_by, chair, approver)) for case in cases}
    shared = share_out(able, each_case=each_case, busy=busy)
    return BatchPlan(
        seats=tuple((case, shared.people[case]) for case in cases),
        busy=busy,
        problems=tuple(
            _lacking_words(case, lacking) for case, lacking in shared.lacking.items() if lacking
        ),
    )


@transaction.atomic
def open_batch(
    *,
    cases: Sequence[Scenario],
    pool: Sequence[User],
    sent_by: User,
    chair: User,
    approver: User,
    each_case: int,
    use: str,
    due_on: date,
    fingerprint: str,
) -> list[Panel]:
    """Send every case to its part of the pool, all of them or none.

    PlanMoved: the plan is another one than that with this fingerprint. NotReady: a case cannot be
    frozen, or somebody cannot have the part they are given; every reason of the first such case.
    """
    list(User.objects.select_for_update().filter(pk__in=[each.pk for each in pool]).order_by("pk"))
    plan = plan_batch(
        cases=cases, pool=pool, sent_by=sent_by, chair=chair, approver=approver,
        each_case=each_case,
    )  # fmt: skip
    if plan.problems:
        raise NotReady(plan.problems)
    if plan.fingerprint != fingerprint:
        raise PlanMoved(
            _("Somebody’s part has changed since this plan was made. Look at the new one.")
        )
    return [
        open_panel(
            scenario=case,
            sent_by=sent_by,
            chair=chair,
            approver=approver,
            panellists=people,
            use=use,
            due_on=due_on,
        )
        for case, people in plan.seats
    ]


def _open_seats(pool: Sequence[User]) -> dict[User, int]:
    """How many cases each of them is still asked to rate."""
    waiting = Q(
        panel_seats__finished_at__isnull=True,
        panel_seats__declined_at__isnull=True,
        panel_seats__panel__blind_ended_at__isnull=True,
        panel_seats__panel__closed_at__isnull=True,
        panel_seats__panel__called_off_at__isnull=True,
    )
    counted = User.objects.filter(pk__in=[each.pk for each in pool]).annotate(
        waiting=Count("panel_seats", filter=waiting)
    )
    found = dict(counted.values_list("pk", "waiting"))
    return {person: found.get(person.pk, 0) for person in pool}


def _able(case: Scenario, pool: Iterable[User], named: Iterable[User]) -> list[User]:
    """Who of the pool can rate a case, in an order that depends on no name."""
    sent_by, chair, approver = named
    panel = Panel(
        case_version=CaseVersion(scenario=case), sent_by=sent_by, chair=chair, approver=approver
    )
    people = [person for person in pool if refusal_of_panellist(panel, person) is None]
    return sorted(people, key=lambda person: _lot(case, person))


def _lot(case: Scenario, person: User) -> str:
    return hashlib.sha256(f"{case.ref}:{person.uuid}".encode()).hexdigest()


def _lacking_words(case: Scenario, lacking: int) -> str:
    return ngettext(
        "%(case)s lacks %(n)d panellist: add people to the pool, or send fewer cases. Nobody is "
        "asked to rate more than %(most)d at a time.",
        "%(case)s lacks %(n)d panellists: add people to the pool, or send fewer cases. Nobody is "
        "asked to rate more than %(most)d at a time.",
        lacking,
    ) % {"case": case.ref, "n": lacking, "most": MOST_EACH}
