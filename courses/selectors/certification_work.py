"""What trainers and leads see of certification: rules and trials, who waits, who is certified."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.certification_words import missed_words, rule_words
from courses.models import (
    Certificate,
    Certification,
    CertificationRule,
    CertificationSet,
    SetCase,
    TrainerConversation,
)
from courses.selectors.certification_bank import Bank, bank_for
from courses.selectors.certification_standing import (
    Standing,
    StandingState,
    certification_standing,
)
from courses.services.conversations import revoked_on, trains
from people.public import (
    Organisation,
    Role,
    User,
    organisations_led_by,
    trainees_in,
    trainees_under,
)
from scenarios.public import Report, Reportable, strong_and_weak
from scoring.public import stored_units

Outcome = CertificationSet.Outcome


@dataclass(frozen=True)
class CertificationRow:
    """One certification in the list."""

    certification: Certification
    rules: tuple[CertificationRule, ...]

    @property
    def in_force(self) -> CertificationRule | None:
        return next((rule for rule in self.rules if rule.is_in_force), None)

    @property
    def waiting(self) -> bool:
        """Whether a rule may be switched on that never was."""
        return any(rule.may_be_used and rule.switched_on_at is None for rule in self.rules)


@dataclass(frozen=True)
class PersonRow:
    """Somebody in one certification, as their lead or trainer sees it."""

    person: User
    standing: Standing

    @property
    def url(self) -> str:
        """Where a conversation is recorded, if one is needed."""
        waits = self.standing.waits_for_trainer
        return reverse("certification_conversation", args=[waits.uuid]) if waits else ""


@dataclass(frozen=True)
class CertificationWork:
    """A certification as its trainers work on it."""

    certification: Certification
    rules: tuple[CertificationRule, ...]
    bank: Bank
    waiting: tuple[PersonRow, ...]

    @property
    def in_force(self) -> CertificationRule | None:
        return next((rule for rule in self.rules if rule.is_in_force), None)

    @property
    def come_since(self) -> list[str]:
        """Cases that a set may hold now, on which the rule in force was not tried."""
        tried = self.in_force.trial["cases"] if self.in_force else self.bank.refs
        return sorted(set(self.bank.refs) - set(tried))

    @property
    def gone_since(self) -> list[str]:
        """Cases that the rule in force was tried on, and no set may hold any more."""
        tried = self.in_force.trial["cases"] if self.in_force else ()
        return sorted(set(tried) - set(self.bank.refs))

    @property
    def rule_words(self) -> list[str]:
        return rule_words(self.in_force.bounds) if self.in_force else []

    @property
    def why_no_rule(self) -> str:
        """Why nobody can draw a set yet."""
        if self.in_force:
            return ""
        if not self.rules:
            return _("No pass rule has been proposed yet, so nobody can draw a set.")
        if any(rule.may_be_used for rule in self.rules):
            return _("A rule waits to be switched on by a second person.")
        return _("No rule that was proposed may be used, so nobody can draw a set. See why below.")


def certification_rows(user: User) -> list[CertificationRow]:
    """The certifications that somebody looks after: two queries beside whose they are."""
    rules = Prefetch("rules", queryset=CertificationRule.objects.order_by("-number"))
    found = Certification.objects.visible_to(user).select_related("owner").prefetch_related(rules)
    return [CertificationRow(one, tuple(one.rules.all())) for one in found]


def certification_or_404(user: User, uuid: UUID) -> Certification:
    """One of them; another organisation's answers as one that does not exist."""
    found = Certification.objects.visible_to(user).filter(uuid=uuid).select_related("owner").first()
    if found is None:
        raise Http404
    return found


def rule_or_404(user: User, uuid: UUID, number: int) -> CertificationRule:
    """A rule of one of them."""
    certification = certification_or_404(user, uuid)
    rule = certification.rules.select_related(
        "certification__owner", "proposed_by", "switched_on_by"
    ).filter(number=number)
    found = rule.first()
    if found is None:
        raise Http404
    return found


def rule_like(certification: Certification, number: str) -> CertificationRule | None:
    """The rule that a proposal begins from; None where the number names none."""
    if not (number.isascii() and number.isdigit() and len(number) < 5):
        return None
    found: CertificationRule | None = certification.rules.filter(number=int(number)).first()
    return found


def certification_work(user: User, certification: Certification) -> CertificationWork:
    """The page of one certification, in a number of queries that does not grow."""
    rules = tuple(certification.rules.select_related("proposed_by", "switched_on_by"))
    in_force = next((rule for rule in rules if rule.is_in_force), None)
    people = _who_may_wait(trainees_under(user, Role.TRAINER), certification)
    rows = [row for row in person_rows(people) if row.standing.certification == certification]
    return CertificationWork(
        certification=certification,
        rules=rules,
        bank=bank_for(certification, user, in_force),
        waiting=tuple(row for row in rows if row.standing.waits_for_trainer),
    )


def person_rows(people: Iterable[User]) -> list[PersonRow]:
    """Where people stand, the most pressing first, then by name; without who never began."""
    by_id = {person.pk: person for person in people}
    found = [
        PersonRow(by_id[person], standing)
        for person, standings in certification_standing(list(by_id)).items()
        for standing in standings
    ]
    order = list(StandingState)
    return sorted(
        found,
        key=lambda row: (
            order.index(row.standing.state), row.person.last_name, row.person.first_name,
            row.person.pk, row.standing.certification.title,
        ),
    )  # fmt: skip


@dataclass(frozen=True)
class PeoplePage:
    """A lead's page: sentences first, then everybody who has begun."""

    organisation: Organisation
    people: int
    rows: tuple[PersonRow, ...]

    @property
    def sentences(self) -> list[str]:
        counts = Counter(row.standing.state for row in self.rows)
        certified = len({row.person.pk for row in self.rows if row.standing.certificate})
        said = [
            ngettext(
                "%(n)d of %(all)d person is certified.",
                "%(n)d of %(all)d people are certified.",
                self.people,
            )
            % {"n": certified, "all": self.people}
        ]
        for state, one, many in (
            (
                StandingState.NEEDS_TRAINER,
                _("%(n)d needs a conversation with a trainer."),
                _("%(n)d need a conversation with a trainer."),
            ),
            (
                StandingState.RUN_OUT,
                _("%(n)d has a certificate that ran out."),
                _("%(n)d have a certificate that ran out."),
            ),
            (
                StandingState.SITTING,
                _("%(n)d sits a set now."),
                _("%(n)d sit a set now."),
            ),
            (
                StandingState.DUE_AGAIN,
                _("%(n)d is due again."),
                _("%(n)d are due again."),
            ),
        ):
            if n := counts[state]:
                said.append((one if n == 1 else many) % {"n": n})
        return said


def people_page(user: User, code: str) -> PeoplePage:
    """Who is certified in an organisation that somebody leads; another's is not found."""
    organisation = organisations_led_by(user).filter(code=code).first()
    if organisation is None:
        raise Http404
    people = trainees_in(organisation)
    return PeoplePage(organisation, people.count(), tuple(person_rows(_begun(people))))


def _begun(people: QuerySet[User]) -> QuerySet[User]:
    """Those who have drawn a set of anything: of thousands, the few who are shown."""
    return people.filter(pk__in=CertificationSet.objects.values("person"))


def _who_may_wait(people: QuerySet[User], certification: Certification) -> QuerySet[User]:
    """Those who did not pass a set of it, or whose certificate was revoked: few, of all of them."""
    sets = certification.sets.filter(outcome__in=[Outcome.NOT_PASSED, Outcome.UNDEFINED])
    revoked = Certificate.objects.filter(certification=certification, revoked_at__isnull=False)
    return people.filter(Q(pk__in=sets.values("person")) | Q(pk__in=revoked.values("person")))


@dataclass(frozen=True)
class ConversationPage:
    """What a trainer has before them when they talk to somebody about a set."""

    of_set: CertificationSet
    person: User
    missed: tuple[str, ...]
    strong: tuple[str, ...]
    weak: tuple[str, ...]
    conversation: TrainerConversation | None
    revoked_on: date | None


def set_to_talk_about_or_404(trainer: User, uuid: UUID) -> CertificationSet:
    """A decided set of somebody whom this person trains."""
    found = (
        CertificationSet.objects.filter(uuid=uuid, decided_at__isnull=False)
        .exclude(person=trainer)
        .select_related("certification__owner", "person")
        .first()
    )
    if found is None or not trains(trainer, found.person):
        raise Http404
    return found


def conversation_page(of_set: CertificationSet) -> ConversationPage:
    """The outcome in words, and factors by name: nothing of the panel's levels."""
    cases = SetCase.objects.filter(of_set=of_set, replaced_at=None, assessment__isnull=False)
    strong, weak = strong_and_weak(stored_units(list(cases.values_list("assessment", flat=True))))
    return ConversationPage(
        of_set=of_set,
        person=of_set.person,
        missed=tuple(missed_words(of_set.missed)),
        strong=tuple(factor.name for factor in strong),
        weak=tuple(factor.name for factor in weak),
        conversation=TrainerConversation.objects.filter(of_set=of_set)
        .select_related("recorded_by")
        .first(),
        revoked_on=revoked_on(of_set),
    )


def reportable_conversations(
    conversations: Iterable[TrainerConversation], organisation: Organisation
) -> list[Reportable]:
    """What trainers wrote of conversations, to be reported; never with whose it was."""
    return [
        Reportable(
            Report.Kind.CONVERSATION,
            one.pk,
            _("What was agreed"),
            _("Recorded on %(day)s") % {"day": f"{one.recorded_at:%Y-%m-%d}"},
            _("Certification “%(title)s”: a conversation")
            % {"title": one.of_set.certification.title},
            organisation,
        )
        for one in conversations
    ]
