"""Who may start which case. Apps above may add conditions of their own for checks."""

from collections.abc import Callable, Collection

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from people.public import (
    Prepared,
    Slot,
    User,
    home_organisation,
    is_never_counted,
    trainee_organisation,
)
from scenarios.models import Assessment, CaseVersion, Release, Twin, Use
from scenarios.querysets import same_case
from scenarios.selectors.kept_back import has_passage_kept_back, words_of_kept_back
from scenarios.services.panel_people import has_had_part, is_asked_to_rate

_open_check = Prepared(
    lambda: Assessment.objects.filter(
        person=Slot(Assessment, "person"),
        release__case_version__scenario=Slot(CaseVersion, "scenario"),
        submitted_at__isnull=True,
        stopped_at__isnull=True,
    ).exclude(release__use=Use.PRACTICE)[:1]
)

_twin = Prepared(
    lambda: Twin.objects.filter(Q(original=Slot(Twin, "original")) | Q(copy=Slot(Twin, "copy")))[:1]
)

Refusal = str
Condition = Callable[[User, Release], Refusal | None]
_conditions: list[Condition] = []


def register_check_condition(condition: Condition) -> None:
    """Let an app above say when a check may not be started, such as when nobody assigned it."""
    if condition not in _conditions:
        _conditions.append(condition)


def may_start(person: User, release: Release) -> Refusal | None:
    """Why this person cannot start this release now, in words, or None where they can."""
    if release.state != Release.State.OPEN:
        return _("This case is closed to new starts.")
    if home_organisation(person) is None:
        return _(
            "You are not a member of an organisation on this site. Ask your force lead to add you."
        )
    if words := _refusal_of_case(person, release):
        return words
    if release.use == Use.PRACTICE:
        return _refusal_of_practice(person, release)
    return _refusal_of_check(person, release)


def refusal_to_be_asked(person: User, release: Release) -> Refusal | None:
    """Why a check or anchor cannot be begun by this person, whoever were to ask them for it."""
    return _refusal_of_case(person, release) or refusal_of_sitting(person, release)


def _refusal_of_case(person: User, release: Release) -> Refusal | None:
    if words := _refusal_of_panellist(person, release) or _refusal_of_twin(person, release):
        return words
    return words_of_kept_back() if has_passage_kept_back(release.case_version) else None


def _refusal_of_panellist(person: User, release: Release) -> Refusal | None:
    """Whoever is asked to rate a case sees no earlier key of it before they have done so."""
    if is_asked_to_rate(person, release.case_version.scenario_id):
        return _(
            "You are asked to rate this case on a panel that is still open. You can take it as a "
            "trainee once you have declined, or once the panel is closed."
        )
    return None


def _refusal_of_twin(person: User, release: Release) -> Refusal | None:
    """Nobody is given both of two matched twins, whichever came first, and nobody learns why."""
    scenario = release.case_version.scenario_id
    twin = _twin.get(original=scenario, copy=scenario)
    if twin is None:
        return None
    other = twin.copy_id if twin.original_id == scenario else twin.original_id
    begun = Assessment.objects.filter(
        person=person, release__case_version__scenario=other, stopped_at__isnull=True
    )
    if begun.exists():
        return _("You have begun or done a case that is too like this one. Choose another.")
    return None


def _refusal_of_practice(person: User, release: Release) -> Refusal | None:
    if _open_check.get(person=person.pk, scenario=release.case_version.scenario_id):
        return _("You are sitting a check on this case. Submit or stop it before you practise.")
    return None


def _refusal_of_check(person: User, release: Release) -> Refusal | None:
    if words := refusal_of_sitting(person, release):
        return words
    return next((words for check in _conditions if (words := check(person, release))), None)


def refusal_to_carry_on(person: User, release: Release) -> Refusal | None:
    """Why a stopped draft cannot be taken up again: the case is not there, or was done since."""
    if release.state != Release.State.OPEN:
        return _("This case is closed to new starts.")
    if words := _refusal_of_panellist(person, release) or _refusal_of_twin(person, release):
        return words
    if release.use == Use.ANCHOR:
        # What asked for it may have ended since.
        return _refusal_of_check(person, release)
    return None if release.use == Use.PRACTICE else refusal_of_sitting(person, release)


def refusal_of_sitting(
    person: User,
    release: Release,
    *,
    did_it_before: bool | None = None,
    had_part_in_panel: bool | None = None,
) -> Refusal | None:
    """Why a check or an anchor cannot stand for this person: asked when it begins and ends.

    ``did_it_before`` matters to a check alone: the same anchor is met again on purpose.
    """
    organisation = trainee_organisation(person)
    is_anchor = release.use == Use.ANCHOR
    if organisation is None or is_never_counted(person):
        if is_anchor:
            return _(
                "Only trainees take a measure, and nobody who is a trainer or panellist as well."
            )
        return _("Only trainees sit a check, and nobody who is a trainer or panellist as well.")
    if release.is_specimen and not organisation.is_invented:
        if is_anchor:
            return _(
                "This case is a specimen. Only members of the invented demonstration "
                "organisations can take it."
            )
        return _(
            "This check is a specimen. Only members of the invented demonstration "
            "organisations can sit it."
        )
    if had_part_in_panel is None:
        had_part_in_panel = has_had_part(person, release.case_version.scenario_id)
    if had_part_in_panel:
        if is_anchor:
            return _(
                "You had a part in the panel of this case or held a moderation session on it, so "
                "you cannot be measured on it."
            )
        return _(
            "You had a part in the panel of this case or held a moderation session on it, so you "
            "cannot be checked on it."
        )
    if is_anchor:
        return _refusal_of_anchor_met(person, release)
    if did_it_before is None:
        did_it_before = submitted_by(person, release).exists()
    if did_it_before:
        return _("You have submitted this case before. Nobody sits the same check case twice.")
    return None


def _refusal_of_anchor_met(person: User, release: Release) -> Refusal | None:
    """Nobody is measured on what they met in another use, or as its twin; a repeat is meant."""
    repeats = Q(use=Use.ANCHOR, release__case_version__scenario=release.case_version.scenario_id)
    if submitted_by(person, release).exclude(repeats).exists():
        return _("You have submitted this case before, so you cannot be measured on it.")
    return None


def submitted_by(person: User, release: Release) -> QuerySet[Assessment]:
    """The person's submitted attempts at the scenario of a release or its twin, in any use."""
    return submitted_by_any([person], release)


def submitted_by_any(people: Collection[User], release: Release) -> QuerySet[Assessment]:
    """The same of several people."""
    return Assessment.objects.filter(
        same_case("release__case_version__scenario", release.case_version.scenario_id),
        person__in=people,
        submitted_at__isnull=False,
    )
