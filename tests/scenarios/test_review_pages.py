"""The pages of a review: who sees what of it, and what each form answers."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from people.public import Role
from scenarios.case_text import hash_of_draft
from scenarios.models import Report, Review, ReviewRemark, Scenario
from scenarios.services.quarantine import report_text
from scenarios.services.reviewing import comment, pass_review, send_back_review
from tests.factories import make_organisation, make_person, make_review, make_scenario
from tests.scenarios.journey import words_of

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}


def statements(client, address):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def page(name, review):
    return reverse(name, args=[review.scenario.ref, review.uuid])


def owned(scenario, code="X01"):
    Scenario.objects.filter(pk=scenario.pk).update(owner=make_organisation(code))
    return Scenario.objects.get(pk=scenario.pk)


@pytest.fixture
def review(organisation):
    return make_review(owned(make_scenario("TS-READ")), note="Is the device check clear?")


def day(n):
    due = timezone.localdate() + timedelta(days=n)
    return {"due_on_0": due.day, "due_on_1": due.month, "due_on_2": due.year}


def test_an_author_sends_a_draft_to_somebody_else_of_the_owner(client_of, organisation):
    scenario = owned(make_scenario("TS-SEND"))
    author = make_person(role=Role.TRAINER, organisation=organisation)
    reader = make_person(role=Role.PANELLIST, organisation=organisation, last_name="Inside")
    outsider = make_person(role=Role.TRAINER, organisation=make_organisation("X02"))
    client = client_of(author)
    address = reverse("workshop_reviews", args=[scenario.ref])
    asked = client.get(address).content.decode()
    assert str(reader.uuid) in asked
    assert str(author.uuid) not in asked.split('name="reviewer"')[1]
    assert str(outsider.uuid) not in asked
    data = {"reviewer": str(reader.uuid), "note": "Please read D1.", **day(7)}
    answer = client.post(address, data)
    assert answer["Location"] == page("workshop_review", Review.objects.get())
    assert client.post(address, data)["Location"] == answer["Location"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"reviewer": ""}, "Choose who reviews it."),
        ({"reviewer": "x"}, "Choose a reviewer from the list."),
        ({"due_on_2": "2020"}, "The date is in the past."),
        ({"note": "Ring 07911 123456."}, "looks like a real telephone number"),
    ],
)
def test_what_does_not_fit_is_said_and_what_was_typed_stays(client_of, organisation, change, words):
    scenario = owned(make_scenario())
    reader = make_person(role=Role.TRAINER, organisation=organisation)
    client = client_of(make_person(role=Role.TRAINER, organisation=organisation))
    data = {"reviewer": str(reader.uuid), "note": "Typed in vain.", **day(7), **change}
    answer = client.post(reverse("workshop_reviews", args=[scenario.ref]), data)
    assert answer.status_code == 200
    assert words in words_of(answer)
    assert data["note"] in answer.content.decode()
    assert not Review.objects.exists()


def test_a_reviewer_comments_on_a_place_and_sends_it_back(client_of, review):
    client = client_of(review.reviewer)
    seen = client.get(f"{page('workshop_review', review)}?place=D1.2").content.decode()
    assert "Is the device check clear?" in seen
    assert '<option value="D1.2" selected>' in seen
    answer = client.post(
        page("workshop_review_comment", review), {"place": "D1.2", "text": "Which bicycles?"}
    )
    assert answer["Location"] == f"{page('workshop_review', review)}#comments"
    said = {"decision": "send_back", "words": "Nearly.", "text_hash": "x"}
    client.post(page("workshop_review_decide", review), said, **HTMX)
    seen = words_of(client_of(review.sent_by).get(page("workshop_review", review)))
    assert "Sent back" in seen
    assert "Which bicycles?" in seen
    assert "Nearly." in seen


def test_what_a_reviewer_writes_is_theirs_until_they_decide(client_of, review):
    comment(review=review, by=review.reviewer, place="D1.2", text="Which bicycles?")
    seen = words_of(client_of(review.sent_by).get(page("workshop_review", review)))
    assert "Which bicycles?" not in seen
    assert "is shown here once they have decided" in seen


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_passing_leads_on_to_the_panel(client_of, review, headers):
    client = client_of(review.reviewer)
    seen = client.get(page("workshop_review", review)).context["decision_form"]
    said = {"decision": "pass", "words": "", "text_hash": seen["text_hash"].value()}
    assert client.post(page("workshop_review_decide", review), said, **headers).status_code == 302
    review.refresh_from_db()
    assert review.outcome == "passed"
    author = client_of(review.sent_by)
    seen = author.get(reverse("workshop_reviews", args=["TS-READ"]))
    assert f"{reverse('panel_new')}?scenario=TS-READ" in seen.content.decode()


def test_a_draft_changed_under_the_reviewer_is_a_conflict_in_words(client_of, review):
    client = client_of(review.reviewer)
    said = {"decision": "pass", "words": "", "text_hash": "0" * 64}
    answer = client.post(page("workshop_review_decide", review), said)
    assert answer.status_code == 409
    assert "The draft was changed after you opened this page." in words_of(answer)
    assert Review.objects.get().is_open


def test_a_decision_that_is_none_keeps_its_words(client_of, review):
    answer = client_of(review.reviewer).post(
        page("workshop_review_decide", review), {"words": "Nearly there.", "text_hash": "x"}
    )
    assert answer.status_code == 200
    assert "Choose what you decide." in words_of(answer)
    assert "Nearly there." in answer.content.decode()


def test_an_author_answers_each_comment(client_of, review):
    remark = comment(review=review, by=review.reviewer, place="D1.2", text="Which bicycles?")
    send_back_review(review=review, by=review.reviewer)
    client = client_of(review.sent_by)
    empty = client.post(page("workshop_review_answer", review), {"remark": remark.pk, "text": ""})
    assert f'href="#answer-{remark.pk}-text"' in empty.content.decode()
    client.post(page("workshop_review_answer", review), {"remark": remark.pk, "text": "His own."})
    assert "His own." in words_of(client.get(page("workshop_review", review)))


def test_a_comment_of_another_review_is_not_answered_or_removed(client_of, review):
    other = make_review(owned(make_scenario()))
    remark = comment(review=other, by=other.reviewer, place="", text="Elsewhere.")
    client = client_of(review.sent_by)
    answer = client.post(
        page("workshop_review_answer", review), {"remark": remark.pk, "text": "No."}
    )
    assert answer.status_code == 404
    client_of(review.reviewer).post(page("workshop_review_remove", review), {"remark": remark.pk})
    assert ReviewRemark.objects.filter(pk=remark.pk).exists()


def test_the_date_is_moved_and_the_draft_taken_back(client_of, review):
    client = client_of(review.sent_by)
    client.post(page("workshop_review_date", review), day(30))
    review.refresh_from_db()
    assert review.due_on == timezone.localdate() + timedelta(days=30)
    past = client.post(page("workshop_review_date", review), {**day(1), "due_on_2": "2020"})
    assert "The date is in the past." in words_of(past)
    client.post(page("workshop_review_take_back", review))
    review.refresh_from_db()
    assert review.outcome == "taken_back"


def test_a_panellist_who_reviews_reads_the_draft_while_it_is_theirs(client_of, organisation):
    reader = make_person(role=Role.PANELLIST, organisation=organisation)
    review = make_review(owned(make_scenario("TS-GUEST")), reviewer=reader)
    client = client_of(reader)
    assert "TS-GUEST" in words_of(client.get(reverse("panels")))
    draft = [
        reverse("workshop_preview", args=["TS-GUEST"]),
        reverse("workshop_compare", args=["TS-GUEST"]),
        reverse("workshop_design", args=["TS-GUEST"]),
    ]
    assert "He fixes bicycles." in words_of(client.get(page("workshop_review", review)))
    assert [client.get(each).status_code for each in draft if "preview" not in each] == [200, 200]
    for each in ("workshop", "workshop_reviews", "workshop_duplicate"):
        args = [] if each == "workshop" else ["TS-GUEST"]
        assert client.get(reverse(each, args=args)).status_code == 403
    scenario = Scenario.objects.get()
    pass_review(review=review, by=reader, text_hash=hash_of_draft(scenario))
    seen = words_of(client.get(page("workshop_review", review)))
    assert "Passed" in seen
    assert "He fixes bicycles." not in seen
    assert [client.get(each).status_code for each in draft] == [404, 404, 404]


def test_another_organisation_finds_nothing(client_of, review, other_organisation):
    for role in (Role.TRAINER, Role.PANELLIST):
        client = client_of(make_person(role=role, organisation=other_organisation))
        assert client.get(page("workshop_review", review)).status_code == 404
        decide = client.post(page("workshop_review_decide", review), {"decision": "pass"})
        assert decide.status_code == 404


def test_an_author_does_not_decide_and_a_reviewer_does_not_answer(client_of, review):
    decide = client_of(review.sent_by).post(page("workshop_review_decide", review), {})
    assert decide.status_code == 403
    remark = comment(review=review, by=review.reviewer, place="", text="Well.")
    take = client_of(review.reviewer).post(
        page("workshop_review_answer", review), {"remark": remark.pk, "text": "My own."}
    )
    assert take.status_code == 409


def test_words_of_a_review_can_be_reported_and_are_kept_back(client_of, review):
    remark = comment(review=review, by=review.reviewer, place="D1.2", text="As in Hollowby Lane.")
    send_back_review(review=review, by=review.reviewer)
    client = client_of(review.sent_by)
    asked = client.get(page("workshop_review_report", review))
    assert "As in Hollowby Lane." in words_of(asked)
    report_text(
        person=review.sent_by,
        kind=Report.Kind.REVIEW_REMARK,
        row=remark.pk,
        place="TS-READ, review",
        organisation=review.scenario.owner,
        what="place",
    )
    for person in (review.sent_by, review.reviewer):
        seen = words_of(client_of(person).get(page("workshop_review", review)))
        assert "Hollowby" not in seen
        assert "kept back until somebody has looked" in seen


def test_many_comments_ask_no_more_than_one(client_of, review):
    client = client_of(review.reviewer)
    comment(review=review, by=review.reviewer, place="D1", text="One.")
    client.get(page("workshop_review", review))
    few = statements(client, page("workshop_review", review))
    for number in range(50):
        comment(review=review, by=review.reviewer, place="D1", text=f"Another, {number}.")
    assert statements(client, page("workshop_review", review)) == few


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_sending_back_without_a_word_is_a_fault_of_the_form(client_of, review, headers):
    address = page("workshop_review_decide", review)
    sent = {"decision": "send_back", "words": "", "text_hash": hash_of_draft(review.scenario)}
    answer = client_of(review.reviewer).post(address, sent, **headers)
    assert answer.status_code == 200
    assert "Say what is to be done, here or in a comment on its place." in words_of(answer)
    assert "checked" in answer.content.decode()
    review.refresh_from_db()
    assert review.is_open


def test_a_second_review_leads_to_the_first_for_its_reviewer_and_the_authors(client_of, review):
    comment(review=review, by=review.reviewer, place="D1", text="Too neat.")
    send_back_review(review=review, by=review.reviewer)
    again = make_review(review.scenario, reviewer=review.reviewer, by=review.sent_by)
    for person in (review.reviewer, review.sent_by):
        text = client_of(person).get(page("workshop_review", again)).content.decode()
        assert "Reviews before this one" in text
        assert page("workshop_review", review) in text
    assert "Reviews before this one" not in words_of(
        client_of(review.reviewer).get(page("workshop_review", review))
    )


def test_whoever_sent_it_back_is_told_that_its_author_has_it(client_of, review):
    send_back_review(review=review, by=review.reviewer, words="Shorter, please.")
    told = words_of(client_of(review.reviewer).get(page("workshop_review", review)))
    assert "Its author has the draft again." in told
    assert "Edit the draft" not in told
