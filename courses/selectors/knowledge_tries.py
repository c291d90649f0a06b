"""A person's own try of a knowledge check: its questions, what was said, and how it went."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from courses.models import KnowledgeAnswer, KnowledgeAttempt, LessonPage
from courses.wording import CHOICES, Kind, Wording
from people.public import User


@dataclass(frozen=True)
class OptionResult:
    """An option as its feedback is shown: what the person did with it, and what is right."""

    text: str
    own: str
    right_answer: str
    is_right: bool
    feedback: str


@dataclass(frozen=True)
class QuestionResult:
    place: int
    wording: Wording
    is_right: bool
    options: tuple[OptionResult, ...]
    lesson: LessonPage | None


def own_try(person: User, uuid: UUID) -> KnowledgeAttempt:
    """The person's try. ``DoesNotExist``: it is not theirs, or not there."""
    found: KnowledgeAttempt = KnowledgeAttempt.objects.select_related("check_of").get(
        person=person, uuid=uuid
    )
    return found


def answers_of(attempt: KnowledgeAttempt) -> list[KnowledgeAnswer]:
    """Its questions in their order: one query."""
    return list(attempt.answers.select_related("version", "lesson"))


def said(answer: KnowledgeAnswer) -> list[str]:
    """What was answered, in words, for reading over before it is handed in."""
    wording, given = answer.version.wording, answer.given
    if given is None:
        return []
    texts = [option.text for option in wording.options]
    if wording.kind == Kind.ORDERING:
        return [text for _place, text in sorted(zip(given, texts, strict=True))]
    if wording.kind == Kind.MATCHING:
        return [
            f"{text}: {wording.factor_name(code)}" for text, code in zip(texts, given, strict=True)
        ]
    return [texts[place] for place in answer.shuffle if place in given]


def results_of(answers: list[KnowledgeAnswer]) -> list[QuestionResult]:
    """Each question of a submitted try with the feedback on every option, in the order shown."""
    return [
        QuestionResult(
            place=answer.place,
            wording=answer.version.wording,
            is_right=bool(answer.right),
            options=_options(answer),
            lesson=answer.lesson if answer.lesson and answer.lesson.live else None,
        )
        for answer in answers
    ]


def _options(answer: KnowledgeAnswer) -> tuple[OptionResult, ...]:
    wording, given = answer.version.wording, answer.given or []
    order = answer.shuffle
    if wording.kind == Kind.ORDERING:
        order = sorted(order, key=lambda place: wording.options[place].order)
    return tuple(
        OptionResult(
            text=wording.options[place].text,
            own=_own(wording, place, given),
            right_answer=_right(wording, place),
            is_right=wording.option_is_right(place, given),
            feedback=wording.options[place].feedback,
        )
        for place in order
    )


def _own(wording: Wording, place: int, given: list[object]) -> str:
    if wording.kind in CHOICES:
        return _("You chose this") if place in given else ""
    if wording.kind == Kind.MATCHING:
        return _("You said: %(factor)s") % {"factor": wording.factor_name(str(given[place]))}
    return _("You put it in place %(n)s") % {"n": given[place]}


def _right(wording: Wording, place: int) -> str:
    option = wording.options[place]
    if wording.kind in CHOICES:
        return _("Right") if option.right else ""
    if wording.kind == Kind.MATCHING:
        return _("Right: %(factor)s") % {"factor": wording.factor_name(option.match)}
    return _("Right: place %(n)s") % {"n": option.order}
