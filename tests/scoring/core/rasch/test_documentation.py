"""The worked figures of docs/scoring/rasch.md and rater-errors.md are those the code gives."""

from pathlib import Path

import numpy as np
import pytest

from scoring.core import Ratings
from scoring.core.rasch import fit_rasch, rater_separation
from scoring.core.rasch.newton import IN_TURN, MOST_PASSES, TOLERANCE
from scoring.core.rater_errors import RaterError, accuracy_components
from scoring.core.rater_errors.flags import LIMITS

TABLE = [
    [2, 0, 3, 0], [3, 1, 3, 2], [2, 1, 3, 1], [2, 3, 3, 3], [3, 2, 1, 2],
    [1, 2, 2, 0], [2, 1, 2, 3], [1, 0, 2, 2], [3, 1, 1, 3], [2, 2, 2, 2],
]  # fmt: skip
RATERS = ("Amal", "Beth", "Cai", "Dewi")
DIFFERENCES = np.array([[-1.0, 0, 1], [-1, 0, 0], [-2, 0, 0]])


def page(name):
    path = Path(__file__).parents[4] / "docs" / "scoring" / name
    return " ".join(path.read_text(encoding="utf-8").split())


def signed(figure):
    return f"{figure:+.2f}".replace("-", "−")


@pytest.fixture(scope="module")
def fits():
    ratings = Ratings.of_table(TABLE)
    return fit_rasch(ratings), fit_rasch(ratings, corrected=True)


def test_the_worked_table_is_the_one_tested():
    assert ", ".join(" ".join(map(str, row)) for row in TABLE) in page("rasch.md")


@pytest.mark.parametrize("rater", range(4))
def test_the_worked_raters(fits, rater):
    plain, corrected = fits
    severity = plain.severity(rater)
    row = (
        f"| {RATERS[rater]} | {np.mean([row[rater] for row in TABLE]):.1f} "
        f"| {signed(severity.value)} | {severity.se:.2f} "
        f"| {signed(severity.low)} to {signed(severity.high)} "
        f"| {plain.fair_average(rater).value:.2f} | {plain.raters.infit(rater):.2f} "
        f"| {plain.raters.outfit(rater):.2f} | {signed(corrected.severity(rater).value)} |"
    )
    assert row in page("rasch.md")


def test_the_worked_thresholds_and_separation(fits):
    plain, corrected = fits
    low, middle, high = (f"{step:.2f}".replace("-", "−") for step in plain.thresholds)
    assert f"The thresholds are {low}, {middle} and {high}." in page("rasch.md")
    separated = rater_separation(plain)
    words = f"Separation is {separated.separation:.2f}, reliability {separated.reliability:.2f}"
    assert words in page("rasch.md")
    assert f"In the table above that is {corrected.factor:.2f}." in page("rasch.md")
    clear = [plain.severity(rater).low > 0 for rater in range(4)]
    assert clear == [False, True, False, False]


def test_the_stated_passes_and_tolerance():
    assert f"nothing by more than {TOLERANCE:.5f} logit".replace("0.", ".") in page("rasch.md")
    assert f"after {IN_TURN} passes" in page("rasch.md")
    assert f"After {MOST_PASSES} passes it stops" in page("rasch.md")


def test_the_worked_person():
    parts = accuracy_components(DIFFERENCES)
    words = (
        f"Elevation is {parts.elevation:.2f} (signed {signed(parts.signed_elevation)}), "
        f"differential elevation {parts.differential_elevation:.2f}, stereotype accuracy "
        f"{parts.stereotype:.2f}, differential accuracy {parts.differential:.2f}; "
        f"the root mean squared difference is {parts.distance:.2f}."
    )
    assert words in page("rater-errors.md")


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (RaterError.HALO, "below .8"),
        (RaterError.CENTRAL_TENDENCY, "below .8"),
        (RaterError.EXTREMITY, "above 1.2"),
        (RaterError.RANDOMNESS, "between −.25 and .25"),
        (RaterError.NOISE, "above 1.5"),
        (RaterError.REGULARITY, "below .6"),
    ],
)
def test_the_stated_limits(error, words):
    assert words.rsplit(" ", 1)[-1] == f"{LIMITS[error]:g}".removeprefix("0")
    (row,) = [line for line in page("rater-errors.md").split(" | ") if line == words][:1] or [None]
    assert row == words
