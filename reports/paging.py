"""Lists of people by name, fifty at a time."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

PEOPLE_ON_A_PAGE = 50


def page_of(people: Sequence[Any] | QuerySet[Any], number: str | None) -> Page:
    """Fifty people; a number that is none leads to the first or the last page."""
    return Paginator(people, PEOPLE_ON_A_PAGE).get_page(number)
