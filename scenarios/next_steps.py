"""Where to go after feedback. Apps above fill this in: cases never need to know of courses."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from people.public import User
from scenarios.models import Release


@dataclass(frozen=True)
class NextStep:
    """One thing worth doing next, with an honest time."""

    label: str
    url: str
    minutes: int | None = None


Provider = Callable[[User, Release, Sequence[str]], Iterable[NextStep]]
_providers: list[Provider] = []


def register_next_steps(provider: Provider) -> None:
    """Add a source of next steps; called once from an app's ``ready()``."""
    if provider not in _providers:
        _providers.append(provider)


def next_steps(person: User, release: Release, weak_factor_codes: Sequence[str]) -> list[NextStep]:
    """Steps for this person after this case, the weakest factors first."""
    return [
        step for provider in _providers for step in provider(person, release, weak_factor_codes)
    ]
