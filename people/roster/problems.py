"""Why a roster is refused: sentences, each with the line it is about and what to do."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

MOST_SHOWN = 100


@dataclass(frozen=True, order=True)
class Problem:
    """One reason. Line 0 is the file as a whole."""

    line: int
    words: str

    def __str__(self) -> str:
        if not self.line:
            return self.words
        return _("Line %(line)d: %(words)s") % {"line": self.line, "words": self.words}


class BadRoster(ValueError):
    """A file is refused whole; ``problems`` says why, in the order of its lines."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(map(str, self.problems)))

    @property
    def shown(self) -> list[str]:
        """As many as can be read, and how many there are besides."""
        more = len(self.problems) - MOST_SHOWN
        rest = [_("And %(more)d more.") % {"more": more}] if more > 0 else []
        return [*map(str, self.problems[:MOST_SHOWN]), *rest]


def refuse(words: str, line: int = 0) -> BadRoster:
    """A refusal for one reason."""
    return BadRoster([Problem(line, words)])
