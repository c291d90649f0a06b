"""Stored results held against a rule: the same as judging the answers, and nothing anew."""

import pytest

from scoring import core
from scoring.core.pass_rules import PassRule, judge_sitting
from scoring.frozen import key_units
from scoring.pass_judging import _case_of, judge_stored_sitting, stored_units
from scoring.public import UnitResult, current_yardstick, establish_yardstick
from scoring.selectors import panel_unit, ruler_of
from tests.factories import make_bank, make_person, make_released_case, make_submitted

pytestmark = pytest.mark.django_db
LEVELS = {"opportunity": 0, "social": "not_enough", "desist": 3, "overall": 0}


def judged(result, minimum: int):
    """The same answers as the core judges them."""
    rows = key_units(result.key)
    kinds = {row.unit.factor.code: core.FactorKind(row.unit.factor.kind) for row in rows}
    given = {}
    for row in rows:
        said = LEVELS.get(row.unit.factor.code, 2)
        at = (row.unit.stage, row.unit.factor.code)
        if isinstance(said, int):
            given[at] = core.Given.of_level(said)
        else:
            given[at] = core.Given(core.AnswerKind(said))
    units = [panel_unit(row) for row in rows]
    return core.judge_case(units, given, kinds, ruler_of(result.yardstick), minimum)


@pytest.mark.parametrize("minimum", [5, 6, 7])
@pytest.mark.parametrize("with_yardstick", [False, True])
def test_a_stored_case_is_what_judging_its_answers_gives(minimum, with_yardstick):
    if with_yardstick:
        bank = make_bank()
        framework = bank[0].case_version.framework
        establish_yardstick(framework=framework, keys=[one.key for one in bank], approved_by="Test")
        assert current_yardstick(framework.pk)
    result = make_submitted(make_person(), make_released_case("check"), 2, **LEVELS)
    # In the order in which they were judged: a sum of fractions follows it to the last digit.
    rows = list(UnitResult.objects.filter(result=result).select_related("factor").order_by("pk"))
    stored, anew = _case_of(result, rows, minimum), judged(result, minimum)
    for name in (
        "score",
        "raw",
        "scored",
        "exact",
        "within_one",
        "missed_concerns",
        "false_alarms",
    ):
        assert getattr(stored, name) == getattr(anew, name), name
    for bounds in ({"exact": 0.5}, {"overall_exact": 0.5}, {"two_level_misses": 1}, {"score": 1}):
        rule = PassRule.of(bounds, 1)
        assert judge_sitting(rule, [stored]) == judge_sitting(rule, [anew])


def test_a_factor_with_too_few_ratings_does_not_count(django_assert_max_num_queries):
    result = make_submitted(make_person(), make_released_case("check"))
    rule = PassRule.of({"exact": 0.5}, 1)
    ids = [result.assessment]
    assert judge_stored_sitting(rule=rule, minimum=6, assessments=ids).passed
    with django_assert_max_num_queries(4):
        found = judge_stored_sitting(rule=rule, minimum=10, assessments=ids)
    assert (found.passed, found.undefined) == (False, "no_scored_unit")


def test_another_number_of_cases_is_refused():
    result = make_submitted(make_person(), make_released_case("check"))
    with pytest.raises(ValueError, match="2 cases, and 1"):
        judge_stored_sitting(
            rule=PassRule.of({"exact": 0.5}, 2), minimum=5, assessments=[result.assessment]
        )


def test_units_come_with_their_factors(django_assert_num_queries):
    result = make_submitted(make_person(), make_released_case("check"))
    with django_assert_num_queries(2):
        assert {one.factor.code for one in stored_units([result.assessment])} >= {"opportunity"}
