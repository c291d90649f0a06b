"""Writing a plan: everything in bulk, in the order that the database's rules allow."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TypeVar

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from people.models import Cohort, Invitation, Membership, Organisation, Role, RosterUpload, User
from people.roster.known import standing_on
from people.roster.plan import Grant, PersonPlan, Plan
from people.services.events import Happening, record_events
from people.services.groups import GROUPS, keep_many_groups_in_step

AT_ONCE = 1000
A_DAY = timedelta(days=1)
Progress = Callable[[int], None]
T = TypeVar("T")


@dataclass
class Applied:
    """What was done, by what the result page counts."""

    asked: int = 0
    closed: int = 0


@dataclass
class Applying:
    """One plan on its way into the database, inside a transaction of the caller's."""

    plan: Plan
    upload: RosterUpload
    by: User
    today: date
    progress: Progress
    done: Applied = field(default_factory=Applied)
    happenings: list[Happening] = field(default_factory=list)
    invitations: list[Invitation] = field(default_factory=list)

    def apply(self) -> Applied:
        """All of it, or an exception that takes all of it back."""
        self._newcomers()
        self.progress(20)
        self._end()
        self.progress(30)
        self._grant()
        self.progress(50)
        self._cohorts()
        self._details()
        self.progress(60)
        self._close()
        self._groups()
        self.progress(70)
        Invitation.objects.bulk_create(self.invitations, batch_size=AT_ONCE)
        record_events(self.happenings)
        self.progress(95)
        return self.done

    def _happened(
        self, name: str, organisation: Organisation, person: User | None, **payload: str | int
    ) -> None:
        self.happenings.append(Happening(name, organisation, self.by, person, payload))

    def _newcomers(self) -> None:
        """Make who is new, take back who had left from here, and ask everybody else."""
        fresh = [one for one in self.plan.people if one.person is None and one.grants]
        hidden = [one.hidden for one in fresh if one.hidden is not None]
        elsewhere = _standing_people(hidden, self.today)
        made: list[tuple[PersonPlan, User]] = []
        back: list[tuple[PersonPlan, User]] = []
        for one in fresh:
            if one.hidden is None:
                one.person = User(
                    email=one.email,
                    first_name=one.first_name,
                    last_name=one.last_name,
                    password=make_password(None),
                )
                made.append((one, one.person))
            elif one.hidden.pk in elsewhere or not _comes_back(one, one.hidden):
                one.asks, one.grants = one.grants, []
                self._ask(one, one.hidden)
            else:
                one.person = one.hidden
                back.append((one, one.hidden))
        User.objects.bulk_create([person for _one, person in made], batch_size=AT_ONCE)
        self._take_back(back)
        for one, person in made:
            self._invite(one, person)
        for one in self.plan.people:
            if one.person is not None and one.asks:
                self._ask(one, one.person)

    def _take_back(self, back: Sequence[tuple[PersonPlan, User]]) -> None:
        """Whoever left from here, and is nowhere else, comes back with their record."""
        last = _last_trainee_days([person for _one, person in back])
        for one, person in back:
            if not person.is_active or not person.has_usable_password():
                person.is_active, person.password = True, make_password(None)
                self._invite(one, person)
            person.first_name, person.last_name = one.first_name, one.last_name
            one.grants = [_after(grant, last.get(person.pk)) for grant in one.grants]
        people = [person for _one, person in back]
        fields = ["is_active", "password", "first_name", "last_name"]
        User.objects.bulk_update(people, fields, batch_size=AT_ONCE)

    def _invite(self, one: PersonPlan, person: User) -> None:
        place = one.grants[0].organisation
        kind = Invitation.Kind.NEW
        self.invitations.append(
            Invitation(person=person, organisation=place, upload=self.upload, kind=kind)
        )
        self._happened("person.invited", place, person)

    def _ask(self, one: PersonPlan, person: User) -> None:
        """A letter, and nothing else until they say yes. One that is out is not sent again."""
        self.done.asked += 1
        cohorts = defaultdict(list)
        for organisation, name in one.enters:
            cohorts[organisation.pk].append(name)
        for grant in one.asks:
            join = {
                "role": grant.role,
                "organisation": grant.organisation.pk,
                "starts": grant.starts.isoformat(),
                "ends": grant.ends.isoformat() if grant.ends else "",
                "cohorts": cohorts[grant.organisation.pk] if grant.role == Role.TRAINEE else [],
            }
            self.invitations.append(
                Invitation(
                    person=person,
                    organisation=grant.organisation,
                    upload=self.upload,
                    kind=Invitation.Kind.ASKED,
                    joins=[join],
                )
            )
            self._happened("person.asked_to_join", grant.organisation, person, role=grant.role)
        waiting = {grant.organisation.pk for grant in one.asks}
        one.enters = [each for each in one.enters if each[0].pk not in waiting]

    def _end(self) -> None:
        """By last day, of which there are few however many people have one."""
        by_day: dict[date | None, list[int]] = defaultdict(list)
        for one in self.plan.people:
            for end in one.ends:
                row = end.membership
                by_day[end.last_day].append(row.pk)
                self._happened("membership.ended", row.organisation, one.person, role=row.role)
        for day, rows in by_day.items():
            for part in _parts(rows):
                found = Membership.objects.filter(pk__in=part)
                if day is None:
                    found.delete()
                else:
                    found.update(valid_to=day)

    def _grant(self) -> None:
        rows = []
        for one in self.plan.people:
            for grant in one.grants:
                rows.append(
                    Membership(
                        person=one.person,
                        role=grant.role,
                        organisation=grant.organisation,
                        valid_from=grant.starts,
                        valid_to=grant.ends,
                    )
                )
                self._happened(
                    "membership.granted", grant.organisation, one.person, role=grant.role
                )
        Membership.objects.bulk_create(rows, batch_size=AT_ONCE)

    def _cohorts(self) -> None:
        through = Cohort.members.through
        cohorts = _cohorts_named(self.plan)
        entering, supervised = [], []
        quitting: set[tuple[int, int]] = set()
        for one in self.plan.people:
            person = one.person
            if person is None:
                continue
            for organisation, name in one.enters:
                cohort = cohorts[organisation.pk, name.casefold()]
                entering.append(through(cohort=cohort, user=person))
                self._happened("cohort.joined", organisation, person, cohort=cohort.pk)
            for cohort in one.quits:
                quitting.add((cohort.pk, person.pk))
                self._happened("cohort.left", cohort.organisation, person, cohort=cohort.pk)
            for organisation, name in one.supervises:
                cohort = cohorts[organisation.pk, name.casefold()]
                cohort.supervisor = person
                supervised.append(cohort)
                self._happened("cohort.supervised", organisation, person, cohort=cohort.pk)
        rows = through.objects.filter(cohort__in={cohort for cohort, _person in quitting})
        found = rows.values_list("pk", "cohort_id", "user_id")
        gone = [pk for pk, cohort, person in found if (cohort, person) in quitting]
        for part in _parts(gone):
            through.objects.filter(pk__in=part).delete()
        through.objects.bulk_create(entering, batch_size=AT_ONCE, ignore_conflicts=True)
        Cohort.objects.bulk_update(supervised, ["supervisor"], batch_size=AT_ONCE)

    def _details(self) -> None:
        """New names and new addresses; one that is in use out of reach is not given, nor told."""
        changed, moved = [], []
        taken = _taken(self.plan.people)
        for one in self.plan.people:
            person = one.person
            if person is None or not (one.is_renamed or one.has_new_login):
                continue
            place = one.place or self.upload.organisation
            person.first_name, person.last_name = one.first_name, one.last_name
            if one.has_new_login and one.email not in taken:
                person.email = one.email
                moved.append(person.pk)
                for address in (one.old_email, one.email):
                    self.invitations.append(
                        Invitation(
                            person=person,
                            organisation=place,
                            upload=self.upload,
                            kind=Invitation.Kind.CHANGED,
                            address=address,
                        )
                    )
                self._happened("person.address_changed", place, person)
            if one.is_renamed:
                self._happened("person.renamed", place, person)
            changed.append(person)
        _let_go_of_old_addresses(moved)
        self._send_afresh(moved)
        fields = ["first_name", "last_name", "email"]
        User.objects.bulk_update(changed, fields, batch_size=AT_ONCE)

    def _send_afresh(self, moved: Sequence[int]) -> None:
        """What went to an address that is no more theirs opens nothing, and goes to the new one.

        An offer that is too old is not made again, nor a first password asked of who has one.
        """
        for part in _parts(moved):
            unanswered = Invitation.objects.filter(person__in=part, answered_at__isnull=True)
            unanswered = unanswered.exclude(kind=Invitation.Kind.CHANGED)
            unanswered.filter(kind=Invitation.Kind.ASKED, expires_at__lte=timezone.now()).delete()
            have_one = [
                one.pk for one in User.objects.filter(pk__in=part) if one.has_usable_password()
            ]
            unanswered.filter(kind=Invitation.Kind.NEW, person__in=have_one).delete()
            unanswered.update(upload=self.upload, token_hash="", sent_at=None, expires_at=None)

    def _close(self) -> None:
        """Who holds nothing any more cannot sign in: their sessions end, links to them too."""
        people = {
            one.person.pk: one for one in self.plan.people if one.person is not None and one.ends
        }
        held = _standing_people([one.person for one in people.values() if one.person], self.today)
        gone = [
            pk for pk, one in people.items() if pk not in held and not _has_all_rights(one.person)
        ]
        self.done.closed = len(gone)
        close_accounts(gone)
        for pk in gone:
            one = people[pk]
            self._happened("person.left", one.ends[-1].membership.organisation, one.person)

    def _groups(self) -> None:
        touched = {
            one.person.pk
            for one in self.plan.people
            if one.person is not None
            and (
                any(grant.role in GROUPS for grant in one.grants)
                or any(end.membership.role in GROUPS for end in one.ends)
            )
        }
        if touched:
            keep_many_groups_in_step(touched)


def close_accounts(people: Sequence[int]) -> None:
    """Shut the accounts: a session holds to the password it began with, and so ends.

    Never one of those who look after the whole site: that is no matter of roles.
    """
    for found in _parts(people):
        of_the_site = User.objects.filter(pk__in=found, is_superuser=True)
        part = set(found) - set(of_the_site.values_list("pk", flat=True))
        User.objects.filter(pk__in=part).update(is_active=False, password=make_password(None))
        Cohort.objects.filter(supervisor__in=part).update(supervisor=None)
        # What another organisation asked of them stays: it is for them to come back by it.
        unanswered = Invitation.objects.filter(person__in=part, answered_at__isnull=True)
        unanswered.exclude(kind=Invitation.Kind.ASKED).delete()


def _comes_back(one: PersonPlan, person: User) -> bool:
    return one.is_back and not person.is_simulated and not person.is_superuser


def _has_all_rights(person: User | None) -> bool:
    return person is not None and person.is_superuser


def _taken(people: Iterable[PersonPlan]) -> set[str]:
    """New addresses that somebody else signs in with: by their account, or by what allauth kept."""
    wanted = {one.email: one.person for one in people if one.has_new_login}
    taken: set[str] = set()
    for part in _parts(list(wanted)):
        taken |= set(User.objects.filter(email__in=part).values_list("email", flat=True))
        kept = EmailAddress.objects.filter(email__in=part).values_list("email", "user_id")
        taken |= {
            email for email, pk in kept if (who := wanted[email]) is not None and pk != who.pk
        }
    return taken


def _let_go_of_old_addresses(people: Sequence[int]) -> None:
    """allauth keeps the address that a password was last asked for; it would go on being a login.

    Links that were sent there hold to it, and end with it.
    """
    for part in _parts(people):
        EmailAddress.objects.filter(user__in=part).delete()


def _standing_people(people: Iterable[User], today: date) -> set[int]:
    """Who of them holds a role anywhere, today or later."""
    found: set[int] = set()
    for part in _parts([one.pk for one in people]):
        rows = Membership.objects.filter(standing_on(today), person__in=part)
        found |= set(rows.values_list("person_id", flat=True))
    return found


def _last_trainee_days(people: Iterable[User]) -> dict[int, date]:
    found: dict[int, date] = {}
    for part in _parts([one.pk for one in people]):
        rows = Membership.objects.filter(
            person__in=part, role=Role.TRAINEE, valid_to__isnull=False
        ).order_by("valid_to")
        found |= dict(rows.values_list("person_id", "valid_to"))
    return found


def _after(grant: Grant, last: date | None) -> Grant:
    """The grant from the day after somebody was a trainee last, so that no day counts twice."""
    if grant.role != Role.TRAINEE or last is None or grant.starts > last:
        return grant
    # Whoever comes back holds nothing, so that day is past, and a last day to come is after it.
    return Grant(grant.role, grant.organisation, last + A_DAY, grant.ends)


def _cohorts_named(plan: Plan) -> dict[tuple[int, str], Cohort]:
    """Every cohort of the organisations that people enter, new ones made first."""
    Cohort.objects.bulk_create(
        [Cohort(organisation=place, name=name) for place, name in plan.new_cohorts]
    )
    places = {place.pk for one in plan.people for place, _name in (*one.enters, *one.supervises)}
    found = Cohort.objects.filter(organisation__in=places)
    return {(one.organisation_id, one.name.casefold()): one for one in found}


def _parts(values: Sequence[T]) -> Iterable[Sequence[T]]:
    return (values[at : at + 5 * AT_ONCE] for at in range(0, len(values), 5 * AT_ONCE))
