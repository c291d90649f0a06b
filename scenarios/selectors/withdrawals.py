"""When releases were withdrawn, for whatever has counted them until then."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from people.public import Event
from scenarios.models import Release


def withdrawn_at(releases: Collection[UUID]) -> dict[UUID, datetime]:
    """The moment at which each of these withdrawn releases was withdrawn: one query, or none.

    By the event of the act, which stands with the owner of the case: the events of all others are
    not read. One of which none tells is taken to have been withdrawn only now.
    """
    if not releases:
        return {}
    owners = Release.objects.filter(uuid__in=releases).values("case_version__scenario__owner")
    told = Event.objects.filter(
        name="release.withdrawn",
        organisation__in=owners,
        payload__release__in=[str(uuid) for uuid in releases],
    )
    found = {UUID(release): at for release, at in told.values_list("payload__release", "at")}
    return {uuid: found.get(uuid, timezone.now()) for uuid in releases}
