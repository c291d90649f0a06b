"""My learning says when somebody has answered a disagreement, until it was read."""

import pytest
from django.test import Client

from people.public import Role, User
from scenarios.services.disagreements import answer_disagreement
from tests.answers import words_of
from tests.factories import make_disagreement, make_national, make_person, make_released_case

pytestmark = pytest.mark.django_db


def test_an_answer_is_announced_until_it_was_read(client: Client, trainee: User) -> None:
    client.force_login(trainee)
    said = make_disagreement(make_released_case("practice", "TS-ANSWER"), person=trainee)
    assert "You have an answer" not in words_of(client.get("/my-learning/"))
    owner = make_person(role=Role.TRAINER, organisation=make_national())
    answer_disagreement(disagreement=said, by=owner, text="Look at the visit note.")
    page = client.get("/my-learning/")
    assert "You have an answer" in words_of(page)
    assert "TS-ANSWER: Opportunity" in words_of(page)
    assert "Look at the visit note." not in words_of(page)
    client.get(f"/assessments/{said.assessment.uuid}/feedback/")
    assert "You have an answer" not in words_of(client.get("/my-learning/"))


def test_nobody_sees_the_answers_of_another(
    client: Client, trainee: User, other_trainee: User
) -> None:
    said = make_disagreement(make_released_case(), person=trainee)
    owner = make_person(role=Role.TRAINER, organisation=make_national())
    answer_disagreement(disagreement=said, by=owner, text="Look at the visit note.")
    client.force_login(other_trainee)
    assert "You have an answer" not in words_of(client.get("/my-learning/"))
