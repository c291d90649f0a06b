"""A person's own certifications: what is asked, the cases of a set, the outcome, what is next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from courses.certification_words import missed_words, rule_words
from courses.drawing import n_drawable, ref_of
from courses.models import (
    Certificate,
    Certification,
    CertificationRule,
    CertificationSet,
    CoursePage,
    SetCase,
    TrainerConversation,
)
from courses.selectors.certification_bank import twins_of, unseen_checks
from courses.selectors.certification_sets import (
    OwnStandings,
    course_to_finish,
    is_for,
    own_standings,
    refusal_to_draw,
)
from courses.selectors.certification_standing import (
    Standing,
    standing_of,
)
from people.public import User
from scenarios.public import (
    Assessment,
    AttemptRow,
    NextStep,
    Release,
    attempt_rows,
    case_url,
    next_steps,
    strong_and_weak,
)
from scoring.public import stored_units, words_for

Outcome = CertificationSet.Outcome


@dataclass(frozen=True)
class CaseLine:
    """A case of a set as a task: its state, where it is sat or its feedback read, and what to do
    where it cannot be.
    """

    case: SetCase
    attempt: AttemptRow | None

    @property
    def ref(self) -> str:
        return ref_of(self.case.release)

    @property
    def title(self) -> str:
        return str(self.case.release.case_version.title)

    @property
    def minutes(self) -> int:
        return int(self.case.release.case_version.minutes)

    @property
    def is_done(self) -> bool:
        return self.case.is_submitted

    @property
    def is_begun(self) -> bool:
        return self.attempt is not None and not self.attempt.is_submitted

    @property
    def is_withdrawn(self) -> bool:
        return bool(self.case.release.state == Release.State.WITHDRAWN)

    @property
    def is_shut(self) -> bool:
        """Whether it can be begun by nobody any more, and was not."""
        is_open = self.case.release.state == Release.State.OPEN
        return not self.is_done and not self.is_begun and not is_open

    @property
    def fell_away(self) -> bool:
        """Whether another has to take its place before the set can be decided."""
        return self.case.of_set.is_open and (self.is_withdrawn or self.is_shut)

    @property
    def may_swap(self) -> bool:
        return self.case.of_set.is_open and not self.is_done and not self.is_begun

    @property
    def url(self) -> str:
        if self.is_done:
            return reverse("feedback", args=[self.case.assessment])
        return "" if self.is_withdrawn or self.is_shut else case_url(self.ref)

    @property
    def state_words(self) -> str:
        if self.is_withdrawn and self.case.of_set.is_open:
            return _("Withdrawn")
        if self.is_done:
            return _("Submitted")
        if self.is_shut:
            return _("Closed")
        return _("Begun") if self.is_begun else _("Not begun")


@dataclass(frozen=True)
class SetPage:
    """One set as its person sees it. Levels of the panel are nowhere in it."""

    of_set: CertificationSet
    cases: tuple[CaseLine, ...]
    missed: tuple[str, ...]
    conversation: TrainerConversation | None
    strong: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    next_steps: tuple[NextStep, ...] = ()

    @property
    def is_passed(self) -> bool:
        return bool(self.of_set.outcome == Outcome.PASSED)

    @property
    def is_undefined(self) -> bool:
        return bool(self.of_set.outcome == Outcome.UNDEFINED)

    @property
    def why_undefined(self) -> str:
        return words_for(self.of_set.why_undefined) if self.of_set.why_undefined else ""

    @property
    def minutes_left(self) -> int:
        return sum(line.minutes for line in self.cases if not line.is_done)

    @property
    def done(self) -> int:
        return sum(line.is_done for line in self.cases)

    @property
    def fell_away(self) -> list[CaseLine]:
        return [line for line in self.cases if line.fell_away]

    @property
    def to_swap(self) -> list[CaseLine]:
        return [line for line in self.cases if line.may_swap and not line.fell_away]


@dataclass(frozen=True)
class CertificationPage:
    """The whole page of one certification for one person."""

    certification: Certification
    standing: Standing
    rule: CertificationRule | None
    rule_words: tuple[str, ...]
    minutes: int
    unseen: int
    why_not: str
    course_first: CoursePage | None
    open_set: SetPage | None
    last: SetPage | None
    earlier: tuple[SetPage, ...]

    @property
    def may_draw(self) -> bool:
        return not self.why_not and self.open_set is None and self.has_enough

    @property
    def has_enough(self) -> bool:
        return self.rule is not None and self.unseen >= self.rule.n_cases

    @property
    def certificate(self) -> Certificate | None:
        return self.standing.certificate

    @property
    def again_from(self) -> date | None:
        return self.standing.again_from

    @property
    def has_texts(self) -> bool:
        """Whether a text that people wrote is on the page."""
        shown = [*self.earlier, *([self.last] if self.last else [])]
        return any(one.conversation for one in shown)


def own_certification_or_404(person: User, uuid: UUID) -> Certification:
    """A certification that is for the person, or in which they have drawn a set before."""
    certification = Certification.objects.filter(uuid=uuid).select_related("owner").first()
    if certification is None:
        raise Http404
    if not is_for(person, certification):
        sets = CertificationSet.objects.filter(person=person, certification=certification)
        if not sets.exists():
            raise Http404
    return certification


def own_case_or_404(person: User, uuid: UUID, set_uuid: UUID, position: int) -> SetCase:
    """The case that stands at a position of one's own set."""
    case = (
        SetCase.objects.filter(
            of_set__person=person,
            of_set__uuid=set_uuid,
            of_set__certification__uuid=uuid,
            position=position,
            replaced_at__isnull=True,
        )
        .select_related("of_set__certification", "release__case_version__scenario")
        .first()
    )
    if case is None:
        raise Http404
    return case


def may_be_replaced(case: SetCase) -> bool:
    """Whether the page that takes another case is of any use; the act asks again."""
    is_withdrawn = case.release.state == Release.State.WITHDRAWN
    return case.of_set.is_open and (is_withdrawn or not case.is_submitted)


def certification_page(person: User, certification: Certification) -> CertificationPage:
    """The page, in a number of queries that does not grow with the sets that were sat."""
    standing = standing_of(person, certification)
    rule = certification.rules.filter(is_in_force=True).first()
    unseen: list[Release] = []
    if rule is not None and standing.open_set is None:
        unseen = unseen_checks(person, certification, rule.minimum_ratings)
    # Whoever sits a set is told what that one has to reach, whatever is in force since.
    shown = standing.open_set.rule if standing.open_set else rule
    pages = _set_pages(person, standing)
    decided = [page for page in pages if not page.of_set.is_open]
    open_page = next((page for page in pages if page.of_set.is_open), None)
    last = _with_factors(person, decided[-1]) if decided else None
    course_first = course_to_finish(person, certification)
    return CertificationPage(
        certification=certification,
        standing=standing,
        rule=rule,
        rule_words=tuple(rule_words(shown.bounds)) if shown else (),
        minutes=_minutes_of_a_set(unseen, rule),
        unseen=n_drawable(unseen, twins_of(unseen)),
        why_not=refusal_to_draw(person, standing, rule, course_first),
        course_first=course_first,
        open_set=open_page,
        last=last,
        earlier=tuple(reversed(decided[:-1])),
    )


def _minutes_of_a_set(unseen: list[Release], rule: CertificationRule | None) -> int:
    """About how long a set takes: so many cases of the middle length of those that may come."""
    if rule is None or not unseen:
        return 0
    minutes = [release.case_version.minutes for release in unseen]
    return round(rule.n_cases * sum(minutes) / len(minutes))


def _set_pages(person: User, standing: Standing) -> list[SetPage]:
    rows = SetCase.objects.filter(of_set__in=[one.pk for one in standing.sets], replaced_at=None)
    cases: dict[int, list[SetCase]] = {}
    for row in rows.select_related("of_set", "release__case_version__scenario"):
        cases.setdefault(row.of_set_id, []).append(row)
    releases = [row.release for of_set in cases.values() for row in of_set]
    attempts = {row.release_id: row for row in attempt_rows([person.pk], releases)}
    held = TrainerConversation.objects.filter(of_set__in=cases).select_related("recorded_by")
    conversations = {one.of_set_id: one for one in held}
    return [
        SetPage(
            of_set=one,
            cases=tuple(
                CaseLine(row, attempts.get(row.release_id)) for row in cases.get(one.pk, ())
            ),
            missed=tuple(missed_words(one.missed)),
            conversation=conversations.get(one.pk),
        )
        for one in standing.sets
    ]


def _with_factors(person: User, page: SetPage) -> SetPage:
    """The set decided last, with its strong and weak factors by name and the way on from them."""
    submitted = [line.case for line in page.cases if line.case.assessment]
    units = stored_units([case.assessment for case in submitted])
    strong, weak = strong_and_weak(units)
    steps: list[NextStep] = []
    if weak and submitted and not page.is_passed:
        steps = next_steps(person, submitted[-1].release, [factor.code for factor in weak])
    return SetPage(
        of_set=page.of_set,
        cases=page.cases,
        missed=page.missed,
        conversation=page.conversation,
        strong=tuple(factor.name for factor in strong),
        weak=tuple(factor.name for factor in weak),
        next_steps=tuple(steps),
    )


@dataclass(frozen=True)
class OwnCertification:
    """One line of My learning: a certification, where the person stands, and what is next."""

    certification: Certification
    standing: Standing
    can_go_on: bool = False
    """Whether a case of the set that they sit can be sat now."""

    @property
    def url(self) -> str:
        return reverse("own_certification", args=[self.certification.uuid])

    @property
    def words(self) -> str:
        return self.standing.own_words

    @property
    def certified_until(self) -> date | None:
        """The last day of the certificate in force, if there is one."""
        return self.standing.certificate.expires_on if self.standing.certificate else None

    @property
    def open_since(self) -> datetime | None:
        """When the set that the person sits now was drawn."""
        return self.standing.open_set.opened_at if self.standing.open_set else None


def own_certifications(
    person: User, standings: OwnStandings | None = None
) -> list[OwnCertification]:
    """Every certification that is for the person or that they have begun: for My learning.

    Six queries at most, however many there are; fewer where ``standings`` are at hand.
    """
    mine = own_standings(person) if standings is None else standings
    going_on = _with_a_case_to_sit(person, mine.all)
    return [
        OwnCertification(
            one.certification, one, one.open_set is not None and one.open_set.pk in going_on
        )
        for one in mine.all
    ]


def _with_a_case_to_sit(person: User, standings: Iterable[Standing]) -> set[int]:
    """Of their open sets those of which a case can be begun, or is begun and can be finished."""
    open_sets = [one.open_set.pk for one in standings if one.open_set]
    if not open_sets:
        return set()
    begun = Assessment.objects.filter(
        person=person, release=OuterRef("release"), submitted_at=None, stopped_at=None
    )
    waiting = SetCase.objects.filter(of_set__in=open_sets, replaced_at=None, submitted_at=None)
    can_be_sat = Q(release__state=Release.State.OPEN) | (
        Q(release__state=Release.State.CLOSED) & Exists(begun)
    )
    return set(waiting.filter(can_be_sat).values_list("of_set_id", flat=True))
