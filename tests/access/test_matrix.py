"""Every route of ours, for every actor and scope, answers as its row in matrix.toml says."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from pytest_django import DjangoDbBlocker

from scenarios.models import Answer
from scenarios.public import Assessment
from tests.access.actors import ACTORS, SIGNED_OUT, foreign_words, sign_in_address
from tests.access.routes import routes
from tests.access.world import SCOPES, World
from tests.access.written import PANEL_REASON
from tests.answers import words_of

Row = dict[str, Any]
MATRIX: list[Row] = tomllib.loads(
    (Path(__file__).parent / "matrix.toml").read_text(encoding="utf-8")
)["route"]


def row_id(row: Row) -> str:
    return f"{row.get('method', 'GET')} {row['path']}"


def test_every_route_has_a_row_and_every_row_a_route() -> None:
    ours = {route.name for route in routes() if not route.is_wagtail_admin}
    rows = {row["name"] for row in MATRIX}
    assert ours - rows == set(), "give these routes a row in tests/access/matrix.toml"
    assert rows - ours == set(), "these rows of tests/access/matrix.toml have no route"


@pytest.mark.parametrize("row", MATRIX, ids=row_id)
def test_rows_name_only_what_there_is(row: Row) -> None:
    assert set(row) - {"name", "path", "method", "data", "panel_reasons"} <= set(SCOPES)
    for scope in set(row) & set(SCOPES):
        assert set(row[scope]) <= {*ACTORS, "signed_out", "others"}
        for actor in ACTORS:
            expected(row[scope], actor)


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """One world for all rows, since it takes a second to make; each row is undone after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield World()
        transaction.set_rollback(True)


@pytest.mark.django_db
@pytest.mark.parametrize("row", MATRIX, ids=row_id)
def test_answers(world: World, row: Row) -> None:
    before = rows_of_others(world)
    wrong = [
        f"{actor}, {scope}: {found}"
        for actor in ACTORS
        for scope in SCOPES
        if scope in row
        for found in attempt(world, row, actor, scope)
    ]
    assert wrong == []
    assert rows_of_others(world) == before, "somebody else's assessment was changed"


def attempt(world: World, row: Row, actor: str, scope: str) -> list[str]:
    """What is wrong with the answer that this actor gets."""
    needed = set(re.findall(r"{(\w+)}", row["path"]))
    path = row["path"].format(**world.values(actor, scope, needed))
    client = world.client(actor)
    send = client.post if row.get("method") == "POST" else client.get
    answer = send(path, row.get("data", {}))
    wanted, got = expected(row[scope], actor), described(answer)
    wrong = [] if got == wanted else [f"{got} instead of {wanted}"]
    received = text_of(answer)
    wrong += [f"{word} got across" for word in foreign_words(actor) if word.lower() in received]
    if not row.get("panel_reasons") and PANEL_REASON.lower() in received:
        wrong.append("a panel's reason got across")
    return wrong


def expected(answers: dict[str, Any], actor: str) -> str:
    if actor in answers:
        return str(answers[actor])
    if actor in SIGNED_OUT and "signed_out" in answers:
        return str(answers["signed_out"])
    return str(answers["others"])


def described(answer: HttpResponse) -> str:
    if answer.status_code != 302:
        return str(answer.status_code)
    return "login" if answer["Location"].startswith(sign_in_address()) else "redirect"


def text_of(answer: HttpResponse) -> str:
    headers = "\n".join(f"{name}: {value}" for name, value in answer.items())
    return f"{headers}\n{words_of(answer)}".lower()


def rows_of_others(world: World) -> list[Any]:
    """The assessments and answers of the colleague and of the other organisation's trainee."""
    people = [world.colleague.pk, world.foreign.pk]
    return [
        list(Assessment.objects.filter(person__in=people).order_by("pk").values()),
        list(Answer.objects.filter(assessment__person__in=people).order_by("pk").values()),
    ]
