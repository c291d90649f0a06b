"""A submitted assessment. Apps above may follow it up, in the same transaction."""

from collections.abc import Callable

from scenarios.models import Assessment

Listener = Callable[[Assessment], None]
_listeners: list[Listener] = []


def register_submission(listener: Listener) -> None:
    """Let an app above follow up what was submitted, such as a set of checks that is now complete.

    Called once for each assessment, with its result written and the person's row locked, so that
    of two cases submitted at the same moment one comes first.
    """
    if listener not in _listeners:
        _listeners.append(listener)


def tell_of_submission(assessment: Assessment) -> None:
    """Give every app above the chance to follow it up."""
    for listener in _listeners:
        listener(assessment)
