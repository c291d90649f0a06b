"""The list of what somebody may read asks the same as the page of one session does."""

import pytest

from people.public import Role, grant_membership
from scenarios.models import Panel, Release
from scenarios.services.assessing import start_assessment, submit_assessment
from scenarios.services.moderation_people import (
    refusal_of_case,
    refusal_of_holder,
    releases_shown_to,
)
from scenarios.services.releases import release_case
from tests.factories import (
    make_complete_assessment,
    make_panel,
    make_person,
    make_released_case,
    make_wrong_tool_case,
)

pytestmark = pytest.mark.django_db


def nothing(person, release):
    """As it is."""


def has_it_open(person, release):
    start_assessment(person=person, release=release)


def has_done_it(person, release):
    submit_assessment(assessment=make_complete_assessment(person, release))


def is_asked_to_rate(person, release):
    panel = make_panel(1)
    Panel.objects.filter(pk=panel.pk).update(case_version=release.case_version)
    panel.panellists.update(person=person)


def a_check_on_it_is_in_use(person, release):
    release_case(case_version=release.case_version, key=release.key, use="check")


def is_withdrawn(person, release):
    Release.objects.filter(pk=release.pk).update(state=Release.State.WITHDRAWN)


@pytest.mark.parametrize("is_trainee", [False, True], ids=["lead", "lead and trainee"])
@pytest.mark.parametrize(
    "happens",
    [
        nothing,
        has_it_open,
        has_done_it,
        is_asked_to_rate,
        a_check_on_it_is_in_use,
        is_withdrawn,
    ],
    ids=lambda happens: happens.__name__,
)
def test_a_list_and_a_page_agree_on_who_may_read(organisation, happens, is_trainee):
    person = make_person(role=Role.FORCE_LEAD, organisation=organisation)
    if is_trainee:
        grant_membership(person=person, role=Role.TRAINEE, organisation=organisation)
    release, other = (make_released_case("practice", ref) for ref in ("TS-0001", "TS-0002"))
    happens(person, release)
    shown = releases_shown_to(person, Release.objects.all())
    for each in (release, other):
        each.refresh_from_db()
        refused = refusal_of_case(each) or refusal_of_holder(person, each)
        assert (each in shown) == (refused is None)
    assert (release in shown) == (happens is has_done_it or (happens is nothing and not is_trainee))


def test_no_case_for_which_arms_is_the_wrong_tool_is_on_the_list(organisation):
    release = make_wrong_tool_case()
    assert refusal_of_case(release) is not None
    lead = make_person(role=Role.FORCE_LEAD, organisation=organisation)
    assert releases_shown_to(lead, Release.objects.all()) == []
