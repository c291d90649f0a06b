"""A person tries a knowledge check: draws questions, answers them, hands them in once."""

import random
from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.factors import factor_choices
from courses.models import (
    KnowledgeAnswer,
    KnowledgeAttempt,
    KnowledgeCheck,
    LessonPage,
    QuestionVersion,
)
from courses.selectors.knowledge import standing_in
from courses.services.events import note
from courses.wording import Given, Kind, Question, Wording, hash_of
from people.public import User, is_never_counted, trainee_organisation

# A fair draw, not a secret; what is drawn is stored.
draw_lots = random.Random()  # noqa: S311


class CannotTry(Exception):
    """The check cannot be tried; the words say why."""


class AlreadyHandedIn(Exception):
    """The try was handed in, so that its answers stand."""


class NotAnswered(Exception):
    """Some questions have no answer yet; ``places`` are theirs."""

    def __init__(self, places: Sequence[int]) -> None:
        self.places = tuple(places)
        super().__init__(f"Not answered: {self.places}")


def start_try(*, person: User, check: KnowledgeCheck) -> KnowledgeAttempt:
    """The person's open try of this check, begun now unless there is one already.

    CannotTry: it is not published, or the tries are used up.
    """
    open_one = KnowledgeAttempt.objects.filter(
        person=person, check_of=check, submitted_at__isnull=True
    )
    if found := open_one.first():
        return found
    if not check.live:
        raise CannotTry(_("This knowledge check is not open at present."))
    try:
        with transaction.atomic():
            return _begin(person, check)
    except IntegrityError:  # a second click or tab was quicker: theirs is the one
        return open_one.get()


def _begin(person: User, check: KnowledgeCheck) -> KnowledgeAttempt:
    standing = standing_in(person, check)
    if not standing.may_begin:
        raise CannotTry(_("You have used all your tries."))
    questions = _draw(check, person)
    attempt = KnowledgeAttempt.objects.create(
        person=person,
        check_of=check,
        check_title=check.title,
        number=len(standing.tries) + 1,
        pass_mark=min(check.pass_mark, len(questions)),
        drawn=len(questions),
        attempts_allowed=check.attempts_allowed,
    )
    versions = _freeze(check, questions)
    there = set(
        LessonPage.objects.filter(pk__in=[q.lesson for q in questions if q.lesson]).values_list(
            "pk", flat=True
        )
    )
    KnowledgeAnswer.objects.bulk_create(
        KnowledgeAnswer(
            attempt=attempt,
            place=place,
            version=version,
            lesson_id=question.lesson if question.lesson in there else None,
            shuffle=_shuffled(version.wording),
        )
        for place, (question, version) in enumerate(zip(questions, versions, strict=True), start=1)
    )
    note("knowledge.started", person, check=str(check.uuid), number=attempt.number)
    return attempt


def _draw(check: KnowledgeCheck, person: User) -> list[Question]:
    """All questions of no pool, and of each pool its number: first those not met before."""
    met = set(
        KnowledgeAnswer.objects.filter(attempt__person=person, attempt__check_of=check).values_list(
            "version__question", flat=True
        )
    )
    by_pool: defaultdict[str, list[Question]] = defaultdict(list)
    for question in check.written:
        by_pool[question.pool].append(question)
    drawn = by_pool.pop("", [])
    for pool, number in check.draws.items():
        lots = [(question.id in met, draw_lots.random(), question) for question in by_pool[pool]]
        lots.sort(key=lambda lot: lot[:2])
        drawn += [question for _met, _lot, question in lots[:number]]
    draw_lots.shuffle(drawn)
    return drawn


def _freeze(check: KnowledgeCheck, questions: Sequence[Question]) -> list[QuestionVersion]:
    """The versions of these wordings, in their order; a wording met before is the same row."""
    names = dict(factor_choices())
    wanted = []
    for question in questions:
        content = question.wording(names).content()
        wanted.append((question.id, hash_of(content), content))
    # The database leaves alone what is there already.
    QuestionVersion.objects.bulk_create(
        [
            QuestionVersion(check_of=check, question=key, content_hash=hashed, content=content)
            for key, hashed, content in wanted
        ],
        ignore_conflicts=True,
    )
    rows = QuestionVersion.objects.filter(check_of=check, question__in=[key for key, *_ in wanted])
    known = {(row.question, row.content_hash): row for row in rows}
    return [known[key, hashed] for key, hashed, _content in wanted]


def _shuffled(wording: Wording) -> list[int]:
    """An order to show the options in; steps to be put in order are never shown in order."""
    places = list(range(len(wording.options)))
    draw_lots.shuffle(places)
    if wording.kind == Kind.ORDERING and len(places) > 1:
        while [wording.options[place].order for place in places] == sorted(wording.key):
            draw_lots.shuffle(places)
    return places


@transaction.atomic
def save_answer(*, person: User, uuid: UUID, place: int, given: Given) -> KnowledgeAnswer:
    """Keep what somebody says to one question of their own open try, in place of what they said.

    ``DoesNotExist`` of the attempt or answer: it is not theirs, or not there. AlreadyHandedIn.
    """
    attempt = _lock(person, uuid)
    if attempt.is_submitted:
        raise AlreadyHandedIn
    answer: KnowledgeAnswer = attempt.answers.select_related("version").get(place=place)
    answer.given = given
    answer.save(update_fields=["given"])
    return answer


@transaction.atomic
def hand_in(*, person: User, uuid: UUID) -> KnowledgeAttempt:
    """Mark a person's own try, once: handing it in twice is the same as once.

    NotAnswered: some questions have no answer yet.
    """
    attempt = _lock(person, uuid)
    if attempt.is_submitted:
        return attempt
    answers = list(attempt.answers.select_related("version"))
    if missing := [answer.place for answer in answers if answer.given is None]:
        raise NotAnswered(missing)
    for answer in answers:
        answer.right = answer.version.wording.is_right(answer.given)
    KnowledgeAnswer.objects.bulk_update(answers, ["right"])
    attempt.right = sum(bool(answer.right) for answer in answers)
    attempt.passed = attempt.right >= attempt.pass_mark
    attempt.submitted_at = timezone.now()
    attempt.counted_in = None if is_never_counted(person) else trainee_organisation(person)
    attempt.save(update_fields=["right", "passed", "submitted_at", "counted_in"])
    note(
        "knowledge.submitted",
        person,
        check=str(attempt.check_of.uuid) if attempt.check_of else None,
        number=attempt.number,
        passed=attempt.passed,
    )
    return attempt


def _lock(person: User, uuid: UUID) -> KnowledgeAttempt:
    own = KnowledgeAttempt.objects.select_for_update(of=("self",), no_key=True)
    attempt: KnowledgeAttempt = own.select_related("check_of").get(person=person, uuid=uuid)
    return attempt
