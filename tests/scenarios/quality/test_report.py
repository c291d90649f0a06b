"""The whole report: on the cases that come with the site, on hostile texts, and what it costs."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from scenarios.models import CaseDesign, CaseDocument
from scenarios.passages import text_hash
from scenarios.quality.report import quality_of, report_on
from scenarios.safety.cases import case_problems
from scenarios.services.freezing import NotReady, freeze_case_version
from tests.factories import FIXTURES, make_framework, make_scenario
from tests.factories.hostile import HOSTILE, LENGTH
from tests.factories.texts import make_paper, make_text, text_of_folder

FACTORS = [("opportunity", "Opportunity"), ("preoccupation", "Sexual preoccupation")]
FOLDERS = sorted(path.parent for path in FIXTURES.glob("cases*/*/case.toml"))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_nothing_blocks_the_cases_that_come_with_the_site(folder):
    text, design = text_of_folder(folder)
    assert [str(each) for each in report_on(text, factors=FACTORS, design=design).blocking] == []


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_of_those_the_only_advice_is_on_factors_that_bear_on_nothing(folder):
    """A case for another tool, and one that leaves a factor uncovered on purpose, have such."""
    text, design = text_of_folder(folder)
    report = report_on(text, factors=FACTORS, design=design)
    assert {each.kind for each in report.advice} <= {"evidence"}
    assert report.reading.grade < 9


@pytest.mark.parametrize("name", HOSTILE)
def test_a_long_hostile_text_has_a_report_as_any_other(name):
    """What it costs is measured by ``make bench-texts``."""
    body = (HOSTILE[name] * LENGTH)[:LENGTH]
    text = make_text(make_paper(body), people=(("Martin Croll", "46"),))
    report = report_on(text, factors=FACTORS, design={})
    assert {*report.blocking, *report.advice} == set(report.findings)


WRITTEN = st.text(
    alphabet=st.one_of(st.characters(codec="utf-8"), st.sampled_from("AaW9 .,|-*#\n\"()'’week")),
    max_size=400,
)


@settings(max_examples=150)
@given(body=WRITTEN, dated=WRITTEN, name=WRITTEN, part=WRITTEN)
def test_whatever_is_written_there_is_a_report(body, dated, name, part):
    text = make_text(make_paper(body, dated=dated), summary=body, people=((name, part),))
    report = report_on(text, factors=FACTORS, design={})
    assert {*report.blocking, *report.advice} == set(report.findings)
    assert report.reading.words >= 0
    refs = {piece.ref for piece in text.pieces} | {"D1", ""}
    assert {finding.ref for finding in report.findings} <= refs


@given(st.lists(st.sampled_from(["He was in.", "Did Mr Croll ring?", "No!"]), min_size=1))
def test_sentences_put_side_by_side_are_the_same_sentences(sentences):
    text = make_text(" ".join(sentences))
    assert [each for piece in text.in_papers for each in piece.sentences] == sentences


@pytest.mark.django_db
def test_what_blocks_stops_sending_to_the_panel_with_the_place():
    scenario = make_scenario()
    document = scenario.documents.last()
    document.body = "Week 14. He has an SHPO."
    scenario.documents = [scenario.documents.first(), document]
    scenario.save()
    with pytest.raises(NotReady) as refusal:
        freeze_case_version(scenario=scenario, framework=make_framework())
    assert [words.split(": ")[0] for words in refusal.value.problems] == [
        "“Visit note”, D2.1",
        "“Visit note”, D2.1",
    ]


@pytest.mark.django_db
def test_advice_stops_nothing():
    make_framework()
    scenario = make_scenario()
    assert quality_of(scenario).advice
    assert case_problems(scenario) == []


@pytest.mark.django_db
def test_nothing_is_quoted_from_a_passage_that_is_kept_back(monkeypatch):
    scenario = make_scenario()
    secret = "He has an SHPO and 07911 123456."
    document = scenario.documents.last()
    document.body = secret
    scenario.documents = [scenario.documents.first(), document]
    assert case_problems(scenario)
    monkeypatch.setattr(
        "scenarios.safety.cases.hashes_kept_back", lambda draft: {text_hash(secret)}
    )
    assert case_problems(scenario) == []
    found = quality_of(scenario, kept_back={text_hash(secret)}).findings
    assert not any("SHPO" in str(each) for each in found)


@pytest.mark.django_db
def test_the_report_asks_as_much_of_50_papers_as_of_one():
    make_framework()
    scenario = make_scenario()
    CaseDesign.objects.create(scenario=scenario, factors={"opportunity": {"level": "1"}})

    def asked():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            quality_of(scenario)
        return len(queries)

    asked()
    before = asked()
    for number in range(50):
        CaseDocument.objects.create(
            scenario=scenario, sort_order=9 + number, kind="other", title="More", body="He was in."
        )
    assert asked() == before <= 8
