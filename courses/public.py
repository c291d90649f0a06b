"""What other apps may use of courses."""

from courses.file_answers import answer_with_file
from courses.gain_words import (
    ChangeLineOfTable,
    Shown,
    did_it_work,
    drawing_of,
    drawing_of_later,
    edition_title,
    held_back_words,
    later_words,
    line_of,
    not_in_words,
    too_few,
)
from courses.measuring import forms_of
from courses.models import (
    Certification,
    CertificationSet,
    CheckAssignment,
    Completion,
    CoursePage,
    Drill,
    Enrolment,
    LessonPage,
    Measure,
)
from courses.selectors.asked import Asked
from courses.selectors.cases import PracticeCase
from courses.selectors.certification_standing import (
    Standing,
)
from courses.selectors.course_rows import (
    CourseRow,
    course_rows,
    knows_due_again,
)
from courses.selectors.gain import EditionGain, LaterPoint, gains_in
from courses.selectors.my_courses import CourseState
from courses.selectors.rows import (
    AssignedRow,
    LessonsDone,
    assignable_checks,
    assigned_rows,
    lessons_done_by,
    lessons_on,
    practice_cases_scoring,
)
from courses.selectors.standing import (
    Kind,
)
from courses.services.assigning import CannotAssign, assign_check
from courses.services.certifying import (
    CertificationRefused,
    make_certification,
    propose_rule,
    switch_on_rule,
)
from courses.services.course_assigning import (
    Target,
    assign_course,
)
from courses.services.drill_loading import load_drills
from courses.services.drills import answer_drill, answer_drill_for_all, begin_drill
from courses.services.form_loading import load_measuring_forms
from courses.services.loading import load_course, load_home
from courses.services.loading_resources import load_resources
from courses.services.measuring_in_bulk import Taking, measure_for_all
from courses.services.opinions import keep_opinion
from courses.services.reading import (
    complete_lesson_for_all,
)
from courses.services.sets import draw_set

__all__ = [
    "Asked",
    "AssignedRow",
    "CannotAssign",
    "Certification",
    "CertificationRefused",
    "CertificationSet",
    "ChangeLineOfTable",
    "CheckAssignment",
    "Completion",
    "CoursePage",
    "CourseRow",
    "CourseState",
    "Drill",
    "EditionGain",
    "Enrolment",
    "Kind",
    "LaterPoint",
    "LessonPage",
    "LessonsDone",
    "Measure",
    "PracticeCase",
    "Shown",
    "Standing",
    "Taking",
    "Target",
    "answer_drill",
    "answer_drill_for_all",
    "answer_with_file",
    "assign_check",
    "assign_course",
    "assignable_checks",
    "assigned_rows",
    "begin_drill",
    "complete_lesson_for_all",
    "course_rows",
    "did_it_work",
    "draw_set",
    "drawing_of",
    "drawing_of_later",
    "edition_title",
    "forms_of",
    "gains_in",
    "held_back_words",
    "keep_opinion",
    "knows_due_again",
    "later_words",
    "lessons_done_by",
    "lessons_on",
    "line_of",
    "load_course",
    "load_drills",
    "load_home",
    "load_measuring_forms",
    "load_resources",
    "make_certification",
    "measure_for_all",
    "not_in_words",
    "practice_cases_scoring",
    "propose_rule",
    "switch_on_rule",
    "too_few",
]
