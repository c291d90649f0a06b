"""What a roster makes people overdue with: a last date does not wait for whoever joins late."""

from collections.abc import Mapping, Sequence

from django.utils import timezone

from courses.models import CoursePage
from courses.selectors.asked import NEVER_COUNTED, Asked, asked_of_people, asked_of_placed
from courses.selectors.course_rows import Pair, course_rows
from people.public import Membership, Overdue, Placing


def overdue_when_placed(placings: Sequence[Placing]) -> list[list[Overdue]]:
    """The courses that each is overdue with by being put there, and neither was before nor is done.

    In as many queries for one person as for thousands.
    """
    late = [
        {pk: each for pk, each in asked.items() if each.due_on and each.due_on < one.since}
        for one, asked in zip(placings, asked_of_placed(placings), strict=True)
    ]
    titles = dict(
        CoursePage.objects.live()
        .filter(pk__in={pk for courses in late for pk in courses})
        .values_list("pk", "title")
    )
    known = {
        one.person: courses
        for one, courses in zip(placings, late, strict=True)
        if one.person and courses
    }
    excused = _done_or_never_asked(known) | _late_already(
        [one.person for one in placings if one.person in known and not one.is_asked_elsewhere]
    )
    return [
        [
            Overdue(titles[pk], each.due_on)
            for pk, each in sorted(courses.items())
            if each.due_on and pk in titles and (one.person, pk) not in excused
        ]
        for one, courses in zip(placings, late, strict=True)
    ]


def _done_or_never_asked(late: Mapping[int, Mapping[int, Asked]]) -> set[Pair]:
    """The courses that people have finished; all of them for a trainer or panellist."""
    if not late:
        return set()
    trained = Membership.objects.current().filter(person__in=late, role__in=NEVER_COUNTED)
    never = set(trained.values_list("person_id", flat=True))
    found = {(person, pk) for person in never & late.keys() for pk in late[person]}
    for row in course_rows(list(late), supposed=late):
        if row.finished_on and row.course_id:
            found.add((row.person_id, row.course_id))
    return found


def _late_already(people: Sequence[int | None]) -> set[Pair]:
    """The courses that people are overdue with as things stand."""
    if not people:
        return set()
    today = timezone.localdate()
    return {
        (person, pk)
        for person, asked in asked_of_people([pk for pk in people if pk]).items()
        for pk, each in asked.items()
        if each.due_on and each.due_on < today
    }
