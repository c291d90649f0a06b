"""The form in which a trainer edits a course."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm


class CourseForm(WagtailAdminPageForm):
    """Refuses courses that would wait for each other, and forms that change within an edition."""

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

    def clean(self) -> Any:
        cleaned = super().clean()
        if self._changes_forms_in_use(cleaned):
            self.add_error(
                "edition",
                ValidationError(
                    _(
                        "Somebody was measured on this edition with the forms as they were. Raise "
                        "the edition by one: a gain between an old case and a new one says nothing."
                    )
                ),
            )
        return cleaned

    def _changes_forms_in_use(self, cleaned: dict[str, Any]) -> bool:
        """Whether the published forms of an edition that was begun would become others."""
        course = type(self.instance).objects.filter(pk=self.instance.pk, live=True).first()
        if course is None or not len(course.measuring_forms) or "edition" not in cleaned:
            return False
        new = cleaned.get("measuring_forms")
        if new is None or not len(new) or _forms_in(new) == _forms_in(course.measuring_forms):
            return False
        begun = course.measures.filter(edition=cleaned["edition"], declined_at__isnull=True)
        return bool(begun.exists())


def _forms_in(blocks: Any) -> list[tuple[str, list[str]]]:
    """The cases and drills of forms, in their order."""
    return [(block.value["case"].upper(), list(block.value["drills"])) for block in blocks]


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
