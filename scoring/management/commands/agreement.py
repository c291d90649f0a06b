"""How far people agree who rated the same units: any CSV file of ratings in long form."""

from typing import Any

from scoring.agreement import agreement_of
from scoring.commands import RatingsCommand
from scoring.printed import estimates_table, number, section
from scoring.ratings_files import read_ratings

_COUNTS = ("n_raters", "n_units", "n_ratings")
_WORDS = {
    "percent_exact": "percent exact",
    "percent_within_one": "percent within one",
    "alpha": "Krippendorff's alpha,",
    "ac1": "Gwet's AC1",
    "ac2": "Gwet's AC2,",
    "fleiss": "Fleiss' kappa",
    "brennan_prediger": "Brennan and Prediger",
    "conger": "Conger's kappa",
    "icc": "intraclass correlation,",
    "icc_missing": "ICC(A,1) with gaps,",
    "kendall_w": "Kendall's W",
    "kappa": "Cohen's kappa,",
    "icc1": "ICC(1)",
    "icc2": "ICC(2), agreement",
    "icc3": "ICC(3), consistency",
    "icc1k": "ICC(1,k), of a mean",
    "icc2k": "ICC(2,k), of a mean",
    "icc3k": "ICC(3,k), of a mean",
    "henderson": "Henderson",
    "reml": "REML",
}


class Command(RatingsCommand):
    help = (
        "Agreement of a CSV file of ratings in long form: columns rater, unit, level, and if there "
        "are any scenario (drawn whole for alpha's interval) and group (figures for each). An "
        "empty level is a gap."
    )
    epilog = (
        "Example: manage.py agreement ratings.csv --levels 0,1,2,3. What each figure means is in "
        "docs/scoring/agreement.md and docs/scoring/icc.md."
    )

    def answer(self, levels: tuple[float, ...] | None, **options: Any) -> Any:
        table = read_ratings(
            options["ratings"], of_units=["scenario"], of_ratings=["group"], levels=levels
        )
        return agreement_of(table, options["seed"])

    def readable(self, answer: Any) -> str:
        groups = answer.pop("groups", {})
        parts = [section("All ratings", _one(answer))]
        parts += [section(f"Group {name}", _one(figures)) for name, figures in groups.items()]
        return "\n".join([*parts, _NOTE])


_NOTE = (
    "Intervals: Student's t over units for percentages and Gwet's family, F for\n"
    "intraclass correlations, scenarios (or else units) drawn afresh for alpha."
)


def _one(figures: dict[str, Any]) -> str:
    raters, units, ratings = (number(figures[name]) for name in _COUNTS)
    counted = f"Raters: {raters}. Units: {units}. Ratings: {ratings}."
    rest = {name: value for name, value in figures.items() if name not in _COUNTS}
    return f"{counted}\n\n{estimates_table(_named(rest))}"


def _named(figures: dict[str, Any]) -> dict[str, Any]:
    return {
        _WORDS.get(name, name): _named(value) if isinstance(value, dict) else value
        for name, value in figures.items()
    }
