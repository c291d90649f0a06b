"""A progress bar for a terminal; elsewhere it says nothing."""

from typing import Protocol

WIDTH = 40


class Terminal(Protocol):
    def isatty(self) -> bool: ...
    def write(self, text: str, /, *args: str) -> object: ...
    def flush(self) -> object: ...


class Bar:
    """Drawn over itself on one line, as work is done."""

    def __init__(self, stream: Terminal, total: int) -> None:
        self._stream = stream
        self._total = max(total, 1)
        self._done = 0

    def advance(self, count: int) -> None:
        self._done = min(self._done + count, self._total)
        if not self._stream.isatty():
            return
        filled = WIDTH * self._done // self._total
        line = f"\r[{'#' * filled}{'.' * (WIDTH - filled)}] {self._done} of {self._total}"
        self._stream.write(line + ("\n" if self._done == self._total else ""), "")
        self._stream.flush()
