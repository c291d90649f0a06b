"""Consistency among trainees as tables: by factor and by case, checks and practice apart."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people.public import Organisation, User, organisation_subtree
from reports.accuracy import kind_heading, too_few
from reports.sheets import Sheet
from reports.tables import Cell, Column, Group, Row, Table, number, reason, text
from scenarios.public import Use, retired_releases
from scoring.public import (
    CASES_FOR_AN_INTERVAL,
    SMALLEST_GROUP,
    CaseConsistency,
    Consistency,
    Estimate,
    Factor,
    FactorConsistency,
    GroupConsistency,
    Leaning,
    NationalAgreement,
    Reason,
    Reliability,
    Undefined,
    difference_text,
    figure_text,
    group_consistency,
    leaning_of,
    national_agreement,
    newest_framework,
    reliability_of_one,
    words_for,
)


@dataclass(frozen=True, slots=True)
class BothUses:
    """Consistency in checks and in practice, each beside the nation's, if that is known yet."""

    figures: dict[str, GroupConsistency]
    nation: dict[str, NationalAgreement | None]
    leaning: Leaning | None
    reliability: Reliability | None


def consistency_of(organisation: Organisation, lead: User) -> BothUses:
    """Agreement among everybody who submitted here or below, as this lead may see it.

    By which people, and why by tens: as in accuracy by factor.
    """
    where = {"framework": newest_framework(), "of_invented": organisation.is_invented}
    nation = {use: national_agreement(use=use, **where) for use in (Use.CHECK, Use.PRACTICE)}
    figures = group_consistency(
        organisation_subtree(organisation),
        whole=[Use.CHECK],
        in_tens=[Use.PRACTICE],
        retired=retired_releases(),
        viewer=lead.uuid,
        rulers={use: found.rulers for use, found in nation.items() if found},
    )
    return BothUses(
        figures,
        nation,
        leaning_of(organisation.code, use=Use.CHECK, **where),
        reliability_of_one(use=Use.CHECK, **where),
    )


def consistency_tables(found: BothUses) -> list[Table]:
    """For checks and for practice: a row a factor, and a row a case."""
    return [
        table
        for use in (Use.CHECK, Use.PRACTICE)
        for table in (
            _by_factor(use, found.figures[use], found.nation[use]),
            _by_case(use, found.figures[use]),
        )
    ]


def consistency_sheet(found: BothUses) -> Sheet:
    """The file: all tables of the page in one, each row with its use and what it is a row of."""
    tables = consistency_tables(found)
    return Sheet(
        name="consistency",
        title=_("Consistency"),
        headings=[_("Use"), _("Of"), _("Name"), *(c.heading for c in tables[0].columns[1:])],
        rows=(
            [table.use, table.columns[0].heading, *row.values(), *_filled(table, tables[0])]
            for table in tables
            for group in table.groups
            for row in group.rows
        ),
    )


def leaning_words(leaning: Leaning | None) -> str:
    """One sentence: whether people here rate lower or higher than the nation, or alike."""
    if leaning is None or leaning.levels.low is None or leaning.levels.high is None:
        return ""
    facts = {
        "n": leaning.people,
        "nation": leaning.nation,
        "day": date_format(localdate(leaning.computed_at), "j F Y"),
        "by": figure_text(abs(leaning.levels.value)),
        "low": difference_text(leaning.levels.low),
        "high": difference_text(leaning.levels.high),
    }
    if leaning.levels.low <= 0 <= leaning.levels.high:
        words = _("In checks, %(n)d people here rate neither lower nor higher than the nation")
    elif leaning.levels.value < 0:
        words = _("In checks, %(n)d people here rate %(by)s levels lower than the nation")
    else:
        words = _("In checks, %(n)d people here rate %(by)s levels higher than the nation")
    why = _(
        "on the same cases (likely between %(low)s and %(high)s; %(nation)d people, %(day)s). "
        "That is no measure of how right they are."
    )
    return f"{words % facts}, {why % facts}"


def reliability_words(found: Reliability | None) -> str:
    """One sentence: how far one person's rating of the nation tells factors and cases apart."""
    if found is None:
        return ""
    facts = {
        "icc": figure_text(found.icc.value),
        "nation": found.people,
        "day": date_format(localdate(found.computed_at), "j F Y"),
    }
    if found.icc.low is None or found.icc.high is None:
        return (
            _(
                "In the nation’s checks the reliability of one person’s rating, ICC(A,1), is "
                "%(icc)s (%(nation)d people, %(day)s)."
            )
            % facts
        )
    return _(
        "In the nation’s checks the reliability of one person’s rating, ICC(A,1), is %(icc)s "
        "(likely between %(low)s and %(high)s; %(nation)d people, %(day)s)."
    ) % {**facts, "low": figure_text(found.icc.low), "high": figure_text(found.icc.high)}


def _by_factor(use: Use, figures: GroupConsistency, nation: NationalAgreement | None) -> Table:
    groups = []
    for kind in Factor.Kind:
        rows = [
            Row((text(each.name), *_cells(each.consistency), _national(each, nation)))
            for each in figures.by_factor
            if each.kind == kind
        ]
        groups.append(Group(kind_heading(kind), tuple(rows or [_nothing(figures, 1)])))
    return Table(
        code=f"consistency-factor-{use}",
        caption=_("%(use)s, by factor") % {"use": _use_words(use)},
        columns=(
            Column(_("Factor")),
            *_columns(),
            Column(_("Alpha, nation"), is_number=True),
        ),
        groups=tuple(groups),
        use=str(use.label),
        notes=tuple(_notes(use, nation)),
    )


def _by_case(use: Use, figures: GroupConsistency) -> Table:
    rows = [Row((text(_case_words(each)), *_cells(each.consistency))) for each in figures.by_case]
    return Table(
        code=f"consistency-case-{use}",
        caption=_("%(use)s, by case") % {"use": _use_words(use)},
        columns=(Column(_("Case")), *_columns()),
        groups=(Group("", tuple(rows or [_nothing(figures)])),),
        use=str(use.label),
        notes=(
            _(
                "The factors of one case are no sample of anything, so a case has no interval. The "
                "overall level is left out."
            ),
        ),
    )


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("People"), is_number=True),
        Column(_("Cases"), is_number=True),
        Column(_("Ratings"), is_number=True),
        Column(_("Two people agree, %"), is_number=True),
        Column(_("Within one level, %"), is_number=True),
        Column(_("Alpha"), is_number=True),
        Column(_("Alpha, likely between"), is_number=True),
        Column(_("AC2"), is_number=True),
        Column(_("AC2, likely between"), is_number=True),
    )


def _cells(found: Consistency) -> tuple[Cell, ...]:
    return (
        number(found.people),
        number(found.cases),
        number(found.ratings),
        _percent(found.exact),
        _percent(found.within_one),
        *_with_interval(found.alpha),
        *_with_interval(found.ac2),
    )


def _percent(figure: Estimate | Undefined) -> Cell:
    if isinstance(figure, Undefined):
        return _why(figure)
    return number(round(figure.value), f"{round(figure.value)}%")


def _with_interval(figure: Estimate | Undefined) -> tuple[Cell, ...]:
    """A coefficient and its interval, or one reason for both."""
    if isinstance(figure, Undefined):
        return (_why(figure, span=2),)
    return _coefficient(figure), _between(figure)


def _coefficient(figure: Estimate) -> Cell:
    return number(round(figure.value, 2), figure_text(figure.value))


def _between(figure: Estimate) -> Cell:
    if figure.low is None or figure.high is None:
        return reason(_("Too few cases"))
    ends = {"low": figure_text(figure.low), "high": figure_text(figure.high)}
    return text(_("%(low)s to %(high)s") % ends)


def _why(figure: Undefined, span: int = 1) -> Cell:
    if figure.reason == Reason.TOO_FEW_CASES:
        return reason(_("Too few cases"), span)
    return reason(words_for(figure.reason), span)


def _national(factor: FactorConsistency, nation: NationalAgreement | None) -> Cell:
    figure = nation.alphas.get(factor.code) if nation else None
    if figure is None:
        return reason(_("Not worked out yet"))
    return _why(figure) if isinstance(figure, Undefined) else _coefficient(figure)


def _nothing(figures: GroupConsistency, more: int = 0) -> Row:
    words = _("Nothing of this kind was rated") if figures.by_factor else too_few()
    return Row((text(_("All")), reason(words, len(_columns()) + more)))


def _notes(use: Use, nation: NationalAgreement | None) -> Iterable[str]:
    yield _(
        "A factor takes people in by tens, case by case and organisation by organisation, in the "
        "order they submitted; fewer than %(n)d have no figure. Your own attempts are left out."
    ) % {"n": SMALLEST_GROUP}
    yield _("From %(n)d cases on, intervals say what other cases would likely give (95%%).") % {
        "n": CASES_FOR_AN_INTERVAL
    }
    if nation:
        people = ngettext("%(n)d person", "%(n)d people", nation.people) % {"n": nation.people}
        yield _("The nation: %(people)s, worked out on %(day)s. Alpha is read on its ruler.") % {
            "people": people,
            "day": date_format(localdate(nation.computed_at), "j F Y"),
        }


def _case_words(case: CaseConsistency) -> str:
    words = f"{case.ref} {case.title}"
    return _("%(case)s, specimen") % {"case": words} if case.is_specimen else words


def _use_words(use: Use) -> str:
    return _("Checks") if use == Use.CHECK else _("Practice")


def _filled(table: Table, widest: Table) -> list[str]:
    """Nothing under the columns that a table lacks, so that all rows of the file are alike."""
    return [""] * (len(widest.columns) - len(table.columns))
