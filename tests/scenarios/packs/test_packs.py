"""Cases go out as one file and come in as drafts, whole or not at all."""

import io
import json
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from jsonschema import Draft202012Validator

from people.public import Organisation, Role
from scenarios.models import CaseDesign, CaseDocument, Characteristic, Panel, Release, Scenario
from scenarios.models.case_facts import OffenceKind, Setting, VisitType
from scenarios.packs.archive import BadPack
from scenarios.packs.reading import SCHEMA
from scenarios.services.loading import load_scenario
from scenarios.services.packs import export_pack, import_pack
from tests.factories import FIXTURES, make_national, make_organisation, make_person, make_scenario

pytestmark = pytest.mark.django_db


def rich(ref="TR-0019"):
    return load_scenario(folder=FIXTURES / "cases" / ref.lower(), owner=make_national())


def changed(content, change):
    """The pack with its files put through ``change``, which gets and gives a dict of bytes."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        files = change({name: archive.read(name) for name in archive.namelist()})
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return buffer.getvalue()


def with_case(content, **changes):
    def change(files):
        name = next(name for name in files if name.endswith("case.json"))
        data = json.loads(files[name])
        return {**files, name: json.dumps({**data, **changes}).encode()}

    return changed(content, change)


def away(scenario):
    """Take a case off the site, as if the pack came from another."""
    scenario.delete()


def refused(content, owner, by):
    before = Scenario.objects.count()
    with pytest.raises(BadPack) as refusal:
        import_pack(content=content, owner=owner, by=by)
    assert Scenario.objects.count() == before
    return " ".join(refusal.value.problems)


def test_a_round_trip_gives_the_same_bytes(organisation, trainer):
    cases = [rich("TR-0019"), rich("TR-0023"), make_scenario("TS-0001")]
    content = export_pack(scenarios=cases, by=trainer, with_design=True)
    for scenario in cases:
        away(scenario)
    done = import_pack(content=content, owner=organisation, by=trainer)
    assert [one.ref for one in done.made] == ["TR-0019", "TR-0023", "TS-0001"]
    assert export_pack(scenarios=done.made, by=trainer, with_design=True) == content


def test_what_is_imported_is_a_draft_of_its_importer(organisation, trainer):
    scenario = rich()
    content = export_pack(scenarios=[scenario], by=trainer, with_design=False)
    away(scenario)
    (made,) = import_pack(content=content, owner=organisation, by=trainer).made
    assert not made.live
    assert made.owner == organisation
    assert made.latest_revision.user == trainer
    assert not CaseDesign.objects.exists()
    assert not Panel.objects.exists()
    assert not Release.objects.exists()


def test_importing_twice_changes_nothing(organisation, trainer):
    scenario = rich()
    content = export_pack(scenarios=[scenario], by=trainer, with_design=True)
    away(scenario)
    (made,) = import_pack(content=content, owner=organisation, by=trainer).made
    again = import_pack(content=content, owner=organisation, by=trainer)
    assert again.made == ()
    assert [one.pk for one in again.unchanged] == [made.pk]
    assert made.revisions.count() == 1


def test_the_newest_draft_goes_out_and_not_what_was_published(trainer):
    scenario = rich()
    scenario.title = "Edited since"
    scenario.save_revision(user=trainer)
    content = export_pack(scenarios=[scenario], by=trainer, with_design=False)
    assert b"Edited since" in zipfile.ZipFile(io.BytesIO(content)).read("cases/TR-0019/case.json")


def test_a_case_that_is_here_with_another_text_refuses_the_whole_pack(organisation, trainer):
    here, gone = make_scenario("TS-0001"), make_scenario("TS-0002")
    content = export_pack(scenarios=[here, gone], by=trainer, with_design=False)
    away(gone)
    here.title = "Edited since"
    here.save_revision(user=trainer)
    assert "TS-0001 is taken" in refused(content, organisation, trainer)
    assert not Scenario.objects.filter(ref="TS-0002").exists()


def test_another_organisations_case_is_refused_even_where_the_text_is_the_same(trainer):
    theirs = make_scenario("TS-0001")
    theirs.owner = make_organisation("X02", "Harrowdale Police")
    theirs.save()
    outsider = make_person(role=Role.TRAINER, organisation=theirs.owner)
    content = export_pack(scenarios=[theirs], by=outsider, with_design=False)
    own = Organisation.objects.get(code="X01")
    assert "TS-0001 is taken" in refused(content, own, trainer)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"difficulty": "fiendish"}, "difficulty: it is none of “simple”"),
        ({"level": 3}, "level is not part of a case"),
        ({"minutes": "forty"}, "minutes: it should be of type “integer”"),
        ({"title": "x" * 121}, "title: it is longer than 120 characters"),
        ({"documents": []}, "documents"),
        ({"ref": "tr 0019"}, "ref: it is not written as it should be"),
        ({"ref": "TR-0020"}, "the case is called TR-0020, and its folder TR-0019"),
        ({"summary": "Ring 07911 123456."}, "looks like a real telephone number"),
        ({"design": {"opportunity": {"why": "Ring 07911 123456."}}}, "real telephone number"),
        ({"people": [{"name": "A B"}]}, "people[0]: part is missing"),
    ],
)
def test_a_case_that_does_not_fit_is_refused_with_its_place(changes, words, organisation, trainer):
    scenario = rich()
    content = export_pack(scenarios=[scenario], by=trainer, with_design=False)
    away(scenario)
    assert words in refused(with_case(content, **changes), organisation, trainer)


def _without(name):
    return lambda files: {key: value for key, value in files.items() if not key.endswith(name)}


def _with(name, text):
    return lambda files: {**files, name: text}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (_without("pack.json"), "no case pack"),
        (_with("pack.json", b"[]"), "does not say that this is a case pack"),
        (_with("pack.json", b'{"format": "case-pack", "version": 2}'), "reads version 1"),
        (_with("pack.json", b'{"format": "case-pack", "version": 1, "cases": []}'), "no cases"),
        (_with("pack.json", b"{"), "pack.json, line 1: this is not JSON"),
        (_with("pack.json", b"[" * 100_000), "pack.json"),
        (_without("case.json"), "cases/TR-0019/case.json is missing"),
        (_without("d2.md"), "cases/TR-0019/d2.md is missing"),
        (_with("cases/TR-0019/d2.md", b"One.\n\n\xff"), "d2.md, line 3: this is not UTF-8"),
        (_with("cases/TR-0019/d2.md", b"One.\n\nSW1A 1AA"), "d2.md, line 3: “SW1A 1AA”"),
        (_with("cases/TR-0019/d2.md", b" "), "holds no text"),
        (_with("cases/TR-0019/run.exe", b"x"), "is named by no document"),
        (_with("readme.txt", b"x"), "belongs to no case"),
    ],
)
def test_a_pack_that_is_not_one_is_refused_with_the_reason(change, words, organisation, trainer):
    scenario = rich()
    content = export_pack(scenarios=[scenario], by=trainer, with_design=False)
    away(scenario)
    assert words in refused(changed(content, change), organisation, trainer)


def test_the_schema_and_the_models_know_the_same_choices():
    schema = json.loads(Path(SCHEMA).read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    said = {name: set(part.get("enum", ())) for name, part in schema["properties"].items()}
    assert said["difficulty"] == set(Scenario.Difficulty.values)
    assert said["visit_type"] == {"", *VisitType.values}
    assert said["setting"] == {"", *Setting.values}
    assert said["offence_kind"] == {"", *OffenceKind.values}
    rows = {name: part["items"]["properties"] for name, part in schema["properties"].items()
            if "items" in part}  # fmt: skip
    assert set(rows["documents"]["kind"]["enum"]) == set(CaseDocument.Kind.values)
    assert set(rows["characteristics"]["kind"]["enum"]) == set(Characteristic.Kind.values)


# The pages


def upload(content):
    return SimpleUploadedFile("pack.zip", content, content_type="application/zip")


def test_a_trainer_exports_and_imports_in_the_browser(client, organisation, trainer):
    scenario = rich()
    client.force_login(trainer)
    answer = client.post(reverse("workshop_export"), {"cases": ["TR-0019"], "with_design": "on"})
    assert answer["Content-Type"] == "application/zip"
    assert "case-pack-tr-0019-" in answer["Content-Disposition"]
    away(scenario)
    page = client.post(reverse("workshop_import"), {"pack": upload(answer.content), "owner": "X01"})
    assert "1 case was imported as a draft" in page.content.decode()
    assert Scenario.objects.get(ref="TR-0019").owner == organisation
    page = client.post(reverse("workshop_import"), {"pack": upload(answer.content), "owner": "X01"})
    assert "nothing was done" in page.content.decode()


def test_a_bad_pack_is_said_in_words_on_the_form(client, trainer):
    client.force_login(trainer)
    page = client.post(reverse("workshop_import"), {"pack": upload(b"no zip"), "owner": "X01"})
    assert page.status_code == 200
    assert "not a zip file that can be read" in page.content.decode()


def test_nobody_imports_for_an_organisation_they_do_not_write_for(client, trainer):
    make_organisation("X02", "Harrowdale Police")
    content = export_pack(scenarios=[make_scenario("TS-0001")], by=trainer, with_design=False)
    client.force_login(trainer)
    page = client.post(reverse("workshop_import"), {"pack": upload(content), "owner": "X02"})
    assert "Choose an organisation from the list" in page.content.decode()


def test_nobody_exports_another_organisations_draft(client, trainer):
    theirs = make_scenario("TS-0001")
    theirs.owner = make_organisation("X02", "Harrowdale Police")
    theirs.save()
    client.force_login(trainer)
    assert "TS-0001" not in client.get(reverse("workshop_export")).content.decode()
    page = client.post(reverse("workshop_export"), {"cases": ["TS-0001"]})
    assert page["Content-Type"].startswith("text/html")


def test_exporting_takes_as_many_queries_for_fifty_cases_as_the_page_needs_for_one(
    client, trainer, django_assert_max_num_queries
):
    client.force_login(trainer)
    for number in range(50):
        make_scenario(f"TS-9{number:03}")
    with django_assert_max_num_queries(9):
        client.get(reverse("workshop_export"))
