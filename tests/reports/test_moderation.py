"""The way from a report to a moderation session, where a group is too small for figures."""

import pytest

from tests.answers import words_of
from tests.factories import make_group, make_lead, make_released_case, make_submitted

pytestmark = pytest.mark.django_db

PAGE = "/reports/X01/consistency/"


@pytest.fixture
def as_lead(client, force_lead):
    client.force_login(force_lead)
    return client


def test_a_group_under_ten_is_led_to_its_most_split_case(as_lead, organisation):
    alike, split = make_released_case(ref="TS-1"), make_released_case(ref="TS-2")
    make_group(alike, 5, organisation=organisation, opportunity=2, social=2)
    make_group(split, 7, organisation=organisation)
    answer = as_lead.get(PAGE)
    page = " ".join(words_of(answer).split())
    assert "hold a moderation session on TS-2, A case for tests" in page
    assert "answers of 5 people, nobody by name" in page
    url = f"/moderation/new/?group=X01&amp;case={split.uuid}"
    assert url in answer.content.decode()
    form = as_lead.get(url.replace("&amp;", "&")).context["form"]
    assert str(form["case"].value()) == str(split.uuid)


def test_a_group_under_five_is_told_from_when_on(as_lead, practice, organisation):
    make_group(practice, 4, organisation=organisation)
    page = words_of(as_lead.get(PAGE))
    assert "Once five have practised on one case" in page
    assert "their most split case" not in page


def test_a_group_with_figures_has_the_way_without_a_case(as_lead, practice, trainees):
    for person in trainees:
        make_submitted(person, practice)
    page = words_of(as_lead.get(PAGE))
    assert "Hold a moderation session" in page
    assert "too few people" not in page


def test_the_first_screen_leads_there_too(as_lead, trainees):
    assert "/moderation/new/?group=X01" in as_lead.get("/reports/X01/").content.decode()


def test_a_nation_sits_in_no_room(client, organisation):
    client.force_login(make_lead(organisation.parent))
    for page in ("/reports/NATIONAL/", "/reports/NATIONAL/consistency/"):
        assert "/moderation/" not in client.get(page).content.decode()
