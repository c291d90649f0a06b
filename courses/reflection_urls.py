"""Addresses of what lessons hold: private notes, files, and the copy of a whole course."""

from django.urls import path

from courses.views import duplicating, lesson_files, reflections

urlpatterns = [
    path(
        "my-learning/lessons/<int:lesson_id>/reflections/<uuid:block_id>/",
        reflections.reflect,
        name="reflect",
    ),
    path("my-learning/notes/", reflections.notes, name="own_notes"),
    path("my-learning/notes/<uuid:uuid>/", reflections.note, name="own_note"),
    path("my-learning/notes/<uuid:uuid>/delete/", reflections.delete, name="delete_note"),
    path("files/recordings/<uuid:uuid>/", lesson_files.recording, name="recording"),
    path("files/recordings/<uuid:uuid>/captions.vtt", lesson_files.captions, name="captions"),
    path("files/handouts/<uuid:uuid>/", lesson_files.handout, name="handout"),
    path("courses/<int:course_id>/duplicate/", duplicating.duplicate, name="duplicate_course"),
]
