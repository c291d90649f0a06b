"""Addresses of a person's own learning. The pages themselves are in Wagtail's tree."""

from django.urls import path

from courses.views import my_learning

urlpatterns = [
    path("my-learning/", my_learning.my_learning_page, name="my_learning"),
    path(
        "my-learning/lessons/<int:lesson_id>/read/",
        my_learning.mark_lesson_read,
        name="mark_lesson_read",
    ),
]
