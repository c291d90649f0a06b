"""The statement of a panellist's hours: by case and day, their own and nobody else's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from people.public import User
from scenarios.models import PanelDay


@dataclass(frozen=True)
class HoursRow:
    """One case on one day."""

    day: date
    ref: str
    title: str
    words: str


@dataclass(frozen=True)
class Hours:
    """A statement: every row of the chosen year, and what they come to."""

    rows: tuple[HoursRow, ...]
    cases: int
    total: str
    years: tuple[int, ...]
    year: int | None


def hours_of(person: User, year: int | None = None) -> Hours:
    """What a person has worked on panels, all of it or in one year: one query."""
    days = PanelDay.objects.filter(panellist__person=person).select_related(
        "panellist__panel__case_version__scenario"
    )
    everything = list(days.order_by("day", "pk"))
    chosen = [each for each in everything if year is None or each.day.year == year]
    return Hours(
        rows=tuple(_row(each) for each in chosen),
        cases=len({each.panellist_id for each in chosen}),
        total=time_words(sum(each.seconds for each in chosen)),
        years=tuple(sorted({each.day.year for each in everything}, reverse=True)),
        year=year,
    )


def time_words(seconds: int) -> str:
    """Hours and minutes, to the minute: what is under one is said to be so."""
    minutes = round(seconds / 60)
    if seconds and not minutes:
        return _("under a minute")
    hours, minutes = divmod(minutes, 60)
    if not hours:
        return _("%(minutes)d min") % {"minutes": minutes}
    return _("%(hours)d h %(minutes)02d min") % {"hours": hours, "minutes": minutes}


def year_of(asked: str, years: Sequence[int]) -> int | None:
    """The year that an address asks for, if there is anything in it."""
    return next((year for year in years if str(year) == asked), None)


def _row(each: PanelDay) -> HoursRow:
    version = each.panellist.panel.case_version
    return HoursRow(each.day, version.scenario.ref, version.title, time_words(each.seconds))
