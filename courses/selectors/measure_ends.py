"""Whether a measure that was begun can still be gone on with: asked at every act."""

from django.utils import timezone
from django.utils.translation import gettext as _

from courses.measuring import Point, Window, window_of_final, window_of_later
from courses.models import Completion, CoursePage, Enrolment, Measure


def closed_words(measure: Measure) -> str:
    """Why a measure cannot be gone on with any more, or nothing: three queries at most.

    Asked at every act. It goes by the day alone, so that a clock set right again opens nothing
    that is finished, and closes nothing before its last day.
    """
    if measure.declined_at is not None:
        return _("You chose to go without this baseline. Nothing more is asked of you.")
    if measure.is_finished:
        return _("This measure is finished. What you answered is kept as it is.")
    if measure.course is None:
        return _("The course is no longer on the site, so this measure has ended.")
    if measure.point == Point.BASELINE:
        if _has_read(measure.person_id, measure.course):
            return _("You have begun to read the course, so its baseline has ended.")
        return ""
    window = _window_of(measure)
    if window is None or timezone.localdate() > window.last:
        return _("The days on which this measure could be done are over. It counts for nothing.")
    return ""


def _has_read(person: int, course: CoursePage) -> bool:
    """Whether they have marked a lesson as read, also one that was deleted since."""
    read = Completion.objects.filter(person=person, lesson__path__startswith=course.path)
    begun = Enrolment.objects.filter(person=person, course=course, begun_at__isnull=False)
    return read.exists() or begun.exists()


def _window_of(measure: Measure) -> Window | None:
    if measure.point == Point.FINAL:
        row = Enrolment.objects.filter(
            person=measure.person_id, course=measure.course_id, finished_at__isnull=False
        ).first()
        return window_of_final(timezone.localdate(row.finished_at)) if row else None
    final = Measure.objects.filter(
        person=measure.person_id, course=measure.course_id, point=Point.FINAL
    ).first()
    if final is None or final.finished_at is None:
        return None
    return window_of_later(measure.point, timezone.localdate(final.finished_at))
