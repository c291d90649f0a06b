"""The record of what was done, numbered without gaps within each organisation."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction
from django.db.models import Max, QuerySet, Subquery
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

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
    one = Happening(name, organisation, actor, subject, payload or {})
    return _record_one(one, _tokens([actor, subject]))


@transaction.atomic(savepoint=False)
def _record_one(one: Happening, tokens: Mapping[int, UUID]) -> Event:
    """Numbered by the statement that adds it: two statements, where whoever acts was just read."""
    _lock({one.organisation.pk})
    # A statement of its own after the lock, so that it sees what others added while this waited.
    event = _event(one, Coalesce(Subquery(_last(one.organisation.pk)), 0) + 1, tokens)
    event.save(force_insert=True)
    # Its number is read when somebody asks for it.
    del event.sequence
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
        rows.append(_event(one, numbers[one.organisation.pk], tokens))
    return Event.objects.bulk_create(rows)


def _event(one: Happening, number: int | Combinable, tokens: Mapping[int, UUID]) -> Event:
    return Event(
        organisation=one.organisation,
        sequence=number,
        name=one.name,
        actor=tokens[one.actor.pk] if one.actor else None,
        subject=tokens[one.subject.pk] if one.subject else None,
        payload=dict(one.payload),
    )


def _last_numbers(organisations: Collection[int]) -> defaultdict[int, int]:
    """The last number given in each, which nobody else can follow until the transaction ends."""
    _lock(organisations)
    return defaultdict(int, _last(*organisations).values_list("organisation", "last"))


def _lock(organisations: Collection[int]) -> None:
    locked = Organisation.objects.filter(pk__in=organisations).order_by("pk")
    # Always in the same order, so that two that write in the same places wait and never block each
    # other. No-key: rows that point to the organisation may be written meanwhile.
    list(locked.select_for_update(no_key=True).values_list("pk"))


def _last(*organisations: int) -> QuerySet:
    """The last number of each organisation that has one."""
    events = Event.objects.filter(organisation__in=organisations).order_by()
    return events.values("organisation").annotate(last=Max("sequence")).values("last")


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
