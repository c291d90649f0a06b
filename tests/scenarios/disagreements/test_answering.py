"""The queue of who still disagrees: who reads it, who answers, and that nobody is named."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.public import Event, Role, grant_membership
from scenarios.models import Disagreement, DisagreementReply
from scenarios.selectors.disagreements import new_answers
from scenarios.services.assessing import start_assessment
from scenarios.services.disagreements import answer_disagreement
from scenarios.services.releases import release_case
from tests.factories import (
    make_case_version,
    make_closed_panel,
    make_disagreement,
    make_national,
    make_person,
)
from tests.scenarios.disagreements.addresses import QUEUE, WHY, answer_url
from tests.scenarios.journey import feedback_url, section_of, words_of

pytestmark = pytest.mark.django_db


def test_a_trainer_reads_it_without_a_name_and_answers(client_of, owner_trainer, practice, trainee):
    said = make_disagreement(practice, person=trainee)
    client = client_of(owner_trainer)
    listed, page = client.get(QUEUE), client.get(answer_url(said))
    for each in (listed, page):
        words = words_of(each)
        assert WHY in words
        assert "A trainee" in words
        assert trainee.last_name not in words
        assert str(trainee.email) not in words
    assert "The trainee: Significant. Panel: Significant (4 of 6)." in words_of(page)
    assert "Because of" not in words_of(page), "their own reason is practice, and stays private"
    sent = client.post(answer_url(said), {"text": "Weigh the visit note more."})
    assert (sent.status_code, sent["Location"]) == (302, f"{answer_url(said)}#answer")
    reply = DisagreementReply.objects.get()
    assert (reply.text, reply.replied_by) == ("Weigh the visit note more.", owner_trainer)
    assert "Nobody waits for an answer." in words_of(client.get(QUEUE))
    assert WHY in words_of(client.get(f"{QUEUE}?show=answered"))
    [event] = Event.objects.filter(name="disagreement.answered")
    assert "visit note" not in str(event.payload)


def test_the_answer_reaches_the_person_until_they_have_read_it(
    as_trainee, trainee, practice, owner_trainer
):
    said = make_disagreement(practice, person=trainee)
    assert new_answers(trainee) == []
    answer_disagreement(
        disagreement=said, by=owner_trainer, text="We think you are right.", will_look_at_key=True
    )
    [new] = new_answers(trainee)
    assert new.url == f"{feedback_url(said.assessment)}#disagree-opportunity"
    page = as_trainee.get(new.url)
    words = section_of(page, "opportunity")
    assert "We think you are right." in words
    assert "They will look at the key of this factor." in words
    assert 'id="disagree-opportunity"' in page.content.decode()
    assert owner_trainer.last_name not in words_of(page)
    assert new_answers(trainee) == []


def test_an_answer_is_given_once(client_of, practice, owner_trainer):
    said = make_disagreement(practice)
    client = client_of(owner_trainer)
    for _again in range(2):
        assert client.post(answer_url(said), {"text": "Yes."}).status_code == 302
    assert client.post(answer_url(said), {"text": "No."}).status_code == 409
    other = client_of(make_person(role=Role.TRAINER, organisation=make_national()))
    assert other.post(answer_url(said), {"text": "Yes."}).status_code == 409
    assert DisagreementReply.objects.get().text == "Yes."
    assert Event.objects.filter(name="disagreement.answered").count() == 1


@pytest.mark.parametrize("text", ["", "Ring 07911 123456."])
def test_an_answer_that_cannot_be_sent_stays_in_the_form(client_of, practice, owner_trainer, text):
    said = make_disagreement(practice)
    answer = client_of(owner_trainer).post(answer_url(said), {"text": text})
    assert answer.status_code == 200
    assert "There is a problem" in words_of(answer)
    assert text in answer.content.decode()
    assert not DisagreementReply.objects.exists()


def give_to(scenario, organisation):
    """Let another organisation own a case: for the nation's, every trainer answers."""
    scenario.owner = organisation
    scenario.save(update_fields=["owner"])


def test_trainers_of_another_organisation_find_nothing(
    client_of, trainer, practice, other_organisation
):
    """``trainer`` is of Northmoor, and another force owns the case."""
    said = make_disagreement(practice)
    give_to(practice.case_version.scenario, other_organisation)
    client = client_of(trainer)
    assert client.get(QUEUE).status_code == 403
    panel = make_closed_panel(5)
    give_to(panel.case_version.scenario, trainer.memberships.get().organisation)
    assert WHY not in words_of(client.get(QUEUE))
    assert client.get(answer_url(said)).status_code == 404
    assert client.post(answer_url(said), {"text": "Mine?"}).status_code == 404


def test_whoever_answers_for_no_case_is_told_so(client_of, trainee, panellist, practice):
    said = make_disagreement(practice)
    for person in (trainee, panellist):
        client = client_of(person)
        assert client.get(QUEUE).status_code == 403
        assert client.get(answer_url(said)).status_code == 403


def test_the_chair_of_the_panel_answers_while_they_hold_the_role(client_of, other_organisation):
    panel = make_closed_panel(5)
    give_to(panel.case_version.scenario, other_organisation)
    release = release_case(case_version=panel.case_version, key=panel.key, use="practice")
    said = make_disagreement(release)
    client = client_of(panel.chair)
    assert WHY in words_of(client.get(QUEUE))
    panel.chair.memberships.update(valid_from="2026-01-01", valid_to="2026-01-31")
    assert client.get(answer_url(said)).status_code == 403
    for other in (panel.approver, panel.panellists.first().person):
        assert client_of(other).get(answer_url(said)).status_code in (403, 404)


def test_nobody_answers_their_own_and_none_reads_a_case_they_have_open(
    client_of, practice, owner_trainer
):
    own = make_disagreement(practice, person=owner_trainer)
    client = client_of(owner_trainer)
    assert client.get(answer_url(own)).status_code == 404
    other = make_disagreement(practice)
    assert client.get(answer_url(other)).status_code == 200
    start_assessment(person=owner_trainer, release=practice)
    assert client.get(answer_url(other)).status_code == 404
    assert WHY not in words_of(client.get(QUEUE))


def test_whoever_reads_one_has_read_the_key(client_of, owner_trainer):
    panel = make_closed_panel(5)
    release = release_case(case_version=panel.case_version, key=panel.key, use="practice")
    said = make_disagreement(release)
    assert not panel.readers.filter(pk=owner_trainer.pk).exists()
    client_of(owner_trainer).get(answer_url(said))
    assert panel.readers.filter(pk=owner_trainer.pk).exists()


def test_the_queue_is_narrowed_to_a_case(client_of, practice, check, owner_trainer):
    make_disagreement(practice, text="About practice.")
    make_disagreement(check, text="About the check.")
    client = client_of(owner_trainer)
    words = words_of(client.get(f"{QUEUE}?case=ts-check"))
    assert "About the check." in words
    assert "About practice." not in words
    assert "TS-PRACTICE (1)" in words
    assert "Nobody waits" in words_of(client.get(f"{QUEUE}?case=NO-SUCH"))
    assert client.get(f"{QUEUE}?page=x").status_code == 200


@pytest.mark.parametrize("query", ["", "?show=answered", "?case=TS-PRACTICE"])
def test_the_queue_asks_as_much_for_fifty_as_for_one(
    client_of, practice, owner_trainer, query, django_assert_num_queries
):
    client = client_of(owner_trainer)
    answer_disagreement(
        disagreement=make_disagreement(practice), by=owner_trainer, text="Look at the visit note."
    )
    first = make_disagreement(practice)
    client.get(QUEUE + query)
    with CaptureQueriesContext(connection) as one:
        client.get(QUEUE + query)
    factors = first.factor.framework.factors.exclude(pk=first.factor_id)
    for n in range(49):
        Disagreement.objects.create(
            assessment=first.assessment, factor=factors[n % 11], stage=1 + n // 11, text="More."
        )
    with django_assert_num_queries(len(one)):
        client.get(QUEUE + query)


def test_a_supervisor_of_the_trainee_learns_nothing_of_it(client_of, practice, trainee, force_lead):
    make_disagreement(practice, person=trainee)
    grant_membership(
        person=force_lead, role=Role.SUPERVISOR, organisation=trainee.memberships.get().organisation
    )
    assert client_of(force_lead).get(QUEUE).status_code == 403


def test_a_case_that_was_only_frozen_has_no_queue(client_of, owner_trainer):
    make_case_version()
    assert "Nobody waits for an answer." in words_of(client_of(owner_trainer).get(QUEUE))
