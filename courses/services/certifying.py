"""Setting up a certification, proposing a pass rule, and switching it on by a second person."""

import secrets
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.models import Certification, CertificationRule, CoursePage
from courses.models.certification import WRITERS
from courses.selectors.certification_trials import try_on_bank
from people.public import Organisation, User, organisations_held, record_event
from scenarios.public import refuse_identifiers
from scoring.public import RATINGS_TO_CERTIFY, PassRule

SEED_BITS = 48


class CertificationRefused(Exception):
    """This act on a certification cannot be done now. ``str()`` of it is a sentence to show."""


@transaction.atomic
def make_certification(
    *,
    by: User,
    owner: Organisation,
    title: str,
    course: CoursePage | None = None,
    needs_course: bool = True,
    months: int = 12,
    sets_allowed: int = 3,
) -> Certification:
    """A certification for the trainees of an organisation and of all below it.

    That of an invented organisation is a specimen for good. CertificationRefused: not a trainer or
    an administrator there, or it has one of that title. IdentifiersFound: the title names somebody.
    """
    refuse_identifiers(title, field="title")
    _refuse_unless_writer(by, owner)
    # One at a time for each owner, so that two clicks make one.
    Organisation.objects.select_for_update(of=("self",), no_key=True).get(pk=owner.pk)
    if Certification.objects.filter(owner=owner, title=title).exists():
        raise CertificationRefused(_("There is a certification of this title already."))
    certification = Certification.objects.create(
        owner=owner,
        title=title,
        course=course,
        course_title=course.title if course else "",
        needs_course=needs_course,
        months=months,
        sets_allowed=sets_allowed,
        is_specimen=owner.is_invented,
        made_by=by,
    )
    _record("certification.made", certification, by)
    return certification


@transaction.atomic
def change_certification(
    *,
    certification: Certification,
    by: User,
    title: str,
    needs_course: bool,
    months: int,
    sets_allowed: int,
) -> Certification:
    """Another title, another time that certificates hold, another number of sets, and whether the
    course comes first: from now on.

    A certificate keeps its title and its last day, and a set the rule it was drawn under. Changing
    nothing records nothing. CertificationRefused: not theirs, or another has that title.
    IdentifiersFound: the title names somebody.
    """
    refuse_identifiers(title, field="title")
    # As when one is made: titles of an owner are looked at by one at a time.
    Organisation.objects.select_for_update(of=("self",), no_key=True).get(pk=certification.owner_id)
    row = _lock(certification)
    _refuse_unless_writer(by, row.owner)
    if Certification.objects.filter(owner=row.owner, title=title).exclude(pk=row.pk).exists():
        raise CertificationRefused(_("There is a certification of this title already."))
    wanted = {
        "title": title,
        "needs_course": needs_course,
        "months": months,
        "sets_allowed": sets_allowed,
    }
    changed = [name for name, value in wanted.items() if getattr(row, name) != value]
    if not changed:
        return row
    for name in changed:
        setattr(row, name, wanted[name])
    row.save(update_fields=changed)
    _record("certification.changed", row, by, changed=" ".join(changed))
    return row


@transaction.atomic
def propose_rule(
    *,
    certification: Certification,
    by: User,
    bounds: Mapping[str, float],
    n_cases: int = 3,
    minimum_ratings: int = RATINGS_TO_CERTIFY,
) -> CertificationRule:
    """Try a pass rule on the bank of today, and keep both for a second person.

    The same rule proposed again by the same person, tried on the same cases and not switched on
    since, is the one that is there. ValueError: it is no pass rule.
    CertificationRefused: not theirs to propose.
    """
    rule = PassRule.of(bounds, n_cases)
    certification = _lock(certification)
    _refuse_unless_writer(by, certification.owner)
    last = certification.rules.first()
    seed = secrets.randbits(SEED_BITS)
    trial, may_be_used = try_on_bank(
        certification=certification, rule=rule, minimum=minimum_ratings, seed=seed
    )
    if last and _is_same(last, by, bounds, n_cases, minimum_ratings, trial["cases"]):
        return last
    proposed = CertificationRule.objects.create(
        certification=certification,
        number=last.number + 1 if last else 1,
        n_cases=n_cases,
        minimum_ratings=minimum_ratings,
        bounds=dict(bounds),
        seed=seed,
        trial=trial,
        may_be_used=may_be_used,
        proposed_by=by,
    )
    _record("pass_rule.proposed", certification, by, rule=str(proposed.uuid))
    return proposed


@transaction.atomic
def switch_on_rule(*, rule: CertificationRule, by: User) -> CertificationRule:
    """Put a rule in force, in place of the one that was; sets that are open keep theirs.

    Twice is like once. CertificationRefused: not theirs to do, their own proposal, or a rule that
    its trial objects to or that could not be tried.
    """
    certification = _lock(rule.certification)
    rule = CertificationRule.objects.get(pk=rule.pk)
    _refuse_unless_writer(by, certification.owner)
    if rule.is_in_force:
        return rule
    if rule.proposed_by_id == by.pk:
        raise CertificationRefused(
            _("Nobody approves their own: another trainer switches this rule on.")
        )
    if not rule.may_be_used:
        raise CertificationRefused(_("The trial objects to this rule, so it stays off."))
    now = timezone.now()
    for before in certification.rules.filter(is_in_force=True):
        before.is_in_force, before.switched_off_at = False, now
        before.save(update_fields=["is_in_force", "switched_off_at"])
    rule.is_in_force, rule.switched_on_by, rule.switched_on_at = True, by, now
    rule.switched_off_at = None
    rule.save(update_fields=["is_in_force", "switched_on_by", "switched_on_at", "switched_off_at"])
    _record("pass_rule.switched_on", certification, by, rule=str(rule.uuid))
    return rule


def may_look_after(person: User, owner: Organisation) -> bool:
    """Whether the person is a trainer or an administrator of the owner, or of one above it.

    Those of an organisation below read what is made for them, and set no rule for all others.
    """
    return organisations_held(person, *WRITERS).filter(pk=owner.pk).exists()


def _refuse_unless_writer(person: User, owner: Organisation) -> None:
    if not may_look_after(person, owner):
        raise CertificationRefused(
            _(
                "Only trainers and administrators of this organisation, or of one above it, look "
                "after a certification."
            )
        )


def _is_same(
    rule: CertificationRule,
    by: User,
    bounds: Mapping[str, float],
    n_cases: int,
    minimum_ratings: int,
    cases: list[str],
) -> bool:
    return (
        rule.proposed_by_id == by.pk
        and rule.switched_on_at is None
        and rule.bounds == dict(bounds)
        and (rule.n_cases, rule.minimum_ratings) == (n_cases, minimum_ratings)
        and rule.trial["cases"] == cases
    )


def _lock(certification: Certification) -> Certification:
    rows = Certification.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("owner").get(pk=certification.pk)


def _record(name: str, certification: Certification, by: User, **payload: str) -> None:
    record_event(
        name=name,
        organisation=certification.owner,
        actor=by,
        payload={"certification": str(certification.uuid), **payload},
    )
