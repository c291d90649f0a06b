"""What a written drill was used for: it is practised or measured with, and never both."""

from collections.abc import Collection

from django.db.models import Q

from courses.measuring import forms_of
from courses.models import CoursePage, Drill, DrillAnswer, DrillVersion, MeasureDrill
from people.public import User


def was_practised(drill: Drill) -> bool:
    """Whether anybody has met it in practice, answered or not: its evidence is known to them."""
    return DrillAnswer.objects.filter(version__drill=drill).exists()


def has_practised_any(person: User, codes: Collection[str]) -> bool:
    """Whether somebody met one of these in practice, before it was kept for measuring.

    The editor refuses such a drill, but it does not ask again when a draft is published days later,
    nor when one is deleted and written anew: what was met then says its code, and no drill.
    """
    written = DrillAnswer.objects.filter(person=person, version__kind=DrillVersion.Kind.WRITTEN)
    there = Q(version__drill__code__in=codes)
    deleted = Q(version__drill__isnull=True, version__content__made_of__in=list(codes))
    return written.filter(there | deleted).exists()


def was_measured_with(drill: Drill) -> bool:
    """Whether anybody was given it in a measure."""
    return MeasureDrill.objects.filter(version__drill=drill).exists()


def courses_measuring_with(code: str) -> list[CoursePage]:
    """The courses, published or not, that have it in a form; read through once, on a save."""
    courses = CoursePage.objects.order_by("path")
    return [one for one in courses if any(code in form.drills for form in forms_of(one))]
