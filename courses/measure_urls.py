"""Addresses of a person's own measures of courses."""

from django.urls import path

from courses.views import measures

OF_COURSE = "my-learning/courses/<int:course_id>/measures/"
ONE = "my-learning/measures/<uuid:uuid>/"

urlpatterns = [
    path(OF_COURSE, measures.course_measures, name="course_measures"),
    path(f"{OF_COURSE}begin/", measures.begin, name="measure_begin"),
    path(f"{OF_COURSE}decline/", measures.decline, name="baseline_decline"),
    path(ONE, measures.measure, name="measure"),
    path(f"{ONE}<int:position>/", measures.measure_drill, name="measure_drill"),
]
