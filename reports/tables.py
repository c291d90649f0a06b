"""A report's table: rows made once, drawn as HTML and written to files from the same cells."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from django.utils.formats import date_format

Value = str | int | float | date | None


@dataclass(frozen=True, slots=True)
class Column:
    """A heading, and whether figures stand under it."""

    heading: str
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell holds: ``value`` for machines, ``text`` for readers; one of them may say both.

    A reason in words where there is no figure may ``span`` several columns. Without a ``value`` it
    is empty in a file.
    """

    value: Value
    text: str
    css_class: str = ""
    shape: str = ""
    span: int = 1

    @property
    def machine(self) -> str:
        """The value as a page carries it, whatever the language of the page."""
        return "" if self.value is None else str(self.value)

    @property
    def differs(self) -> bool:
        """Whether the page has to carry the machine's value beside the words."""
        return self.machine != self.text


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: a label and its cells."""

    cells: tuple[Cell, ...]
    is_total: bool = False

    def values(self) -> Iterator[Value]:
        """One value per column: a cell that spans several gives its own to each."""
        for cell in self.cells:
            for _column in range(cell.span):
                yield cell.value


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that belong together, with totals of their own."""

    heading: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A captioned table; ``use`` says whether practice or checks are in it."""

    code: str
    caption: str
    columns: tuple[Column, ...]
    groups: tuple[Group, ...]
    use: str = ""
    notes: tuple[str, ...] = field(default=())


def text(words: object) -> Cell:
    """A cell of plain words."""
    return Cell(str(words), str(words))


def number(value: int | float, shown: str | None = None) -> Cell:
    """A figure; ``shown`` is how a reader sees it, such as with a percent sign."""
    return Cell(value, str(value) if shown is None else shown, "num")


def day(value: date | None, otherwise: str) -> Cell:
    """A date, written out for readers; or the words for there being none.

    Those words are on the page alone: a file has dates under a date, so that it can be sorted by
    it, and says in another column why there is none.
    """
    if value is None:
        return Cell(None, otherwise)
    return Cell(value, date_format(value, "j M Y"), "ref")


def nothing(span: int = 1) -> Cell:
    """Where there is nothing to say of the columns: a dash for readers, and empty in a file."""
    return Cell(None, "–", "too-few", span=span)


def reason(words: str, span: int = 1) -> Cell:
    """Why there is no figure."""
    return Cell(words, words, "too-few", span=span)
