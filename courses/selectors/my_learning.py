"""My learning: what one person is asked to do, how far they have come, and the next step."""

from dataclasses import dataclass
from datetime import date, timedelta
from operator import attrgetter

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.models import CheckAssignment
from courses.selectors.cases import (
    Attempts,
    Case,
    PracticeCase,
    State,
    feedback_url,
    practice_cases_of,
)
from courses.selectors.cases import attempts_by_case as attempts_of
from courses.selectors.outlines import outlines
from courses.selectors.progress import CourseProgress, lessons_read, progress_in
from people.public import User
from scenarios.public import (
    AttemptRow,
    JudgedAgain,
    NewAnswer,
    Release,
    Use,
    case_url,
    judged_again,
    new_answers,
)

# So near its date a check comes before lessons; before that, learning comes first.
PRESSING = timedelta(days=7)
DAY = "j F Y"


@dataclass(frozen=True)
class AssignedCheck:
    """A check that a lead has asked the person to sit."""

    release: Release
    due_on: date
    assigned_by: str
    attempts: Attempts
    today: date

    @property
    def title(self) -> str:
        return self.release.case_version.title

    @property
    def ref(self) -> str:
        return self.release.case_version.scenario.ref

    @property
    def minutes(self) -> int:
        return self.release.case_version.minutes

    @property
    def is_done(self) -> bool:
        return self.attempts.state == State.DONE

    @property
    def can_be_sat(self) -> bool:
        is_open = self.release.state == Release.State.OPEN
        return not self.is_done and (is_open or self.attempts.state == State.OPEN)

    @property
    def is_overdue(self) -> bool:
        return self.can_be_sat and self.due_on < self.today

    @property
    def is_pressing(self) -> bool:
        return self.can_be_sat and self.due_on <= self.today + PRESSING

    @property
    def url(self) -> str:
        """Where it is sat or its feedback read; nowhere once it can be neither."""
        if self.is_done:
            return self.attempts.feedback_url
        return case_url(self.ref) if self.can_be_sat else ""

    @property
    def due_words(self) -> str:
        """When it is due, as a person would say it."""
        day = date_format(self.due_on, DAY)
        days = (self.due_on - self.today).days
        if self.is_overdue:
            late = ngettext("%(n)s day overdue", "%(n)s days overdue", -days) % {"n": -days}
            return _("Was due on %(day)s: %(late)s") % {"day": day, "late": late}
        if self.is_pressing and days == 0:
            return _("Due today, %(day)s") % {"day": day}
        if self.is_pressing:
            near = ngettext("in %(n)s day", "in %(n)s days", days) % {"n": days}
            return _("Due on %(day)s, %(near)s") % {"day": day, "near": near}
        return _("Due on %(day)s") % {"day": day}

    @property
    def state_words(self) -> str:
        if self.is_done and self.attempts.submitted_at:
            day = date_format(timezone.localdate(self.attempts.submitted_at), DAY)
            return _("Submitted on %(day)s") % {"day": day}
        if not self.can_be_sat:
            return _("Closed: nothing to do")
        if self.is_overdue:
            return _("Overdue")
        return _("Begun") if self.attempts.state == State.OPEN else _("Not begun")


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
        return str(Use(self.attempt.use).label)

    @property
    def url(self) -> str:
        return feedback_url(self.attempt)


@dataclass(frozen=True)
class MyLearning:
    checks: tuple[AssignedCheck, ...]
    courses: tuple[CourseProgress, ...]
    practice_cases: tuple[PracticeCase, ...]
    submitted: tuple[SubmittedCase, ...]
    answers: tuple[NewAnswer, ...]
    judged_again: tuple[JudgedAgain, ...]

    @property
    def next_step(self) -> Step | None:
        """A pressing check, then what is open, the lessons, practice, and other checks."""
        checks = [check for check in self.checks if check.can_be_sat]
        pressing = next((check for check in checks if check.is_pressing), None)
        begun = next((check for check in checks if check.attempts.state == State.OPEN), None)
        if check := pressing or begun:
            return _step_of_check(check)
        if case := self._practice(State.OPEN):
            return _step_of_practice(case)
        for progress in self.courses:
            if progress.next_lesson:
                return _step_of_lesson(progress)
        if case := self._practice(State.NOT_BEGUN):
            return _step_of_practice(case)
        return _step_of_check(checks[0]) if checks else None

    def _practice(self, state: State) -> PracticeCase | None:
        return next((case for case in self.practice_cases if case.state == state), None)


def my_learning(person: User) -> MyLearning:
    """All of it for one person, in a number of queries that does not grow."""
    attempts = attempts_of(person)
    read = lessons_read(person)
    submitted = [row for rows in attempts.values() for row in rows.submitted]
    submitted.sort(key=attrgetter("submitted_at"), reverse=True)
    return MyLearning(
        checks=tuple(_assigned_checks(person, attempts)),
        courses=tuple(progress_in(outline, read) for outline in outlines()),
        practice_cases=tuple(practice_cases_of(attempts)),
        submitted=tuple(SubmittedCase(row) for row in submitted),
        answers=tuple(new_answers(person)),
        judged_again=tuple(judged_again(person)),
    )


def _assigned_checks(person: User, attempts: dict[Case, Attempts]) -> list[AssignedCheck]:
    rows = CheckAssignment.objects.filter(person=person).select_related(
        "release__case_version__scenario", "assigned_by"
    )
    today = timezone.localdate()
    return [
        AssignedCheck(
            release=row.release,
            due_on=row.due_on,
            assigned_by=row.assigned_by.get_full_name() if row.assigned_by else "",
            attempts=attempts.get(
                (row.release.case_version.scenario.ref, row.release.use), Attempts()
            ),
            today=today,
        )
        for row in rows
    ]


def _step_of_check(check: AssignedCheck) -> Step:
    begun = check.attempts.state == State.OPEN
    return Step(
        heading=check.title,
        text=_("Check %(ref)s, about %(minutes)s minutes. %(due)s.")
        % {"ref": check.ref, "minutes": check.minutes, "due": check.due_words},
        label=_("Go on with the check") if begun else _("Open the check"),
        url=check.url,
    )


def _step_of_lesson(progress: CourseProgress) -> Step:
    lesson = progress.next_lesson
    assert lesson is not None  # the caller has looked  # noqa: S101
    words = ngettext(
        "A lesson of %(course)s, about %(minutes)s minute.",
        "A lesson of %(course)s, about %(minutes)s minutes.",
        lesson.minutes,
    )
    return Step(
        heading=lesson.title,
        text=words % {"course": progress.course.title, "minutes": lesson.minutes},
        label=_("Go on to the next lesson") if progress.is_begun else _("Begin the course"),
        url=lesson.url,
    )


def _step_of_practice(case: PracticeCase) -> Step:
    return Step(
        heading=case.title,
        text=_(
            "Practice case %(ref)s, about %(minutes)s minutes. "
            "Others can see that you did it, never your marks."
        )
        % {"ref": case.ref, "minutes": case.minutes},
        label=_("Go on with the case") if case.state == State.OPEN else _("Open the case"),
        url=case.url,
    )
