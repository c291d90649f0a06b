"""The page before a case: what it is, what it asks, and one clear thing to do."""

import pytest

from scenarios.models import Release
from scenarios.services.assessing import start_assessment, submit_assessment
from tests.factories import make_complete_assessment, make_submitted
from tests.scenarios.journey import case_url, facts_of, feedback_url, set_state, words_of

pytestmark = pytest.mark.django_db


def button(response):
    page = response.content.decode()
    main = page[page.index("<main") :]
    if 'class="button"' not in main:
        return None
    return main.split('<button type="submit" class="button">')[1].split("</button>")[0]


def test_it_says_what_the_case_is(as_trainee, practice):
    response = as_trainee.get(case_url(practice))
    words, facts = words_of(response), facts_of(response)
    assert "A case for tests" in words
    assert "A man is six weeks into his licence." in words
    assert facts["Case"] == "TS-PRACTICE"
    assert facts["Difficulty"] == "Moderate"
    assert facts["Papers"] == "2 documents"
    assert "20 minutes, without a limit" in facts["Time"]
    assert "none" in facts.values()  # the content label


def test_it_shows_nothing_of_the_file_before_it_is_begun(as_trainee, practice):
    assert "He was released to a flat." not in words_of(as_trainee.get(case_url(practice)))


def test_practice_and_check_say_what_others_will_see(as_trainee, practice, check):
    words = words_of(as_trainee.get(case_url(practice)))
    assert "Others can see that you did it, never your marks." in words
    assert "enter group figures only in groups of 10 or more." in words
    words = words_of(as_trainee.get(case_url(check)))
    assert "Your force lead sees that you did it and how you did." in words
    assert "You sit a check case once." in words
    assert "the panel’s levels stay back until the case is retired" in words


@pytest.mark.parametrize("use", ["practice", "check"])
def test_a_specimen_is_marked_as_one(as_trainee, request, use):
    words = words_of(as_trainee.get(case_url(request.getfixturevalue(use))))
    assert "its panel is simulated or from invented organisations, and it certifies" in words
    assert "The man, the places and all that happens are invented." in words


def test_the_button_says_what_it_will_do(as_trainee, trainee, practice):
    assert button(as_trainee.get(case_url(practice))) == "Start"
    assessment = make_complete_assessment(trainee, practice)
    assert button(as_trainee.get(case_url(practice))) == "Continue"
    submit_assessment(assessment=assessment)
    assert button(as_trainee.get(case_url(practice))) == "Practise again"
    start_assessment(person=trainee, release=practice)
    assert button(as_trainee.get(case_url(practice))) == "Continue"


def test_a_check_that_was_sat_offers_no_button_and_the_way_to_its_feedback(
    as_trainee, trainee, check
):
    make_submitted(trainee, check)
    response = as_trainee.get(case_url(check))
    assert button(response) is None
    assert feedback_url(trainee.assessments.get()) in response.content.decode()


def test_a_case_closed_to_new_starts_says_so_and_offers_no_button(as_trainee, practice):
    set_state(practice, Release.State.CLOSED)
    response = as_trainee.get(case_url(practice))
    assert button(response) is None
    assert "This case is closed to new starts." in words_of(response)


def test_ones_own_attempts_are_listed_by_receipt_and_without_marks(as_trainee, trainee, practice):
    for _twice in range(2):
        make_submitted(trainee, practice)
    response = as_trainee.get(case_url(practice))
    page = response.content.decode()
    for assessment in trainee.assessments.all():
        assert f'href="{feedback_url(assessment)}"' in page
        assert assessment.receipt in page
    assert "11 of 11" not in page


def test_a_colleagues_attempts_are_not_listed(as_trainee, other_trainee, practice):
    make_submitted(other_trainee, practice)
    response = as_trainee.get(case_url(practice))
    assert "Feedback," not in words_of(response)
    assert button(response) == "Start"


def test_the_reference_is_found_in_small_letters_too(as_trainee, practice):
    assert as_trainee.get("/cases/ts-practice/").status_code == 200


@pytest.mark.parametrize("ref", ["TS-9999", "x", "practice", "1"])
def test_an_unknown_case_is_not_found(as_trainee, practice, ref):
    assert as_trainee.get(f"/cases/{ref}/").status_code == 404


def test_somebody_signed_out_is_sent_to_sign_in_and_back(client, practice):
    response = client.get(case_url(practice))
    assert response.url == "/accounts/login/?next=/cases/TS-PRACTICE/"
    assert client.post(case_url(practice)).status_code == 302
