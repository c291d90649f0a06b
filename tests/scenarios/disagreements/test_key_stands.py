"""Saying that a key was looked at, as promised, and stands: who says it, who hears it, and when."""

import pytest
from django.db import connection
from django.db.utils import IntegrityError
from django.test.utils import CaptureQueriesContext

from people.public import Event, Role
from scenarios.models import DisagreementReply, Release, Report, Verdict
from scenarios.public import health_of
from scenarios.selectors.disagreements import counts_by_unit, new_answers
from scenarios.services.disagreements import answer_disagreement
from scenarios.services.key_changes import approve_key, refuse_key
from scenarios.services.quarantine import report_text
from scenarios.services.releases import release_case
from tests.factories import (
    make_approved_key_change,
    make_disagreement,
    make_key_change,
    make_national,
    make_person,
    make_rerating_panel,
)
from tests.scenarios.disagreements.addresses import QUEUE, answer_url
from tests.scenarios.journey import feedback_url, section_of, set_state, words_of

pytestmark = pytest.mark.django_db

STANDS = "Five of the six weighed the second visit, which comes after what you cite."
PROMISED = f"{QUEUE}?show=promised"


def promise(said, by, *, will_look_at_key=True, text="You may be right."):
    return answer_disagreement(
        disagreement=said, by=by, text=text, will_look_at_key=will_look_at_key
    )


def say(client, said, text=STANDS):
    return client.post(answer_url(said), {"act": "stands", "text": text})


def verdict_of(release):
    scenario = release.case_version.scenario
    return health_of([scenario])[scenario.pk]


@pytest.fixture
def said(practice, trainee, owner_trainer):
    """A trainee who disagrees was promised a look at the key."""
    said = make_disagreement(practice, person=trainee)
    promise(said, owner_trainer)
    return said


def test_a_promise_makes_a_case_look_again_until_somebody_has_looked(
    client_of, owner_trainer, practice, said
):
    found = verdict_of(practice)
    assert found.verdict == Verdict.LOOK_AGAIN
    assert found.reasons == ("Somebody was told that the key of 1 factor will be looked at.",)
    assert [row.promised for row in counts_by_unit(practice.key)] == [1]
    client = client_of(owner_trainer)
    assert "The key is still to be looked at" in words_of(client.get(PROMISED))
    sent = say(client, said)
    assert (sent.status_code, sent["Location"]) == (302, f"{answer_url(said)}#answer")
    reply = DisagreementReply.objects.get()
    assert (reply.stands_because, reply.looked_at_by) == (STANDS, owner_trainer)
    assert verdict_of(practice).verdict == Verdict.HEALTHY
    assert [row.promised for row in counts_by_unit(practice.key)] == [0]
    assert "No key waits to be looked at." in words_of(client.get(PROMISED))
    page = words_of(client.get(sent["Location"]))
    assert STANDS in page
    assert "Why the key stands" not in page, "there is no form any more"
    assert "Looked at: the key stands" in words_of(client.get(f"{QUEUE}?show=answered"))
    [event] = Event.objects.filter(name="disagreement.key_stands")
    assert "visit" not in str(event.payload)


def test_the_person_is_told_anew_and_reads_why(client_of, trainee, owner_trainer, said):
    client_of(trainee).get(feedback_url(said.assessment))
    assert new_answers(trainee) == []
    say(client_of(owner_trainer), said)
    [new] = new_answers(trainee)
    page = client_of(trainee).get(new.url)
    words = section_of(page, "opportunity")
    assert STANDS in words
    assert "They looked at the key of this factor, and it stands" in words
    assert "They will look at the key" not in words
    assert owner_trainer.last_name not in words_of(page)
    assert new_answers(trainee) == []


def test_it_is_said_once(client_of, trainee, owner_trainer, said):
    assert say(client_of(owner_trainer), said).status_code == 302
    client_of(trainee).get(feedback_url(said.assessment))
    client = client_of(owner_trainer)
    assert say(client, said).status_code == 302
    assert new_answers(trainee) == [], "the same again is no news"
    assert say(client, said, "Other words.").status_code == 409
    other = client_of(make_person(role=Role.TRAINER, organisation=make_national()))
    answer = say(other, said)
    assert answer.status_code == 409
    assert "Somebody said before that the key stands." in words_of(answer)
    assert DisagreementReply.objects.get().stands_because == STANDS
    assert Event.objects.filter(name="disagreement.key_stands").count() == 1


@pytest.mark.parametrize("text", ["", "\u200b ", "Ring 07911 123456."])
def test_words_that_cannot_be_sent_stay_in_the_form(client_of, owner_trainer, said, text):
    answer = say(client_of(owner_trainer), said, text)
    assert answer.status_code == 200
    words = words_of(answer)
    assert "There is a problem" in words
    assert "Why the key stands" in words
    assert text.strip() in answer.content.decode()
    assert DisagreementReply.objects.get().looked_at is None


@pytest.mark.parametrize("is_answered", [False, True])
def test_there_is_nothing_to_say_before_a_promise(client_of, practice, owner_trainer, is_answered):
    said = make_disagreement(practice)
    if is_answered:
        promise(said, owner_trainer, will_look_at_key=False)
    client = client_of(owner_trainer)
    assert "Why the key stands" not in words_of(client.get(answer_url(said)))
    answer = say(client, said)
    assert answer.status_code == 409
    assert "Nobody promised to look at the key here" in words_of(answer)
    assert not Event.objects.filter(name="disagreement.key_stands").exists()


def test_a_new_key_keeps_the_promise(client_of, trainee, owner_trainer, practice, said):
    change = make_approved_key_change(practice)
    client = client_of(owner_trainer)
    assert "No key waits to be looked at." in words_of(client.get(PROMISED))
    assert "The case has a new key since" in words_of(client.get(f"{QUEUE}?show=answered"))
    page = words_of(client.get(answer_url(said)))
    assert "The case has a new key since, and their page says so." in page
    assert "Why the key stands" not in page
    answer = say(client, said)
    assert answer.status_code == 409
    assert "The case has a new key since" in words_of(answer)
    assert DisagreementReply.objects.get().looked_at is None
    for key in (practice.key, change.new_key):
        assert sum(row.promised for row in counts_by_unit(key)) == 0
    assert verdict_of(practice).verdict == Verdict.HEALTHY
    words = section_of(client_of(trainee).get(feedback_url(said.assessment)), "opportunity")
    assert "They looked at the key: the case has a new one since." in words


def test_a_promise_after_a_new_key_is_about_that_key(client_of, owner_trainer, practice):
    said = make_disagreement(practice)
    change = make_approved_key_change(practice)
    promise(said, owner_trainer)
    assert verdict_of(practice).verdict == Verdict.LOOK_AGAIN
    assert [row.promised for row in counts_by_unit(practice.key)] == [0]
    [row] = counts_by_unit(change.new_key)
    assert (row.factor, row.said, row.promised) == ("Opportunity", 0, 1)
    assert say(client_of(owner_trainer), said).status_code == 302
    assert verdict_of(practice).verdict == Verdict.HEALTHY


def test_a_new_key_of_another_use_keeps_no_promise(client_of, owner_trainer, practice, said):
    """The practice of a case was promised a look; its check has another key."""
    panel = make_rerating_panel(practice)
    release_case(case_version=practice.case_version, key=panel.key, use="check")
    assert "The key is still to be looked at" in words_of(client_of(owner_trainer).get(PROMISED))


def test_nobody_says_that_a_key_stands_while_another_is_proposed(
    client_of, owner_trainer, practice, said
):
    change = make_key_change(practice)
    client = client_of(owner_trainer)
    answer = say(client, said)
    assert answer.status_code == 409
    assert "Another key is proposed for this case." in words_of(answer)
    refuse_key(change=change, by=change.approver, note="The panel was right at first.")
    assert say(client, said).status_code == 302
    assert verdict_of(practice).verdict == Verdict.HEALTHY


def test_who_may_not_answer_may_not_say_so(client_of, trainer, trainee, said, other_organisation):
    scenario = said.assessment.release.case_version.scenario
    scenario.owner = other_organisation
    scenario.save(update_fields=["owner"])
    assert say(client_of(trainee), said).status_code == 403
    assert say(client_of(trainer), said).status_code in (403, 404)
    assert DisagreementReply.objects.get().looked_at is None


def test_nobody_says_so_to_themselves(client_of, practice, owner_trainer):
    own = make_disagreement(practice, person=owner_trainer)
    promise(own, make_person(role=Role.TRAINER, organisation=make_national()))
    assert say(client_of(owner_trainer), own).status_code == 404


def test_of_a_check_in_use_no_level_is_named(client_of, check, owner_trainer):
    said = make_disagreement(check)
    promise(said, owner_trainer)
    client = client_of(owner_trainer)
    assert "your answer may name none" in words_of(client.get(answer_url(said)))
    answer = say(client, said, "Most experts said Significant.")
    assert answer.status_code == 200
    assert "This person is shown no level" in words_of(answer)
    assert DisagreementReply.objects.get().looked_at is None
    set_state(check, Release.State.RETIRED)
    assert say(client, said, "Most experts said Significant.").status_code == 302


def test_on_a_check_in_use_the_person_reads_it_without_levels(
    client_of, trainee, check, owner_trainer
):
    said = make_disagreement(check, person=trainee)
    promise(said, owner_trainer)
    say(client_of(owner_trainer), said)
    words = words_of(client_of(trainee).get(feedback_url(said.assessment)))
    assert STANDS in words
    assert "Panel:" not in words


def test_the_words_can_be_reported_by_both_and_are_kept_back_alone(
    client_of, trainee, owner_trainer, said
):
    say(client_of(owner_trainer), said)
    for reader, address in (
        (trainee, f"/assessments/{said.assessment.uuid}/report-real-data/"),
        (owner_trainer, f"{answer_url(said)}report-real-data/"),
    ):
        assert "Opportunity: Five of the six weighed" in words_of(client_of(reader).get(address))
    report_text(
        person=trainee,
        kind=Report.Kind.KEY_STANDS,
        row=said.reply.pk,
        place="TS-PRACTICE, version 1: Opportunity",
        organisation=said.assessment.release.case_version.scenario.owner,
        what=Report.What.NAME,
    )
    for words in (
        section_of(client_of(trainee).get(feedback_url(said.assessment)), "opportunity"),
        words_of(client_of(owner_trainer).get(answer_url(said))),
    ):
        assert STANDS not in words
        assert "You may be right." in words
        assert "This text was reported and is kept back" in words


def test_a_reply_that_was_kept_back_is_a_promise_all_the_same(client_of, owner_trainer, said):
    DisagreementReply.objects.update(withheld="held", text="")
    assert say(client_of(owner_trainer), said).status_code == 302


def test_an_old_page_answers_with_what_is_there(client_of, owner_trainer, said):
    """The form of before the answer, sent empty, does not draw itself over the promise."""
    answer = client_of(owner_trainer).post(answer_url(said), {"text": ""})
    assert answer.status_code == 200
    assert "Why the key stands" in words_of(answer)
    assert "There is a problem" not in words_of(answer)


def test_no_key_is_looked_at_that_nobody_promised_to(practice, owner_trainer):
    reply = promise(make_disagreement(practice), owner_trainer, will_look_at_key=False)
    reply.looked_at = reply.replied_at
    with pytest.raises(IntegrityError):
        reply.save()


def test_the_workshop_says_how_many_wait(client_of, owner_trainer, practice, said):
    client = client_of(owner_trainer)
    assert "1 waits for a look at the key" in words_of(client.get("/workshop/"))
    make_disagreement(practice)
    assert "1 waits for an answer, 1 waits for a look at the key" in words_of(
        client.get("/workshop/")
    )
    assert "TS-PRACTICE (1)" in words_of(client.get(f"{PROMISED}&case=TS-PRACTICE"))


def test_the_promises_ask_as_much_for_many_as_for_one(
    client_of, owner_trainer, practice, said, django_assert_num_queries
):
    client = client_of(owner_trainer)
    client.get(PROMISED)
    with CaptureQueriesContext(connection) as one:
        client.get(PROMISED)
    for _more in range(9):
        promise(make_disagreement(practice), owner_trainer)
    with django_assert_num_queries(len(one)):
        client.get(PROMISED)


def test_a_change_approved_meanwhile_is_found_when_it_is_sent(
    client_of, owner_trainer, practice, said
):
    change = make_key_change(practice)
    page = client_of(owner_trainer)
    page.get(answer_url(said))
    approve_key(change=change, by=change.approver)
    assert say(page, said).status_code == 409
