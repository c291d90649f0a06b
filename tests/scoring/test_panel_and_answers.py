"""Two files brought together: units, scenarios, factors and one scale."""

import io
import re
import sys

import numpy as np
import pytest

from scoring.core.bulk import NOT_ENOUGH
from scoring.panel_and_answers import read_panel_and_answers
from scoring.ratings_files import BadInput


@pytest.fixture
def read(tmp_path):
    def read(panel: str, answers: str, levels=None):
        for name, content in (("panel.csv", panel), ("answers.csv", answers)):
            (tmp_path / name).write_text(content, encoding="utf-8")
        return read_panel_and_answers(
            str(tmp_path / "panel.csv"), str(tmp_path / "answers.csv"), levels
        )

    return read


def said(read, panel, answers, levels=None) -> str:
    """What is said of bad files, without their folder."""
    with pytest.raises(BadInput) as fault:
        read(panel, answers, levels)
    assert "\n" not in str(fault.value)
    return re.sub(r"\S*/", "", str(fault.value))


PANEL = "panellist,unit,level\nP,u,0\nQ,u,1\nP,v,1\n"
ANSWERS = "trainee,unit,level\nA,v,1\nA,u,0\n"


def test_units_are_those_of_the_panel_and_answers_on_others_are_counted(read):
    given = read(PANEL, ANSWERS + "A,x,1\nB,x,0\n")
    assert given.units == ("u", "v")
    assert given.answers.units.tolist() == [1, 0]
    assert given.ignored == 2
    assert given.trainees == ("A", "B")
    assert given.votes.levels.tolist() == [[1, 1], [0, 1]]


def test_an_empty_level_is_not_enough_information_in_both_files(read):
    given = read(PANEL + "Q,v,\n", ANSWERS + "B,u,\n")
    assert given.votes.not_enough.tolist() == [0, 1]
    assert given.answers.levels.tolist() == [1, 0, NOT_ENOUGH]


def test_without_the_columns_each_unit_is_its_own_scenario_and_factor(read):
    votes = read(PANEL, ANSWERS).votes
    assert votes.case_names == votes.factor_names == ("u", "v")
    assert votes.cases.tolist() == votes.factors.tolist() == [0, 1]


def test_a_unit_of_its_own_is_never_taken_for_the_overall_level(read):
    votes = read("panellist,unit,level\nP,overall,0\n", "trainee,unit,level\nA,overall,0\n").votes
    assert not votes.overall.any()


WITH_COLUMNS = "panellist,unit,level,scenario,factor\nP,u,0,S,f\nP,v,1,S,overall\n"


def test_scenario_and_factor_may_stand_in_either_file(read):
    stated = "trainee,unit,level,factor,scenario\nA,u,0,f,S\nA,v,1,overall,S\n"
    for panel, answers in ((WITH_COLUMNS, ANSWERS), (PANEL, stated), (WITH_COLUMNS, stated)):
        votes = read(panel, answers).votes
        assert votes.cases.tolist() == [0, 0]
        assert votes.case_names == ("S",)
        assert votes.factor_names == ("f", "overall")
        assert votes.overall.tolist() == [False, True]


def test_where_only_the_answers_say_what_nobody_answered_stands_alone(read):
    votes = read(PANEL, "trainee,unit,level,scenario\nA,u,0,v\n").votes
    assert votes.case_names == ("v", "unit v")
    assert votes.cases.tolist() == [0, 1]


@pytest.mark.parametrize("column", ["scenario", "factor"])
def test_a_unit_with_two_scenarios_or_factors_is_refused_between_files_too(read, column):
    other = {"scenario": "T,f", "factor": "S,g"}[column]
    answers = f"trainee,unit,level,scenario,factor\nA,v,1,S,overall\n\nA,u,0,{other}\n"
    was, is_now = {"scenario": "ST", "factor": "fg"}[column]
    assert said(read, WITH_COLUMNS, answers) == (
        f"answers.csv, line 4: the unit “u” has a second {column}, “{is_now}”; "
        f"in panel.csv it is “{was}”."
    )


def test_a_unit_with_two_scenarios_is_refused_within_a_file(read):
    panel = "panellist,unit,level,scenario\nP,u,0,S\nQ,u,0,T\n"
    assert "line 3: the unit “u” has a second scenario" in said(read, panel, ANSWERS)


def test_the_scale_is_that_of_the_levels_in_either_file(read):
    given = read(PANEL, "trainee,unit,level\nA,u,2\n")
    assert given.scale == (0, 1, 2)
    assert given.answers.levels.tolist() == [2]
    assert given.votes.levels.tolist() == [[1, 1, 0], [0, 1, 0]]


def test_levels_that_nobody_gave_between_others_are_put_in(read):
    given = read("panellist,unit,level\nP,u,0\nQ,u,3\n", "trainee,unit,level\nA,u,1\n")
    assert given.scale == (0, 1, 2, 3)
    assert given.votes.levels.tolist() == [[1, 0, 0, 1]]


def test_equal_steps_are_found_in_the_decimals_as_written(read):
    given = read("panellist,unit,level\nP,u,0.1\nQ,u,0.2\n", "trainee,unit,level\nA,u,0.4\n")
    assert given.scale == pytest.approx((0.1, 0.2, 0.3, 0.4))
    assert given.answers.levels.tolist() == [3]


def test_named_levels_are_the_scale(read):
    given = read(PANEL, ANSWERS, (0.0, 1.0, 2.0, 3.0))
    assert given.votes.n_levels == 4
    assert given.answers.levels.tolist() == [1, 0]


def test_levels_without_a_common_step_are_refused(read):
    words = said(read, "panellist,unit,level\nP,u,0\nQ,u,1\n", "trainee,unit,level\nA,u,1.2345\n")
    assert "name all possible levels with --levels" in words


@pytest.mark.parametrize(("level", "scale"), [("1", (1,)), ("", (0,))])
def test_one_level_or_none_is_a_scale_too(read, level, scale):
    given = read(f"panellist,unit,level\nP,u,{level}\n", f"trainee,unit,level\nA,u,{level}\n")
    assert given.scale == scale


@pytest.mark.parametrize(
    ("panel", "answers", "words"),
    [
        ("rater,unit,level\nP,u,0\n", ANSWERS, "panel.csv, line 1: there is no column"),
        (PANEL, "rater,unit,level\nA,u,0\n", "answers.csv, line 1: there is no column"),
        (PANEL, ANSWERS + "A,u,1\n", "answers.csv, line 4: “A” rates “u” a second time"),
        ("panellist,unit,level\n", ANSWERS, "there are no ratings"),
    ],
)
def test_whatever_is_wrong_with_either_file_is_said_of_that_file(read, panel, answers, words):
    assert words in said(read, panel, answers)


@pytest.mark.parametrize("piped", ["panel", "answers"])
def test_either_file_may_be_standard_input(read, tmp_path, monkeypatch, piped):
    read(PANEL, ANSWERS)
    content = {"panel": PANEL, "answers": ANSWERS}[piped]
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content.encode())))
    sources = {name: str(tmp_path / f"{name}.csv") for name in ("panel", "answers")} | {piped: "-"}
    given = read_panel_and_answers(sources["panel"], sources["answers"])
    assert given.answers.levels.tolist() == [1, 0]
    assert np.array_equal(given.votes.levels, [[1, 1], [0, 1]])
