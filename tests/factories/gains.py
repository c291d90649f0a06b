"""Courses that are measured, and people's measures with the values that a test wants."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import uuid4

from django.utils import timezone

from courses.models import CoursePage, DrillVersion, Measure, MeasureDrill
from courses.selectors.drill_sources import Offer, factors_to_drill, written_content
from courses.services.drills import freeze
from people.public import Organisation, User, trainee_organisation
from scenarios.models import Release
from scoring.public import AnswerSheet, Factor, Judge, Submitted, record_results
from tests.factories.cases import make_released_case, make_sheet
from tests.factories.courses import make_course
from tests.factories.drills import make_drill
from tests.factories.people import make_person

Point = Measure.Point
N_FACTORS = 11
DAYS_AGO = {Point.BASELINE: 300, Point.FINAL: 250, Point.MONTH_1: 219, Point.MONTH_3: 158}


@dataclass(frozen=True)
class Measured:
    """A course with its two anchors, whose keys are level 2 everywhere, and one drill."""

    course: CoursePage
    anchors: tuple[Release, Release]
    drill: DrillVersion


@dataclass(frozen=True)
class Did:
    """One measure to write: so many factors exact, so many risks missed, and the rest one below."""

    person: User
    point: str = Point.BASELINE
    form: int = 0
    first_form: int = 0
    exact: int = 5
    missed: int = 0
    minutes: int = 20
    confidence: int | None = 70
    right: bool = True
    edition: int = 1
    at: datetime | None = None
    counted_in: Organisation | None = None


def make_measured(title: str = "") -> Measured:
    """A course, its anchors and its drill. The course page itself has no forms."""
    course = make_course(title, lessons=1)
    anchors = make_released_case("anchor"), make_released_case("anchor")
    drill = make_drill()
    factor = next(each for each in factors_to_drill() if each.code == drill.factor)
    content = written_content(drill, factor)
    return Measured(course, anchors, freeze(Offer(DrillVersion.Kind.WRITTEN, content, drill)))


def write_measures(of: Measured, done: Iterable[Did]) -> list[Measure]:
    """These measures as they are once they are finished, a minute after one another."""
    done = list(done)
    risks = list(Factor.objects.filter(kind="risk").values_list("code", flat=True))
    others = list(Factor.objects.filter(kind="protective").values_list("code", flat=True))
    rows: list[Measure] = []
    submitted: tuple[list[Submitted], list[Submitted]] = [], []
    for at, did in enumerate(done):
        finished = did.at or (
            timezone.now() - timedelta(days=DAYS_AGO[Point(did.point)]) + timedelta(minutes=at)
        )
        place = did.counted_in or trainee_organisation(did.person)
        row = Measure(
            person=did.person,
            course=of.course,
            course_title=of.course.title,
            course_number=of.course.pk,
            edition=did.edition,
            point=did.point,
            form=did.form,
            first_form=did.first_form,
            begun_at=finished - timedelta(hours=1),
            finished_at=finished,
            release=of.anchors[did.form],
            assessment=uuid4(),
            counted_in=place,
        )
        rows.append(row)
        below = [*risks[did.missed :], *others][did.exact :]
        levels = dict.fromkeys(risks[: did.missed], 0) | dict.fromkeys(below, 1)
        key = of.anchors[did.form].key
        sheet = make_sheet(key, **levels)
        submitted[did.form].append(
            Submitted(
                assessment=row.assessment,
                person=did.person.uuid,
                organisation=place,
                use="anchor",
                snapshot={"release": str(of.anchors[did.form].uuid)},
                counts_in_figures=True,
                counts_reason="",
                seconds=60 * did.minutes,
                at=finished,
                sheet=_surer(sheet, did.confidence),
            )
        )
    for release, theirs in zip(of.anchors, submitted, strict=True):
        record_results(judge=Judge(release.key), submitted=theirs)
    Measure.objects.bulk_create(rows)
    MeasureDrill.objects.bulk_create(
        MeasureDrill(
            measure=row,
            position=1,
            version=of.drill,
            answered_at=row.finished_at,
            kind="level",
            level=1,
            outcome="right" if did.right else "above",
        )
        for row, did in zip(rows, done, strict=True)
        if row.point in (Point.BASELINE, Point.FINAL)
    )
    return rows


def _surer(sheet: AnswerSheet, confidence: int | None) -> AnswerSheet:
    return replace(
        sheet, answers=tuple(replace(each, confidence=confidence) for each in sheet.answers)
    )


def measured_pair(
    person: User, before: int, after: int, *, first_form: int = 0, **both
) -> tuple[Did, Did]:
    """A baseline and a final with so many factors exact."""
    return (
        Did(person, Point.BASELINE, first_form, first_form, exact=before, **both),
        Did(person, Point.FINAL, 1 - first_form, first_form, exact=after, **both),
    )


def make_measured_people(
    of: Measured, n: int, *, organisation: Organisation, gain: int = 2, first: int = 0, **both
) -> list[User]:
    """People one after another, the orders in turn, with 4 to 6 exact before and more after.

    Of ten, those who had the first form first gain 0.4 more than ``gain``, the others 1.4 more.
    """
    people = [make_person(organisation=organisation) for _ in range(n)]
    pairs = [
        measured_pair(
            person,
            4 + at % 3,
            4 + at % 3 + gain + at % 2 + at // 2 % 2,
            first_form=at % 2,
            **both,
        )
        for at, person in enumerate(people, start=first)
    ]
    write_measures(of, [one for one, _other in pairs])
    write_measures(of, [other for _one, other in pairs])
    return people
