"""Who still disagrees on which factor: to the person themselves, and to those who answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from people.public import Prepared, Slot, User, has_role
from scenarios.models import Assessment, Disagreement, DisagreementReply, Panel, Scenario
from scenarios.querysets import same_case
from scenarios.selectors.promises import WAITS_FOR_LOOK, promises_on, waits_for_look, with_promises
from scenarios.services.panel_people import CHAIRS
from scoring.public import Key


def visible_disagreements(user: User | AnonymousUser) -> QuerySet[Disagreement]:
    """Those that somebody answers for: a trainer of the case's owner, or the chair of its panel.

    Never their own, and none of a case that they have open themselves, or its twin, since it tells
    the key.
    """
    if not user.is_authenticated:
        return Disagreement.objects.none()
    case = "assessment__release__case_version__scenario"
    answers_for = Q(**{f"{case}__in": Scenario.objects.visible_to(user)})
    if has_role(user, *CHAIRS):
        chaired = Panel.objects.filter(chair=user, key__isnull=False)
        answers_for |= Q(assessment__release__key__in=chaired.values("key"))
    sitting = Assessment.objects.filter(
        same_case("release__case_version__scenario", OuterRef(case)),
        person=user,
        submitted_at__isnull=True,
        stopped_at__isnull=True,
    )
    return (
        with_promises(Disagreement.objects.filter(answers_for))
        .exclude(assessment__person=user)
        .exclude(Exists(sitting))
        .select_related("factor", "reply", "assessment__release__case_version__scenario__owner")
    )


def answers_for_any(user: User) -> bool:
    """Whether the queue of those who disagree is anything to this person at all."""
    if Scenario.objects.visible_to(user).exists():
        return True
    return has_role(user, *CHAIRS) and Panel.objects.filter(chair=user).exists()


@dataclass(frozen=True)
class OwnDisagreement:
    """What I said of one factor, and what was answered. ``typed`` is what a form begins with."""

    text: str
    typed: str
    said_at: datetime
    revision: int
    reply: str = ""
    replied_at: datetime | None = None
    will_look_at_key: bool = False
    has_newer_key: bool = False
    stands_because: str = ""
    looked_at: datetime | None = None

    @property
    def is_answered(self) -> bool:
        return self.replied_at is not None


def own_disagreements(assessment: Assessment) -> Mapping[tuple[int, str], OwnDisagreement]:
    """All that the person said of one attempt, by stage and factor code: one query."""
    rows = with_promises(Disagreement.objects.filter(assessment=assessment))
    rows = rows.select_related("factor", "reply")
    return {(said.stage, said.factor.code): own_words(said) for said in rows}


def own_words(said: Disagreement) -> OwnDisagreement:
    """One of them as the person reads it."""
    reply = said.reply if said.is_answered else None
    return OwnDisagreement(
        text=said.or_notice(said.text),
        typed=said.text,
        said_at=said.said_at,
        revision=said.revision,
        reply=reply.or_notice(reply.text) if reply else "",
        replied_at=reply.replied_at if reply else None,
        will_look_at_key=reply.will_look_at_key if reply else False,
        has_newer_key=said.has_newer_key,
        stands_because=reply.stands_words if reply else "",
        looked_at=reply.looked_at if reply else None,
    )


@dataclass(frozen=True)
class NewAnswer:
    """An answer that the person has not read yet, and where it is read."""

    ref: str
    factor: str
    url: str


_new_replies = Prepared(
    lambda: (
        DisagreementReply.objects.filter(
            disagreement__assessment__person=Slot(Assessment, "person"), seen_at__isnull=True
        )
        .order_by("replied_at", "pk")
        .values_list(
            "disagreement__assessment__uuid",
            "disagreement__stage",
            "disagreement__factor__code",
            "disagreement__assessment__release__case_version__stages",
            "disagreement__assessment__release__case_version__scenario__ref",
            "disagreement__factor__name",
        )
    )
)


def new_answers(person: User) -> list[NewAnswer]:
    """What was answered to somebody and not read by them yet, oldest first: one query."""
    return [
        NewAnswer(ref, factor, f"{reverse('feedback', args=[uuid])}#{place}")
        for uuid, stage, code, stages, ref, factor in _new_replies.tuples(person=person.pk)
        for place in [place_on_feedback(stage, code, is_staged=stages > 1)]
    ]


def place_on_feedback(stage: int, code: str, *, is_staged: bool) -> str:
    """The id of what was said of one factor, on the page of whoever said it."""
    return f"disagree-{anchor_on_feedback(stage, code, is_staged=is_staged)}"


def anchor_on_feedback(stage: int, code: str, *, is_staged: bool) -> str:
    """The id of one factor on the feedback page."""
    return f"stage-{stage}-{code}" if is_staged else code


@dataclass(frozen=True)
class QueueRow:
    """One of the queue. Nothing in it says who wrote it."""

    uuid: UUID
    ref: str
    title: str
    use: str
    factor: str
    stage: int | None
    text: str
    said_at: datetime
    is_answered: bool
    will_look_at_key: bool
    waits_for_look: bool
    key_stands: bool
    has_newer_key: bool


@dataclass(frozen=True)
class CaseCount:
    """How many of one group of the queue a case has, for the filter."""

    ref: str
    count: int


def queue_of(user: User) -> QuerySet[Disagreement]:
    """What the person may answer, the oldest first; a page at a time is made into rows."""
    return visible_disagreements(user).order_by("said_at", "pk")


def waiting_of(user: User) -> tuple[int, int]:
    """How many of the queue wait for an answer, and how many for a promised look: one query."""
    counts = queue_of(user).aggregate(
        waiting=Count("pk", filter=Q(reply=None)), promised=Count("pk", filter=WAITS_FOR_LOOK)
    )
    return counts["waiting"], counts["promised"]


def queue_row(said: Disagreement) -> QueueRow:
    release = said.assessment.release
    version = release.case_version
    return QueueRow(
        uuid=said.uuid,
        ref=version.scenario.ref,
        title=version.title,
        use=release.get_use_display(),
        factor=said.factor.name,
        stage=said.stage if version.stages > 1 else None,
        text=said.or_notice(said.text),
        said_at=said.said_at,
        is_answered=said.is_answered,
        will_look_at_key=said.is_answered and said.reply.will_look_at_key,
        waits_for_look=waits_for_look(said),
        key_stands=said.is_answered and said.reply.looked_at is not None,
        has_newer_key=said.has_newer_key,
    )


def case_counts(user: User, group: Q) -> list[CaseCount]:
    """The cases of the queue, each with how many of a group it has: one query."""
    rows = (
        visible_disagreements(user)
        .order_by()
        .values_list("assessment__release__case_version__scenario__ref")
        .annotate(count=Count("pk", filter=group))
        .order_by("assessment__release__case_version__scenario__ref")
    )
    return [CaseCount(*row) for row in rows]


@dataclass(frozen=True)
class UnitCount:
    """How many disagree with a key on one factor, and what became of it."""

    stage: int
    factor: str
    said: int
    waiting: int
    promised: int


def counts_by_unit(key: Key) -> list[UnitCount]:
    """Where people still disagree with a key, most of all first: two queries.

    A promise counts for the key that is in force, also where its case had another when it was said.
    """
    rows = (
        Disagreement.objects.filter(assessment__release__key=key)
        .order_by()
        .values_list("stage", "factor__number", "factor__name")
        .annotate(said=Count("pk"), waiting=Count("pk", filter=Q(reply=None)))
    )
    said = {tuple(unit): (count, waiting) for *unit, count, waiting in rows}
    promised = {(row.stage, row.number, row.factor): row.people for row in promises_on([key.pk])}
    counts = [(*said.get(unit, (0, 0)), promised.get(unit, 0), unit) for unit in {*said, *promised}]
    counts.sort(key=lambda row: (-row[0], row[3]))
    return [
        UnitCount(stage, factor, count, waiting, waits)
        for count, waiting, waits, (stage, _number, factor) in counts
    ]
