"""Who would be overdue from the first day: said in the dry run, since nobody else would say it."""

from collections.abc import Sequence
from datetime import date

from people.models import Role
from people.overdue import Placing, overdue_by
from people.roster.known import Known
from people.roster.plan import PersonPlan
from people.selectors import NEVER_COUNTED


def say_who_is_overdue(people: Sequence[PersonPlan], known: Known, today: date) -> None:
    """Add to what changes for a person the courses that they are overdue with by it."""
    placed = [(one, where) for one in people if (where := _placing(one, known, today)) is not None]
    for (one, _where), late in zip(placed, overdue_by([w for _, w in placed]), strict=True):
        one.changes += [
            ("overdue", {"course": each.title, "on": each.due_on.isoformat()}) for each in late
        ]


def _placing(one: PersonPlan, known: Known, today: date) -> Placing | None:
    """Where the plan puts a trainee; None where it makes no difference to what they are asked."""
    person = one.person
    here = {
        row.organisation_id
        for row in (known.standing.get(person.pk, []) if person else [])
        if row.role == Role.TRAINEE
    }
    given = [
        grant
        for grant in (*one.grants, *one.asks)
        if grant.role == Role.TRAINEE and grant.organisation.pk not in here
    ]
    if any(grant.role in NEVER_COUNTED for grant in one.grants):
        return None
    if given:
        place, since = given[0].organisation, max(given[0].starts, today)
    elif person and not one.is_leaving and (one.enters or one.quits):
        places = [where for where, _name in one.enters] + [each.organisation for each in one.quits]
        place, since = places[0], today
    else:
        return None
    cohorts = [known.cohorts.get((where.pk, name.casefold())) for where, name in one.enters]
    return Placing(
        person=person.pk if person else None,
        path=place.path,
        since=since,
        enters=frozenset(cohort.pk for cohort in cohorts if cohort),
        quits=frozenset(cohort.pk for cohort in one.quits),
        is_asked_elsewhere=bool(one.asks),
    )
