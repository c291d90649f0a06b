"""What the lines of one person come to: roles given and ended, a move, cohorts, a new name."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils.translation import gettext as _

from people.models import Membership, Organisation, Role, User
from people.roster.authority import Authority
from people.roster.known import Known
from people.roster.lines import Line
from people.roster.plan import Grant, PersonPlan
from people.roster.problems import Problem
from people.services.organisations import INVENTED, NATIONAL

A_DAY = timedelta(days=1)


@dataclass
class Planner:
    """Plans one person after another, and keeps what is wrong with their lines."""

    known: Known
    authority: Authority
    by: User
    today: date
    doubtful: frozenset[int] = frozenset()
    """Lines of which only the organisation and the role are looked at."""
    problems: list[Problem] = field(default_factory=list)
    new_cohorts: list[tuple[Organisation, str]] = field(default_factory=list)
    _made: set[tuple[int, str]] = field(default_factory=set)
    _leaves: dict[str, date] = field(default_factory=dict)
    """The day on which the person who is planned leaves an organisation, in whichever line."""

    def plan(self, lines: Sequence[Line]) -> PersonPlan:
        """The plan of one person, whose lines these are."""
        one = self._who(lines)
        self._leaves = {line.organisation: line.leaves for line in lines if line.leaves}
        in_a_role = {line.organisation for line in lines if line.role}
        for line in lines:
            organisation = self._organisation(line)
            if organisation is None:
                continue
            one.place = one.place or organisation
            may_give = bool(line.role) and self._may_give(line, organisation)
            if line.number in self.doubtful:
                continue
            if may_give:
                self._role_and_cohorts(one, line, organisation)
            if line.leaves:
                held = self._leave(one, line, organisation, line.leaves)
                if not held and line.organisation not in in_a_role:
                    one.changes.append(("holds_nothing", {"organisation": organisation.name}))
        if one.ends and one.person is not None and one.person.pk == self.by.pk:
            self._say(lines[0], _("this is you. You cannot end a role of your own."))
        return one

    def _say(self, line: Line, words: str) -> None:
        self.problems.append(Problem(line.number, words))

    def _who(self, lines: Sequence[Line]) -> PersonPlan:
        first = lines[0]
        holder = self.known.people.get(first.email)
        person = holder if self._is_in_reach(holder) else None
        has_new_login = False
        if first.old_email:
            before = self.known.people.get(first.old_email)
            if not self.authority.is_administrator:
                self._say(first, _("only an administrator changes an address. Leave it empty."))
            elif self._is_in_reach(before, wholly=True):
                if person is not None:
                    words = _("both addresses have an account. Keep one of them in the file.")
                    self._say(first, words)
                person, has_new_login = before, True
            elif person is None:
                words = _(
                    "nobody whom you look after signs in with the old address. Correct it, or ask "
                    "an administrator of both organisations to upload this line."
                )
                self._say(first, words)
        names = next((line for line in lines if line.first_name and line.last_name), first)
        one = PersonPlan(
            email=first.email,
            first_name=names.first_name or (person.first_name if person else ""),
            last_name=names.last_name or (person.last_name if person else ""),
            lines=[line.number for line in lines],
            person=person,
            hidden=None if person else holder,
            is_back=person is None and self._has_left(holder),
            old_email=first.old_email if has_new_login else "",
            has_new_login=has_new_login,
        )
        if person is None:
            return one
        if person.is_simulated:
            self._say(first, _("this is a simulated person. A roster is of people who exist."))
        if has_new_login:
            one.changes.append(("login", {"old": first.old_email}))
        is_other = (one.first_name, one.last_name) != (person.first_name, person.last_name)
        if is_other and self._is_in_reach(person, wholly=True):
            one.is_renamed = True
            one.changes.append(("renamed", {"old": str(person)}))
        if person.pk in self.known.invited:
            one.changes.append(("waits", {}))
        return one

    def _role_and_cohorts(self, one: PersonPlan, line: Line, organisation: Organisation) -> None:
        """What the line gives; nothing where a letter that asks for just this is out.

        That is shown as any other letter that was not answered, whoever was asked.
        """
        grants, asks, changes = len(one.grants), len(one.asks), len(one.changes)
        self._role(one, line, organisation)
        whose = one.person or one.hidden
        asked = self.known.asked.get(whose.pk, set()) if whose else set()
        to_ask = one.asks[asks:] if one.person else one.grants[grants:]
        if any((grant.role, grant.organisation.pk) in asked for grant in to_ask):
            del one.grants[grants:], one.asks[asks:], one.changes[changes:]
            if ("waits", {}) not in one.changes:
                one.changes.append(("waits", {}))
            return
        self._cohorts(one, line, organisation)

    def _has_left(self, person: User | None) -> bool:
        """Whether they held something once that was this uploader's to end."""
        rows = self.known.ended.get(person.pk, []) if person else []
        return any(map(self.authority.covers, rows))

    def _is_in_reach(self, person: User | None, *, wholly: bool = False) -> bool:
        """Whether the person holds something here that this uploader sees; or nothing else.

        Nobody is wholly in reach who has all rights: whatever roles they hold besides.
        """
        if wholly and person is not None and person.is_superuser:
            return False
        rows = self.known.standing.get(person.pk, []) if person else []
        return bool(rows) and (all if wholly else any)(map(self.authority.covers, rows))

    def _organisation(self, line: Line) -> Organisation | None:
        if not line.organisation:
            return None  # it could not be read
        found = self.known.organisations.get(line.organisation)
        if found is None:
            self._say(
                line,
                _(
                    "no organisation that you look after has the code %(code)s. Correct it, or "
                    "take the line out: whoever looks after that organisation uploads it."
                )
                % {"code": line.organisation[:20]},
            )
        elif found.valid_to is not None and found.valid_to < self.today and not line.leaves:
            words = _("%(name)s closed on %(day)s. Write the one in its place.")
            if line.number not in self.doubtful:
                self._say(line, words % {"name": found.name, "day": found.valid_to.isoformat()})
            return None
        return found

    def _may_give(self, line: Line, organisation: Organisation) -> bool:
        if not self.authority.may_give(line.role, organisation):
            words = _(
                "a force lead puts trainees on the roster. Ask an administrator for “%(role)s”."
            )
            self._say(line, words % {"role": Role(line.role).label})
            return False
        if line.role == Role.NATIONAL_LEAD and organisation.code not in (NATIONAL, INVENTED):
            self._say(line, _("a national lead belongs to the nation, not to one organisation."))
            return False
        return True

    def _role(self, one: PersonPlan, line: Line, organisation: Organisation) -> None:
        leaves = self._leaves.get(line.organisation)
        until = min((day for day in (line.ends, leaves) if day), default=None)
        held = next(
            (
                row
                for row in self._standing(one)
                if row.role == line.role and row.organisation_id == organisation.pk
            ),
            None,
        )
        if held is not None:
            if until is not None and not leaves and held.valid_to != until:
                self._ends_on(one, line, held, until)
            return
        if until is not None and until < self.today:
            return  # over already: so it is when the same file is read again
        starts = line.starts or self.today
        if until is not None and until < starts:
            self._say(line, _("the last day is before the first."))
            return
        grant = Grant(line.role, organisation, starts, until)
        asks = False
        if line.role == Role.TRAINEE:
            asks = self._move(one, line, organisation, starts)
        (one.asks if asks else one.grants).append(grant)
        one.changes.append(
            (
                "grant",
                {
                    "role": line.role,
                    "organisation": organisation.name,
                    "from": starts.isoformat(),
                    "to": until.isoformat() if until else "",
                },
            )
        )

    def _ends_on(self, one: PersonPlan, line: Line, held: Membership, until: date) -> None:
        """Another last day for what is held. Nobody is a trainee in two places in the days added.

        Where one of them is out of reach the person is asked, and the page shows the same.
        """
        also = [
            row
            for row in self._standing(one)
            if held.role == row.role == Role.TRAINEE
            and row.pk != held.pk
            and held.valid_to is not None
            and row.valid_from <= until
            and (row.valid_to is None or row.valid_to > held.valid_to)
        ]
        seen = next((row for row in also if self.authority.covers(row)), None)
        if seen is not None:
            words = _("a trainee in %(name)s from %(day)s. Write an earlier day under “To”.")
            facts = {"name": seen.organisation.name, "day": seen.valid_from.isoformat()}
            self._say(line, words % facts)
        elif also and held.valid_to is not None:
            place, starts = held.organisation, held.valid_to + A_DAY
            one.asks.append(Grant(held.role, place, starts, until))
            where = {"role": held.role, "organisation": place.name}
            one.changes.append(("ends", {**where, "on": until.isoformat()}))
        else:
            self._end(one, line, held, until)

    def _move(self, one: PersonPlan, line: Line, organisation: Organisation, starts: date) -> bool:
        """End what a trainee had elsewhere, if the line says so; whether they are to be asked.

        They are where some of it is out of reach: it is for them, not for this file, to end it.
        """
        overlapping = [
            row
            for row in self._standing(one)
            if row.role == Role.TRAINEE and (row.valid_to is None or row.valid_to >= starts)
        ]
        if any(not self.authority.covers(row) for row in overlapping):
            return True
        said = self.known.organisations.get(line.moves_from)
        if said is not None and all(row.organisation_id != said.pk for row in overlapping):
            words = _(
                "nobody with this address is a trainee in %(code)s. If the address has changed, "
                "write the old one under “Old e-mail”."
            )
            self._say(line, words % {"code": said.code})
        if one.person is None:
            return False
        for row in overlapping:
            old = row.organisation
            if old.is_invented != organisation.is_invented:
                self._say(line, _("nobody moves between an invented organisation and a real one."))
                continue
            if line.moves_from != old.code:
                words = _(
                    "a trainee in %(name)s. If they move, write %(code)s under “Moves from”; if "
                    "not, take the line out."
                )
                self._say(line, words % {"name": old.name, "code": old.code})
            if starts < row.valid_from:
                words = _("they began there on %(day)s, and cannot have moved before.")
                self._say(line, words % {"day": row.valid_from.isoformat()})
            elif line.moves_from == old.code:
                self._leave_for(one, row, starts)
        for row in self.known.ended.get(one.person.pk, []):
            if row.role != Role.TRAINEE or row.valid_to is None or not self.authority.covers(row):
                continue
            if starts <= row.valid_to:
                words = _("a trainee of yours until %(day)s already. Begin after that day.")
                self._say(line, words % {"day": row.valid_to.isoformat()})
        return False

    def _leave_for(self, one: PersonPlan, row: Membership, starts: date) -> None:
        """End a trainee's role the day before another begins, unless a line ends it sooner."""
        last, old = starts - A_DAY, row.organisation
        one.moves = True
        if not one.end(row, last if last >= row.valid_from else None):
            return
        one.changes.append(("moves", {"organisation": old.name, "on": last.isoformat()}))
        if last < self.today:
            self._quit(one, old)

    def _quit(self, one: PersonPlan, organisation: Organisation) -> None:
        """Out of the cohorts of an organisation that they are in no more: not before that day."""
        mine = self.known.cohorts_of.get(one.person.pk, []) if one.person else []
        one.quits += [
            cohort
            for cohort in mine
            if cohort.organisation_id == organisation.pk and cohort not in one.quits
        ]

    def _leave(
        self, one: PersonPlan, line: Line, organisation: Organisation, last_day: date
    ) -> bool:
        """End what they hold there; whether they hold anything that this uploader could end."""
        rows = [
            row
            for row in self._standing(one)
            if row.organisation_id == organisation.pk and self.authority.covers(row)
        ]
        leaves = False
        for row in rows:
            if row.valid_to is None or row.valid_to > last_day:
                leaves |= self._end(one, line, row, last_day)
        one.is_leaving |= leaves
        if leaves and last_day < self.today:
            self._quit(one, organisation)
        return bool(rows)

    def _end(self, one: PersonPlan, line: Line, row: Membership, last_day: date) -> bool:
        """Whether this line is what ends the role: of several the earliest day holds."""
        if last_day < row.valid_from:
            words = _("the role began on %(day)s, after the last day that is written.")
            self._say(line, words % {"day": row.valid_from.isoformat()})
            return False
        if not one.end(row, last_day):
            return False
        where = {"role": row.role, "organisation": row.organisation.name}
        one.changes.append(("ends", {**where, "on": last_day.isoformat()}))
        return True

    def _cohorts(self, one: PersonPlan, line: Line, organisation: Organisation) -> None:
        last_days = (line.ends, self._leaves.get(line.organisation))
        is_over = any(day and day < self.today for day in last_days)
        if line.cohorts is None or is_over:
            return
        wanted = {name.casefold(): name for name in line.cohorts}
        for key, name in wanted.items():
            place = (organisation.pk, key)
            if place not in self.known.cohorts and place not in self._made:
                self._made.add(place)
                self.new_cohorts.append((organisation, name))
        if line.role == Role.SUPERVISOR:
            self._supervises(one, organisation, wanted)
            return
        mine = self.known.cohorts_of.get(one.person.pk, []) if one.person else []
        held = {row.name.casefold(): row for row in mine if row.organisation_id == organisation.pk}
        for key, name in wanted.items():
            if key not in held:
                one.enters.append((organisation, name))
                one.changes.append(("enters", self._cohort_facts(organisation, name)))
        for key, cohort in held.items():
            if key not in wanted:
                one.quits.append(cohort)
                one.changes.append(("quits", {"cohort": cohort.name}))

    def _supervises(
        self, one: PersonPlan, organisation: Organisation, wanted: dict[str, str]
    ) -> None:
        for key, name in wanted.items():
            cohort = self.known.cohorts.get((organisation.pk, key))
            supervisor = cohort.supervisor_id if cohort is not None else None
            if supervisor is None or one.person is None or supervisor != one.person.pk:
                one.supervises.append((organisation, name))
                one.changes.append(("supervises", self._cohort_facts(organisation, name)))

    def _cohort_facts(self, organisation: Organisation, name: str) -> dict[str, str]:
        """The name of a cohort, and where it will be made if it is not there yet."""
        is_new = (organisation.pk, name.casefold()) not in self.known.cohorts
        return {"cohort": name, **({"new_in": organisation.name} if is_new else {})}

    def _standing(self, one: PersonPlan) -> list[Membership]:
        return self.known.standing.get(one.person.pk, []) if one.person else []
