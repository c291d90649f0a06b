"""Where people stand in certification: who sits, who is certified and until when, who waits."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses.models import Certificate, Certification, CertificationSet, TrainerConversation
from people.public import Prepared, Slot, User

DAY = "j F Y"
Outcome = CertificationSet.Outcome
Place = tuple[int, int]
"""A person and a certification."""


class StandingState(StrEnum):
    """Where a person stands in one certification, the most pressing first."""

    NEEDS_TRAINER = "needs_trainer"
    RUN_OUT = "run_out"
    SITTING = "sitting"
    DUE_AGAIN = "due_again"
    REVOKED = "revoked"
    MAY_DRAW = "may_draw"
    CERTIFIED = "certified"
    NOT_BEGUN = "not_begun"


@dataclass(frozen=True, kw_only=True)
class Papers:
    """The certificates that one person has had in one certification, the first first."""

    certificates: tuple[Certificate, ...] = ()
    today: date

    @property
    def certificate(self) -> Certificate | None:
        """The one in force that holds longest."""
        holding = [one for one in self.certificates if self._holds(one)]
        return max(holding, key=lambda one: one.expires_on, default=None)

    @property
    def again_from(self) -> date | None:
        """The day from which a certified person may draw a set for the next certificate."""
        if self.certificate is None:
            return None
        return self.certificate.expires_on - timedelta(days=settings.RECERTIFY_DAYS_BEFORE)

    @property
    def is_too_early(self) -> bool:
        return self.again_from is not None and self.today < self.again_from

    @property
    def due_again_on(self) -> date | None:
        """The last day of what they hold or held, once they may be certified again."""
        held = [one.expires_on for one in self.certificates if one.revoked_at is None]
        return None if self.is_too_early else max(held, default=None)

    def _holds(self, one: Certificate) -> bool:
        return one.state_on(self.today) == Certificate.State.VALID


@dataclass(frozen=True, kw_only=True)
class Standing(Papers):
    """One person in one certification. ``round_sets`` are the sets since they last passed."""

    person_id: int
    certification: Certification
    sets: tuple[CertificationSet, ...] = ()
    conversations: frozenset[int] = frozenset()

    @property
    def open_set(self) -> CertificationSet | None:
        return next((one for one in self.sets if one.is_open), None)

    @property
    def round(self) -> int:
        """Which certification this is, counted from one; a new one begins after each pass."""
        if not self.sets:
            return 1
        last = self.sets[-1]
        return last.round + 1 if last.outcome == Outcome.PASSED else last.round

    @property
    def round_sets(self) -> list[CertificationSet]:
        return [one for one in self.sets if one.round == self.round]

    @property
    def used(self) -> int:
        """Sets that count against the allowance; one that could not be decided does not."""
        return sum(one.outcome != Outcome.UNDEFINED for one in self.round_sets)

    @property
    def allowed(self) -> int:
        """The allowance, and one more for each conversation after it was used up."""
        return self.certification.sets_allowed + sum(
            one.pk in self.conversations and one.outcome == Outcome.NOT_PASSED
            for one in self.round_sets
        )

    @property
    def left(self) -> int:
        return max(self.allowed - self.used, 0)

    @property
    def last_decided(self) -> CertificationSet | None:
        return next((one for one in reversed(self.sets) if not one.is_open), None)

    @property
    def waits_for_trainer(self) -> CertificationSet | None:
        """The set that a trainer has to talk about before another can be drawn."""
        if self.open_set:
            return None
        mine = self.round_sets
        is_stuck = mine and (mine[-1].outcome == Outcome.UNDEFINED or self.used >= self.allowed)
        if is_stuck and mine[-1].pk not in self.conversations:
            return mine[-1]
        earned = self.set_of_revoked
        return earned if earned and earned.pk not in self.conversations else None

    @property
    def revoked(self) -> Certificate | None:
        """The last certificate, if it was revoked and none is in force beside it."""
        last = self.certificates[-1] if self.certificates else None
        return last if last and last.revoked_at and not self.certificate else None

    @property
    def set_of_revoked(self) -> CertificationSet | None:
        """The set that earned the revoked certificate: a conversation after it stands there."""
        if self.revoked is None:
            return None
        return next((one for one in self.sets if one.uuid == self.revoked.by_set), None)

    @property
    def waits_since_revoked(self) -> bool:
        """Whether it is the revoked certificate that has to be talked about."""
        waits = self.waits_for_trainer
        return waits is not None and waits == self.set_of_revoked

    @property
    def state(self) -> StandingState:
        if self.waits_for_trainer:
            return StandingState.NEEDS_TRAINER
        if self.open_set:
            return StandingState.SITTING
        if self.certificate:
            return StandingState.CERTIFIED if self.is_too_early else StandingState.DUE_AGAIN
        if self.round_sets:
            return StandingState.MAY_DRAW
        if self.certificates:
            last = self.certificates[-1]
            return StandingState.REVOKED if last.revoked_at else StandingState.RUN_OUT
        return StandingState.NOT_BEGUN

    @property
    def words(self) -> str:
        """The state in a sentence; a certificate in force is said with it, whatever else is."""
        return self._with_certificate(self._state_words())

    @property
    def own_words(self) -> str:
        """The same, said to the person."""
        match self.state:
            case StandingState.NOT_BEGUN:
                return _("You have not begun.")
            case StandingState.SITTING:
                said = _("You sit a set now, drawn on %(day)s.") % {"day": self._opened_on()}
            case StandingState.NEEDS_TRAINER:
                said = _("You need a conversation with a trainer before another set.")
                if self.waits_since_revoked:
                    said = _("Your certificate was revoked.") + " " + said
            case _:
                return self.words
        return self._with_certificate(said)

    def _state_words(self) -> str:
        match self.state:
            case StandingState.NEEDS_TRAINER:
                if self.waits_since_revoked:
                    return _(
                        "The certificate was revoked. "
                        "Needs a conversation with a trainer before another set."
                    )
                return _("Needs a conversation with a trainer before another set.")
            case StandingState.SITTING:
                return _("Sits a set now, drawn on %(day)s.") % {"day": self._opened_on()}
            case StandingState.CERTIFIED:
                return _("Certified until %(day)s.") % {"day": self._last_day()}
            case StandingState.DUE_AGAIN:
                return _("Certified until %(day)s, and due again now.") % {"day": self._last_day()}
            case StandingState.RUN_OUT:
                return _("The certificate ran out on %(day)s.") % {
                    "day": date_format(self.certificates[-1].expires_on, DAY)
                }
            case StandingState.REVOKED:
                return _("The certificate was revoked.")
            case StandingState.MAY_DRAW:
                return _("Not certified yet: %(used)d of %(allowed)d sets used.") % {
                    "used": self.used, "allowed": self.allowed,
                }  # fmt: skip
            case StandingState.NOT_BEGUN:
                return _("Has not begun.")

    def _with_certificate(self, said: str) -> str:
        if self.certificate and self.state not in (
            StandingState.CERTIFIED,
            StandingState.DUE_AGAIN,
        ):
            return _("%(said)s Certified until %(day)s.") % {
                "said": said, "day": date_format(self.certificate.expires_on, DAY),
            }  # fmt: skip
        return said

    def _opened_on(self) -> str:
        return _day(self.open_set.opened_at) if self.open_set else ""

    def _last_day(self) -> str:
        return date_format(self.certificate.expires_on, DAY) if self.certificate else ""


def _sets() -> QuerySet[CertificationSet]:
    return CertificationSet.objects.select_related("certification", "rule")


def _certificates() -> QuerySet[Certificate]:
    return Certificate.objects.select_related("certification")


_sets_of_one = Prepared(lambda: _sets().filter(person=Slot(CertificationSet, "person")))
_certificates_of_one = Prepared(lambda: _certificates().filter(person=Slot(Certificate, "person")))


def certification_standing(
    people: QuerySet[User] | Collection[User] | Collection[int],
) -> dict[int, list[Standing]]:
    """Where these people stand, by their ids: without who never drew a set. Three queries at most.

    Reports ask for the people first: this says nothing of who may see whom.
    """
    return _standings(
        _sets().filter(person__in=people), _certificates().filter(person__in=people), people
    )


def standings_of_one(person: User) -> list[Standing]:
    """The same of one person."""
    sets, papers = (of.rows(person=person.pk) for of in (_sets_of_one, _certificates_of_one))
    return _standings(sets, papers, [person.pk]).get(person.pk, [])


def standing_of(person: User, certification: Certification) -> Standing:
    """The same of one person in one certification, begun or not. Three queries at most."""
    found = _standings(
        _sets().filter(person=person, certification=certification),
        _certificates().filter(person=person, certification=certification),
        [person.pk],
    )
    mine = found.get(person.pk) or [empty_standing(person, certification)]
    return mine[0]


def empty_standing(person: User, certification: Certification) -> Standing:
    """Somebody who has never drawn a set."""
    return Standing(person_id=person.pk, certification=certification, today=timezone.localdate())


def due_again_days(people: Collection[int]) -> dict[tuple[int, int | None], date]:
    """By when these people have to be certified again, by person and course: one query."""
    today = timezone.localdate()
    found = {}
    held = _certificates().filter(person__in=people, certification__course__isnull=False)
    for (person, _certification), papers in sorted(_by_place(held).items()):
        if day := Papers(certificates=papers, today=today).due_again_on:
            found[person, papers[0].certification.course_id] = day
    return found


def _standings(
    sets: Iterable[CertificationSet],
    certificates: Iterable[Certificate],
    people: QuerySet[User] | Collection[User] | Collection[int],
) -> dict[int, list[Standing]]:
    by_place: defaultdict[Place, list[CertificationSet]] = defaultdict(list)
    for one in sets:
        by_place[one.person_id, one.certification_id].append(one)
    conversations: frozenset[int] = frozenset()
    if by_place:
        # Without a set there was nothing to talk about.
        held = TrainerConversation.objects.filter(person__in=people)
        conversations = frozenset(held.values_list("of_set_id", flat=True))
    certified = _by_place(certificates)
    found: defaultdict[int, list[Standing]] = defaultdict(list)
    today = timezone.localdate()
    for place in sorted(by_place.keys() | certified.keys()):
        mine, papers = tuple(by_place.get(place, ())), certified.get(place, ())
        found[place[0]].append(
            Standing(
                person_id=place[0],
                certification=(*mine, *papers)[-1].certification,
                sets=mine,
                certificates=papers,
                conversations=conversations,
                today=today,
            )
        )
    return dict(found)


def _by_place(certificates: Iterable[Certificate]) -> dict[Place, tuple[Certificate, ...]]:
    """By person and certification, the first first."""
    found: defaultdict[Place, list[Certificate]] = defaultdict(list)
    for one in sorted(certificates, key=lambda one: (one.issued_on, one.pk)):
        found[one.person_id, one.certification_id].append(one)
    return {place: tuple(papers) for place, papers in found.items()}


def _day(moment: object) -> str:
    return date_format(timezone.localtime(moment), DAY)
