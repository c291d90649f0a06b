"""A text goes to a panel once somebody who did not write it has passed that very text."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from people.public import Event, Role
from people.services.memberships import end_membership
from scenarios.case_text import hash_of_draft
from scenarios.models import CaseDocument, Review, ReviewRemark, Scenario
from scenarios.selectors.draft_places import draft_in_hand
from scenarios.services.errors import CannotHavePart, CannotReview, ReviewRefused, TextChanged
from scenarios.services.free_text import IdentifiersFound
from scenarios.services.freezing import NotReady, freeze_case_version
from scenarios.services.inviting import invite_panellist
from scenarios.services.panel_people import has_had_part
from scenarios.services.reviewing import (
    answer_comment,
    change_review_date,
    comment,
    pass_review,
    remove_comment,
    send_back_review,
    send_to_reviewer,
    take_back,
)
from tests.factories import (
    make_framework,
    make_organisation,
    make_panel,
    make_passed,
    make_person,
    make_review,
    make_scenario,
)

pytestmark = pytest.mark.django_db
WEEK = timezone.localdate() + timedelta(days=7)


def edited(scenario, summary, by=None):
    """The scenario with another draft of its summary, not published."""
    draft = draft_in_hand(Scenario.objects.get(pk=scenario.pk))
    draft.summary = summary
    draft.save_revision(user=by)
    return Scenario.objects.get(pk=scenario.pk)


def read(review):
    """What the reviewer's page has of the text that is read."""
    return hash_of_draft(draft_in_hand(Scenario.objects.get(pk=review.scenario_id)))


def passed(review):
    return pass_review(review=review, by=review.reviewer, text_hash=read(review))


def names(scenario):
    rows = Event.objects.filter(payload__ref=scenario.ref).order_by("pk")
    return list(rows.values_list("name", flat=True))


def test_sending_twice_is_the_same_as_once_and_records_no_words():
    review = make_review(note="Look at the device check.")
    again = send_to_reviewer(
        scenario=review.scenario, by=review.sent_by, reviewer=review.reviewer, due_on=WEEK
    )
    assert again == review
    event = Event.objects.get(name="case.sent_to_reviewer")
    assert "device" not in str(event.payload)
    assert review.remarks.get().text == "Look at the device check."


def test_a_draft_is_with_one_reviewer_at_a_time():
    review = make_review()
    with pytest.raises(ReviewRefused, match=f"It is with {review.reviewer} already"):
        make_review(review.scenario)


def test_the_database_holds_both_rules_as_well():
    review = make_review()
    person = make_person(role=Role.TRAINER)
    with pytest.raises(IntegrityError, match=r"UNIQUE|one_open_review"):
        Review.objects.create(
            scenario=review.scenario, sent_by=review.sent_by, reviewer=person, due_on=WEEK
        )


def test_nobody_reviews_what_they_sent_or_wrote_on():
    author = make_person(role=Role.TRAINER)
    scenario = edited(make_scenario(), "Written by somebody.", by=author)
    with pytest.raises(CannotReview, match=r"Nobody reviews their own: .* sent it"):
        make_review(scenario, by=author, reviewer=author)
    with pytest.raises(CannotReview, match=r"Nobody reviews their own: .* has written on it"):
        make_review(scenario, reviewer=author)


@pytest.mark.parametrize("role", [Role.TRAINEE, Role.ADMINISTRATOR, Role.FORCE_LEAD])
def test_a_reviewer_is_a_trainer_or_a_panellist(role):
    with pytest.raises(CannotReview, match="is no trainer or panellist of"):
        make_review(reviewer=make_person(role=role))


def test_a_reviewer_belongs_to_the_owner(other_organisation):
    scenario = make_scenario()
    Scenario.objects.filter(pk=scenario.pk).update(owner=make_organisation("X01"))
    outsider = make_person(role=Role.PANELLIST, organisation=other_organisation)
    with pytest.raises(CannotReview, match="is no trainer or panellist of"):
        make_review(scenario, reviewer=outsider)
    insider = make_person(role=Role.PANELLIST, organisation=make_organisation("X01"))
    assert make_review(scenario, reviewer=insider).reviewer == insider


def test_only_those_who_write_for_the_owner_send_it(other_organisation):
    scenario = make_scenario()
    Scenario.objects.filter(pk=scenario.pk).update(owner=make_organisation("X01"))
    for person in (
        make_person(role=Role.PANELLIST),
        make_person(role=Role.TRAINER, organisation=other_organisation),
    ):
        with pytest.raises(ReviewRefused, match="Only those who write cases for its owner"):
            make_review(scenario, by=person)


def test_passing_publishes_the_very_draft_that_was_read():
    scenario = edited(make_scenario(), "A better summary.")
    assert scenario.summary != "A better summary."
    review = passed(make_review(scenario))
    scenario.refresh_from_db()
    assert (scenario.summary, scenario.has_unpublished_changes) == ("A better summary.", False)
    assert review.text_hash == hash_of_draft(scenario) == scenario.text_hash
    assert names(scenario)[-1] == "case.review_passed"
    assert passed(review) == review
    assert names(scenario).count("case.review_passed") == 1


def test_a_draft_edited_meanwhile_is_not_passed_unread():
    review = make_review()
    seen = read(review)
    edited(review.scenario, "Edited while it was read.")
    with pytest.raises(TextChanged, match="The draft was changed after you opened this page"):
        pass_review(review=review, by=review.reviewer, text_hash=seen)
    assert Review.objects.get().is_open
    assert passed(review).outcome == "passed"


def test_nobody_else_decides():
    review = make_review()
    for person in (review.sent_by, make_person(role=Role.TRAINER)):
        with pytest.raises(ReviewRefused, match="Only the reviewer"):
            pass_review(review=review, by=person, text_hash=read(review))
        with pytest.raises(ReviewRefused, match="Only the reviewer"):
            send_back_review(review=review, by=person, words="No.")


def test_whoever_writes_on_it_meanwhile_or_loses_their_role_passes_nothing():
    review = make_review()
    edited(review.scenario, "Mended by the reviewer.", by=review.reviewer)
    with pytest.raises(ReviewRefused, match="Nobody reviews their own"):
        passed(review)
    other = make_review()
    end_membership(membership=other.reviewer.memberships.get())
    with pytest.raises(ReviewRefused, match="is no trainer or panellist"):
        passed(other)


def test_sending_back_needs_words_or_a_comment():
    review = make_review()
    with pytest.raises(ReviewRefused, match="Say what is to be done"):
        send_back_review(review=review, by=review.reviewer)
    comment(review=review, by=review.reviewer, place="D1.2", text="Who says so?")
    review = send_back_review(review=review, by=review.reviewer)
    assert review.outcome == "sent_back"
    assert send_back_review(review=review, by=review.reviewer) == review
    assert names(review.scenario).count("case.review_sent_back") == 1


def test_what_is_decided_stays_decided():
    review = passed(make_review())
    for act in (
        lambda: send_back_review(review=review, by=review.reviewer, words="After all, no."),
        lambda: take_back(review=review, by=review.sent_by),
        lambda: comment(review=review, by=review.reviewer, place="", text="One more thing."),
        lambda: change_review_date(review=review, by=review.sent_by, due_on=WEEK),
    ):
        with pytest.raises(ReviewRefused, match="This review is over: passed"):
            act()


def test_taken_back_it_can_go_to_somebody_else():
    review = make_review()
    take_back(review=review, by=review.sent_by)
    take_back(review=review, by=review.sent_by)
    assert names(review.scenario).count("case.review_taken_back") == 1
    assert make_review(review.scenario).is_open


def test_the_date_moves_once():
    review = make_review()
    later = WEEK + timedelta(days=7)
    change_review_date(review=review, by=review.sent_by, due_on=later)
    change_review_date(review=review, by=review.sent_by, due_on=later)
    assert Review.objects.get().due_on == later
    assert names(review.scenario).count("case.review_moved") == 1


def test_a_comment_is_made_once_on_a_place_that_is_there():
    review = make_review()
    by = {"review": review, "by": review.reviewer}
    assert comment(**by, place="D1.2", text="Why?") == comment(**by, place="D1.2", text="Why?")
    with pytest.raises(ReviewRefused, match=r"There is no D9\.9"):
        comment(**by, place="D9.9", text="Why?")
    with pytest.raises(IdentifiersFound):
        comment(**by, place="", text="Ask him on 07911 123456.")
    with pytest.raises(ReviewRefused, match="Only the reviewer"):
        remove_comment(remark=ReviewRemark.objects.get(), by=review.sent_by)
    remove_comment(remark=ReviewRemark.objects.get(), by=review.reviewer)
    assert not ReviewRemark.objects.exists()


def test_an_author_answers_once_it_is_decided_and_may_answer_anew():
    review = make_review()
    remark = comment(review=review, by=review.reviewer, place="D1", text="Who says so?")
    with pytest.raises(ReviewRefused, match="once the review is decided"):
        answer_comment(remark=remark, by=review.sent_by, text="The landlord.")
    send_back_review(review=review, by=review.reviewer)
    answer_comment(remark=remark, by=review.sent_by, text="The landlord.")
    answer_comment(remark=remark, by=review.sent_by, text="The landlord, now in D1.2.")
    assert ReviewRemark.objects.get(part="answer").text == "The landlord, now in D1.2."


@pytest.fixture
def sending(organisation):
    make_framework()
    return make_scenario("TS-SEND")


def test_a_panel_is_sent_nothing_that_was_not_passed(sending, monkeypatch):
    monkeypatch.setattr("tests.factories.panels.make_passed", lambda *_args, **_more: None)
    with pytest.raises(NotReady, match="No reviewer has passed this text of TS-SEND"):
        make_panel(2, scenario=sending)
    passed(make_review(sending))
    assert make_panel(2, scenario=Scenario.objects.get()).is_open


def test_a_text_changed_since_it_was_passed_is_read_again(sending, monkeypatch):
    scenario = make_passed(sending)
    document = scenario.documents.first()
    CaseDocument.objects.filter(pk=document.pk).update(body="Another text.")
    monkeypatch.setattr("tests.factories.panels.make_passed", lambda *_args, **_more: None)
    with pytest.raises(NotReady, match="No reviewer has passed this text"):
        make_panel(2, scenario=Scenario.objects.get())


def test_passed_text_that_its_reviewer_has_written_on_since_does_not_count(sending, monkeypatch):
    scenario = make_passed(sending)
    reviewer = Review.objects.get().reviewer
    draft_in_hand(scenario).save_revision(user=reviewer, changed=False)
    monkeypatch.setattr("tests.factories.panels.make_passed", lambda *_args, **_more: None)
    with pytest.raises(NotReady, match="No reviewer has passed this text"):
        make_panel(2, scenario=Scenario.objects.get())


def test_whoever_reviewed_a_case_neither_rates_nor_approves_it_and_is_not_checked_on_it(sending):
    reviewer = make_person(role=Role.PANELLIST)
    make_passed(sending, reviewer=reviewer)
    with pytest.raises(NotReady, match="has reviewed this case"):
        make_panel(1, scenario=Scenario.objects.get(), approver=reviewer)
    panel = make_panel(1, scenario=Scenario.objects.get())
    with pytest.raises(CannotHavePart, match="has reviewed this case, so cannot rate"):
        invite_panellist(panel=panel, by=panel.chair, person=reviewer)
    assert has_had_part(reviewer, sending.pk)


def test_a_panellist_of_the_case_does_not_review_it(sending):
    panel = make_panel(1, scenario=sending)
    scenario = edited(panel.case_version.scenario, "The next text.")
    with pytest.raises(CannotReview, match="is on a panel of this case"):
        make_review(scenario, reviewer=panel.panellists.get().person)


def test_a_draft_in_hand_has_the_hash_that_freezing_gives_it():
    make_framework()
    scenario = make_scenario()
    assert scenario.text_hash == freeze_case_version(scenario=scenario).text_hash
    later = edited(scenario, "Another.")
    assert later.text_hash != scenario.text_hash
    later.latest_revision.publish()
    later.refresh_from_db()
    assert later.text_hash == freeze_case_version(scenario=later).text_hash
