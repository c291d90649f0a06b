"""A case of too many passages is saved nowhere, goes to no panel, and is looked through no more."""

import pytest
from django.urls import reverse

from scenarios.models import CaseDocument, Scenario
from scenarios.safety import cases
from scenarios.safety.cases import case_problems
from scenarios.safety.length import MOST_PASSAGES
from scenarios.selectors import draft_health as looking
from scenarios.services.freezing import NotReady, freeze_case_version
from tests.factories import make_framework, make_scenario
from tests.scenarios.test_typed_check import check_url, form_of

pytestmark = pytest.mark.django_db
WHY = (
    "The case has 401 passages, 399 of them in this paper. It may have at most 400 in all its "
    "papers together. Shorten it, or join paragraphs."
)


def paper(passages, title="A long log"):
    body = "\n\n".join(f"He was seen again, entry {n}." for n in range(passages))
    return CaseDocument(kind=CaseDocument.Kind.OTHER, title=title, body=body)


def of_length(*passages):
    """A case whose papers have so many passages."""
    scenario = make_scenario()
    scenario.documents.set([paper(each) for each in passages])
    scenario.save()
    return scenario


def test_as_many_passages_as_are_allowed_go_to_the_panel():
    version = freeze_case_version(
        scenario=of_length(2, MOST_PASSAGES - 2), framework=make_framework()
    )
    assert version.passages.count() == MOST_PASSAGES


def test_one_more_in_all_papers_together_blocks_sending_with_place_and_number():
    scenario = of_length(2, MOST_PASSAGES - 1)
    with pytest.raises(NotReady) as refusal:
        freeze_case_version(scenario=scenario, framework=make_framework())
    assert refusal.value.problems == (f"“A long log”, D2: {WHY}",)


def test_what_is_too_long_is_looked_through_no_further(monkeypatch):
    scenario = of_length(2, MOST_PASSAGES - 1)

    def never(*_args, **_given):
        pytest.fail("It was looked through.")

    for module in (cases, looking):
        monkeypatch.setattr(module, "quality_of", never)
        monkeypatch.setattr(module, "safety_findings", never)
    assert [finding.kind for finding in case_problems(scenario)] == ["length"]
    health = looking.draft_health(scenario)
    assert [(finding.kind, finding.ref) for finding in health.blocking] == [("length", "D2")]


def test_the_page_of_a_draft_that_is_too_long_opens_and_says_so(client_of, trainer):
    of_length(2, MOST_PASSAGES - 1)
    page = client_of(trainer).get(reverse("workshop_case", args=[Scenario.objects.get().ref]))
    assert WHY in page.content.decode()


def test_the_editor_refuses_to_save_it_on_the_longest_paper(client_of, trainer):
    scenario = make_scenario()
    edit = reverse(Scenario.snippet_viewset.get_url_name("edit"), args=[scenario.pk])
    typed = form_of(scenario, [paper(2), paper(MOST_PASSAGES - 1)])
    page = client_of(trainer).post(edit, typed)
    assert page.status_code == 200
    first, second = page.context["form"].formsets["documents"].forms
    assert (first.errors, second.errors) == ({}, {"body": [WHY]})
    assert Scenario.objects.get().latest_revision is None


def test_a_paper_that_is_taken_out_is_not_counted(client_of, trainer):
    scenario = of_length(2, MOST_PASSAGES - 1)
    edit = reverse(Scenario.snippet_viewset.get_url_name("edit"), args=[scenario.pk])
    answer = client_of(trainer).post(edit, form_of(scenario) | {"documents-0-DELETE": "1"})
    assert answer.status_code == 302, answer.context["form"].formsets["documents"].errors
    draft = Scenario.objects.get().get_latest_revision_as_object()
    assert len(draft.documents.all()) == 1


def test_check_this_text_says_it_of_what_is_typed(client_of, trainer):
    scenario = make_scenario()
    typed = form_of(scenario, [paper(2), paper(MOST_PASSAGES - 1)])
    page = client_of(trainer).post(check_url(scenario), typed).content.decode()
    assert WHY in page
