"""Taking a case out of use: closing a release, retiring it, or withdrawing it."""

from django.db import transaction
from django.utils.translation import gettext as _

from people.public import User, organisations_held, record_event
from scenarios.models import Release, Scenario
from scenarios.querysets import WRITERS
from scenarios.services.errors import Refused
from scenarios.services.replacing import close_releases

State = Release.State
# What each state can still become. Nothing comes back into use.
FOLLOWS = {
    State.OPEN: (State.CLOSED, State.RETIRED, State.WITHDRAWN),
    State.CLOSED: (State.RETIRED, State.WITHDRAWN),
    State.RETIRED: (State.WITHDRAWN,),
    State.WITHDRAWN: (),
}


class EndRefused(Refused):
    """A release cannot be taken out of use so: by this person, or not any more."""


def may_end(person: User, scenario: Scenario) -> bool:
    """Whether somebody looks after the case at the level of its owner, or above."""
    return organisations_held(person, *WRITERS).filter(pk=scenario.owner_id).exists()


@transaction.atomic
def end_release(*, release: Release, to: str, by: User) -> Release:
    """Close, retire or withdraw a release, for good. Doing it twice is the same as once.

    Closed: nobody begins it, and whoever has may submit. Retired: the same, and the panel's levels
    are shown to whoever submitted. Withdrawn: nothing of it is saved any more, and it counts
    nowhere. EndRefused: not theirs to do, or it is further out of use already.
    """
    # The case first, as whoever changes its key does.
    scenario = Scenario.objects.select_for_update(of=("self",), no_key=True).get(
        pk=release.case_version.scenario_id
    )
    release = Release.objects.select_for_update(of=("self",)).get(pk=release.pk)
    if not may_end(by, scenario):
        raise EndRefused(
            _("Only trainers and administrators of the case’s owner take it out of use.")
        )
    if release.state == to:
        return release
    if to not in FOLLOWS[State(release.state)]:
        raise EndRefused(
            _("This release is %(state)s already, so nothing was changed.")
            % {"state": str(State(release.state).label).lower()}
        )
    if to == State.CLOSED:
        close_releases([release])
        return release
    release.state = to
    release.save(update_fields=["state"])
    record_event(
        name=f"release.{to}",
        organisation=scenario.owner,
        actor=by,
        payload={
            "ref": scenario.ref,
            "version": release.case_version.number,
            "use": str(release.use),
            "release": str(release.uuid),
        },
    )
    return release
