"""The record of what was done in courses."""

from people.public import User, home_organisation, record_event


def note(
    name: str, actor: User, *, subject: User | None = None, **payload: str | int | bool | None
) -> None:
    """Record an act where the person belongs; somebody who belongs nowhere leaves no row."""
    where = home_organisation(subject or actor)
    if where is not None:
        record_event(
            name=name, organisation=where, actor=actor, subject=subject or actor, payload=payload
        )
