"""Parts of a page that are drawn once for all that they are drawn from, and then remembered.

A list of thirteen steps was a third of a page, and is nearly the same on each page of a journey.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

register = template.Library()

SAID = ("url", "label", "hint", "status", "state", "current")


@register.simple_tag
def drawn_task(task: Mapping[str, Any], prefix: object, counter: int) -> SafeString:
    """One step of a task list."""
    said = (str(task.get(name) or "") for name in SAID)
    return _draw_task(f"{prefix or ''}{counter}", *said)


@lru_cache(maxsize=4096)
def _draw_task(number: str, *said: str) -> SafeString:
    task = dict(zip(SAID, said, strict=True))
    return render_to_string("components/parts/task.html", {"task": task, "number": number})
