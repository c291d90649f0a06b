"""Dates against the timeline: what cannot be true blocks, what reads oddly is advice."""

import pytest

from scenarios.quality.timeline import dated_papers, timeline_findings
from scenarios.quality.weeks import read_when
from tests.factories.texts import make_paper, make_text


def found(*papers, **more):
    text = make_text(*papers, **more)
    return [
        (finding.ref, finding.text, finding.blocks)
        for finding in timeline_findings(text, dated_papers(text))
    ]


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("Week 1 of licence", 0, 6),
        ("Weeks 3 to 12", 14, 83),
        ("weeks 3–12 of his order", 14, 83),
        ("Week 20 of licence, Wednesday", 135, 135),
        ("Today: Monday, week 3 after the move", 14, 14),
        ("Two weeks before release", -14, -8),
        ("A week before release", -7, -1),
        ("Week of the review", 0, 6),
        ("Day 3 of licence", 2, 2),
        ("Month 2 of licence", 30, 59),
        ("3 days after the move", 3, 3),
    ],
)
def test_a_relative_date_is_a_stretch_of_days(words, first, last):
    when = read_when(words)
    assert (when.first, when.last) == (first, last)


@pytest.mark.parametrize("words", ["", "Spring", "12 March", "week", "weeks 9 to 3", "week 0"])
def test_what_is_none_cannot_be_placed(words):
    assert read_when(words) is None
    assert (("D1", words, False)) in found(make_paper("He was in.", dated=words))


def test_a_paper_later_than_all_of_a_later_stage_blocks():
    early = make_paper("He was in.", number=1, dated="Week 20 of licence")
    late = make_paper("He was out.", number=2, stage=2, dated="Week 15 of licence")
    assert found(early, late) == [("D1", "Week 20 of licence", True)]


def test_an_old_paper_that_comes_in_late_may_stand():
    early = make_paper("He was in.", number=1, dated="Week 20 of licence")
    old = make_paper("He was out.", number=2, stage=2, dated="Week 8 of licence")
    new = make_paper("He was back.", number=3, stage=2, dated="Week 24 of licence")
    assert found(early, old, new) == []


def test_papers_counted_from_different_points_are_not_compared():
    early = make_paper("He was in.", number=1, dated="Week 20 of licence")
    late = make_paper("He was out.", number=2, stage=2, dated="Week 2 after the move")
    assert found(early, late) == []


def test_a_date_without_a_point_counts_from_the_usual_one():
    early = make_paper("He was in.", number=1, dated="Week 20")
    late = make_paper("He was out.", number=2, stage=2, dated="Week 15 of licence")
    assert found(early, late) == [("D1", "Week 20", True)]


def test_a_later_stage_stands_last():
    first = make_paper("He was in.", number=1, stage=2)
    second = make_paper("He was out.", number=2, stage=1, dated="Week 3 of licence")
    assert found(first, second) == [("D2", "Paper 2", False)]


@pytest.mark.parametrize("entry", ["Week 14. He rang.", "- Week 14: rang", "| Week 14 | rang |"])
def test_an_entry_later_than_its_record_blocks(entry):
    assert found(make_paper(entry, dated="Weeks 3 to 12 of licence")) == [("D1.1", "Week 14", True)]


def test_an_entry_that_is_early_or_out_of_order_is_advice():
    paper = make_paper(
        "Week 2. In.\n\nWeek 9. In.\n\nWeek 7. In.", dated="Weeks 3 to 12 of licence"
    )
    assert found(paper) == [("D1.1", "Week 2", False), ("D1.3", "Week 7", False)]


def test_a_memory_of_a_week_to_come_is_advice():
    assert found("In week 20 he went to the coast.") == [("D1.1", "20", False)]


@pytest.mark.parametrize(
    "text",
    [
        "The list runs to week 20.",
        "Booked for week 15; he will tell her in week 16.",
        "It asks him to find a house from about week 30.",
        "He was to move in week 20.",
        "In week 3 he went to the coast.",
    ],
)
def test_a_plan_and_a_true_memory_may_stand(text):
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("He drank last week (week 9).", [True]),
        ("He drank last week (week 11).", []),
        ("It was two weeks ago, week 8.", [True]),
        ("It was two weeks ago, week 10.", []),
        ("He moves next week (week 13).", []),
    ],
)
def test_last_week_is_the_week_before_the_paper(text, blocks):
    assert [each[2] for each in found(text)] == blocks


def test_yesterday_is_the_day_before_the_paper():
    wednesday = "Week 20 of licence, Wednesday"
    assert found(make_paper("Rang yesterday (Tuesday).", dated=wednesday)) == []
    assert found(make_paper("Rang yesterday (Friday).", dated=wednesday)) == [
        ("D1.1", "yesterday (Friday", True)
    ]
    assert found(make_paper("# Planned, Friday\n\nIn.", dated=wednesday)) == [
        ("D1.1", "Friday", False)
    ]


def test_a_calendar_date_is_advice():
    assert found("He came on 3 March 2024.") == [("D1.1", "3 March 2024", False)]


def test_a_summary_that_speaks_beyond_the_papers_is_advice():
    assert found("He was in.", summary="Five papers up to week 15.") == [("", "week 15", False)]
    assert found("He was in.", summary="Five papers up to week 12.") == []


def test_a_record_full_of_faults_is_cut_short():
    paper = make_paper("Week 99. In.\n\n" * 200, dated="Weeks 3 to 12 of licence")
    assert len(found(paper)) == 20
