"""Whether a submitted assessment enters the figures of its organisation, and if not, why."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Exists

from people.public import User, is_never_counted, trainee_organisation
from scenarios.models import Assessment, ModerationSession, Panel, Panellist, Release
from scenarios.querysets import same_case
from scenarios.services.admission import submitted_by, submitted_by_any
from scenarios.services.panel_people import panels_run, seats_begun, sessions_held


@dataclass(frozen=True)
class History:
    """What a person had to do with a scenario before this attempt at it ends."""

    was_on_panel: bool
    ran_panel: bool
    held_session: bool
    did_it_before: bool

    @property
    def had_part_in_panel(self) -> bool:
        return self.was_on_panel or self.ran_panel or self.held_session


def history_of(assessment: Assessment) -> History:
    """Read it while the person's row is locked, so that of two attempts at once one is first."""
    person, release = assessment.person, assessment.release
    scenario = release.case_version.scenario_id
    found = (
        seats_begun(person, scenario),
        panels_run(person, scenario),
        sessions_held(person, scenario),
        submitted_by(person, release).exclude(pk=assessment.pk),
    )
    return History(*User.objects.filter(pk=person.pk).values_list(*map(Exists, found)).get())


def histories_of(people: Collection[User], release: Release) -> dict[int, History]:
    """The same of several people who have no attempt at this release open, by their ids."""
    case = same_case("panel__case_version__scenario", release.case_version.scenario_id)
    seats = Panellist.objects.filter(case, person__in=people, begun_at__isnull=False)
    read = Panel.readers.through.objects.filter(case, user__in=people)
    on_panel = set(seats.values_list("person", flat=True))
    ran = set(read.values_list("user", flat=True))
    held = set(
        ModerationSession.objects.filter(
            same_case("release__case_version__scenario", release.case_version.scenario_id),
            held_by__in=people,
        ).values_list("held_by", flat=True)
    )
    did_it = set(submitted_by_any(people, release).values_list("person", flat=True))
    return {
        one.pk: History(one.pk in on_panel, one.pk in ran, one.pk in held, one.pk in did_it)
        for one in people
    }


def standing_in_figures(assessment: Assessment, history: History) -> tuple[bool, str]:
    """``(counts, reason)``: a trainee's first completed attempt counts, the key never seen."""
    if is_never_counted(assessment.person):
        return False, "trainer_or_panellist"
    if trainee_organisation(assessment.person) is None:
        return False, "not_a_trainee"
    if history.was_on_panel:
        return False, "rated_it_on_the_panel"
    if history.ran_panel:
        return False, "ran_its_panel"
    if history.held_session:
        return False, "held_a_session_on_it"
    return (False, "repeat") if history.did_it_before else (True, "")
