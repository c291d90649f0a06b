"""Who may sit a check or take an anchor: whoever was asked to, so that no case is used up."""

from django.utils.translation import gettext as _

from courses.models import CheckAssignment, Measure, SetCase
from courses.selectors.measure_ends import closed_words
from people.public import User
from scenarios.public import Refusal, Release, Use


def refusal_of_unassigned_check(person: User, release: Release) -> Refusal | None:
    """Why a check may not be begun, for somebody who was not asked to sit it.

    A lead asks by assigning it; a set that was drawn for the person asks as well. An anchor is
    asked for by a measure alone.
    """
    if release.use == Use.ANCHOR:
        return _refusal_of_unasked_anchor(person, release)
    if CheckAssignment.objects.filter(person=person, release=release).exists():
        return None
    drawn = SetCase.objects.filter(
        of_set__person=person,
        of_set__decided_at__isnull=True,
        release=release,
        replaced_at__isnull=True,
    )
    if drawn.exists():
        return None
    return _("This check was not assigned to you. Your force lead assigns checks.")


def _refusal_of_unasked_anchor(person: User, release: Release) -> Refusal | None:
    asking = Measure.objects.filter(
        person=person, release=release, assessment__isnull=True, declined_at__isnull=True
    ).select_related("course")
    if any(not closed_words(measure) for measure in asking):
        return None
    return _(
        "This case is kept for the measures of a course. My learning asks you for it when its time "
        "comes."
    )
