"""A person takes a measure: it is begun or declined, its drills are answered, its case submitted.

None of it is an event: a measure is private to its person, as a drill is. What is recorded is that
its case was submitted, as of any case.
"""

import secrets
from collections import Counter
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.drill_content import WITHOUT_A_LEVEL, DrillContent
from courses.factors import factors_with_levels
from courses.measuring import WITH_DRILLS, Form, Point, form_of, forms_of
from courses.models import CoursePage, Drill, DrillVersion, Enrolment, Measure, MeasureDrill
from courses.selectors.asked import asked_of
from courses.selectors.drill_sources import Offer, written_content
from courses.selectors.measure_ends import closed_words
from courses.selectors.measure_refusals import refusal_to_begin
from courses.selectors.measures import (
    CourseMeasures,
    State,
    measures_of,
)
from courses.services.drills import freeze, seconds_between
from courses.services.reading import enrol
from people.public import Organisation, User, is_never_counted, trainee_organisation
from scenarios.public import (
    AnswerKind,
    Assessment,
    Release,
    Use,
    anchor_releases,
    stop_assessment,
)


class MeasureRefused(Exception):
    """It cannot be begun, declined or gone on with; the words say why. Nothing was changed."""


@transaction.atomic
def begin_measure(*, person: User, course: CoursePage, point: str) -> Measure:
    """Begin the measure of a point that is due, or go on with it: twice is the same as once.

    Of a baseline the form is allotted so that both orders stay as many within the organisation;
    whoever begins one takes the course. Where the case of an open measure has fallen away, the one
    that its form asks for now takes its place. MeasureRefused: it is not due, or not for them.
    """
    _hold(person)
    found = Measure.objects.filter(person=person, course=course, point=point).first()
    if found is not None and not found.declined_at:
        return _with_a_case_that_is_open(found)
    measures = measures_of(person, course)
    line = next((line for line in measures.lines if line.point == point), None)
    if line is None or line.state != State.DUE:
        raise MeasureRefused(line.words if line else _("This course has no measure for you."))
    if words := refusal_to_begin(person, measures, point):
        raise MeasureRefused(words)
    made = _begin(person, measures, Point(point))
    if made.point == Point.BASELINE:
        how = Enrolment.How.ASSIGNED if course.pk in asked_of(person) else Enrolment.How.SELF
        enrol(person=person, course=course, how=how)
    return made


def begin_baseline(*, person: User, course: CoursePage) -> Measure:
    """Begin the measure before the first lesson: see ``begin_measure``."""
    return begin_measure(person=person, course=course, point=Point.BASELINE)


def _hold(person: User) -> None:
    """One act at a time for each person; whoever submits a case holds the same row."""
    list(User.objects.select_for_update(no_key=True).filter(pk=person.pk).values_list("pk"))


def _begin(person: User, measures: CourseMeasures, point: Point) -> Measure:
    course, rows = measures.course, [line.measure for line in measures.lines if line.measure]
    taken = [(row.point, row.form) for row in rows if row.is_finished]
    first = taken[0][1] if taken else _allot(person, course)
    place = first if point == Point.BASELINE else form_of(point, first, taken)
    form = forms_of(course)[place]
    made = Measure.objects.create(
        person=person,
        course=course,
        course_title=course.title,
        course_number=course.pk,
        edition=course.edition,
        point=point,
        form=place,
        first_form=first,
        release=anchor_releases([form.case])[form.case],
        counted_in=_counted_in(person),
    )
    if point in WITH_DRILLS:
        MeasureDrill.objects.bulk_create(
            MeasureDrill(measure=made, position=position, version=version)
            for position, version in enumerate(freeze_drills(form), start=1)
        )
    return made


def _allot(person: User, course: CoursePage) -> int:
    """The form that fewer of the organisation have had first; by lot where they are as many.

    Two people who begin at once may both be given the same one, and nothing is locked against it.
    The gain counts each order once, whatever their numbers, so that nothing is wrong by it; and
    whoever begins next is given the other. A lock would make all of a force wait for each other.
    """
    begun = Measure.objects.filter(
        course=course,
        edition=course.edition,
        point=Point.BASELINE,
        declined_at__isnull=True,
        counted_in=trainee_organisation(person),
    )
    n = Counter(begun.values_list("form", flat=True))
    fewest = min(n[0], n[1])
    return secrets.choice([form for form in (0, 1) if n[form] == fewest])


def freeze_drills(form: Form) -> list[DrillVersion]:
    """The drills of a form in their order, each in its wording of today."""
    drills = {drill.code: drill for drill in Drill.objects.filter(code__in=form.drills)}
    factors = {factor.code: factor for factor in factors_with_levels()}
    return [
        freeze(
            Offer(DrillVersion.Kind.WRITTEN, written_content(drill, factors[drill.factor]), drill)
        )
        for drill in (drills[code] for code in form.drills)
    ]


def _counted_in(person: User) -> Organisation | None:
    return None if is_never_counted(person) else trainee_organisation(person)


def _with_a_case_that_is_open(measure: Measure) -> Measure:
    """Of an open measure whose case was closed or withdrawn unbegun, the case that is asked now."""
    release, course = measure.release, measure.course
    if not measure.is_open or measure.assessment or release is None or course is None:
        return measure
    begun = _open_attempts(measure).filter(release__state=Release.State.CLOSED)
    forms = forms_of(course)
    if release.state == Release.State.OPEN or begun.exists() or not forms:
        return measure
    ref = forms[measure.form].case
    if new := anchor_releases([ref]).get(ref):
        measure.release = new
        measure.save(update_fields=["release"])
    return measure


def _open_attempts(measure: Measure) -> QuerySet[Assessment]:
    return Assessment.objects.filter(
        person=measure.person_id,
        release=measure.release_id,
        submitted_at__isnull=True,
        stopped_at__isnull=True,
    )


@transaction.atomic
def decline_baseline(*, person: User, course: CoursePage) -> Measure | None:
    """Go without the baseline, begun or not, and be asked no more. Nobody is told.

    What was begun of its case is stopped. None: there is no baseline for them to decline, or it is
    finished.
    """
    _hold(person)
    found = Measure.objects.filter(person=person, course=course, point=Point.BASELINE).first()
    if found is None:
        if measures_of(person, course).waiting_baseline is None:
            return None
        return Measure.objects.create(
            person=person,
            course=course,
            course_title=course.title,
            course_number=course.pk,
            edition=course.edition,
            point=Point.BASELINE,
            form=0,
            first_form=0,
            declined_at=timezone.now(),
        )
    if found.is_open:
        found.declined_at = timezone.now()
        found.save(update_fields=["declined_at"])
        for attempt in _open_attempts(found):
            stop_assessment(assessment=attempt)
    return None if found.is_finished else found


def note_drill_shown(*, row: MeasureDrill) -> None:
    """Keep when a drill of a measure was first seen, from which its time is reckoned."""
    if row.shown_at is None:
        MeasureDrill.objects.filter(pk=row.pk, shown_at__isnull=True).update(
            shown_at=timezone.now()
        )


@transaction.atomic
def answer_measure_drill(
    *,
    person: User,
    uuid: UUID,
    position: int,
    answer: str,
    confidence: int | None = None,
    at: datetime | None = None,
) -> MeasureDrill:
    """Keep what the person answered. Answering again is the same as once: the first stands.

    MeasureDrill.DoesNotExist: it is not theirs. MeasureRefused: the measure has ended.
    """
    _hold(person)
    row = MeasureDrill.objects.select_related("measure__course", "version").get(
        measure__person=person, measure__uuid=uuid, position=position
    )
    if row.is_answered:
        return row
    if words := closed_words(row.measure):
        raise MeasureRefused(words)
    content = DrillContent.from_content(row.version.content)
    if answer not in content.answers:
        raise ValueError(f"{answer} is no answer to drill {row.version_id}.")
    row.answered_at = at or timezone.now()
    row.kind = answer if answer in WITHOUT_A_LEVEL else AnswerKind.LEVEL
    row.level = None if answer in WITHOUT_A_LEVEL else int(answer)
    row.confidence = confidence
    row.outcome = content.outcome(answer)
    row.seconds = seconds_between(row.shown_at, row.answered_at) if row.shown_at else None
    row.save()
    _finish_if_complete(row.measure, row.answered_at)
    return row


def _finish_if_complete(measure: Measure, at: datetime) -> None:
    """With its last part a measure is finished, and enters the figures of that day's organisation.

    It is never taken back. A case that is withdrawn later, or judged again, shows in the result
    that stands for ``assessment`` and in its release: figures leave out the withdrawn by those.
    """
    if measure.assessment is None or measure.drills.filter(answered_at__isnull=True).exists():
        return
    measure.finished_at = at
    measure.counted_in = _counted_in(measure.person)
    measure.save(update_fields=["finished_at", "counted_in"])


def is_of_open_measure() -> Exists:
    """The condition on an assessment that it is the case of a measure its person takes now."""
    return Exists(
        Measure.objects.filter(
            person=OuterRef("person"),
            release=OuterRef("release"),
            assessment__isnull=True,
            declined_at__isnull=True,
        )
    )


def follow_up_measure(assessment: Assessment) -> None:
    """Note a submitted anchor in the measure that asked for it, and finish it with its last part.

    Called in the transaction that submits, with the person's row locked. What is submitted after
    the measure's days has its feedback, and is in no measure.
    """
    if assessment.use != Use.ANCHOR:
        return
    rows = Measure.objects.filter(
        person=assessment.person_id,
        release=assessment.release_id,
        assessment__isnull=True,
        declined_at__isnull=True,
    ).select_related("course", "person")
    measure = next((row for row in rows if not closed_words(row)), None)
    if measure is None:
        return
    measure.assessment = assessment.uuid
    measure.save(update_fields=["assessment"])
    _finish_if_complete(measure, assessment.submitted_at or timezone.now())


def carry_over_measures(old: Release, new: Release) -> None:
    """A measure whose case was not begun asks for the release that takes its place.

    Whoever has begun it stays with what they began. In the transaction that replaces the release.
    """
    begun = Assessment.objects.filter(
        release=old, submitted_at__isnull=True, stopped_at__isnull=True
    )
    Measure.objects.filter(release=old, assessment__isnull=True, declined_at__isnull=True).exclude(
        person__in=begun.values("person")
    ).update(release=new)
