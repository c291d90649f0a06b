"""Accuracy against the panel as tables: checks and practice apart, kinds of factor apart."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from people.public import Organisation, User, organisation_subtree
from reports.sheets import Sheet
from reports.tables import Cell, Column, Group, Row, Table, number, reason, text
from reports.unscored import not_scored
from scenarios.public import Use, retired_releases
from scoring.public import (
    SMALLEST_GROUP,
    UNITS_THAT_HIDE_A_KEY,
    Accuracy,
    Factor,
    FactorAccuracy,
    GroupFigures,
    figure_text,
    group_figures,
    heat_cell,
    newest_framework,
    proposed_yardstick,
    words_for,
)


class By(StrEnum):
    """What the rows of a page about accuracy are."""

    FACTOR = "factor"
    CASE = "case"

    @property
    def title(self) -> str:
        return {By.FACTOR: _("Accuracy by factor"), By.CASE: _("Accuracy by case")}[self]

    @property
    def label(self) -> str:
        return {By.FACTOR: _("Factor"), By.CASE: _("Case")}[self]


@dataclass(frozen=True, slots=True)
class BothUses:
    """The figures of checks and of practice. No figure is of both."""

    checks: GroupFigures
    practice: GroupFigures


def figures_of(organisation: Organisation, lead: User) -> BothUses:
    """The accuracy of everybody who submitted here or below, as this lead may see it."""
    figures = group_figures(
        organisation_subtree(organisation),
        whole=[Use.CHECK],
        in_tens=[Use.PRACTICE],
        retired=retired_releases(),
        viewer=lead.uuid,
    )
    return BothUses(checks=figures[Use.CHECK], practice=figures[Use.PRACTICE])


def accuracy_tables(by: By, figures: BothUses) -> list[Table]:
    """One table for checks, one for practice; in each the factors or cases by kind of factor."""
    uses = _uses(figures)
    unscored = not_scored(uses)
    make = {By.FACTOR: _factor_group, By.CASE: _case_group}[by]
    return [
        _table(by, use, of, [make(of, kind) for kind in Factor.Kind], unscored[use])
        for use, of in uses
    ]


def accuracy_sheet(by: By, figures: BothUses) -> Sheet:
    """The file: both tables of the page in one, each row with its use and kind."""
    tables = accuracy_tables(by, figures)
    return Sheet(
        name=f"accuracy-by-{by}",
        title=by.title,
        headings=[_("Use"), _("Kind"), *(column.heading for column in tables[0].columns)],
        rows=(
            [table.use, group.heading, *row.values()]
            for table in tables
            for group in table.groups
            for row in group.rows
        ),
    )


def yardstick_words(organisation: Organisation) -> str:
    """What a score over cases would be read on, and from how many cases: no number too early."""
    found = proposed_yardstick(framework=newest_framework(), of_invented=organisation.is_invented)
    if found is None:
        return ""
    facts = {
        "cases": ngettext("%(n)d case", "%(n)d cases", found.cases) % {"n": found.cases},
        "day": date_format(localdate(found.computed_at), "j F Y"),
    }
    if found.provisional:
        words = _(
            "The yardstick that a score over cases needs rests on %(cases)s so far (%(day)s)."
        )
        return f"{words % facts} {words_for(found.provisional.reason)}"
    return _(
        "A score over cases is read on a yardstick. By %(cases)s (%(day)s), never reading costs "
        "%(loss)s levels on average (90%% interval %(low)s to %(high)s)."
    ) % {
        **facts,
        "loss": figure_text(found.mean_loss),
        "low": figure_text(found.low),
        "high": figure_text(found.high),
    }


def too_few() -> str:
    """The words in place of a figure of a group that is too small for one."""
    return _("Too few to say: fewer than %(n)d people") % {"n": SMALLEST_GROUP}


def held_back() -> str:
    """The words in place of a factor's figures of a check, from which its key could be told."""
    return _("Held back: fewer than %(n)d people, and it would tell the panel’s levels") % {
        "n": SMALLEST_GROUP
    }


def kind_heading(kind: str) -> str:
    """What the factors of one kind are called together."""
    return {
        Factor.Kind.RISK: _("Risk factors"),
        Factor.Kind.PROTECTIVE: _("Protective factors"),
        Factor.Kind.OVERALL: _("Overall level"),
    }[Factor.Kind(kind)]


def _uses(figures: BothUses) -> tuple[tuple[Use, GroupFigures], ...]:
    return (Use.CHECK, figures.checks), (Use.PRACTICE, figures.practice)


def _table(
    by: By,
    use: Use,
    figures: GroupFigures,
    groups: list[Group],
    unscored: Iterable[str],
) -> Table:
    return Table(
        code=f"{by}-{use}",
        caption=_("Checks") if use == Use.CHECK else _("Practice"),
        columns=(Column(by.label), *_columns()),
        groups=tuple(groups),
        use=str(use.label),
        notes=(*_notes(by, use, figures), *unscored),
    )


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("People"), is_number=True),
        Column(_("Ratings"), is_number=True),
        Column(_("Exact, %"), is_number=True),
        Column(_("Within one level, %"), is_number=True),
        Column(_("Within one by guessing, %"), is_number=True),
        Column(_("Mean difference, levels"), is_number=True),
        Column(_("Missed concerns"), is_number=True),
        Column(_("False alarms"), is_number=True),
    )


def _notes(by: By, use: Use, figures: GroupFigures) -> Iterable[str]:
    if figures.people:
        people = ngettext("%(n)d person", "%(n)d people", figures.people) % {"n": figures.people}
        cases = ngettext("%(n)d case", "%(n)d cases", figures.cases) % {"n": figures.cases}
        yield _("%(people)s, %(cases)s.") % {"people": people, "cases": cases}
    if any(case.is_specimen for case in figures.by_case):
        yield _("Specimen: the panel is synthetic or the framework illustrative.")
    if use == Use.PRACTICE:
        yield _(
            "Practice is private. A case is shown from %(n)d people of one organisation on and "
            "takes people in by tens, in the order they submitted, so that no one person can be "
            "worked out."
        ) % {"n": SMALLEST_GROUP}
    elif figures.people:
        yield from _notes_on_what_is_held_back(by)
    if figures.people:
        yield _("Your own attempts are left out of what you see.")
    if use == Use.CHECK and 0 < figures.people < SMALLEST_GROUP:
        yield _("Too few to say how the group rates: read these as counts of these people only.")


def _notes_on_what_is_held_back(by: By) -> Iterable[str]:
    if by == By.FACTOR:
        yield _(
            "Until a case is retired, a factor takes people in by tens, case by case and "
            "organisation by organisation, in the order they submitted, so that neither one "
            "person’s answers nor the panel’s levels can be worked out. “All” has everybody."
        )
        yield _(
            "What guessing gives is held back for fewer than %(n)d factors at once, since it would "
            "tell the panel’s levels."
        ) % {"n": UNITS_THAT_HIDE_A_KEY}
        return
    yield _(
        "Until a case is retired, only the exact share is given for fewer than %(n)d factors at "
        "once: more would tell the panel’s levels."
    ) % {"n": UNITS_THAT_HIDE_A_KEY}


def _factor_group(figures: GroupFigures, kind: Factor.Kind) -> Group:
    rows = [_factor_row(factor) for factor in figures.by_factor if factor.kind == kind]
    total = figures.by_kind.get(kind)
    if total is None:
        rows = [_without_figures(figures)]
    elif kind != Factor.Kind.OVERALL:
        rows.append(_total(total, kind))
    return Group(kind_heading(kind), tuple(rows))


def _factor_row(factor: FactorAccuracy) -> Row:
    label = text(factor.name)
    if factor.accuracy is None:
        return Row((label, reason(held_back(), _width())))
    return Row((label, *_cells(factor.accuracy, factor.kind, is_one_factor=True)))


def _case_group(figures: GroupFigures, kind: Factor.Kind) -> Group:
    rows = []
    for case in figures.by_case:
        if case.kind != kind:
            continue
        label = text(f"{case.ref} {case.title}")
        if case.accuracy is None:
            rows.append(Row((label, reason(_no_case_figure(figures, case.subject), _width()))))
        else:
            rows.append(Row((label, *_cells(case.accuracy, kind))))
    total = figures.by_kind.get(kind)
    if not rows:
        rows = [_without_figures(figures)]
    elif total is not None and figures.cases > 1:
        rows.append(_total(total, kind))
    return Group(kind_heading(kind), tuple(rows))


def _no_case_figure(figures: GroupFigures, subject: object) -> str:
    shown = any(case.subject == subject and case.accuracy for case in figures.by_case)
    return _("Nothing of this kind is scored in this case") if shown else too_few()


def _without_figures(figures: GroupFigures) -> Row:
    if figures.cases:
        words = _("Nothing of this kind is scored in these cases")
    elif figures.by_case:
        words = too_few()
    else:
        words = _("Nothing has been submitted that counts")
    return Row((text(_("All")), reason(words, _width())))


def _total(accuracy: Accuracy, kind: Factor.Kind) -> Row:
    return Row((text(_("All")), *_cells(accuracy, kind)), is_total=True)


def _width() -> int:
    return len(_columns())


def _cells(accuracy: Accuracy, kind: str, *, is_one_factor: bool = False) -> tuple[Cell, ...]:
    """The figures of a row. The exact share is never held back: it is seen by name anyway.

    The row of one factor is of whole tens of people, so that only the chance, which is the same
    for everybody, would still tell the key.
    """
    tells = accuracy.tells_the_key
    hides = tells and not is_one_factor
    held, uncounted = reason(_("Held back")), reason(_("Not counted"))
    is_overall = kind == Factor.Kind.OVERALL
    concerns = held if hides else number(accuracy.missed_concerns)
    alarms = held if hides else number(accuracy.false_alarms)
    return (
        number(accuracy.people),
        number(accuracy.ratings),
        _percent(accuracy.exact_percent),
        held if hides else _percent(accuracy.within_one_percent),
        held if tells else _percent(accuracy.chance_within_one_percent),
        held if hides else difference(accuracy.mean_signed),
        uncounted if is_overall else concerns,
        uncounted if is_overall else alarms,
    )


def _percent(share: float | None) -> Cell:
    if share is None:
        return reason(_("No ratings"))
    return number(round(share), f"{round(share)}%")


def difference(mean: float | None) -> Cell:
    """A mean signed difference with its direction in words, on a ground that shows its size."""
    if mean is None:
        return reason(_("Nobody gave a level"))
    drawn = heat_cell(mean)
    shown = round(mean, 1) + 0.0  # never a negative nought
    words = drawn.text
    if shown:
        direction = (
            pgettext("than the panel", "lower")
            if shown < 0
            else pgettext("than the panel", "higher")
        )
        words = f"{drawn.text} {direction}"
    return Cell(shown, words, f"num {drawn.css_class}", drawn.shape)
