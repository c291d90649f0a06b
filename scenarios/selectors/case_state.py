"""Where cases stand, in one word each, whose turn it is, and what comes next.

A case may have a text in use and another in hand: ``state`` says how far the one is that people
meet, and ``next_state`` how far the other. Every list and page takes both from here.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    OuterRef,
    Q,
    QuerySet,
    TextChoices,
    Value,
    When,
)
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.public import User, has_role
from scenarios.models import Panel, Panellist, Release, Review, Scenario, Use
from scenarios.selectors.panels import visible_panels
from scenarios.services.panel_people import SENDERS


class CaseState(TextChoices):
    DRAFT = "draft", gettext_lazy("Draft")
    WITH_REVIEWER = "with_reviewer", gettext_lazy("With a reviewer")
    REVIEWED = "reviewed", gettext_lazy("Reviewed")
    WITH_PANEL = "with_panel", gettext_lazy("With a panel")
    FOR_APPROVAL = "for_approval", gettext_lazy("Waiting for approval")
    IN_USE = "in_use", gettext_lazy("In use")
    CLOSED = "closed", gettext_lazy("Closed to new starts")
    RETIRED = "retired", gettext_lazy("Retired")
    WITHDRAWN = "withdrawn", gettext_lazy("Withdrawn")


class Turn(TextChoices):
    AUTHOR = "author", gettext_lazy("An author’s")
    REVIEWER = "reviewer", gettext_lazy("A reviewer’s")
    PANEL = "panel", gettext_lazy("A panel’s")
    CHAIR = "chair", gettext_lazy("A chair’s")
    APPROVER = "approver", gettext_lazy("An approver’s")
    NOBODY = "nobody", gettext_lazy("Nobody’s")


# Of two releases of a case the one further up tells its state.
LIVES = {
    Release.State.OPEN: CaseState.IN_USE,
    Release.State.CLOSED: CaseState.CLOSED,
    Release.State.RETIRED: CaseState.RETIRED,
    Release.State.WITHDRAWN: CaseState.WITHDRAWN,
}
MET = (CaseState.IN_USE, CaseState.CLOSED)
AUTHORS = (CaseState.DRAFT, CaseState.REVIEWED)
BEFORE_PANELS = (*AUTHORS, CaseState.WITH_REVIEWER)
PANELS = (CaseState.WITH_PANEL, CaseState.FOR_APPROVAL)
IN_HAND = Q(chair__isnull=False, called_off_at__isnull=True, release__isnull=True)
FOR_CHAIR = Q(key__isnull=False, returned_at__isnull=False) | Q(key__isnull=True, is_awaited=False)
# All that a list needs of the one and the other; of many rows the rest is much.
NAMES = ("first_name", "last_name")
PANEL_FACTS = (
    "uuid", "use", "sent_at", "due_on", "closed_at", "key", "returned_at", "called_off_at",
    "release", "case_version__scenario", *(f"chair__{name}" for name in NAMES),
    *(f"approver__{name}" for name in NAMES),
)  # fmt: skip
REVIEW_FACTS = (
    "uuid", "scenario", "sent_at", "due_on", "outcome", "decided_at",
    *(f"sent_by__{name}" for name in NAMES), *(f"reviewer__{name}" for name in NAMES),
)  # fmt: skip
FOR_APPROVER = Q(key__isnull=False, returned_at__isnull=True)


def _when(rows: QuerySet[Any], state: str) -> When:
    return When(Exists(rows), then=Value(str(state)))


# Put together once a process, since of a list of cases it is what costs most, and not before
# it is asked for, since this module is loaded while models are.
@cache
def _life() -> Case:
    """How far the text is that was released: empty before the first release."""
    releases = Release.objects.filter(case_version__scenario=OuterRef("pk"))
    return Case(
        *(_when(releases.filter(state=state), life) for state, life in LIVES.items()),
        default=Value(""),
        output_field=CharField(),
    )


@cache
def _work() -> Case:
    """How far the text in hand is: empty where it is the one released."""
    of_this = OuterRef("text_hash")
    in_hand = Panel.objects.filter(IN_HAND, case_version__scenario=OuterRef("pk"))
    reviews = Review.objects.filter(scenario=OuterRef("pk"))
    releases = Release.objects.filter(case_version__scenario=OuterRef("pk"))
    passed = reviews.filter(text_hash=of_this, outcome=Review.Outcome.PASSED)
    return Case(
        _when(in_hand.filter(key__isnull=True), CaseState.WITH_PANEL),
        _when(in_hand.filter(key__isnull=False), CaseState.FOR_APPROVAL),
        _when(reviews.filter(outcome=""), CaseState.WITH_REVIEWER),
        _when(releases.filter(case_version__text_hash=of_this), ""),
        _when(passed, CaseState.REVIEWED),
        default=Value(CaseState.DRAFT.value),
        output_field=CharField(),
    )


@dataclass(frozen=True)
class Standing:
    """Where a case stands; ``turn_of`` are the people who can move it on, where they are named."""

    state: CaseState
    next_state: CaseState | None
    uses: tuple[str, ...]
    turn: Turn
    turn_of: tuple[User, ...]
    facts: str
    due_on: date | None
    review: Review | None
    panel: Panel | None

    @property
    def in_hand(self) -> CaseState:
        """How far the text in hand is, which is what somebody can do something about."""
        return self.next_state or self.state

    @property
    def words(self) -> str:
        """The state with what the case is in use for: “In use: practice”."""
        if self.state == CaseState.IN_USE and self.uses:
            return f"{self.state.label}: {', '.join(self.uses)}"
        return str(self.state.label)

    @property
    def turn_words(self) -> str:
        """Whose turn it is, by name where somebody is named."""
        names = {"names": ", ".join(str(person) for person in self.turn_of)}
        match self.turn:
            case Turn.AUTHOR:
                return _("Author: %(names)s") % names if self.turn_of else _("Author")
            case Turn.REVIEWER:
                return _("Reviewer: %(names)s") % names
            case Turn.CHAIR:
                return _("Chair: %(names)s") % names
            case Turn.APPROVER:
                return _("Approver: %(names)s") % names
            case Turn.PANEL:
                return _("Panel")
        return _("Nobody")

    @property
    def is_overdue(self) -> bool:
        return self.due_on is not None and self.due_on < timezone.localdate()


def with_state(scenarios: QuerySet[Scenario]) -> QuerySet[Scenario]:
    """The scenarios, each with ``life``, of what was released, and ``work``, of what is in hand."""
    return scenarios.annotate(life=_life(), work=_work())


def with_author(scenarios: QuerySet[Scenario]) -> QuerySet[Scenario]:
    """The same with who saved the newest draft, and without what the draft says."""
    return scenarios.select_related("latest_revision__user").defer("latest_revision__content")


def ready_for_panel(user: User) -> QuerySet[Scenario]:
    """The cases of somebody whose very text a reviewer has passed, and which is published."""
    passed = Review.objects.filter(
        scenario=OuterRef("pk"), outcome=Review.Outcome.PASSED, text_hash=OuterRef("text_hash")
    )
    scenarios = Scenario.objects.visible_to(user).filter(live=True, has_unpublished_changes=False)
    return scenarios.filter(Exists(passed)).order_by("ref")


def in_state(scenarios: QuerySet[Scenario], state: str) -> QuerySet[Scenario]:
    """Those whose text in use or text in hand is in a state."""
    if state in LIVES.values():
        return scenarios.alias(life=_life()).filter(life=state)
    return scenarios.alias(work=_work()).filter(work=state)


def whose_turn(scenarios: QuerySet[Scenario], turn: str) -> QuerySet[Scenario]:
    """Those that wait for somebody of this part."""
    panels = _panels()
    asked = {
        Turn.AUTHOR: Q(work__in=AUTHORS),
        Turn.REVIEWER: Q(work=CaseState.WITH_REVIEWER),
        Turn.PANEL: Q(work=CaseState.WITH_PANEL) & ~Exists(panels.filter(FOR_CHAIR)),
        Turn.CHAIR: Q(work__in=PANELS) & Exists(panels.filter(FOR_CHAIR)),
        Turn.APPROVER: Q(work=CaseState.FOR_APPROVAL) & ~Exists(panels.filter(FOR_CHAIR)),
        Turn.NOBODY: Q(work=""),
    }
    return scenarios.alias(work=_work()).filter(asked[Turn(turn)])


def turn_of(scenarios: QuerySet[Scenario], user: User) -> QuerySet[Scenario]:
    """Those that wait for this very person."""
    panels = _panels()
    reviews = Review.objects.filter(scenario=OuterRef("pk"), outcome="", reviewer=user)
    return scenarios.alias(work=_work()).filter(
        Q(work__in=AUTHORS, latest_revision__user=user)
        | Q(Exists(reviews))
        | Q(Exists(panels.filter(FOR_CHAIR, chair=user)))
        | Q(Exists(panels.filter(FOR_APPROVER, approver=user)))
    )


def _panels() -> QuerySet[Panel]:
    """The panels in hand of a scenario, within a query for scenarios."""
    awaited = Panellist.objects.filter(
        panel=OuterRef("pk"), finished_at__isnull=True, declined_at__isnull=True
    )
    panels = Panel.objects.filter(IN_HAND, case_version__scenario=OuterRef("pk"))
    return panels.annotate(is_awaited=Exists(awaited))


def standing_of(scenario: Scenario) -> Standing:
    """Where one case stands."""
    return standings([scenario])[scenario.pk]


def standings(scenarios: Iterable[Scenario]) -> dict[int, Standing]:
    """Where each of these cases stands, by id, in four queries however many there are.

    Rows that come from ``with_author(with_state(…))`` save one of them.
    """
    rows = list(scenarios)
    keys = [scenario.pk for scenario in rows]
    if not all(hasattr(row, "work") for row in rows):
        rows = list(with_author(with_state(Scenario.objects.filter(pk__in=keys))))
    uses, panels = _uses(keys), _panels_in_hand([row.pk for row in rows if row.work in PANELS])
    reviews = _newest_reviews([row.pk for row in rows if row.work in BEFORE_PANELS])
    return {
        row.pk: _standing(row, uses.get(row.pk, []), reviews.get(row.pk), panels.get(row.pk))
        for row in rows
    }


def _uses(keys: Collection[int]) -> dict[int, list[str]]:
    """What each is in use for, in words and in their order."""
    words = {use.value: str(use.label).lower() for use in Use}
    uses: dict[int, set[str]] = {}
    releases = Release.objects.filter(case_version__scenario__in=keys, state=Release.State.OPEN)
    for key, use in releases.values_list("case_version__scenario", "use"):
        uses.setdefault(key, set()).add(words[use])
    return {key: sorted(each) for key, each in uses.items()}


def _newest_reviews(keys: Collection[int]) -> dict[int, Review]:
    """The newest review of each."""
    sent = Review.objects.filter(scenario__in=keys).select_related("sent_by", "reviewer")
    newest: dict[int, Review] = {}
    for review in sent.only(*REVIEW_FACTS):
        newest.setdefault(review.scenario_id, review)
    return newest


def _panels_in_hand(keys: Collection[int]) -> dict[int, Panel]:
    """The newest panel in hand of each, with how many sit on it and have finished or declined."""
    finished = Q(panellists__finished_at__isnull=False)
    panels = (
        Panel.objects.filter(IN_HAND, case_version__scenario__in=keys)
        .select_related("chair", "approver", "case_version")
        .only(*PANEL_FACTS)
        .annotate(
            seats=Count("panellists"),
            finished=Count("panellists", filter=finished),
            declined=Count("panellists", filter=Q(panellists__declined_at__isnull=False)),
        )
        .order_by("sent_at", "pk")
    )
    return {panel.case_version.scenario_id: panel for panel in panels}


def _standing(
    row: Scenario, uses: Sequence[str], review: Review | None, panel: Panel | None
) -> Standing:
    life = CaseState(row.life) if row.life else None
    work = CaseState(row.work) if row.work else None
    shown = life if life and (life in MET or work is None) else work or CaseState.DRAFT
    turn, people = _turn(row, work, review, panel)
    has_panel = panel is not None and work in PANELS
    is_read = review is not None and work == CaseState.WITH_REVIEWER
    return Standing(
        state=shown,
        next_state=work if work != shown else None,
        uses=tuple(uses),
        turn=turn,
        turn_of=people,
        facts=_facts(panel) if has_panel and panel else "",
        due_on=panel.due_on if has_panel and panel else review.due_on if is_read else None,
        review=review,
        panel=panel,
    )


def _turn(
    row: Scenario, work: CaseState | None, review: Review | None, panel: Panel | None
) -> tuple[Turn, tuple[User, ...]]:
    if work in PANELS and panel is not None:
        if panel.key_id is not None and panel.returned_at is None:
            return Turn.APPROVER, (panel.approver,)
        if panel.key_id is not None or panel.finished + panel.declined == panel.seats:
            return Turn.CHAIR, (panel.chair,)
        return Turn.PANEL, ()
    if work == CaseState.WITH_REVIEWER and review is not None:
        return Turn.REVIEWER, (review.reviewer,)
    if work is None:
        return Turn.NOBODY, ()
    author = row.latest_revision.user if row.latest_revision else None
    author = author or (review.sent_by if review else None)
    return Turn.AUTHOR, (author,) if author else ()


def _facts(panel: Panel) -> str:
    words = _("%(finished)d of %(seats)d finished")
    return words % {"finished": panel.finished, "seats": panel.seats}


@dataclass(frozen=True)
class NextStep:
    """The one thing to do next on a case. Without an address it is not this person’s to do."""

    label: str
    url: str = ""


def next_step(scenario: Scenario, user: User, standing: Standing | None = None) -> NextStep:
    """What comes next for a case, and where this person does it if it is theirs to do."""
    standing = standing or standing_of(scenario)
    review, panel = standing.review, standing.panel
    match standing.in_hand:
        case CaseState.WITH_REVIEWER if review:
            words = _("Review it") if review.reviewer_id == user.pk else _("See how the review is")
            return NextStep(words, reverse("workshop_review", args=[scenario.ref, review.uuid]))
        case CaseState.DRAFT if review and review.outcome == Review.Outcome.SENT_BACK:
            address = reverse("workshop_review", args=[scenario.ref, review.uuid])
            return NextStep(_("Answer the reviewer"), address)
        case CaseState.DRAFT:
            address = reverse("workshop_reviews", args=[scenario.ref])
            return NextStep(_("Send to a reviewer"), address)
        case CaseState.REVIEWED if has_role(user, *SENDERS):
            return NextStep(_("Send to a panel"), f"{reverse('panel_new')}?scenario={scenario.ref}")
        case CaseState.REVIEWED:
            return NextStep(_("A trainer sends it to a panel"))
        case CaseState.WITH_PANEL | CaseState.FOR_APPROVAL if panel:
            return _panel_step(panel, standing, user)
    address = reverse(Scenario.snippet_viewset.get_url_name("edit"), args=[scenario.pk])
    return NextStep(_("Write the next text"), address)


def _panel_step(panel: Panel, standing: Standing, user: User) -> NextStep:
    if not visible_panels(user).filter(pk=panel.pk).exists():
        return NextStep(_("Waiting for: %(who)s") % {"who": standing.turn_words})
    is_mine = standing.turn == Turn.APPROVER and panel.approver_id == user.pk
    words = _("Decide on the key") if is_mine else _("Open the panel")
    return NextStep(words, reverse("panel", args=[panel.uuid]))
