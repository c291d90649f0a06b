"""What is kept from somebody of a case is kept of its twin too: its key, and what it means."""

import pytest
from django.urls import reverse

from people.public import Role, grant_membership
from scenarios.models import CaseDesign, Panel, Release, Scenario
from scenarios.selectors.author_page import author_page
from scenarios.selectors.designs import may_read_design
from scenarios.selectors.twins import shifts, twin_of
from scenarios.services.assessing import start_assessment
from scenarios.services.breaks import stop_assessment
from scenarios.services.freezing import freeze_case_version
from scenarios.services.moderation_people import refusal_of_holder, releases_shown_to
from scenarios.services.panel_people import (
    has_had_part,
    refusal_of_approver,
    refusal_of_panellist,
    refusal_to_look,
)
from scenarios.services.panels import close_panel, load_panel
from scenarios.services.releases import release_case
from scenarios.services.twins import make_twin
from tests.factories import (
    make_disagreement,
    make_framework,
    make_passed,
    make_person,
    make_scenario,
    panel_data,
)

pytestmark = pytest.mark.django_db


def copied(original, by):
    make_twin(
        original=original, ref="TS-0002", kind="faith", before="None", after="Muslim",
        swaps=[("bicycles", "radios")], by=by,
    )  # fmt: skip
    return Scenario.objects.get(ref="TS-0002")


def released(scenario) -> Release:
    version = freeze_case_version(scenario=scenario, framework=make_framework())
    panel = load_panel(case_version=version, data=panel_data(version.framework))
    return release_case(case_version=version, key=close_panel(panel=panel), use="practice")


@pytest.fixture
def original(organisation):
    scenario = make_scenario("TS-0001")
    scenario.owner = organisation
    scenario.save()
    return scenario


@pytest.fixture
def author(original):
    """Who wrote the original, and what it means."""
    person = make_person(role=Role.TRAINER)
    original.save_revision(user=person)
    meant = {"overall": {"level": "2", "why": "Because of the flat."}}
    CaseDesign.objects.create(scenario=original, factors=meant).writers.add(person)
    return person


# While one of the two is open


@pytest.fixture
def pair(original, trainer):
    return released(original), released(copied(original, trainer))


@pytest.fixture
def sitting(pair, trainer, organisation):
    """A trainer who is a trainee too, and has the original open."""
    grant_membership(person=trainer, role=Role.TRAINEE, organisation=organisation)
    return start_assessment(person=trainer, release=pair[0])


def test_whoever_has_a_case_open_is_not_shown_the_key_of_its_twin(
    client, pair, sitting, trainer, organisation
):
    said = make_disagreement(pair[1])
    client.force_login(trainer)
    health = reverse("workshop_health", args=["TS-0002"])
    answer = reverse("workshop_disagreement", args=[said.uuid])
    assert client.get(health).status_code == 409
    assert client.get(answer).status_code == 404
    assert not Panel.objects.filter(readers=trainer).exists()
    stop_assessment(assessment=sitting)
    assert client.get(health).status_code == 200
    assert client.get(answer).status_code == 200


def test_the_words_say_which_of_the_two_is_open_without_calling_it_a_twin(pair, sitting, trainer):
    own, other = (refusal_to_look(Panel.objects.get(key=one.key), trainer) for one in pair)
    assert "You have this case open" in own
    assert "too like this one" in other
    assert "twin" not in other


def test_nobody_shows_a_case_to_a_room_while_its_twin_is_open(pair, sitting, trainer):
    assert "open as an assessment" in refusal_of_holder(trainer, pair[1])
    assert releases_shown_to(trainer, Release.objects.all()) == []


def test_nobody_reads_how_others_rated_either_twin_while_one_is_open(pair, sitting, trainer):
    (everybody,) = shifts(twin_of(pair[0].case_version.scenario), trainer)
    assert everybody.rows == ()
    assert "open as an assessment" in everybody.why_not


# What the author meant


def test_a_copy_tells_no_design_to_somebody_who_may_not_read_the_originals(
    client, original, author
):
    make_framework()
    other = make_person(role=Role.TRAINER)
    assert not may_read_design(other, original)
    copy = copied(original, other)
    client.force_login(other)
    page = client.get(reverse("workshop_design", args=["TS-0002"])).content.decode()
    assert "Because of the flat." not in page
    assert copy.design.factors == {}
    assert not may_read_design(other, original)


def test_an_author_who_makes_a_copy_takes_the_design_along(original, author):
    assert copied(original, author).design.factors == original.design.factors


def test_whoever_rates_a_case_blind_is_told_nothing_of_its_twins_design(
    original, author, organisation
):
    copy = copied(original, author)
    panel = Panel.objects.create(
        case_version=freeze_case_version(scenario=original, framework=make_framework())
    )
    seated = make_person(role=Role.TRAINER, organisation=organisation)
    panel.panellists.create(person=seated, label="seat-1")
    assert author_page(copy, seated).rates_it_blind


# Who wrote or reviewed one has no part in the other


def panel_on(scenario) -> Panel:
    version = freeze_case_version(scenario=scenario, framework=make_framework())
    return Panel.objects.create(case_version=version)


def test_authors_of_either_neither_rate_nor_approve_the_other(original, author):
    maker = make_person(role=Role.TRAINER)
    copy = copied(original, maker)
    for person, scenario in ((author, copy), (maker, original)):
        grant_membership(person=person, role=Role.PANELLIST, organisation=original.owner)
        panel = panel_on(scenario)
        assert "has written on this case" in refusal_of_panellist(panel, person)
        assert "has written on this case" in refusal_of_approver(panel, person)


def test_a_reviewer_of_either_neither_rates_nor_approves_nor_sits_the_other(original, author):
    reviewer = make_person(role=Role.PANELLIST)
    copy = copied(original, author)
    make_passed(original, by=author, reviewer=reviewer)
    panel = panel_on(copy)
    assert "has reviewed this case" in refusal_of_panellist(panel, reviewer)
    assert "has reviewed this case" in refusal_of_approver(panel, reviewer)
    assert has_had_part(reviewer, copy.pk)
