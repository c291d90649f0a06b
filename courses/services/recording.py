"""Events about people and courses, under the organisation where each is."""

from collections.abc import Collection

from courses.models import CoursePage
from people.public import (
    Happening,
    Organisation,
    User,
    home_organisation,
    record_events,
    remember_memberships,
)


def record_of_people(name: str, people: Collection[User], course: CoursePage) -> None:
    """One event for each person. Who belongs nowhere is recorded under the nation."""
    unknown = [one for one in people if one.remembered_memberships is None]
    if unknown:
        remember_memberships(unknown)
    nation = None
    happenings = []
    for one in people:
        organisation = home_organisation(one)
        if organisation is None:
            nation = nation or Organisation.objects.filter(parent__isnull=True).first()
            organisation = nation
        if organisation is not None:
            happenings.append(
                Happening(
                    name=name,
                    organisation=organisation,
                    actor=one,
                    subject=one,
                    payload={"course": course.pk},
                )
            )
    record_events(happenings)
