"""A key's own health, from its panel's votes; and what trainees' attempts say of it."""

import pytest

from scoring.case_use import MOST_PEOPLE, case_use
from scoring.core import Standing, Undefined
from scoring.core.item_health import Verdict
from scoring.key_health import key_facts, panel_health, panellists_apart
from scoring.models import Yardstick
from tests.factories import (
    make_crowd,
    make_organisation,
    make_person,
    make_released_case,
    make_submitted,
)

pytestmark = pytest.mark.django_db
FACTORS = 11


def unit(ratings):
    return {"ratings": list(ratings), "confidence": [70] * 6}


def yardstick_of(release, *, level=1, provisional=False):
    """A yardstick whose constants are one level, and whose R is half a level."""
    framework = release.case_version.framework
    codes = framework.factors.exclude(kind="overall").values_list("code", flat=True)
    return Yardstick.objects.create(
        framework=framework,
        mean_loss=0.5,
        interval_low=0.45,
        interval_high=0.55,
        no_reading_levels=dict.fromkeys(codes, level),
        no_reading_costs=dict.fromkeys(codes, 0.5),
        subjects=["elsewhere"],
        is_provisional=provisional,
        provisional_reason="provisional_yardstick" if provisional else "",
        is_current=True,
        approved_by="Tests",
    )


def of_code(health, code):
    return next(one for one in health.units if one.factor.code == code)


def test_a_unit_shows_its_spread_and_whether_to_look(db):
    release = make_released_case(opportunity=unit("003333"), desist=unit("222222"))
    health = panel_health(release.key)
    split, agreed = of_code(health, "opportunity"), of_code(health, "desist")
    assert (split.standing, split.is_polarised, split.is_contested) == (
        Standing.CONTESTED,
        True,
        True,
    )
    assert (split.span, split.ratings, split.is_flagged) == (3, 6, True)
    assert (agreed.agreeing, agreed.consensus, agreed.is_flagged) == (1.0, 1.0, False)


def test_without_a_yardstick_the_line_is_in_levels_alone(db):
    line = panel_health(make_released_case().key).line
    assert line.never_reading.cost.reason.value == "no_yardstick"
    assert line.panellist.points.reason.value == "no_yardstick"
    # Six at 1, 2, 2, 2, 2, 3: pairs are 0.6 levels apart, the middle 1/3 from all.
    assert line.panellist.cost == pytest.approx(2 / 3 - 1 / 3)
    assert (line.level, line.one_level.cost, line.mean_loss) == (2, 0.0, None)


def test_with_a_yardstick_everybody_has_points(db):
    release = make_released_case()
    yardstick_of(release)
    line = panel_health(release.key).line
    # Level 1 is 1 from four, 2 from one, 0 from one: 1 on average, against 1/3 at the middle.
    assert line.never_reading.cost == pytest.approx(1 - 1 / 3)
    assert line.never_reading.points == pytest.approx(100 * (1 - (2 / 3) / 0.5))
    assert line.panellist.points == pytest.approx(100 * (1 - (1 / 3) / 0.5))
    assert line.one_level.points == 100


def test_a_provisional_yardstick_gives_no_points(db):
    release = make_released_case()
    yardstick_of(release, provisional=True)
    line = panel_health(release.key).line
    assert line.never_reading.points.reason.value == "provisional_yardstick"
    assert line.never_reading.cost == pytest.approx(2 / 3)


def test_alike_factors_are_told_apart_from_panellists_who_differ(db):
    framework = make_released_case().case_version.framework
    codes = list(framework.factors.values_list("code", flat=True))
    alike = make_released_case(**{code: unit("222222") for code in codes})
    assert panel_health(alike.key).variation.verdict == Verdict.LITTLE_VARIATION
    apart = make_released_case(
        **{code: unit("000011" if n % 2 else "233333") for n, code in enumerate(codes)}
    )
    assert panel_health(apart.key).variation.verdict == Verdict.SOUND
    differ = make_released_case(**{code: unit("011223") for code in codes})
    assert panel_health(differ.key).variation.verdict == Verdict.DISAGREEMENT


def test_facts_of_many_keys_come_in_as_many_queries_as_of_one(django_assert_num_queries):
    releases = [make_released_case(opportunity=unit("003333")) for _each in range(3)]
    keys = [release.key for release in releases]
    with django_assert_num_queries(2):
        one = key_facts(keys[:1])[keys[0].pk]
    with django_assert_num_queries(2):
        assert len(key_facts(keys)) == 3
    assert (one.factors, one.scored, one.flagged, one.too_few) == (FACTORS, 10, 1, 0)
    assert one.reading_pays is None
    assert 0 < one.ac2 < 1


def test_reading_pays_where_a_panellist_is_nearer_than_the_constants(db):
    release = make_released_case()
    yardstick_of(release)
    assert key_facts([release.key])[release.key.pk].reading_pays is True


def test_reading_does_not_pay_where_the_constants_are_the_panels_middle(db):
    release = make_released_case()
    yardstick_of(release, level=2)
    assert key_facts([release.key])[release.key.pk].reading_pays is False


def test_whoever_lies_far_from_the_others_comes_first_and_is_asked():
    rows = [(p, u, 1) for p in range(4) for u in range(6)] + [(9, u, 3) for u in range(6)]
    first, *others = panellists_apart(rows)
    assert (first.panellist, first.signed, first.distance, first.units) == (9, 2.0, 2.0, 6)
    assert first.is_far
    assert not any(one.is_far for one in others)


def test_few_shared_factors_make_nobody_far():
    rows = [(p, u, 1) for p in range(4) for u in range(4)] + [(9, u, 3) for u in range(4)]
    assert not any(one.is_far for one in panellists_apart(rows))
    assert panellists_apart([(1, 1, 2)]) == []
    assert panellists_apart([]) == []


# Use


def told(release):
    return [group for group in case_use(release.key) if group.is_told]


def test_nine_people_say_nothing_and_ten_do(db):
    release = make_released_case()
    make_crowd(release, 9)
    [few] = case_use(release.key)
    assert (few.people, few.units) == (0, ())
    make_crowd(release, 1)
    [ten] = told(release)
    assert (ten.people, ten.exact) == (10, 1.0)
    make_crowd(release, 9, 0)
    assert [group.people for group in told(release)] == [10]


def test_the_eleventh_waits_for_the_next_ten(db):
    release = make_released_case()
    make_crowd(release, 10)
    before = case_use(release.key)
    make_crowd(release, 1, 0)
    assert case_use(release.key) == before


def test_real_and_invented_people_and_uses_are_never_mixed(db):
    release = make_released_case()
    real = make_organisation("R01", "Realshire Police", is_invented=False)
    make_crowd(release, 10)
    make_crowd(release, 6, 0, organisation=real)
    assert [(g.of_invented, g.people) for g in case_use(release.key)] == [(False, 0), (True, 10)]
    make_crowd(release, 4, 0, organisation=real)
    assert [(g.of_invented, g.people, g.exact) for g in case_use(release.key)] == [
        (False, 10, 0.0),
        (True, 10, 1.0),
    ]


def test_what_does_not_count_is_no_part_of_it(db):
    release = make_released_case()
    make_crowd(release, 9)
    for reason in ("repeat", "trainer_or_panellist"):
        make_submitted(make_person(), release, counts_reason=reason)
    assert told(release) == []


def test_trainees_who_agree_with_each_other_and_not_with_the_panel(db):
    release = make_released_case()
    make_crowd(release, 20, opportunity=0)
    [group] = told(release)
    gaps = [one.row.unit.factor.code for one in group.units if one.is_gap]
    assert gaps == ["opportunity"]
    one = next(each for each in group.units if each.is_gap)
    assert (one.gap, one.levels, one.exact, one.missed_concerns) == (-2.0, (20, 0, 0, 0), 0.0, 20)


def test_a_factor_on_which_the_able_do_worse_is_suspect(db):
    release = make_released_case()
    make_crowd(release, 15, 2, opportunity=0)
    make_crowd(release, 15, 0, opportunity=2)
    [group] = told(release)
    by_code = {one.row.unit.factor.code: one for one in group.units}
    assert by_code["opportunity"].discrimination == pytest.approx(-1)
    assert by_code["opportunity"].is_surely_suspect
    assert by_code["desist"].discrimination > 0.9
    assert by_code["overall"].discrimination.reason.value == "not_scored"


def test_few_answers_with_a_level_are_theirs_to_know(db):
    release = make_released_case()
    make_crowd(release, 8, opportunity="not_enough")
    make_crowd(release, 2)
    [group] = told(release)
    one = next(each for each in group.units if each.row.unit.factor.code == "opportunity")
    assert (one.answers, one.without_level) == (10, 8)
    assert isinstance(one.signed, Undefined)
    assert isinstance(one.gap, Undefined)
    assert not one.is_gap


def test_time_and_score_need_ten_who_have_them(db):
    release = make_released_case()
    yardstick_of(release)
    make_crowd(release, 10)
    [group] = told(release)
    assert (group.minutes.value, group.timed) == (10.0, 10)
    assert group.score.value == 100
    assert group.by_guessing == 0.25


def test_it_takes_three_queries_however_many_people(django_assert_num_queries):
    release = make_released_case()
    make_crowd(release, 10)
    case_use(release.key)
    with django_assert_num_queries(3):
        case_use(release.key)
    make_crowd(release, 20)
    with django_assert_num_queries(3):
        case_use(release.key)


def test_of_very_many_the_latest_are_taken(monkeypatch):
    release = make_released_case()
    monkeypatch.setattr("scoring.case_use.MOST_PEOPLE", 10)
    make_crowd(release, 10, 0)
    make_crowd(release, 10, 2)
    [group] = told(release)
    assert (group.people, group.exact) == (10, 1.0)
    assert MOST_PEOPLE % 10 == 0
