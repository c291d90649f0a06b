"""Of a check in use, what is said and answered shows no level until it is retired."""

import pytest

from scenarios.models import Disagreement, DisagreementReply, Release
from scenarios.services.disagreements import answer_disagreement
from tests.factories import make_disagreement, make_done
from tests.scenarios.disagreements.addresses import WHY, answer_url, disagree_url
from tests.scenarios.journey import HTMX, feedback_url, section_of, set_state, words_of

pytestmark = pytest.mark.django_db


def test_a_check_in_use_takes_words_and_shows_no_level(as_trainee, trainee, check, owner_trainer):
    done = make_done(trainee, check, opportunity=0)
    form = as_trainee.get(disagree_url(done))
    page = as_trainee.post(disagree_url(done), {"text": WHY, "revision": 0}, follow=True)
    answer_disagreement(
        disagreement=Disagreement.objects.get(), by=owner_trainer, text="Weigh what came later."
    )
    after = as_trainee.get(feedback_url(done))
    in_place = as_trainee.get(disagree_url(done), headers=HTMX)
    assert "Weigh what came later." in words_of(after)
    for each in (form, page, after, in_place):
        words = words_of(each)
        for secret in ("Significant", "Panel:", "4 of 6", "Why opportunity", "is level 2"):
            assert secret not in words


@pytest.mark.parametrize(
    "text",
    [
        "The panel said Significant.",
        "We found it not evident.",
        "The panel gave level 2 here.",
        "Most experts chose PRIORITY FOR ACTION.",
    ],
)
def test_an_answer_to_a_check_in_use_names_no_level(client_of, check, owner_trainer, text):
    said = make_disagreement(check)
    client = client_of(owner_trainer)
    answer = client.post(answer_url(said), {"text": text})
    assert answer.status_code == 200
    assert "This person is shown no level" in words_of(answer)
    assert text in answer.content.decode()
    assert not DisagreementReply.objects.exists()
    set_state(check, Release.State.RETIRED)
    assert client.post(answer_url(said), {"text": text}).status_code == 302


def test_ordinary_words_are_no_levels(client_of, check, owner_trainer):
    said = make_disagreement(check)
    text = "There is some evidence in the note that is significant for him."
    assert client_of(owner_trainer).post(answer_url(said), {"text": text}).status_code == 302


def test_once_the_check_is_retired_the_words_stand_with_the_levels(
    as_trainee, trainee, check, owner_trainer
):
    make_disagreement(check, person=trainee)
    set_state(check, Release.State.RETIRED)
    page = as_trainee.get(feedback_url(trainee.assessments.get()))
    words = section_of(page, "opportunity")
    assert WHY in words
    assert "Panel: Significant (4 of 6)." in words
