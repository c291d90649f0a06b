"""Which lessons embed a knowledge check or an exercise."""

from django.db.models import Model
from wagtail.models import ReferenceIndex

from courses.models import LessonPage


def lessons_with(snippet: Model) -> list[LessonPage]:
    """The published lessons it stands in, in their order: two queries."""
    found = ReferenceIndex.get_references_to(snippet).filter(model_path__startswith="body")
    ids = [int(pk) for pk in found.values_list("object_id", flat=True) if pk.isdecimal()]
    return list(LessonPage.objects.live().filter(pk__in=ids).defer("body").order_by("path"))
