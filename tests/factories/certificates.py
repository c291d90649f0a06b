"""Certificates, as passing a set issues them."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone

from courses.models import Certificate
from courses.services.certificates import issue_certificate
from people.public import User
from tests.factories.people import make_organisation

KIND = UUID("6f6c1d6e-7a0f-4c58-9d1e-3f2f0f0c1a01")


def make_certificate(
    person: User, *, decided_at: datetime | None = None, **said: Any
) -> Certificate:
    """A certificate that is no specimen and holds for a year, unless said otherwise."""
    given = {
        "organisation": make_organisation("X01", "Northmoor Police"),
        "kind": KIND,
        "title": "ARMS foundations",
        "months": 12,
        "is_specimen": False,
        "by_set": uuid4(),
    }
    return issue_certificate(
        person=person, decided_at=decided_at or timezone.now(), **{**given, **said}
    )
