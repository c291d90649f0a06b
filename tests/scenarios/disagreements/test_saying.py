"""“I still disagree, because…”: said by one person of a factor, and changed until answered."""

import pytest

from people.public import Event
from scenarios.models import Disagreement, Release
from scenarios.services.assessing import start_assessment, submit_assessment
from scenarios.services.disagreements import answer_disagreement
from tests.factories import complete_stage, make_done, make_staged_case, make_wrong_tool_case
from tests.scenarios.disagreements.addresses import WHY, disagree_url
from tests.scenarios.journey import (
    BOTH_WAYS,
    HTMX,
    WAY_NAMES,
    feedback_url,
    section_of,
    set_state,
    words_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def done(trainee, practice):
    return make_done(trainee, practice, opportunity=0)


@pytest.mark.parametrize("way", BOTH_WAYS, ids=WAY_NAMES)
def test_what_is_said_stands_on_the_feedback_page(as_trainee, done, way):
    sent = as_trainee.post(disagree_url(done), {"text": WHY, "revision": 0}, headers=way)
    assert sent.status_code == (200 if way else 302)
    if way:
        assert "Sent. Not answered yet." in words_of(sent)
    assert Disagreement.objects.get().text == WHY
    said = section_of(as_trainee.get(feedback_url(done)), "opportunity")
    assert WHY in said
    assert "Not answered yet. Change what you said" in said
    assert WHY not in section_of(as_trainee.get(feedback_url(done)), "desist")


def test_every_factor_leads_to_its_own_form(as_trainee, done):
    page = as_trainee.get(feedback_url(done)).content.decode()
    assert page.count("I still disagree, because…") == 12
    form = as_trainee.get(disagree_url(done, "desist"))
    assert "I still disagree: Commitment to desist" in words_of(form)
    in_place = as_trainee.get(disagree_url(done, "desist"), headers=HTMX).content.decode()
    assert in_place.strip().startswith('<div class="disagreement" id="disagree-desist">')


@pytest.mark.parametrize("way", BOTH_WAYS, ids=WAY_NAMES)
@pytest.mark.parametrize("text", ["", " \u200b ", "He rang me on 07911 123456."])
def test_what_cannot_be_sent_stays_in_the_form_with_why(as_trainee, done, way, text):
    answer = as_trainee.post(disagree_url(done), {"text": text, "revision": 0}, headers=way)
    assert answer.status_code == 200
    assert "There is a problem" in words_of(answer)
    assert text in answer.content.decode()
    assert not Disagreement.objects.exists()


def test_it_can_be_changed_until_it_is_answered(as_trainee, done, owner_trainer):
    as_trainee.post(disagree_url(done), {"text": WHY, "revision": 0})
    form = as_trainee.get(disagree_url(done))
    assert WHY in form.content.decode()
    as_trainee.post(disagree_url(done), {"text": "Better said.", "revision": 1})
    said = Disagreement.objects.get()
    assert (said.text, said.revision) == ("Better said.", 2)
    answer_disagreement(disagreement=said, by=owner_trainer, text="Look at the visit note.")
    late = as_trainee.post(disagree_url(done), {"text": "Later still.", "revision": 2})
    assert late.status_code == 409
    assert "This was answered meanwhile" in words_of(late)
    in_place = as_trainee.post(
        disagree_url(done), {"text": "Later still.", "revision": 2}, headers=HTMX
    )
    assert in_place.status_code == 409
    assert in_place.content.decode().strip().startswith('<div class="disagreement"')
    said.refresh_from_db()
    assert said.text == "Better said."
    assert as_trainee.get(disagree_url(done)).status_code == 302


def test_the_same_words_twice_are_said_once(as_trainee, done):
    for _again in range(2):
        as_trainee.post(disagree_url(done), {"text": WHY, "revision": 0})
    assert Disagreement.objects.get().revision == 1
    assert Event.objects.filter(name="disagreement.said").count() == 1


@pytest.mark.parametrize("way", BOTH_WAYS, ids=WAY_NAMES)
def test_an_older_page_overwrites_nothing_and_shows_both(as_trainee, done, way):
    as_trainee.post(disagree_url(done), {"text": WHY, "revision": 0})
    older = as_trainee.post(
        disagree_url(done), {"text": "Other words.", "revision": 0}, headers=way
    )
    assert older.status_code == 409
    words = words_of(older)
    assert WHY in words
    assert "Other words." in words
    assert Disagreement.objects.get().text == WHY
    # The form it comes with replaces what the person has now seen.
    as_trainee.post(disagree_url(done), {"text": "Other words.", "revision": 1}, headers=way)
    assert Disagreement.objects.get().text == "Other words."


def test_nobody_speaks_in_the_attempt_of_another(client_of, other_trainee, done):
    client = client_of(other_trainee)
    assert client.get(disagree_url(done)).status_code == 404
    assert client.post(disagree_url(done), {"text": WHY, "revision": 0}).status_code == 404
    assert not Disagreement.objects.exists()


def test_there_is_nothing_to_disagree_with_before_submitting(as_trainee, assessment):
    answer = as_trainee.post(disagree_url(assessment), {"text": WHY, "revision": 0})
    assert (answer.status_code, answer["Location"]) == (302, f"/assessments/{assessment.uuid}/")
    assert not Disagreement.objects.exists()


def test_a_factor_or_stage_that_is_not_there_is_not_found(as_trainee, done):
    assert as_trainee.get(disagree_url(done, "no-such")).status_code == 404
    assert as_trainee.get(disagree_url(done, stage=2)).status_code == 404


def test_after_wrong_tool_there_is_no_factor_to_disagree_on(as_trainee, trainee):
    done = make_done(trainee, make_wrong_tool_case())
    assert as_trainee.get(disagree_url(done)).status_code == 404


def test_each_stage_has_words_of_its_own(as_trainee, trainee):
    release = make_staged_case(opportunity="333333")
    assessment = start_assessment(person=trainee, release=release)
    complete_stage(assessment)
    submit_assessment(assessment=assessment)
    complete_stage(assessment)
    submit_assessment(assessment=assessment)
    for stage in (1, 2):
        as_trainee.post(
            disagree_url(assessment, stage=stage), {"text": f"At stage {stage}.", "revision": 0}
        )
    page = as_trainee.get(feedback_url(assessment))
    assert "At stage 1." in section_of(page, "stage-1-opportunity")
    assert "At stage 2." in section_of(page, "stage-2-opportunity")


def test_of_a_withdrawn_case_nothing_more_is_said(as_trainee, done, practice):
    set_state(practice, Release.State.WITHDRAWN)
    answer = as_trainee.post(disagree_url(done), {"text": WHY, "revision": 0})
    assert answer.status_code == 409
    assert not Disagreement.objects.exists()
