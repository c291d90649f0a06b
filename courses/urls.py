"""Addresses of a person's own learning. The pages themselves are in Wagtail's tree."""

from django.urls import path

from courses import views

urlpatterns = [
    path("my-learning/", views.my_learning_page, name="my_learning"),
    path(
        "my-learning/lessons/<int:lesson_id>/read/",
        views.mark_lesson_read,
        name="mark_lesson_read",
    ),
]
