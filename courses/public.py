"""What other apps may use of courses."""

from courses.models import (
    CheckAssignment,
    Completion,
    CoursePage,
    Drill,
    Enrolment,
    HomePage,
    LessonPage,
)
from courses.selectors.cases import PracticeCase
from courses.selectors.drills_today import DrillsDue, drills_due
from courses.selectors.rows import (
    AssignedRow,
    CompletionRow,
    assignable_checks,
    assigned_rows,
    completion_rows,
    lesson_count,
    lessons_on,
    practice_cases_scoring,
)
from courses.services.assigning import CannotAssign, assign_check
from courses.services.drill_loading import load_drills
from courses.services.drills import answer_drill, answer_drill_for_all, begin_drill
from courses.services.loading import BadFile, load_course, load_home
from courses.services.reading import complete_lesson, complete_lesson_for_all, enrol

__all__ = [
    "AssignedRow",
    "BadFile",
    "CannotAssign",
    "CheckAssignment",
    "Completion",
    "CompletionRow",
    "CoursePage",
    "Drill",
    "DrillsDue",
    "Enrolment",
    "HomePage",
    "LessonPage",
    "PracticeCase",
    "answer_drill",
    "answer_drill_for_all",
    "assign_check",
    "assignable_checks",
    "assigned_rows",
    "begin_drill",
    "complete_lesson",
    "complete_lesson_for_all",
    "completion_rows",
    "drills_due",
    "enrol",
    "lesson_count",
    "lessons_on",
    "load_course",
    "load_drills",
    "load_home",
    "practice_cases_scoring",
]
