"""Where feedback sends a person next: the lesson on a weak factor, then a case to practise on."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from courses.models import LessonPage
from courses.selectors.cases import State, attempts_by_release, practice_cases_of
from people.public import User
from scenarios.public import NextStep, Release


def next_steps_in_courses(
    person: User, release: Release, weak_factor_codes: Sequence[str]
) -> list[NextStep]:
    """Lessons on the weak factors, the weakest first, then one practice case not yet done."""
    lessons = LessonPage.objects.live().filter(factor__in=weak_factor_codes).order_by("path")
    in_order = sorted(lessons, key=lambda lesson: list(weak_factor_codes).index(lesson.factor))
    steps = [NextStep(lesson.title, lesson.url, lesson.minutes) for lesson in in_order]
    own_ref = release.case_version.scenario.ref
    for case in practice_cases_of(attempts_by_release(person)):
        if case.state != State.DONE and case.ref != own_ref:
            label = _("Practise: %(ref)s, %(title)s") % {"ref": case.ref, "title": case.title}
            steps.append(NextStep(label, case.url, case.minutes))
            break
    return steps
