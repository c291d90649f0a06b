"""Figures in JSON keep every digit; in a table they are rounded and stand in line."""

import json
from dataclasses import dataclass

import numpy as np
import pytest

from scoring.core import Estimate, Reason, Undefined
from scoring.printed import as_json, estimates_table, number, plain, section, table

ALIKE = Undefined.because(Reason.ALL_ALIKE)


@dataclass(frozen=True)
class Rater:
    id: str
    severity: Estimate | Undefined
    extreme: bool


class TestJson:
    @pytest.mark.parametrize(
        ("value", "expected"),
        [
            (Estimate(0.1), {"value": 0.1, "se": None, "ci": None}),
            (Estimate(0.1, 0.2), {"value": 0.1, "se": 0.2, "ci": None}),
            (Estimate(0.1, None, 0.0, 1.0), {"value": 0.1, "se": None, "ci": [0.0, 1.0]}),
            (ALIKE, {"undefined": ALIKE.words}),
            (Rater("A", ALIKE, True), {"id": "A", "severity": plain(ALIKE), "extreme": True}),
            ((1, None, "x"), [1, None, "x"]),
            (np.array([[1, 2]]), [[1, 2]]),
            (np.float64(0.5), 0.5),
            ({"n": np.int64(3)}, {"n": 3}),
            (Reason.ALL_ALIKE, "all_alike"),
            (iter([1, 2]), [1, 2]),
        ],
    )
    def test_forms(self, value, expected):
        assert plain(value) == expected

    def test_every_digit_survives(self):
        exact = 0.1 + 0.2
        assert json.loads(as_json(Estimate(exact)))["value"] == exact

    @pytest.mark.parametrize("value", [float("nan"), np.inf, np.float64("nan"), object()])
    def test_what_json_has_no_form_for_is_refused(self, value):
        with pytest.raises(ValueError, match=r"no (form|place)"):
            plain({"deep": [value]})


class TestTables:
    def test_figures_with_errors_intervals_and_reasons(self):
        figures = {
            "n": 1234,
            "percent": 12.3456,
            "alpha": {"nominal": Estimate(0.5, 0.1, -0.25, 0.75), "ordinal": ALIKE},
        }
        assert estimates_table(figures).splitlines() == [
            "                value     se  95% interval",
            "-------------  ------  -----  ---------------",
            "n               1,234",
            "percent        12.346",
            "alpha nominal   0.500  0.100  -0.250 to 0.750",
            f"alpha ordinal  {ALIKE.words}",
        ]

    def test_words_stand_to_the_left_and_numbers_to_the_right(self):
        rows = [["A", 5, Estimate(-1.5), True], ["Bo", 12, None, False]]
        assert table(["rater", "n", "severity", "extreme"], rows, places=1).splitlines() == [
            "rater   n  severity  extreme",
            "-----  --  --------  -------",
            "A       5      -1.5  yes",
            "Bo     12            no",
        ]

    def test_no_rows(self):
        assert table(["rater", "n"], []) == "rater  n\n-----  -"

    def test_nought_has_no_sign(self):
        assert number(-0.0001) == "0.000"

    def test_a_section_has_a_line_under_its_title(self):
        assert section("Raters", "none") == "Raters\n======\n\nnone\n"
