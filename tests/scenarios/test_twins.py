"""Matched twins: one case with one characteristic changed, never both to one person."""

import pytest
from django.urls import reverse

from people.public import Role
from scenarios.models import CaseDesign, Release, Scenario, Twin
from scenarios.selectors.twins import differences, shifts
from scenarios.services.admission import may_start
from scenarios.services.assessing import start_assessment
from scenarios.services.errors import NotStartable
from scenarios.services.freezing import freeze_case_version
from scenarios.services.panel_people import refusal_of_panellist
from scenarios.services.panels import close_panel, load_panel
from scenarios.services.releases import release_case
from scenarios.services.twins import NoTwin, make_twin
from tests.factories import (
    make_framework,
    make_organisation,
    make_panel,
    make_person,
    make_scenario,
    make_submitted,
    panel_data,
)

pytestmark = pytest.mark.django_db
SWAPS = [("bicycles", "radios"), ("flat", "hostel")]


@pytest.fixture
def original():
    return make_scenario("TS-0001")


def twin(original, by, **changes):
    said = {"ref": "TS-0002", "kind": "faith", "before": "None", "after": "Muslim"}
    return make_twin(original=original, by=by, **{**said, "swaps": SWAPS, **changes})


def released(scenario, use="practice"):
    version = freeze_case_version(scenario=scenario, framework=make_framework())
    panel = load_panel(case_version=version, data=panel_data(version.framework))
    return release_case(case_version=version, key=close_panel(panel=panel), use=use)


@pytest.fixture
def pair(original, trainer) -> tuple[Release, Release]:
    """Both twins, released for practice."""
    made = twin(original, trainer)
    return released(original), released(made.copy)


# Making one


def test_the_copy_says_the_same_but_for_the_swapped_words(original, trainer):
    CaseDesign.objects.create(scenario=original, factors={"overall": {"level": "2"}})
    made = twin(original, trainer)
    changed = [(each.where, [p.words for p in each.pieces if p.sort != "same"])
               for each in differences(made)]  # fmt: skip
    assert changed == [("D1.1", ["flat.", "hostel."]), ("D1.2", ["bicycles.", "radios."])]
    assert made.copy.design.factors == {"overall": {"level": "2"}}
    assert [(row.kind, row.value) for row in made.copy.characteristics.all()] == [
        ("faith", "Muslim")
    ]
    assert not made.copy.live
    assert made.copy.latest_revision.user == trainer


def test_words_are_swapped_whole_and_all_at_once(original, trainer):
    document = original.documents.first()
    document.body = "Ann saw Anna. Tom saw Ann."
    document.save()
    made = twin(original, trainer, swaps=[("Ann", "Tom"), ("Tom", "Ann")])
    body = made.copy.get_latest_revision_as_object().documents.first().body
    assert body == "Tom saw Anna. Ann saw Tom."


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"ref": "TS-0001"}, "is taken"),
        ({"swaps": [("a word that is not there", "x")]}, "stands nowhere in the case"),
    ],
)
def test_a_twin_that_cannot_be_is_refused_and_nothing_is_left(original, trainer, changes, words):
    with pytest.raises(NoTwin, match=words):
        twin(original, trainer, **changes)
    assert Scenario.objects.count() == 1


def test_a_case_has_one_twin_and_a_twin_has_none_of_its_own(original, trainer):
    made = twin(original, trainer)
    with pytest.raises(NoTwin, match="has a twin already"):
        twin(original, trainer, ref="TS-0003")
    with pytest.raises(NoTwin, match="copy its original"):
        twin(made.copy, trainer, ref="TS-0003", swaps=[])


# Never both to one person


def test_nobody_starts_the_twin_of_a_case_they_have_begun(pair, trainee):
    first, second = pair
    attempt = start_assessment(person=trainee, release=first)
    assert "too like this one" in may_start(trainee, second)
    with pytest.raises(NotStartable):
        start_assessment(person=trainee, release=second)
    assert may_start(trainee, first) is None
    attempt.delete()
    assert may_start(trainee, second) is None


def test_nobody_starts_the_original_of_a_twin_they_have_done(pair, trainee):
    first, second = pair
    make_submitted(trainee, second)
    assert "too like this one" in may_start(trainee, first)


def test_twins_have_separate_panellists(original, trainer, organisation):
    made = twin(original, trainer, kind="age")
    original.save_revision().publish()
    made.copy.get_latest_revision_as_object().save_revision().publish()
    panel = make_panel(6, scenario=original, organisation=organisation)
    other = make_panel(6, scenario=Scenario.objects.get(ref="TS-0002"), organisation=organisation)
    seated = panel.panellists.first().person
    assert "too like this one" in refusal_of_panellist(other, seated)
    fresh = make_person(role=Role.PANELLIST, organisation=organisation)
    assert refusal_of_panellist(other, fresh) is None


# How they were rated


def rated(release, levels, organisation):
    for number, level in enumerate(levels):
        person = make_person(organisation=organisation)
        make_submitted(
            person, release, level, opportunity=(level + number) % 4 if number % 2 else level
        )


def test_a_shift_is_told_from_ten_people_on_each(pair, trainer, organisation):
    first, second = pair
    rated(first, [1] * 9, organisation)
    rated(second, [2] * 10, organisation)
    (everybody,) = shifts(Twin.objects.get(), trainer)
    assert everybody.rows == ()
    assert "9 people have done the original and 10 the copy" in everybody.why_not


def test_a_clear_shift_is_marked_and_one_without_spread_says_why(pair, trainer, organisation):
    first, second = pair
    rated(first, [0, 1] * 6, organisation)
    rated(second, [2, 3] * 6, organisation)
    (everybody,) = shifts(Twin.objects.get(), trainer)
    rows = {row.factor: row for row in everybody.rows}
    assert rows["Sexual preoccupation"].shift == "+2.0"
    assert rows["Sexual preoccupation"].is_clear
    assert everybody.people == (12, 12)


def test_an_organisation_has_a_shift_of_its_own_from_thirty_people(pair, trainer, organisation):
    first, second = pair
    rated(first, [0, 1] * 7, organisation)
    rated(second, [0, 1] * 7, organisation)
    rated(second, [0], make_organisation("X02", "Harrowdale Police"))
    assert [one.name for one in shifts(Twin.objects.get(), trainer)] == ["Everybody"]
    rated(first, [0, 1], organisation)
    names = [one.name for one in shifts(Twin.objects.get(), trainer)]
    assert names == ["Everybody", organisation.name]


def means(trainer, factor="Sexual preoccupation"):
    everybody, *_parts = shifts(Twin.objects.get(), trainer)
    return next(((row.original, row.copy) for row in everybody.rows if row.factor == factor), None)


def test_one_person_more_moves_no_mean_before_there_are_ten_more(pair, trainer, organisation):
    first, second = pair
    rated(first, [0, 1] * 5, organisation)
    rated(second, [2] * 10, organisation)
    assert means(trainer) == ("0.5", "2.0")
    rated(first, [3], organisation)
    assert means(trainer) == ("0.5", "2.0")
    rated(first, [3] * 9, organisation)
    assert means(trainer) == ("1.8", "2.0")


def test_no_mean_is_told_of_fewer_than_ten_levels(pair, trainer, organisation):
    first, second = pair
    rated(second, [2] * 10, organisation)
    rated(first, [1] * 9, organisation)
    silent = make_person(organisation=organisation)
    make_submitted(silent, first, 1, preoccupation="not_enough")
    assert means(trainer) == ("–", "2.0")
    assert means(trainer, "Hostile orientation") == ("1.0", "2.0")


# The page


def test_a_trainer_makes_a_twin_in_the_browser(client, trainer, original):
    client.force_login(trainer)
    page = reverse("workshop_twin", args=["TS-0001"])
    said = {"ref": "TS-0002", "kind": "faith", "before": "None", "after": "Muslim"}
    bad = client.post(page, {**said, "swaps": "bicycles radios"})
    assert bad.status_code == 200
    assert "Line 1: write it as" in bad.content.decode()
    assert "bicycles radios" in bad.content.decode()
    assert client.post(page, {**said, "swaps": "bicycles = radios\n"}).status_code == 302
    shown = client.get(page).content.decode()
    assert "<del>bicycles.</del>" in shown
    assert "<ins>radios.</ins>" in shown
    assert "Both have to be released" in shown
    again = client.post(page, {**said, "ref": "TS-0003", "swaps": ""})
    assert "has a twin already" in again.content.decode()


def test_the_same_twice_over_is_refused(client, trainer, original):
    client.force_login(trainer)
    said = {"ref": "TS-0002", "kind": "faith", "before": "None", "after": "none", "swaps": ""}
    page = client.post(reverse("workshop_twin", args=["TS-0001"]), said)
    assert "the same as in the original" in page.content.decode()


def test_another_organisations_case_is_not_found(client, trainer, original):
    original.owner = make_organisation("X02", "Harrowdale Police")
    original.save()
    client.force_login(trainer)
    assert client.get(reverse("workshop_twin", args=["TS-0001"])).status_code == 404
