"""What a course gained, in words and figures: made once for every page and file."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from courses.selectors.gain import CohortGain, EditionGain, LaterPoint, NotIn
from courses.selectors.gain_changes import FigureChange
from courses.selectors.measure_values import Figure
from courses.selectors.measured_tens import HeldBack
from scoring.public import (
    SMALLEST_GROUP,
    ChangeLine,
    Estimate,
    KeptLine,
    Reason,
    Undefined,
    change_line,
    difference_text,
    figure_text,
    kept_line,
    words_for,
)

PLACES = {Figure.MISSED: 2, Figure.BRIER: 3}
IN_POINTS = (Figure.EXACT, Figure.DRILLS, Figure.OVER_CONFIDENCE)


@dataclass(frozen=True)
class Shown:
    """A number for a file and for a page; the text may be a reason, and then there is no number."""

    value: float | None
    text: str


@dataclass(frozen=True)
class ChangeLineOfTable:
    """A row of a table: a figure before, after and what changed, or why it cannot be said."""

    label: str
    n: int
    before: Shown
    after: Shown
    change: Shown
    low: Shown
    high: Shown
    forms: str
    reason: str


def figure_label(figure: Figure) -> str:
    """What a figure is called. That it is of the case or of the drills is in its name."""
    return {
        Figure.EXACT: _("Case: on the panel’s level, %"),
        Figure.DRILLS: _("Drills: right, %"),
        Figure.MISSED: _("Case: missed concerns in ten factors"),
        Figure.MINUTES: _("Case: minutes"),
        Figure.OVER_CONFIDENCE: _("Case: surer than right, points"),
        Figure.BRIER: _("Case: error of confidence (Brier score)"),
    }[figure]


def line_of(row: FigureChange) -> ChangeLineOfTable:
    """A figure's row, rounded as it is shown and whole as it is kept."""
    places = PLACES.get(row.figure, 1)
    found = row.change
    if isinstance(found, Undefined) or row.before is None or row.after is None:
        nothing = Shown(None, "")
        why = reason_words(found) if isinstance(found, Undefined) else too_few()
        return ChangeLineOfTable(figure_label(row.figure), row.n, *[nothing] * 5, "", why)
    return ChangeLineOfTable(
        label=figure_label(row.figure),
        n=row.n,
        before=Shown(row.before, figure_text(row.before, places)),
        after=Shown(row.after, figure_text(row.after, places)),
        change=Shown(found.value, difference_text(found.value, places)),
        low=_end(found.low, places),
        high=_end(found.high, places),
        forms=_with_interval(row.forms, places) if row.forms else "",
        reason="",
    )


def too_few() -> str:
    """The words in place of a figure of a group that is too small for one."""
    return _("Too few to say: fewer than %(n)d people") % {"n": SMALLEST_GROUP}


def reason_words(why: Undefined) -> str:
    """Why a change cannot be said."""
    return too_few() if why.reason == Reason.TOO_FEW_PEOPLE else words_for(why.reason)


def held_back_words(cohort: CohortGain) -> str:
    """Why a cohort has no figures of its own."""
    if cohort.held_back is None:
        return ""
    return {
        HeldBack.TOO_FEW: too_few(),
        HeldBack.SHARED: _("Held back: it shares people with a cohort that is shown"),
        HeldBack.THE_REST: _("Held back: what is left over would tell of fewer than %(n)d people")
        % {"n": SMALLEST_GROUP},
        HeldBack.WITHDRAWN: _("Held back: some of it were measured on a case withdrawn since"),
    }[cohort.held_back]


def edition_title(found: EditionGain) -> str:
    """The course and its edition."""
    facts = {"title": found.title, "edition": found.edition}
    if found.is_deleted:
        return _("%(title)s, edition %(edition)d (deleted)") % facts
    return _("%(title)s, edition %(edition)d") % facts


def later_words(point: LaterPoint) -> str:
    """The heading of a later point: how many came back, of how many whose time had come."""
    when = later_label(point)
    facts = {"when": when, "n": point.n, "asked": point.asked}
    if not point.asked:
        return _("After %(when)s: the time has come for fewer than ten people") % facts
    if not point.n:
        return _("After %(when)s: fewer than ten came back, of %(asked)d or more") % facts
    return _("After %(when)s: %(n)d people, of %(asked)d or more whose time had come") % facts


def later_label(point: LaterPoint) -> str:
    """How long after the final."""
    return {1: _("1 month"), 3: _("3 months"), 6: _("6 months")}[point.months]


def did_it_work(found: EditionGain) -> str:
    """One sentence on the accuracy of the case: more, less, or that it cannot be told."""
    exact = next(row for row in found.changes if row.figure == Figure.EXACT)
    change = exact.change
    if isinstance(change, Undefined):
        return _("It cannot be said yet. %(why)s.") % {"why": reason_words(change).rstrip(".")}
    facts = {
        "n": exact.n,
        "by": figure_text(abs(change.value), 0),
        "low": difference_text(change.low, 0) if change.low is not None else "",
        "high": difference_text(change.high, 0) if change.high is not None else "",
    }
    if change.low is None or change.high is None:
        words = _(
            "The change is %(by)s answers of a hundred in %(n)d people. All of them changed alike, "
            "so how sure that is cannot be said."
        )
    elif change.low > 0:
        words = _(
            "Yes, as far as can be seen. In %(n)d people, %(by)s more answers of a hundred are on "
            "the panel’s level after the course than before it (likely between %(low)s and "
            "%(high)s)."
        )
    elif change.high < 0:
        words = _(
            "No. In %(n)d people, %(by)s fewer answers of a hundred are on the panel’s level after "
            "the course than before it (likely between %(low)s and %(high)s)."
        )
    else:
        words = _(
            "It cannot be told yet. In %(n)d people the change is likely between %(low)s and "
            "%(high)s answers of a hundred, so it may be none."
        )
    return words % facts


def not_in_words(not_in: NotIn) -> Iterator[str]:
    """Who is in no figure, in tens; of fewer than ten nothing is said."""
    for n, words in (
        (not_in.no_final_yet, _("%(n)d or more have a baseline and no final yet.")),
        (not_in.left, _("%(n)d or more have a baseline, and left before a final.")),
        (not_in.other_edition, _("%(n)d or more began on this edition and ended on another.")),
        (
            not_in.not_scored,
            _(
                "%(n)d or more were measured on cases that cannot be compared, or are in a ten of "
                "which somebody’s case was withdrawn."
            ),
        ),
    ):
        if n:
            yield words % {"n": n}


def drawing_of(found: EditionGain) -> ChangeLine | None:
    """The changes that are in points, on one scale; nothing where none can be said."""
    short = {
        Figure.EXACT: _("Case"),
        Figure.DRILLS: _("Drills"),
        Figure.OVER_CONFIDENCE: _("Surer than right"),
    }
    rows = [
        (short[row.figure], row.change.value, row.change.low, row.change.high)
        for row in found.changes
        if row.figure in IN_POINTS and isinstance(row.change, Estimate)
    ]
    return change_line(rows) if rows else None


def drawing_of_later(found: EditionGain) -> KeptLine | None:
    """What is left of the case's accuracy; nothing before a first later point can be said."""
    points = [
        (later_label(point), point.months, row.change)
        for point in found.later
        for row in point.changes
        if row.figure == Figure.EXACT and isinstance(row.change, Estimate)
    ]
    if not points:
        return None
    return kept_line(
        [
            (_("Final"), 0, 0.0, None, None),
            *((label, at, it.value, it.low, it.high) for label, at, it in points),
        ]
    )


def _end(value: float | None, places: int) -> Shown:
    if value is None:
        return Shown(None, _("Not known"))
    return Shown(value, difference_text(value, places))


def _with_interval(found: Estimate, places: int) -> str:
    value = difference_text(found.value, places)
    if found.low is None or found.high is None:
        return value
    return _("%(value)s (%(low)s to %(high)s)") % {
        "value": value,
        "low": difference_text(found.low, places),
        "high": difference_text(found.high, places),
    }
