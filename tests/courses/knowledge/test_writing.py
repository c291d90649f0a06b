"""Writing knowledge checks and exercises: what is refused on saving, and where it is said."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from courses.models import EvidenceExercise, KnowledgeCheck
from courses.services.reading_files import words_of
from people.public import User
from tests.factories.knowledge import (
    PASSAGES,
    make_check,
    make_exercise,
    matching,
    multiple,
    options,
    ordering,
    single,
    unsaved_check,
    unsaved_exercise,
)


def refusal_of(thing: Any) -> list[str]:
    with pytest.raises(ValidationError) as refused:
        thing.clean_whole()
    return words_of(refused.value)


def steps(*places: int) -> list[dict[str, Any]]:
    return [
        {"text": f"Step {n}", "order": place, "feedback": "F."} for n, place in enumerate(places)
    ]


@pytest.mark.parametrize(
    ("question", "where", "words"),
    [
        (single(options=options("A", "B", right=())), "options", "No option is right."),
        (multiple(options=options("A", "B", right=())), "options", "No option is right."),
        (single(options=options("A", "B", right=(0, 1))), "options", "2 options are right"),
        (single(options=options("A  b", "a B")), "options: 1: text", "This is written twice."),
        (ordering(options=steps(1, 2, 2)), "options", "Place 2 is given twice."),
        (ordering(options=steps(1, 2, 4)), "options", "3 is missing"),
        (single(options=options("Only")), "options", "minimum number"),
        (single(stem=""), "stem", "required"),
        (single(pool="none"), "pool", "There is no pool “none” above."),
        (single(stem="Ring 07911 123456."), "stem", "07911 123456"),
        (
            matching(choices=["opportunity"]),
            "options: 1: match",
            "not among the factors offered",
        ),
        (
            matching(
                options=[{"text": text, "match": "no-such", "feedback": "F"} for text in "AB"],
                choices=["opportunity"],
            ),
            "options: 0: match",
            "not one of the available choices",
        ),
        (matching(choices=["no-such"]), "choices", "not one of the available choices"),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused_at_its_block(
    question: tuple[str, dict[str, Any]], where: str, words: str
) -> None:
    said = refusal_of(unsaved_check(single("A good one?"), question))
    assert [each for each in said if each.startswith(f"questions: 1: {where}") and words in each], (
        said
    )


def test_a_pool_that_draws_more_than_it_has_is_refused() -> None:
    pools = [("pool", {"name": "p", "draw": 2})]
    said = refusal_of(unsaved_check(single(pool="p"), pools=pools))
    assert said == ["pools: 0: draw: The pool has 1 question, fewer than are drawn."]


def test_two_pools_of_one_name_are_refused() -> None:
    pools = [("pool", {"name": "p", "draw": 1})] * 2
    said = refusal_of(unsaved_check(single(pool="p"), pools=pools))
    assert said == ["pools: 1: name: There is a pool of this name already."]


@pytest.mark.parametrize("mark", [0, 2])
def test_a_pass_mark_nobody_or_everybody_reaches_is_refused(mark: int) -> None:
    said = refusal_of(unsaved_check(single(), pass_mark=mark))
    assert said == ["pass_mark: A try has 1 question, so the pass mark is from 1 to 1."]


def test_a_check_without_questions_is_refused() -> None:
    assert refusal_of(unsaved_check(questions=[]))


@pytest.mark.parametrize("model", [KnowledgeCheck, EvidenceExercise])
def test_a_draft_may_be_unfinished_and_is_not_published_so(
    client: Client, trainer: User, model: type[KnowledgeCheck | EvidenceExercise]
) -> None:
    client.force_login(trainer)
    address = reverse(f"wagtailsnippets_courses_{model._meta.model_name}:add")
    sent = {
        "title": "Begun", "slug": "begun", "minutes": "5", "pass_mark": "8",
        "attempts_allowed": "3", "factor": "opportunity", "document": "One.\n\nTwo.",
        "pools-count": "0", "questions-count": "0", "passages-count": "0",
    }  # fmt: skip
    client.post(address, sent)
    made = model.objects.get()
    assert not made.live
    edit = reverse(f"wagtailsnippets_courses_{model._meta.model_name}:edit", args=[made.pk])
    refused = client.post(edit, {**sent, "action-publish": "1"})
    assert refused.status_code == 200
    assert "This field is required" in refused.content.decode()
    made.refresh_from_db()
    assert not made.live


def test_what_points_to_a_person_is_refused_in_a_title() -> None:
    (said,) = refusal_of(unsaved_check(title="For 07911 123456"))
    assert said.startswith("title:")


def test_a_question_keeps_its_id_when_it_is_reworded() -> None:
    check = make_check(single("Before?"))
    before = check.written[0].id
    check.questions[0].value["stem"] = "After?"
    check.save_revision().publish()
    check.refresh_from_db()
    assert (check.written[0].id, check.written[0].value["stem"]) == (before, "After?")


@pytest.mark.parametrize(
    ("passages", "words"),
    [
        (PASSAGES[:2], "passages: Passage 3 of the document is not marked."),
        ((*PASSAGES, {**PASSAGES[2], "number": 4}), "passages: 3: number: The document has 3"),
        ((*PASSAGES, PASSAGES[2]), "passages: 3: number: This passage is marked already."),
        (({**PASSAGES[0], "weight": ""}, *PASSAGES[1:]), "passages: 0: weight: Say how much"),
        (({**PASSAGES[0], "why_not": "nothing"}, *PASSAGES[1:]), "passages: 0: why_not: Only"),
        ((*PASSAGES[:2], {**PASSAGES[2], "why_not": ""}), "passages: 2: why_not: Say why"),
        ((*PASSAGES[:2], {**PASSAGES[2], "weight": "some"}), "passages: 2: weight: A passage"),
        (
            (*PASSAGES[:2], {**PASSAGES[2], "why_not": "another_factor"}),
            "passages: 2: bears_on: Choose the factor",
        ),
        ((*PASSAGES[:2], {**PASSAGES[2], "bears_on": "desist"}), "passages: 2: bears_on: Only"),
    ],
)
def test_passages_that_do_not_fit_are_refused_at_their_block(
    passages: tuple[dict[str, Any], ...], words: str
) -> None:
    said = refusal_of(unsaved_exercise(*passages))
    assert [each for each in said if each.startswith(words)], said


def test_an_exercise_on_no_factor_of_the_framework_is_refused() -> None:
    assert refusal_of(unsaved_exercise(factor="no-such")) == [
        "factor: This is not a factor of the current framework."
    ]


def test_a_document_that_points_to_a_person_is_refused() -> None:
    (said,) = refusal_of(unsaved_exercise(document="Ring 07911 123456.\n\nB\n\nC"))
    assert said.startswith("document:")


def test_what_is_right_is_published() -> None:
    assert make_check().live
    assert make_exercise().live


@pytest.mark.parametrize("make", [make_check, make_exercise])
def test_a_short_name_stays_once_it_was_published(make: Any, home: Any) -> None:
    made = make()
    before, made.slug = made.slug, "another-name"
    assert refusal_of(made) == [f"slug: The short name stays {before}."]
    type(made).objects.filter(pk=made.pk).update(first_published_at=None)
    made.clean_whole()


def test_a_text_longer_than_the_form_takes_is_refused_without_the_form_too(home: Any) -> None:
    exercise = unsaved_exercise(*PASSAGES, task="A" * 601)
    assert refusal_of(exercise) == ["task: It has 601 characters, and may have 600 at most."]
