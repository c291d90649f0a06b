"""A submitted assessment. Apps above may follow it up, in the same transaction."""

from collections.abc import Callable

from django.db.models import Exists, QuerySet

from scenarios.models import Assessment

Listener = Callable[[Assessment], None]
Concerns = Callable[[], Exists]
_listeners: dict[Listener, Concerns] = {}


def register_submission(listener: Listener, *, concerns: Concerns) -> None:
    """Let an app above follow up what was submitted, such as a set of checks that is now complete.

    Called once for each assessment that ``concerns`` finds, with its result written and the
    person's row locked, so that of two cases submitted at the same moment one comes first.
    ``concerns`` is a condition on an assessment, asked in the query that locks it: most are
    nobody's business, and cost no statement of their own.
    """
    _listeners[listener] = concerns


def with_concerns(rows: QuerySet[Assessment]) -> QuerySet[Assessment]:
    """The assessments, each with whom its submission concerns."""
    return rows.annotate(
        **{_name(at): concerns() for at, concerns in enumerate(_listeners.values())}
    )


def tell_of_submission(assessment: Assessment) -> None:
    """Give every app above that it concerns the chance to follow it up."""
    for at, listener in enumerate(_listeners):
        if getattr(assessment, _name(at), True):
            listener(assessment)


def _name(at: int) -> str:
    return f"concerns_listener_{at}"
