"""Drawing the states of components on one page, where each id may stand but once."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify

NAMES = re.compile(r'(?<=\s)(id|for|form|aria-labelledby|aria-describedby)="([^"]+)"')
LINKS = re.compile(r'(?<=\shref="#)([^"]+)"')
FIRST_HEADING = re.compile(r"(</?h)1(?=[ >])")


@dataclass(frozen=True)
class State:
    """One state: what it is called, and what the template is given.

    A context may be a function, so that a form is made afresh each time; a template other than the
    component's own shows a state that stands in another one. ``reveals`` what a script would.
    """

    name: str
    context: Mapping[str, Any] | Callable[[], Mapping[str, Any]] = field(default_factory=dict)
    template: str = ""
    reveals: bool = False


@dataclass(frozen=True)
class Component:
    """A name, the template that draws it, and its states; a wide one has a line to itself."""

    name: str
    template: str
    states: tuple[State, ...]
    is_wide: bool = False

    @property
    def anchor(self) -> str:
        return f"component-{slugify(self.name)}"


@dataclass(frozen=True)
class DrawnState:
    name: str
    html: SafeString


@dataclass(frozen=True)
class DrawnComponent:
    component: Component
    states: tuple[DrawnState, ...]


def drawn(components: Iterable[Component], request: HttpRequest) -> list[DrawnComponent]:
    """The components, each state drawn by the site's own template."""
    return [
        DrawnComponent(
            component,
            tuple(
                DrawnState(state.name, _draw(component, state, f"{component.anchor}-{n}", request))
                for n, state in enumerate(component.states, start=1)
            ),
        )
        for component in components
    ]


def _draw(component: Component, state: State, suffix: str, request: HttpRequest) -> SafeString:
    context = state.context() if callable(state.context) else state.context
    html = render_to_string(state.template or component.template, dict(context), request)
    return apart(html.replace(" hidden>", ">") if state.reveals else html, suffix)


def apart(html: str, suffix: str) -> SafeString:
    """The markup with ids of its own, and under the page's one heading of the first level.

    >>> apart('<h1 id="a">A</h1> <a href="#a">a</a>', "2")
    '<h2 id="a-2">A</h2> <a href="#a-2">a</a>'
    """

    def own(found: re.Match[str]) -> str:
        names = " ".join(f"{name}-{suffix}" for name in found[2].split())
        return f'{found[1]}="{names}"'

    html = NAMES.sub(own, html)
    html = LINKS.sub(rf'\1-{suffix}"', html)
    return mark_safe(FIRST_HEADING.sub(r"\g<1>2", html))  # noqa: S308 - drawn by our own templates
