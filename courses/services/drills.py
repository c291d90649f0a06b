"""A person practises on drills: one is put before them, answered once, or set aside."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.drill_content import WITHOUT_A_LEVEL, DrillContent
from courses.models import Drill, DrillAnswer, DrillVersion
from courses.selectors.drill_cases import case_of
from courses.selectors.drill_history import History, history_of
from courses.selectors.drill_sources import (
    Offer,
    factors_to_drill,
    next_offer,
    written_content,
)
from courses.spacing import Next, Why, next_factor
from people.public import (
    User,
    is_never_counted,
    remember_memberships,
    trainee_organisation,
)
from scenarios.public import AnswerKind
from scoring.public import Factor

LONGEST = timedelta(minutes=5)


class DrillClosed(Exception):
    """It cannot be answered any more; the words say why. Nothing was kept."""


@transaction.atomic
def begin_drill(
    *, person: User, factor: str = "", code: str = "", at: datetime | None = None
) -> DrillAnswer | None:
    """Put a drill before the person: the one that is due next, or what they asked for.

    ``factor`` asks for any drill of it, ``code`` for a written one. One that they have open is gone
    on with, so that beginning twice is the same as once, even where the drill is kept for measuring
    since. None: there is nothing to practise on.
    """
    _hold(person)
    if there := _open_one(person, factor, code):
        return there
    history = history_of(person)
    offer, why = _offer(person, history, factor, code, at or timezone.now())
    if offer is None:
        return None
    return DrillAnswer.objects.create(
        person=person, version=freeze(offer), why=why, shown_at=at or timezone.now()
    )


def _hold(person: User) -> None:
    """One at a time for each person, so that two clicks cannot both find nothing open."""
    list(User.objects.select_for_update(no_key=True).filter(pk=person.pk).values_list("pk"))


def _open_one(person: User, factor: str, code: str) -> DrillAnswer | None:
    """What the person left open; a page whose case can be shown no more is set aside."""
    rows = DrillAnswer.objects.filter(
        person=person, answered_at__isnull=True, set_aside_at__isnull=True
    ).select_related("version")
    if code:
        rows = rows.filter(version__drill__code=code)
    elif factor:
        rows = rows.filter(version__factor=factor)
    for row in rows.order_by("-pk"):
        if case_of(person, row.version).may_be_shown:
            return row
        _put_aside(row)
    return None


def _offer(
    person: User, history: History, factor: str, code: str, at: datetime
) -> tuple[Offer | None, Why]:
    factors = {each.code: each for each in factors_to_drill()}
    if code:
        drill = Drill.objects.to_practise().filter(code=code).first()
        of = factors.get(drill.factor) if drill else None
        if drill is None or of is None:
            return None, Why.ASKED
        return Offer(DrillVersion.Kind.WRITTEN, written_content(drill, of), drill), Why.ASKED
    if factor:
        asked = factors.get(factor)
        return (next_offer(person, asked, history) if asked else None), Why.ASKED
    return _next_due(person, history, factors, at)


def _next_due(
    person: User, history: History, factors: dict[str, Factor], at: datetime
) -> tuple[Offer | None, Why]:
    today = timezone.localdate(at)
    left = list(factors)
    while left:
        chosen: Next | None = next_factor(
            left,
            history.places,
            today,
            new_today=history.new_on(today),
            just_had=history.last_factor,
        )
        if chosen is None:
            break
        if offer := next_offer(person, factors[chosen.factor], history):
            return offer, chosen.why
        left.remove(chosen.factor)
    return None, Why.DUE


def freeze(offer: Offer) -> DrillVersion:
    """The row of this very wording: made when somebody first meets it, then shared by all."""
    content = offer.content
    version, _made = DrillVersion.objects.get_or_create(
        content_hash=content.hash,
        defaults={
            "kind": offer.kind,
            "drill": offer.drill,
            "factor": content.factor,
            "title": content.title[:120],
            "right": list(content.right),
            "content": content.as_content(),
        },
    )
    return version


@transaction.atomic
def answer_drill(
    *,
    person: User,
    uuid: UUID,
    answer: str,
    confidence: int | None = None,
    at: datetime | None = None,
) -> DrillAnswer:
    """Keep what the person answered. Answering again is the same as once: the first stands.

    DrillAnswer.DoesNotExist: it is not theirs. DrillClosed: it was set aside, or its case can be
    shown no more. The first answer to a wording counts; later ones are kept.
    """
    _hold(person)
    row = DrillAnswer.objects.select_related("version").get(person=person, uuid=uuid)
    if row.is_answered:
        return row
    refuse_closed(person, row)
    content = DrillContent.from_content(row.version.content)
    if answer not in content.answers:
        raise ValueError(f"{answer} is no answer to drill {row.version_id}.")
    row.answered_at = at or timezone.now()
    row.kind = answer if answer in WITHOUT_A_LEVEL else AnswerKind.LEVEL
    row.level = None if answer in WITHOUT_A_LEVEL else int(answer)
    row.confidence = confidence
    row.outcome = content.outcome(answer)
    row.seconds = seconds_between(row.shown_at, row.answered_at)
    row.is_first = not DrillAnswer.objects.filter(
        person=person, version=row.version_id, is_first=True
    ).exists()
    row.counted_in = None if is_never_counted(person) else trainee_organisation(person)
    row.save()
    return row


@transaction.atomic
def answer_drill_for_all(
    *, drill: Drill, answers: Sequence[tuple[User, str, int]], at: datetime
) -> None:
    """The same for many trainees of a demonstration, in a few statements; again, it is once.

    ``answers``: each person with what they answer and how sure they are.
    """
    factor = next(each for each in factors_to_drill() if each.code == drill.factor)
    content = written_content(drill, factor)
    version = freeze(Offer(DrillVersion.Kind.WRITTEN, content, drill))
    remember_memberships([person for person, _answer, _confidence in answers])
    DrillAnswer.objects.bulk_create(
        [
            DrillAnswer(
                person=person,
                version=version,
                why=Why.NEW,
                shown_at=at - timedelta(minutes=3),
                answered_at=at,
                kind=answer if answer in WITHOUT_A_LEVEL else AnswerKind.LEVEL,
                level=None if answer in WITHOUT_A_LEVEL else int(answer),
                confidence=confidence,
                outcome=content.outcome(answer),
                seconds=180,
                is_first=True,
                counted_in=trainee_organisation(person),
            )
            for person, answer, confidence in answers
        ],
        # The database leaves alone what is there already.
        ignore_conflicts=True,
    )


def refuse_closed(person: User, row: DrillAnswer) -> None:
    """Raise DrillClosed where a drill that is not answered cannot be answered any more."""
    if row.set_aside_at is not None:
        raise DrillClosed(_("You skipped this drill. Nothing was kept."))
    if not case_of(person, row.version).may_be_shown:
        raise DrillClosed(
            _("The case of this drill cannot be shown any more. Nothing was kept of it.")
        )


def seconds_between(shown: datetime, answered: datetime) -> int:
    """How long it took, by the server's clock: at most five minutes, and never less than none."""
    gap = min(max(answered - shown, timedelta(0)), LONGEST)
    return int(gap.total_seconds())


@transaction.atomic
def set_drill_aside(*, person: User, uuid: UUID) -> DrillAnswer:
    """Skip a drill: nothing is kept of it but that another comes. An answered one stays.

    DrillAnswer.DoesNotExist: it is not theirs.
    """
    _hold(person)
    row = DrillAnswer.objects.get(person=person, uuid=uuid)
    if not row.is_answered and row.set_aside_at is None:
        _put_aside(row)
    return row


def _put_aside(row: DrillAnswer) -> None:
    row.set_aside_at = timezone.now()
    row.save(update_fields=["set_aside_at"])
