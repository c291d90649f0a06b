"""What the panel said reaches nobody before they submit, nor after a check until it is retired."""

import pytest
from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Concat

from people.public import Event, Role
from scenarios.models import Release, StageSubmission
from scenarios.next_steps import NextStep
from scenarios.selectors import feedback as feedback_selector
from scenarios.services.assessing import start_assessment, submit_assessment
from scenarios.services.releases import release_case
from scoring.frozen import forget
from tests.factories import (
    make_complete_assessment,
    make_framework,
    make_person,
    make_released_case,
    panel_data,
)
from tests.scenarios.journey import (
    HTMX,
    case_url,
    check_url,
    facts_of,
    feedback_url,
    rating,
    set_state,
    step_url,
    words_of,
)

pytestmark = pytest.mark.django_db

CANARY = "canary-of-the-panel"
OF_THE_PANEL = [CANARY, "P02", "Synthetic panel of", "4 of 6"]
WHICH_WAY = ["▲", "▼", "lower", "higher", "missed concern", "false alarm", "<svg"]
EVIDENCE = ["D1.1", "d1-1", "D2.1", "d2-1"]


def with_canaries(use, ref=None):
    """A case whose panel's reasons and level names are words found nowhere else."""
    framework = make_framework()
    data = panel_data(framework)
    for unit in data["units"].values():
        unit["reasons"] = {"P02": CANARY, "P05": f"{CANARY} as well"}
    return make_released_case(use, ref, units=data["units"])


@pytest.fixture
def submitted(trainee):
    def submitted(release, **levels):
        assessment = make_complete_assessment(trainee, release, **levels)
        return submit_assessment(assessment=assessment)

    return submitted


def name_levels_with_canaries(release):
    """After this, any level that a page names is seen: ``levelcanary2`` and its like."""
    for scale in release.case_version.framework.scales.all():
        scale.levels.update(label=Concat(Value("levelcanary"), Cast(F("value"), CharField())))
    forget()  # what is frozen is read once, and nobody but a test changes it


@pytest.mark.parametrize("use", ["practice", "check", "anchor"])
def test_no_page_before_submitting_holds_anything_of_the_panel(as_trainee, trainee, use):
    release = with_canaries(use)
    if use == "anchor":
        assessment = make_complete_assessment(trainee, release)
    else:
        as_trainee.post(case_url(release))
        assessment = trainee.assessments.get()
    steps = [step_url(assessment, code) for code in _codes(release)]
    pages = [as_trainee.get(url) for url in (*steps, case_url(release), check_url(assessment))]
    revisions = {answer.factor.code: answer.revision for answer in assessment.answers.all()}
    for code in ("opportunity", "overall"):
        for headers in ({}, HTMX):
            for data in (
                rating("3", interval="m1", revision=revisions.get(code, 0), cite="for:D1.1"),
                rating("1", interval="m1", revision=0),
                rating("9"),
            ):
                pages.append(as_trainee.post(step_url(assessment, code), data, headers=headers))
    pages.append(as_trainee.get(feedback_url(assessment), follow=True))
    StageSubmission.objects.update(interval=None)
    pages.append(as_trainee.post(check_url(assessment)))
    assert {page.status_code for page in pages} == {200, 302, 409}
    for page in pages:
        for word in OF_THE_PANEL:
            assert word not in page.content.decode()


def _codes(release):
    codes = release.case_version.framework.factors.values_list("code", flat=True)
    return [*codes, "actions"]


def test_after_a_check_the_page_names_strong_and_weak_factors(as_trainee, submitted, check):
    assessment = submitted(check, opportunity=0, desist=1, social=3)
    page = as_trainee.get(feedback_url(assessment))
    facts = facts_of(page)
    assert facts["Nearest to the panel"] == (
        "Sexual preoccupation Offence-related sexual interests Emotional congruence with children"
    )
    assert facts["Furthest from the panel"] == (
        "Opportunity Commitment to desist Social influences"
    )
    assert facts["The same as the panel"] == "8 of 11 scored factors"
    assert facts["Within one level"] == "10 of 11"
    assert facts["Overall level"] == "Matched the panel"
    assert facts["Counts in your force’s figures"] == "Yes"
    words = words_of(page)
    assert "You matched the panel on 8 of 11 scored factors." in words
    assert "You were within one level on 10 of 11." in words
    assert assessment.receipt in words
    assert "Nothing on this site shows that it predicts reoffending" in words


def test_where_all_match_none_is_called_weak(as_trainee, submitted, check):
    facts = facts_of(as_trainee.get(feedback_url(submitted(check, overall=0))))
    assert facts["Furthest from the panel"] == "None: every scored factor matched"
    assert facts["Overall level"] == "Did not match the panel"


def test_where_the_overall_level_is_split_it_is_not_scored(as_trainee, submitted):
    split = {"ratings": ["0", "0", "0", "3", "3", "3"], "confidence": [70] * 6}
    release = make_released_case("check", overall=split)
    facts = facts_of(as_trainee.get(feedback_url(submitted(release))))
    assert facts["Overall level"] == "Not scored"


@pytest.mark.parametrize("use", ["check", "anchor"])
@pytest.mark.parametrize(
    "state", [Release.State.OPEN, Release.State.CLOSED, Release.State.WITHDRAWN]
)
def test_levels_reasons_citations_and_directions_stay_back(as_trainee, submitted, use, state):
    release = with_canaries(use)
    assessment = submitted(release, opportunity=0, interests=3, social=1, desist=3, overall=3)
    set_state(release, state)
    name_levels_with_canaries(release)
    response = as_trainee.get(feedback_url(assessment))
    page = response.content.decode().replace(str(assessment.uuid), "")
    assert response.status_code == 200
    for word in [*OF_THE_PANEL, *WHICH_WAY, *EVIDENCE, "levelcanary"]:
        assert word.lower() not in page.lower()
    why = {"withdrawn": "This case has been withdrawn"}
    assert why.get(state, "stay back until this case is retired") in words_of(response)


def test_the_same_words_are_found_after_practice_so_that_the_search_can_find_them(
    as_trainee, submitted
):
    release = with_canaries("practice")
    assessment = submitted(release, opportunity=0, interests=3, social=1, desist=0, hostility=0)
    name_levels_with_canaries(release)
    page = as_trainee.get(feedback_url(assessment)).content.decode().lower()
    for word in [*OF_THE_PANEL, *WHICH_WAY, *EVIDENCE, "levelcanary2"]:
        if word != "false alarm":
            assert word.lower() in page


@pytest.mark.parametrize("use", ["check", "anchor"])
def test_once_the_case_is_retired_everything_is_shown(as_trainee, submitted, use):
    release = with_canaries(use)
    assessment = submitted(release)
    set_state(release, Release.State.RETIRED)
    page = words_of(as_trainee.get(feedback_url(assessment)))
    assert f"{CANARY} P02, significant" in page
    assert "Synthetic panel of 6, simulated" in page


@pytest.mark.parametrize("role", [Role.TRAINER, Role.FORCE_LEAD, Role.ADMINISTRATOR])
def test_feedback_on_a_check_is_for_its_owner_alone(client_of, submitted, check, role):
    assessment = submitted(check)
    assert client_of(make_person(role=role)).get(feedback_url(assessment)).status_code == 404


def test_the_lessons_to_go_back_to_are_those_of_the_weak_factors(
    monkeypatch, as_trainee, submitted, check
):
    asked = []

    def steps(person, release, codes):
        asked.append(list(codes))
        return [NextStep("A lesson to read", "/learn/a-lesson/", 7)]

    monkeypatch.setattr(feedback_selector, "next_steps", steps)
    page = as_trainee.get(feedback_url(submitted(check, social=0, desist=1)))
    assert asked == [["social", "desist"]]
    assert '<a href="/learn/a-lesson/">A lesson to read</a> (7 minutes)' in page.content.decode()


def test_a_specimen_says_that_it_certifies_nothing(as_trainee, submitted, check):
    words = words_of(as_trainee.get(feedback_url(submitted(check))))
    assert "The panel is synthetic or the framework illustrative." in words
    assert "This result certifies nothing." in words


def test_no_event_holds_a_level_a_reason_or_a_name(trainee, submitted):
    submitted(with_canaries("check"))
    start_assessment(person=trainee, release=make_released_case())
    payloads = str(list(Event.objects.values_list("payload", flat=True)))
    for word in (CANARY, trainee.email, trainee.last_name, "level"):
        assert word not in payloads


def test_the_same_case_for_practice_and_for_a_check_is_held_back_by_its_use(
    as_trainee, other_trainee, client, submitted
):
    practice = with_canaries("practice", "TS-BOTH")
    check = release_case(case_version=practice.case_version, key=practice.key, use="check")
    assessment = make_complete_assessment(other_trainee, check)
    submit_assessment(assessment=assessment)
    client.force_login(other_trainee)
    assert CANARY not in client.get(feedback_url(assessment)).content.decode()
