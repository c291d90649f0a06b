"""What is typed in the editor and not saved is looked through, and nothing of it is kept."""

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from people.public import Role
from scenarios.models import CaseDesign, CaseDocument, Panellist, Scenario
from tests.factories import make_organisation, make_panel, make_person, make_scenario
from tests.scenarios.journey import words_of
from tests.scenarios.test_query_counts import statements

pytestmark = pytest.mark.django_db
NUMBER = "07911 123456"
FROM_SCRIPT = {"X-Requested-With": "XMLHttpRequest"}
FIELDS = (
    "ref", "title", "summary", "content_label", "static_risk", "difficulty", "visit_type",
    "setting", "offence_kind", "minutes",
)  # fmt: skip


def check_url(scenario=None):
    name = Scenario.snippet_viewset.get_url_name
    if scenario is None:
        return reverse(name("check_on_add"))
    return reverse(name("check_on_edit"), args=[scenario.pk])


def form_of(scenario, papers=None, **typed):
    """What the editor sends: the draft as it stands, but for what is typed."""
    data = {name: getattr(scenario, name) for name in FIELDS} | {"owner": scenario.owner_id}
    for part in ("people", "places", "characteristics"):
        data |= {f"{part}-TOTAL_FORMS": 0, f"{part}-INITIAL_FORMS": 0}
    rows = list(scenario.documents.all()) if papers is None else papers
    data |= {"documents-TOTAL_FORMS": len(rows), "documents-INITIAL_FORMS": 0}
    for number, row in enumerate(rows):
        at = f"documents-{number}"
        data |= {
            f"{at}-{name}": getattr(row, name)
            for name in ("stage", "kind", "title", "dated", "body")
        }
        data |= {f"{at}-ORDER": number + 1, f"{at}-id": row.pk or "", f"{at}-DELETE": ""}
    data["documents-INITIAL_FORMS"] = sum(row.pk is not None for row in rows)
    return data | typed


def stored():
    """Every row of every table, but for who is signed in and when they were last seen."""
    left_out = {"sessions.Session", "people.User"}
    return {
        model._meta.label: list(model._default_manager.order_by("pk").values_list())
        for model in apps.get_models()
        if model._meta.label not in left_out and model._meta.managed
    }


@pytest.fixture
def scenario():
    return make_scenario("TS-TYPED")


@pytest.fixture
def author(client, trainer):
    client.force_login(trainer)
    return client


def test_the_editor_offers_it_for_a_case_and_for_a_new_one(author, scenario):
    name = Scenario.snippet_viewset.get_url_name
    for page, url in (
        (reverse(name("edit"), args=[scenario.pk]), check_url(scenario)),
        (reverse(name("add")), check_url()),
    ):
        body = author.get(page).content.decode()
        assert f'formaction="{url}" formtarget="_blank"' in body
        assert "js/check_typed.js" in body


def test_what_the_form_refuses_to_save_is_found_with_its_place(author, scenario):
    first, second = scenario.documents.all()
    second.body = f"He was in.\n\nRing {NUMBER} after nine."
    answer = author.post(
        check_url(scenario), form_of(scenario, [first, second]), headers=FROM_SCRIPT
    )
    assert answer.status_code == 200
    words = words_of(answer)
    assert "Nothing was saved or changed." in words
    assert "The editor cannot save it as it stands" in words
    assert f"“{NUMBER}” looks like a real" in words
    assert '<a href="#inline_child_documents-1">“Visit note”, D2.2</a>' in answer.content.decode()
    assert "<html" not in answer.content.decode()


def test_a_field_of_the_case_itself_is_looked_through_too(author, scenario):
    words = words_of(author.post(check_url(scenario), form_of(scenario, title=f"Ring {NUMBER}")))
    assert f"Title : “{NUMBER}” looks like a real" in words


def test_graphic_words_that_can_be_saved_are_found_before_they_are(author, scenario):
    first, second = scenario.documents.all()
    second.body = "He is a pervert."
    words = words_of(author.post(check_url(scenario), form_of(scenario, [first, second])))
    assert "degrades whom it is said of" in words
    assert "cannot save it" not in words


def test_what_was_mended_and_not_saved_is_found_no_more(author, scenario):
    first, second = scenario.documents.all()
    CaseDocument.objects.filter(pk=second.pk).update(body="He is a pervert.")
    scenario = Scenario.objects.get()
    assert "degrades" in words_of(author.get(check_url(scenario)))
    second.body = "He was in and spoke freely."
    words = words_of(author.post(check_url(scenario), form_of(scenario, [first, second])))
    assert "degrades" not in words
    assert "The checks find nothing that must be mended." in words


def test_a_paper_taken_out_is_not_looked_at_and_the_order_is_that_of_the_editor(author, scenario):
    first, second = scenario.documents.all()
    first.body = "He is a pervert."
    typed = form_of(scenario, [first, second])
    out = words_of(author.post(check_url(scenario), typed | {"documents-0-DELETE": "1"}))
    assert "degrades" not in out
    turned = {"documents-0-ORDER": 2, "documents-1-ORDER": 1}
    answer = author.post(check_url(scenario), typed | turned, headers=FROM_SCRIPT)
    assert '<a href="#inline_child_documents-0">“Referral”, D2.1</a>' in answer.content.decode()


def test_a_new_case_is_checked_before_it_is_ever_saved(author, scenario, organisation):
    paper = CaseDocument(stage=1, kind="other", title="Note", body=f"Ring {NUMBER}.")
    typed = form_of(scenario, [paper], ref="TS-NEW", owner=organisation.pk)
    words = words_of(author.post(check_url(), typed))
    assert f"“Note”, D1.1 : “{NUMBER}” looks like a real" in words
    empty = words_of(author.post(check_url(), {"title": "Begun"} | _no_rows()))
    assert "The case has no documents." in empty
    assert list(Scenario.objects.values_list("ref", flat=True)) == ["TS-TYPED"]


def _no_rows():
    parts = ("people", "places", "characteristics", "documents")
    return {f"{part}-{name}_FORMS": 0 for part in parts for name in ("TOTAL", "INITIAL")}


@pytest.mark.parametrize(
    "typed",
    [
        {"documents-0-stage": "x"},
        {"documents-0-stage": ""},
        {"documents-0-ORDER": "x"},
        {"ref": "ANOTHER"},
        {"minutes": "-1"},
        {"owner": "999999"},
        {"documents-0-kind": "no such kind"},
        {"title": "", "summary": "", "content_label": ""},
    ],
)
def test_whatever_is_wrong_in_the_form_the_rest_is_looked_through(author, scenario, typed):
    first, second = scenario.documents.all()
    second.body = "He is a pervert."
    answer = author.post(check_url(scenario), form_of(scenario, [first, second], **typed))
    assert answer.status_code == 200
    assert "degrades whom it is said of" in words_of(answer)


@pytest.mark.parametrize("is_valid", [True, False])
def test_nothing_is_written(author, scenario, is_valid):
    scenario.save_revision()
    author.get(check_url(scenario))
    first, second = Scenario.objects.get().documents.all()
    second.body = "He is a pervert." if is_valid else f"Ring {NUMBER}."
    paper = CaseDocument(stage=1, kind="other", title="Note", body="He fixes clocks.")
    typed = form_of(scenario, [second, paper, first], title="Another title")
    before = stored()
    with CaptureQueriesContext(connection) as captured:
        assert author.post(check_url(scenario), typed).status_code == 200
        assert author.post(check_url(), typed | {"ref": "TS-NEW"}).status_code == 200
    verbs = {query["sql"].split()[0] for query in captured.captured_queries}
    assert verbs <= {"SELECT"}
    assert stored() == before


def test_without_scripts_it_is_a_page_of_its_own_under_the_admins_policy(author, scenario):
    answer = author.post(check_url(scenario), form_of(scenario))
    body = answer.content.decode()
    assert "<html" in body
    assert "Your text stands in the other tab as you left it." in words_of(answer)
    assert "#inline_child" not in body
    assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"


def test_without_a_form_the_saved_draft_is_looked_through(author, scenario):
    assert "Checked as it was last saved." in words_of(author.get(check_url(scenario)))


def test_another_organisations_draft_answers_as_one_that_is_not_there(author, scenario):
    scenario.owner = make_organisation("X09")
    scenario.save()
    for send in (author.get, author.post):
        assert send(check_url(scenario)).status_code == 404


@pytest.mark.parametrize("role", [Role.TRAINEE, Role.PANELLIST, Role.FORCE_LEAD])
def test_nobody_else_gets_in(client, scenario, role):
    client.force_login(make_person(role=role))
    for url in (check_url(), check_url(scenario)):
        assert client.post(url, form_of(scenario)).status_code == 403


def test_whoever_rates_the_case_blind_reads_nothing_of_its_design(author, trainer, scenario):
    panel = make_panel(1, scenario=scenario)
    CaseDesign.objects.create(scenario=scenario, factors={"opportunity": {"level": 2}})
    words = "The design gives it a level and names no passage as evidence for it."
    assert words in words_of(author.post(check_url(scenario), form_of(scenario)))
    Panellist.objects.filter(panel=panel).update(person=trainer)
    assert words not in words_of(author.post(check_url(scenario), form_of(scenario)))


def test_many_papers_take_as_many_statements_as_few(author, scenario):
    counts = []
    for number in (2, 40):
        papers = [
            CaseDocument(stage=1, kind="other", title=f"Note {n}", body=f"He was in, {n}.")
            for n in range(number)
        ]
        typed = form_of(scenario, papers)
        author.post(check_url(scenario), typed)
        with CaptureQueriesContext(connection) as captured:
            author.post(check_url(scenario), typed)
        counts.append(statements(captured))
    assert counts[0] == counts[1]
