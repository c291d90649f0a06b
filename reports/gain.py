"""Whether courses worked for an organisation’s people, as tables: for screen and files."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from courses.public import (
    ChangeLineOfTable,
    EditionGain,
    LaterPoint,
    Shown,
    did_it_work,
    drawing_of,
    drawing_of_later,
    edition_title,
    gains_in,
    held_back_words,
    later_words,
    line_of,
    not_in_words,
    too_few,
)
from people.public import Organisation, User, organisation_subtree
from reports.sheets import Sheet
from reports.tables import Cell, Column, Group, Row, Table, number, reason, text
from scoring.public import SMALLEST_GROUP


@dataclass(frozen=True, slots=True)
class EditionShown:
    """One edition of a course as the page has it: a sentence, drawings, and their tables."""

    title: str
    answer: str
    drawing: Any
    gain: Table
    later_drawing: Any
    later: Table
    cohorts: Table | None
    not_in: tuple[str, ...]

    @property
    def tables(self) -> list[Table]:
        return [self.gain, self.later, *([self.cohorts] if self.cohorts else [])]


def gains_of(organisation: Organisation, lead: User) -> list[EditionShown]:
    """Every edition of a course that people finished here or below, as this lead may see it."""
    found = gains_in(organisation_subtree(organisation), viewer=lead, cohorts_of=organisation)
    return [_shown(place, edition) for place, edition in enumerate(found, start=1)]


def gain_sheet(editions: Sequence[EditionShown]) -> Sheet:
    """The file: the rows of all tables of the page, each with its course and what it is part of."""
    headings = [column.heading for column in _columns(_("Figure"))]
    return Sheet(
        name="did-the-course-work",
        title=_("Did the course work?"),
        headings=[_("Course"), _("Table"), _("Group"), *headings],
        rows=(
            [edition.title, table.use, group.heading, *row.values()]
            for edition in editions
            for table in edition.tables
            for group in table.groups
            for row in group.rows
        ),
    )


def _shown(place: int, found: EditionGain) -> EditionShown:
    title = edition_title(found)
    return EditionShown(
        title=title,
        answer=did_it_work(found),
        drawing=drawing_of(found),
        gain=_gain_table(place, found, title),
        later_drawing=drawing_of_later(found),
        later=_later_table(place, found, title),
        cohorts=_cohorts_table(place, found, title) if found.cohorts else None,
        not_in=tuple(not_in_words(found.not_in)),
    )


def _gain_table(place: int, found: EditionGain, title: str) -> Table:
    return Table(
        code=f"gain-{place}",
        caption=_("Baseline and final: %(course)s") % {"course": title},
        columns=_columns(_("Figure")),
        groups=(Group("", tuple(_rows(map(line_of, found.changes)))),),
        use=_("Baseline and final"),
        notes=(
            _(
                "People enter by tens, in the order in which they finished, organisation by "
                "organisation. Your own measures are left out of what you see."
            ),
        ),
    )


def _later_table(place: int, found: EditionGain, title: str) -> Table:
    return Table(
        code=f"later-{place}",
        caption=_("What is left months later: %(course)s") % {"course": title},
        columns=_columns(_("Figure")),
        groups=tuple(Group(later_words(point), tuple(_later_rows(point))) for point in found.later),
        use=_("Months later"),
        notes=(
            _(
                "The change is since the final, of those who did both. Who came back may be others "
                "than who did not. Drills are not asked again."
            ),
        ),
    )


def _later_rows(point: LaterPoint) -> Iterable[Row]:
    if not point.n:
        return [Row((text(_("All figures")), reason(too_few(), _width())))]
    return _rows(map(line_of, point.changes), _since_final())


def _cohorts_table(place: int, found: EditionGain, title: str) -> Table:
    groups = []
    for cohort in found.cohorts:
        rows = tuple(_rows(map(line_of, cohort.changes)))
        if not rows:
            rows = (Row((text(_("All figures")), reason(held_back_words(cohort), _width()))),)
        groups.append(Group(cohort.name, rows))
    return Table(
        code=f"cohorts-{place}",
        caption=_("By cohort: %(course)s") % {"course": title},
        columns=_columns(_("Figure")),
        groups=tuple(groups),
        use=_("By cohort"),
        notes=(
            _(
                "A cohort is shown from %(n)d people on, and only where what is left without it is "
                "%(n)d people or more, or nobody. Of cohorts that share people the one that was "
                "made first is shown."
            )
            % {"n": SMALLEST_GROUP},
        ),
    )


def _columns(first: str) -> tuple[Column, ...]:
    return (
        Column(first),
        Column(_("People"), is_number=True),
        Column(_("Baseline"), is_number=True),
        Column(_("Final"), is_number=True),
        Column(_("Change"), is_number=True),
        Column(_("Likely from"), is_number=True),
        Column(_("Likely to"), is_number=True),
    )


def _width() -> int:
    return len(_columns("")) - 1


def _since_final() -> str:
    """In place of two means: of fewer people than came to the final they would tell of the rest."""
    return _("Since the final")


def _rows(lines: Iterable[ChangeLineOfTable], instead: str = "") -> Iterable[Row]:
    for line in lines:
        label = text(line.label)
        if line.reason:
            yield Row((label, reason(line.reason, _width())))
            continue
        means = (_cell(line.before), _cell(line.after))
        yield Row(
            (
                label,
                number(line.n),
                *((reason(instead, 2),) if instead else means),
                _cell(line.change),
                _cell(line.low),
                _cell(line.high),
            )
        )


def _cell(shown: Shown) -> Cell:
    if shown.value is None:
        return reason(shown.text)
    return number(round(shown.value, 4), shown.text)
