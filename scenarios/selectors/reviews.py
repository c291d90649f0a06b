"""Reviews as those who have a part in them may see them."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404

from people.public import User
from scenarios.models import Review, ReviewRemark, Scenario
from scenarios.models.case import anchor_of
from scenarios.passages import text_hash
from scenarios.selectors.draft_places import WHOLE, places_of
from scenarios.services.review_people import may_read_for_owner

Part, Outcome = ReviewRemark.Part, Review.Outcome


def is_author(user: User, scenario: Scenario) -> bool:
    """Whether somebody writes cases for its owner, and so sees its draft and its reviews."""
    return Scenario.objects.visible_to(user).filter(pk=scenario.pk).exists()


def scenario_or_404(user: User, ref: str) -> Scenario:
    """A case whose draft somebody may see; any other answers as one that does not exist."""
    scenarios = Scenario.objects.visible_to(user).select_related("owner", "latest_revision")
    scenario = scenarios.filter(ref=ref).first()
    if scenario is None:
        raise Http404
    return scenario


def readable_scenario_or_404(user: User, ref: str) -> Scenario:
    """The same, also for a reviewer who has the draft to read, whatever their role is."""
    scenarios = Scenario.objects.select_related("owner", "latest_revision").filter(ref=ref)
    scenario = scenarios.first()
    if scenario is None or not (is_author(user, scenario) or has_to_read(user, scenario)):
        raise Http404
    return scenario


def has_to_read(user: User, scenario: Scenario) -> bool:
    """Whether somebody is the reviewer of a draft that is not passed yet, with the role for it."""
    latest = scenario.reviews.first()
    if latest is None or latest.reviewer_id != user.pk:
        return False
    return latest.outcome in ("", Outcome.SENT_BACK) and may_read_for_owner(user, scenario)


def review_or_404(user: User, ref: str, uuid: UUID) -> Review:
    """A review for those who write for the owner, and for its reviewer while they may be one."""
    reviews = Review.objects.select_related(
        "scenario__owner", "scenario__latest_revision", "sent_by", "reviewer"
    )
    review = reviews.filter(scenario__ref=ref, uuid=uuid).first()
    if review is None:
        raise Http404
    is_reviewer = review.reviewer_id == user.pk and may_read_for_owner(user, review.scenario)
    if not (is_reviewer or is_author(user, review.scenario)):
        raise Http404
    return review


def own_review_or_404(user: User, ref: str, uuid: UUID) -> Review:
    """The same for its reviewer; an author is told that it is not theirs."""
    review = review_or_404(user, ref, uuid)
    if review.reviewer_id != user.pk:
        raise PermissionDenied
    return review


def earlier_reviews(user: User, review: Review) -> list[Review]:
    """Those before it that somebody may read, newest first: an author all, a reviewer their own."""
    before = Review.objects.filter(scenario=review.scenario_id, sent_at__lt=review.sent_at)
    if not is_author(user, review.scenario):
        before = before.filter(reviewer=user)
    return list(before.select_related("reviewer").order_by("-sent_at", "-pk"))


def reviews_to_do(user: User) -> QuerySet[Review]:
    """What somebody is asked to review, the most urgent first."""
    waiting = Review.objects.filter(reviewer=user, outcome="").select_related("scenario", "sent_by")
    return waiting.order_by("due_on", "pk")


@dataclass(frozen=True)
class CommentView:
    """A comment with where it stands now, its answer, and whether the text there is another."""

    pk: int
    ref: str
    label: str
    text: str
    by: User
    is_there: bool
    has_changed: bool
    may_be_removed: bool
    answer: str
    answered_by: User | None
    may_be_answered: bool

    @property
    def anchor(self) -> str:
        return anchor_of(self.ref)


@dataclass(frozen=True)
class ReviewWords:
    """All that was said in a review, as far as the reader may read it."""

    note: str
    verdict: str
    comments: tuple[CommentView, ...]

    @property
    def unanswered(self) -> int:
        return sum(not comment.answer for comment in self.comments)


def words_of_review(review: Review, user: User, draft: Scenario) -> ReviewWords:
    """The remarks of a review. An author reads the comments once it is decided, in one query."""
    remarks = list(visible_remarks(review, user))
    answers = {remark.answers_id: remark for remark in remarks if remark.part == Part.ANSWER}
    places = {at: (label, text_hash(text)) for at, label, text in places_of(draft)}
    return ReviewWords(
        note=_only(remarks, Part.NOTE),
        verdict=_only(remarks, Part.VERDICT),
        comments=tuple(
            _comment(remark, answers.get(remark.pk), places, review, user)
            for remark in remarks
            if remark.part == Part.COMMENT
        ),
    )


def visible_remarks(review: Review, user: User) -> QuerySet[ReviewRemark]:
    """The remarks of a review that somebody may read now, those of places in their order."""
    remarks = review.remarks.select_related("by").order_by("made_at", "pk")
    if review.is_open and review.reviewer_id != user.pk:
        return remarks.filter(Q(part=Part.NOTE) | Q(by=user))
    return remarks


def _only(remarks: Iterable[ReviewRemark], part: str) -> str:
    return next((r.or_notice(r.text) for r in remarks if r.part == part), "")


def _comment(
    remark: ReviewRemark,
    answer: ReviewRemark | None,
    places: dict[str, tuple[str, str]],
    review: Review,
    user: User,
) -> CommentView:
    label, now = places.get(remark.place, (remark.place, ""))
    return CommentView(
        pk=remark.pk,
        ref=remark.place,
        label=label,
        text=remark.or_notice(remark.text),
        by=remark.by,
        is_there=remark.place in places and remark.place != WHOLE,
        has_changed=now != remark.place_hash,
        may_be_removed=review.is_open and review.reviewer_id == user.pk and not remark.withheld,
        answer=answer.or_notice(answer.text) if answer else "",
        answered_by=answer.by if answer else None,
        may_be_answered=not review.is_open and review.reviewer_id != user.pk,
    )


def place_choices(draft: Scenario) -> list[tuple[str, str]]:
    """The places of a draft to choose one of."""
    return [(at, label) for at, label, _text in places_of(draft)]
