"""The record of what was done, numbered without gaps within each organisation."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from people.models import Event, EventSubject, Organisation, User

Payload = Mapping[str, str | int | bool | None]


@transaction.atomic(savepoint=False)
def record_event(
    *,
    name: str,
    organisation: Organisation,
    actor: User | None = None,
    subject: User | None = None,
    payload: Payload | None = None,
) -> Event:
    """Add one row under the organisation's next number, in the caller's transaction if it has one.

    People stand in it as random tokens, and the payload holds no personal data: what remains after
    a person is erased is still a whole record.
    """
    # No-key: rows that point to the organisation may be written meanwhile, without a deadlock.
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    last = Event.objects.filter(organisation=organisation).aggregate(last=Max("sequence"))["last"]
    return Event.objects.create(
        organisation=organisation,
        sequence=(last or 0) + 1,
        name=name,
        actor=_token(actor),
        subject=_token(subject),
        payload=dict(payload or {}),
    )


def _token(person: User | None) -> UUID | None:
    if person is None:
        return None
    if hasattr(person, "event_subject"):
        return person.event_subject.token
    return EventSubject.objects.get_or_create(person=person)[0].token
