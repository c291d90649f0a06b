"""Starting a moderation session: which groups and cases are a choice, and for whom."""

import pytest

from people.public import Event, Role, grant_membership
from scenarios.models import ModerationSession
from tests.factories import make_cohort, make_group, make_person, make_released_case
from tests.scenarios.journey import words_of
from tests.scenarios.moderation.pages import LIST, NEW, url

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("holder", ["force_lead", "trainer"])
def test_a_lead_or_trainer_goes_from_the_list_to_an_open_session(
    holder, request, client_of, group, practice, organisation
):
    client = client_of(request.getfixturevalue(holder))
    assert "Northmoor Police" in words_of(client.get(LIST))
    page = words_of(client.get(NEW, {"group": "X01"}))
    assert "TS-PRACTICE A case for tests, 5 people: the most split" in page
    answer = client.post(f"{NEW}?group=X01", {"case": practice.uuid})
    session = ModerationSession.objects.get()
    assert answer["Location"] == url(session)
    event = Event.objects.get(name="moderation.opened")
    assert event.organisation == organisation
    assert event.payload == {
        "session": str(session.uuid),
        "case": "TS-PRACTICE",
        "of_cohort": False,
        "people": 5,
    }


def test_a_cohort_is_a_group_of_its_own(as_lead, group, practice, organisation):
    cohort = make_cohort(organisation, group[:5])
    as_lead.post(f"{NEW}?group=cohort-{cohort.pk}", {"case": practice.uuid})
    session = ModerationSession.objects.get()
    assert (session.cohort, session.group_name) == (cohort, "Northmoor Police: Team A")
    cohort.delete()
    session.refresh_from_db()
    assert session.is_of_cohort


def test_of_a_group_that_is_too_small_the_page_says_from_when_on(as_lead, practice, organisation):
    make_group(practice, 4, organisation=organisation)
    words = words_of(as_lead.get(NEW, {"group": "X01"}))
    assert "There is no case yet that Northmoor Police can look at together." in words
    assert "five people" in words
    assert "TS-PRACTICE" not in words


@pytest.mark.parametrize("value", ["X02", "X99", "cohort-999", ""])
def test_a_group_of_others_is_no_choice(value, as_lead, other_organisation, practice):
    make_group(practice, 5, organisation=other_organisation)
    answer = as_lead.get(NEW, {"group": value})
    assert "There is a problem" in words_of(answer)
    assert as_lead.post(f"{NEW}?group={value}", {"case": practice.uuid}).status_code == 200
    assert not ModerationSession.objects.exists()


def test_a_case_that_is_not_on_the_list_is_no_choice(as_lead, group):
    other = make_released_case("check")
    assert "Choose a case from the list." in words_of(
        as_lead.post(f"{NEW}?group=X01", {"case": other.uuid})
    )
    assert not ModerationSession.objects.exists()


def test_a_lead_who_is_a_trainee_does_the_case_first(client_of, group, practice, organisation):
    both = make_person(role=Role.TRAINEE, organisation=organisation)
    grant_membership(person=both, role=Role.FORCE_LEAD, organisation=organisation)
    client = client_of(both)
    answer = client.post(f"{NEW}?group=X01", {"case": practice.uuid})
    assert "you have not done this case" in words_of(answer)
    assert not ModerationSession.objects.exists()
