"""A trainee asks for another try of a knowledge check, and a trainer allows it."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.models import KnowledgeCheck, MoreTries, QuestionVersion
from courses.selectors.knowledge import standing_in
from courses.selectors.knowledge_figures import requests_for
from courses.services.events import note
from courses.services.knowledge import CannotTry
from people.public import Role, User, has_role


def ask_for_a_try(*, person: User, check: KnowledgeCheck) -> MoreTries:
    """Ask the trainers of one's organisation for another try. Asking twice is the same as once.

    CannotTry: there is nothing to ask for.
    """
    open_one = MoreTries.objects.filter(person=person, check_of=check, allowed_at__isnull=True)
    if found := open_one.first():
        return found
    if not standing_in(person, check).is_used_up:
        raise CannotTry(_("You can begin a try without asking."))
    try:
        with transaction.atomic():
            asked = MoreTries.objects.create(person=person, check_of=check)
            note("knowledge.try_asked", person, check=str(check.uuid))
    except IntegrityError:  # a second click was quicker
        return open_one.get()
    return asked


@transaction.atomic
def allow_a_try(*, by: User, request_id: int) -> MoreTries:
    """Allow one more try. Allowing it twice is the same as once.

    ``MoreTries.DoesNotExist``: nobody asked that, or not somebody whom this trainer trains.
    """
    asked: MoreTries = (
        requests_for(by, and_allowed=True)
        .select_for_update(of=("self",), no_key=True)
        .get(pk=request_id)
    )
    if asked.allowed_at is None:
        asked.allowed_at = timezone.now()
        asked.allowed_by = by
        asked.save(update_fields=["allowed_at", "allowed_by"])
        check = str(asked.check_of.uuid) if asked.check_of else None
        note("knowledge.try_allowed", by, subject=asked.person, check=check)
    return asked


@transaction.atomic
def set_counting(*, by: User, version_id: int, counts: bool) -> QuestionVersion:
    """Let a wording enter figures, or keep it out, as one whose key was wrong.

    Nobody's outcome changes. ``QuestionVersion.DoesNotExist``: there is none such.
    """
    version = QuestionVersion.objects.select_for_update().get(pk=version_id, check_of__isnull=False)
    if version.counts != counts and has_role(by, Role.TRAINER, Role.ADMINISTRATOR):
        version.counts = counts
        version.save(update_fields=["counts"])
        note("knowledge.version_counts", by, version=version.pk, counts=counts)
    return version
