"""Progress as rows: one for each person and check, drawn as two tables and written as one file."""

from collections.abc import Collection, Hashable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.core.paginator import Page
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.public import Organisation, organisation_subtree, trainees_in
from reports.paging import page_of
from reports.progress import (
    CheckProgress,
    CheckState,
    PersonProgress,
    progress_of,
    why_not_counted,
)
from reports.sheets import Sheet
from reports.tables import (
    Cell,
    Column,
    Group,
    Row,
    Table,
    Value,
    day,
    nothing,
    number,
    reason,
    text,
)


class Show(StrEnum):
    """Which people a lead asks to see; each figure of the first screen is one of these."""

    ALL = "all"
    ASSIGNED = "assigned"
    DONE = "done"
    OVERDUE = "overdue"
    UNASSIGNED = "unassigned"
    PRACTISED = "practised"

    @property
    def label(self) -> Promise:
        return {
            Show.ALL: gettext_lazy("Everybody"),
            Show.ASSIGNED: gettext_lazy("Assigned a check"),
            Show.DONE: gettext_lazy("Submitted every check they were assigned"),
            Show.OVERDUE: gettext_lazy("With an overdue check"),
            Show.UNASSIGNED: gettext_lazy("Not assigned a check"),
            Show.PRACTISED: gettext_lazy("Finished a practice case"),
        }[self]

    def includes(self, person: PersonProgress) -> bool:
        match self:
            case Show.ALL:
                return True
            case Show.ASSIGNED:
                return bool(person.assigned)
            case Show.DONE:
                return person.has_done_all_assigned
            case Show.OVERDUE:
                return person.is_overdue
            case Show.UNASSIGNED:
                return not person.assigned
            case Show.PRACTISED:
                return bool(person.practice_done)


def progress_page(organisation: Organisation, show: Show, number: str | None) -> Page:
    """The people of one page. Where everybody is shown, what others have done is not read."""
    if show == Show.ALL:
        page = page_of(trainees_in(organisation), number)
        page.object_list = progress_of(organisation, list(page.object_list))
        return page
    return page_of(people_shown(organisation, show), number)


def people_shown(organisation: Organisation, show: Show) -> list[PersonProgress]:
    """Those of the trainees whom a lead asks to see."""
    return [person for person in progress_of(organisation) if show.includes(person)]


@dataclass(frozen=True, slots=True)
class ProgressRows:
    """The cells of one person, those of each of their checks, and what the checks are called."""

    name: Cell
    learning: tuple[Cell, ...]
    checks: tuple[tuple[Cell, ...], ...]
    titles: frozenset[tuple[str, str]]

    def values(self) -> Iterable[list[Value]]:
        """The rows of the file: a person's own cells again with each check."""
        own = list(Row((self.name, *self.learning)).values())
        for check in self.checks:
            yield [*own, *Row(check).values()]


def progress_rows(
    people: Iterable[PersonProgress], organisation: Organisation
) -> list[ProgressRows]:
    """The one source of the page and of the file.

    Of thousands of checks most say what another says, so the same facts are put in words once.
    """
    subtree = set(organisation_subtree(organisation).values_list("pk", flat=True))
    none = ((text(_("None assigned")), nothing(span=len(_check_columns()) - 1)),)
    learning: dict[Hashable, tuple[Cell, ...]] = {}
    checks: dict[Hashable, tuple[Cell, ...]] = {}
    rows = []
    for person in people:
        if person.learning_facts not in learning:
            learning[person.learning_facts] = _learning_cells(person)
        for check in person.checks:
            if check.facts not in checks:
                checks[check.facts] = _check_cells(check, subtree)
        rows.append(
            ProgressRows(
                name=text(person.person.get_full_name()),
                learning=learning[person.learning_facts],
                checks=tuple(checks[check.facts] for check in person.checks) or none,
                titles=frozenset((check.ref, check.title) for check in person.checks),
            )
        )
    return rows


def progress_sheet(rows: Iterable[ProgressRows]) -> Sheet:
    """The file: both tables of the page in one, a row for each person and check."""
    columns = (_name_column(), *_learning_columns(), *_check_columns())
    return Sheet(
        name="progress",
        title=_("Progress"),
        headings=[column.heading for column in columns],
        rows=(values for row in rows for values in row.values()),
    )


def progress_tables(rows: Iterable[ProgressRows]) -> list[Table]:
    """Two tables of the same rows: what each has learned, and the checks of each."""
    rows = list(rows)
    learning = tuple(Row((row.name, *row.learning)) for row in rows)
    checks = tuple(Row((row.name, *check)) for row in rows for check in row.checks)
    return [
        Table(
            code="learning",
            caption=_("Learning and practice"),
            columns=(_name_column(), *_learning_columns()),
            groups=(Group("", learning),),
            notes=(_("Practice is private: that a case was done, and nothing else, is shown."),),
        ),
        Table(
            code="checks",
            caption=_("Checks"),
            columns=(_name_column(), *_check_columns()),
            groups=(Group("", checks),),
            notes=(
                _("Exact and within one are against the panel, on the factors that are scored."),
                *(f"{ref}: {title}." for ref, title in sorted(_titles(rows))),
            ),
        ),
    ]


def _titles(rows: Iterable[ProgressRows]) -> set[tuple[str, str]]:
    return {title for row in rows for title in row.titles}


def _name_column() -> Column:
    return Column(_("Name"))


def _learning_columns() -> tuple[Column, ...]:
    return (
        Column(_("Cohort")),
        Column(_("Lessons read"), is_number=True),
        Column(_("Tested out"), is_number=True),
        Column(_("Practice done")),
        Column(_("Practice not yet done")),
    )


def _check_columns() -> tuple[Column, ...]:
    return (
        Column(_("Check")),
        Column(_("How")),
        Column(_("State")),
        Column(_("Due")),
        Column(_("Submitted")),
        Column(_("Factors scored"), is_number=True),
        Column(_("Exact"), is_number=True),
        Column(_("Within one level"), is_number=True),
        Column(_("Overall level")),
        Column(_("In the figures")),
    )


def _learning_cells(person: PersonProgress) -> tuple[Cell, ...]:
    return (
        text(", ".join(person.cohorts) or _("None")),
        # Of how many, is said by course: nobody is on all that are published.
        number(person.lessons_done.read),
        number(person.lessons_done.tested_out),
        text(", ".join(person.practice_done) or _("None")),
        text(", ".join(person.practice_not_yet) or _("None")),
    )


def _check_cells(check: CheckProgress, subtree: Collection[int]) -> tuple[Cell, ...]:
    words = _("%(ref)s, specimen") % {"ref": check.ref} if check.is_specimen else check.ref
    return (
        text(words),
        text(_("Assigned") if check.is_assigned else _("Not assigned")),
        text(_state(check)),
        day(check.due_on, "–"),
        day(check.submitted_on, _("Not yet")),
        *_result_cells(check, subtree),
    )


def _state(check: CheckProgress) -> str:
    return {
        CheckState.ASSIGNED: _("Not submitted"),
        CheckState.OVERDUE: _("Overdue"),
        CheckState.SUBMITTED: _("Submitted"),
    }[check.state]


def _result_cells(check: CheckProgress, subtree: Collection[int]) -> tuple[Cell, ...]:
    result = check.result
    if result is None:
        words = _("Not scored") if check.submitted_on else _("No figures yet")
        return (reason(words, span=5),)
    if result.tool_right is not None:
        return (reason(_tool_words(result.tool_right), span=4), text(_("No: outside the score")))
    scored = {"scored": result.scored}
    counted = why_not_counted(result)
    if not counted:
        is_here = result.organisation_id in subtree
        counted = _("Yes") if is_here else _("Yes, where they were then")
    return (
        number(result.scored),
        number(result.exact, _("%(n)d of %(scored)d") % {"n": result.exact, **scored}),
        number(result.within_one, _("%(n)d of %(scored)d") % {"n": result.within_one, **scored}),
        _overall_cell(result.overall_matched),
        text(counted),
    )


def _tool_words(right: bool) -> str:
    """Whether ARMS is the tool for a case is right or wrong, and has no figures."""
    if right:
        return _("Wrong tool: matched the panel")
    return _("Wrong tool: differs from the panel")


def _overall_cell(matched: bool | None) -> Cell:
    if matched is None:
        return reason(_("Not scored: the panel was split"))
    return text(_("Matched") if matched else _("Differs"))
