"""The library on the site: loaded once, edited with checks, and kept in versions."""

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from people.public import AlreadyWritten, Role
from scenarios.models import EvidenceStatement, LibraryVersion
from scenarios.services.evidence import (
    current_library_version,
    hash_of,
    library_of_version,
    load_evidence_library,
)
from scenarios.services.freezing import NotReady
from scenarios.services.generating import generate_case
from tests.factories import make_framework, make_person
from tests.factories.evidence import EVIDENCE, make_library, profile_of, real_library

pytestmark = pytest.mark.django_db
CODE = "opportunity-3-for-1"


@pytest.fixture
def library(db):
    make_framework()
    make_library()


def version(organisation):
    return current_library_version(organisation=organisation)


def address(name, *args):
    return reverse(EvidenceStatement.snippet_viewset.get_url_name(name), args=args)


def posted(row, **changes):
    needs = "\n".join(f"{fact}: {', '.join(values)}" for fact, values in row.needs.items())
    fields = {
        "code": row.code, "kind": row.kind, "text": row.text, "factors": row.factors,
        "documents": row.documents, "level": "" if row.level is None else row.level,
        "stance": row.stance, "needs": needs, "fact": row.fact, "value": row.value,
        "before": row.before, "in_use": "on",
    }  # fmt: skip
    return {**fields, **changes}


def test_the_files_are_loaded_whole_and_again_change_nothing(organisation):
    make_framework()
    first = load_evidence_library(folder=EVIDENCE, organisation=organisation)
    before = list(EvidenceStatement.objects.order_by("pk").values())
    assert len(before) == len(real_library().statements) == first.statement_count
    assert load_evidence_library(folder=EVIDENCE, organisation=organisation) == first
    assert list(EvidenceStatement.objects.order_by("pk").values()) == before
    assert LibraryVersion.objects.count() == 1
    assert library_of_version(first).as_content() == real_library().as_content()


def test_what_was_edited_or_added_here_stays_when_the_files_are_loaded_again(library, organisation):
    edited = EvidenceStatement.objects.get(code=CODE)
    edited.text = "He kept a key of his own."
    edited.save()
    out = EvidenceStatement.objects.get(code="opportunity-3-for-2")
    out.in_use = False
    out.save()
    own = EvidenceStatement(code="ours-1")
    own.take(edited.as_statement())
    own.text = "He said so himself."
    own.save()
    stale = EvidenceStatement.objects.get(code="opportunity-3-for-3")
    text = stale.text
    stale.text = "As an older file had it."
    stale.loaded_hash = _hash_of(stale)
    stale.save()
    call_command("load_evidence", verbosity=0)
    now = dict(EvidenceStatement.objects.values_list("code", "text"))
    assert now[CODE] == "He kept a key of his own."
    assert now["ours-1"] == "He said so himself."
    assert now["opportunity-3-for-3"] == text
    assert not EvidenceStatement.objects.get(code=out.code).in_use
    assert EvidenceStatement.objects.get(code="ours-1").in_use


def _hash_of(row):

    return hash_of(row.as_statement())


def test_what_is_in_the_files_no_more_is_put_out_of_use(library, organisation):
    gone = EvidenceStatement(code="gone-1")
    gone.take(EvidenceStatement.objects.get(code=CODE).as_statement())
    gone.text = "He kept the key to the hut."
    gone.loaded_hash = _hash_of(gone)
    gone.save()
    load_evidence_library(folder=EVIDENCE, organisation=organisation)
    assert not EvidenceStatement.objects.get(code="gone-1").in_use


def test_files_with_a_problem_change_nothing(library, organisation, tmp_path):
    for file in EVIDENCE.glob("*.toml"):
        (tmp_path / file.name).write_text(file.read_text("utf-8"), "utf-8")
    opportunity = tmp_path / "opportunity.toml"
    opportunity.write_text(opportunity.read_text("utf-8").replace("{neighbour}", "{dog}"), "utf-8")
    EvidenceStatement.objects.filter(code=CODE).delete()
    with pytest.raises(
        CommandError, match=r"opportunity\.toml, opportunity-.*“\{dog\}” is no slot"
    ):
        call_command("load_evidence", str(tmp_path))
    assert not EvidenceStatement.objects.filter(code=CODE).exists()
    assert not LibraryVersion.objects.exists()


def test_the_same_content_is_the_same_version_and_a_change_is_the_next(library, organisation):
    first = version(organisation)
    assert version(organisation) == first
    row = EvidenceStatement.objects.get(code=CODE)
    text, row.text = row.text, "He kept a key of his own."
    row.save()
    second = version(organisation)
    assert (first.number, second.number) == (1, 2)
    row.text = text
    row.save()
    assert version(organisation) == first
    row.in_use = False
    row.save()
    third = version(organisation)
    assert (third.number, third.statement_count) == (3, first.statement_count - 1)
    with pytest.raises(AlreadyWritten):
        third.save()


def test_a_site_without_the_library_says_so(organisation):
    with pytest.raises(NotReady, match=r"manage\.py load_evidence"):
        version(organisation)


def test_an_old_draft_keeps_the_version_it_was_made_of(library, organisation, trainer):
    first = generate_case(by=trainer, owner=organisation, profile=profile_of(), seed=1)
    EvidenceStatement.objects.filter(code__startswith="irrelevant-").update(in_use=False)
    second = generate_case(by=trainer, owner=organisation, profile=profile_of(), seed=1)
    assert second != first
    assert (first.generated.library.number, second.generated.library.number) == (1, 2)


@pytest.mark.parametrize("role", [Role.TRAINER, Role.ADMINISTRATOR])
def test_an_edit_in_the_admin_makes_a_version(client, library, organisation, role):
    person = make_person(role=role, organisation=organisation)
    client.force_login(person)
    row = EvidenceStatement.objects.get(code=CODE)
    assert client.get(address("edit", row.pk)).status_code == 200
    text = "He kept a key of his own, and said so in week {week}."
    answer = client.post(address("edit", row.pk), posted(row, text=text))
    assert answer.status_code == 302
    row.refresh_from_db()
    assert row.text == text
    content = LibraryVersion.objects.get().content
    assert text in {each["text"] for each in content["statements"]}


def test_a_new_statement_in_the_admin_is_used_by_the_next_draft(client, library, trainer):
    client.force_login(trainer)
    row = EvidenceStatement.objects.get(code=CODE)
    data = posted(row, code="ours-1", text="He kept a key of his own.", needs="home: alone, shared")
    assert client.post(address("add"), data).status_code == 302
    assert EvidenceStatement.objects.get(code="ours-1").needs == {"home": ["alone", "shared"]}
    assert "ours-1" in library_of_version(LibraryVersion.objects.get()).by_code


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"text": "He gave 07911 123456."}, "07911 123456"),
        ({"text": "A penetrating look."}, "is graphic wording"),
        ({"text": "He met {cousin}."}, "is no slot"),
        ({"needs": "home alone"}, "write a fact, a colon and its values"),
        ({"needs": "home: boat"}, "“boat” is no value of “home”."),
        ({"level": ""}, "The level is None"),
        ({"factors": ["opportunity", "hostility"]}, "Evidence is of one factor."),
        ({"documents": []}, "This field is required."),
        ({"code": "another-code"}, f"The code stays {CODE}."),
    ],
)
def test_the_form_refuses_what_the_checks_find(client, library, trainer, changes, words):
    client.force_login(trainer)
    row = EvidenceStatement.objects.get(code=CODE)
    answer = client.post(address("edit", row.pk), posted(row, **changes))
    assert answer.status_code == 200
    assert words in answer.content.decode().replace("&quot;", '"')
    before = EvidenceStatement.objects.get(code=CODE)
    assert (before.text, before.needs, before.level) == (row.text, row.needs, row.level)
    assert not LibraryVersion.objects.exists()


def test_the_form_refuses_what_another_says(client, library, trainer):
    client.force_login(trainer)
    row = EvidenceStatement.objects.get(code=CODE)
    other = EvidenceStatement.objects.get(code="opportunity-3-for-2")
    answer = client.post(address("edit", row.pk), posted(row, text=other.text, needs=""))
    assert "opportunity-3-for-2 says the same." in answer.content.decode()


@pytest.mark.parametrize("actor", ["trainee", "panellist", "supervisor", "force_lead"])
def test_nobody_else_reaches_the_statements(client, request, library, actor):
    client.force_login(request.getfixturevalue(actor))
    row = EvidenceStatement.objects.get(code=CODE)
    for page in (address("list"), address("add"), address("edit", row.pk)):
        assert client.get(page).status_code == 403


def test_nobody_deletes_a_statement(client, library, trainer, administrator):
    row = EvidenceStatement.objects.get(code=CODE)
    for person in (trainer, administrator):
        client.force_login(person)
        client.post(address("delete", row.pk))
    assert EvidenceStatement.objects.filter(pk=row.pk).exists()
