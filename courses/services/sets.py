"""A person sits a set: it is drawn for them, mended where a case falls away, and decided."""

import secrets
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.certification_words import none_left_words, too_few_words
from courses.drawing import draw_cases, draw_in_place, ref_of
from courses.models import (
    Certification,
    CertificationSet,
    SetCase,
)
from courses.selectors.certification_bank import twins_of, unseen_checks
from courses.selectors.certification_sets import (
    course_to_finish,
    refusal_to_draw,
    refusal_to_sit,
)
from courses.selectors.certification_standing import standing_of
from courses.selectors.certification_swaps import others_for
from courses.services.certificates import issue_certificate
from courses.services.certifying import CertificationRefused
from people.public import Organisation, User, record_event, trainee_organisation
from scenarios.public import Assessment, Release, attempt_rows
from scoring.public import judge_stored_sitting, keys_that_certify

SEED_BITS = 48
Outcome = CertificationSet.Outcome


class TooFewUnseen(CertificationRefused):
    """The bank has not enough cases that the person has never met."""


@transaction.atomic
def draw_set(*, person: User, certification: Certification) -> CertificationSet:
    """Draw a set of cases that the person has never met, under the rule in force.

    Being drawn is being asked to sit them. A set that is open already is the one, so that drawing
    twice is the same as once. CertificationRefused: they cannot draw one now, with the words why;
    TooFewUnseen: the bank has too little for them.
    """
    # One of this person's at a time; whoever submits holds the same row.
    User.objects.select_for_update(no_key=True).get(pk=person.pk)
    standing = standing_of(person, certification)
    if standing.open_set:
        return standing.open_set
    rule = certification.rules.filter(is_in_force=True).first()
    organisation = trainee_organisation(person)
    words = refusal_to_draw(person, standing, rule, course_to_finish(person, certification))
    if words or rule is None or organisation is None:
        raise CertificationRefused(words)
    unseen = unseen_checks(person, certification, rule.minimum_ratings)
    seed = secrets.randbits(SEED_BITS)
    drawn = draw_cases(unseen, rule.n_cases, seed, twins_of(unseen))
    if len(drawn) < rule.n_cases:
        raise TooFewUnseen(too_few_words(len(drawn), rule.n_cases))
    made = CertificationSet.objects.create(
        certification=certification,
        person=person,
        round=standing.round,
        number=len(standing.round_sets) + 1,
        rule=rule,
        seed=seed,
        drawn_from=sorted(ref_of(release) for release in unseen),
    )
    SetCase.objects.bulk_create(
        SetCase(of_set=made, position=position, release=release)
        for position, release in enumerate(drawn, start=1)
    )
    _record("certification_set.drawn", made, organisation, cases=len(drawn))
    return made


@transaction.atomic
def replace_case(*, person: User, case: SetCase) -> SetCase:
    """Put another unseen case in the place of one that the person does not or cannot sit.

    They need no reason: a case that is not begun may be left, or one they have stopped. A case that
    was withdrawn is replaced even where it was submitted, since it can neither pass nor fail
    anybody. Replacing it twice is like once: the case in its place is given back.
    CertificationRefused: it was submitted, is begun, or the set is decided; TooFewUnseen: no other
    case is left for them.
    """
    User.objects.select_for_update(no_key=True).get(pk=person.pk)
    case = SetCase.objects.select_related(
        "of_set__certification", "of_set__rule", "release__case_version__scenario"
    ).get(pk=case.pk)
    of_set = case.of_set
    if case.replaced_at is not None:
        return of_set.cases.get(position=case.position, replaced_at=None)
    because = _why_replaced(person, case)
    if words := refusal_to_sit(person, of_set.certification):
        raise CertificationRefused(words)
    release = _another(person, case)
    case.replaced_at, case.replaced_because = timezone.now(), because
    case.save(update_fields=["replaced_at", "replaced_because"])
    new = SetCase.objects.create(of_set=of_set, position=case.position, release=release)
    organisation = trainee_organisation(person)
    # A swap is nobody's business, as a stop is not; what happened to a case is recorded.
    if because != SetCase.Replaced.SWAPPED and organisation is not None:
        _record("certification_set.case_replaced", of_set, organisation, because=str(because))
    return new


def _why_replaced(person: User, case: SetCase) -> SetCase.Replaced:
    if not case.of_set.is_open:
        raise CertificationRefused(_("This set is decided, so its cases stay as they are."))
    state = case.release.state
    if state == Release.State.WITHDRAWN:
        return SetCase.Replaced.WITHDRAWN
    if case.is_submitted:
        raise CertificationRefused(_("You have submitted this case, so it stays in the set."))
    if any(not row.is_submitted for row in attempt_rows([person.pk], [case.release])):
        raise CertificationRefused(
            _("You have this case open. Stop it on its own page before you take another.")
        )
    is_open = state == Release.State.OPEN
    return SetCase.Replaced.SWAPPED if is_open else SetCase.Replaced.CLOSED


def _another(person: User, case: SetCase) -> Release:
    others = others_for(person, case.of_set)
    found = draw_in_place(
        others.fresh,
        case.release,
        others.beside(case),
        case.of_set.seed + len(others.rows),
        others.twins,
    )
    if found is None:
        raise TooFewUnseen(none_left_words())
    return found


def is_of_open_set() -> Exists:
    """The condition on an assessment that it is a case of a set which its person sits now."""
    return Exists(
        SetCase.objects.filter(
            of_set__person=OuterRef("person"),
            of_set__decided_at__isnull=True,
            release=OuterRef("release"),
            replaced_at__isnull=True,
        )
    )


def follow_up_submission(assessment: Assessment) -> None:
    """Note a submitted case in the set it was drawn for, and decide the set with its last case.

    Called in the transaction that submits, with the person's row locked: each set is decided once.
    """
    case = (
        SetCase.objects.filter(
            of_set__person=assessment.person_id,
            of_set__decided_at__isnull=True,
            release=assessment.release_id,
            replaced_at__isnull=True,
            submitted_at__isnull=True,
        )
        .select_related("of_set__certification", "of_set__rule")
        .first()
    )
    if case is None:
        return
    case.assessment, case.submitted_at = assessment.uuid, assessment.submitted_at
    case.save(update_fields=["assessment", "submitted_at"])
    _decide_if_complete(case.of_set, assessment)


def carry_over_set_cases(old: Release, new: Release) -> None:
    """A drawn case that was not begun is sat in the release that takes its place.

    Whoever has begun it, or submitted it, stays with what they began. Where the new key is none
    that a set under the rule may hold, the old case stays: it is closed, and can be replaced. In
    the transaction that replaces the release.
    """
    begun = Assessment.objects.filter(release=old, stopped_at__isnull=True).values("person")
    waiting = SetCase.objects.filter(
        release=old,
        of_set__decided_at__isnull=True,
        replaced_at__isnull=True,
        submitted_at__isnull=True,
        of_set__certification__is_specimen=new.is_specimen,
    )
    waiting = waiting.exclude(of_set__person__in=begun).exclude(
        of_set__in=SetCase.objects.filter(release=new).values("of_set")
    )
    asked = set(waiting.values_list("of_set__rule__minimum_ratings", flat=True))
    held = [minimum for minimum in asked if keys_that_certify([new.key], minimum)]
    waiting.filter(of_set__rule__minimum_ratings__in=held).update(release=new)


def _decide_if_complete(of_set: CertificationSet, last: Assessment) -> None:
    cases = list(of_set.cases.filter(replaced_at__isnull=True).select_related("release"))
    holding = [
        case.assessment
        for case in cases
        if case.assessment is not None and case.release.state != Release.State.WITHDRAWN
    ]
    if len(holding) < len(cases):
        return
    found = judge_stored_sitting(
        rule=of_set.rule.as_rule, minimum=of_set.rule.minimum_ratings, assessments=holding
    )
    now: datetime = last.submitted_at or timezone.now()
    of_set.decided_at, of_set.missed = now, list(found.missed)
    of_set.why_undefined = found.undefined
    of_set.outcome = Outcome.PASSED if found.passed else Outcome.NOT_PASSED
    if found.undefined:
        of_set.outcome = Outcome.UNDEFINED
    of_set.save(update_fields=["decided_at", "missed", "why_undefined", "outcome"])
    organisation = last.organisation
    if organisation is None:
        raise LookupError("Whoever submits is a member of an organisation.")
    _record("certification_set.decided", of_set, organisation, outcome=str(of_set.outcome))
    if found.passed:
        issue_certificate(
            person=last.person,
            organisation=organisation,
            certification=of_set.certification,
            by_set=of_set.uuid,
            decided_at=now,
        )


def _record(
    name: str, of_set: CertificationSet, organisation: Organisation, **payload: str | int
) -> None:
    record_event(
        name=name,
        organisation=organisation,
        actor=of_set.person,
        payload={"set": str(of_set.uuid), **payload},
    )
