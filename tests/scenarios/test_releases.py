"""Releasing a case: a specimen is one for good, and the case folders of the fixtures load once."""

import pytest

from people.public import Event
from scenarios.models import CaseDesign, Passage, Release, Scenario
from scenarios.services.freezing import NotReady
from scenarios.services.loading import load_case
from scenarios.services.panels import close_panel, load_panel
from scenarios.services.releases import release_case
from scoring.public import AlreadyWritten, Key, freeze_key
from tests.factories import (
    FIXTURES,
    make_case_version,
    make_framework,
    make_national,
    make_released_case,
    make_scenario,
    panel_data,
)

pytestmark = pytest.mark.django_db


def frozen_key(version, **changes):
    given = {
        "subject": version.uuid,
        "framework": version.framework,
        "panel_size": 6,
        "votes": [],
        "stages": [],
        "is_synthetic": False,
    }
    return freeze_key(**given | changes)


@pytest.mark.parametrize(
    ("is_synthetic", "is_illustrative", "is_specimen"),
    [(True, True, True), (True, False, True), (False, True, True), (False, False, False)],
)
def test_a_synthetic_panel_or_an_illustrative_framework_makes_a_specimen(
    is_synthetic, is_illustrative, is_specimen
):
    framework = make_framework()
    framework.is_illustrative = is_illustrative
    framework.save()
    version = make_case_version()
    key = frozen_key(version, is_synthetic=is_synthetic)
    assert release_case(case_version=version, key=key, use="check").is_specimen is is_specimen


def test_a_specimen_stays_a_specimen_but_a_release_can_be_closed():
    release = make_released_case()
    release.is_specimen = False
    with pytest.raises(AlreadyWritten):
        release.save()
    with pytest.raises(AlreadyWritten):
        Release.objects.update(is_specimen=False)
    release.state = Release.State.CLOSED
    release.save(update_fields=["state"])
    release.refresh_from_db()
    assert (release.state, release.is_specimen) == ("closed", True)


def test_releasing_twice_is_the_same_release_and_one_event():
    release = make_released_case(use="check", ref="TS-1")
    again = release_case(case_version=release.case_version, key=release.key, use="check")
    assert again == release
    assert [event.payload for event in Event.objects.filter(name="case.released")] == [
        {"ref": "TS-1", "version": 1, "use": "check", "is_specimen": True}
    ]


def test_a_second_key_waits_until_the_first_release_is_closed():
    release = make_released_case()
    version = release.case_version
    other = close_panel(panel=load_panel(case_version=version, data=panel_data(version.framework)))
    with pytest.raises(NotReady, match="open with another key"):
        release_case(case_version=version, key=other, use="practice")
    release.state = Release.State.CLOSED
    release.save(update_fields=["state"])
    assert release_case(case_version=version, key=other, use="practice") != release


def test_a_key_of_another_case_is_refused():
    with pytest.raises(ValueError, match="its own text"):
        release_case(
            case_version=make_case_version(), key=frozen_key(make_case_version()), use="check"
        )


@pytest.mark.parametrize(("folder", "use"), [("tr-0007", "practice"), ("tr-0012", "check")])
def test_the_case_folders_load_whole_and_only_once(folder, use):
    make_framework()
    owner = make_national()
    release = load_case(folder=FIXTURES / "cases" / folder, owner=owner)
    assert (release.use, release.is_specimen, release.state) == (use, True, "open")
    scenario = release.case_version.scenario
    assert scenario.ref == folder.upper()
    assert scenario.live
    assert scenario.latest_revision is not None
    assert release.key.panel_size == 12
    assert release.key.units.count() == 12
    assert CaseDesign.objects.get(scenario=scenario).factors["opportunity"]["why"]
    words = sum(len(p.text.split()) for p in release.case_version.passages.all())
    assert 900 <= words <= 1500
    assert len(release.case_version.documents) >= 5

    before = [model.objects.count() for model in (Scenario, Passage, Key, Event)]
    scenario.title = "Edited since"
    scenario.save()
    assert load_case(folder=FIXTURES / "cases" / folder, owner=owner) == release
    assert [model.objects.count() for model in (Scenario, Passage, Key, Event)] == before
    scenario.refresh_from_db()
    assert scenario.title == "Edited since"


def test_a_case_that_is_being_written_here_is_not_replaced_by_a_folder():
    make_framework()
    make_scenario("TR-0007")
    with pytest.raises(NotReady, match="TR-0007 is being written here"):
        load_case(folder=FIXTURES / "cases" / "tr-0007", owner=make_national())
