"""Who approves a key after all that happened since it was proposed."""

import pytest
from django.urls import reverse

from people.public import Role
from scenarios.models import KeyChange, Panel
from scenarios.services.closing import call_off
from scenarios.services.errors import CannotHavePart, ChangeRefused
from scenarios.services.key_changes import approve_key, name_key_approver
from scenarios.services.reviewing import send_to_reviewer
from tests.factories import (
    make_key_change,
    make_national_person,
    make_passed,
    make_released_case,
)
from tests.factories.panels import due_soon

pytestmark = pytest.mark.django_db


@pytest.fixture
def change():
    return make_key_change(make_released_case("practice", "KC-0001"))


def test_the_key_of_a_panel_that_was_called_off_since_comes_into_no_force(client, change):
    panel = Panel.objects.get(key=change.new_key)
    call_off(panel=panel, by=panel.chair, because="It read the wrong paper.")
    client.force_login(change.approver)
    page = client.post(reverse("workshop_key_approve", args=["KC-0001", change.uuid]))
    assert page.status_code == 409
    assert "was called off meanwhile" in page.content.decode()
    change.refresh_from_db()
    assert change.state == KeyChange.State.PROPOSED
    assert change.release.state == "open"


def test_a_reviewer_of_the_case_knows_what_is_meant_and_approves_no_key_of_it(change):
    scenario = change.case_version.scenario
    reviewer = make_national_person()
    make_passed(scenario, by=make_national_person(), reviewer=reviewer)
    with pytest.raises(CannotHavePart, match="has reviewed this case"):
        name_key_approver(change=change, by=change.proposed_by, approver=reviewer)


def test_nor_does_an_approver_who_was_made_its_reviewer_since(change):
    approver = make_national_person(Role.TRAINER)
    name_key_approver(change=change, by=change.proposed_by, approver=approver)
    scenario = change.case_version.scenario
    send_to_reviewer(
        scenario=scenario, by=make_national_person(), reviewer=approver, due_on=due_soon()
    )
    with pytest.raises(ChangeRefused, match="has reviewed this case"):
        approve_key(change=change, by=approver)
