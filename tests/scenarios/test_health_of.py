"""The word for a case in a list: healthy, look again or too early, for many at once."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from scenarios.health_words import reason_words
from scenarios.models import KeyHealth, Release, Scenario, Verdict
from scenarios.public import health_of
from scenarios.services.closing import approve_panel, call_off
from scenarios.services.health import keep_health
from scenarios.services.panels import close_panel, load_panel
from scenarios.services.releases import release_case
from tests.factories import (
    make_closed_panel,
    make_crowd,
    make_disagreement,
    make_panel,
    make_released_case,
    make_scenario,
    make_wrong_tool_case,
    panel_data,
)
from tests.scenarios.journey import set_state

pytestmark = pytest.mark.django_db


def unit(ratings):
    return {"ratings": list(ratings), "confidence": [70] * 6}


SPLIT = {code: unit("003333") for code in ("opportunity", "desist", "social")}


def scenario_of(release):
    return release.case_version.scenario


def verdict_of(release):
    scenario = scenario_of(release)
    return health_of([scenario])[scenario.pk]


def test_no_case_is_asked_of_nothing():
    assert health_of([]) == {}


def test_a_case_that_no_panel_has_closed_on_is_too_early():
    written, rating = make_scenario(), make_panel(5).case_version.scenario
    found = health_of([written, rating])
    for scenario in (written, rating):
        assert found[scenario.pk].verdict == Verdict.TOO_EARLY
        assert found[scenario.pk].reasons == ("No panel has closed on it yet.",)


def test_a_closed_panel_speaks_before_its_release():
    panel = make_closed_panel(6)
    scenario = panel.case_version.scenario
    assert health_of([scenario])[scenario.pk].verdict == Verdict.HEALTHY
    approve_panel(panel=panel, by=panel.approver)
    assert health_of([scenario])[scenario.pk].verdict == Verdict.HEALTHY
    assert health_of([scenario])[scenario.pk].label == "Healthy"


def test_a_panel_called_off_after_closing_says_nothing():
    panel = make_closed_panel(6)
    call_off(panel=panel, by=panel.chair, because="Too little in the file.")
    scenario = panel.case_version.scenario
    assert health_of([scenario])[scenario.pk].verdict == Verdict.TOO_EARLY


def test_agreement_below_nothing_is_said_with_a_true_minus():
    assert reason_words({"code": "agreement", "hundredths": -5}) == (
        "The panel agrees little: AC2 is −0.05."
    )


def test_a_split_panel_asks_for_another_look():
    found = verdict_of(make_released_case(**SPLIT))
    assert found.verdict == Verdict.LOOK_AGAIN
    assert found.reasons == (
        "The panel is split on 3 of 11 factors.",
        "The panel agrees little: AC2 is 0.42.",
    )


def test_too_few_levels_are_a_reason():
    codes = ("opportunity", "desist", "social")
    few = make_released_case(**{code: unit("22nn22") for code in codes})
    assert verdict_of(few).reasons == ("Too few of the panel gave a level on 3 of 11 factors.",)


def test_the_worst_of_the_open_releases_speaks():
    sound = make_released_case("practice")
    version = sound.case_version
    assert verdict_of(sound).verdict == Verdict.HEALTHY
    data = panel_data(version.framework, **SPLIT)
    split = close_panel(panel=load_panel(case_version=version, data=data))
    check = release_case(case_version=version, key=split, use="check")
    assert verdict_of(sound).verdict == Verdict.LOOK_AGAIN
    set_state(check, Release.State.RETIRED)
    assert verdict_of(sound).verdict == Verdict.HEALTHY


def test_a_retired_case_speaks_by_its_newest_key_and_a_withdrawn_one_not_at_all():
    release = make_released_case(**SPLIT)
    set_state(release, Release.State.RETIRED)
    assert verdict_of(release).verdict == Verdict.LOOK_AGAIN
    set_state(release, Release.State.WITHDRAWN)
    assert verdict_of(release).verdict == Verdict.TOO_EARLY


def test_a_panel_that_agrees_on_the_wrong_tool_is_healthy():
    assert verdict_of(make_wrong_tool_case()).verdict == Verdict.HEALTHY


def test_use_adds_its_reasons_from_ten_people_on():
    release = make_released_case()
    make_crowd(release, 9, opportunity=0)
    keep_health(key=release.key)
    assert verdict_of(release).verdict == Verdict.HEALTHY
    make_crowd(release, 1, opportunity=0)
    keep_health(key=release.key)
    assert verdict_of(release).reasons == (
        "Trainees agree with each other and not with the panel on Opportunity.",
    )


def test_no_better_than_guessing_is_a_reason():
    release = make_released_case()
    for level in (0, 3):
        make_crowd(release, 10, level)
    keep_health(key=release.key)
    assert "Trainees match the panel no more often than guessing would." in (
        verdict_of(release).reasons
    )


def test_three_who_still_disagree_on_a_factor_are_a_reason_at_once():
    release = make_released_case()
    for _person in range(2):
        make_disagreement(release)
    make_disagreement(release, factor="desist")
    assert verdict_of(release).verdict == Verdict.HEALTHY
    make_disagreement(release)
    assert verdict_of(release).reasons == ("3 trainees still disagree on Opportunity.",)


def test_a_timer_works_out_all_of_them(capsys):
    release = make_released_case()
    make_closed_panel(5)
    KeyHealth.objects.all().delete()
    make_crowd(release, 10, opportunity=0)
    call_command("work_out_case_health")
    assert "The health of 2 keys was worked out." in capsys.readouterr().out
    assert KeyHealth.objects.count() == 2
    assert verdict_of(release).verdict == Verdict.LOOK_AGAIN


@pytest.mark.parametrize("is_kept", [True, False])
def test_many_cases_take_as_many_queries_as_one(is_kept):
    make_released_case()
    first = list(Scenario.objects.all())
    if not is_kept:
        KeyHealth.objects.all().delete()
    with CaptureQueriesContext(connection) as one:
        health_of(first)
    for _n in range(4):
        make_disagreement(make_released_case())
    make_closed_panel(5)
    make_scenario()
    if not is_kept:
        KeyHealth.objects.all().delete()
    everything = list(Scenario.objects.all())
    with CaptureQueriesContext(connection) as many:
        assert len(health_of(everything)) == 7
    assert len(many) == len(one)
    assert len(one) <= (5 if is_kept else 8)
