"""Addresses of the resources and of the search."""

from django.urls import path

from courses.views import resources, search

urlpatterns = [
    path("search/", search.search_page, name="search"),
    path("resources/", resources.index, name="resources"),
    path("resources/research/", resources.briefings, name="briefings"),
    path("resources/research/<slug:slug>/", resources.briefing, name="briefing"),
    path("resources/glossary/", resources.glossary, name="glossary"),
    path("resources/events/", resources.events, name="events"),
    path("resources/events/events.ics", resources.events_calendar, name="events_calendar"),
    path("resources/events/<uuid:uuid>.ics", resources.event_calendar, name="event_calendar"),
    path("resources/support/", resources.support_lines, name="support_lines"),
    path(
        "resources/support/<uuid:uuid>/checked/",
        resources.support_line_checked,
        name="support_line_checked",
    ),
    path("resources/teaching-notes/", resources.teaching_notes, name="teaching_notes"),
]
