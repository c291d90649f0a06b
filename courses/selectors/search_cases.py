"""Cases by reference or title, as far as somebody may open them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from courses.models import CheckAssignment, SetCase
from courses.selectors.cases import attempts_by_case, open_practice_releases
from people.public import User
from scenarios.public import Release, Use, case_url, twin_pairs


@dataclass(frozen=True)
class FoundCase:
    """A case that somebody may open, with no more than its own page says."""

    ref: str
    title: str
    summary: str
    kind: str

    @property
    def url(self) -> str:
        return case_url(self.ref)


def cases_called(person: User, words: Sequence[str]) -> list[FoundCase]:
    """Open practice cases, and checks that this person was asked to sit by name: five queries.

    Of two matched twins the one is not offered to whoever has begun the other.
    """
    found = [
        FoundCase(release.case_version.scenario.ref, *_told(release), kind=kind)
        for kind, releases in (
            (_("Practice case"), _practice(person)),
            (_("Check that you are asked to sit"), _checks(person)),
        )
        for release in releases
    ]
    hits = [case for case in found if all(w in f"{case.ref} {case.title}".lower() for w in words)]
    return sorted(hits, key=lambda case: case.ref)


def _told(release: Release) -> tuple[str, str]:
    return release.case_version.title, release.case_version.summary


def _practice(person: User) -> Iterable[Release]:
    releases = open_practice_releases()
    of_scenario = {release.case_version.scenario_id: release for release in releases}
    begun = {ref for ref, _use in attempts_by_case(person)}
    twins = twin_pairs(list(of_scenario))
    for scenario, release in of_scenario.items():
        twin = of_scenario.get(twins.get(scenario, -1))
        if twin is None or twin.case_version.scenario.ref not in begun:
            yield release


def _checks(person: User) -> Iterable[Release]:
    rows = [
        *CheckAssignment.objects.filter(person=person),
        *SetCase.objects.filter(
            of_set__person=person, of_set__decided_at__isnull=True, replaced_at__isnull=True
        ),
    ]
    asked = Release.objects.filter(
        pk__in=[row.release_id for row in rows], use=Use.CHECK, state=Release.State.OPEN
    )
    return asked.select_related("case_version__scenario")
