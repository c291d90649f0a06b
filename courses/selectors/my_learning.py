"""My learning: what one person is asked to do, how far they have come, and the next step."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter, itemgetter

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.models import LessonPage
from courses.selectors.assigned_checks import AssignedCheck, assigned_checks
from courses.selectors.cases import (
    Attempts,
    Case,
    PracticeCase,
    State,
    feedback_url,
    practice_cases_of,
)
from courses.selectors.cases import attempts_by_case as attempts_of
from courses.selectors.cases_before_final import case_before_final
from courses.selectors.certification_draws import SetToDraw, set_to_draw
from courses.selectors.certification_sets import OwnStandings, own_standings
from courses.selectors.drills_today import DrillsDue, drills_due
from courses.selectors.measure_refusals import refusal_to_begin
from courses.selectors.measures import CourseMeasures, PointLine, can_go_on, measures_in
from courses.selectors.measures import State as MeasureState
from courses.selectors.my_courses import LostCourse, MyCourse, my_courses
from courses.selectors.opinions import AskedOpinion, opinions_of_last_lessons
from courses.selectors.outlines import outlines
from courses.selectors.own_certifications import OwnCertification, own_certifications
from people.public import User
from scenarios.public import (
    AttemptRow,
    JudgedAgain,
    NewAnswer,
    Use,
    judged_again,
    new_answers,
)


@dataclass(frozen=True)
class Step:
    """The one thing to do next, with the words on its button."""

    heading: str
    text: str
    label: str
    url: str


@dataclass(frozen=True)
class SubmittedCase:
    """A submitted attempt whose feedback can be read."""

    attempt: AttemptRow

    @property
    def use(self) -> str:
        if self.attempt.use == Use.ANCHOR:
            return _("Measure of a course")
        return str(Use(self.attempt.use).label)

    @property
    def url(self) -> str:
        return feedback_url(self.attempt)


@dataclass(frozen=True)
class MyLearning:
    """All of one person. What the next step needs besides is asked for when it comes to that."""

    person: User
    checks: tuple[AssignedCheck, ...]
    every_course: tuple[MyCourse, ...]
    gone: tuple[LostCourse, ...]
    practice_cases: tuple[PracticeCase, ...]
    submitted: tuple[SubmittedCase, ...]
    answers: tuple[NewAnswer, ...]
    judged_again: tuple[JudgedAgain, ...]
    drills: DrillsDue
    standings: OwnStandings
    certifications: tuple[OwnCertification, ...]
    measures: Mapping[int, CourseMeasures]
    attempts: Mapping[Case, Attempts]
    opinions: tuple[AskedOpinion, ...]

    @property
    def measures_shown(self) -> list[CourseMeasures]:
        """The courses of which a measure can be taken, or was."""
        return [one for one in self.measures.values() if one.current or one.has_taken]

    @property
    def courses(self) -> list[MyCourse]:
        """The courses one is on and has not finished: what presses first, then in their order."""
        mine = [course for course in self.every_course if course.is_on and not course.is_finished]
        return sorted(mine, key=lambda course: course.next_date or date.max)

    @property
    def finished(self) -> list[MyCourse]:
        return [course for course in self.every_course if course.is_on and course.is_finished]

    @property
    def is_new_to_courses(self) -> bool:
        """Whether they are on no course and have finished none, one that is gone included."""
        has_finished = any(one.is_finished for one in self.every_course) or any(
            one.finished_on for one in self.gone
        )
        return not self.courses and not has_finished

    @property
    def others(self) -> list[MyCourse]:
        """The courses one is not on."""
        return [course for course in self.every_course if not course.is_on]

    @property
    def has_dates(self) -> bool:
        """Whether there is anything for a calendar."""
        return any(check.can_be_sat for check in self.checks) or any(
            course.next_date for course in self.courses
        )

    @property
    def due_soon(self) -> list[tuple[date, str, str]]:
        """What is overdue or near, the nearest first: the day, what in words, and where it is."""
        found = [
            (check.due_on, f"{check.ref}: {check.title}. {check.due_words}", check.url)
            for check in self.checks
            if check.is_pressing
        ]
        found += [
            (course.next_date, f"{course.course.title}. {course.due_words}", course.course.url)
            for course in self.courses
            if course.next_date and course.is_pressing
        ]
        return sorted(found, key=itemgetter(0))

    @property
    def next_step(self) -> Step | None:
        """What presses, then what is open, measures, and at last what is not begun."""
        checks = [check for check in self.checks if check.can_be_sat]
        if step := self._pressing_step():
            return step
        if begun := next((one for one in checks if one.attempts.state == State.OPEN), None):
            return _step_of_check(begun)
        if step := self._step_of_measures():
            return step
        if case := self._practice(State.OPEN):
            return _step_of_practice(case)
        if sitting := next((one for one in self.certifications if one.can_go_on), None):
            return _step_of_set(sitting)
        if to_draw := self._set_to_draw(is_again=True):
            return _step_of_draw(to_draw)
        return self._step_not_begun(checks)

    def _step_not_begun(self, checks: Sequence[AssignedCheck]) -> Step | None:
        """Where nothing presses and nothing is open: courses, a set, practice, checks, drills.

        A course that one could take comes last, since nobody asked for it; but first for whoever
        has none to go on with and has finished none, for whom the others would come too early.
        """
        could_take = [one for one in self.others if one.may_take]
        if step := self._step_of_courses(self.courses):
            return step
        if self.is_new_to_courses and (step := self._step_of_courses(could_take)):
            return step
        if to_draw := self._set_to_draw(is_again=False):
            return _step_of_draw(to_draw)
        if case := self._practice(State.NOT_BEGUN):
            return _step_of_practice(case)
        if checks:
            return _step_of_check(checks[0])
        return self._step_of_courses(could_take) or _step_of_drills(self.drills)

    def _pressing_step(self) -> Step | None:
        """What is due first of what is due soon; of two on one day the check."""
        pressing: list[tuple[date, int, AssignedCheck | MyCourse]] = [
            (check.due_on, 0, check) for check in self.checks if check.is_pressing
        ]
        pressing += [
            (course.next_date, 1, course)
            for course in self.courses
            if course.next_date and course.is_pressing
        ]
        for _day, _rank, one in sorted(pressing, key=itemgetter(0, 1)):
            step = _step_of_check(one) if isinstance(one, AssignedCheck) else None
            step = step or (self._step_of_course(one) if isinstance(one, MyCourse) else None)
            if step:
                return step
        return None

    def _step_of_courses(self, courses: Iterable[MyCourse]) -> Step | None:
        """The next lesson of the first of these that has one."""
        for course in courses:
            if step := self._step_of_course(course):
                return step
        return None

    def _step_of_course(self, course: MyCourse) -> Step | None:
        """Its next lesson, or that of a course to finish first."""
        by_page = {one.course.pk: one for one in self.every_course}
        # One step down only: courses that wait for each other must lead nowhere in circles.
        for first in course.waits_for:
            if (one := by_page.get(first.pk)) and one.resume:
                before = self._step_of_baseline(one)
                return before or _step_of_lesson(one, leads_to=course.course.title)
        if not course.resume:
            return None
        return self._step_of_baseline(course) or _step_of_lesson(course)

    def _step_of_measures(self) -> Step | None:
        """A measure that is begun, or one after the course; a baseline comes with its course.

        A practice case comes before its own final alone: a measure of another course may be over.
        """
        by_page = {one.course.pk: one for one in self.every_course}
        practice: Step | None = None
        for measures in self.measures.values():
            line = measures.current
            if line is None or (line.is_baseline and line.state == MeasureState.DUE):
                continue
            mine = by_page.get(measures.course.pk)
            if case := case_before_final(mine, line, self.practice_cases):
                practice = practice or _step_of_practice(case, before=measures.course.title)
            elif self._can_be_taken(measures, line):
                return _step_of_measure(measures, line)
        return practice

    def _step_of_baseline(self, course: MyCourse) -> Step | None:
        """The baseline that comes before the first lesson of a course."""
        measures = self.measures.get(course.course.pk)
        line = measures.waiting_baseline if measures else None
        if measures is None or line is None or line.state != MeasureState.DUE:
            return None
        return _step_of_measure(measures, line) if self._can_be_taken(measures, line) else None

    def _can_be_taken(self, measures: CourseMeasures, line: PointLine) -> bool:
        """Whether there is anything to do where the step would lead."""
        if line.measure is not None:
            return can_go_on(line.measure, self.attempts)
        return not refusal_to_begin(self.person, measures, line.point)

    def _set_to_draw(self, *, is_again: bool) -> SetToDraw | None:
        """The first set that can be drawn, for a certificate after another or for a first one."""
        wanted = [
            one for one in self.standings.offered_to_them if bool(one.certificates) == is_again
        ]
        unfinished = {
            one.course.pk: one.course
            for one in self.every_course
            if one.progress.lessons and not one.is_finished
        }
        return set_to_draw(self.person, wanted, unfinished)

    def _practice(self, state: State) -> PracticeCase | None:
        return next((case for case in self.practice_cases if case.state == state), None)


def my_learning(person: User) -> MyLearning:
    """All of it for one person, in a number of queries that does not grow."""
    attempts = attempts_of(person)
    submitted = [row for rows in attempts.values() for row in rows.submitted]
    submitted.sort(key=attrgetter("submitted_at"), reverse=True)
    standings = own_standings(person)
    courses, gone = my_courses(person, outlines(), attempts, standings)
    return MyLearning(
        person=person,
        checks=tuple(assigned_checks(person, attempts)),
        every_course=tuple(courses),
        gone=tuple(gone),
        practice_cases=tuple(practice_cases_of(attempts)),
        submitted=tuple(SubmittedCase(row) for row in submitted),
        answers=tuple(new_answers(person)),
        judged_again=tuple(judged_again(person)),
        drills=drills_due(person),
        standings=standings,
        certifications=tuple(own_certifications(person, standings)),
        measures=measures_in(person, courses),
        attempts=attempts,
        opinions=tuple(opinions_of_last_lessons(person, _last_read(courses))),
    )


def _last_read(courses: Iterable[MyCourse]) -> list[LessonPage]:
    """The last lesson of each course, where it has been read."""
    last = (mine.progress.lessons[-1] for mine in courses if mine.progress.lessons)
    return [lesson.page for lesson in last if lesson.is_read]


def _step_of_check(check: AssignedCheck) -> Step:
    begun = check.attempts.state == State.OPEN
    return Step(
        heading=check.title,
        text=_("Check %(ref)s, about %(minutes)s minutes. %(due)s.")
        % {"ref": check.ref, "minutes": check.minutes, "due": check.due_words},
        label=_("Go on with the check") if begun else _("Open the check"),
        url=check.url,
    )


def _step_of_lesson(course: MyCourse, leads_to: str = "") -> Step:
    lesson = course.resume
    assert lesson is not None  # the caller has looked  # noqa: S101
    words = ngettext(
        "A lesson of %(course)s, about %(minutes)s minute.",
        "A lesson of %(course)s, about %(minutes)s minutes.",
        lesson.minutes,
    ) % {"course": course.course.title, "minutes": lesson.minutes}
    if leads_to:
        words += " " + _("It comes before %(course)s.") % {"course": leads_to}
    if due := course.due_words:
        words += f" {due}."
    return Step(heading=lesson.title, text=words, label=course.resume_words, url=lesson.url)


def _step_of_measure(measures: CourseMeasures, line: PointLine) -> Step:
    named = {"point": line.point.label, "title": measures.course.title}
    if line.measure:
        parts = line.measure.n_drills + 1
        done = line.measure.n_answered + (line.measure.assessment is not None)
        words = _("You have begun it: %(done)d of %(n)d parts are done.") % {
            "done": done, "n": parts,
        }  # fmt: skip
        label = _("Go on with it")
    else:
        words = _("About %(n)d minutes. %(words)s.") % {"n": line.minutes, "words": line.words}
        label = _("See what it asks")
    words += " " + _("It is private.")
    if line.is_baseline:
        words += " " + _("You can go without it.")
    return Step(
        heading=_("%(point)s of %(title)s") % named,
        text=words,
        label=label,
        url=measures.url_of(line),
    )


def _step_of_set(sitting: OwnCertification) -> Step:
    return Step(
        heading=sitting.certification.title,
        text=_("You have drawn a set for this certification. %(words)s") % {"words": sitting.words},
        label=_("Go on with the set"),
        url=sitting.url,
    )


def _step_of_draw(to_draw: SetToDraw) -> Step:
    words = ngettext(
        "You can draw a set now: %(n)d check case that you have never met, about %(minutes)d "
        "minutes.",
        "You can draw a set now: %(n)d check cases that you have never met, about %(minutes)d "
        "minutes in all.",
        to_draw.rule.n_cases,
    ) % {"n": to_draw.rule.n_cases, "minutes": to_draw.minutes}
    return Step(
        heading=to_draw.certification.title,
        text=f"{to_draw.standing.own_words} {words}",
        label=_("See what the set asks"),
        url=reverse("own_certification", args=[to_draw.certification.uuid]),
    )


def _step_of_drills(due: DrillsDue) -> Step | None:
    """Where nothing else is left: what is due today of the practice that never ends."""
    if not due.n:
        return None
    words = ngettext(
        "%(n)d is due today, about %(minutes)d minutes.",
        "%(n)d are due today, about %(minutes)d minutes in all.",
        due.n,
    ) % {"n": due.n, "minutes": due.minutes}
    return Step(heading=_("Drills"), text=words, label=_("Go to the drills"), url=due.url)


def _step_of_practice(case: PracticeCase, before: str = "") -> Step:
    words = _(
        "Practice case %(ref)s, about %(minutes)s minutes. "
        "Others can see that you did it, never your marks."
    ) % {"ref": case.ref, "minutes": case.minutes}
    if before:
        words += " " + _("It comes before the final of %(course)s.") % {"course": before}
    return Step(
        heading=case.title,
        text=words,
        label=_("Go on with the case") if case.state == State.OPEN else _("Open the case"),
        url=case.url,
    )
