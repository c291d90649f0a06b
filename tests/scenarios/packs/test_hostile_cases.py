"""What a hostile case.json says is refused in words; what is taken in breaks no page."""

import io
import json
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from scenarios.models import Scenario
from scenarios.safety.length import MOST_PASSAGES
from tests.factories import make_framework

pytestmark = pytest.mark.django_db
NUL, HALF_A_PAIR = "\x00", "\ud800"
PAGES = (
    "workshop_case",
    "workshop_design",
    "workshop_preview",
    "workshop_reviews",
    "workshop_compare",
    "workshop_twin",
    "workshop_duplicate",
)


def case(**changes):
    said = {
        "ref": "ZZ-0001", "title": "A title", "summary": "A summary.", "content_label": "none",
        "static_risk": "", "difficulty": "simple", "minutes": 20, "visit_type": "", "setting": "",
        "offence_kind": "", "people": [], "places": [], "characteristics": [],
        "documents": [
            {"stage": 1, "kind": "other", "title": "A paper", "dated": "", "file": "d1.md"}
        ],
    }  # fmt: skip
    return said | changes


def pack(said, *, named=None, body="He was in.", **raw):
    """A pack of one case; ``raw`` is JSON by the text that it stands in place of."""
    ref, text = said["ref"], json.dumps(said)
    for word, instead in raw.items():
        text = text.replace(f'"{word}"', instead)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        manifest = {"format": "case-pack", "version": 1, "cases": [named or ref]}
        archive.writestr("pack.json", json.dumps(manifest))
        archive.writestr(f"cases/{ref}/case.json", text)
        archive.writestr(f"cases/{ref}/d1.md", body)
    return buffer.getvalue()


@pytest.fixture
def imported(client, trainer, organisation):
    """Sends a pack in the browser and gives the page that answers."""
    make_framework()
    client.force_login(trainer)

    def send(said, **raw):
        file = SimpleUploadedFile("pack.zip", pack(said, **raw))
        sent = {"pack": file, "owner": organisation.code}
        return client.post(reverse("workshop_import"), sent)

    return send


@pytest.mark.parametrize("sign", [NUL, HALF_A_PAIR])
@pytest.mark.parametrize(
    "said",
    [
        lambda sign: case(title=f"A{sign}title"),
        lambda sign: case(**{f"a{sign}name": 1}),
        lambda sign: case(design={"overall": {"why": f"A{sign}reason"}}),
        lambda sign: case(people=[{"name": f"Sam{sign}", "part": "a friend"}]),
    ],
)
def test_what_no_database_can_hold_is_refused_in_words(imported, said, sign):
    page = imported(said(sign))
    assert page.status_code == 200
    assert "holds a sign that is no text" in page.content.decode()
    assert not Scenario.objects.exists()


def test_a_case_of_too_many_passages_is_refused_with_its_file_and_their_number(imported):
    entries = [f"He was in at visit {n}.\n\n" for n in range(MOST_PASSAGES + 1)]
    page = imported(case(), body="".join(entries))
    assert page.status_code == 200
    assert "cases/ZZ-0001/d1.md: The case has 401 passages" in page.content.decode()
    assert not Scenario.objects.exists()
    imported(case(), body="".join(entries[1:]))
    assert Scenario.objects.count() == 1


def test_a_reference_in_the_manifest_that_no_page_can_show_is_refused(imported):
    page = imported(case(), named=f"ZZ-0001{HALF_A_PAIR}")
    assert page.status_code == 200
    assert "holds a sign that is no text" in page.content.decode()


def test_a_reference_with_a_line_end_is_refused_since_no_address_holds_one(imported):
    page = imported(case(ref="ZZ-0001\n"))
    assert page.status_code == 200
    assert "it is not written as it should be" in page.content.decode()
    assert not Scenario.objects.exists()


@pytest.mark.parametrize(
    "design",
    [
        {"opportunity": "2"},
        {"overall": ["2"]},
        {"overall": {"stage_x": {"level": "1"}}},
        {f"overall{chr(10)}": {"level": "1"}},
        {"overall": {"stage_" + "9" * 5000: {"level": "1"}}},
        {"overall": {"stage_2": "1"}},
        {"overall": {"level": "²"}},
        {"overall": {"level": "9" * 5000}},
        {"overall": {"level": ["1"]}},
        {"opportunity": {"level": "1", "evidence": 5}},
        {"opportunity": {"level": "1", "evidence": [1, {"a": 2}]}},
        {"opportunity": {"level": "1", "why": {"a": "b"}}},
    ],
)
def test_a_design_that_no_page_can_read_is_refused(imported, design):
    page = imported(case(design=design))
    assert page.status_code == 200
    assert "cases/ZZ-0001/case.json" in page.content.decode()
    assert not Scenario.objects.exists()


@pytest.mark.parametrize(
    "design",
    [
        {},
        {"overall": {}},
        {"overall": {"level": 2}},
        {"overall": {"level": "7", "stage_2": {"level": "1", "evidence": ["D1.1"]}}},
        {"no_such_factor": {"level": "1", "why": "For no reason."}},
        {"opportunity": {"level": "n", "why": "A gap.", "evidence": []}},
    ],
)
def test_every_page_opens_of_a_case_whose_design_was_taken_in(imported, client, design):
    assert "error-summary" not in imported(case(design=design)).content.decode()
    assert Scenario.objects.get().design.factors == design
    for name in PAGES:
        assert client.get(reverse(name, args=["ZZ-0001"])).status_code == 200
    for name in ("workshop", "workshop_balance", "workshop_export"):
        assert client.get(reverse(name)).status_code == 200


@pytest.mark.parametrize("depth", [300, 900, 50_000])
@pytest.mark.parametrize(
    ("field", "opens", "closes"), [("title", "[", "]"), ("design", '{"a":', "}")]
)
def test_json_of_any_depth_is_refused_in_words(imported, field, opens, closes, depth):
    page = imported(case(**{field: "DEEP"}), DEEP=f"{opens * depth}1{closes * depth}")
    assert page.status_code == 200
    assert not Scenario.objects.exists()
