"""What the lines of a roster say against each other."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from people.models import Role
from people.roster.problems import Problem

if TYPE_CHECKING:
    from people.roster.lines import Line


def faults_between(lines: Sequence["Line"]) -> Iterator[Problem]:
    """What lines of one person say against each other."""
    seen: dict[tuple[str, str, str], int] = {}
    of_person: dict[str, list[Line]] = defaultdict(list)
    old: dict[str, str] = {}
    for line in lines:
        key = (line.email, line.organisation, line.role)
        if (first := seen.setdefault(key, line.number)) != line.number:
            words = _("the same person and role as in line %(first)d. Take one of them out.")
            yield Problem(line.number, words % {"first": first})
        of_person[line.email].append(line)
        if line.old_email and old.setdefault(line.old_email, line.email) != line.email:
            words = _("two people cannot have had the same old e-mail address.")
            yield Problem(line.number, words)
    for email, held in of_person.items():
        if email in old:
            words = _("this address is somebody’s old one in another line. Take one of them out.")
            yield Problem(held[0].number, words)
        yield from _of_one(held)


def _of_one(held: Sequence["Line"]) -> Iterator[Problem]:
    first = held[0]
    trainee = next((line for line in held if line.role == Role.TRAINEE), None)
    for line in held[1:]:
        where = {"first": first.number}
        if _differ(line.first_name, first.first_name) or _differ(line.last_name, first.last_name):
            words = _("the same e-mail address as in line %(first)d, and another name.")
            yield Problem(line.number, words % where)
        if line.old_email != first.old_email:
            words = _("write the same old e-mail address in every line of this person.")
            yield Problem(line.number, words)
        if trainee is None or line is trainee or line.role != Role.TRAINEE:
            continue
        if line.organisation != trainee.organisation:
            words = _(
                "a trainee in line %(first)d already, and nobody is one in two organisations. "
                "Keep the new one, with the old one’s code under “Moves from”."
            )
            yield Problem(line.number, words % {"first": trainee.number})
    days = {(line.organisation, line.leaves) for line in held if line.leaves}
    if len(days) > len({code for code, _day in days}):
        yield Problem(held[-1].number, _("two days of leaving the same organisation."))


def _differ(one: str, other: str) -> bool:
    return bool(one and other and one != other)
