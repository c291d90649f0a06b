"""Pages of docs/scoring, as tests read them."""

from pathlib import Path

from scoring.core.estimate import Estimate

PAGES = Path(__file__).parents[3] / "docs" / "scoring"


def page(name: str) -> str:
    """The words of a page with one space between them."""
    return " ".join((PAGES / f"{name}.md").read_text(encoding="utf-8").split())


def figure(value: float, places: int = 2) -> str:
    """A number as the pages print it, with a minus sign."""
    return f"{value:.{places}f}".replace("-", "−")


def interval(estimate: Estimate) -> str:
    """The two ends of an interval as the pages print them."""
    return f"{figure(estimate.low)} to {figure(estimate.high)}"
