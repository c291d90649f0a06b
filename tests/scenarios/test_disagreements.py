"""“I still disagree, because…”: said by one person, answered by those who answer for the case."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from people.public import Event, Role, grant_membership
from scenarios.models import Disagreement, DisagreementReply, Release, Report
from scenarios.selectors.disagreements import new_answers
from scenarios.services.assessing import start_assessment, submit_assessment
from scenarios.services.disagreements import answer_disagreement
from scenarios.services.quarantine import release_text, report_text
from scenarios.services.releases import release_case
from tests.factories import (
    complete_stage,
    make_case_version,
    make_closed_panel,
    make_disagreement,
    make_done,
    make_national,
    make_person,
    make_staged_case,
    make_wrong_tool_case,
)
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
WHY = "He handed the keys back before he was asked."
QUEUE = "/workshop/disagreements/"


def disagree_url(assessment, code="opportunity", stage=1):
    return reverse("disagree", args=[assessment.uuid, stage, code])


def answer_url(said):
    return reverse("workshop_disagreement", args=[said.uuid])


@pytest.fixture
def owner_trainer(practice):
    """A trainer of the organisation that owns the cases."""
    return make_person(role=Role.TRAINER, organisation=make_national())


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


# The queue


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


# A check in use


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


# Reported as real data


def report_of(said, kind, row):
    return report_text(
        person=said.assessment.person,
        kind=kind,
        row=row,
        place="TS-PRACTICE, version 1: Opportunity",
        organisation=said.assessment.organisation,
        what=Report.What.NAME,
    )


def test_both_texts_can_be_reported_by_both_sides(client_of, practice, trainee, owner_trainer):
    said = make_disagreement(practice, person=trainee)
    answer_disagreement(disagreement=said, by=owner_trainer, text="Look at the visit note.")
    own = words_of(client_of(trainee).get(reverse("report_real_data", args=[said.assessment.uuid])))
    theirs = words_of(
        client_of(owner_trainer).get(reverse("workshop_disagreement_report", args=[said.uuid]))
    )
    for words in (own, theirs):
        assert "I still disagree, Opportunity: He handed the keys back" in words
        assert "Opportunity: Look at the visit note." in words


def test_a_reported_text_is_kept_back_from_every_page(
    client_of, practice, trainee, owner_trainer, administrator
):
    said = make_disagreement(practice, person=trainee)
    report = report_of(said, Report.Kind.DISAGREEMENT, said.pk)
    assert WHY not in words_of(client_of(trainee).get(feedback_url(said.assessment)))
    client = client_of(owner_trainer)
    notice = "This text was reported and is kept back"
    assert notice in words_of(client.get(QUEUE))
    assert WHY not in words_of(client.get(answer_url(said)))
    assert client.post(answer_url(said), {"text": "Yes."}).status_code == 409
    release_text(report=report, by=administrator)
    assert WHY in words_of(client.get(QUEUE))


def test_reported_words_do_not_come_back_and_others_do(as_trainee, practice, trainee):
    said = make_disagreement(practice, person=trainee)
    report_of(said, Report.Kind.DISAGREEMENT, said.pk)
    form = as_trainee.get(disagree_url(said.assessment))
    assert "kept back" not in form.content.decode().split("<textarea")[1].split("</textarea>")[0]
    same = as_trainee.post(disagree_url(said.assessment), {"text": WHY, "revision": 2})
    assert (same.status_code, "Write another" in words_of(same)) == (200, True)
    as_trainee.post(disagree_url(said.assessment), {"text": "Without a name.", "revision": 2})
    said.refresh_from_db()
    assert (said.text, said.withheld) == ("Without a name.", "")


def test_a_reported_answer_is_kept_back_alone(as_trainee, practice, trainee, owner_trainer):
    said = make_disagreement(practice, person=trainee)
    reply = answer_disagreement(disagreement=said, by=owner_trainer, text="Look at the note.")
    report_of(said, Report.Kind.DISAGREEMENT_REPLY, reply.pk)
    words = section_of(as_trainee.get(feedback_url(said.assessment)), "opportunity")
    assert "Look at the note." not in words
    assert WHY in words


def test_a_supervisor_of_the_trainee_learns_nothing_of_it(client_of, practice, trainee, force_lead):
    make_disagreement(practice, person=trainee)
    grant_membership(
        person=force_lead, role=Role.SUPERVISOR, organisation=trainee.memberships.get().organisation
    )
    assert client_of(force_lead).get(QUEUE).status_code == 403


def test_a_case_that_was_only_frozen_has_no_queue(client_of, owner_trainer):
    make_case_version()
    assert "Nobody waits for an answer." in words_of(client_of(owner_trainer).get(QUEUE))
