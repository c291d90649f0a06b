"""Saying that ARMS is not the tool: one answer in place of all ratings, and never scored."""

import pytest

from people.public import Event
from scenarios.models import Assessment, WrongTool
from scenarios.services.assessing import start_assessment, submit_assessment
from scenarios.services.freezing import NotReady
from scenarios.services.panels import close_panel, load_panel
from scenarios.services.wrong_tool import stop_as_wrong_tool
from scoring.public import Result, UnitResult, record_tool_answer
from tests.factories import (
    complete_stage,
    make_case_version,
    make_complete_assessment,
    make_person,
    make_staged_case,
    make_wrong_tool_case,
    panel_data,
)
from tests.scenarios.journey import (
    BOTH_WAYS,
    HTMX,
    WAY_NAMES,
    facts_of,
    feedback_url,
    rating,
    set_state,
    step_url,
    stored,
    words_of,
)

pytestmark = pytest.mark.django_db

SAID = {"ground": "under_18", "text": "D1.1 says that he turns 18 next month."}


@pytest.fixture
def outside(db):
    return make_wrong_tool_case(ref="TS-OUTSIDE")


@pytest.fixture
def reading(trainee, outside) -> Assessment:
    return start_assessment(person=trainee, release=outside)


def wrong_tool_url(assessment) -> str:
    return f"/assessments/{assessment.uuid}/wrong-tool/"


def test_every_page_of_a_case_leads_to_saying_it(as_trainee, reading):
    page = as_trainee.get(step_url(reading)).content.decode()
    assert f'href="{wrong_tool_url(reading)}"' in page


def test_the_page_says_what_it_does_and_chooses_nothing_beforehand(as_trainee, reading):
    page = as_trainee.get(wrong_tool_url(reading))
    assert "ARMS is for adult men convicted of sexual offences" in words_of(page)
    assert "checked" not in page.content.decode()


@pytest.mark.parametrize("headers", BOTH_WAYS, ids=WAY_NAMES)
def test_saying_it_submits_once_with_a_receipt_and_no_score(as_trainee, reading, headers):
    for _time in range(2):
        answer = as_trainee.post(wrong_tool_url(reading), SAID, headers=headers)
        assert (answer.status_code, answer.url) == (302, feedback_url(reading))
    reading.refresh_from_db()
    assert reading.is_submitted
    assert reading.is_wrong_tool
    assert reading.receipt
    said = WrongTool.objects.get()
    assert (said.ground, said.text) == (SAID["ground"], SAID["text"])
    result = Result.objects.get()
    assert result.tool_right is True
    assert (result.score, result.raw_score, result.scored_units) == (None, None, 0)
    assert result.score_undefined == "wrong_tool"
    assert not UnitResult.objects.exists()
    assert Event.objects.filter(name="assessment.submitted").count() == 1


def test_feedback_says_that_the_panel_stopped_too_and_why(as_trainee, reading, trainee):
    stop_as_wrong_tool(person=trainee, uuid=reading.uuid, **SAID)
    page = as_trainee.get(feedback_url(reading))
    words = words_of(page)
    assert "You stopped, and so did the panel" in words
    assert "He is 17, as P03 read." in words
    facts = facts_of(page)
    assert facts["You"] == f"Wrong tool. He is under 18. {SAID['text']}"
    assert facts["Panel"] == "6 of 6 stopped the case. He is under 18 (6)."
    reading.refresh_from_db()
    assert reading.receipt in words


def test_stopping_a_case_that_the_panel_rated_is_wrong_and_tells_no_level(
    as_trainee, assessment, trainee
):
    stop_as_wrong_tool(person=trainee, uuid=assessment.uuid, **SAID)
    result = Result.objects.get()
    assert result.tool_right is False
    words = words_of(as_trainee.get(feedback_url(assessment)))
    assert "You stopped, and the panel did not" in words
    assert "0 of 6 stopped the case." in words
    assert "Significant" not in words
    assert "Why opportunity" not in words


def test_rating_a_case_that_the_panel_stopped_is_wrong_and_not_scored(as_trainee, reading):
    complete_stage(reading)
    submit_assessment(assessment=reading)
    result = Result.objects.get()
    assert result.tool_right is False
    assert result.score_undefined == "wrong_tool"
    words = words_of(as_trainee.get(feedback_url(reading)))
    assert "You rated the case, and the panel stopped" in words
    assert "You rated every factor." in words


def test_a_panel_file_in_which_a_rating_stands_for_somebody_who_stopped_is_refused():
    version = make_case_version()
    stopped = {"P01": {"ground": "under_18", "reason": "He is 17."}}
    with pytest.raises(NotReady) as refused:
        load_panel(
            case_version=version, data=panel_data(version.framework) | {"wrong_tool": stopped}
        )
    assert "opportunity: P01 stopped the case and has a rating." in refused.value.problems


def test_whoever_did_not_stop_is_heard_and_the_key_stays_with_the_half_that_did():
    version = make_case_version()
    data = panel_data(version.framework)
    stoppers = data["panellists"][:3]
    for unit in data["units"].values():
        unit |= {"ratings": ["-", "-", "-", "2", "2", "3"], "confidence": [0, 0, 0, 50, 70, 70]}
        unit |= {"reasons": {}, "for": {}, "against": {}}
    data["interval"]["ratings"] = ["-", "-", "-", "m3", "m3", "m6"]
    data["actions"] = {}
    grounds = ("under_18", "not_a_man", "other")
    data["wrong_tool"] = {
        name: {"ground": ground} for name, ground in zip(stoppers, grounds, strict=True)
    }
    key = close_panel(panel=load_panel(case_version=version, data=data))
    assert (key.wrong_tool_votes, key.panel_size, key.is_wrong_tool) == (3, 6, True)
    assert {sum(row.level_votes) for row in key.units.all()} == {3}
    assert {row.standing for row in key.units.all()} == {"too_few"}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"ground": "", "text": "Because."}, "Choose why ARMS is not the tool"),
        ({"ground": "under_18", "text": ""}, "Write in a sentence what in the file says so."),
        ({"ground": "under_18", "text": "\u200b \u2060"}, "Write in a sentence what in the file"),
        ({"ground": "bored", "text": "Because."}, "bored is not one of the available choices"),
        ({"ground": "under_18", "text": "x" * 2001}, "at most 2000 characters"),
        ({}, "Choose why ARMS is not the tool"),
    ],
)
@pytest.mark.parametrize("headers", BOTH_WAYS, ids=WAY_NAMES)
def test_what_is_missing_is_said_and_nothing_is_stored(as_trainee, reading, data, words, headers):
    before = stored(reading)
    page = as_trainee.post(wrong_tool_url(reading), data, headers=headers)
    assert page.status_code == 200
    assert words in words_of(page)
    if data.get("text") == "Because.":
        assert "Because." in page.content.decode()
    assert stored(reading) == before
    assert not WrongTool.objects.exists()


def test_after_submitting_ratings_it_cannot_be_said_any_more(as_trainee, trainee, practice):
    done = submit_assessment(assessment=make_complete_assessment(trainee, practice))
    before = stored(done)
    answer = as_trainee.post(wrong_tool_url(done), SAID)
    assert answer.status_code == 409
    assert done.receipt in words_of(answer)
    assert stored(done) == before
    assert as_trainee.get(wrong_tool_url(done)).status_code == 302


def test_after_saying_it_nothing_can_be_rated_and_ratings_stay_as_they_were(as_trainee, reading):
    as_trainee.post(step_url(reading), rating("3"), headers=HTMX)
    as_trainee.post(wrong_tool_url(reading), SAID)
    before = stored(reading)
    assert as_trainee.post(step_url(reading), rating("0", revision=1)).status_code == 409
    assert as_trainee.post(step_url(reading, "check")).url == feedback_url(reading)
    assert stored(reading) == before
    assert reading.answers.get().level == 3


def test_a_withdrawn_case_takes_it_no_more(as_trainee, reading, outside):
    set_state(outside, "withdrawn")
    assert as_trainee.post(wrong_tool_url(reading), SAID).status_code == 409
    assert not Result.objects.exists()


def test_it_can_be_said_at_a_later_stage(trainee):
    assessment = start_assessment(person=trainee, release=make_staged_case())
    complete_stage(assessment)
    submit_assessment(assessment=assessment)
    done = stop_as_wrong_tool(person=trainee, uuid=assessment.uuid, **SAID)
    assert done.is_submitted
    assert not done.stages.filter(submitted_at__isnull=True).exists()


def test_somebody_elses_case_is_not_there(client_of, other_trainee, reading):
    before = stored(reading)
    client = client_of(other_trainee)
    assert client.get(wrong_tool_url(reading)).status_code == 404
    assert client.post(wrong_tool_url(reading), SAID).status_code == 404
    assert stored(reading) == before


def test_of_a_check_in_use_it_tells_right_or_wrong_and_no_reason(client_of):
    person = make_person()
    release = make_wrong_tool_case("check")
    assessment = start_assessment(person=person, release=release)
    stop_as_wrong_tool(person=person, uuid=assessment.uuid, **SAID)
    words = words_of(client_of(person).get(feedback_url(assessment)))
    assert "You stopped, and so did the panel" in words
    assert "as P03 read" not in words
    assert "6 of 6" not in words
    assert "stay back until this case is retired" in words


def test_a_result_about_the_tool_is_written_only_where_somebody_said_so(trainee, practice):
    with pytest.raises(ValueError, match="the ratings are judged"):
        record_tool_answer(
            assessment=start_assessment(person=trainee, release=practice).uuid,
            person=trainee.uuid,
            organisation=trainee.memberships.get().organisation,
            use="practice",
            snapshot={},
            key=practice.key,
            said_wrong_tool=False,
            counts_in_figures=True,
            counts_reason="",
            seconds=None,
        )
