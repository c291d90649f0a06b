"""What a day brings: whose last day is over is signed out, unless they were given a role again."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from people.public import Event, Membership, Organisation, Role, User
from people.services.roster import tidy_rosters
from tests.factories import make_person

pytestmark = pytest.mark.django_db
A_DAY = timedelta(days=1)


def test_who_is_given_a_role_while_the_day_is_tidied_keeps_their_account(
    trainee: User, organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = make_person(organisation=organisation)
    Membership.objects.update(
        valid_from=timezone.localdate() - 9 * A_DAY, valid_to=timezone.localdate() - A_DAY
    )
    granted: list[Membership] = []

    def overtaken(
        execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
    ) -> Any:
        found = execute(sql, params, many, context)
        is_of_people = sql.startswith("SELECT") and "is_simulated" in sql and not granted
        if is_of_people and 'FROM "people_user"' in sql:
            granted.append(
                Membership.objects.create(
                    person=trainee,
                    role=Role.TRAINER,
                    organisation=organisation,
                    valid_from=timezone.localdate(),
                )
            )
        return found

    with connection.execute_wrapper(overtaken):
        done = tidy_rosters()
    assert granted
    assert done["people"] == 1
    assert User.objects.get(pk=trainee.pk).is_active
    assert not User.objects.get(pk=gone.pk).is_active
    assert Event.objects.filter(name="person.left").count() == 1
