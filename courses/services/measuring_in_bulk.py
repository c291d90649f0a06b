"""Many simulated people take a measure at once: their answers are drawn, and nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from django.db import transaction

from courses.drill_content import WITHOUT_A_LEVEL, DrillContent
from courses.measuring import WITH_DRILLS, form_of, forms_of
from courses.models import CoursePage, DrillVersion, Measure, MeasureDrill
from courses.services.measuring import freeze_drills
from people.public import User, remember_memberships, trainee_organisation
from scenarios.public import AnswerKind, Attempt, CaseSimulator, anchor_releases
from scoring.public import Rater

SECONDS = 150  # for a drill
FAIRLY_SURE = 70


@dataclass(frozen=True)
class Taking:
    """How one simulated person takes a measure. ``right`` is their chance of a right drill."""

    person: User
    first_form: int
    at: datetime
    minutes: float
    rater: Rater
    right: float
    generator: np.random.Generator


@transaction.atomic
def measure_for_all(*, course: CoursePage, point: str, takings: Sequence[Taking]) -> list[Measure]:
    """Everybody's measure of one point, from beginning to end, in their order. Anew for each.

    A course without forms, or one whose cases are not open, has no measure: nothing is written.
    NotStartable: somebody who is not simulated, or whom a person's rules would refuse.
    """
    forms = forms_of(course)
    releases = anchor_releases([form.case for form in forms])
    if not forms or any(form.case not in releases for form in forms):
        return []
    people = [taking.person for taking in takings]
    remember_memberships(people)
    taken = _taken(course, people)
    rows = [
        Measure(
            person=one.person,
            course=course,
            course_title=course.title,
            course_number=course.pk,
            edition=course.edition,
            point=point,
            form=_form(point, one, taken.get(one.person.pk, [])),
            first_form=one.first_form,
            begun_at=one.at,
            counted_in=trainee_organisation(one.person),
        )
        for one in takings
    ]
    for row in rows:
        row.release = releases[forms[row.form].case]
    Measure.objects.bulk_create(rows)
    for place, form in enumerate(forms):
        theirs = [pair for pair in zip(rows, takings, strict=True) if pair[0].form == place]
        _sit(theirs)
        if point in WITH_DRILLS:
            _answer(theirs, freeze_drills(form))
    Measure.objects.bulk_update(rows, ["assessment", "finished_at"])
    return rows


def _taken(course: CoursePage, people: Sequence[User]) -> dict[int, list[tuple[str, int]]]:
    found: dict[int, list[tuple[str, int]]] = {}
    done = Measure.objects.filter(course=course, person__in=people, finished_at__isnull=False)
    for person, point, form in done.order_by("begun_at").values_list("person", "point", "form"):
        found.setdefault(person, []).append((point, form))
    return found


def _form(point: str, taking: Taking, taken: list[tuple[str, int]]) -> int:
    if point == Measure.Point.BASELINE:
        return taking.first_form
    return form_of(point, taking.first_form, taken)


def _sit(pairs: Sequence[tuple[Measure, Taking]]) -> None:
    """The case of a form, by everybody who has that form now."""
    if not pairs or (release := pairs[0][0].release) is None:
        return
    assessments = CaseSimulator(release).attempt_all(
        [
            Attempt(
                person=taking.person,
                rater=taking.rater,
                generator=taking.generator,
                at=taking.at,
                minutes=taking.minutes,
            )
            for _row, taking in pairs
        ]
    )
    for (row, _taking), assessment in zip(pairs, assessments, strict=True):
        row.assessment, row.finished_at = assessment.uuid, assessment.submitted_at


def _answer(pairs: Sequence[tuple[Measure, Taking]], versions: Sequence[DrillVersion]) -> None:
    """The drills of a form, one after another once the case is submitted."""
    answered: list[MeasureDrill] = []
    for row, taking in pairs:
        at = row.finished_at or taking.at
        for position, version in enumerate(versions, start=1):
            shown, at = at, at + timedelta(seconds=SECONDS)
            answered.append(_drill(row, taking, position, version, shown, at))
        row.finished_at = at
    MeasureDrill.objects.bulk_create(answered)


def _drill(
    row: Measure,
    taking: Taking,
    position: int,
    version: DrillVersion,
    shown: datetime,
    at: datetime,
) -> MeasureDrill:
    content = DrillContent.from_content(version.content)
    wrong = [str(level.value) for level in content.levels if str(level.value) not in content.right]
    is_right = taking.generator.random() < taking.right
    answer = content.right[0] if is_right else str(taking.generator.choice(wrong))
    return MeasureDrill(
        measure=row,
        position=position,
        version=version,
        shown_at=shown,
        answered_at=at,
        kind=answer if answer in WITHOUT_A_LEVEL else AnswerKind.LEVEL,
        level=None if answer in WITHOUT_A_LEVEL else int(answer),
        confidence=FAIRLY_SURE,
        outcome=content.outcome(answer),
        seconds=SECONDS,
    )
