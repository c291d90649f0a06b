"""Events that are recorded at once are numbered without gaps all the same."""

import threading

import pytest
from django.db import connection

from people.public import Event, record_event
from tests.factories import make_organisation

pytestmark = pytest.mark.django_db(transaction=True)


def test_ten_at_once_are_numbered_one_to_ten() -> None:
    organisation = make_organisation("X01")

    def record() -> None:
        try:
            record_event(name="tried", organisation=organisation)
        finally:
            connection.close()

    threads = [threading.Thread(target=record) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert list(Event.objects.values_list("sequence", flat=True)) == list(range(1, 11))
