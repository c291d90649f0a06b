"""A panel file is taken whole or not at all, and closing the panel freezes its votes as a key."""

import pytest

from scenarios.models import Panel, PanelRating
from scenarios.services.freezing import NotReady
from scenarios.services.panels import close_panel, load_panel
from scoring.public import Key, key_units
from tests.factories import make_case_version, make_framework, panel_data

pytestmark = pytest.mark.django_db


def unit(**changes):
    whole = panel_data(make_framework())["units"]["opportunity"]
    return whole | changes


def test_closing_a_panel_freezes_its_votes_and_what_the_core_makes_of_them():
    version = make_case_version()
    data = panel_data(
        version.framework,
        congruence=unit(ratings=["x", "x", "x", "n", "0", "0"]),
        social=unit(ratings=["0", "0", "0", "3", "3", "3"]),
        hostility=unit(ratings=["1", "1", "1", "2", "2", "2"]),
    )
    key = close_panel(panel=load_panel(case_version=version, data=data))

    assert (key.subject, key.panel_size, key.is_synthetic) == (version.uuid, 6, True)
    units = {row.unit.factor.code: row for row in key_units(key)}
    assert len(units) == 12
    assert units["opportunity"].level_votes == [0, 1, 4, 1]
    assert units["opportunity"].blind_level_votes == [0, 1, 4, 1]
    assert (units["opportunity"].key_levels, units["opportunity"].standing) == ([2], "scored")
    assert units["opportunity"].evidence_votes == [
        {"passage": "D1.1", "stance": "for", "panellists": 4},
        {"passage": "D1.2", "stance": "for", "panellists": 2},
        {"passage": "D2.1", "stance": "against", "panellists": 1},
    ]
    assert units["congruence"].standing == "key_not_applicable"
    assert units["congruence"].not_applicable_votes == 3
    assert units["congruence"].not_enough_votes == 1
    assert units["social"].standing == "contested"
    assert (units["hostility"].key_levels, units["hostility"].standing) == ([1, 2], "scored")
    plan = key.stages.get()
    assert plan.interval_votes == {"m1": 1, "m3": 4, "m6": 1}
    assert plan.action_votes == {"planned_home_visit": 5, "refer_programme": 1}


def test_closing_a_panel_twice_gives_the_same_key():
    version = make_case_version()
    panel = load_panel(case_version=version, data=panel_data(version.framework))
    assert close_panel(panel=panel) == close_panel(panel=panel)
    assert Key.objects.count() == 1


def test_the_last_round_makes_the_key_and_the_first_stays_beside_it():
    version = make_case_version()
    panel = load_panel(case_version=version, data=panel_data(version.framework))
    first = PanelRating.objects.get(panellist__label="P01", unit__factor__code="opportunity")
    PanelRating.objects.create(
        panellist=first.panellist, unit=first.unit, round=2, kind="level", level=2
    )
    units = {row.unit.factor.code: row for row in key_units(close_panel(panel=panel))}
    assert units["opportunity"].level_votes == [0, 0, 5, 1]
    assert units["opportunity"].blind_level_votes == [0, 1, 4, 1]
    assert units["opportunity"].evidence_votes[0]["panellists"] == 3


def test_every_problem_of_a_panel_file_is_listed_and_nothing_is_stored():
    version = make_case_version()
    data = panel_data(
        version.framework,
        opportunity=unit(ratings=["1", "2", "2"]),
        hostility=unit(ratings=["4", "x", "2", "2", "2", "2"]),
        interests=unit(confidence=[60, 70, 70, 70, 70, 70]),
        social={**unit(reasons={"P09": "?"}), "for": {"D9.9": ["P01"]}},
        desist={**unit(), "against": {"D1.1": ["P01"]}},
        interval={"ratings": ["m2", "m3", "m3", "m3", "m3", "m3"]},
        actions={"banish": {"factor": "shoe_size", "panellists": ["P07"]}},
    )
    del data["units"]["overall"]
    data["units"]["charm"] = unit()
    with pytest.raises(NotReady) as refused:
        load_panel(case_version=version, data=data)
    assert set(refused.value.problems) == {
        "“charm” is not a factor of the framework.",
        "“overall” is not rated.",
        "opportunity: 3 ratings for 6 panellists.",
        "hostility: “4” is not on the scale.",
        "hostility: “x” is not on the scale.",
        "interests: 60 is not a confidence that can be given.",
        "social: P09 is not on the panel.",
        "social: the case has no passage D9.9.",
        "desist: P01 cites D1.1 twice.",
        "“m2” is not a review interval of the framework.",
        "“banish” is not an action of the framework.",
        "banish: “shoe_size” is not a factor of the framework.",
        "banish: P07 is not on the panel.",
    }
    assert not Panel.objects.exists()
    assert not PanelRating.objects.exists()


def test_an_empty_panel_file_is_refused_in_words():
    with pytest.raises(NotReady) as refused:
        load_panel(case_version=make_case_version(), data={})
    assert "The file names no panellists." in refused.value.problems
    assert "The file does not say whether the panel is synthetic." in refused.value.problems
