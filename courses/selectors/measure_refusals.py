"""Why a measure that is due cannot be begun by somebody, and whether a baseline waits for them."""

from collections.abc import Collection

from django.db.models import Q
from django.utils.translation import gettext as _

from courses.measuring import WITH_DRILLS, Form, Point, form_of, forms_of
from courses.models import Completion, CoursePage, Measure
from courses.selectors.drill_uses import has_practised_any
from courses.selectors.measures import CourseMeasures, State, measures_of
from people.public import User
from scenarios.public import anchor_releases, refusal_to_be_asked


def refusal_to_begin(person: User, measures: CourseMeasures, point: str) -> str:
    """Why somebody cannot begin a point that is due, or nothing where they can.

    Of a baseline both forms are looked at: whoever cannot take the other one later is not measured.
    """
    forms = _forms_at(measures, point)
    for release in anchor_releases({form.case for form in forms}).values():
        if words := refusal_to_be_asked(person, release):
            return words
    if point == Point.BASELINE and _has_met(person, measures.course, forms):
        return _(
            "You have met a part of it in the measure of another course, so it could not show what "
            "you knew before this one. You can read on without it."
        )
    drills = {code for form in forms for code in form.drills}
    if point in WITH_DRILLS and has_practised_any(person, drills):
        return _("You have practised a drill of it, so it could not show what the course does.")
    return ""


def refusal_of_current(person: User, measures: CourseMeasures) -> str:
    """Why the point that is due now cannot be begun; nothing where it can, or where none is due."""
    line = measures.current
    if line is None or line.state != State.DUE:
        return ""
    return refusal_to_begin(person, measures, line.point)


def _has_met(person: User, course: CoursePage, forms: Collection[Form]) -> bool:
    """Whether a measure of another course asked them for one of these cases or drills.

    A copied course has the forms of the one that it was copied from.
    """
    case = Q(release__case_version__scenario__ref__in={form.case for form in forms})
    drill = Q(drills__version__drill__code__in={code for form in forms for code in form.drills})
    rows = Measure.objects.filter(case | drill, person=person, release__isnull=False)
    # Of a course that was deleted there is no id to leave out.
    return rows.filter(Q(course__isnull=True) | ~Q(course=course)).exists()


def _forms_at(measures: CourseMeasures, point: str) -> tuple[Form, ...]:
    forms = forms_of(measures.course)
    if point == Point.BASELINE or not forms:
        return forms
    done = [
        (line.measure.point, line.measure.form)
        for line in measures.lines
        if line.measure and line.measure.is_finished
    ]
    return (forms[form_of(point, done[0][1], done)],) if done else ()


def baseline_waits(person: User, course: CoursePage) -> bool:
    """Whether somebody who marks a first lesson as read is asked about the baseline before.

    One query in most cases: a course without forms asks nothing, and nor does one begun before.
    """
    if not forms_of(course) and not _has_open_baseline(person, course):
        return False
    if Completion.objects.filter(person=person, lesson__path__startswith=course.path).exists():
        return False
    measures = measures_of(person, course)
    line = measures.waiting_baseline
    if line is None:
        return False
    return line.state == State.OPEN or not refusal_to_begin(person, measures, Point.BASELINE)


def _has_open_baseline(person: User, course: CoursePage) -> bool:
    rows = Measure.objects.filter(person=person, course=course, point=Point.BASELINE)
    return rows.filter(declined_at=None, finished_at=None).exists()
