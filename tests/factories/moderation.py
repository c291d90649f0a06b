"""Groups that have done a case, and the sessions they hold on it."""

from typing import Any

from people.public import Cohort, Organisation, Role, User
from scenarios.models import Answer, Citation, ModerationSession, Release
from scenarios.selectors.moderation_groups import Group
from scenarios.services.assessing import submit_assessment
from scenarios.services.moderation import open_session
from tests.factories.assessing import make_complete_assessment
from tests.factories.people import make_person


def make_group(
    release: Release,
    people: int = 5,
    *,
    organisation: Organisation | None = None,
    cite: str = "",
    **levels: Any,
) -> list[User]:
    """People who have submitted a case one after another; the first half one level lower.

    ``levels`` are answers by factor code that all of them give; ``cite`` is a passage that each
    cites for the first factor, opportunity.
    """
    members = [make_person(organisation=organisation) for _ in range(people)]
    for at, person in enumerate(members):
        submit(person, release, 1 if at < people // 2 else 2, cite=cite, **levels)
    return members


def submit(
    person: User, release: Release, level: int = 2, *, cite: str = "", **levels: Any
) -> None:
    """One person's submitted answers, scored and counted as in use."""
    assessment = make_complete_assessment(person, release, level, **levels)
    if cite:
        answer = Answer.objects.get(assessment=assessment, factor__code="opportunity")
        passage = release.case_version.passages.get(ref=cite)
        Citation.objects.create(answer=answer, passage=passage, stance=Citation.Stance.FOR)
    submit_assessment(assessment=assessment)


def make_cohort(organisation: Organisation, members: list[User], name: str = "Team A") -> Cohort:
    """A cohort of these people."""
    cohort: Cohort = Cohort.objects.create(organisation=organisation, name=name)
    cohort.members.set(members)
    return cohort


def make_session(
    release: Release, *, holder: User, organisation: Organisation, cohort: Cohort | None = None
) -> ModerationSession:
    """A session of a group that has done the case."""
    return open_session(by=holder, group=Group(organisation, cohort), release=release)


def make_lead(organisation: Organisation) -> User:
    """Somebody who leads the organisation and is no trainee."""
    return make_person(role=Role.FORCE_LEAD, organisation=organisation)
