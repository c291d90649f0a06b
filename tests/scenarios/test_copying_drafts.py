"""Copies of a draft carry nothing out that the draft itself keeps back, and two at once are one."""

import io
import json
import zipfile

import pytest
from django.urls import reverse

from people.public import Role
from scenarios.models import CaseDesign, Report, Scenario
from scenarios.packs.archive import BadPack
from scenarios.services.duplicating import duplicate_case
from scenarios.services.errors import CopyRefused
from scenarios.services.freezing import freeze_case_version
from scenarios.services.packs import export_pack
from scenarios.services.quarantine import report_text
from scenarios.services.twins import NoTwin, make_twin
from tests.factories import make_framework, make_person, make_scenario

pytestmark = pytest.mark.django_db
TWIN = {"kind": "faith", "before": "None", "after": "Muslim", "swaps": []}


@pytest.fixture
def scenario(organisation):
    made = make_scenario("TS-0001")
    made.owner = organisation
    made.save()
    return made


# What was reported as real data


@pytest.fixture
def reported(scenario):
    """One of its paragraphs was taken out of the frozen text, and still stands in the draft."""
    version = freeze_case_version(scenario=scenario, framework=make_framework())
    passage = version.passages.get(ref="D1.2")
    report_text(
        person=make_person(),
        kind=Report.Kind.PASSAGE,
        row=passage.pk,
        place="D1.2",
        organisation=scenario.owner,
        what=Report.What.NAME,
    )
    return scenario


def test_a_paragraph_reported_as_real_data_gets_into_no_copy(client, reported, trainer):
    words = "was reported as real data"
    with pytest.raises(CopyRefused, match=words):
        duplicate_case(scenario=reported, by=trainer, ref="TS-0002", title="A copy")
    with pytest.raises(NoTwin, match=words):
        make_twin(original=reported, by=trainer, ref="TS-0002", **TWIN)
    with pytest.raises(BadPack, match=words):
        export_pack(scenarios=[reported], by=trainer, with_design=False)
    client.force_login(trainer)
    page = client.post(
        reverse("workshop_duplicate", args=["TS-0001"]), {"ref": "TS-0002", "title": "A copy"}
    )
    assert words in page.content.decode()
    assert Scenario.objects.count() == 1


def test_it_can_be_copied_once_the_paragraph_is_written_anew(reported, trainer):
    paper = reported.documents.first()
    paper.body = paper.body.replace("He fixes bicycles.", "He mends things.")
    paper.save()
    assert duplicate_case(scenario=reported, by=trainer, ref="TS-0002", title="A copy").pk


# What its author meant


@pytest.fixture
def designed(scenario):
    author = make_person(role=Role.TRAINER)
    scenario.save_revision(user=author)
    CaseDesign.objects.create(scenario=scenario, factors={"overall": {"level": "2"}})
    scenario.design.writers.add(author)
    return author


def test_a_design_leaves_in_no_pack_of_somebody_who_may_not_read_it(
    client, scenario, designed, trainer
):
    with pytest.raises(BadPack, match="for its authors and reviewers"):
        export_pack(scenarios=[scenario], by=trainer, with_design=True)
    client.force_login(trainer)
    page = client.post(reverse("workshop_export"), {"cases": ["TS-0001"], "with_design": "on"})
    assert page.status_code == 200
    assert "for its authors and reviewers" in page.content.decode()
    plain = client.post(reverse("workshop_export"), {"cases": ["TS-0001"]})
    assert plain["Content-Type"] == "application/zip"


def test_its_author_exports_it_with_the_design(scenario, designed):
    content = export_pack(scenarios=[scenario], by=designed, with_design=True)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        said = json.loads(archive.read("cases/TS-0001/case.json"))
    assert said["design"] == {"overall": {"level": "2"}}


# Two at once


def just_before_the_row(monkeypatch, act):
    """Somebody else does something once everything was asked and before the row is written."""
    as_usual = Scenario.save

    def meanwhile(scenario, *args, **options):
        monkeypatch.setattr(Scenario, "save", as_usual)
        act()
        as_usual(scenario, *args, **options)

    monkeypatch.setattr(Scenario, "save", meanwhile)


def test_of_two_copies_at_once_under_one_reference_the_second_is_refused(
    monkeypatch, scenario, trainer
):
    other = make_scenario("TS-0009")
    other.owner = scenario.owner
    other.save()

    def copied(of, ref):
        return duplicate_case(scenario=of, by=trainer, ref=ref, title="A copy")

    just_before_the_row(monkeypatch, lambda: copied(other, "TS-0002"))
    with pytest.raises(CopyRefused, match="TS-0002 is taken"):
        copied(scenario, "TS-0002")
    just_before_the_row(monkeypatch, lambda: copied(other, "TS-0003"))
    with pytest.raises(NoTwin, match="TS-0003 is taken"):
        make_twin(original=scenario, by=trainer, ref="TS-0003", **TWIN)
