"""Who rates lower than others on the same units: any CSV file of ratings in long form."""

from typing import Any

from django.core.management.base import CommandParser

from scoring.commands import RatingsCommand
from scoring.core import Undefined
from scoring.printed import number, section
from scoring.printed import table as in_columns
from scoring.rasch import rasch_of
from scoring.ratings_files import read_ratings


class Command(RatingsCommand):
    help = (
        "Many-facet Rasch measurement (rating scale model) of a CSV file of ratings in long form: "
        "columns rater, unit, level. An empty level is a gap."
    )
    epilog = (
        "Example: manage.py rasch ratings.csv --levels 0,1,2,3. What each figure means is in "
        "docs/scoring/rasch.md."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--correct",
            action="store_true",
            help="multiply severities, units and thresholds by (L - 1)/L, L the mean ratings of a "
            "unit: for panels, whose joint estimates lie too far apart (default: plain)",
        )

    def answer(self, levels: tuple[float, ...] | None, **options: Any) -> Any:
        return rasch_of(
            read_ratings(options["ratings"], levels=levels), corrected=options["correct"]
        )

    def readable(self, answer: Any) -> str:
        parts = [
            section("Raters", _facet(answer["raters"], "severity", ["fair_average"])),
            section("Units", _facet(answer["units"], "difficulty", [])),
            section("Steps between levels", _steps(answer)),
            section("All raters together", _together(answer)),
        ]
        return "\n".join([*parts, _note(answer)])


def _facet(rows: list[dict[str, Any]], location: str, more: list[str]) -> str:
    names = ["id", location, "se", "infit", "outfit", *more, "extreme", "subset"]
    headings = [name.replace("_", " ") for name in names]
    return in_columns(headings, [[_cell(row, name, location) for name in names] for row in rows])


def _cell(row: dict[str, Any], name: str, location: str) -> Any:
    """A reason once in a row, in the first place it belongs to."""
    if name in (location, "id", "extreme", "subset") or not isinstance(row[name], Undefined):
        return row[name]
    return "" if name != "infit" or isinstance(row[location], Undefined) else "-"


def _steps(answer: Any) -> str:
    steps = answer["thresholds"]
    if not steps:
        return "None can be said."
    used = [level for level in answer["levels"] if level not in answer["unused_levels"]]
    rows = [
        [f"{low:g} to {high:g}", step]
        for low, high, step in zip(used[:-1], used[1:], steps, strict=True)
    ]
    unused = ", ".join(f"{level:g}" for level in answer["unused_levels"])
    left_out = f"\n\nLevels that no rating used, left out of the steps: {unused}." if unused else ""
    return in_columns(["step", "threshold"], rows) + left_out


def _together(answer: Any) -> str:
    figures = [[name, answer[name]] for name in ("separation", "reliability", "strata")]
    return (
        in_columns(["", "value"], figures)
        + "\n\nSeparation says how far raters differ. It is not agreement: for raters who"
        + "\nshould be interchangeable, low is good."
    )


def _note(answer: Any) -> str:
    n = len(answer["subsets"])
    lines = [
        "Logits. Who has a severity above 0 gives lower levels than others; a unit above\n"
        "0 draws higher ones. Infit and outfit are about 1; above 1.5 is noisy, below .6\n"
        "more regular than chance allows."
    ]
    if n > 1:
        lines.append(
            f"There are {n} subsets that no rating links. Each is centred on 0 by itself;\n"
            "figures of two of them must not be compared."
        )
    if answer["corrected"]:
        lines.append(f"Corrected: multiplied by (L - 1)/L = {number(answer['factor'])}.")
    else:
        lines.append("Plain joint estimates; --correct multiplies them by (L - 1)/L.")
    if answer["passes"] and not answer["converged"]:
        lines.append(
            f"The estimates did not settle in {answer['passes']} passes: do not rely on them."
        )
    return "\n".join(lines)
