"""Where whoever follows one rule stands on one case."""

import numpy as np
import pytest

from scoring.core import (
    PanelUnit,
    Reason,
    Undefined,
    Votes,
    Yardstick,
    best_single_level,
    cost_of_a_panellist,
    cost_of_constants,
    panellists_place,
    points_of,
)
from scoring.core.item_health import discrimination
from scoring.core.resampling import Interval


def unit(factor, *levels, blind=None, **others):
    votes = Votes(tuple(levels), **others)
    return PanelUnit("A", 1, factor, votes, blind=blind or Votes(tuple(levels)))


def ruler(provisional=None):
    return Yardstick(
        mean_loss=0.5,
        interval=Interval(0.45, 0.55),
        no_reading={"social": 1},
        no_reading_cost={"social": 0.5},
        cases=("A",),
        provisional=provisional,
    )


SOCIAL, DESIST = unit("social", 0, 1, 4, 1), unit("desist", 6, 0, 0, 0)
SPLIT = unit("routine", 3, 0, 0, 3)


def test_constants_cost_what_they_are_beyond_the_middle_on_average():
    assert cost_of_constants([SOCIAL], {"social": 1}) == pytest.approx(2 / 3)
    assert cost_of_constants([SOCIAL, DESIST], {"social": 2, "desist": 1}) == pytest.approx(0.5)


def test_what_is_not_scored_or_has_no_constant_is_left_out():
    overall = unit("overall", 6, 0, 0, 0)
    units = [SOCIAL, SPLIT, overall, DESIST]
    constants = {"social": 1, "routine": 0, "overall": 3}
    assert cost_of_constants(units, constants) == pytest.approx(2 / 3)
    none = cost_of_constants([SPLIT], constants)
    assert isinstance(none, Undefined)
    assert none.reason == Reason.NO_SCORED_UNIT


def test_the_best_single_level_ties_to_the_lower_one():
    assert best_single_level([DESIST]) == (0, 0.0)
    assert best_single_level([unit("social", 0, 3, 3, 0)]) == (1, 0.0)
    assert isinstance(best_single_level([SPLIT]), Undefined)


def test_a_panellist_is_read_from_the_blind_round():
    later = unit("social", 0, 0, 6, 0, blind=Votes((0, 3, 3, 0)))
    assert cost_of_a_panellist([later]) == pytest.approx(0.6 - 0.5)
    unknown = PanelUnit("A", 1, "social", Votes((0, 0, 6, 0)))
    assert cost_of_a_panellist([unknown]).reason == Reason.NO_BLIND_RATINGS


def test_points_are_of_the_yardstick_or_say_why_not():
    assert points_of(0.5, ruler()) == 0
    assert points_of(0.0, ruler()) == 100
    assert points_of(1.0, ruler()) == -100
    assert points_of(0.5, None).reason == Reason.NO_YARDSTICK
    provisional = Undefined.because(Reason.PROVISIONAL_YARDSTICK)
    assert points_of(0.5, ruler(provisional)) == provisional
    nothing = Undefined.because(Reason.NO_SCORED_UNIT)
    assert points_of(nothing, ruler()) == nothing


def test_the_place_of_a_panellist_is_its_cost_in_points():
    units = [SOCIAL, DESIST]
    assert panellists_place(units, ruler()) == points_of(cost_of_a_panellist(units), ruler())


def test_below_nought_by_chance_is_not_surely_below():
    generator = np.random.default_rng(7)
    people, items = np.repeat(np.arange(12), 8), np.tile(np.arange(8), 12)
    by_chance = discrimination(people, items, generator.random(96), 12, 8)
    assert by_chance.is_suspect.any()
    assert not by_chance.is_surely_suspect.any()
    people, items = np.repeat(np.arange(40), 4), np.tile(np.arange(4), 40)
    able = (people >= 20).astype(float)
    scores = np.where(items == 3, 1 - able, able)
    assert discrimination(people, items, scores, 40, 4).is_surely_suspect.tolist() == [
        False,
        False,
        False,
        True,
    ]
