"""The form in which a trainer edits a course."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm


class CourseForm(WagtailAdminPageForm):
    """Refuses courses that would wait for each other."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if field := self.fields.get("prerequisites"):
            field.queryset = field.queryset.exclude(pk=self.instance.pk).order_by("title")

    def clean_prerequisites(self) -> Any:
        chosen = self.cleaned_data["prerequisites"]
        for course in chosen:
            if chain := _chain(course, self.instance):
                words = " → ".join(page.title for page in [self.instance, *chain])
                raise ValidationError(
                    _(
                        "These courses would wait for each other, and nobody could begin: "
                        "%(chain)s. Take one of them out."
                    )
                    % {"chain": words}
                )
        return chosen


def _chain(start: Any, goal: Any) -> list[Any]:
    """The courses from one to another, each of which asks for the next first; or none."""
    if goal.pk is None:
        return []
    after = _prerequisites(type(goal))
    came_from: dict[int, int | None] = {start.pk: None}
    waiting = [start.pk]
    while waiting:
        at = waiting.pop()
        if at == goal.pk:
            return _titles(type(goal), came_from, at)
        for following in after[at]:
            if following not in came_from:
                came_from[following] = at
                waiting.append(following)
    return []


def _prerequisites(model: Any) -> defaultdict[int, list[int]]:
    """What each published course asks for first."""
    found: defaultdict[int, list[int]] = defaultdict(list)
    rows: Iterable[tuple[int, int]] = model.prerequisites.through.objects.values_list(
        "from_coursepage_id", "to_coursepage_id"
    )
    for course, first in rows:
        found[course].append(first)
    return found


def _titles(model: Any, came_from: dict[int, int | None], at: int | None) -> list[Any]:
    way = []
    while at is not None:
        way.insert(0, at)
        at = came_from[at]
    pages = model.objects.in_bulk(way)
    return [pages[pk] for pk in way]
