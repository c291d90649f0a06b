"""The case file as it is shown: every passage with its reference, and only plain prose in it."""

import pytest

from scenarios.markdown import render_markdown
from scenarios.selectors.case_file import case_file, draft_case_file
from scenarios.services.freezing import freeze_case_version
from tests.factories import make_framework, make_released_case, make_scenario
from tests.scenarios.journey import step_url

pytestmark = pytest.mark.django_db

HARMFUL = [
    "<script>alert(1)</script>",
    '<img src="x" onerror="alert(1)">',
    "[press](javascript:alert(1))",
    "[press](data:text/html;base64,PHNjcmlwdD4=)",
    '<a href="https://elsewhere.example" onclick="alert(1)">press</a>',
    '<p style="position:fixed">over all</p>',
    '<iframe src="https://elsewhere.example"></iframe>',
    "<svg/onload=alert(1)>",
    '<form action="/accounts/logout/"><button>press</button></form>',
    "![a picture](https://elsewhere.example/spy.png)",
]


def refs(file):
    return [(doc.ref, [passage.ref for passage in doc.passages]) for doc in file.documents]


def test_documents_and_passages_stand_in_order_with_their_references(practice):
    file = case_file(practice.case_version)
    assert refs(file) == [("D1", ["D1.1", "D1.2"]), ("D2", ["D2.1"])]
    first = file.documents[0]
    assert (first.kind, first.title, first.dated) == ("Referral", "Referral", "Week 1")
    assert first.passages[0].heading == "Background"
    assert first.passages[0].html == "<p>He was released to a flat.</p>"
    assert first.passages[0].anchor == "d1-1"
    assert file.static_risk == "Given facts: medium."


def test_a_draft_shows_as_it_will_once_frozen(db):
    scenario = make_scenario()
    draft = draft_case_file(scenario)
    version = freeze_case_version(scenario=scenario, framework=make_framework())
    assert draft == case_file(version)


def test_notes_stand_at_their_passages(practice):
    passage = practice.case_version.passages.get(ref="D1.2")
    file = case_file(
        practice.case_version,
        stance_of={passage.pk: "against"},
        mine={"D1.1": ("You: for it",)},
        panel={"D2.1": ("Panel: for it",)},
    )
    shown = {p.ref: (p.stance, p.mine, p.panel) for doc in file.documents for p in doc.passages}
    assert shown == {
        "D1.1": ("", ("You: for it",), ()),
        "D1.2": ("against", (), ()),
        "D2.1": ("", (), ("Panel: for it",)),
    }


@pytest.mark.parametrize("text", HARMFUL)
def test_only_plain_prose_is_left_of_a_text(text):
    html = render_markdown(f"Before.\n\n{text}\n\nAfter.").lower()
    assert "before." in html
    assert "after." in html
    for word in (
        "<script", "onerror", "onclick", "onload", "javascript:", "data:", "<img", "<iframe",
        "<svg", "<form", "<button", "style=",
    ):  # fmt: skip
        assert word not in html


def test_markdown_of_a_case_document_is_shown_as_such():
    html = render_markdown("He *said* so:\n\n- one\n- two\n\n| a | b |\n|---|---|\n| 1 | 2 |")
    for tag in ("<em>said</em>", "<li>one</li>", "<table>", "<td>2</td>"):
        assert tag in html


def test_the_page_of_a_factor_shows_the_whole_file_with_two_buttons_a_passage(
    as_trainee, assessment
):
    page = as_trainee.get(step_url(assessment)).content.decode()
    for text in ("He was released to a flat.", "He fixes bicycles.", "He was in and spoke freely."):
        assert page.count(text) == 1
    assert page.count('name="cite" value="for:') == 3
    assert page.count('name="cite" value="against:') == 3
    for anchor in ("d1-1", "d1-2", "d2-1"):
        assert page.count(f'id="{anchor}"') == 1


def test_the_actions_are_chosen_beside_the_file_and_cite_nothing(as_trainee, assessment):
    page = as_trainee.get(step_url(assessment, "actions")).content.decode()
    assert "He fixes bicycles." in page
    assert 'name="cite"' not in page


def test_two_cases_never_share_a_passage(db):
    first, second = make_released_case(), make_released_case()
    ours = set(first.case_version.passages.values_list("pk", flat=True))
    theirs = set(second.case_version.passages.values_list("pk", flat=True))
    assert ours.isdisjoint(theirs)
