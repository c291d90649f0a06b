"""A case goes to the panel only when nothing real, graphic or unlabelled stands in it."""

import re
import shutil

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from people.public import load_organisations
from scenarios.models import CasePerson, CaseVersion, Characteristic, Scenario
from scenarios.safety.cases import case_problems
from scenarios.safety.organisations import find_organisations
from scenarios.safety.wording import find_wording
from scenarios.services.freezing import NotReady, freeze_case_version
from scenarios.services.loading import load_case
from tests.factories import FIXTURES, make_framework, make_national, make_scenario

pytestmark = pytest.mark.django_db
CASES = sorted(path.parent for path in (FIXTURES / "cases").glob("*/case.toml"))


@pytest.fixture
def real_list(db):
    load_organisations(real=FIXTURES / "organisations.csv")


def problems_of(**changes):
    scenario = make_scenario()
    for name, value in changes.items():
        setattr(scenario, name, value)
    return [str(finding) for finding in case_problems(scenario)]


def test_a_case_without_anything_real_has_no_problems(real_list):
    assert case_problems(make_scenario()) == []


def test_every_finding_says_the_text_the_reason_and_the_place(real_list):
    scenario = make_scenario()
    scenario.title = "Review with Kent Police"
    document = scenario.documents.all()[1]
    document.title = "Visit to SW1A 1AA"
    document.dated = "born 3 March 1980"
    document.body = "All was well.\n\n# Call 07911 123456\n\nHe was in.\nThen a.b@gmail.com wrote."
    scenario.documents = [scenario.documents.all()[0], document]
    assert [str(finding) for finding in case_problems(scenario)] == [
        "Title: “Kent Police” is a real organisation. Name an invented one, as Northmoor Police.",
        "D2, title: “SW1A 1AA” looks like a postcode that may exist. Leave it out, or write one "
        "that cannot exist, such as QX7 4CK.",
        "D2, when: “born 3 March 1980” looks like a full date of birth. Write an age.",
        "“Visit to SW1A 1AA”, D2.2, heading above it: “07911 123456” looks like a real telephone "
        "number. Leave it out, or write one that is kept for drama, such as 07700 900123 or "
        "01632 960123.",
        "“Visit to SW1A 1AA”, D2.2: “a.b@gmail.com” (line 2) looks like an e-mail address of a "
        "real domain. Leave it out, or end it in .example, as a.person@police.example.",
    ]


@pytest.mark.parametrize("name", ["ref", "title", "summary", "content_label", "static_risk"])
def test_each_text_of_the_case_itself_is_checked(name):
    (problem,) = problems_of(**{name: "AB123456C"})
    assert "looks like a National Insurance number" in problem


@pytest.mark.parametrize("label", ["", "  "])
def test_a_content_label_is_needed(label):
    (problem,) = problems_of(content_label=label)
    assert problem.startswith("Content label: Say in plain nouns what the case contains")


def test_a_content_label_is_short():
    assert problems_of(content_label="a" * 80) == []
    (problem,) = problems_of(content_label="a" * 81)
    assert problem == (
        "Content label: It has 81 characters. Say it in at most 80: short plain nouns."
    )


@pytest.mark.parametrize(
    ("text", "kind", "shown"),
    [
        ("There was Penetration.", "graphic", "Penetration"),
        ("They call him a nonce there.", "degrading", "nonce"),
        ("He tied\u200b  up the boat.", "method", "tied\u200b  up"),
    ],
)
def test_graphic_degrading_and_method_wording_is_found(text, kind, shown):
    ((found, (start, end)),) = find_wording(text)
    assert (found, text[start:end]) == (kind, shown)


@pytest.mark.parametrize(
    "text", ["an analysis of the canal", "Espermanza", "sexual abuse of a girl under 13, described"]
)
def test_words_that_practitioners_need_are_not(text):
    assert find_wording(text) == []


NAMES = [
    "Kent", "London, City of", "Devon & Cornwall", "Metropolitan Police", "Dyfed-Powys",
    "Kent, Surrey and Sussex Probation Region", "Midlands Probation Division",
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("sent by Kent Police today", "Kent Police"),
        ("KENT\u00a0CONSTABULARY", "KENT\u00a0CONSTABULARY"),
        ("the City of London Police", "City of London Police"),
        ("In Devon and Cornwall Police", "Devon and Cornwall Police"),
        ("In Devon & Cornwall Police", "Devon & Cornwall Police"),
        ("metropolitan police", "metropolitan police"),
        ("Dyfed Powys Police", "Dyfed Powys Police"),
        ("Kent, Surrey and Sussex Probation", "Kent, Surrey and Sussex Probation"),
    ],
)
def test_real_organisations_are_found_by_name_and_what_they_are(text, shown):
    ((start, end),) = find_organisations(text, NAMES)
    assert text[start:end] == shown


@pytest.mark.parametrize(
    "text",
    [
        "Kent drove to the police",
        "Mr Kent",
        "Northkent Police",
        "Northmoor Police and Kent",
        "the police, probation and Surrey",
        "City Police",
    ],
)
def test_a_place_or_a_name_alone_is_no_organisation(text):
    assert find_organisations(text, NAMES) == []


def test_sending_to_the_panel_waits_and_lists_everything():
    scenario = make_scenario()
    scenario.summary = "Ring 07911 123456."
    scenario.content_label = ""
    document = scenario.documents.first()
    document.body = "He was at SW1A 1AA."
    scenario.documents = [document]
    scenario.save()
    with pytest.raises(NotReady) as refusal:
        freeze_case_version(scenario=scenario, framework=make_framework())
    assert [re.split("[:,]", words)[0] for words in refusal.value.problems] == [
        "Content label", "Summary", "“Referral”"
    ]  # fmt: skip
    assert not CaseVersion.objects.exists()


def test_a_case_loaded_from_files_goes_the_same_way(tmp_path):
    make_framework()
    folder = tmp_path / "tr-0007"
    shutil.copytree(FIXTURES / "cases" / "tr-0007", folder)
    page = folder / "d5-visit-note.md"
    page.write_text(page.read_text("utf-8") + "\n\nHis number is 07911 123456.\n", "utf-8")
    with pytest.raises(NotReady, match=r"Police home visit note, Lime Close”, D5.*07911 123456"):
        load_case(folder=folder, owner=make_national())
    assert not Scenario.objects.exists()


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_the_cases_that_come_with_the_site_pass(real_list, folder):
    make_framework()
    load_case(folder=folder, owner=make_national())
    assert case_problems(Scenario.objects.get()) == []


def test_the_admin_refuses_identifiers_on_the_very_field_and_saves_nothing(client, trainer):
    scenario = make_scenario()
    client.force_login(trainer)
    page = reverse(Scenario.snippet_viewset.get_url_name("edit"), args=[scenario.pk])
    form = client.get(page).context["form"]
    data = {name: form[name].value() or "" for name in form.fields}
    for formset in form.formsets.values():
        for one in (formset.management_form, *formset.forms):
            given = {one[name].html_name: one[name].value() for name in one.fields}
            data |= {name: "" if value is None else value for name, value in given.items()}
    data |= {"owner": scenario.owner_id, "summary": "Ring 07911 123456."}
    data["documents-1-body"] = "He was in at SW1A 1AA."
    form = client.post(page, data).context["form"]
    assert list(form.errors) == ["summary"]
    assert [dict(one.errors) for one in form.formsets["documents"].forms] == [
        {},
        {
            "body": [
                "“SW1A 1AA” looks like a postcode that may exist. Leave it out, or write one that "
                "cannot exist, such as QX7 4CK."
            ]
        },
    ]
    scenario.refresh_from_db()
    assert scenario.latest_revision is None
    data |= {"summary": "Ring 07700 900123.", "documents-1-body": "He was in at QX7 4CK."}
    assert client.post(page, data).status_code == 302


def test_a_document_refuses_them_whoever_cleans_it():
    document = make_scenario().documents.first()
    document.dated = "born 3 March 1980"
    with pytest.raises(ValidationError) as refusal:
        document.full_clean()
    assert list(refusal.value.message_dict) == ["dated"]


def test_a_row_that_was_begun_and_left_empty_goes_to_no_panel():
    scenario = make_scenario()
    scenario.characteristics = [Characteristic(kind="age", value="67", purpose="")]
    scenario.people = [CasePerson(name="Alan Thorne", part="the man"), CasePerson()]
    scenario.save()
    assert [str(finding) for finding in case_problems(scenario)] == [
        "Person 2: Nothing stands under “Name” and “Who that is”. Fill it in, or delete the row.",
        "Characteristic 1: Nothing stands under “Purpose”. Fill it in, or delete the row.",
    ]
    with pytest.raises(NotReady, match="Person 2"):
        freeze_case_version(scenario=scenario, framework=make_framework())


def test_a_case_and_a_paper_without_a_title_are_unfinished():
    scenario = make_scenario()
    scenario.title = " "
    first = scenario.documents.all()[0]
    first.title = ""
    scenario.documents = [first]
    assert [str(finding) for finding in case_problems(scenario)] == [
        "Title: It is empty. Fill it in.",
        "D1, Title: It is empty. Fill it in.",
    ]
