"""Events are numbered without gaps within an organisation and name nobody."""

import pytest
from django.db import transaction

from people.public import AlreadyWritten, Event, Organisation, User, record_event

pytestmark = pytest.mark.django_db


def test_each_organisation_counts_for_itself(
    organisation: Organisation, other_organisation: Organisation
) -> None:
    numbers = [
        (one.code, record_event(name="tried", organisation=one).sequence)
        for one in (organisation, organisation, other_organisation, organisation)
    ]
    assert numbers == [("X01", 1), ("X01", 2), ("X02", 1), ("X01", 3)]


def test_a_person_stands_in_it_as_the_same_random_token(
    organisation: Organisation, trainee: User
) -> None:
    first = record_event(name="tried", organisation=organisation, actor=trainee, subject=trainee)
    second = record_event(name="tried", organisation=organisation, subject=trainee)
    assert first.actor == first.subject == second.subject
    assert first.subject not in (trainee.uuid, None)


def test_what_is_rolled_back_was_never_numbered(organisation: Organisation) -> None:
    with transaction.atomic():
        record_event(name="tried", organisation=organisation)
        transaction.set_rollback(True)
    assert record_event(name="tried", organisation=organisation).sequence == 1


def test_it_is_neither_changed_nor_deleted(organisation: Organisation) -> None:
    event = record_event(name="tried", organisation=organisation)
    event.name = "never tried"
    rows = Event.objects.filter(pk=event.pk)
    attempts = (
        event.save,
        event.delete,
        rows.delete,
        lambda: event.save(update_fields=["name"]),
        lambda: rows.update(name="never tried"),
        lambda: Event.objects.bulk_update([event], ["name"]),
    )
    for attempt in attempts:
        with pytest.raises(AlreadyWritten), transaction.atomic():
            attempt()
    assert rows.get().name == "tried"
