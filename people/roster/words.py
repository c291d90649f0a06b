"""The changes of a dry run in words: they are kept as facts, and said in the reader's language."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people.models import Role, RosterUpload
from people.roster.plan import GROUPS


@dataclass(frozen=True)
class ShownRow:
    """One person of a dry run."""

    name: str
    email: str
    lines: str
    changes: tuple[str, ...]


@dataclass(frozen=True)
class Count:
    """How many people come under one heading of the dry run."""

    name: str
    label: str
    number: int


def shown(row: Mapping[str, Any]) -> ShownRow:
    """A row as the page shows it."""
    return ShownRow(
        name=row["name"] or row["email"],
        email=row["email"],
        lines=", ".join(map(str, row["lines"])) or _("not in the file"),
        changes=tuple(_words(kind, facts) for kind, facts in row["changes"]),
    )


def counts_of(upload: RosterUpload) -> list[Count]:
    """The headings that have anybody under them, in their order."""
    return [
        Count(name, str(label), upload.counts[name])
        for name, label in GROUPS.items()
        if upload.counts.get(name)
    ]


def new_cohorts_of(rows: Iterable[Mapping[str, Any]]) -> list[str]:
    """The cohorts that a dry run would make, each with its organisation, in the file's order."""
    found: dict[tuple[str, str], str] = {}
    for row in rows:
        for _kind, facts in row["changes"]:
            if place := facts.get("new_in"):
                name = facts["cohort"]
                words = _("%(cohort)s, in %(organisation)s")
                said = words % {"cohort": name, "organisation": place}
                found.setdefault((place, name.casefold()), said)
    return list(found.values())


def is_overdue(row: Mapping[str, Any]) -> bool:
    """Whether somebody would be overdue with something from the first day."""
    return any(kind == "overdue" for kind, _facts in row["changes"])


def _words(kind: str, facts: Mapping[str, str]) -> str:
    said = {
        "grant": _("becomes %(role)s in %(organisation)s, from %(from)s"),
        "ends": _("%(role)s in %(organisation)s ends; the last day is %(on)s"),
        "absent": _("%(role)s in %(organisation)s ends at once"),
        "moves": _("leaves %(organisation)s; the last day there is %(on)s"),
        "enters": _("enters the cohort %(cohort)s"),
        "quits": _("leaves the cohort %(cohort)s"),
        "supervises": _("supervises the cohort %(cohort)s"),
        "renamed": _("was called %(old)s"),
        "login": _("signed in with %(old)s"),
        "waits": _("was invited and has not answered yet"),
        "holds_nothing": _("holds no role in %(organisation)s that you could end"),
        "overdue": _("is overdue from the first day with “%(course)s”, due by %(on)s"),
    }[kind]
    if facts.get("new_in"):
        said = {
            "enters": _("enters the new cohort %(cohort)s"),
            "supervises": _("supervises the new cohort %(cohort)s"),
        }[kind]
    if kind == "grant" and facts["to"]:
        said = _("becomes %(role)s in %(organisation)s, from %(from)s to %(to)s")
    return said % {name: _value(name, value) for name, value in facts.items()}


def _value(name: str, value: str) -> str:
    if name == "role":
        return str(Role(value).label).lower()
    if name in ("from", "to", "on") and value[:1].isdigit():
        return date_format(date.fromisoformat(value), "j F Y")
    return value


def done_words(upload: RosterUpload) -> Sequence[str]:
    """What was done, as sentences with numbers and no names."""
    counts = upload.counts
    said = [f"{count.label}: {count.number}" for count in counts_of(upload)]
    if number := counts.get("closed", 0):
        said.append(
            ngettext(
                "%(n)d account was closed: its person cannot sign in, and what they did stays.",
                "%(n)d accounts were closed: their people cannot sign in, and what they did stays.",
                number,
            )
            % {"n": number}
        )
    return said
