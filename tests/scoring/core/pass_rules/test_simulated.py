"""A rule is tried on people before it is used on anybody."""

from dataclasses import replace

import numpy as np
import pytest

from scoring.core.pass_rules import (
    NoReader,
    Objection,
    PassRule,
    PassShare,
    ordinary_trainees,
    try_pass_rule,
)
from scoring.core.pass_rules.simulated import _objections
from tests.scoring.core.pass_rules.bank import simulated


def tried(bounds, n_cases, *, panellists=None, bank=None, sittings=60, seed=2):
    simulated_bank, simulated_panel = simulated()
    return try_pass_rule(
        PassRule.of(bounds, n_cases),
        bank or simulated_bank,
        simulated_panel if panellists is None else panellists,
        ordinary_trainees(30, np.random.default_rng(1)),
        np.random.default_rng(seed),
        sittings=sittings,
    )


def test_a_rule_that_sounds_fair_fails_most_experts():
    # "80% within one, 60% exact, no two-level miss", on three cases of eleven factors.
    found = tried({"within_one": 0.8, "exact": 0.6, "two_level_misses": 0}, 3)
    assert found.panellists.share < 0.5
    assert found.objections == (Objection.FAILS_PANELLISTS,)
    assert not found.may_be_used


def test_within_one_alone_lets_in_who_never_reads():
    found = tried({"within_one": 0.75}, 3)
    assert found.panellists.share > 0.95
    assert found.no_readers.share > 0.5
    assert found.objections == (Objection.PASSES_NO_READERS,)


def test_a_score_tells_readers_from_others_and_may_be_used():
    found = tried({"score": 25, "missed_concerns": 4}, 6)
    assert found.panellists.share >= 0.8
    assert found.no_readers.share <= 0.1
    assert found.no_readers.share < found.trainees.share < 1
    assert found.may_be_used


def test_the_easiest_way_of_not_reading_is_the_one_that_counts():
    found = tried({"within_one": 0.75}, 3, sittings=40)
    assert found.no_readers == found.ways[found.easiest]
    assert set(found.ways) == set(NoReader)
    assert found.no_readers.passed == max(way.passed for way in found.ways.values())


def test_one_seed_gives_one_answer():
    bounds = {"exact": 0.5}
    assert tried(bounds, 3, sittings=10) == tried(bounds, 3, sittings=10)


def test_shares_say_how_many_of_how_many():
    found = tried({"exact": 0.5}, 3, sittings=10)
    assert (found.panellists.of, found.trainees.of, found.no_readers.of) == (10, 10, 10)


def test_a_rule_not_tried_on_panellists_may_not_be_used():
    found = tried({"exact": 0.99}, 3, panellists=[], sittings=5)
    assert found.panellists.share.reason.value == "no_answers"
    assert found.objections == (Objection.NOT_TRIED_ON_PANELLISTS,)


def test_panellists_with_too_few_cases_have_no_sitting():
    _, panellists = simulated()
    few = [replace(panellists[0], answers={"TR-0000": panellists[0].answers["TR-0000"]})]
    assert tried({"exact": 0.99}, 3, panellists=few, sittings=5).panellists.of == 0


def test_without_a_yardstick_a_score_cannot_be_tried_on_anybody():
    bank, _ = simulated()
    found = tried({"score": 10}, 4, bank=replace(bank, yardstick=None), sittings=5)
    assert found.panellists == PassShare(0, 0, undefined=5)
    assert found.objections == (
        Objection.NOT_TRIED_ON_PANELLISTS,
        Objection.NOT_TRIED_ON_NO_READERS,
    )


@pytest.mark.parametrize(
    ("panellists", "no_readers", "objections"),
    [
        (PassShare(80, 100), PassShare(10, 100), []),
        (PassShare(79, 100), PassShare(10, 100), [Objection.FAILS_PANELLISTS]),
        (PassShare(80, 100), PassShare(11, 100), [Objection.PASSES_NO_READERS]),
    ],
)
def test_exactly_a_fifth_failing_and_a_tenth_passing_are_still_allowed(
    panellists, no_readers, objections
):
    assert list(_objections(panellists, [no_readers])) == objections


def test_every_objection_has_words():
    assert all(objection.words.endswith(".") for objection in Objection)


def test_a_sitting_of_more_cases_than_there_are_is_refused():
    with pytest.raises(ValueError, match="fewer cases"):
        tried({"exact": 0.5}, 25)


def test_no_sitting_at_all_is_refused():
    with pytest.raises(ValueError, match="no sitting"):
        tried({"exact": 0.5}, 3, sittings=0)
