"""Trainees who still disagree, and cases that many have done."""

from people.public import Organisation, Role, User
from scenarios.models import Assessment, Disagreement, Release
from scenarios.services.assessing import submit_assessment
from scenarios.services.disagreements import say_disagreement
from scoring.public import Factor, Result
from tests.factories.assessing import make_complete_assessment, make_submitted
from tests.factories.people import make_person


def make_done(person: User, release: Release, level: int = 2, **levels: int | str) -> Assessment:
    """An attempt that the person filled in and submitted themselves."""
    assessment = make_complete_assessment(person, release, level, **levels)
    return submit_assessment(assessment=assessment)


def make_disagreement(
    release: Release,
    *,
    person: User | None = None,
    factor: str = "opportunity",
    text: str = "He handed the keys back before he was asked.",
) -> Disagreement:
    """Somebody has done the case and says why they still disagree on a factor."""
    assessment = make_done(person or make_person(role=Role.TRAINEE), release)
    return say_disagreement(
        assessment=assessment,
        stage=1,
        factor=Factor.objects.get(framework=release.case_version.framework, code=factor),
        text=text,
        revision=0,
    )


def make_crowd(
    release: Release,
    people: int,
    level: int = 2,
    *,
    organisation: Organisation | None = None,
    **levels: int | str,
) -> list[Result]:
    """So many trainees whose counted attempts at a case are all alike."""
    return [
        make_submitted(
            make_person(role=Role.TRAINEE, organisation=organisation), release, level, **levels
        )
        for _person in range(people)
    ]
