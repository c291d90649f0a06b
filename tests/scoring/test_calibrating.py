"""The nation's figures are worked out by a task, stored with all that they rest on, and shown."""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from people.public import Organisation
from scoring.models import Calibration
from scoring.public import (
    current_framework,
    leaning_of,
    national_agreement,
    proposed_yardstick,
    reliability_of_one,
)
from scoring.services.calibrating import (
    calibrate_agreement,
    calibrate_severity,
    calibrate_yardstick,
)
from scoring.tasks import calibrate_all
from tests.factories import (
    make_framework,
    make_organisation,
    make_person,
    make_released_case,
    make_submitted,
)

pytestmark = pytest.mark.django_db

LEVELS = [0, 1, 2, 3]


@pytest.fixture
def where(organisation):
    assert organisation.is_invented
    return {"use": "check", "of_invented": True}


@pytest.fixture
def nation(organisation):
    """Two organisations of ten on the same four cases: the second rates a level lower."""
    other = make_organisation("X02", "Harrowdale Police")
    for at, lower in ((organisation, 0), (other, 1)):
        for n in range(10):
            person = make_person(organisation=at)
            for case in range(4):
                release = RELEASES.setdefault(case, None) or made(case)
                own = max(0, min(3, (case + n) % 3 + 1 - lower))
                make_submitted(person, release, opportunity=own, social=max(0, own - n % 2))
    return organisation, other


RELEASES: dict = {}


@pytest.fixture(autouse=True)
def no_releases():
    RELEASES.clear()


def made(case):
    RELEASES[case] = make_released_case("check", f"TS-{case}")
    return RELEASES[case]


def test_agreement_of_the_nation_is_stored_with_what_it_rests_on(nation, where):
    row = calibrate_agreement(framework=current_framework(), seed=7, **where)
    assert (row.people, row.cases, row.seed) == (20, 4, 7)
    found = national_agreement(framework=current_framework(), **where)
    assert found.people == 20
    assert found.alphas["opportunity"].low < found.alphas["opportunity"].high
    assert len(found.rulers["opportunity"]) == 4
    # Where all are alike the reason is stored.
    assert found.alphas["desist"].reason == "all_alike"


def test_the_same_seed_gives_the_same_figures(nation, where):
    first = calibrate_agreement(framework=current_framework(), seed=3, **where)
    again = calibrate_agreement(framework=current_framework(), seed=3, **where)
    assert first.values == again.values
    assert first.uuid != again.uuid


def test_the_newest_is_shown(nation, where):
    calibrate_agreement(framework=current_framework(), **where)
    newest = calibrate_agreement(framework=current_framework(), **where)
    shown = national_agreement(framework=current_framework(), **where)
    assert shown.computed_at == newest.computed_at


def test_an_organisation_that_rates_lower_leans_so_and_the_other_the_other_way(nation, where):
    calibrate_severity(framework=current_framework(), **where)
    mine = leaning_of("X01", framework=current_framework(), **where)
    other = leaning_of("X02", framework=current_framework(), **where)
    assert mine.levels.value > 0 > other.levels.value
    assert other.levels.high < 0
    assert (other.people, other.nation) == (10, 20)


def test_the_reliability_of_one_person_is_stored_with_the_severities(nation, where):
    calibrate_severity(framework=current_framework(), **where)
    found = reliability_of_one(framework=current_framework(), **where)
    assert 0 < found.icc.value < 1
    assert found.people == 20


def test_before_anything_was_worked_out_there_is_no_reliability(organisation, where):
    release = made(0)
    make_submitted(make_person(organisation=organisation), release)
    assert reliability_of_one(framework=current_framework(), **where) is None


def test_organisations_below_ten_have_no_figure_and_no_person_is_stored(nation, where):
    small = make_organisation("X03", "Small Police")
    person = make_person(organisation=small)
    make_submitted(person, RELEASES[0], 1)
    row = calibrate_severity(framework=current_framework(), **where)
    assert "X03" not in row.values["organisations"]
    assert str(person.uuid) not in str(row.values)
    assert leaning_of("X03", framework=current_framework(), **where) is None


def test_a_parent_holds_all_below_it(nation, where):
    above = Organisation.objects.get(code="X01").parent
    row = calibrate_severity(framework=current_framework(), **where)
    if above is not None:
        assert row.values["organisations"][above.code]["people"] == 20


def test_real_and_invented_organisations_are_never_added_together(nation, where):
    assert not calibrate_agreement(framework=current_framework(), use="check", of_invented=False)
    assert not calibrate_severity(framework=current_framework(), use="check", of_invented=False)
    assert not Calibration.objects.exists()


def test_nothing_is_stored_where_nobody_differs(organisation, where):
    release = made(0)
    for _n in range(3):
        make_submitted(make_person(organisation=organisation), release)
    assert calibrate_severity(framework=current_framework(), **where) is None


def test_the_command_asks_for_every_kind_of_every_nation(nation, capsys):
    call_command("calibrate", "--seed", "5")
    assert "3 figures" in capsys.readouterr().out
    # Every key of these cases has one level throughout, so there is no yardstick to propose.
    assert set(Calibration.objects.values_list("kind", "use", "seed")) == {
        ("agreement", "check", 5),
        ("severity", "check", 5),
    }


def test_a_yardstick_is_proposed_from_the_newest_key_of_each_case(where):
    framework = make_framework()
    for n, level in enumerate("0123"):
        panel = {"ratings": [level] * 6, "confidence": [50] * 6}
        make_released_case("check", f"TS-Y{n}", opportunity=panel)
    row = calibrate_yardstick(framework=framework, of_invented=True, seed=4)
    found = proposed_yardstick(framework=framework, of_invented=True)
    assert (row.people, row.cases, found.cases) == (24, 4, 4)
    assert found.low <= found.mean_loss <= found.high
    assert found.provisional.reason == "provisional_yardstick"
    assert calibrate_yardstick(framework=framework, of_invented=False) is None
    assert proposed_yardstick(framework=framework, of_invented=False) is None


def test_with_no_results_there_is_nothing_to_ask_for(db):
    assert calibrate_all() == 0


def test_a_seed_below_nought_is_refused_before_any_task_is_asked_for(nation):
    with pytest.raises(CommandError, match="whole number from 0") as fault:
        call_command("calibrate", "--seed", "-1")
    assert fault.value.returncode == 2
