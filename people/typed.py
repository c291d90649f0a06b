"""Whether a text that somebody gives may stand: what is found is known by an app above this one.

``scenarios`` knows what points to a real person and registers it here when the site starts.
"""

from collections.abc import Callable, Iterable

Check = Callable[[str], Iterable[str]]
_checks: list[Check] = []


def check_texts_with(check: Check) -> None:
    """Let ``check`` look at every such text; it answers with what is wrong, in sentences."""
    if check not in _checks:
        _checks.append(check)


def text_problems(text: str) -> list[str]:
    """What is wrong with a text, by every check there is."""
    return [words for check in _checks for words in check(text)]
