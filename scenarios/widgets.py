"""Choices that are drawn once and then remembered.

A page asks for one level of four and one of four ways to be sure; the plan has twenty lists of the
same twelve factors. Django draws each option by a template. What comes out depends on nothing but
what is named below, so it is remembered by that, and cannot go stale.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django import forms
from django.utils.safestring import SafeString

Pairs = tuple[tuple[str, Any], ...]


class DrawnOnce(forms.widgets.ChoiceWidget):
    """One choice of several, with perhaps a line under each that says what it means."""

    hints: Mapping[str, str] = {}

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        option["hint"] = self.hints.get(str(value), "")
        return option

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        choices = tuple((str(option), str(label)) for option, label in self.choices)
        # What somebody sends that is no choice must not fill the memory: it chooses nothing.
        chosen = next((option for option, _label in choices if option == str(value)), "")
        given = tuple({**self.attrs, **(attrs or {})}.items())
        return _draw(type(self), name, chosen, choices, given, tuple(self.hints.items()))


@lru_cache(maxsize=1024)
def _draw(
    kind: type[DrawnOnce], name: str, chosen: str, choices: Pairs, attrs: Pairs, hints: Pairs
) -> SafeString:
    widget = kind(attrs=dict(attrs), choices=choices)
    widget.hints = dict(hints)
    return forms.Widget.render(widget, name, chosen)


class RadioChoice(DrawnOnce, forms.RadioSelect):
    """Radio buttons."""


class ListChoice(DrawnOnce, forms.Select):
    """A list to choose from."""
