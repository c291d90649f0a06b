"""Somebody says that they checked a support line: number, link and hours are still right."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from courses.models import SupportLine
from courses.services.events import note
from people.public import Role, User, has_role

CHECKERS = (Role.TRAINER, Role.ADMINISTRATOR)


@transaction.atomic
def check_support_line(*, by: User, uuid: UUID) -> SupportLine:
    """Set that a line was checked today. Saying it twice in a day is the same as once.

    ``SupportLine.DoesNotExist``: there is none such, or not any more.
    """
    if not has_role(by, *CHECKERS):
        raise PermissionDenied
    line: SupportLine = SupportLine.objects.select_for_update().get(uuid=uuid)
    today = timezone.localdate()
    if line.last_checked != today:
        line.last_checked = today
        line.save(update_fields=["last_checked"])
        note("support_line.checked", by, line=str(line.uuid))
    return line
