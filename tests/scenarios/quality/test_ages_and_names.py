"""Ages against "Who is who", and names that it lacks or that are spelt in two ways."""

import pytest

from scenarios.quality.ages import age_findings
from scenarios.quality.names import name_findings
from tests.factories.texts import make_paper, make_text

PEOPLE = (
    ("Martin Croll", "46, on licence"),
    ("Paula Wren", "his partner"),
    ("DC Stroud", "police"),
)


def ages(*papers, people=PEOPLE):
    return [
        (finding.ref, finding.text, finding.blocks)
        for finding in age_findings(make_text(*papers, people=people))
    ]


def names(*papers, people=PEOPLE, **more):
    return [finding.text for finding in name_findings(make_text(*papers, people=people, **more))]


@pytest.mark.parametrize(
    "text",
    [
        "Mr Croll, 44, is out.",
        "Martin Croll (44) is out.",
        "Martin (he's 44) is out.",
        "Croll is 44.",
        "A 44-year-old Mr Croll came.",
        "Martin Croll, aged 44, came.",
    ],
)
def test_an_age_far_from_the_list_blocks_however_it_is_said(text):
    assert ages(text) == [("D1.1", "44", True)]


def test_a_birthday_between_is_advice():
    assert ages("Mr Croll, 47, is out.") == [("D1.1", "47", False)]


@pytest.mark.parametrize(
    "text",
    [
        "Mr Croll, 46, is out.",
        "Martin Croll, then 23, was fined.",
        "Croll, 12 Tarn Street, wrote.",
        "Croll is 6 weeks in. Croll, 6.30pm, left.",
        "Croll's daughter, 12, came. A girl aged 13 to 15.",
        "Croll is 200.",
    ],
)
def test_other_numbers_are_no_age(text):
    assert ages(text) == []


def test_two_papers_that_disagree_are_advice():
    assert ages("Ms Wren, 40, came.", "Paula Wren, 41, came.") == [("D2.1", "41", False)]


def test_nobody_listed_is_nothing_to_compare_with():
    assert ages("Mr Croll, 44, is out.", people=()) == []


def test_names_that_are_not_listed_are_said():
    assert names("Mr Croll and DC Ames met Bev Lister. I asked Dean. Dean left.") == [
        "Ames",
        "Bev",
        "Lister",
    ]
    assert names("I asked Dean twice. So did Dean himself, and so did Dean.") == ["Dean"]


@pytest.mark.parametrize(
    "text",
    [
        "Martin and Paula met on Monday. Mr Croll, of the Police, left at Christmas.",
        "You know. He said: \"You know.\" She said, \"You do.\"",
        "The Risk Matrix is low. Children's Services rang. ARMS is due.",
    ],
)  # fmt: skip
def test_ordinary_words_are_no_names(text):
    assert names(text) == []


def test_an_empty_list_says_which_names_there_are():
    (finding,) = name_findings(make_text("Mr Croll and DC Ames."))
    assert finding.text == "Croll, Ames"
    assert not finding.blocks


def test_a_long_list_of_missing_names_is_cut_short():
    found = names(" ".join(f"Mr {letter}{letter.lower() * 3} came." for letter in "BCDEFGHIJKLMN"))
    assert len(found) == 11


@pytest.mark.parametrize("text", ["Rang Paula Wrenn today.", "So Mr Crolle left."])
def test_a_name_one_letter_off_is_asked_about(text):
    found = [str(each) for each in name_findings(make_text(text, people=PEOPLE))]
    assert any("is that the same name?" in words for words in found)


def test_a_plural_is_no_second_spelling():
    found = [
        str(each) for each in name_findings(make_text("The Crolls and Mr Croll.", people=PEOPLE))
    ]
    assert not any("same name" in words for words in found)


def test_whoever_comes_in_later_is_not_shown_early():
    early = make_paper("Mr Croll was in.", number=1)
    late = make_paper("DC Fallow met Mr Croll.", number=2, stage=2)
    assert names(early, late) == []
    (finding,) = name_findings(make_text(early, late, people=(*PEOPLE, ("Des Fallow", "a tenant"))))
    assert (finding.text, finding.ref) == ("Des Fallow", "D2.1")
