"""From rows to lines: one person, one role, one organisation; with every fault named by line."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from people.models import Role
from people.roster.between import faults_between
from people.roster.columns import HEADINGS, KNOWN, MOST_CHARACTERS, NEEDED, ROLES, plain
from people.roster.problems import BadRoster, Problem
from people.roster.tables import Cell, Table
from people.typed import text_problems

LONGEST_NAME = 80
LONGEST_EMAIL = 254
MOST_COHORTS = 20
FORMULA = tuple("=+-@＝＋－＠")
EXCEL_ERROR = ("#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!")
DAYS = ("starts", "ends", "leaves")
NOTHING: dict[str, Any] = {"cohorts": None, **dict.fromkeys(DAYS)}
"""What stands for a cell that is empty or cannot be read, where that is not an empty text."""
IN_EVERY_LINE = ("first_name", "last_name", "role")
# Whatever is wrong with these, the rest of the line can be gone by.
BESIDE = frozenset({"first_name", "last_name", "cohorts"})
# Without these it cannot be said whether two lines are about the same.
TO_COMPARE = frozenset({"email", "organisation", "role", "old_email"})
ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[ T]00:00(?::00)?)?")
BRITISH = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")
BETWEEN_COHORTS = re.compile(r"[|;]")


@dataclass(frozen=True, kw_only=True)
class Line:
    """What one line asks for. ``cohorts`` is None where the cell is empty: as it was."""

    number: int
    email: str
    organisation: str
    first_name: str = ""
    last_name: str = ""
    role: str = ""
    cohorts: tuple[str, ...] | None = None
    starts: date | None = None
    ends: date | None = None
    leaves: date | None = None
    moves_from: str = ""
    old_email: str = ""


@dataclass(frozen=True)
class Reading:
    """The lines of a file with all that is wrong in them. A faulty cell stands empty in its line.

    ``doubtful`` are the numbers of lines that cannot be gone by: what they say of organisation and
    role is looked at, and nothing is concluded from what they leave out.
    """

    lines: Sequence[Line]
    problems: Sequence[Problem] = ()
    doubtful: frozenset[int] = frozenset()


def as_data(lines: Sequence[Line]) -> list[dict[str, Any]]:
    """Lines as JSON can hold them, without what is empty."""
    return [
        {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in asdict(line).items()
            if value not in ("", None)
        }
        for line in lines
    ]


def from_data(data: Sequence[Mapping[str, Any]]) -> list[Line]:
    """The lines again."""
    found = []
    for row in data:
        values: dict[str, Any] = dict(row)
        for name in DAYS:
            if name in values:
                values[name] = date.fromisoformat(values[name])
        if "cohorts" in values:
            values["cohorts"] = tuple(values["cohorts"])
        found.append(Line(**values))
    return found


def read_lines(table: Table) -> Reading:
    """The lines of a table, in its order. BadRoster: its columns leave nothing to read.

    Whatever else is wrong is kept beside the lines, so that one upload tells all of it.
    """
    names, problems = _columns(table.headings)
    problems += table.problems
    doubtful = {problem.line for problem in table.problems}
    lines, to_compare = [], []
    looked_at: dict[str, list[str]] = {}
    for number, cells in table.rows:
        reader = _Reader(number, dict(zip(names, cells, strict=False)), looked_at)
        line = reader.line()
        lines.append(line)
        problems += reader.problems
        # An unknown column may be the one that the line would have needed.
        if "" in names or not reader.faulty <= BESIDE:
            doubtful.add(number)
        if reader.faulty.isdisjoint(TO_COMPARE):
            to_compare.append(line)
    problems += faults_between(to_compare)
    return Reading(lines, problems, frozenset(doubtful))


def _columns(headings: Sequence[str]) -> tuple[list[str], list[Problem]]:
    """What the columns are, "" where one is not known, and what is wrong with them.

    BadRoster: it is not certain which column is which, so that the lines would be misread.
    """
    names = [KNOWN.get(plain(heading), "") for heading in headings]
    unknown = [
        Problem(
            0,
            _(
                "The column “%(heading)s” is not known. Rename it as in the template, or take it "
                "out: what is not needed is not taken in."
            )
            % {"heading": heading[:40]},
        )
        for heading, name in zip(headings, names, strict=True)
        if not name
    ]
    wrong = [
        Problem(0, _("The column “%(heading)s” is there twice.") % {"heading": HEADINGS[name]})
        for name in set(filter(None, names))
        if names.count(name) > 1
    ]
    wrong += [
        Problem(0, _("The column “%(heading)s” is missing.") % {"heading": HEADINGS[name]})
        for name in NEEDED
        if name not in names
    ]
    if wrong or (unknown and not set(IN_EVERY_LINE) <= set(names)):
        raise BadRoster([*unknown, *wrong])
    return names, unknown


@dataclass
class _Reader:
    """Reads one row, and keeps what is wrong with it."""

    number: int
    cells: dict[str, Cell]
    looked_at: dict[str, list[str]]
    """Names of cohorts with what is wrong with them: few, and each is looked at once."""
    problems: list[Problem] = field(default_factory=list)
    faulty: set[str] = field(default_factory=set)
    """The columns in which something is wrong."""

    def line(self) -> Line:
        """What the row says, as far as it can be read."""
        days = {name: self._day(name) for name in DAYS}
        email, old = self._email("email"), self._email("old_email")
        code, role = self._text("organisation").upper(), self._role()
        names = {name: self._name(name) for name in ("first_name", "last_name")}
        if self._is_empty("email"):
            self._say("email", _("it is empty."))
        if self._is_empty("organisation"):
            self._say("organisation", _("it is empty. Write its code, such as X01."))
        for name in IN_EVERY_LINE:
            if self._is_empty(name) and not self._may_leave():
                self._say(name, _("it is empty."))
        if email and email == old:
            self._say("old_email", _("it is the same as the new one. Leave it empty."))
        for name in ("ends", "leaves"):
            starts, last = days["starts"], days[name]
            if starts and last and last < starts:
                self._say(name, _("it is before the first day."))
        cohorts = self._cohorts(role)
        moves_from = self._text("moves_from").upper()
        if moves_from and role != Role.TRAINEE and "role" not in self.faulty:
            self._say("moves_from", _("only a trainee moves. Leave it empty for other roles."))
        if moves_from and moves_from == code:
            self._say("moves_from", _("it is the organisation they move to."))
        said: dict[str, Any] = {
            "email": email,
            "old_email": old,
            "organisation": code,
            "role": role,
            "cohorts": cohorts,
            "moves_from": moves_from,
            **names,
            **days,
        }
        return Line(
            number=self.number,
            **{
                name: NOTHING.get(name, "") if name in self.faulty else value
                for name, value in said.items()
            },
        )

    def _say(self, column: str, words: str) -> None:
        said = _("“%(column)s”: %(words)s") % {"column": HEADINGS[column], "words": words}
        self.faulty.add(column)
        problem = Problem(self.number, said)
        if problem not in self.problems:
            self.problems.append(problem)

    def _may_leave(self) -> bool:
        """Whether it is a line of somebody who leaves, or may be one by a column not known."""
        return not self._is_empty("leaves") or ("" in self.cells and "leaves" not in self.cells)

    def _is_empty(self, column: str) -> bool:
        return not str(self.cells.get(column, "")).strip()

    def _text(self, column: str) -> str:
        """The words of a cell, with single spaces; refused where a sign cannot be seen."""
        cell = self.cells.get(column, "")
        if not cell:
            return ""
        text = cell.isoformat() if isinstance(cell, date) else cell
        if len(text) > MOST_CHARACTERS:
            self._say(column, _("it is too long."))
            return ""
        text = " ".join(unicodedata.normalize("NFC", text).split())
        if not text.isprintable():
            self._say(column, _("there is a sign in it that cannot be seen. Type it again."))
            return ""
        return text

    def _name(self, column: str) -> str:
        text = self._text(column)
        if len(text) > LONGEST_NAME:
            self._say(column, _("it is longer than 80 characters."))
        elif text.startswith(FORMULA):
            self._say(column, _("it begins like a formula. Write the name itself."))
        elif text.startswith(EXCEL_ERROR):
            self._say(column, _("Excel left an error in its place. Write the name itself."))
        elif "?" in text or "\ufffd" in text:
            self._say(
                column,
                _(
                    "there is a question mark in it, as Excel leaves in place of ŵ or ŷ. Type the "
                    "name again, and save as CSV UTF-8 or as .xlsx."
                ),
            )
        elif text and not any(sign.isalpha() for sign in text):
            self._say(column, _("there is no letter in it."))
        return text

    def _email(self, column: str) -> str:
        text = self._text(column).lower()
        if not text:
            return ""
        strange = next((sign for sign in text if not sign.isascii()), None)
        if strange is not None:
            self._say(
                column,
                _(
                    "“%(sign)s” (%(name)s) is not a letter of e-mail addresses here, though it may "
                    "look like one. Type the address again."
                )
                % {"sign": strange, "name": unicodedata.name(strange, "?").lower()},
            )
            return ""
        try:
            validate_email(text)
        except ValidationError:
            self._say(column, _("this is not an e-mail address."))
            return ""
        if len(text) > LONGEST_EMAIL:
            self._say(column, _("it is too long."))
        return text

    def _role(self) -> str:
        text = self._text("role")
        role = ROLES.get(plain(text))
        if text and role is None:
            known = ", ".join(str(label) for label in Role.labels)
            self._say("role", _("it is none of the roles: %(known)s.") % {"known": known})
        return str(role.value) if role else ""

    def _cohorts(self, role: str) -> tuple[str, ...] | None:
        text = self._text("cohorts")
        if not text:
            return None
        if role not in (Role.TRAINEE, Role.SUPERVISOR) and "role" not in self.faulty:
            self._say("cohorts", _("only trainees are in one, and only supervisors have one."))
        names: dict[str, str] = {}
        for part in BETWEEN_COHORTS.split(text):
            name = part.strip()
            if not name:
                continue
            if name.startswith(FORMULA):
                self._say("cohorts", _("it begins like a formula. Write the name itself."))
            if name.startswith(EXCEL_ERROR):
                self._say("cohorts", _("Excel left an error in its place. Write the name itself."))
            if len(name) > LONGEST_NAME:
                self._say("cohorts", _("a name is longer than 80 characters."))
            if name not in self.looked_at:
                self.looked_at[name] = text_problems(name)
            for words in self.looked_at[name]:
                self._say("cohorts", words)
            names.setdefault(name.casefold(), name)
        if len(names) > MOST_COHORTS:
            self._say("cohorts", _("there are more than 20."))
        return tuple(names.values())

    def _day(self, column: str) -> date | None:
        cell = self.cells.get(column, "")
        if not isinstance(cell, str):
            found: date | None = cell
        else:
            text = self._text(column)
            if not text:
                return None
            found = _read_day(text)
        if found is None or not 2000 <= found.year <= 2100:
            self._say(column, _("write the day as 2026-12-31 or 31/12/2026."))
            return None
        return found


def _read_day(text: str) -> date | None:
    iso, british = ISO.fullmatch(text), BRITISH.fullmatch(text)
    try:
        if iso:
            return date(*map(int, iso.groups()))
        if british:
            day, month, year = map(int, british.groups())
            return date(year, month, day)
    except ValueError:
        pass
    return None
