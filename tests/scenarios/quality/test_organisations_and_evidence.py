"""Real organisations beside an allegation, and factors without evidence."""

import pytest

from scenarios.quality.evidence import evidence_findings, evidence_of
from scenarios.quality.organisations import allegation_beside, named_organisations
from tests.factories.texts import make_paper, make_text

FACTORS = [("opportunity", "Opportunity"), ("preoccupation", "Sexual preoccupation")]


def organisations(*papers):
    return [
        (finding.ref, finding.text, finding.blocks)
        for finding in named_organisations(make_text(*papers))
    ]


def test_a_charity_that_is_merely_named_is_advice():
    assert organisations("He rang the Samaritans at night.") == [("D1.1", "Samaritans", False)]


@pytest.mark.parametrize(
    "text",
    [
        "Tesco was accused of hiding it.",
        "He was assaulted. He worked at Tesco then.",
        "Tesco: theft.",
    ],
)
def test_beside_an_allegation_it_blocks(text):
    assert organisations(text) == [("D1.1", "Tesco", True)]


def test_an_allegation_further_off_is_not_beside():
    text = "He was accused. It rained. He ate. He went to Tesco. He ate. It rained. They lied."
    assert organisations(text) == [("D1.1", "Tesco", False)]


def test_what_somebody_uses_is_not_accused_with_him():
    assert organisations("He was charged after WhatsApp messages.") == [("D1.1", "WhatsApp", False)]


def test_each_is_said_once_and_the_worst_place_counts():
    assert organisations("He rang the NSPCC.", "The NSPCC lied.") == [("D2.1", "NSPCC", True)]


@pytest.mark.parametrize("text", ["Never mind. He took shelter.", "Tescos", "a tesco"])
def test_ordinary_words_are_no_organisation(text):
    assert organisations(text) == []


def test_the_word_that_alleges_is_named():
    assert allegation_beside("Kent Police were negligent.", 0, 11) == "negligent"
    assert allegation_beside("Kent Police came.", 0, 11) == ""


def evidence(design, *papers):
    rows = evidence_of(make_text(*(papers or ("He has a tablet.",))), FACTORS, design)
    return rows, [(each.where, each.blocks) for each in evidence_findings(rows)]


def test_without_a_design_words_are_looked_for_and_that_is_advice():
    rows, found = evidence({})
    assert [(row.code, row.refs) for row in rows] == [
        ("opportunity", ("D1.1",)),
        ("preoccupation", ()),
    ]
    assert found == [("Sexual preoccupation", False)]


def test_a_design_that_names_passages_that_are_there_is_met():
    design = {
        "opportunity": {"level": "2", "evidence": ["D1.1"]},
        "preoccupation": {"level": "n", "evidence": []},
    }
    rows, found = evidence(design)
    assert [row.refs for row in rows] == [("D1.1",), ()]
    assert found == []


def test_a_design_whose_passages_are_all_gone_blocks():
    design = {"opportunity": {"level": "2", "evidence": ["D9.1"]}, "preoccupation": {"level": "0"}}
    assert evidence(design)[1] == [("Opportunity", True)]


def test_some_gone_or_none_named_is_advice():
    design = {
        "opportunity": {"level": "2", "evidence": ["D1.1", "D9.1"]},
        "preoccupation": {"level": "1", "evidence": []},
    }
    assert evidence(design)[1] == [("Opportunity", False), ("Sexual preoccupation", False)]


def test_evidence_of_a_later_stage_is_none_for_an_earlier_one():
    papers = (make_paper("He has a key."), make_paper("A tablet.", number=2, stage=2))
    part = {"level": "2", "evidence": ["D2.1"]}
    design = {"opportunity": {**part, "stage_2": part}, "preoccupation": {"level": "0"}}
    rows, found = evidence(design, *papers)
    assert [(row.stage, row.refs) for row in rows[:2]] == [(1, ()), (2, ("D2.1",))]
    assert found == [("Opportunity, stage 1", True)]


@pytest.mark.parametrize("odd", [{"opportunity": "2"}, {"opportunity": []}, {"other": {}}])
def test_a_design_of_another_shape_is_no_error(odd):
    assert evidence(odd)[0][0].known_by == "words"
