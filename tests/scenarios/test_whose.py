"""Somebody else's assessment answers as one that does not exist, whatever the role."""

from uuid import uuid4

import pytest

from people.public import Role
from tests.factories import make_complete_assessment, make_person
from tests.scenarios.journey import BOTH_WAYS, WAY_NAMES, rating, stored, words_of

pytestmark = pytest.mark.django_db

PAGES = [
    "", "1/opportunity/", "1/overall/", "1/actions/", "1/check/", "feedback/", "break/", "stop/",
]  # fmt: skip
ACTS = ["1/opportunity/", "1/overall/", "1/actions/", "1/check/", "break/", "stop/", "carry-on/"]


@pytest.fixture
def theirs(trainee, practice):
    """The trainee's assessment, which anybody could submit if it were theirs."""
    return make_complete_assessment(trainee, practice)


def same_as_unknown(client, method, theirs, page, headers=None):
    """Ask for the page of this assessment and of one that does not exist."""
    answers = [
        getattr(client, method)(f"/assessments/{uuid}/{page}", rating("1"), headers=headers)
        for uuid in (theirs.uuid, uuid4())
    ]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert words_of(answers[0]) == words_of(answers[1])


@pytest.mark.parametrize("role", Role.values)
def test_nobody_else_reads_it(client_of, theirs, organisation, role):
    client = client_of(make_person(role=role, organisation=organisation))
    for page in PAGES:
        same_as_unknown(client, "get", theirs, page)


@pytest.mark.parametrize("headers", BOTH_WAYS, ids=WAY_NAMES)
@pytest.mark.parametrize("role", Role.values)
def test_nobody_else_changes_it(client_of, theirs, organisation, role, headers):
    client = client_of(make_person(role=role, organisation=organisation))
    before = stored(theirs)
    for page in ACTS:
        same_as_unknown(client, "post", theirs, page, headers)
    assert stored(theirs) == before


@pytest.mark.parametrize("page", PAGES)
def test_somebody_signed_out_is_sent_to_sign_in(client, theirs, page):
    for uuid in (theirs.uuid, uuid4()):
        response = client.get(f"/assessments/{uuid}/{page}")
        address = f"/assessments/{uuid}/{page}"
        assert (response.status_code, response.url) == (302, f"/accounts/login/?next={address}")


@pytest.mark.parametrize("uuid", ["1", "x", "00000000-0000-0000-0000-00000000000g"])
def test_an_address_that_is_no_uuid_does_not_exist(as_trainee, uuid):
    assert as_trainee.get(f"/assessments/{uuid}/").status_code == 404


def test_a_browser_is_told_not_to_keep_these_pages(as_trainee, theirs):
    assert "no-store" in as_trainee.get(f"/assessments/{theirs.uuid}/1/check/")["Cache-Control"]
