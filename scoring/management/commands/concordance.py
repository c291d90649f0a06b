"""``manage.py concordance PANEL.csv ANSWERS.csv``: trainees against a panel, from two files."""

from typing import Any

from scoring.commands import RatingsCommand
from scoring.concordance import concordance_figures
from scoring.concordance_tables import readable_concordance
from scoring.panel_and_answers import read_panel_and_answers


class Command(RatingsCommand):
    """Score trainees against a panel: panel-anchored, by script concordance, and beside them."""

    help = (
        "Scores trainees against an expert panel. PANEL.csv has the columns panellist, unit and "
        "level, ANSWERS.csv trainee, unit and level; scenario and factor may be in either. An "
        "empty level is “not enough information”."
    )
    epilog = (
        "Example: manage.py concordance panel.csv answers.csv --levels 0,1,2,3. What each figure "
        "means is in docs/scoring/concordance.md."
    )
    files = {
        "panel": "CSV file of the panel's ratings, or - for standard input",
        "answers": "CSV file of the trainees' answers, or - for standard input",
    }

    def answer(self, levels: tuple[float, ...] | None, **options: Any) -> Any:
        given = read_panel_and_answers(options["panel"], options["answers"], levels)
        return concordance_figures(given, options["seed"])

    def readable(self, answer: Any) -> str:
        return readable_concordance(answer)
