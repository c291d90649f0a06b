"""``manage.py concordance``: the whole answer, from two files."""

import io
import json
from statistics import median

import numpy as np
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from scoring.core import PanelUnit, Votes, build_yardstick

LEVELS = ("--levels", "0,1,2,3")
FACTORS = tuple(f"f{number}" for number in range(11))


def header(who: str) -> str:
    return f"{who},unit,level,scenario,factor\n"


@pytest.fixture
def files(tmp_path):
    def files(panel: str, answers: str) -> tuple[str, str]:
        paths = tmp_path / "panel.csv", tmp_path / "answers.csv"
        for path, content in zip(paths, (panel, answers), strict=True):
            path.write_text(content, encoding="utf-8")
        return str(paths[0]), str(paths[1])

    return files


def text_of(*arguments: str) -> str:
    output = io.StringIO()
    call_command("concordance", *arguments, stdout=output)
    return output.getvalue()


def answer(*arguments: str):
    return json.loads(text_of(*arguments, "--json"))


def panel_rows(bank) -> str:
    """``bank``: the panel's levels of each unit, by scenario and factor; None leaves it empty."""
    return header("panellist") + "".join(
        f"P{number},{scenario}-{factor},{'' if level is None else level},{scenario},{factor}\n"
        for (scenario, factor), levels in bank.items()
        for number, level in enumerate(levels)
    )


def answer_rows(people) -> str:
    return header("trainee") + "".join(
        f"{person},{scenario}-{factor},{'' if level is None else level},{scenario},{factor}\n"
        for person, levels in people.items()
        for (scenario, factor), level in levels.items()
    )


def votes_of(levels) -> Votes:
    return Votes(tuple(levels.count(level) for level in range(4)), levels.count(None))


def simulated() -> tuple[dict, dict]:
    """24 scenarios of 11 factors and an overall level, 12 panellists; 30 ordinary trainees."""
    generator = np.random.default_rng(21)
    usual = {factor: generator.uniform(0.7, 2.3) for factor in FACTORS}
    lean = generator.normal(0, 0.2, 12)
    centres, bank = {}, {}
    for number in range(24):
        for factor in (*FACTORS, "overall"):
            at = f"S{number:02}", factor
            centres[at] = np.clip(generator.normal(usual.get(factor, 1.5), 1.3), 0, 3)
            seen = centres[at] + lean + generator.normal(0, 0.55, 12)
            bank[at] = np.clip(np.rint(seen), 0, 3).astype(int).tolist()
    people = {}
    for number in range(30):
        shift, spread = generator.normal(0, 0.3), generator.uniform(0.6, 0.9)
        scenarios = generator.choice(24, 12, replace=False)
        people[f"ordinary {number}"] = {
            at: int(np.clip(np.rint(centre + shift + generator.normal(0, spread)), 0, 3))
            for at, centre in centres.items()
            if int(at[0][1:]) in scenarios
        }
    return bank, people


def changed(people, change) -> dict:
    return {
        f"{change.__name__} {person}": {at: change(level) for at, level in levels.items()}
        for person, levels in people.items()
    }


def squeezed(level: int) -> int:
    return min(max(level, 1), 2)


def lowered(level: int) -> int:
    return max(level - 1, 0)


@pytest.fixture(scope="module")
def nation(tmp_path_factory):
    """The answer for a simulated bank, and its scores by who gave them."""
    bank, people = simulated()
    generator = np.random.default_rng(1)
    yardstick = build_yardstick(
        [PanelUnit(*at[:1], 1, at[1], votes_of(levels)) for at, levels in bank.items()],
        np.random.default_rng(0),
    )
    everybody = {
        **people,
        **changed(people, squeezed),
        **changed(people, lowered),
        "guesses": {at: int(generator.integers(4)) for at in bank},
        "silent": dict.fromkeys(bank),
        "best constants": {at: yardstick.no_reading.get(at[1], 1) for at in bank},
        "panel's middle": {at: int(np.quantile(v, 0.5, method="lower")) for at, v in bank.items()},
    }
    folder = tmp_path_factory.mktemp("nation")
    (folder / "panel.csv").write_text(panel_rows(bank), encoding="utf-8")
    (folder / "answers.csv").write_text(answer_rows(everybody), encoding="utf-8")
    found = answer(str(folder / "panel.csv"), str(folder / "answers.csv"), *LEVELS)
    return found, {row["id"]: row["panel_anchored"]["value"] for row in found["trainees"]}


def score_of(nation, name: str) -> float:
    """The score of somebody, or the median of those whose names begin so."""
    return median(score for person, score in nation[1].items() if person.startswith(name))


class TestTheOrderThatKeepsTheScoreHonest:
    def test_the_panels_middle_is_a_hundred(self, nation):
        assert score_of(nation, "panel's middle") == pytest.approx(100)

    def test_no_constant_level_does_better_than_not_reading(self, nation):
        constants = [row["panel_anchored"]["value"] for row in nation[0]["constants"]]
        assert len(constants) == 5
        assert max(constants[:4]) < 0

    def test_guessing_is_far_below_nought(self, nation):
        assert score_of(nation, "guesses") < -40

    def test_the_best_constant_for_each_factor_is_about_nought(self, nation):
        assert -1e-9 <= score_of(nation, "best constants") < 16

    def test_never_enough_information_is_about_nought(self, nation):
        assert score_of(nation, "silent") == pytest.approx(0, abs=3)
        last = nation[0]["constants"][-1]
        assert last["level"] is None
        assert last["panel_anchored"]["value"] == pytest.approx(score_of(nation, "silent"))

    def test_a_panellist_stands_between_ordinary_trainees_and_the_middle(self, nation):
        ordinary = score_of(nation, "ordinary")
        assert 25 < ordinary < nation[0]["panellists_place"]["value"] < 100

    def test_squeezing_to_the_middle_and_rating_all_a_level_down_lose(self, nation):
        ordinary = score_of(nation, "ordinary")
        assert score_of(nation, "squeezed") < ordinary - 5
        assert score_of(nation, "lowered") < ordinary - 25


def test_the_answer_has_the_keys_it_was_promised_with(nation):
    found = nation[0]
    assert set(found) == {
        "trainees", "units", "constants", "yardstick", "panellists_place", "ignored",
    }  # fmt: skip
    for row in found["trainees"]:
        assert set(row) == {
            "id", "panel_anchored", "concordance", "scaled_80_5",
            "exact", "within_one", "signed", "quadratic_kappa",
        }  # fmt: skip
    for unit in found["units"]:
        assert set(unit) == {"id", "key", "spread", "flags"}
        assert isinstance(unit["key"], list)


def test_the_yardstick_comes_with_both_its_intervals(nation):
    ruler = nation[0]["yardstick"]
    low, high = ruler["ci"]
    narrow_low, narrow_high = ruler["interval_90"]
    assert low < narrow_low < ruler["value"] < narrow_high < high
    assert ruler["provisional"] is None
    assert ruler["n_scenarios"] == 24
    assert set(ruler["no_reading"]) == set(FACTORS)


def test_every_score_comes_with_its_error_and_its_interval(nation):
    for row in nation[0]["trainees"]:
        low, high = row["panel_anchored"]["ci"]
        assert low <= row["panel_anchored"]["value"] <= high
        assert row["panel_anchored"]["se"] > 0
        assert row["concordance"]["se"] >= 0


def one_scenario_each(n, levels=(1, 1, 2, 2, 2, 2), factor="f") -> dict:
    """Scenarios of one factor, the panel's levels turned round in every other one."""
    return {
        (f"S{number:02}", factor): [3 - level if number % 2 else level for level in levels]
        for number in range(n)
    }


def test_a_bank_of_eleven_scenarios_is_provisional_and_keeps_the_raw_score(files):
    bank = one_scenario_each(11)
    found = answer(*files(panel_rows(bank), answer_rows({"A": dict.fromkeys(bank, 2)})), *LEVELS)
    assert set(found["trainees"][0]["panel_anchored"]) == {"undefined", "raw"}
    assert "too few cases" in found["trainees"][0]["panel_anchored"]["undefined"]
    assert isinstance(found["trainees"][0]["panel_anchored"]["raw"], float)
    assert set(found["panellists_place"]) == {"undefined", "raw"}
    assert found["yardstick"]["provisional"] is not None


def test_a_trainee_under_four_scenarios_has_a_reason_and_a_raw_score(files):
    bank = one_scenario_each(40)
    three = dict.fromkeys(list(bank)[:3], 2)
    four = dict.fromkeys(list(bank)[:4], 2)
    found = answer(*files(panel_rows(bank), answer_rows({"A": three, "B": four})), *LEVELS)
    first, second = (row["panel_anchored"] for row in found["trainees"])
    assert set(first) == {"undefined", "raw"}
    assert first["raw"] is not None
    assert set(second) == {"value", "se", "ci"}


def test_without_scenarios_and_factors_there_is_no_yardstick_and_the_rest_stands(files):
    panel = "panellist,unit,level\n" + "".join(
        f"P{n},{unit},{level}\n"
        for unit, levels in (("u", (0, 0, 1, 1, 1)), ("v", (2, 2, 2, 3, 3)))
        for n, level in enumerate(levels)
    )
    found = answer(*files(panel, "trainee,unit,level\nA,u,1\nA,v,3\n"), *LEVELS)
    (row,) = found["trainees"]
    assert row["panel_anchored"]["raw"] is None
    assert found["yardstick"] == {"undefined": row["panel_anchored"]["undefined"]}
    assert row["concordance"]["value"] == pytest.approx(100 * (1 + 2 / 3) / 2)
    assert row["exact"]["value"] == 50
    assert row["within_one"]["value"] == 100
    assert row["signed"]["value"] == 0.5
    assert row["within_one"]["chance"] == 75
    assert row["quadratic_kappa"]["value"] == pytest.approx(1 - 0.5 / 1.5)


class TestUnits:
    def units(self, files, *levels):
        bank = {(f"S{number}", "f"): each for number, each in enumerate(levels)}
        answers = answer_rows({"A": dict.fromkeys(bank, 1)})
        found = answer(*files(panel_rows(bank), answers), *LEVELS)
        return found["units"], found["trainees"][0]

    def test_a_key_is_a_list_and_may_hold_two_levels(self, files):
        (one, two), _ = self.units(files, [1, 1, 1, 1, 2], [1, 1, 1, 2, 2, 2])
        assert (one["key"], two["key"]) == ([1], [1, 2])
        assert one["spread"]["value"] == pytest.approx(0.4)
        assert one["flags"] == []

    def test_what_is_not_scored_says_why(self, files):
        units, row = self.units(
            files, [0, 0, 0, 3, 3, 3], [1, 1, 1, 1], [None] * 3 + [1] * 3, [1] * 5
        )
        flags = [unit["flags"] for unit in units]
        assert flags == [
            ["contested", "polarised", "low_consensus"],
            ["too_few"],
            ["key_not_enough"],
            [],
        ]
        assert units[2]["key"] == []
        assert row["exact"]["value"] == 100

    def test_a_unit_that_only_one_panellist_rated_has_no_spread(self, files):
        (unit, _), _ = self.units(files, [1], [1, 1])
        assert "undefined" in unit["spread"]


def test_the_overall_level_is_outside_the_score_and_its_counts_but_not_concordance(files):
    bank = one_scenario_each(14)
    with_overall = bank | one_scenario_each(14, (3, 3, 3, 3, 3, 2), factor="overall")
    plain = dict.fromkeys(bank, 2)
    worst = plain | {at: 0 for at in with_overall if at[1] == "overall"}
    (without,) = answer(*files(panel_rows(bank), answer_rows({"A": plain})), *LEVELS)["trainees"]
    found = answer(*files(panel_rows(with_overall), answer_rows({"A": worst})), *LEVELS)
    (row,) = found["trainees"]
    for figure in ("panel_anchored", "exact", "within_one", "signed", "quadratic_kappa"):
        assert row[figure] == without[figure]
    assert row["concordance"] != without["concordance"]
    assert [unit["flags"] for unit in found["units"][-14:]] == [["overall"]] * 14


def test_not_enough_information_is_neither_right_nor_near_and_has_no_direction(files):
    bank = one_scenario_each(2)
    levels = dict(zip(bank, (2, None), strict=True))
    found = answer(*files(panel_rows(bank), answer_rows({"A": levels})), *LEVELS)
    (row,) = found["trainees"]
    assert row["exact"]["value"] == row["within_one"]["value"] == 50
    assert row["signed"]["value"] == 0
    assert row["concordance"]["value"] == 50


def test_answers_on_units_the_panel_lacks_are_counted_and_their_trainee_kept(files):
    bank = one_scenario_each(2)
    answers = header("trainee") + "A,x,1,S,f\nB,S00-f,2,S00,f\n"
    found = answer(*files(panel_rows(bank), answers), *LEVELS)
    assert found["ignored"] == 1
    lost, kept = found["trainees"]
    assert lost["id"] == "A"
    assert all("undefined" in figure for name, figure in lost.items() if name != "id")
    assert kept["exact"]["value"] == 100


def test_a_panel_that_does_not_vary_has_no_80_5_scale(files):
    bank = {("S1", "f"): [1] * 5, ("S2", "f"): [2] * 5}
    found = answer(*files(panel_rows(bank), answer_rows({"A": dict.fromkeys(bank, 1)})), *LEVELS)
    assert "no spread" in found["trainees"][0]["scaled_80_5"]["undefined"]


@pytest.mark.parametrize("level", [1, None])
def test_where_nothing_can_be_said_everything_is_a_reason_and_the_status_nought(files, level):
    bank = {("S1", "f"): [level]}
    paths = files(panel_rows(bank), answer_rows({"A": dict.fromkeys(bank, level)}))
    (row,) = answer(*paths)["trainees"]
    assert "undefined" in row["exact"]
    assert "undefined" in row["scaled_80_5"]
    assert "One answer throughout" in text_of(*paths)


@pytest.mark.parametrize(
    ("levels", "words"),
    [("0,1,3", "equally spaced"), ("0,1", "not one of 0, 1")],
)
def test_levels_that_do_not_fit_are_refused(files, levels, words):
    bank = one_scenario_each(2)
    paths = files(panel_rows(bank), answer_rows({"A": dict.fromkeys(bank, 2)}))
    with pytest.raises(CommandError, match=words) as fault:
        text_of(*paths, "--levels", levels)
    assert fault.value.returncode == 2


def test_levels_are_places_on_the_scale_whatever_their_values(files):
    bank = one_scenario_each(14)
    tens = {at: [10 + 10 * level for level in levels] for at, levels in bank.items()}
    found = answer(*files(panel_rows(bank), answer_rows({"A": dict.fromkeys(bank, 2)})), *LEVELS)
    paths = files(panel_rows(tens), answer_rows({"A": dict.fromkeys(bank, 30)}))
    scaled = answer(*paths, "--levels", "10,20,30,40")
    assert scaled["trainees"] == found["trainees"]
    assert [unit["key"] for unit in scaled["units"]] == [
        [10 + 10 * level for level in unit["key"]] for unit in found["units"]
    ]


def test_the_same_seed_gives_the_same_answer_and_rows_may_stand_in_any_order(files):
    bank, people = simulated()
    some = dict(list(people.items())[:3])
    paths = files(panel_rows(bank), answer_rows(some))
    first = answer(*paths, *LEVELS, "--seed", "5")
    assert answer(*paths, *LEVELS, "--seed", "5") == first
    other = answer(*paths, *LEVELS, "--seed", "6")
    assert other["trainees"][0]["concordance"]["se"] != first["trainees"][0]["concordance"]["se"]
    turned = answer_rows({name: dict(list(rows.items())[::-1]) for name, rows in some.items()})
    again = answer(*files(panel_rows(bank), turned), *LEVELS, "--seed", "5")
    for row, same in zip(first["trainees"], again["trainees"], strict=True):
        for figure in ("panel_anchored", "concordance", "signed", "quadratic_kappa"):
            assert same[figure]["value"] == pytest.approx(row[figure]["value"])


def test_a_person_reads_the_same_figures_in_tables(files, nation):
    bank, people = simulated()
    readable = text_of(*files(panel_rows(bank), answer_rows(people)), *LEVELS)
    scores, against_key = (line for line in readable.splitlines() if line.startswith("ordinary 0 "))
    (row,) = (row for row in nation[0]["trainees"] if row["id"] == "ordinary 0")
    assert f"{row['panel_anchored']['value']:.1f}" in scores
    assert f"{row['concordance']['value']:.1f}" in scores
    assert f"{row['exact']['value']:.1f}" in against_key
    assert f"{row['quadratic_kappa']['value']:.2f}" in against_key
    assert max(map(len, readable.splitlines())) <= 80
    assert "from 24 scenarios" in readable
    assert "A typical panellist stands at" in readable


def test_reasons_and_ignored_answers_stand_under_the_table(files):
    bank = one_scenario_each(11)
    answers = answer_rows({"A": dict.fromkeys(bank, 2)}) + "A,x,1,S,f\n"
    readable = text_of(*files(panel_rows(bank), answers), *LEVELS)
    assert "-  The yardstick rests on too few cases to give a number yet." in readable
    assert "ignored: 1" in readable


def test_a_test_that_one_answer_throughout_does_well_on_is_called_so(files):
    bank = one_scenario_each(2)
    same = {at: [2, 2, 2, 2, 1] for at in bank}
    readable = text_of(
        *files(panel_rows(same), answer_rows({"A": dict.fromkeys(bank, 2)})), *LEVELS
    )
    assert "such a test must not certify" in readable
    assert max(map(len, readable.splitlines())) <= 80


def test_reasons_stand_under_the_table_that_has_the_dash(files):
    bank = one_scenario_each(12)
    readable = text_of(*files(panel_rows(bank), answer_rows({}) + "A,x,1,S,f\n"), *LEVELS)
    _, scores, against_key, *_ = readable.split("\n=")
    assert "No factor of this case is scored." in against_key
    assert "There is no answer here to compare." in against_key
    assert "There is no answer here to compare." not in scores


def test_the_largest_numbers_are_levels_too(files, recwarn):
    bank = {at: [1e308] * 5 for at in one_scenario_each(2)}
    figures = answer(*files(panel_rows(bank), answer_rows({"A": dict.fromkeys(bank, -1e308)})))
    assert [unit["key"] for unit in figures["units"]] == [[int(1e308)], [int(1e308)]]
    assert figures["trainees"][0]["concordance"]["value"] == 0
    assert not recwarn.list
