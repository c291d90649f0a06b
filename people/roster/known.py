"""What the database knows about the people of a roster: a few queries, however many there are."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.db.models import Q
from django.utils import timezone

from people.models import Cohort, Invitation, Membership, Organisation, User
from people.querysets import within
from people.roster.authority import Authority
from people.roster.lines import Line

AT_ONCE = 5000
T = TypeVar("T")


def standing_on(day: date) -> Q:
    """Memberships that hold on a day or will: those that have not ended."""
    return Q(valid_to__isnull=True) | Q(valid_to__gte=day)


@dataclass
class Known:
    """Rows by what they are looked up by."""

    organisations: dict[str, Organisation]
    people: dict[str, User]
    standing: dict[int, list[Membership]]
    ended: dict[int, list[Membership]]
    cohorts: dict[tuple[int, str], Cohort]
    cohorts_of: dict[int, list[Cohort]]
    here: list[Membership]
    """Who stands in the organisations that the file names, for whoever is absent from it."""
    invited: set[int]
    """Whoever was put on a roster and has not chosen a password yet."""
    asked: dict[int, set[tuple[str, int]]]
    """Roles that people of other organisations were asked to take here, and have not answered."""


def look_up(lines: Sequence[Line], authority: Authority, today: date, *, lock: bool) -> Known:
    """Read all that a plan needs; under ``lock`` nobody else changes these people meanwhile."""
    organisations = {one.code: one for one in Organisation.objects.filter(within(authority.paths))}
    emails = {line.email for line in lines} | {line.old_email for line in lines} - {""}
    ids: list[int] = []
    for part in _parts(sorted(emails)):
        ids += User.objects.filter(email__in=part).values_list("pk", flat=True)
    people: dict[str, User] = {}
    # By their ids, as whoever else holds many people: in one order nobody waits for each other.
    for numbers in _parts(sorted(ids)):
        found = User.objects.filter(pk__in=numbers).order_by("pk")
        people |= {one.email: one for one in _locked(found, lock)}
    named = {
        organisations[code].pk
        for line in lines
        for code in (line.organisation, line.moves_from)
        if code in organisations
    }
    standing, ended = _memberships([one.pk for one in people.values()], today, lock=lock)
    cohorts = list(Cohort.objects.filter(organisation__in=named).select_related("organisation"))
    by_pk = {one.pk: one for one in cohorts}
    cohorts_of: dict[int, list[Cohort]] = defaultdict(list)
    through = Cohort.members.through.objects.filter(cohort__in=by_pk).order_by("cohort_id")
    for cohort, person in through.values_list("cohort_id", "user_id"):
        cohorts_of[person].append(by_pk[cohort])
    here = (
        Membership.objects.filter(standing_on(today), organisation__in=named)
        .select_related("organisation", "person")
        .order_by("person__last_name", "person__first_name", "person", "pk")
    )
    known = Known(
        organisations=organisations,
        people=people,
        standing=standing,
        ended=ended,
        cohorts={(one.organisation_id, one.name.casefold()): one for one in cohorts},
        cohorts_of=cohorts_of,
        here=list(_locked(here, lock)),
        invited=set(),
        asked=defaultdict(set),
    )
    _letters(known)
    return known


def _letters(known: Known) -> None:
    """Letters that are out: from organisations in reach, not answered, and not too old."""
    in_reach = [one.pk for one in known.organisations.values()]
    out = Invitation.objects.filter(answered_at__isnull=True).filter(
        Q(expires_at__isnull=True) | Q(expires_at__gt=timezone.now())
    )
    without = {one.pk for one in known.people.values() if not one.has_usable_password()}
    for part in _parts(sorted(one.pk for one in known.people.values())):
        letters = out.filter(person__in=part, organisation__in=in_reach)
        for letter in letters.values("kind", "person", "joins"):
            if letter["kind"] == Invitation.Kind.NEW:
                known.invited |= {letter["person"]} & without
            elif letter["kind"] == Invitation.Kind.ASKED:
                known.asked[letter["person"]] |= {
                    (join["role"], join["organisation"]) for join in letter["joins"]
                }


def _locked(rows: Any, lock: bool) -> Any:
    """The rows, held until the transaction ends if that is asked for."""
    return rows.select_for_update(of=("self",), no_key=True) if lock else rows


def _memberships(
    people: Collection[int], today: date, *, lock: bool
) -> tuple[dict[int, list[Membership]], dict[int, list[Membership]]]:
    standing: dict[int, list[Membership]] = defaultdict(list)
    ended: dict[int, list[Membership]] = defaultdict(list)
    for part in _parts(sorted(people)):
        rows = Membership.objects.filter(person__in=part).select_related("organisation")
        for row in _locked(rows.order_by("pk"), lock):
            has_ended = row.valid_to is not None and row.valid_to < today
            (ended if has_ended else standing)[row.person_id].append(row)
    return standing, ended


def _parts(values: Sequence[T]) -> Iterable[Sequence[T]]:
    """As many at once as any database takes in one statement."""
    return (values[at : at + AT_ONCE] for at in range(0, len(values), AT_ONCE))
