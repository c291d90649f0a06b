"""How the questions of knowledge checks do, for trainers; and who asks for another try.

Figures are over the first tries of trainees, by wording, and by whole tens of people, so that no
figure changes by what one person did.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np
from django.db.models import Count, Max, Q, QuerySet
from django.utils.translation import gettext as _

from courses.models import KnowledgeAnswer, KnowledgeCheck, MoreTries, QuestionVersion
from courses.wording import CHOICES, Given, Kind, Wording
from people.public import Role, User, home_organisation, trainees_under
from scoring.public import (
    SMALLEST_GROUP,
    QuestionHealth,
    Reason,
    Undefined,
    question_health,
)

MAY_LOOK = (Role.TRAINER, Role.ADMINISTRATOR)
HARD, EASY = 0.3, 0.95
WEAK = 0.1


@dataclass(frozen=True)
class CheckLine:
    """A knowledge check in the list: whether it is open, and how many first tries there are."""

    check: KnowledgeCheck
    first_tries: int
    last: datetime | None


@dataclass(frozen=True)
class VersionFigures:
    """One wording with its figures, or the reason why it has none."""

    version: QuestionVersion
    wording: Wording
    is_asked_now: bool
    health: QuestionHealth | None
    never_chosen: tuple[str, ...] | None

    @property
    def kind(self) -> str:
        return str(Kind(self.wording.kind).label)

    @property
    def n_people(self) -> int:
        return self.health.n_people if self.health else 0

    @property
    def share_right(self) -> str:
        share = self.health.share_right if self.health else None
        return _too_few() if not isinstance(share, float) else f"{share:.0%}"

    @property
    def has_figures(self) -> bool:
        return self.health is not None and isinstance(self.health.share_right, float)

    @property
    def has_discrimination(self) -> bool:
        return self.health is not None and isinstance(self.health.discrimination, float)

    @property
    def discrimination(self) -> str:
        found = self.health.discrimination if self.health else None
        if isinstance(found, float):
            return f"{found:.2f}".replace("-", "−")
        if isinstance(found, Undefined) and found.reason == Reason.ALL_ALIKE:
            return _("Not said: all were right, all were wrong, or did alike elsewhere")
        return _too_few()

    @property
    def note(self) -> str:
        """What to look at, in words; nothing where nothing asks for it."""
        if not self.has_figures or self.health is None:
            return ""
        share, told = self.health.share_right, self.health.discrimination
        if isinstance(told, float) and told < 0:
            return _("Those who do well elsewhere do worse here. Look at the key and the words.")
        if isinstance(share, float) and share < HARD:
            return _("Few are right. Does the lesson say it?")
        if isinstance(share, float) and share > EASY:
            return _("Nearly everybody is right. It tells little.")
        if isinstance(told, float) and told < WEAK:
            return _("Being right here says little about the rest.")
        return ""


@dataclass
class _Kept:
    """The answers to one wording that enter its figures."""

    people: list[int] = field(default_factory=list)
    right: list[bool] = field(default_factory=list)
    given: list[Given] = field(default_factory=list)


def _too_few() -> str:
    return _("Not said: fewer than %(n)s people") % {"n": SMALLEST_GROUP}


def check_lines(viewer: User) -> list[CheckLine]:
    """All knowledge checks by title, with the first tries of the viewer's nation: one query."""
    counted = Q(
        attempts__number=1,
        attempts__submitted_at__isnull=False,
        attempts__counted_in__is_invented=_is_invented(viewer),
    )
    rows = KnowledgeCheck.objects.annotate(
        first_tries=Count("attempts", filter=counted),
        last=Max("attempts__submitted_at", filter=counted),
    ).order_by("title", "pk")
    return [CheckLine(row, row.first_tries, row.last) for row in rows]


def requests_for(trainer: User, *, and_allowed: bool = False) -> QuerySet[MoreTries]:
    """Who of the trainer's own trainees asks for another try, the longest waiting first."""
    people = trainees_under(trainer, *MAY_LOOK).values("pk")
    asked = MoreTries.objects.filter(person__in=people, check_of__isnull=False)
    return asked if and_allowed else asked.filter(allowed_at__isnull=True)


def figures_of(check: KnowledgeCheck, viewer: User) -> list[VersionFigures]:
    """Every wording that was met, in the order of the check, those no longer asked last.

    Two queries, however many answers there are.
    """
    versions = list(QuestionVersion.objects.filter(check_of=check))
    kept = _kept_answers(check, viewer)
    health = _health(kept)
    now = [question.id for question in check.written]
    places = {key: place for place, key in enumerate(now)}
    newest = {version.question: version.pk for version in versions}
    versions.sort(key=lambda row: (places.get(row.question, len(now)), row.frozen_at, row.pk))
    return [
        VersionFigures(
            version=version,
            wording=version.wording,
            is_asked_now=version.question in places and newest[version.question] == version.pk,
            health=health.get(version.pk),
            never_chosen=_never_chosen(version.wording, kept[version.pk].given),
        )
        for version in versions
    ]


def _kept_answers(check: KnowledgeCheck, viewer: User) -> defaultdict[int, _Kept]:
    rows = (
        KnowledgeAnswer.objects.filter(
            attempt__check_of=check,
            attempt__number=1,
            attempt__submitted_at__isnull=False,
            attempt__counted_in__is_invented=_is_invented(viewer),
            version__counts=True,
        )
        .order_by("attempt__submitted_at", "attempt", "place")
        .values_list("version_id", "attempt__person_id", "right", "given")
    )
    kept: defaultdict[int, _Kept] = defaultdict(_Kept)
    for version, person, right, given in rows:
        one = kept[version]
        one.people.append(person)
        one.right.append(bool(right))
        one.given.append(given)
    for one in kept.values():
        whole = len(one.people) - len(one.people) % SMALLEST_GROUP
        del one.people[whole:], one.right[whole:], one.given[whole:]
    return kept


def _health(kept: dict[int, _Kept]) -> dict[int, QuestionHealth]:
    if not kept:
        return {}
    versions = list(kept)
    codes: dict[int, int] = {}
    people = [codes.setdefault(who, len(codes)) for key in versions for who in kept[key].people]
    questions = [place for place, key in enumerate(versions) for _who in kept[key].people]
    right = [each for key in versions for each in kept[key].right]
    found = question_health(
        np.array(people, dtype=np.int64),
        np.array(questions, dtype=np.int64),
        np.array(right, dtype=np.bool_),
        len(codes),
        len(versions),
        SMALLEST_GROUP,
    )
    return dict(zip(versions, found, strict=True))


def _never_chosen(wording: Wording, given: Sequence[Given]) -> tuple[str, ...] | None:
    """The options or factors that nobody chose; None where nothing is chosen, or by too few."""
    if wording.kind == Kind.ORDERING or len(given) < SMALLEST_GROUP:
        return None
    chosen = {each for one in given for each in one}
    if wording.kind in CHOICES:
        texts = enumerate(wording.options)
        return tuple(option.text for place, option in texts if place not in chosen)
    return tuple(name for code, name in wording.choices if code not in chosen)


def _is_invented(viewer: User) -> bool:
    """Real and invented organisations are never added together."""
    home = home_organisation(viewer)
    return bool(home and home.is_invented)
