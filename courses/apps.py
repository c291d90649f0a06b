from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoursesConfig(AppConfig):
    name = "courses"
    verbose_name = _("Courses")

    def ready(self) -> None:
        from courses.admission import refusal_of_unassigned_check
        from courses.models import TrainerConversation
        from courses.next_steps import next_steps_in_courses
        from courses.selectors import standing_sources as sources
        from courses.selectors.course_rows import register_due_again
        from courses.selectors.overdue import overdue_when_placed
        from courses.selectors.standing import register_standing
        from courses.selectors.times import register_minutes
        from courses.services.assigning import carry_over_assignments
        from courses.services.measuring import (
            carry_over_measures,
            follow_up_measure,
            is_of_open_measure,
        )
        from courses.services.sets import (
            carry_over_set_cases,
            follow_up_submission,
            is_of_open_set,
        )
        from people.public import register_overdue
        from scenarios.public import (
            Report,
            register_check_condition,
            register_next_steps,
            register_replacement,
            register_submission,
            register_text,
        )

        register_next_steps(next_steps_in_courses)
        register_check_condition(refusal_of_unassigned_check)
        register_replacement(carry_over_assignments)
        register_replacement(carry_over_set_cases)
        register_replacement(carry_over_measures)
        register_submission(follow_up_submission, concerns=is_of_open_set)
        register_submission(follow_up_measure, concerns=is_of_open_measure)
        register_text(Report.Kind.CONVERSATION, model=TrainerConversation, field="agreed")
        register_standing(sources.checked)
        register_standing(sources.certified)
        register_due_again(sources.due_again)
        register_overdue(overdue_when_placed)
        register_minutes("knowledge_check", sources.minutes_of_checks)
        register_minutes("evidence_exercise", sources.minutes_of_exercises)
        register_minutes("factor_drill", sources.minutes_of_drills)
