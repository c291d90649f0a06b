"""Addresses of testing out of a module, and of whether a lesson was useful."""

from django.urls import path

from courses.views import opinions, testing_out

urlpatterns = [
    path(
        "my-learning/modules/<int:module_id>/test-out/",
        testing_out.test_out,
        name="test_out",
    ),
    path(
        "my-learning/lessons/<int:lesson_id>/useful/",
        opinions.say_useful,
        name="say_useful",
    ),
]
