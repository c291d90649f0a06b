"""The certifications of one person as lines of My learning."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from courses.models import Certification, SetCase
from courses.selectors.certification_sets import OwnStandings, own_standings
from courses.selectors.certification_standing import Standing
from people.public import User
from scenarios.public import Assessment, Release


@dataclass(frozen=True)
class OwnCertification:
    """One line of My learning: a certification, where the person stands, and what is next."""

    certification: Certification
    standing: Standing
    can_go_on: bool = False
    """Whether a case of the set that they sit can be sat now."""

    @property
    def url(self) -> str:
        return reverse("own_certification", args=[self.certification.uuid])

    @property
    def words(self) -> str:
        return self.standing.own_words

    @property
    def certified_until(self) -> date | None:
        """The last day of the certificate in force, if there is one."""
        return self.standing.certificate.expires_on if self.standing.certificate else None

    @property
    def open_since(self) -> datetime | None:
        """When the set that the person sits now was drawn."""
        return self.standing.open_set.opened_at if self.standing.open_set else None


def own_certifications(
    person: User, standings: OwnStandings | None = None
) -> list[OwnCertification]:
    """Every certification that is for the person or that they have begun: for My learning.

    Six queries at most, however many there are; fewer where ``standings`` are at hand.
    """
    mine = own_standings(person) if standings is None else standings
    going_on = _with_a_case_to_sit(person, mine.all)
    return [
        OwnCertification(
            one.certification, one, one.open_set is not None and one.open_set.pk in going_on
        )
        for one in mine.all
    ]


def _with_a_case_to_sit(person: User, standings: Iterable[Standing]) -> set[int]:
    """Of their open sets those of which a case can be begun, or is begun and can be finished."""
    open_sets = [one.open_set.pk for one in standings if one.open_set]
    if not open_sets:
        return set()
    begun = Assessment.objects.filter(
        person=person, release=OuterRef("release"), submitted_at=None, stopped_at=None
    )
    waiting = SetCase.objects.filter(of_set__in=open_sets, replaced_at=None, submitted_at=None)
    can_be_sat = Q(release__state=Release.State.OPEN) | (
        Q(release__state=Release.State.CLOSED) & Exists(begun)
    )
    return set(waiting.filter(can_be_sat).values_list("of_set_id", flat=True))
