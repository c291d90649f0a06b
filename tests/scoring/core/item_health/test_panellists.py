"""Each panellist against the others alone."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.core import Ratings, Undefined, Votes, key_levels, signed_distance
from scoring.core.item_health import panellist_differences

TABLES = st.lists(
    st.lists(st.sampled_from([None, 0, 1, 2, 3]), min_size=4, max_size=4), min_size=1, max_size=6
)


def one_by_one(table, panellist):
    """What is said of a panellist, written out unit by unit."""
    away, moved = [], []
    for row in table:
        others = [x for rater, x in enumerate(row) if x is not None and rater != panellist]
        if row[panellist] is None or not others:
            continue
        everybody = [*others, row[panellist]]
        key, without = (
            key_levels(Votes(tuple(of.count(level) for level in range(4))))
            for of in (everybody, others)
        )
        away.append(signed_distance(row[panellist], without))
        moved.append(key != without)
    return away, moved


@settings(max_examples=80)
@given(TABLES)
def test_many_at_once_are_as_one_by_one(table):
    found = panellist_differences(Ratings.of_table(table, scale=[0, 1, 2, 3]))
    for panellist in range(4):
        away, moved = one_by_one(table, panellist)
        assert found.n_units[panellist] == len(away)
        if not away:
            assert isinstance(found.signed.of(panellist), Undefined)
            continue
        assert found.signed.of(panellist) == pytest.approx(np.mean(away))
        assert found.absolute.of(panellist) == pytest.approx(np.mean(np.abs(away)))
        assert found.moved.of(panellist) == pytest.approx(np.mean(moved))


def test_who_rates_higher_than_the_rest_is_above_nought():
    found = panellist_differences(Ratings.of_table([[1, 1, 1, 3], [0, 0, 0, 2]]))
    assert (found.signed.of(3), found.absolute.of(3), found.moved.of(3)) == (2, 2, 0)


def test_who_rated_alone_has_no_difference():
    found = panellist_differences(Ratings.of_table([[1, None], [None, 1]]))
    assert found.signed.of(0).reason.value == "no_overlap"
