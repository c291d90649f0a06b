"""``manage.py agreement``: its keys, its groups, and answers for any file that can be read."""

import io
import json
import random
from dataclasses import replace

import numpy as np
import pytest
from django.core.management import call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring import agreement
from scoring.core import Reason, Undefined
from scoring.management.commands.agreement import Command
from scoring.printed import plain
from tests.scoring.core.agreement import drawn

ONE = {"value", "se", "ci"}
KEYS = [
    "n_raters",
    "n_units",
    "n_ratings",
    "percent_exact",
    "percent_within_one",
    "alpha",
    "ac1",
    "ac2",
    "fleiss",
    "brennan_prediger",
    "conger",
    "icc",
    "icc_missing",
    "kendall_w",
]
INNER = {
    "alpha": ["nominal", "ordinal", "interval", "ratio"],
    "ac2": ["linear", "quadratic", "ordinal"],
    "icc": ["icc1", "icc2", "icc3", "icc1k", "icc2k", "icc3k"],
    "icc_missing": ["henderson", "reml"],
    "kappa": ["unweighted", "linear", "quadratic"],
}
HEADER = "rater,unit,level,scenario,group"
# Krippendorff 2011, Computing Krippendorff's Alpha-Reliability, section E; empty levels are gaps.
FOUR_OBSERVERS = {
    "A": "1 2 3 3 2 1 4 1 2 . . .",
    "B": "1 2 3 3 2 2 4 1 2 5 . 3",
    "C": ". 3 3 3 2 3 4 2 2 5 1 .",
    "D": "1 2 3 3 2 4 4 1 2 5 1 .",
}


def written(rows, header="rater,unit,level") -> str:
    return "\n".join([header, *(",".join(map(str, row)) for row in rows)]) + "\n"


def observers() -> str:
    return written(
        (rater, f"u{number}", level.replace(".", ""))
        for rater, levels in FOUR_OBSERVERS.items()
        for number, level in enumerate(levels.split())
    )


def rated(seed: int = 1, raters: int = 6, scenarios: int = 8, each: int = 3) -> list[tuple]:
    """Rows with gaps, scenarios, and two groups of raters."""
    generator = random.Random(seed)
    return [
        (f"r{rater}", f"s{scenario}-{unit}", level, f"s{scenario}", "N" if rater % 2 else "S")
        for scenario in range(scenarios)
        for unit in range(each)
        for rater in range(raters)
        if generator.random() < 0.8
        for level in [min(3, max(0, round(generator.gauss(1.5 + (scenario % 3 - 1), 0.7))))]
    ]


@pytest.fixture
def run(tmp_path):
    def run(content: str, *options: str) -> str:
        path = tmp_path / "ratings.csv"
        path.write_text(content, encoding="utf-8")
        output = io.StringIO()
        call_command("agreement", str(path), *options, stdout=output)
        return output.getvalue()

    return run


@pytest.fixture
def answer(run):
    def answer(content: str, *options: str):
        return json.loads(run(content, "--json", *options))

    return answer


def close(one, other) -> bool:
    """The same but for the last digits."""
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(close(one[key], other[key]) for key in one)
    if isinstance(one, list):
        return all(close(*pair) for pair in zip(one, other, strict=True))
    return one == (pytest.approx(other, abs=1e-6) if isinstance(other, float) else other)


class TestKeys:
    def test_are_those_of_the_agreement_with_others_to_the_letter(self, answer):
        found = answer(observers())
        assert list(found) == KEYS
        for name, inner in INNER.items():
            assert name == "kappa" or list(found[name]) == inner

    def test_two_raters_have_kappa_too_and_a_file_with_groups_has_groups(self, answer):
        found = answer(written(rated(raters=2), HEADER))
        assert list(found) == [*KEYS, "kappa", "groups"]
        assert list(found["kappa"]) == INNER["kappa"]
        assert list(found["groups"]["N"]) == KEYS

    def test_every_figure_is_a_value_or_a_reason_in_words(self, answer):
        found = answer(written(rated(), HEADER))

        def leaves(each):
            for value in each.values():
                if isinstance(value, dict) and value.keys() not in (ONE, {"undefined"}):
                    yield from leaves(value)
                else:
                    yield value

        for value in leaves(found):
            if isinstance(value, dict) and "undefined" in value:
                assert value["undefined"].endswith(".")
            elif isinstance(value, dict):
                assert isinstance(value["value"], float)
                assert value["ci"] is None or value["ci"][0] <= value["ci"][1]
            else:
                assert isinstance(value, int)


class TestFigures:
    def test_published(self, answer):
        found = answer(observers(), "--levels", "1,2,3,4,5")
        assert [found[name] for name in KEYS[:3]] == [4, 12, 41]
        values = [round(found["alpha"][name]["value"], 3) for name in INNER["alpha"]]
        assert values == [0.743, 0.815, 0.849, 0.797]
        assert round(found["ac1"]["value"], 3) == 0.775  # Gwet 2014, on the same table
        assert round(found["ac1"]["se"], 3) == 0.143

    def test_a_level_that_nobody_used_counts_when_it_is_told(self, answer):
        seen, told = answer(observers()), answer(observers(), "--levels", "0,1,2,3,4,5")
        assert told["ac1"]["value"] > seen["ac1"]["value"]
        assert told["alpha"]["nominal"] == seen["alpha"]["nominal"]

    def test_the_order_of_rows_changes_nothing(self, answer):
        rows = rated()
        moved = rows[:]
        random.Random(2).shuffle(moved)
        found, other = (answer(written(each, HEADER)) for each in (rows, moved))
        assert close(found, other)

    def test_one_seed_one_answer(self, answer):
        content = written(rated(), HEADER)
        assert answer(content) == answer(content, "--seed", "0") != answer(content, "--seed", "1")

    def test_alphas_interval_is_over_scenarios_where_there_are_any(self, answer):
        rows = rated(each=6)
        by_scenario = answer(written(rows, HEADER))["alpha"]["interval"]
        by_unit = answer(written([row[:3] for row in rows]))["alpha"]["interval"]
        assert by_scenario["value"] == pytest.approx(by_unit["value"])
        width = {
            name: each["ci"][1] - each["ci"][0]
            for name, each in {"scenario": by_scenario, "unit": by_unit}.items()
        }
        assert width["scenario"] > width["unit"]

    def test_empty_levels_are_missing(self, answer):
        rows = [row[:3] for row in rated()]
        more = [*rows, ("r9", "s0-0", ""), ("r1", "new", "")]
        assert answer(written(more)) == answer(written(rows))


class TestGroups:
    def test_each_is_as_if_it_stood_alone(self, answer):
        rows = rated(raters=8)
        found = answer(written(rows, HEADER))
        for name in ("N", "S"):
            alone = answer(written([row for row in rows if row[4] == name], HEADER))
            alone.pop("groups")
            assert close(found["groups"][name], alone)

    def test_rows_without_a_group_are_in_none(self, answer):
        rows = [(*row[:4], "") for row in rated()]
        found = answer(written(rows, HEADER))
        assert found["groups"] == {}

    def test_a_group_of_two_has_kappa(self, answer):
        groups = answer(written(rated(raters=4), HEADER))["groups"]
        assert list(groups["N"]) == [*KEYS, "kappa"]

    def test_reml_of_many_large_groups_is_too_large(self, answer, monkeypatch):
        content = written(rated(), HEADER)
        monkeypatch.setattr(agreement, "LARGEST", 250)
        found = answer(content)
        assert found["groups"]["N"]["icc_missing"]["reml"] == {
            "undefined": Undefined.because(Reason.TOO_LARGE).words
        }
        assert "value" in found["icc_missing"]["reml"]


class TestNothingToEstimate:
    @pytest.mark.parametrize(
        "rows",
        [
            [("A", "u", 1)],
            [("A", "u", 1), ("A", "v", 2)],
            [("A", "u", 1), ("B", "v", 2)],
            [("A", "u", 1), ("B", "u", 1)],
            [("A", "u", 1), ("B", "u", 2)],
            [("A", "u", -1), ("B", "u", 1), ("A", "v", -1), ("B", "v", -1)],
            [("A", "u", 1), ("B", "u", 1), ("C", "v", 3), ("D", "v", 3)],
            [("A", "u", 0.25), ("B", "u", 1e300), ("A", "v", -1e300), ("B", "v", 1e299)],
            [("A", "u", 1e-300), ("B", "u", 2e-300), ("A", "v", 0), ("B", "v", 2e-300)],
        ],
    )
    @pytest.mark.parametrize("options", [[], ["--json"]])
    def test_is_an_answer_all_the_same(self, run, rows, options):
        assert run(written(rows), *options)

    @settings(max_examples=60)
    @given(drawn.ratings(most_raters=4, most_units=6), st.sampled_from([1.0, -0.5, 1e-25, 1e25]))
    def test_any_small_table_has_an_answer(self, ratings, step):
        if not ratings.size:
            return
        scale = np.sort((ratings.scale - 1) * step)
        figures = agreement.agreement_figures(replace(ratings, scale=scale), None, seed=0)
        assert plain(figures)

    def test_levels_further_apart_than_numbers_can_say_have_an_answer(self, answer):
        rows = [(rater, unit, level) for rater, levels in
                (("A", "0 1e-300 1e300"), ("B", "0 0 1e300"), ("C", "1e-300 1e-300 1e300"))
                for unit, level in enumerate(levels.split())]  # fmt: skip
        text = "rater,unit,level\n" + "".join(f"{r},{u},{level}\n" for r, u, level in rows)
        found = answer(text)
        assert found["percent_within_one"]["value"] == 100
        assert found["alpha"]["interval"]["value"] == pytest.approx(1)
        assert found["alpha"]["nominal"]["value"] < 1

    def test_too_many_counts_are_a_reason(self, answer, monkeypatch):
        monkeypatch.setattr(agreement, "MOST_COUNTS", 10)
        found = answer(observers())
        assert list(found) == KEYS
        assert "undefined" in found["alpha"]["ordinal"]
        assert "value" in found["icc_missing"]["henderson"]


class TestReadable:
    def test_has_everything_in_words(self, run):
        text = run(written(rated(raters=2), HEADER))
        for words in ("Raters: 2. ", "Gwet's AC1", "alpha, ordinal", "Group N", "t over"):
            assert words in text
        assert "Estimate(" not in text

    def test_lines_fit_80_columns(self, run):
        assert max(map(len, run(observers()).splitlines())) <= 80

    def test_ends_with_what_the_intervals_are_over(self, run):
        assert run(observers()).endswith("drawn afresh for alpha.\n")


def test_bad_input_ends_with_status_2_and_one_line(tmp_path, capsys):
    path = tmp_path / "bad.csv"
    path.write_text("rater,unit,level\nA,u,1\nA,u,2\n", encoding="utf-8")
    with pytest.raises(SystemExit) as ended:
        Command().run_from_argv(["manage.py", "agreement", str(path), "--json"])
    captured = capsys.readouterr()
    assert ended.value.code == 2
    assert captured.out == ""
    assert captured.err.startswith(f"{path}, line 3: “A” rates “u” a second time")
    assert captured.err.count("\n") == 1
