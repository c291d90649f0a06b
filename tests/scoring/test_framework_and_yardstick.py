"""A framework version is loaded once and never edited; a yardstick is replaced, never changed."""

import copy
import tomllib

import pytest

from scoring.core import Reason
from scoring.public import (
    Factor,
    FrameworkRefused,
    FrameworkVersion,
    Yardstick,
    YardstickUndefined,
    current_framework,
    current_yardstick,
    establish_yardstick,
    load_framework,
    words_for,
)
from tests.factories import FIXTURES, make_framework, make_released_case

pytestmark = pytest.mark.django_db

DATA = tomllib.loads((FIXTURES / "framework.toml").read_text("utf-8"))


def changed(**parts):
    return copy.deepcopy(DATA) | parts


def test_the_framework_of_the_fixtures_is_whole_and_loads_once():
    framework = load_framework(data=DATA)
    assert load_framework(data=DATA) == framework == current_framework()
    assert FrameworkVersion.objects.count() == 1
    assert framework.is_illustrative
    factors = list(framework.factors.values_list("code", "kind", "number", "may_not_apply"))
    assert [kind for _, kind, _, _ in factors] == ["risk"] * 7 + ["protective"] * 4 + ["overall"]
    assert [number for _, _, number, _ in factors] == list(range(1, 13))
    assert [code for code, _, _, may_not in factors if may_not] == ["congruence"]
    assert {scale.levels.count() for scale in framework.scales.all()} == {4}
    assert [band.code for band in framework.intervals.all()] == ["m1", "m3", "m6", "m12"]
    assert framework.actions.filter(is_restrictive=True).count() == 7


def test_a_version_in_use_is_not_changed_but_a_new_one_becomes_current():
    old = make_framework()
    with pytest.raises(FrameworkRefused, match="is in use"):
        load_framework(data=changed(title="Other words"))
    new = load_framework(data=changed(title="Other words", version="illustrative-2026-2"))
    old.refresh_from_db()
    assert (old.title, current_framework()) == (DATA["title"], new)


def test_a_framework_that_does_not_hold_together_is_refused_with_every_problem():
    data = changed(intervals=DATA["intervals"][:1])
    del data["notice"]
    data["scales"][0]["levels"][0]["value"] = 7
    data["factors"][0]["scale"] = "shoe_size"
    data["factors"][-1]["kind"] = "other"
    data["actions"].append(data["actions"][0])
    with pytest.raises(FrameworkRefused) as refused:
        load_framework(data=data)
    assert refused.value.problems == [
        "The framework has no “notice”.",
        "The framework needs two or more intervals.",
        "Among the actions, “discuss_disclosure_partner” comes twice.",
        "Scale “risk” needs levels 0, 1, 2 and so on.",
        "Factor “opportunity” is on an unknown scale.",
        "Factor “overall” is of an unknown kind.",
        "Exactly one factor is the overall level, with the code “overall”.",
    ]
    assert not Factor.objects.exists()


def low_case():
    codes = make_framework().factors.values_list("code", flat=True)
    low = {"ratings": ["0", "0", "0", "0", "1", "1"], "confidence": [70] * 6}
    return make_released_case(**dict.fromkeys(codes, low))


def test_a_yardstick_of_two_cases_is_provisional_and_current():
    """Keys 2 and 0. Votes 0-1-4-1 make 0 cost 10/6 and votes 4-2-0-0 make 2 cost 8/6: mean 1.5."""
    first, second = make_released_case(), low_case()
    framework = current_framework()
    row = establish_yardstick(
        framework=framework, keys=[first.key, second.key], approved_by="The chair"
    )
    assert row == current_yardstick(framework.pk)
    assert row.mean_loss == pytest.approx(1.5)
    assert row.no_reading_costs["opportunity"] == pytest.approx(1.5)
    assert "overall" not in row.no_reading_costs
    assert (row.is_provisional, row.provisional_reason) == (True, "provisional_yardstick")
    assert set(row.subjects) == {str(r.case_version.uuid) for r in (first, second)}


def test_the_same_yardstick_again_changes_nothing_and_another_takes_its_place():
    first, second = make_released_case(), low_case()
    framework = current_framework()
    given = {"framework": framework, "approved_by": "The chair"}
    row = establish_yardstick(keys=[first.key, second.key], **given)
    assert establish_yardstick(keys=[second.key, first.key], **given) == row
    other = establish_yardstick(keys=[first.key, second.key, low_case().key], **given)
    row.refresh_from_db()
    assert not row.is_current
    assert current_yardstick(framework.pk) == other
    assert Yardstick.objects.count() == 2


def test_one_case_makes_no_yardstick():
    release = make_released_case()
    with pytest.raises(YardstickUndefined) as refused:
        establish_yardstick(
            framework=current_framework(), keys=[release.key], approved_by="The chair"
        )
    assert refused.value.reason_code == "too_few_cases"
    assert current_yardstick(current_framework().pk) is None


def test_every_reason_of_the_core_has_words():
    assert all(words_for(reason.value).endswith(".") for reason in Reason)
    with pytest.raises(KeyError):
        words_for("because")
