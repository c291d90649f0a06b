"""The balance of the bank, and how long it lasts."""

import pytest
from django.urls import reverse

from people.public import Role
from scenarios.models import CaseDesign, Characteristic, Scenario
from scenarios.selectors.balance import balance_of
from scenarios.selectors.meter import meter_of
from tests.factories import (
    make_framework,
    make_organisation,
    make_person,
    make_released_case,
    make_scenario,
    make_submitted,
)

pytestmark = pytest.mark.django_db


def case(ref, overall=None, *characteristics):
    scenario = make_scenario(ref)
    if overall is not None:
        CaseDesign.objects.create(scenario=scenario, factors={"overall": overall})
    for kind, value in characteristics:
        Characteristic.objects.create(scenario=scenario, kind=kind, value=value, purpose="Why")
    return scenario


def test_characteristics_are_counted_by_the_level_meant_in_the_end():
    make_framework()
    case("TS-0001", {"level": "1"}, ("age", "Over 70"))
    case("TS-0002", {"level": "1", "stage_2": {"level": "3"}}, ("age", "Over 70"))
    case("TS-0003", None, ("faith", "Quaker"))
    case("TS-0004", {"level": "0"})
    balance = balance_of(Scenario.objects.all())
    found = {row.characteristic: (row.counts, row.refs) for row in balance.rows}
    assert balance.levels == ("Low", "Medium", "High", "Very high")
    assert found == {
        "Age: Over 70": ((0, 1, 0, 1, 0), ("TS-0001", "TS-0002")),
        "Religion or belief: Quaker": ((0, 0, 0, 0, 1), ("TS-0003",)),
    }
    assert balance.without == (1, 0, 0, 0, 0)


def test_a_characteristic_with_one_level_alone_is_warned_of_from_three_cases():
    make_framework()
    for number in range(2):
        case(f"TS-000{number}", {"level": "2"}, ("means", "On benefits"))
    assert not balance_of(Scenario.objects.all()).rows[0].warning
    case("TS-0009", {"level": "2"}, ("means", "On benefits"))
    assert "All 3 are meant as “High”" in balance_of(Scenario.objects.all()).rows[0].warning


def test_another_organisations_cases_are_in_nobodys_balance(client, trainer):
    make_framework()
    scenario = case("TS-0001", {"level": "1"}, ("other", "Canarykestrel"))
    scenario.owner = make_organisation("X02", "Harrowdale Police")
    scenario.save()
    client.force_login(trainer)
    assert "Canarykestrel" not in client.get(reverse("workshop_balance")).content.decode()


def people(organisation, n):
    return [make_person(organisation=organisation) for _one in range(n)]


def supply(user, name):
    return next(one for one in meter_of(user).supplies if one.name == name)


def test_the_meter_says_what_the_middle_trainee_has_left(trainer, organisation):
    first = make_released_case("practice", "TS-0001")
    make_released_case("practice", "TS-0002")
    trainees = people(organisation, 10)
    for person in trainees[:6]:
        make_submitted(person, first)
    found = supply(trainer, "Practice")
    assert (found.cases, found.done, found.unseen, found.without) == (2, 6, 1, 0)
    assert "At the present pace of 0.2 a month it runs out in" in found.words


def test_the_meter_warns_when_half_have_nothing_left(trainer, organisation):
    only = make_released_case("check", "TS-0001")
    for person in people(organisation, 10):
        make_submitted(person, only)
    found = supply(trainer, "Check")
    assert (found.unseen, found.without, found.is_short) == (0, 10, True)


def test_nothing_is_reckoned_for_fewer_than_ten(trainer, organisation):
    make_released_case("practice", "TS-0001")
    people(organisation, 9)
    found = supply(trainer, "Practice")
    assert (found.cases, found.unseen, found.without) == (1, None, None)
    assert "fewer than 10" in found.words


def test_another_organisations_trainees_are_not_reckoned_with(trainer, organisation):
    people(make_organisation("X02", "Harrowdale Police"), 12)
    assert meter_of(trainer).people == 0


@pytest.mark.parametrize("n", [1, 50])
def test_the_bank_takes_the_same_queries_for_one_case_and_for_fifty(
    client, n, organisation, django_assert_max_num_queries
):
    make_framework()
    for number in range(n):
        case(f"TS-9{number:03}", {"level": "1"}, ("age", f"{number}"))
    make_released_case("practice", "TS-0001")
    people(organisation, 12)
    client.force_login(make_person(role=Role.TRAINER, organisation=organisation))
    with django_assert_max_num_queries(14):
        client.get(reverse("workshop_balance"))
    with django_assert_max_num_queries(16):
        client.get(reverse("workshop_bank"))
