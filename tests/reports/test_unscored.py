"""Which factors of the cases have no row in a table of accuracy, and why."""

import re

import pytest
from django.utils.html import strip_tags

from tests.factories import make_person, make_released_case, make_submitted

pytestmark = pytest.mark.django_db

SPLIT = {"ratings": ["0", "0", "0", "3", "3", "3"], "confidence": [50] * 6}
NOT_ENOUGH = {"ratings": ["n"] * 6, "confidence": [50] * 6}


@pytest.fixture
def pages(client, force_lead, organisation):
    """The words of both pages of accuracy after ten people did a practice case and a check."""
    people = [make_person(organisation=organisation) for _n in range(10)]
    for use, ref in (("practice", "TS-PRACTICE"), ("check", "TS-CHECK")):
        release = make_released_case(use, ref, opportunity=SPLIT, social=NOT_ENOUGH)
        for person in people:
            make_submitted(person, release)
    client.force_login(force_lead)
    return [words_of(client, f"/reports/X01/accuracy-by-{by}/") for by in ("factor", "case")]


def words_of(client, url):
    return re.sub(r"\s+", " ", strip_tags(client.get(url).content.decode()))


def test_of_practice_it_is_said_why(pages):
    for words in pages:
        assert "Not scored in TS-PRACTICE: Opportunity (the panel was split), " in words
        assert "(the panel found not enough information)." in words


def test_of_a_check_it_is_only_said_that_it_is_not_scored(pages):
    for words in pages:
        (said,) = re.findall(r"Not scored in TS-CHECK: [^.]*\.", words)
        assert "Opportunity" in said
        assert "(" not in said


def test_nothing_is_said_of_a_case_that_is_not_shown(client, force_lead, organisation):
    release = make_released_case("practice", "TS-PRACTICE", opportunity=SPLIT)
    for _n in range(9):
        make_submitted(make_person(organisation=organisation), release)
    client.force_login(force_lead)
    assert "Not scored in" not in words_of(client, "/reports/X01/accuracy-by-factor/")


def test_what_guessing_means_is_said(pages):
    for words in pages:
        assert "if every level were picked at random" in words
