"""Rosters as tests write them: a line, a dry run, and what is refused of one."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from people.models import RosterUpload
from people.public import User
from people.roster.problems import BadRoster
from people.services.roster import upload_roster
from tests.factories.rosters import HEADINGS, roster_csv

A_DAY = timedelta(days=1)
NEW = ("siân", "gŵyrfa")


def today() -> date:
    return timezone.localdate()


def line(email: str, code: str = "X01", role: str = "Trainee", *more: str) -> tuple[str, ...]:
    return (email, "Siân", "Gŵyrfa", code, role, *more)


def dry_run(content: bytes, by: User, **options: bool) -> RosterUpload:
    return upload_roster(content=content, by=User.objects.get(pk=by.pk), **options)


def refusal(content: bytes, by: User, **options: bool) -> str:
    with pytest.raises(BadRoster) as refused:
        dry_run(content, by, **options)
    return "\n".join(refused.value.shown)


def person(email: str) -> User:
    return User.objects.get(email=email)


def as_listed(who: User, code: str = "X01", role: str = "Trainee", *more: str) -> tuple[str, ...]:
    """A line that says what holds already."""
    return (who.email, who.first_name, who.last_name, code, role, *more)


def leaves(who: User, on: date) -> bytes:
    return roster_csv(
        (who.email, "", "", "X01", "", "", on.isoformat()), headings=(*HEADINGS, "Leaves on")
    )
