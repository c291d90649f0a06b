"""A release in the place of another. Apps above may carry over what they hang on the old one."""

from collections.abc import Callable, Sequence

from django.db import connection

from people.public import Happening, record_events
from scenarios.models import Release

Listener = Callable[[Release, Release], None]
_listeners: list[Listener] = []
# A shared lock, which the ORM has no word for.
STATE = """
    SELECT release.state FROM scenarios_release release
    JOIN scenarios_caseversion version ON version.id = release.case_version_id
    JOIN scoring_frameworkversion framework ON framework.id = version.framework_id
    WHERE release.id = %s
"""
STATE_HELD = STATE + "FOR SHARE OF release, framework"


def register_replacement(listener: Listener) -> None:
    """Let an app above move what stands on a release that is closed to the one that replaces it.

    Called in the same transaction, with the old release and the new one.
    """
    if listener not in _listeners:
        _listeners.append(listener)


def close_releases(releases: Sequence[Release]) -> None:
    """Close releases to new starts. Whoever has one open goes on, and may submit."""
    # All rows before the first event: whoever submits holds a release and then records.
    for release in releases:
        release.state = Release.State.CLOSED
        release.save(update_fields=["state"])
    record_events(
        [
            Happening(
                name="release.closed",
                organisation=release.case_version.scenario.owner,
                payload={
                    "ref": release.case_version.scenario.ref,
                    "version": release.case_version.number,
                    "use": str(release.use),
                    "release": str(release.uuid),
                },
            )
            for release in releases
        ]
    )


def tell_of_replacement(old: Release, new: Release) -> None:
    """Give every app above the chance to carry over what it has on the old release."""
    for listener in _listeners:
        listener(old, new)


def release_to_judge_by(release: Release) -> Release:
    """The release with the key in force for the text and use of this one, held to the end.

    A closed one may have been replaced by one with another key of the same text: whoever submits
    after that is judged by the new key alone. Until the transaction ends no key and no yardstick is
    changed, so that nobody's result comes too late for a re-scoring to find. ``release`` has its
    state of this moment afterwards.
    """
    release.state = _state_held(release.pk)
    if release.state == Release.State.OPEN:
        return release
    same = Release.objects.filter(case_version=release.case_version_id, use=release.use)
    newest = same.select_related("key").last()
    if newest is None or newest.pk == release.pk:
        return release
    newest.case_version = release.case_version
    return newest


def _state_held(release_pk: int) -> str:
    """The state of a release, which those who change it or the yardstick wait for.

    People who submit do not wait for one another. SQLite has one writer at a time anyhow.
    """
    has_locks = connection.features.has_select_for_update
    with connection.cursor() as cursor:
        cursor.execute(STATE_HELD if has_locks else STATE, [release_pk])
        (state,) = cursor.fetchone()
    return str(state)
