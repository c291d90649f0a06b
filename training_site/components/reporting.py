"""The components of a lead's report: its head, its tables, its heat map."""

from datetime import date
from typing import Any

from reports.public import Cell, Column, Group, Row, Table, day, difference, number, reason, text
from training_site.components.drawing import Component, State
from training_site.components.words import LONG, LONG_NAME, NAME, NOWHERE, UNBROKEN, WELSH

TODAY = date(2026, 11, 25)


def head(name: str, title: str = "", **more: Any) -> dict[str, Any]:
    organisation = {"name": name, "code": "X01", "is_invented": True}
    return {"organisation": organisation, "today": TODAY, "title": title, **more}


def table(code: str, *groups: Group, columns: tuple[Column, ...], **more: Any) -> dict[str, Any]:
    return {"table": Table(code, f"Sample: {code}", columns, groups, **more)}


def figures(label: str, *means: float | None) -> Row:
    """A row of a heat map."""
    return Row((text(label), number(12), *(difference(mean) for mean in means)))


def named(name: str, *cells: Cell) -> Row:
    return Row((text(name), *cells))


DIFFERENCES = (
    Column("Factor"),
    Column("People", is_number=True),
    *(Column(f"Mean difference {n}", is_number=True) for n in range(1, 5)),
)
CHECKS = (Column("Name"), Column("Due"), Column("Submitted"), Column("Exact", is_number=True))
DUE = day(date(2026, 12, 1), "")
TOTAL = Row((text("All"), number(60), *(difference(0.1) for _n in range(4))), is_total=True)

REPORTING = (
    Component(
        "Head of a report",
        "reports/includes/head.html",
        (
            State("first screen", head("Northmoor Police")),
            State(
                "part, with files, long",
                head(
                    f"{WELSH} {UNBROKEN}",
                    f"Accuracy by {UNBROKEN}",
                    files=[{"name": name, "url": NOWHERE} for name in ("CSV", "XLSX")],
                ),
            ),
        ),
        is_wide=True,
    ),
    Component(
        "Table",
        "reports/includes/table.html",
        (
            State("empty", table("nobody", Group("", ()), columns=CHECKS)),
            State(
                "one",
                table(
                    "one",
                    Group("", (named(NAME, DUE, DUE, number(7, "7 of 11")),)),
                    columns=CHECKS,
                ),
            ),
            State(
                "without figures, long",
                table(
                    "long",
                    Group(
                        LONG_NAME,
                        (
                            named(LONG_NAME, DUE, reason(UNBROKEN, span=2)),
                            named(WELSH, text("Not assigned"), text("Not yet"), reason(LONG)),
                        ),
                    ),
                    columns=CHECKS,
                    notes=(LONG, LONG),
                ),
            ),
        ),
        is_wide=True,
    ),
    Component(
        "Heat map",
        "reports/includes/table.html",
        (
            State(
                "each step, a total, no figure",
                table(
                    "steps",
                    Group(
                        "Risk factors",
                        (
                            figures("Opportunity", -1.8, -0.7, -0.3, -0.1),
                            figures("Social influences", 0.0, 0.3, 0.7, 1.8),
                            figures("Sexual preoccupation", None, -2.9, 3.0, None),
                            TOTAL,
                        ),
                    ),
                    Group(
                        "Protective factors",
                        (named("Commitment to desist", reason("Too few to say", span=5)),),
                    ),
                    columns=DIFFERENCES,
                ),
            ),
        ),
        is_wide=True,
    ),
)
