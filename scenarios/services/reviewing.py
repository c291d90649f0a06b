"""A draft on its way to a reviewer and back: sent, commented on, passed or sent back, answered."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from people.public import User, has_role, record_event
from scenarios.case_text import hash_of_draft
from scenarios.models import Review, ReviewRemark, Scenario
from scenarios.querysets import WRITERS
from scenarios.selectors.draft_places import draft_in_hand, hash_of_place
from scenarios.services.errors import CannotReview, NothingSaid, ReviewRefused, TextChanged
from scenarios.services.free_text import refuse_identifiers, refuse_text_kept_back
from scenarios.services.review_people import refusal_of_reviewer

Part, Outcome = ReviewRemark.Part, Review.Outcome


@transaction.atomic
def send_to_reviewer(
    *, scenario: Scenario, by: User, reviewer: User, due_on: date, note: str = ""
) -> Review:
    """Send the draft as it stands to a named reviewer. Sending it twice is the same as once.

    ReviewRefused: it is with somebody else, or was passed already. CannotReview: not this person.
    IdentifiersFound: the note points to somebody real.
    """
    refuse_identifiers(note, field="note")
    scenario = _lock_scenario(scenario)
    _refuse_unless_author(scenario, by)
    if there := scenario.reviews.filter(outcome="").select_related("reviewer").first():
        if there.reviewer_id == reviewer.pk:
            return there
        words = _("It is with %(name)s already. Take it back first.")
        raise ReviewRefused(words % {"name": there.reviewer})
    draft = draft_in_hand(scenario)
    Scenario.objects.filter(pk=scenario.pk).update(text_hash=hash_of_draft(draft))
    if passed := scenario.reviews.filter(outcome=Outcome.PASSED, text_hash=hash_of_draft(draft)):
        words = _("%(name)s has passed this very text already. It can go to a panel.")
        raise ReviewRefused(words % {"name": passed[0].reviewer})
    if words := refusal_of_reviewer(scenario, by.pk, reviewer):
        raise CannotReview(words)
    if scenario.latest_revision_id is None:
        # What was taken from files: kept as it is, so that what changes meanwhile can be shown.
        scenario.save_revision(changed=False)
    review = Review.objects.create(
        scenario=scenario,
        sent_by=by,
        reviewer=reviewer,
        due_on=due_on,
        revision_id=scenario.latest_revision_id,
    )
    if note:
        ReviewRemark.objects.create(review=review, part=Part.NOTE, by=by, text=note)
    _record(review, "case.sent_to_reviewer", by, subject=reviewer, due_on=due_on.isoformat())
    return review


@transaction.atomic
def change_review_date(*, review: Review, by: User, due_on: date) -> Review:
    """Move the day it is due. The same day again is no change."""
    review = _lock_open(review)
    _refuse_unless_author(review.scenario, by)
    if review.due_on != due_on:
        review.due_on = due_on
        review.save(update_fields=["due_on"])
        _record(review, "case.review_moved", by, due_on=due_on.isoformat())
    return review


@transaction.atomic
def take_back(*, review: Review, by: User) -> Review:
    """End a review without a decision, so that somebody else can be asked. Twice is like once."""
    review = _lock(review)
    _refuse_unless_author(review.scenario, by)
    if review.outcome == Outcome.TAKEN_BACK:
        return review
    _refuse_unless_open(review)
    return _decide(review, Outcome.TAKEN_BACK, by, "case.review_taken_back")


@transaction.atomic
def comment(*, review: Review, by: User, place: str, text: str) -> ReviewRemark:
    """Say something of a place of the draft, or of all of it. The same words again are one comment.

    The author reads it once the review is decided.
    """
    refuse_identifiers(text, field="text")
    review = _lock_as_reviewer(review, by)
    same = review.remarks.filter(part=Part.COMMENT, place=place, text=text, withheld="")
    if there := same.first():
        return there
    found = hash_of_place(draft_in_hand(review.scenario), place)
    if found is None:
        raise ReviewRefused(_("There is no %(place)s in this draft.") % {"place": place})
    return ReviewRemark.objects.create(
        review=review, part=Part.COMMENT, by=by, place=place, place_hash=found, text=text
    )


@transaction.atomic
def remove_comment(*, remark: ReviewRemark, by: User) -> None:
    """Take a comment out again before deciding. One that is kept back stays where it is."""
    review = _lock_as_reviewer(remark.review, by)
    review.remarks.filter(pk=remark.pk, part=Part.COMMENT, withheld="").delete()


@transaction.atomic
def pass_review(*, review: Review, by: User, text_hash: str, words: str = "") -> Review:
    """Pass the very text that was read, which publishes it. Passing twice is the same as once.

    TextChanged: the draft is another than the one that was read.
    """
    refuse_identifiers(words, field="words")
    review = _lock(review)
    if (review.outcome, review.reviewer_id, review.text_hash) == (Outcome.PASSED, by.pk, text_hash):
        return review
    review = _refuse_unless_reviewer(review, by)
    scenario = review.scenario
    if hash_of_draft(draft_in_hand(scenario)) != text_hash:
        raise TextChanged(
            _(
                "The draft was changed after you opened this page. Nothing was decided: read what "
                "changed, then decide on the draft as it is."
            )
        )
    if scenario.has_unpublished_changes or not scenario.live:
        scenario.latest_revision.publish(user=by, skip_permission_checks=True)
    review.text_hash = text_hash
    _say(review, by, words)
    return _decide(review, Outcome.PASSED, by, "case.review_passed")


@transaction.atomic
def send_back_review(*, review: Review, by: User, words: str = "") -> Review:
    """Give the draft back to its author with what is to be done. Twice is the same as once."""
    refuse_identifiers(words, field="words")
    review = _lock(review)
    if (review.outcome, review.reviewer_id) == (Outcome.SENT_BACK, by.pk):
        return review
    review = _refuse_unless_reviewer(review, by)
    if not words and not review.remarks.filter(part=Part.COMMENT).exists():
        raise NothingSaid(_("Say what is to be done, here or in a comment on its place."))
    review.text_hash = hash_of_draft(draft_in_hand(review.scenario))
    _say(review, by, words)
    return _decide(review, Outcome.SENT_BACK, by, "case.review_sent_back")


@transaction.atomic
def answer_comment(*, remark: ReviewRemark, by: User, text: str) -> ReviewRemark:
    """An author's answer to a comment. Another one takes its place."""
    refuse_identifiers(text, field="text")
    review = _lock(remark.review)
    _refuse_unless_author(review.scenario, by)
    if review.is_open or remark.part == Part.ANSWER:
        raise ReviewRefused(_("A comment is answered once the review is decided."))
    answer = ReviewRemark.objects.filter(answers=remark).first()
    if answer is None:
        return ReviewRemark.objects.create(
            review=review, part=Part.ANSWER, by=by, place=remark.place, answers=remark, text=text
        )
    if (answer.text, answer.withheld) != (text, ""):
        refuse_text_kept_back("review_remark", answer.pk, text)
        answer.text, answer.by, answer.withheld = text, by, ""
        answer.made_at = timezone.now()
        answer.save()
    return answer


def _lock_scenario(scenario: Scenario) -> Scenario:
    """The row alone: a draft saved meanwhile is the one that is sent, or that was not read."""
    return Scenario.objects.select_for_update(of=("self",)).get(pk=scenario.pk)


def _lock(review: Review) -> Review:
    """The review, locked after its scenario, in the order that sending locks them."""
    scenario = _lock_scenario(review.scenario)
    review = Review.objects.select_for_update(of=("self",)).get(pk=review.pk)
    review.scenario = scenario
    return review


def _lock_open(review: Review) -> Review:
    review = _lock(review)
    _refuse_unless_open(review)
    return review


def _lock_as_reviewer(review: Review, by: User) -> Review:
    return _refuse_unless_reviewer(_lock(review), by)


def _refuse_unless_open(review: Review) -> None:
    if not review.is_open:
        words = _("This review is over: %(outcome)s. Nothing was changed.")
        raise ReviewRefused(words % {"outcome": review.get_outcome_display().lower()})


def _refuse_unless_reviewer(review: Review, by: User) -> Review:
    if by.pk != review.reviewer_id:
        raise ReviewRefused(_("Only the reviewer named for it can do that."))
    _refuse_unless_open(review)
    if words := refusal_of_reviewer(review.scenario, review.sent_by_id, by):
        raise ReviewRefused(words)
    return review


def _refuse_unless_author(scenario: Scenario, by: User) -> None:
    is_seen = Scenario.objects.visible_to(by).filter(pk=scenario.pk).exists()
    if not has_role(by, *WRITERS) or not is_seen:
        raise ReviewRefused(_("Only those who write cases for its owner can do that."))


def _say(review: Review, by: User, words: str) -> None:
    if words:
        ReviewRemark.objects.create(review=review, part=Part.VERDICT, by=by, text=words)


def _decide(review: Review, outcome: str, by: User, name: str) -> Review:
    review.outcome, review.decided_at = outcome, timezone.now()
    review.save(update_fields=["outcome", "decided_at", "text_hash"])
    _record(review, name, by)
    return review


def _record(
    review: Review, name: str, by: User, *, subject: User | None = None, **payload: str
) -> None:
    """Who did what to which review; none of its words enter the record."""
    scenario = review.scenario
    record_event(
        name=name,
        organisation=scenario.owner,
        actor=by,
        subject=subject,
        payload={"review": str(review.uuid), "ref": scenario.ref, **payload},
    )
