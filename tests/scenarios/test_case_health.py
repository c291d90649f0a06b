"""The page of a case's health: who may look, what stands on it, and what stays off it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from people.public import Role
from scenarios.models import Answer, Citation, KeyHealth, Release
from scenarios.services.assessing import start_assessment
from scenarios.services.closing import approve_panel
from scenarios.services.disagreements import answer_disagreement
from scenarios.services.releases import release_case
from tests.factories import (
    finish_panel,
    make_closed_panel,
    make_crowd,
    make_disagreement,
    make_done,
    make_far_panel,
    make_framework,
    make_national,
    make_organisation,
    make_panel,
    make_person,
    make_released_case,
    make_scenario,
    make_staged_case,
    make_wrong_tool_case,
    rate_seat,
)
from tests.scenarios.journey import words_of

pytestmark = pytest.mark.django_db


def health_url(ref, key=None):
    if key is None:
        return reverse("workshop_health", args=[ref])
    return reverse("workshop_health_of", args=[ref, key.uuid])


def url_of(release):
    return health_url(release.case_version.scenario.ref)


def unit(ratings):
    return {"ratings": list(ratings), "confidence": [70] * 6}


@pytest.fixture
def owner_trainer(db):
    return make_person(role=Role.TRAINER, organisation=make_national())


@pytest.fixture
def as_owner(client_of, owner_trainer):
    return client_of(owner_trainer)


# Who may look


def give_to(scenario, organisation):
    """Let another organisation own a case: of the nation's, every trainer sees the health."""
    scenario.owner = organisation
    scenario.save(update_fields=["owner"])


def test_only_roles_that_look_after_cases_get_in(client_of, practice, trainee, force_lead):
    for person in (trainee, force_lead):
        assert client_of(person).get(url_of(practice)).status_code == 403


def test_trainers_of_another_organisation_find_no_such_case(
    client_of, practice, trainer, other_organisation
):
    give_to(practice.case_version.scenario, other_organisation)
    client = client_of(trainer)
    for ref in (practice.case_version.scenario.ref, "NO-SUCH"):
        assert client.get(health_url(ref)).status_code == 404


def test_the_owner_above_sees_the_cases_of_those_below(client_of, owner_trainer):
    release = make_released_case()
    scenario = release.case_version.scenario
    scenario.owner = make_organisation("X02", "Harrowdale Police")
    scenario.save()
    below = make_person(role=Role.TRAINER, organisation=scenario.owner)
    beside = make_person(role=Role.TRAINER, organisation=make_organisation("X03"))
    answers = {
        person: client_of(person).get(url_of(release)).status_code
        for person in (owner_trainer, below, beside)
    }
    assert list(answers.values()) == [200, 200, 404]


def test_chair_and_approver_look_once_the_panel_is_closed(client_of, other_organisation):
    panel = make_panel(5)
    give_to(panel.case_version.scenario, other_organisation)
    for seat in panel.panellists.all():
        rate_seat(seat)
    ref = panel.case_version.scenario.ref
    for person in (panel.chair, panel.approver):
        assert client_of(person).get(health_url(ref)).status_code == 404
    finish_panel(panel)
    for person in (panel.chair, panel.approver):
        assert client_of(person).get(health_url(ref)).status_code == 200
    rater = panel.panellists.first().person
    assert client_of(rater).get(health_url(ref)).status_code == 404


def test_a_chair_sees_the_keys_of_their_own_panels_alone(client_of, other_organisation):
    first = make_closed_panel(5)
    approve_panel(panel=first, by=first.approver)
    scenario = first.case_version.scenario
    second = make_closed_panel(10, "check", scenario=scenario)
    give_to(scenario, other_organisation)
    client = client_of(second.chair)
    assert client.get(health_url(scenario.ref, second.key)).status_code == 200
    assert client.get(health_url(scenario.ref, first.key)).status_code == 404


def test_a_key_of_another_case_is_not_found_here(as_owner, practice, check):
    ref = practice.case_version.scenario.ref
    assert as_owner.get(health_url(ref, practice.key)).status_code == 200
    assert as_owner.get(health_url(ref, check.key)).status_code == 404


def test_whoever_has_the_case_open_reads_no_key(as_owner, owner_trainer, practice):
    start_assessment(person=owner_trainer, release=practice)
    answer = as_owner.get(url_of(practice))
    assert answer.status_code == 409
    assert "You have this case open as an assessment." in words_of(answer)


def test_whoever_looked_has_read_the_key(as_owner, owner_trainer):
    panel = make_closed_panel(5)
    for _again in range(2):
        as_owner.get(health_url(panel.case_version.scenario.ref))
    assert panel.readers.filter(pk=owner_trainer.pk).count() == 1


# What the panel says at once


def test_a_case_without_a_panel_is_too_early(as_owner):
    scenario = make_scenario()
    words = words_of(as_owner.get(health_url(scenario.ref)))
    assert "Too early to say" in words
    assert "Factor by factor" not in words


def test_a_sound_panel_of_six_is_healthy_at_once(client_of):
    panel = make_closed_panel(6)
    words = words_of(client_of(panel.chair).get(health_url(panel.case_version.scenario.ref)))
    assert "Healthy Nothing that the panel or its use says asks for another look." in words
    assert "A panel of 6." in words
    assert "Version 1, not released yet" not in words, "a single key needs no choice"
    assert "version 1, not released yet" in words
    assert "Nobody has done it yet so that it counts." in words


def test_agreement_stands_with_its_interval_and_a_drawing_beside_its_table(as_owner):
    release = make_released_case(opportunity=unit("001122"), desist=unit("333322"))
    page = as_owner.get(url_of(release))
    words = words_of(page)
    assert "Krippendorff’s alpha is" in words
    assert "Blind round, 6 panellists, 11 factors" in words
    assert 'class="interval-line" aria-hidden="true"' in page.content.decode()
    assert "The interval says what other panellists would likely give." in words


def test_alike_factors_and_votes_a_level_apart_are_told_from_a_panel_that_differs(as_owner):
    codes = make_framework().factors.exclude(kind="overall").values_list("code", flat=True)
    near = {code: unit(("111122", "112111", "110111")[at % 3]) for at, code in enumerate(codes)}
    words = words_of(as_owner.get(url_of(make_released_case(**near))))
    assert "Alpha is low for two reasons together" in words
    assert "The panel does agree, as AC2 says" in words
    assert "Look at the factors marked below" not in words
    far = {code: unit(("003333", "330000", "030303")[at % 3]) for at, code in enumerate(codes)}
    words = words_of(as_owner.get(url_of(make_released_case(**far))))
    assert "Alpha is low because panellists differ" in words
    assert "Look at the factors marked below" in words


def test_the_line_says_who_comes_as_near_as_a_panellist(as_owner):
    codes = make_framework().factors.exclude(kind="overall").values_list("code", flat=True)
    alike = {code: unit("222233") for code in codes}
    words = words_of(as_owner.get(url_of(make_released_case(**alike))))
    assert "Here C comes as near to the middle as B" in words


def test_the_line_says_it_is_in_levels_without_a_yardstick(as_owner, practice):
    words = words_of(as_owner.get(url_of(practice)))
    assert "There is no yardstick yet, so this is in levels alone." in words
    assert "Level 2 for every factor, which does best here 0.00" in words


def test_split_factors_are_drawn_and_named(as_owner):
    codes = ("opportunity", "desist", "social")
    release = make_released_case(**{code: unit("003333") for code in codes})
    words = words_of(as_owner.get(url_of(release)))
    assert "Look again The panel is split on 3 of 11 factors." in words
    assert "Where the panel is split" in words
    assert "Votes on Commitment to desist" in words
    assert "Contested: the panel is split, so it is shown and not scored." in words


def test_a_panel_that_stopped_the_case_is_compared_on_no_factor(as_owner):
    words = words_of(as_owner.get(url_of(make_wrong_tool_case())))
    assert "Its answer to the case is that ARMS is not the tool for it" in words
    assert "Factor by factor" not in words


def test_stages_stand_apart(as_owner):
    words = words_of(as_owner.get(url_of(make_staged_case(opportunity="333333"))))
    assert "1 Opportunity Significant (4 of 6)" in words
    assert "2 Opportunity Priority for action (6 of 6)" in words


def test_a_panellist_far_from_the_others_is_shown_by_label_to_chair_and_approver(
    client_of, owner_trainer
):
    panel, last = make_far_panel()
    ref = panel.case_version.scenario.ref
    for person in (panel.chair, panel.approver):
        words = words_of(client_of(person).get(health_url(ref)))
        assert f"{last.label} ▼ −2.0 2.0 0% 11 Far from the others: ask why" in words
        assert words.count("Far from the others: ask why") == 1
        assert "asked, never dropped" in words
        for seat in panel.panellists.all():
            assert seat.person.last_name not in words
    words = words_of(client_of(owner_trainer).get(health_url(ref)))
    assert last.label not in words
    assert "Far from the others" not in words


# What use says later


def test_under_ten_people_nothing_is_said_of_them(as_owner, practice):
    make_crowd(practice, 9, opportunity=0)
    words = words_of(as_owner.get(url_of(practice)))
    assert "Fewer than 10 people have done it so that it counts" in words
    assert "Discrimination" not in words
    assert "Healthy" in words


def test_from_ten_people_on_there_are_figures_each_with_its_n(as_owner, practice):
    make_crowd(practice, 10, opportunity=0)
    words = words_of(as_owner.get(url_of(practice)))
    assert "10 people, factor by factor" in words
    assert "In practice, invented organisations" in words
    assert "They gave the panel’s level on 91% of the scored answers; guessing gives 25%." in words
    assert "Opportunity 10 0% ▼ −2.0 10 0" in words
    assert "All ratings are the same: without variation this has no answer." in words
    assert "too few with a time" in words
    assert "There is no mean score. There is no yardstick yet to measure this against." in words
    assert "Trainees agree with each other and not with the panel on Opportunity." in words
    assert "Opportunity: trainees against the panel" in words


def test_evidence_and_time_come_from_those_who_are_counted(as_owner, practice):
    people = [make_done(make_person(), practice) for _person in range(10)]
    passages = {one.ref: one for one in practice.case_version.passages.all()}
    for done in people:
        Answer.objects.filter(assessment=done).update(seconds=90)
        answer = done.answers.get(factor__code="opportunity")
        Citation.objects.create(answer=answer, passage=passages["D1.1"], stance="for")
    words = words_of(as_owner.get(url_of(practice)))
    assert "Evidence that no trainee cited" in words
    section = words[words.index("in brackets how many.") :]
    assert section.startswith("in brackets how many. Opportunity D1.2 for (2) Sexual")
    assert "Sexual preoccupation D1.1 for (4), D1.2 for (2)" in section
    assert "Opportunity 10 100% 0.0 0 0" in words
    assert " 1.5 " in words


def test_checks_and_practice_stand_apart(as_owner):
    practice = make_released_case("practice", "TS-BOTH")
    make_crowd(practice, 10)
    check = release_case(case_version=practice.case_version, key=practice.key, use="check")
    make_crowd(check, 3)
    words = words_of(as_owner.get(url_of(practice)))
    assert words.index("In checks, invented") < words.index("Fewer than 10 people")
    assert words.index("Fewer than 10 people") < words.index("In practice, invented")
    assert "version 1, Practice (open), Check (open)" in words


# Who still disagrees


def test_disagreements_are_counted_by_factor(as_owner, practice, owner_trainer):
    first = make_disagreement(practice)
    make_disagreement(practice)
    make_disagreement(practice, factor="desist")
    answer_disagreement(disagreement=first, by=owner_trainer, text="Yes.", will_look_at_key=True)
    words = words_of(as_owner.get(url_of(practice)))
    assert "Opportunity 2 1 1 Commitment to desist 1 1 0" in words
    assert "Look again Somebody was told that the key of 1 factor will be looked at." in words
    assert "He handed the keys back" not in words
    assert "/workshop/disagreements/?case=TS-PRACTICE" in (
        as_owner.get(url_of(practice)).content.decode()
    )


# Several keys, what is kept, and what it costs


def test_of_several_keys_the_one_in_use_comes_first_and_each_has_its_page(as_owner):
    first = make_closed_panel(5)
    approve_panel(panel=first, by=first.approver)
    scenario = first.case_version.scenario
    second = make_closed_panel(10, "check", scenario=scenario)
    page = as_owner.get(health_url(scenario.ref))
    words = words_of(page)
    assert "A panel of 5." in words
    assert health_url(scenario.ref, second.key) in page.content.decode()
    assert "A panel of 10." in words_of(as_owner.get(health_url(scenario.ref, second.key)))


def test_what_the_page_finds_is_kept_for_lists(as_owner, practice):
    make_crowd(practice, 10, opportunity=0)
    KeyHealth.objects.all().delete()
    for _again in range(2):
        as_owner.get(url_of(practice))
    kept = KeyHealth.objects.get()
    assert (kept.reasons, kept.people) == (
        [{"code": "gap", "factors": ["Opportunity"]}],
        10,
    )


def test_many_people_take_as_many_queries_as_few(as_owner, practice):
    make_crowd(practice, 10)
    make_disagreement(practice)
    as_owner.get(url_of(practice))
    as_owner.get(url_of(practice))
    with CaptureQueriesContext(connection) as few:
        as_owner.get(url_of(practice))
    make_crowd(practice, 40, opportunity=1)
    for _n in range(3):
        make_disagreement(practice, factor="desist")
    as_owner.get(url_of(practice))
    with CaptureQueriesContext(connection) as many:
        as_owner.get(url_of(practice))
    assert len(many) == len(few)
    assert len(few) <= 40


def test_health_of_a_check_in_use_reaches_no_trainee(client_of, trainee, check):
    make_done(trainee, check)
    client = client_of(trainee)
    for url in (url_of(check), health_url("TS-CHECK", check.key)):
        answer = client.get(url)
        assert answer.status_code == 403
        assert "Significant" not in words_of(answer)


def test_a_withdrawn_release_keeps_its_health_for_who_answers_for_it(as_owner, practice):
    practice.state = Release.State.WITHDRAWN
    practice.save(update_fields=["state"])
    assert "Factor by factor" in words_of(as_owner.get(url_of(practice)))
