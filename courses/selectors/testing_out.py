"""Testing out of a module: its knowledge checks passed first, and lessons left out for it."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models.functions import Left
from django.http import Http404
from django.utils.translation import gettext as _

from courses.factors import factor_choices
from courses.measuring import may_be_measured
from courses.models import (
    CoursePage,
    KnowledgeAttempt,
    KnowledgeCheck,
    LessonPage,
    Measure,
    ModulePage,
    MoreTries,
)
from courses.selectors.cases import Reader
from courses.selectors.embedding import lessons_with
from courses.selectors.knowledge import CheckStanding, standings
from courses.selectors.outlines import course_of, outline_of
from courses.selectors.progress import ModuleProgress, lessons_done, progress_in
from courses.selectors.weak_factors import weak_factors
from people.public import User


class Baseline(StrEnum):
    """Where somebody is with what a course measures before its first lesson."""

    NONE = "none"
    OPEN = "open"
    DONE = "done"
    DECLINED = "declined"
    MISSED = "missed"

    @property
    def refusal(self) -> str:
        """Why nobody tests out as it stands, in words; nothing where it stands in nobody's way."""
        match self:
            case Baseline.OPEN:
                return _("Testing out of a module asks for the baseline of this course first.")
            case Baseline.DECLINED:
                return _("You went without the baseline, so you cannot test out of this course.")
            case Baseline.MISSED:
                return _(
                    "Testing out of a module asks for the baseline, which comes before the first "
                    "lesson. You have read one already."
                )
        return ""


@dataclass(frozen=True)
class Staying:
    """A lesson that is not left out, and why."""

    lesson: LessonPage
    why: str


@dataclass(frozen=True)
class ModuleToTestOut:
    """One module and one person: what is to be passed, and what could be left out then."""

    course: CoursePage
    module: ModuleProgress
    baseline: Baseline
    checks: tuple[CheckStanding, ...]
    leave: tuple[LessonPage, ...] = ()
    stay: tuple[Staying, ...] = ()

    @property
    def is_passed(self) -> bool:
        """Every published knowledge check of the module, and there is one."""
        return bool(self.checks) and all(check.passed_at for check in self.checks)

    @property
    def next_check(self) -> CheckStanding | None:
        """The check to pass now, if one can be tried."""
        to_pass = (check for check in self.checks if not (check.passed_at or check.is_used_up))
        return next(to_pass, None)

    @property
    def refusal(self) -> str:
        """Why lessons cannot be left out now, in words; nothing where they can."""
        if not self.checks:
            return _("This module has no knowledge check that you could pass first.")
        if self.baseline.refusal:
            return self.baseline.refusal
        return "" if self.is_passed else _("Pass the knowledge checks of this module first.")

    @property
    def minutes(self) -> int:
        """What leaving out saves: the reading, since whatever is in a lesson can still be done."""
        return sum(lesson.minutes for lesson in self.leave)


def baseline_of(person: Reader, course: CoursePage, *, has_read: bool) -> Baseline:
    """Where the person is with the baseline: one query, and none where nothing is measured."""
    return _standing_of(_measure(person, course), course, person, has_read=has_read)


def module_to_test_out(person: User, module: ModulePage) -> ModuleToTestOut:
    """How the person stands with leaving out lessons of a module, in a fixed number of queries.

    Not found: its course is not published.
    """
    course = course_of(module)
    progress = progress_in(outline_of(course), lessons_done(person))
    of_module = next((each for each in progress.modules if each.page.pk == module.pk), None)
    if not course.live or of_module is None:
        raise Http404
    measure = _measure(person, course)
    baseline = _standing_of(measure, course, person, has_read=progress.read > 0)
    lessons = [lesson.page for lesson in of_module.lessons]
    found = ModuleToTestOut(course, of_module, baseline, _checks_in(person, lessons))
    if found.refusal:
        return found
    passing = [next(row for row in check.submitted if row.passed) for check in found.checks]
    weak = weak_factors(measure, passing, lessons)
    leave, stay = _share_out(of_module, weak, max(row.submitted_at for row in passing))
    return ModuleToTestOut(course, of_module, baseline, found.checks, leave, stay)


def modules_to_leave(person: User, check: KnowledgeCheck) -> list[ModulePage]:
    """The modules whose lessons the person may come to leave out, with this check passed."""
    paths = {lesson.path[: -lesson.steplen] for lesson in lessons_with(check)}
    if not paths:
        return []
    # Every module stands at the same depth, so its path is the beginning of its lessons'.
    lessons = LessonPage.objects.live().annotate(module=Left("path", len(next(iter(paths)))))
    open_ones = lessons.filter(module__in=paths).exclude(pk__in=lessons_done(person))
    modules = ModulePage.objects.live().filter(path__in=open_ones.values("module"))
    return list(modules.order_by("path"))


def _measure(person: Reader, course: CoursePage) -> Measure | None:
    if not person.is_authenticated or not course.measuring_forms:
        return None
    rows = Measure.objects.filter(person=person, course=course, point=Measure.Point.BASELINE)
    found: Measure | None = rows.first()
    return found


def _standing_of(
    measure: Measure | None, course: CoursePage, person: Reader, *, has_read: bool
) -> Baseline:
    if not course.measuring_forms:
        return Baseline.NONE
    if measure is None:
        # Nobody waits for a baseline that they are never offered, such as a trainer.
        if isinstance(person, User) and not may_be_measured(person):
            return Baseline.NONE
        return Baseline.MISSED if has_read else Baseline.OPEN
    if measure.is_finished:
        return Baseline.DONE
    return Baseline.DECLINED if measure.declined_at else Baseline.OPEN


def _checks_in(person: User, lessons: Collection[LessonPage]) -> tuple[CheckStanding, ...]:
    """The published knowledge checks of these lessons, with the person's tries: three queries."""
    ids = {pk for lesson in lessons for pk in lesson.knowledge_check_ids}
    checks = list(KnowledgeCheck.objects.filter(pk__in=ids, live=True)) if ids else []
    tries: defaultdict[int, list[KnowledgeAttempt]] = defaultdict(list)
    asked: defaultdict[int, list[MoreTries]] = defaultdict(list)
    if checks:
        for row in KnowledgeAttempt.objects.filter(person=person, check_of__in=checks):
            tries[row.check_of_id].append(row)
        for more in MoreTries.objects.filter(person=person, check_of__in=checks):
            asked[more.check_of_id].append(more)
    return tuple(standings(person, checks, tries, asked).values())


def _share_out(
    module: ModuleProgress, weak: Collection[str], passed_at: datetime
) -> tuple[tuple[LessonPage, ...], tuple[Staying, ...]]:
    """The lessons that can be left out, and those that stay: on weak factors, or too new."""
    names = dict(factor_choices()) if weak else {}
    leave, stay = [], []
    for lesson in (each.page for each in module.lessons if not each.is_done):
        if lesson.factor in weak:
            name = names.get(lesson.factor, lesson.factor)
            stay.append(Staying(lesson, _("%(factor)s is still weak") % {"factor": name}))
        elif lesson.first_published_at and lesson.first_published_at > passed_at:
            stay.append(Staying(lesson, _("new since you passed")))
        else:
            leave.append(lesson)
    return tuple(leave), tuple(stay)
