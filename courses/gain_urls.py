"""Addresses of what trainers read about how courses work."""

from django.urls import path

from courses.views import gain

urlpatterns = [path("courses/gain/", gain.gain, name="course_gain")]
