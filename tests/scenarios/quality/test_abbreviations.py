"""Abbreviations block unless readers know them or the file explains them."""

import pytest

from scenarios.quality.abbreviations import unexplained_abbreviations
from tests.factories.texts import make_text


def found(*papers, **more):
    return [
        (finding.ref, finding.text, finding.blocks)
        for finding in unexplained_abbreviations(make_text(*papers, **more))
    ]


def test_each_is_said_once_at_its_first_use():
    assert found("He has an SHPO.", "The SHPO and the VLO.") == [
        ("D1.1", "SHPO", True),
        ("D2.1", "VLO", True),
    ]


@pytest.mark.parametrize(
    "explained",
    [
        "A sexual harm prevention order (SHPO) runs.",
        "SHPO (sexual harm prevention order) runs.",
        "An SHPO is an order of the court.",
        "SHPO stands for an order.",
        "Orders (SHPOs) run.",
        "SHPO: sexual harm prevention order.",
    ],
)
def test_explained_anywhere_in_the_file_is_explained(explained):
    assert found("He has an SHPO.", explained) == []


def test_the_summary_and_who_is_who_explain_too():
    assert found("His SHPO runs.", summary="He has a sexual harm prevention order (SHPO).") == []
    assert found("HTT came.", people=(("HTT", "the home treatment team"),)) == []


@pytest.mark.parametrize(
    "text",
    [
        "DC Stroud and PCSO Anwar saw the GP under MAPPA, level 1; OASys and OSP/DC are low.",
        "DCs, PC's and the GPs came at 5 PM by B&B.",
        "See training ref TR-0007 and flat QX7 4CK; a.B@XYZ.example wrote.",
        "He shouted NO and STOP. THE WHOLE TEAM HEARD IT. GO AWAY NOW!",
        "U.S. films, Mr J.R. Bell, World War II, a Wi-Fi code, iPhone, BBC2.",
        "I saw A. Then B.",
    ],
)
def test_what_is_known_or_is_none_may_stand(text):
    assert found(text) == []


def test_full_stops_and_plurals_hide_nothing():
    assert [text for _ref, text, _blocks in found("His S.H.P.O. runs. Two YOTs met.")] == [
        "SHPO",
        "YOT",
    ]


def test_a_site_may_know_more(settings):
    settings.KNOWN_ABBREVIATIONS = ["SHPO"]
    assert found("He has an SHPO.") == []


def test_a_heading_is_read_too():
    assert found("# The VLO wrote\n\nAll is well.") == [("D1.1", "VLO", True)]
