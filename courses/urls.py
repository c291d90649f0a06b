"""Addresses of a person's own learning. The pages themselves are in Wagtail's tree."""

from django.urls import path

from courses.certification_urls import urlpatterns as certification
from courses.gain_urls import urlpatterns as gain
from courses.measure_urls import urlpatterns as measures
from courses.opinion_urls import urlpatterns as opinions
from courses.reflection_urls import urlpatterns as in_lessons
from courses.resources_urls import urlpatterns as resources
from courses.views import (
    assigning,
    certificates,
    drills,
    exercises,
    knowledge,
    knowledge_figures,
    my_learning,
)

TRY = "my-learning/knowledge/tries/<uuid:uuid>/"

urlpatterns = [
    *certification,
    *opinions,
    *measures,
    *gain,
    *resources,
    *in_lessons,
    path("my-learning/", my_learning.my_learning_page, name="my_learning"),
    path(
        "my-learning/lessons/<int:lesson_id>/read/",
        my_learning.mark_lesson_read,
        name="mark_lesson_read",
    ),
    path("certificates/", certificates.my_certificates, name="my_certificates"),
    path("certificates/<uuid:uuid>/", certificates.certificate, name="certificate"),
    path(
        "certificates/<uuid:uuid>/certificate.pdf",
        certificates.certificate_sheet,
        name="certificate_sheet",
    ),
    path("certificates/<uuid:uuid>/name/", certificates.certificate_name, name="certificate_name"),
    path("certificates/<uuid:uuid>/revoke/", certificates.revoke, name="revoke_certificate"),
    path("verify/", certificates.verify, name="verify"),
    path("verify/<str:reference>/", certificates.verify_certificate, name="verify_certificate"),
    path("my-learning/drills/", drills.drills, name="drills"),
    path("my-learning/drills/begin/", drills.begin, name="drill_begin"),
    path("my-learning/drills/<uuid:uuid>/", drills.drill, name="drill"),
    path("my-learning/drills/<uuid:uuid>/skip/", drills.skip, name="drill_skip"),
    path("courses/drills/", drills.figures, name="drill_figures"),
    path("my-learning/courses/<int:course_id>/take/", my_learning.take, name="take_course"),
    path("my-learning/courses/<int:course_id>/leave/", my_learning.leave, name="leave_course"),
    path("my-learning/reminders/", my_learning.reminders, name="set_reminders"),
    path("my-learning/due.ics", my_learning.due_calendar, name="due_calendar"),
    path("assign-courses/", assigning.index, name="assign_courses"),
    path("assign-courses/<slug:code>/", assigning.assigned, name="assigned_courses"),
    path("assign-courses/<slug:code>/new/", assigning.new, name="assign_course"),
    path(
        "assign-courses/<slug:code>/<uuid:uuid>/withdraw/",
        assigning.withdraw,
        name="withdraw_course",
    ),
    # Knowledge checks and evidence exercises, for whoever takes them
    path("my-learning/knowledge/<uuid:uuid>/", knowledge.check_page, name="knowledge_check"),
    path("my-learning/knowledge/<uuid:uuid>/ask/", knowledge.ask, name="knowledge_ask"),
    path(TRY, knowledge.result, name="knowledge_result"),
    path(f"{TRY}<int:place>/", knowledge.question, name="knowledge_question"),
    path(f"{TRY}check/", knowledge.read_over, name="knowledge_read_over"),
    path("my-learning/exercises/<uuid:uuid>/", exercises.exercise_page, name="exercise"),
    path("my-learning/exercises/goes/<uuid:uuid>/", exercises.go, name="exercise_go"),
    # How the questions do, for trainers
    path("courses/knowledge/", knowledge_figures.overview, name="knowledge_overview"),
    path(
        "courses/knowledge/<uuid:uuid>/statistics/",
        knowledge_figures.figures,
        name="knowledge_figures",
    ),
    path(
        "courses/knowledge/wordings/<int:version_id>/counting/",
        knowledge_figures.counting,
        name="knowledge_counting",
    ),
    path(
        "courses/knowledge/requests/<int:request_id>/allow/",
        knowledge_figures.allow,
        name="knowledge_allow",
    ),
]
