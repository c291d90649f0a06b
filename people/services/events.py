"""The record of what was done, numbered without gaps within each organisation."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from people.models import Event, EventSubject, Organisation, User

Payload = Mapping[str, str | int | bool | None]


@dataclass(frozen=True)
class Happening:
    """One thing that was done, before it has a number. The payload holds no personal data."""

    name: str
    organisation: Organisation
    actor: User | None = None
    subject: User | None = None
    payload: Payload = field(default_factory=dict)


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
    (event,) = record_events([Happening(name, organisation, actor, subject, payload or {})])
    return event


@transaction.atomic(savepoint=False)
def record_events(happenings: Sequence[Happening]) -> list[Event]:
    """Add a row for each, in the order given, under their organisations' next numbers.

    However many there are it takes the same few statements, and one number after another.
    """
    numbers = _last_numbers({one.organisation.pk for one in happenings})
    tokens = _tokens([person for one in happenings for person in (one.actor, one.subject)])
    rows = []
    for one in happenings:
        numbers[one.organisation.pk] += 1
        rows.append(
            Event(
                organisation=one.organisation,
                sequence=numbers[one.organisation.pk],
                name=one.name,
                actor=tokens[one.actor.pk] if one.actor else None,
                subject=tokens[one.subject.pk] if one.subject else None,
                payload=dict(one.payload),
            )
        )
    return Event.objects.bulk_create(rows)


def _last_numbers(organisations: Collection[int]) -> defaultdict[int, int]:
    """The last number given in each, which nobody else can follow until the transaction ends."""
    locked = Organisation.objects.filter(pk__in=organisations).order_by("pk")
    # Always in the same order, so that two that write in the same places wait and never block each
    # other. No-key: rows that point to the organisation may be written meanwhile.
    list(locked.select_for_update(no_key=True).values_list("pk"))
    events = Event.objects.filter(organisation__in=organisations).order_by("organisation")
    last = events.values("organisation").annotate(last=Max("sequence"))
    return defaultdict(int, last.values_list("organisation", "last"))


def _tokens(people: Collection[User | None]) -> dict[int, UUID]:
    """The token of each person; whoever has none yet is given one."""
    known, unknown = {}, {}
    for person in filter(None, people):
        if User.event_subject.is_cached(person) and hasattr(person, "event_subject"):
            known[person.pk] = person.event_subject.token
        else:
            unknown[person.pk] = person
    if not unknown:
        return known
    found = EventSubject.objects.filter(person__in=unknown)
    known |= dict(found.values_list("person", "token"))
    if fresh := [EventSubject(person=unknown[pk]) for pk in unknown.keys() - known.keys()]:
        # Somebody else may give one at this moment: theirs stands, and is read again.
        EventSubject.objects.bulk_create(fresh, ignore_conflicts=True)
        known |= dict(found.all().values_list("person", "token"))
    return known
