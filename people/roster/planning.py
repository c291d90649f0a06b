"""From lines to a plan, as things stand now. It writes nothing, and tells of nobody out of reach.

Whether an address belongs to somebody in an organisation out of reach is used when the roster is
applied, and shows nowhere here: docs/decisions/roster.md.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta

from django.utils.translation import gettext as _

from people.models import Membership, Role, User
from people.roster.authority import Authority, authority_of
from people.roster.known import Known, look_up
from people.roster.lines import Line, Reading
from people.roster.overdue import say_who_is_overdue
from people.roster.plan import End, PersonPlan, Plan
from people.roster.planning_person import Planner
from people.roster.problems import BadRoster, Problem

A_DAY = timedelta(days=1)


def plan_roster(
    *, reading: Reading, by: User, absent_leave: bool, today: date, lock: bool = False
) -> Plan:
    """What the lines would change. BadRoster: with every line that cannot be done, and why.

    Those that could not be read are among them, so that all is told of a file at once.
    """
    authority = authority_of(by)
    lines = reading.lines
    known = look_up(lines, authority, today, lock=lock)
    planner = Planner(
        known=known, authority=authority, by=by, today=today, doubtful=reading.doubtful
    )
    of_person: dict[str | int, list[Line]] = defaultdict(list)
    for line in lines:
        of_person[line.email or line.number].append(line)
    people = [planner.plan(held) for held in of_person.values()]
    problems = [*reading.problems, *planner.problems, *_same_person_twice(people)]
    # Whoever stands in a line that cannot be gone by would seem to be absent.
    if absent_leave and not reading.doubtful:
        people += _absent(lines, people, known, authority, by, today)
    problems += _two_supervisors(people)
    problems += _last_administrators(people, known, by)
    if problems:
        raise BadRoster(problems)
    say_who_is_overdue(people, known, today)
    return Plan(people, planner.new_cohorts)


def _same_person_twice(people: Sequence[PersonPlan]) -> list[Problem]:
    seen: dict[int, PersonPlan] = {}
    problems = []
    for one in people:
        if one.person is None:
            continue
        if (first := seen.setdefault(one.person.pk, one)) is not one:
            words = _("the same person as in line %(first)d, by an old address.")
            problems.append(Problem(one.lines[0], words % {"first": first.lines[0]}))
    return problems


def _absent(
    lines: Sequence[Line],
    people: Sequence[PersonPlan],
    known: Known,
    authority: Authority,
    by: User,
    today: date,
) -> list[PersonPlan]:
    """Who stands in an organisation that the file names, and not in the file, leaves it."""
    line_of = {line.number: line for line in lines}
    named = {
        known.organisations[line.organisation].pk
        for line in lines
        if line.organisation in known.organisations
    }
    listed = {
        (one.person.pk, known.organisations[line_of[number].organisation].pk)
        for one in people
        if one.person is not None
        for number in one.lines
        if line_of[number].organisation in known.organisations
    }
    ended = {end.membership.pk for one in people for end in one.ends}
    leaving: dict[int, PersonPlan] = {}
    for row in known.here:
        person = row.person
        if (
            row.organisation_id not in named
            or not authority.covers(row)
            or person.is_simulated
            or person.pk == by.pk
            or row.valid_from > today
            or row.pk in ended
            or (person.pk, row.organisation_id) in listed
        ):
            continue
        one = leaving.setdefault(
            person.pk,
            PersonPlan(
                person.email, person.first_name, person.last_name, [], person, is_leaving=True
            ),
        )
        _ends_at_once(one, row, today)
    for pk, one in leaving.items():
        places = {end.membership.organisation_id for end in one.ends}
        one.quits = [
            cohort for cohort in known.cohorts_of.get(pk, []) if cohort.organisation_id in places
        ]
    return list(leaving.values())


def _ends_at_once(one: PersonPlan, row: Membership, today: date) -> None:
    yesterday = today - A_DAY
    one.ends.append(End(row, yesterday if row.valid_from <= yesterday else None))
    one.changes.append(
        ("absent", {"role": row.role, "organisation": row.organisation.name, "on": "at once"})
    )


def _two_supervisors(people: Sequence[PersonPlan]) -> list[Problem]:
    taken: dict[tuple[int, str], PersonPlan] = {}
    problems = []
    for one in people:
        for organisation, name in one.supervises:
            first = taken.setdefault((organisation.pk, name.casefold()), one)
            if first is not one:
                words = _("“%(cohort)s” has another supervisor in line %(first)d.")
                said = words % {"cohort": name, "first": first.lines[0]}
                problems.append(Problem(one.lines[0], said))
    return problems


def _last_administrators(people: Sequence[PersonPlan], known: Known, by: User) -> list[Problem]:
    """Every organisation that loses an administrator keeps one, here or above, without a day."""
    ending = {
        end.membership.pk: (end.membership, one)
        for one in people
        for end in one.ends
        if end.membership.role == Role.ADMINISTRATOR
    }
    if not ending:
        return []
    staying = list(
        Membership.objects.filter(
            role=Role.ADMINISTRATOR, valid_to__isnull=True, person__is_active=True
        )
        .exclude(pk__in=ending)
        .values_list("organisation__path", flat=True)
    )
    return [
        Problem(
            one.lines[0] if one.lines else 0,
            _("%(name)s is the last administrator of %(organisation)s. Add another first.")
            % {"name": one.first_name + " " + one.last_name, "organisation": row.organisation},
        )
        for row, one in ending.values()
        if not any(row.organisation.path.startswith(path) for path in staying)
    ]
