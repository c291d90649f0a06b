"""A pair of matched twins: where their texts differ, and how differently they were rated."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from people.public import Organisation, User, home_organisation, organisations_held
from scenarios.models import CaseVersion, Scenario, Twin
from scenarios.passages import cut_passages, text_hash
from scenarios.querysets import WRITERS
from scenarios.safety.unfinished import ROWS
from scenarios.selectors.kept_back import hashes_kept_back
from scenarios.services.panel_people import refusal_while_sitting
from scoring.public import (
    SMALLEST_GROUP,
    SMALLEST_ORGANISATION,
    Shift,
    Undefined,
    UnitShift,
    difference_text,
    figure_text,
    shift_of,
    words_for,
)


@dataclass(frozen=True)
class Piece:
    """A stretch of words: the same in both, only in the original, or only in the copy."""

    sort: str
    words: str


@dataclass(frozen=True)
class ChangedPassage:
    """A place in the papers where the two differ, word by word."""

    where: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class ShiftRow:
    """One factor in words: its figures, or why there is no shift to tell."""

    factor: str
    original: str
    copy: str
    shift: str
    likely: str
    why_not: str
    is_clear: bool


@dataclass(frozen=True)
class ShiftOf:
    """The shift of everybody, or of one organisation; ``why_not`` where it is not shown."""

    name: str
    people: tuple[int, int]
    rows: tuple[ShiftRow, ...]
    why_not: str

    @property
    def clear(self) -> list[ShiftRow]:
        return [row for row in self.rows if row.is_clear]


def twin_of(scenario: Scenario) -> Twin | None:
    """The pair that a scenario belongs to, with both of its cases."""
    pairs = Twin.objects.select_related("original", "copy", "made_by")
    return pairs.filter(Q(original=scenario) | Q(copy=scenario)).first()


def differences(twin: Twin) -> list[ChangedPassage]:
    """Every passage of the newest drafts that is not the same, in the order of the papers."""
    files = [_texts(each) for each in (twin.original, twin.copy)]
    places = list(dict.fromkeys([*files[0], *files[1]]))
    return [
        ChangedPassage(place, _by_word(files[0].get(place, ""), files[1].get(place, "")))
        for place in places
        if files[0].get(place, "") != files[1].get(place, "")
    ]


def shifts(twin: Twin, user: User) -> list[ShiftOf]:
    """Everybody's shift, and that of each of the trainer's organisations that is large enough.

    Real and invented organisations are never added together: a trainer sees those of their kind.
    """
    original, copy = (_newest_subject(each) for each in (twin.original, twin.copy))
    if original is None or copy is None:
        return []
    if words := refusal_while_sitting(user, twin.original_id):
        return [ShiftOf(_("Everybody"), (0, 0), (), words)]
    home = home_organisation(user)
    of_invented = home is not None and home.is_invented
    named: Iterable[Organisation] = organisations_held(user, *WRITERS).filter(
        is_invented=of_invented
    )
    whole = shift_of(original, copy, of_invented=of_invented)
    found = [ShiftOf(_("Everybody"), whole.people, _rows(whole), _why_not(whole))]
    if whole.units:
        parts = [
            (each, shift_of(original, copy, of_invented=of_invented, organisation=each))
            for each in named
        ]
        found += [
            ShiftOf(each.name, part.people, _rows(part), "") for each, part in parts if part.units
        ]
    return found


def _rows(shift: Shift) -> tuple[ShiftRow, ...]:
    has_stages = len({unit.stage for unit in shift.units}) > 1
    return tuple(_row(unit, has_stages) for unit in shift.units)


def _row(unit: UnitShift, has_stages: bool) -> ShiftRow:
    name = unit.factor.name
    if has_stages:
        name = _("%(factor)s, stage %(stage)d") % {"factor": name, "stage": unit.stage}
    means = [figure_text(side.mean, 1) if side.n else "–" for side in (unit.original, unit.copy)]
    found = unit.difference
    if isinstance(found, Undefined):
        return ShiftRow(name, *means, "", "", words_for(found.reason), False)
    estimate = found.estimate
    likely = _("%(low)s to %(high)s") % {
        "low": difference_text(estimate.low or 0.0, 1),
        "high": difference_text(estimate.high or 0.0, 1),
    }
    return ShiftRow(name, *means, difference_text(estimate.value, 1), likely, "", unit.is_clear)


def _why_not(shift: Shift) -> str:
    if shift.units:
        return ""
    return _(
        "%(original)d people have done the original and %(copy)d the copy. A shift is shown from "
        "%(least)d on each, and of one organisation from %(organisation)d on both."
    ) % {
        "original": shift.people[0],
        "copy": shift.people[1],
        "least": SMALLEST_GROUP,
        "organisation": SMALLEST_ORGANISATION,
    }


def _newest_subject(scenario: Scenario) -> UUID | None:
    released = CaseVersion.objects.filter(scenario=scenario, releases__isnull=False)
    return released.order_by("-number").values_list("uuid", flat=True).first()


def _texts(scenario: Scenario) -> dict[str, str]:
    """What a draft says by its place; without what was reported of it."""
    draft = scenario.get_latest_revision_as_object()
    kept_back = hashes_kept_back(scenario)
    found = {_("Title"): draft.title, _("Given facts"): draft.static_risk}
    for relation in ("people", "places"):
        for number, row in enumerate(getattr(draft, relation).all(), start=1):
            found[f"{ROWS[relation]} {number}"] = " ".join(getattr(row, name) for name in row.texts)
    for number, document in enumerate(draft.documents.all(), start=1):
        found[f"D{number}"] = f"{document.title} {document.dated}".strip()
        for cut in cut_passages(document.body):
            if text_hash(cut.text) not in kept_back:
                found[f"D{number}.{cut.number}"] = f"{cut.heading} {cut.text}".strip()
    return found


def _by_word(before: str, after: str) -> tuple[Piece, ...]:
    first, second = before.split(), after.split()
    pieces: list[Piece] = []
    for sort, a, b, c, d in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        if sort == "equal":
            pieces.append(Piece("same", _short(first[a:b])))
        else:
            pieces += [Piece("gone", " ".join(first[a:b]))] if b > a else []
            pieces += [Piece("new", " ".join(second[c:d]))] if d > c else []
    return tuple(pieces)


def _short(words: Sequence[str]) -> str:
    """The words around a change, and not the whole passage."""
    if len(words) <= 16:
        return " ".join(words)
    return f"{' '.join(words[:8])} … {' '.join(words[-8:])}"
