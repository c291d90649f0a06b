"""What apps above reports may use: what a table is made of, to show one."""

from reports.accuracy import difference
from reports.tables import Cell, Column, Group, Row, Table, day, number, reason, text

__all__ = [
    "Cell",
    "Column",
    "Group",
    "Row",
    "Table",
    "day",
    "difference",
    "number",
    "reason",
    "text",
]
