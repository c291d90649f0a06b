"""The charts' geometry: what is drawn agrees with the counts it is drawn from."""

import pytest

from scoring.drawings import BAR, COLUMN, PLOT, SHARE_WIDTH, heat_cell, share_bar, spread


def test_bars_stand_on_the_axis_and_are_scaled_to_the_whole_panel():
    drawing = spread([0, 3, 9, 0], key_levels={2})
    assert [bar.height for bar in drawing.bars] == [0, 18, 54, 0]
    assert {bar.y + bar.height for bar in drawing.bars} == {drawing.axis_y}


def test_a_unanimous_panel_fills_the_plot():
    assert spread([0, 12], key_levels={1}).bars[1].height == PLOT


def test_two_factors_with_the_same_panel_share_one_scale():
    first, second = spread([6, 6]), spread([6, 2, 2, 2])
    assert first.bars[0].height == second.bars[0].height


def test_one_vote_in_a_large_panel_can_still_be_seen():
    assert spread([1, 999]).bars[0].height == 1


def test_every_level_of_the_key_is_marked_as_key():
    assert [bar.is_key for bar in spread([0, 6, 6, 0], key_levels={1, 2}).bars] == [
        False,
        True,
        True,
        False,
    ]


def test_panellists_who_gave_no_level_stand_apart_on_the_right():
    plain, drawing = spread([6, 4]), spread([6, 4], off_scale=2)
    last = drawing.bars[-1]
    assert (last.level, last.count, last.height) == (None, 2, 12)
    assert last.x > plain.width
    assert last.x + BAR <= drawing.width


@pytest.mark.parametrize(
    ("own", "key", "direction"),
    [
        (1, {3}, "below"),
        (3, {1}, "above"),
        (2, {2}, "equal"),
        (2, {1, 2}, "equal"),
        (0, {1, 2}, "below"),
    ],
)
def test_the_mark_says_on_which_side_of_the_key_it_lies(own, key, direction):
    assert spread([3, 3, 3, 3], key_levels=key, own_level=own).mark.direction == direction


def test_the_mark_stands_under_its_own_level_and_reaches_to_the_nearest_key_level():
    drawing = spread([1, 5, 5, 1], key_levels={1, 2}, own_level=0)
    assert drawing.mark.x == drawing.bars[0].middle
    assert (drawing.mark.reach_from, drawing.mark.reach_to) == (
        drawing.bars[1].middle,
        drawing.bars[0].middle,
    )


def test_a_triangle_below_points_down_and_one_above_points_up():
    def tip_and_base(mark):
        left, _, tip = (tuple(map(int, point.split(","))) for point in mark.points.split())
        return tip[1] - left[1]

    assert tip_and_base(spread([1, 1], key_levels={1}, own_level=0).mark) > 0
    assert tip_and_base(spread([1, 1], key_levels={0}, own_level=1).mark) < 0


def test_a_unit_that_is_not_scored_has_a_mark_on_neither_side():
    mark = spread([6, 0, 0, 6], own_level=0).mark
    assert (mark.direction, mark.points) == ("unscored", "")


def test_without_a_level_of_ones_own_there_is_no_mark():
    assert spread([6, 6], key_levels={0, 1}).mark is None


def test_a_panel_without_a_single_rating_draws_an_empty_scale():
    drawing = spread([0, 0, 0])
    assert [bar.height for bar in drawing.bars] == [0, 0, 0]
    assert drawing.view_box == f"0 0 {3 * COLUMN} {drawing.height}"


@pytest.mark.parametrize("wrong", [{"own_level": 4}, {"own_level": -1}, {"key_levels": {4}}])
def test_a_level_off_the_scale_is_refused(wrong):
    with pytest.raises(ValueError, match="not on a scale of 4"):
        spread([1, 1, 1, 1], **wrong)


@pytest.mark.parametrize(
    ("error", "css_class", "shape", "text"),
    [
        (None, "heat-none", "", ""),
        (0.0, "heat-0", "", "0.0"),
        (-0.04, "heat-0", "", "0.0"),
        (0.14, "heat-0", "", "+0.1"),
        (0.19, "heat-p1", "", "+0.2"),
        (-0.2, "heat-m1", "", "−0.2"),
        (-0.5, "heat-m2", "▼", "−0.5"),
        (0.94, "heat-p2", "▲", "+0.9"),
        (0.99, "heat-p3", "▲", "+1.0"),
        (-2.5, "heat-m3", "▼", "−2.5"),
    ],
)
def test_heat_has_a_step_a_shape_and_always_a_figure(error, css_class, shape, text):
    cell = heat_cell(error)
    assert (cell.css_class, cell.shape, cell.text) == (css_class, shape, text)


@pytest.mark.parametrize(
    ("part", "whole", "filled"),
    [
        (0, 0, 0),
        (0, 9, 0),
        (9, 9, SHARE_WIDTH),
        (1, 2, SHARE_WIDTH // 2),
        (1, 999, 2),
        (998, 999, 198),
    ],
)
def test_a_share_fills_its_part_of_the_track(part, whole, filled):
    assert share_bar(part, whole).filled == filled


def test_a_part_larger_than_the_whole_is_refused():
    with pytest.raises(ValueError, match="no part of"):
        share_bar(3, 2)
