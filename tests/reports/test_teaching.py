"""What a lead is told to do about a factor: a lesson to read, and a case most have not done."""

import re

import pytest
from django.utils.html import strip_tags

from courses.public import load_course, load_home
from scenarios.services.releases import release_case
from tests.factories import FIXTURES, make_framework, make_released_case, make_submitted

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(client, force_lead):
    client.force_login(force_lead)
    return client


def sentences(client):
    body = client.get("/reports/X01/").content.decode()
    part = body.split('class="report-sentences"')[1].split("</div>")[0]
    return re.sub(r"\s+", " ", strip_tags(part))


def test_a_lesson_and_a_case_that_most_have_not_done(lead, trainees, check, practice):
    make_framework()
    load_home(folder=FIXTURES / "courses")
    load_course(folder=FIXTURES / "courses")
    for person in trainees[:10]:
        make_submitted(person, check, opportunity=0)
    for person in trainees[:6]:
        make_submitted(person, practice)
    words = sentences(lead)
    assert "Ask your people to read the lesson “Opportunity: what creates access” (8 minutes)." in (
        words
    )
    assert "practise on TS-PRACTICE, A case for tests (20 minutes); 6 of 12 have." in words


def test_a_case_that_most_have_done_gives_way_to_another(lead, trainees, check, practice):
    for person in trainees[:10]:
        make_submitted(person, check, opportunity=0)
    for person in trainees[:7]:
        make_submitted(person, practice)
    assert "There is no lesson on this factor here yet." in sentences(lead)
    assert "TS-PRACTICE" not in sentences(lead)
    make_released_case("practice", "TS-ZOTHER")
    assert "practise on TS-ZOTHER, A case for tests (20 minutes); 0 of 12 have." in sentences(lead)


def test_a_case_in_which_the_factor_is_not_scored_is_not_offered(lead, trainees, check):
    for person in trainees[:10]:
        make_submitted(person, check, opportunity=0)
    split = {"ratings": ["0", "0", "0", "3", "3", "3"], "confidence": [50] * 6}
    make_released_case("practice", "TS-ASPLIT", opportunity=split)
    assert "TS-ASPLIT" not in sentences(lead)
    make_released_case("practice", "TS-BSCORED")
    assert "practise on TS-BSCORED" in sentences(lead)


def test_ratings_without_a_level_are_told_apart_from_the_rest(lead, trainees, check):
    for person in trainees[:10]:
        make_submitted(person, check, opportunity=0)
    assert "10 of 10 ratings are two or more levels from the panel" in sentences(lead)


def test_the_sentence_and_the_row_speak_of_the_same_ratings(lead, trainees, practice):
    for person in trainees[:10]:
        make_submitted(person, practice, opportunity="not_enough" if person == trainees[0] else 0)
    words = sentences(lead)
    assert "9 of the 9 ratings that gave a level (of 10 in all) are two or more levels" in words


def test_a_case_that_is_a_check_here_is_not_practised(lead, trainees, check):
    release_case(case_version=check.case_version, key=check.key, use="practice")
    for person in trainees[:10]:
        make_submitted(person, check, opportunity=0)
    assert "TS-CHECK" not in sentences(lead)
