"""What a case is meant to show: for authors and reviewers, and on no other page."""

import pytest
from django.urls import reverse

from people.public import Event, Role
from scenarios.models import CaseDesign, Scenario
from scenarios.selectors.designs import Meant
from scenarios.services.designing import save_design
from scenarios.services.duplicating import duplicate_case, suggested_ref
from scenarios.services.errors import DesignRefused, OlderRevision
from scenarios.services.free_text import IdentifiersFound
from scenarios.services.panel_people import has_written
from tests.factories import (
    make_framework,
    make_organisation,
    make_person,
    make_review,
    make_scenario,
    make_staged_scenario,
)
from tests.scenarios.journey import words_of
from tests.scenarios.test_review import edited

pytestmark = pytest.mark.django_db
MEANT = {(1, "opportunity"): Meant("2", "Favours to neighbours.", ("D1.2",))}
PAGE = "/workshop/TS-MEANT/design/"


@pytest.fixture
def author(organisation):
    return make_person(role=Role.TRAINER, organisation=organisation)


@pytest.fixture
def scenario(author):
    make_framework()
    return edited(make_scenario("TS-MEANT"), "Written by its author.", by=author)


def test_a_design_is_saved_once_beside_what_no_form_knows_of(scenario, author):
    CaseDesign.objects.create(scenario=scenario, factors={"opportunity": {"seed": 7}})
    save_design(scenario=scenario, by=author, meant=MEANT, revision=0)
    design = save_design(scenario=scenario, by=author, meant=MEANT, revision=0)
    assert design.factors["opportunity"] == {
        "seed": 7, "level": "2", "why": "Favours to neighbours.", "evidence": ["D1.2"],
    }  # fmt: skip
    assert Event.objects.filter(name="case.designed").count() == 1
    assert "neighbours" not in str(Event.objects.get(name="case.designed").payload)


def test_a_later_stage_stands_within_its_factor(scenario, author):
    later = {(2, "opportunity"): Meant("3", "", ())}
    design = save_design(scenario=scenario, by=author, meant=MEANT | later, revision=0)
    assert design.factors["opportunity"]["stage_2"] == {"level": "3"}
    emptied = {(2, "opportunity"): Meant()}
    design = save_design(scenario=scenario, by=author, meant=emptied, revision=1)
    assert "stage_2" not in design.factors["opportunity"]


def test_an_older_page_overwrites_nothing(scenario, author):
    save_design(scenario=scenario, by=author, meant=MEANT, revision=0)
    other = {(1, "opportunity"): Meant("1")}
    with pytest.raises(OlderRevision):
        save_design(scenario=scenario, by=author, meant=other, revision=0)
    real = {(1, "opportunity"): Meant("1", "Ring 07911 123456.")}
    with pytest.raises(IdentifiersFound):
        save_design(scenario=scenario, by=author, meant=real, revision=1)


def test_nobody_but_an_author_says_what_it_means(scenario):
    stranger = make_person(role=Role.TRAINER)
    review = make_review(scenario)
    for person in (stranger, review.reviewer):
        with pytest.raises(DesignRefused):
            save_design(scenario=scenario, by=person, meant=MEANT, revision=0)


def test_whoever_says_what_a_case_of_nobody_means_has_written_on_it():
    make_framework()
    scenario, trainer = make_scenario(), make_person(role=Role.TRAINER)
    save_design(scenario=scenario, by=trainer, meant=MEANT, revision=0)
    assert has_written(trainer, scenario)
    with pytest.raises(DesignRefused):
        save_design(scenario=scenario, by=make_person(role=Role.TRAINER), meant=MEANT, revision=1)


def test_an_author_fills_it_in_for_each_stage(client_of, author):
    make_framework()
    staged = make_staged_scenario("TS-MEANT")
    edited(staged, "Written by its author.", by=author)
    client = client_of(author)
    data = {"revision": "0", "1-opportunity-level": "2", "1-opportunity-evidence": "d1.2, D2",
            "2-opportunity-level": "n", "2-opportunity-why": "Nobody has looked."}  # fmt: skip
    assert client.post(PAGE, data)["Location"] == PAGE
    assert CaseDesign.objects.get().factors == {
        "opportunity": {
            "level": "2",
            "evidence": ["D1.2", "D2"],
            "stage_2": {"level": "n", "why": "Nobody has looked."},
        }
    }
    late = client.post(PAGE, data | {"1-opportunity-level": "0"})
    assert late.status_code == 409
    assert "Nothing was overwritten." in words_of(late)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("1-opportunity-level", "9", "Select a valid choice."),
        ("1-opportunity-evidence", "D9.9", "This draft has no D9.9."),
        ("1-opportunity-why", "Ring 07911 123456.", "looks like a real telephone number"),
    ],
)
def test_what_does_not_fit_is_said(client_of, scenario, author, field, value, words):
    answer = client_of(author).post(PAGE, {"revision": "0", field: value})
    assert answer.status_code == 200
    assert words in words_of(answer)
    assert not CaseDesign.objects.exists()


def test_a_reviewer_reads_it_and_a_trainer_with_no_part_does_not(client_of, scenario, author):
    save_design(scenario=scenario, by=author, meant=MEANT, revision=0)
    review = make_review(scenario, by=author)
    assert "Favours to neighbours." in words_of(client_of(review.reviewer).get(PAGE))
    assert client_of(review.reviewer).post(PAGE, {"revision": "1"}).status_code == 403
    stranger = client_of(make_person(role=Role.TRAINER))
    assert stranger.get(PAGE).status_code == 403
    outside = make_person(role=Role.TRAINER, organisation=make_organisation("X02"))
    Scenario.objects.update(owner=make_organisation("X01"))
    assert client_of(outside).get(PAGE).status_code == 404


def test_no_other_page_shows_any_of_it(client_of, scenario, author):
    real = {(1, "opportunity"): Meant("2", "Kingfisher says why.", ("D1.2",))}
    save_design(scenario=scenario, by=author, meant=real, revision=0)
    review = make_review(scenario, by=author)
    client, pk = client_of(author), scenario.pk
    admin = [
        reverse(Scenario.snippet_viewset.get_url_name(name), args=args)
        for name, args in (("list", []), ("edit", [pk]), ("history", [pk]), ("usage", [pk]))
    ]
    ours = [
        reverse("workshop"),
        reverse("workshop_preview", args=["TS-MEANT"]),
        reverse("workshop_preview_step", args=["TS-MEANT", 1, "opportunity"]),
        reverse("workshop_compare", args=["TS-MEANT"]),
        reverse("workshop_review", args=["TS-MEANT", review.uuid]),
    ]
    for address in (*admin, *ours):
        assert "Kingfisher" not in client.get(address).content.decode()
    found = client.get(admin[0], {"q": "Kingfisher"}).context["object_list"]
    assert not list(found)
    assert "Kingfisher" not in str(scenario.latest_revision.content)


def copied(scenario, by, ref="TS-COPY"):
    return duplicate_case(scenario=scenario, by=by, ref=ref, title="A copy")


def test_a_copy_has_all_that_was_written_and_nothing_that_was_done(scenario, author):
    save_design(scenario=scenario, by=author, meant=MEANT, revision=0)
    make_review(scenario, by=author)
    copy = copied(scenario, author)
    assert (copy.summary, copy.live) == ("Written by its author.", False)
    assert [d.body for d in copy.documents.all()] == [d.body for d in scenario.documents.all()]
    assert copy.design.factors == scenario.design.factors
    assert not copy.reviews.exists()
    assert not copy.versions.exists()
    assert Event.objects.filter(name="case.duplicated").count() == 1
    # Whoever wrote the first one wrote this one too.
    assert has_written(author, copy)


def test_a_copy_is_no_way_to_read_what_a_case_means(scenario, author):
    save_design(scenario=scenario, by=author, meant=MEANT, revision=0)
    assert copied(scenario, make_person(role=Role.TRAINER)).design.factors == {}


def test_two_clicks_make_a_copy_under_the_next_free_reference(client_of, scenario, author):
    make_scenario("TS-MEANT-03")
    client = client_of(author)
    asked = client.get(reverse("workshop_duplicate", args=["TS-MEANT"])).context["form"]
    data = {name: asked[name].value() for name in ("ref", "title")}
    assert client.post(reverse("workshop_duplicate", args=["TS-MEANT"]), data).status_code == 302
    assert Scenario.objects.filter(ref=data["ref"]).count() == 1
    again = client.post(reverse("workshop_duplicate", args=["TS-MEANT"]), data)
    assert f"{data['ref']} is taken." in words_of(again)
    bad = client.post(reverse("workshop_duplicate", args=["TS-MEANT"]), {**data, "ref": "ts 1"})
    assert "Use capital letters and digits with hyphens" in words_of(bad)


@pytest.mark.parametrize(
    ("ref", "others", "suggested"),
    [
        ("TR-0007", ["TR-0031", "TR-X"], "TR-0032"),
        ("TR-0007", [], "TR-0008"),
        ("ALLOTMENT", [], "ALLOTMENT-01"),
        ("ALLOTMENT", ["ALLOTMENT-01"], "ALLOTMENT-02"),
    ],
)
def test_the_next_free_reference(ref, others, suggested):
    for each in (ref, *others):
        make_scenario(each)
    assert suggested_ref(ref) == suggested
