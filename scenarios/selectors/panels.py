"""Panels as those who have a part in them may see them. Before closing nobody sees a rating.

What is shown of an open panel says who has begun and who has finished, never what was said.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from people.public import User
from scenarios.models import Panel, Panellist, PanelQuestion, Use
from scenarios.services.closing import too_few_words
from scenarios.services.panel_people import may_still_read, minimum_of, needs_words
from scenarios.services.panels import BLIND_ROUND
from scoring.public import newest_framework

# From so many on, one or two answers without a level leave enough with one to score a factor.
COMFORTABLE = 7
RATED_BLIND = Q(ratings__round=BLIND_ROUND) & ~Q(ratings__receipt="")


def visible_panels(user: User | AnonymousUser) -> QuerySet[Panel]:
    """The panels a person may open: those they sent, chair, approve, or have a seat on."""
    if not user.is_authenticated:
        return Panel.objects.none()
    seats = Panellist.objects.filter(person=user).values("panel")
    named = Q(sent_by=user) | Q(chair=user) | Q(approver=user)
    return Panel.objects.filter(named | Q(pk__in=seats)).select_related(
        "case_version__scenario__owner",
        "case_version__scenario__latest_revision",
        "chair",
        "approver",
        "sent_by",
        "key",
        "release",
    )


def has_part_in_panels(user: User | AnonymousUser) -> bool:
    """Whether the person is named as chair, approver or panellist of any panel: one query."""
    return visible_panels(user).exists()


def panel_or_404(user: User, uuid: UUID) -> Panel:
    """A panel the person has a part in; any other answers as one that does not exist."""
    panel = visible_panels(user).filter(uuid=uuid).first()
    if panel is None:
        raise Http404
    return panel


def chaired_panel_or_404(user: User, uuid: UUID) -> Panel:
    """The same for the chair; who has another part in it is told that this is not theirs."""
    panel = panel_or_404(user, uuid)
    if panel.chair_id != user.pk:
        raise PermissionDenied
    return panel


def approved_panel_or_404(user: User, uuid: UUID) -> Panel:
    """The same for the person named to approve."""
    panel = panel_or_404(user, uuid)
    if panel.approver_id != user.pk:
        raise PermissionDenied
    return panel


def may_read_ratings(user: User, panel: Panel) -> bool:
    """Whether somebody's part lets them read what a closed panel said; a panellist's does not."""
    return panel.key_id is not None and may_still_read(user, panel)


def may_read_answers(user: User, panel: Panel) -> bool:
    """Whether somebody may read what panellists were asked and answered: its chair and approver.

    Not the sender: by label, who lies far off is told to nobody else.
    """
    return user.pk in (panel.chair_id, panel.approver_id) and may_read_ratings(user, panel)


def may_look_at_papers(user: User, panel: Panel) -> bool:
    """Whether somebody's part lets them read the case file: the approver's only from closing on."""
    return panel.key_id is not None or user.pk in (panel.chair_id, panel.sent_by_id)


def panel_of(key_id: int) -> Panel | None:
    """The panel that a key was made by, if it was made by one and not copied."""
    return Panel.objects.filter(key=key_id).first()


def seat_or_404(user: User, uuid: UUID) -> Panellist:
    """The person's own seat on a panel, and nobody else's."""
    seats = Panellist.objects.filter(person=user, panel__uuid=uuid)
    seat = seats.select_related("panel__case_version__scenario__owner", "panel__chair").first()
    if seat is None:
        raise Http404
    seat.person = user
    return seat


def moved_on_words(panel: Panel) -> list[str]:
    """What has changed since the text was frozen, and that it changes nothing here."""
    words = []
    edited = panel.case_version.scenario.latest_revision
    if edited is not None and edited.created_at > panel.sent_at:
        words.append(
            _(
                "The draft of this case was edited after it was sent. The panel rates the frozen "
                "text; what was edited goes into the next version, for a panel of its own."
            )
        )
    newest = newest_framework()
    if newest is not None and newest.pk != panel.case_version.framework_id:
        later = _("A newer framework has come in since the case was frozen.")
        words.append(f"{later} {_framework_words(panel)}")
    return words


def _framework_words(panel: Panel) -> str:
    if panel.use == Use.ANCHOR:
        return _(
            "This panel rates on the one it was sent with, and an anchor on it cannot be released: "
            "send the case again. The draft is frozen on the newer one."
        )
    if panel.use == Use.CHECK:
        return _(
            "This panel rates on the one it was sent with, and a check on it cannot be released: "
            "send the case again. The draft is frozen on the newer one."
        )
    return _(
        "This panel rates, and its release stands, on the one it was sent with. The next version "
        "of the case is frozen on the newer one."
    )


@dataclass(frozen=True)
class SeatRow:
    """One invited person: how far they are, and nothing of what they say."""

    person: User
    state: str
    words: str
    may_be_removed: bool
    reminded_at: datetime | None = None


def seat_rows(panel: Panel) -> list[SeatRow]:
    """The seats of a panel in the order of names, in one query.

    Of the revision round nothing is said by name: whom nothing more is asked said that ARMS is not
    the tool, or that it is outside their field.
    """
    units = unit_count(panel)
    seats = (
        panel.panellists.select_related("person")
        .annotate(done=Count("ratings", filter=RATED_BLIND))
        .order_by("person__last_name", "person__first_name", "pk")
    )
    return [
        SeatRow(
            person=seat.person,
            state="done" if seat.finished_at else "",
            words=_("Finished") if seat.finished_at else _seat_words(panel, seat, seat.done, units),
            may_be_removed=panel.is_open and seat.begun_at is None and seat.declined_at is None,
            reminded_at=seat.reminded_at if panel.is_open else None,
        )
        for seat in seats
        if seat.person is not None
    ]


def unit_count(panel: Panel) -> int:
    """How many items a panellist rates in all."""
    version = panel.case_version
    return version.stages * version.framework.factors.count()


def _seat_words(panel: Panel, seat: Panellist, done: int, units: int) -> str:
    if seat.finished_at is not None:
        return _again_words(panel, seat)
    if seat.declined_at is not None:
        return _("Declined")
    if seat.begun_at is None:
        return _("Invited, not begun")
    return _("%(done)d of %(units)d done") % {"done": done, "units": units}


def _again_words(panel: Panel, seat: Panellist) -> str:
    """How far somebody is who has finished the blind round."""
    if seat.revised_at is not None:
        return _("Finished, and has looked again")
    if panel.state == Panel.State.REVISING:
        if seat.asked_again:
            return _("Finished, and asked to look again")
        return _("Finished, and asked nothing more")
    return _("Finished")


@dataclass(frozen=True)
class Progress:
    """How many have finished, and whether that is enough to close.

    ``declined`` have not finished and never will; ``is_just_enough`` is where one would wait.
    """

    seats: int
    finished: int
    declined: int
    needs: str
    too_few: str | None
    is_just_enough: bool
    asked_again: int = 0
    looked_again: int = 0

    @property
    def unfinished(self) -> int:
        return self.seats - self.finished

    @property
    def awaited(self) -> int:
        return self.unfinished - self.declined

    @property
    def may_lose_factors(self) -> bool:
        """Whether an answer without a level can leave a factor with too few of them to score."""
        return self.too_few is None and self.finished < COMFORTABLE


def progress_of(panel: Panel) -> Progress:
    counts = panel.panellists.aggregate(
        seats=Count("pk"),
        finished=Count("pk", filter=Q(finished_at__isnull=False)),
        declined=Count("pk", filter=Q(declined_at__isnull=False)),
        asked_again=Count("pk", filter=Q(asked_again__gt=0)),
        looked_again=Count("pk", filter=Q(revised_at__isnull=False)),
    )
    finished, minimum = counts["finished"], minimum_of(panel.use)
    return Progress(
        **counts,
        needs=needs_words(panel.use),
        too_few=too_few_words(finished, panel.use),
        is_just_enough=minimum <= finished <= max(minimum, COMFORTABLE - 1),
    )


@dataclass(frozen=True)
class PanelRow:
    """A panel in a list of one's own."""

    uuid: UUID
    ref: str
    title: str
    use: str
    state: str
    due_on: date | None
    is_overdue: bool
    facts: str
    sent_at: datetime
    is_waiting: bool = False


@dataclass(frozen=True)
class MyPanels:
    """Every panel somebody has a part in, by the part."""

    to_rate: list[PanelRow]
    chaired: list[PanelRow]
    to_approve: list[PanelRow]
    sent: list[PanelRow]

    @property
    def waiting(self) -> list[PanelRow]:
        """What the person is asked for now, the most urgent first."""
        rows = (row for row in self.to_rate if row.is_waiting)
        return sorted(rows, key=lambda row: (row.due_on or date.max, row.ref))

    @property
    def others_to_rate(self) -> list[PanelRow]:
        """Those of which nothing is asked now."""
        return [row for row in self.to_rate if not row.is_waiting]

    def __bool__(self) -> bool:
        return bool(self.to_rate or self.chaired or self.to_approve or self.sent)


def my_panels(user: User) -> MyPanels:
    """The lists of the first page, newest first, in three queries."""
    seats = (
        Panellist.objects.filter(person=user, declined_at__isnull=True)
        .select_related("panel__case_version__scenario", "panel__case_version__framework")
        .annotate(
            done=Count("ratings", filter=RATED_BLIND, distinct=True),
            factors=Count("panel__case_version__framework__factors", distinct=True),
            has_question=Exists(_unanswered()),
        )
        .order_by("-panel__sent_at", "-pk")
    )
    named = list(
        Panel.objects.filter(Q(sent_by=user) | Q(chair=user) | Q(approver=user))
        .select_related("case_version__scenario")
        .annotate(
            seats=Count("panellists"),
            finished=Count("panellists", filter=Q(panellists__finished_at__isnull=False)),
        )
    )
    return MyPanels(
        to_rate=[
            panel_row(
                seat.panel,
                _seat_facts(seat),
                is_waiting=is_waited_for(seat) or seat.has_question,
                is_dated=not seat.has_question,
            )
            for seat in seats
        ],
        chaired=_named_rows(panel for panel in named if panel.chair_id == user.pk),
        to_approve=_named_rows(panel for panel in named if panel.approver_id == user.pk),
        sent=_named_rows(panel for panel in named if panel.sent_by_id == user.pk != panel.chair_id),
    )


def _named_rows(panels: Iterable[Panel]) -> list[PanelRow]:
    words = _("%(finished)d of %(seats)d finished")
    return [panel_row(panel, words % {"finished": panel.finished, "seats": panel.seats})
            for panel in panels]  # fmt: skip


def _unanswered() -> QuerySet[PanelQuestion]:
    """Of a seat: the question that its panellist has not answered, and still can."""
    return PanelQuestion.objects.filter(
        panellist=OuterRef("pk"), answer__isnull=True, panellist__panel__called_off_at__isnull=True
    )


def _seat_facts(seat: Panellist) -> str:
    if seat.has_question:
        return _("The chair asks you something")
    units = seat.panel.case_version.stages * seat.factors
    return _seat_words(seat.panel, seat, seat.done, units)


def is_waited_for(seat: Panellist) -> bool:
    """Whether the person is asked for something now: to rate, or to look again."""
    if seat.panel.is_open:
        return seat.finished_at is None and seat.declined_at is None
    is_revising = seat.panel.state == Panel.State.REVISING
    return is_revising and seat.asked_again > 0 and seat.revised_at is None


def panel_row(
    panel: Panel, facts: str, *, is_waiting: bool = False, is_dated: bool = True
) -> PanelRow:
    """A panel in a list, with what is to be said of it there."""
    today = timezone.localdate()
    due_on = (panel.revision_due_on or panel.due_on) if is_dated else None
    is_rating = panel.state in (Panel.State.OPEN, Panel.State.REVISING)
    return PanelRow(
        uuid=panel.uuid,
        ref=panel.case_version.scenario.ref,
        title=panel.case_version.title,
        use=panel.get_use_display(),
        state=panel.state.label,
        due_on=due_on,
        is_overdue=is_rating and due_on is not None and due_on < today,
        facts=facts,
        sent_at=panel.sent_at,
        is_waiting=is_waiting,
    )
