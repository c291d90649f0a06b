"""Who may sit a check: whoever was asked to, so that no unseen case is used up by accident."""

from django.utils.translation import gettext as _

from courses.models import CheckAssignment, SetCase
from people.public import User
from scenarios.public import Refusal, Release


def refusal_of_unassigned_check(person: User, release: Release) -> Refusal | None:
    """Why a check may not be begun, for somebody who was not asked to sit it.

    A lead asks by assigning it; a set that was drawn for the person asks as well.
    """
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
