"""Text freezes when it goes to the panel: the same text is the same version, passages keep refs."""

import pytest

from people.public import Event
from scenarios.models import CaseVersion, Passage
from scenarios.services.freezing import NotReady, cut_passages, freeze_case_version
from scoring.public import AlreadyWritten
from tests.factories import make_framework, make_scenario

pytestmark = pytest.mark.django_db


def test_passages_are_cut_at_blank_lines_and_headings_take_no_number():
    text = """# Monday

## Visit
He was in.  
So was the dog.


- a key
- a lead

#9 is a flat.

### End"""  # noqa: W291 - two spaces break a line in Markdown
    as_posted = text.replace("\n", "\r\n")
    cut = [(one.number, one.heading, one.text) for one in cut_passages(as_posted)]
    assert cut == [
        (1, "Monday: Visit", "He was in.  \nSo was the dog."),
        (2, "", "- a key\n- a lead"),
        (3, "", "#9 is a flat."),
    ]


def test_a_frozen_case_keeps_its_documents_and_passages():
    version = freeze_case_version(scenario=make_scenario("TS-1"), framework=make_framework())
    assert version.number == 1
    assert version.stages == 1
    assert version.documents == [
        {"number": 1, "stage": 1, "kind": "referral", "title": "Referral", "dated": "Week 1"},
        {"number": 2, "stage": 1, "kind": "visit_note", "title": "Visit note", "dated": "Week 6"},
    ]
    assert list(version.passages.values_list("ref", "heading", "text")) == [
        ("D1.1", "Background", "He was released to a flat."),
        ("D1.2", "", "He fixes bicycles."),
        ("D2.1", "", "He was in and spoke freely."),
    ]
    assert Event.objects.get(name="case.frozen").payload == {"ref": "TS-1", "version": 1}


def test_freezing_the_same_text_twice_gives_the_same_version():
    scenario, framework = make_scenario(), make_framework()
    first = freeze_case_version(scenario=scenario, framework=framework)
    document = scenario.documents.first()
    document.body = document.body.replace("\n", "\r\n")  # as a browser posts it
    document.save()
    assert freeze_case_version(scenario=scenario, framework=framework) == first
    assert CaseVersion.objects.count() == 1
    assert Passage.objects.count() == 3


def test_changed_text_makes_the_next_version_and_leaves_the_first_alone():
    scenario, framework = make_scenario(), make_framework()
    first = freeze_case_version(scenario=scenario, framework=framework)
    document = scenario.documents.first()
    document.body += "\n\nHe has a van."
    document.save()
    second = freeze_case_version(scenario=scenario, framework=framework)
    assert second.number == 2
    assert second.text_hash != first.text_hash
    assert [p.ref for p in first.passages.all()] == ["D1.1", "D1.2", "D2.1"]
    assert [p.ref for p in second.passages.all()] == ["D1.1", "D1.2", "D1.3", "D2.1"]


def test_a_case_that_is_not_whole_is_refused_with_every_problem_in_words():
    scenario = make_scenario()
    first, second = scenario.documents.all()
    first.body = "# Only a heading"
    first.save()
    second.stage = 3
    second.save()
    with pytest.raises(NotReady) as refused:
        freeze_case_version(scenario=scenario, framework=make_framework())
    assert refused.value.problems == ("“Referral” has no text.", "Stage 2 has no document.")
    assert not CaseVersion.objects.exists()


@pytest.mark.parametrize("model", [CaseVersion, Passage])
def test_frozen_text_cannot_be_changed(model):
    freeze_case_version(scenario=make_scenario(), framework=make_framework())
    row = model.objects.first()
    with pytest.raises(AlreadyWritten):
        row.save()


def test_a_heading_that_no_row_can_hold_is_refused_with_its_place():
    scenario = make_scenario()
    paper = scenario.documents.first()
    paper.body = f"# {'word ' * 40}\n\nHe was in."
    paper.save()
    with pytest.raises(NotReady, match=r"“Referral”, D1\.1: the heading above it is longer"):
        freeze_case_version(scenario=scenario, framework=make_framework())
    paper.body = f"# {'w' * 160}\n\nHe was in."
    paper.save()
    assert freeze_case_version(scenario=scenario, framework=make_framework()).passages.exists()
