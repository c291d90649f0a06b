"""What was said or answered, reported as real data: kept back from every page."""

import pytest
from django.urls import reverse

from scenarios.models import Report
from scenarios.services.disagreements import answer_disagreement
from scenarios.services.quarantine import release_text, report_text
from tests.factories import make_disagreement
from tests.scenarios.disagreements.addresses import QUEUE, WHY, answer_url, disagree_url
from tests.scenarios.journey import feedback_url, section_of, words_of

pytestmark = pytest.mark.django_db


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
