"""Taking a case out of use: who may, what follows, and that it is for good."""

import pytest
from django.urls import reverse

from people.public import Event, Role
from scenarios.models import Release
from scenarios.selectors.drillable import releases_with_an_open_key
from scenarios.services.assessing import start_assessment
from scenarios.services.ending import EndRefused, end_release
from scenarios.services.errors import NotStartable
from tests.factories import make_organisation, make_person, make_released_case

pytestmark = pytest.mark.django_db
State = Release.State


@pytest.fixture
def release():
    return make_released_case(use="check", ref="TS-1")


@pytest.fixture
def owner(release):
    return make_person(role=Role.TRAINER, organisation=release.case_version.scenario.owner)


@pytest.fixture
def page(client, owner):
    client.force_login(owner)
    return reverse("workshop_uses", args=["TS-1"])


def sent(release, to):
    return {"release": str(release.uuid), "to": to, "sure": "on"}


@pytest.mark.parametrize("is_htmx", [False, True])
def test_a_trainer_of_the_owner_retires_a_case_once_and_for_good(
    client, page, release, owner, is_htmx
):
    headers = {"HX-Request": "true"} if is_htmx else {}
    assert client.post(page, sent(release, "retired"), headers=headers).status_code == 302
    end_release(release=release, to="retired", by=owner)
    release.refresh_from_db()
    assert release.state == State.RETIRED
    (event,) = Event.objects.filter(name="release.retired")
    assert event.payload["ref"] == "TS-1"
    with pytest.raises(EndRefused, match="retired already"):
        end_release(release=release, to="closed", by=owner)


def test_what_is_retired_is_begun_by_nobody_and_may_be_drilled_on(release, owner):
    trainee = make_person()
    assert releases_with_an_open_key(trainee) == []
    end_release(release=release, to="retired", by=owner)
    release.refresh_from_db()
    with pytest.raises(NotStartable):
        start_assessment(person=trainee, release=release)
    assert releases_with_an_open_key(trainee) == [release]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"to": ""}, "Choose what is to happen to it."),
        ({"to": "open"}, "is not one of the available choices"),
        ({"sure": ""}, "Tick the box to say that this cannot be undone."),
    ],
)
def test_a_form_that_says_too_little_changes_nothing(client, page, release, changes, words):
    answer = client.post(page, sent(release, "withdrawn") | changes)
    assert answer.status_code == 200
    assert words in answer.content.decode()
    release.refresh_from_db()
    assert release.state == State.OPEN


def test_a_release_of_another_case_is_not_found_on_this_page(client, page):
    other = make_released_case(use="check")
    assert client.post(page, sent(other, "retired")).status_code == 404
    nothing = sent(other, "retired") | {"release": "none"}
    assert client.post(page, nothing).status_code == 404


def test_a_trainer_below_the_owner_reads_the_page_and_ends_nothing(client, release):
    nation = release.case_version.scenario.owner
    client.force_login(make_person(role=Role.TRAINER, organisation=make_organisation("A99")))
    page = reverse("workshop_uses", args=["TS-1"])
    told = client.get(page).content.decode()
    assert "I know that this cannot be undone" not in told
    assert f"Trainers and administrators of {nation.name}" in told
    answer = client.post(page, sent(release, "withdrawn"))
    assert answer.status_code == 409
    assert "take it out of use" in answer.content.decode()
    release.refresh_from_db()
    assert release.state == State.OPEN
