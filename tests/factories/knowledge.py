"""Knowledge checks, exercises, and people who take them."""

from typing import Any

from courses.models import EvidenceExercise, KnowledgeAttempt, KnowledgeCheck
from courses.services.knowledge import hand_in, save_answer, start_try
from courses.wording import Given, Kind, Wording
from people.public import User
from tests.factories.numbers import next_number

Options = list[dict[str, Any]]


def options(*texts: str, right: tuple[int, ...] = (0,)) -> Options:
    """Options of a choice, of which the first is right unless said otherwise."""
    return [
        {"text": text, "right": place in right, "feedback": f"About {text}."}
        for place, text in enumerate(texts)
    ]


def single(stem: str = "Which one?", **values: Any) -> tuple[str, dict[str, Any]]:
    return "single", {"stem": stem, "options": options("This", "That", "Neither"), **values}


def multiple(stem: str = "Which ones?", **values: Any) -> tuple[str, dict[str, Any]]:
    two_of_three = options("One", "Two", "Three", right=(0, 2))
    return "multiple", {"stem": stem, "options": two_of_three, **values}


def scenario(stem: str = "What fits?", **values: Any) -> tuple[str, dict[str, Any]]:
    _kind, value = single(stem, scenario="He was out when we called.")
    return "scenario", {**value, **values}


def ordering(stem: str = "In which order?", **values: Any) -> tuple[str, dict[str, Any]]:
    steps = [
        {"text": text, "order": place, "feedback": f"About {text}."}
        for place, text in enumerate(("Gather", "Rate", "Review"), start=1)
    ]
    return "ordering", {"stem": stem, "options": steps, **values}


def matching(stem: str = "On which factor?", **values: Any) -> tuple[str, dict[str, Any]]:
    passages = [
        {"text": "He has a key.", "match": "opportunity", "feedback": "Access."},
        {"text": "He rang on Sunday.", "match": "desist", "feedback": "A deed."},
    ]
    offered = ["opportunity", "desist", "routine"]
    return "matching", {"stem": stem, "options": passages, "choices": offered, **values}


ONE_OF_EACH = (single, multiple, ordering, matching, scenario)


def unsaved_check(*questions: tuple[str, dict[str, Any]], **fields: Any) -> KnowledgeCheck:
    """A check of these questions, or of one of each kind, not saved yet."""
    number = next_number()
    rows = list(questions) or [make() for make in ONE_OF_EACH]
    return KnowledgeCheck(
        **{
            "title": f"Knowledge check {number}",
            "slug": f"check-{number}",
            "minutes": 4,
            "pass_mark": 1,
            "questions": rows,
            **fields,
        }
    )


def make_check(*questions: tuple[str, dict[str, Any]], **fields: Any) -> KnowledgeCheck:
    """The same, published."""
    check = unsaved_check(*questions, **fields)
    check.clean_whole()
    check.save()
    check.save_revision().publish()
    check.refresh_from_db()
    return check


DOCUMENT = "He kept the key.\n\nHe gave the shed up.\n\nThe bus was late."
PASSAGES = (
    {"number": 1, "stance": "for", "weight": "carries", "feedback": "A key is access."},
    {"number": 2, "stance": "against", "weight": "some", "feedback": "Less access."},
    {"number": 3, "stance": "neither", "why_not": "nothing", "feedback": "Buses are late."},
)


def unsaved_exercise(*passages: dict[str, Any], **fields: Any) -> EvidenceExercise:
    """An exercise of three passages: for, against and neither."""
    number = next_number()
    return EvidenceExercise(
        **{
            "title": f"Exercise {number}",
            "slug": f"exercise-{number}",
            "factor": "opportunity",
            "content_label": "child sexual abuse, mentioned",
            "about": "Mr Sayle, 51",
            "task": "Mark each passage.",
            "minutes": 3,
            "document": DOCUMENT,
            "passages": [("passage", row) for row in passages or PASSAGES],
            "afterwards": "A fair level is some.",
            **fields,
        }
    )


def make_exercise(*passages: dict[str, Any], **fields: Any) -> EvidenceExercise:
    """The same, published."""
    exercise = unsaved_exercise(*passages, **fields)
    exercise.clean_whole()
    exercise.save()
    exercise.save_revision().publish()
    exercise.refresh_from_db()
    return exercise


def wrong_answer(wording: Wording) -> Given:
    """An answer that is not right."""
    if wording.kind == Kind.MATCHING:
        return [wording.choices[-1][0]] * len(wording.options)
    if wording.kind == Kind.ORDERING:
        return list(reversed(wording.key))
    return [next(n for n, option in enumerate(wording.options) if not option.right)]


def answer_all(attempt: KnowledgeAttempt, *, rightly: bool = True) -> None:
    """Answer every question of a try, rightly or wrongly."""
    for answer in attempt.answers.select_related("version"):
        wording = answer.version.wording
        given = wording.key if rightly else wrong_answer(wording)
        save_answer(person=attempt.person, uuid=attempt.uuid, place=answer.place, given=given)


def take(person: User, check: KnowledgeCheck, *, rightly: bool = True) -> KnowledgeAttempt:
    """A try from beginning to end."""
    attempt = start_try(person=person, check=check)
    answer_all(attempt, rightly=rightly)
    return hand_in(person=person, uuid=attempt.uuid)
