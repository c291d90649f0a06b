"""A person's own certifications: what is asked, the cases of a set, the outcome, what is next."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from courses.certification_words import (
    missed_words,
    none_left_words,
    rule_words,
    too_few_words,
)
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
from courses.selectors.certification_bank import minutes_of_a_set, twins_of, unseen_checks
from courses.selectors.certification_sets import (
    course_to_finish,
    is_for,
    reason_to_wait,
    refusal_to_sit,
)
from courses.selectors.certification_standing import (
    Standing,
    standing_of,
)
from courses.selectors.certification_swaps import Others, others_for
from people.public import User
from scenarios.public import (
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
    has_another: bool = True
    """Whether another case is left that can take its place."""

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
    def next_case(self) -> CaseLine | None:
        """The case to do now, a begun one before others; none while another has to be taken."""
        if any(line.has_another for line in self.fell_away):
            return None
        to_do = [line for line in self.cases if line.url and not line.is_done]
        return min(to_do, key=lambda line: not line.is_begun, default=None)

    @property
    def to_swap(self) -> list[CaseLine]:
        return [line for line in self.cases if line.may_swap and not line.fell_away]

    @property
    def can_swap(self) -> bool:
        return any(line.has_another for line in self.to_swap)

    @property
    def none_left(self) -> str:
        """Why no case can take the place of one that has no other."""
        return none_left_words()


@dataclass(frozen=True)
class CertificationPage:
    """The whole page of one certification for one person."""

    certification: Certification
    standing: Standing
    rule: CertificationRule | None
    rule_words: tuple[str, ...]
    minutes: int
    unseen: int
    barred: str
    wait_words: str
    course_first: CoursePage | None
    open_set: SetPage | None
    last: SetPage | None
    earlier: tuple[SetPage, ...]

    @property
    def why_not(self) -> str:
        return self.barred or self.wait_words

    @property
    def too_few(self) -> str:
        """That too few cases are left for a set, whatever else the person waits for."""
        if self.rule is None or self.open_set or self.barred or self.has_enough:
            return ""
        return too_few_words(self.unseen, self.rule.n_cases)

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
        .select_related("of_set__certification", "of_set__rule", "release__case_version__scenario")
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
    others = others_for(person, standing.open_set) if standing.open_set else None
    pages = _set_pages(person, standing, others)
    decided = [page for page in pages if not page.of_set.is_open]
    open_page = next((page for page in pages if page.of_set.is_open), None)
    last = _with_factors(person, decided[-1]) if decided else None
    course_first = course_to_finish(person, certification)
    return CertificationPage(
        certification=certification,
        standing=standing,
        rule=rule,
        rule_words=tuple(rule_words(shown.bounds)) if shown else (),
        minutes=minutes_of_a_set(unseen, rule) if rule else 0,
        unseen=n_drawable(unseen, twins_of(unseen)),
        barred=refusal_to_sit(person, certification),
        wait_words=reason_to_wait(standing, rule, course_first),
        course_first=course_first,
        open_set=open_page,
        last=last,
        earlier=tuple(reversed(decided[:-1])),
    )


def _set_pages(person: User, standing: Standing, others: Others | None) -> list[SetPage]:
    """``others``: what can take the place of a case of the set that is open."""
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
                CaseLine(
                    row,
                    attempts.get(row.release_id),
                    has_another=others is None or not one.is_open or others.has_one_for(row),
                )
                for row in cases.get(one.pk, ())
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
