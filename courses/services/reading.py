"""A person takes a course and reads its lessons."""

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.utils import timezone

from courses.models import Completion, CoursePage, Enrolment, LessonPage
from courses.selectors.asked import asked_of, asked_of_people
from courses.selectors.outlines import Outline, course_of, outline_of, outlines_of
from courses.selectors.places import Place
from courses.selectors.progress import progress_in
from courses.services.recording import record_of_people
from people.public import User

Readers = Collection[User] | QuerySet[Any]


@transaction.atomic
def enrol(*, person: User, course: CoursePage, how: str = Enrolment.How.SELF) -> Enrolment:
    """Put the person on the course, or back on it. Doing it twice is the same as once."""
    enrolment, is_new = Enrolment.objects.get_or_create(
        person=person, course=course, defaults={"course_title": course.title, "how": how}
    )
    if is_new:
        note_what_was_read([person], course)
        enrolment.refresh_from_db()
    if enrolment.left_at is not None:
        enrolment.left_at = None
        enrolment.save(update_fields=["left_at"])
    return enrolment


def keep_place(*, person: User, lesson: LessonPage, place: Place) -> None:
    """Remember that this lesson is where the person is in its course, if they are on it.

    A place is kept while somebody only reads, so it is no event and nobody else sees it. It is
    written when the lesson is another than in ``place``, where they were: no query otherwise.
    """
    if place.enrolment is not None:
        enrolment, last = place.enrolment, place.last_lesson
    else:
        course_path = lesson.path[: -2 * lesson.steplen]
        course = _asked_for(person, course_path) if place.is_assigned else None
        if course is None:
            return
        row = enrol(person=person, course=course, how=Enrolment.How.ASSIGNED)
        enrolment, last = row.pk, row.last_lesson_id
    if last != lesson.pk:
        Enrolment.objects.filter(pk=enrolment).update(
            last_lesson=lesson, last_opened_at=timezone.now()
        )


def _asked_for(person: User, course_path: str) -> CoursePage | None:
    """The course at the path, if it is asked of somebody who has no enrolment yet."""
    asked = asked_of(person)
    if not asked:
        return None
    return CoursePage.objects.live().filter(path=course_path, pk__in=asked).first()


@transaction.atomic
def complete_lesson(*, person: User, lesson: LessonPage) -> Completion:
    """Record that the person has read the lesson, and is therefore on its course.

    The first time stands: reading it again changes nothing. One that was left out becomes a read
    one, of the day on which it is read.
    """
    complete_lesson_for_all(people=[person], lesson=lesson)
    return Completion.objects.get(person=person, lesson=lesson)


@transaction.atomic
def complete_lesson_for_all(*, people: Collection[User], lesson: LessonPage) -> None:
    """The same for many people who have read one lesson, in a few statements."""
    _hold(people)
    course = course_of(lesson)
    enrol_readers(people, course)
    # The database leaves alone what is there already.
    Completion.objects.bulk_create(
        [
            Completion(
                person=one, lesson=lesson, lesson_title=lesson.title, course_title=course.title
            )
            for one in people
        ],
        ignore_conflicts=True,
    )
    Completion.objects.filter(
        person__in=people, lesson=lesson, how=Completion.How.TESTED_OUT
    ).update(how=Completion.How.READ, completed_at=timezone.now())
    note_what_was_read(people, course)


def _hold(people: Collection[User]) -> None:
    """One act at a time for each person, as whoever tests out or takes a measure holds their row.

    Before anything else is locked, and in one order, so that two such acts never wait for each
    other.
    """
    rows = User.objects.select_for_update(no_key=True).filter(pk__in=[one.pk for one in people])
    list(rows.order_by("pk").values_list("pk"))


def enrol_readers(people: Collection[User], course: CoursePage) -> None:
    """Put readers on the course who are asked to take it, or may by themselves.

    Anybody may read. Who has left the course, or may not take it, reads without being on it.
    """
    asked = asked_of_people(people)
    waiting = _still_waiting(people, course)
    rows = []
    for one in people:
        is_asked = course.pk in asked.get(one.pk, {})
        if is_asked or (course.self_enrolment and one.pk not in waiting):
            how = Enrolment.How.ASSIGNED if is_asked else Enrolment.How.SELF
            rows.append(Enrolment(person=one, course=course, course_title=course.title, how=how))
    Enrolment.objects.bulk_create(rows, ignore_conflicts=True)


def _still_waiting(people: Collection[User], course: CoursePage) -> set[int]:
    """Those who have not finished a course that comes first, as My learning says it."""
    waiting: set[int] = set()
    first = list(course.prerequisites.filter(live=True))
    for outline in outlines_of(first):
        finished = Enrolment.objects.filter(
            person__in=people, course=outline.course, finished_at__isnull=False
        )
        done = {*finished.values_list("person", flat=True), *_readers_of_all(people, outline)}
        waiting |= {one.pk for one in people} - done
    return waiting


def note_what_was_read(people: Readers, course: CoursePage) -> None:
    """Record who of those on a course has begun and finished it, from the lessons they have read.

    A lesson that was left out counts like a read one, and so does what was read before somebody
    was on the course. Finished stays finished.
    """
    _begin(people, course)
    _finish(people, course)


def _begin(people: Readers, course: CoursePage) -> None:
    read = Completion.objects.filter(
        person=OuterRef("person"), lesson__path__startswith=course.path
    ).order_by("completed_at")
    Enrolment.objects.filter(person__in=people, course=course, begun_at__isnull=True).update(
        begun_at=Subquery(read.values("completed_at")[:1])
    )


def _finish(people: Readers, course: CoursePage) -> None:
    rows = Enrolment.objects.filter(person__in=people, course=course, finished_at__isnull=True)
    outline = outline_of(course)
    done = _readers_of_all(rows.values("person"), outline)
    # Locked, so that of two last lessons at once only one finishes the course.
    finishing = list(
        rows.filter(person__in=done)
        .select_related("person")
        .select_for_update(of=("self",), no_key=True)
        .order_by("pk")
    )
    if not finishing:
        return
    last = Completion.objects.filter(
        person=OuterRef("person"), lesson__in=_needed_of(outline)
    ).order_by("-completed_at")
    Enrolment.objects.filter(pk__in=[row.pk for row in finishing]).update(
        finished_at=Subquery(last.values("completed_at")[:1])
    )
    record_of_people("course.finished", [row.person for row in finishing], course)


def _readers_of_all(people: Readers, outline: Outline) -> QuerySet[Any, int]:
    """Those who are done with every lesson that finishes a course; nobody where it has none."""
    needed = _needed_of(outline)
    return (
        Completion.objects.filter(person__in=people, lesson__in=needed)
        .order_by()
        .values("person")
        .annotate(n=Count("pk"))
        .filter(n=len(needed))
        .values_list("person", flat=True)
    )


def _needed_of(outline: Outline) -> list[int]:
    return [each.page.pk for each in progress_in(outline, {}).needed]
