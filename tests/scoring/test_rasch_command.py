"""manage.py rasch: severities of anybody's ratings, for a person and for a machine."""

import io
import json

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

LINKED = """rater,unit,level
A,u1,0
B,u1,1
C,u1,1
A,u2,1
B,u2,0
C,u2,2
A,u3,2
B,u3,1
C,u3,2
A,u4,0
B,u4,1
C,u4,0
"""
EXTREME = LINKED + "D,u1,0\nD,u2,0\n"
APART = EXTREME + "E,v1,1\nF,v1,2\nE,v2,2\nF,v2,1\nG,w1,0\n"


@pytest.fixture
def answer(tmp_path):
    def run(text: str, *options: str, machine: bool = True):
        path = tmp_path / "ratings.csv"
        path.write_text(text, encoding="utf-8")
        output = io.StringIO()
        call_command("rasch", str(path), *options, *["--json"] * machine, stdout=output)
        return json.loads(output.getvalue()) if machine else output.getvalue()

    return run


def test_the_keys_are_those_promised(answer):
    figures = answer(LINKED)
    assert set(figures) >= {
        "raters", "units", "thresholds", "separation", "reliability", "subsets",
    }  # fmt: skip
    assert list(figures["raters"][0]) == [
        "id", "severity", "se", "infit", "outfit", "fair_average", "extreme", "subset",
    ]  # fmt: skip
    assert list(figures["units"][0]) == [
        "id", "difficulty", "se", "infit", "outfit", "extreme", "subset",
    ]  # fmt: skip
    assert figures["subsets"] == [{"raters": ["A", "B", "C"], "units": ["u1", "u2", "u3", "u4"]}]


def test_values_have_their_error_and_interval(answer):
    figures = answer(LINKED)
    severity = figures["raters"][2]["severity"]
    assert severity["value"] < 0  # C gives higher levels
    low, high = severity["ci"]
    assert low < severity["value"] < high
    assert figures["raters"][2]["se"]["value"] == severity["se"]
    assert sum(rater["severity"]["value"] for rater in figures["raters"]) == pytest.approx(0)
    assert len(figures["thresholds"]) == 2
    assert figures["separation"]["value"] >= 0
    assert (figures["corrected"], figures["converged"]) == (False, True)


def test_correcting_multiplies_all_by_one_factor_and_says_so(answer):
    plain, corrected = answer(LINKED), answer(LINKED, "--correct")
    assert corrected["corrected"]
    assert corrected["factor"] == pytest.approx(2 / 3)
    for facet, name in (("raters", "severity"), ("units", "difficulty")):
        for one, other in zip(plain[facet], corrected[facet], strict=True):
            assert other[name]["value"] == pytest.approx(one[name]["value"] * 2 / 3)
    assert corrected["thresholds"][0]["value"] == pytest.approx(
        plain["thresholds"][0]["value"] * 2 / 3
    )
    assert "Corrected: multiplied by (L - 1)/L = 0.667." in answer(
        LINKED, "--correct", machine=False
    )


def test_an_extreme_rater_is_marked_and_has_no_fit(answer):
    rater = answer(EXTREME)["raters"][3]
    assert rater["extreme"] is True
    assert rater["severity"]["value"] > 0
    assert "undefined" in rater["infit"]


def test_subsets_are_told_apart_and_separation_has_a_reason(answer):
    figures = answer(APART)
    assert [rater["subset"] for rater in figures["raters"]] == [0, 0, 0, 0, 1, 1, 2]
    assert figures["subsets"][1] == {"raters": ["E", "F"], "units": ["v1", "v2"]}
    assert "undefined" in figures["separation"]
    assert "undefined" in figures["raters"][6]["severity"]
    assert "There are 3 subsets that no rating links." in answer(APART, machine=False)


def test_unused_levels_are_said(answer):
    figures = answer(LINKED, "--levels", "0,1,2,3")
    assert figures["unused_levels"] == [3]
    assert len(figures["thresholds"]) == 2
    words = answer(LINKED, "--levels", "0,1,2,3", machine=False)
    assert "left out of the steps: 3." in words
    assert "It is not agreement" in words


@pytest.mark.parametrize(
    "text",
    [
        "rater,unit,level\nA,u,0\nB,u,1\n",
        "rater,unit,level\nA,u,1\nB,u,1\n",
        "rater,unit,level\nA,u,1\nA,v,2\n",
        "rater,unit,level\nA,u,1\nB,v,2\n",
    ],
)
def test_nothing_to_estimate_is_reasons_everywhere(answer, text):
    figures = answer(text)
    assert all("undefined" in rater["severity"] for rater in figures["raters"])
    assert all("undefined" in unit["difficulty"] for unit in figures["units"])
    assert "undefined" in figures["reliability"]
    assert "None can be said." in answer(text, machine=False)


def test_estimates_that_do_not_settle_are_said_to(answer, monkeypatch):
    monkeypatch.setattr("scoring.core.rasch.fit.fit_rasch.__kwdefaults__", {
        "corrected": False, "start": None, "tolerance": 1e-5, "most_passes": 2,
    })  # fmt: skip
    assert answer(LINKED)["converged"] is False
    assert "did not settle in 2 passes" in answer(LINKED, machine=False)


def test_a_fair_average_keeps_within_the_levels(answer):
    averages = [row["fair_average"] for row in answer(EXTREME)["raters"]]
    assert all(0 <= low <= high <= 2 for low, high in (each["ci"] for each in averages))


RUNS_AWAY = "rater,unit,level\n" + "".join(
    f"{rater},u{unit},{level}\n"
    for rater, levels in {"A": "..00", "B": "7546", "C": ".658", "D": "5234", "E": "6455"}.items()
    for unit, level in enumerate(levels)
    if level != "."
)


def test_a_threshold_that_had_to_be_held_is_not_settled(answer):
    figures = answer(RUNS_AWAY)
    assert min(step["value"] for step in figures["thresholds"]) == -25
    assert figures["converged"] is False
    assert "did not settle" in answer(RUNS_AWAY, machine=False)


OPEN = "rater,unit,level\n" + "".join(
    f"{rater},u{unit},{level}\n"
    for rater, levels in {"A": "111", "B": "012", "C": "0.2", "D": "21."}.items()
    for unit, level in enumerate(levels)
    if level != "."
)


def test_a_table_that_leaves_a_level_as_wide_as_you_like_is_not_settled(answer):
    assert answer(OPEN)["converged"] is False
    assert "do not rely on them" in answer(OPEN, machine=False)
    assert answer(LINKED)["converged"] is True


def test_lines_fit_80_columns(answer):
    assert max(map(len, answer(EXTREME, machine=False).splitlines())) <= 80
    assert max(map(len, answer(RUNS_AWAY, machine=False).splitlines())) <= 80


def test_bad_input_has_its_line(answer):
    with pytest.raises(CommandError, match="line 3"):
        answer("rater,unit,level\nA,u,1\nA,u,2\n")
