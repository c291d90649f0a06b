"""The summary in words for every way a case can go, and never a number for one case."""

import pytest

from scenarios.figure_words import score_words, signed_words
from scenarios.services.assessing import submit_assessment
from scenarios.verdicts import confidence_sentence, summary_sentences, verdict_of
from scoring.public import (
    Factor,
    Result,
    Yardstick,
    current_framework,
    establish_yardstick,
    key_units,
    result_of,
)
from tests.factories import make_complete_assessment, make_released_case
from tests.scenarios.journey import facts_of, feedback_url

pytestmark = pytest.mark.django_db

SAME_OVERALL = "Your overall level was the panel’s."
NONE_APART = "On no factor did you rate lower or higher than the panel."


def unit(*ratings):
    return {"ratings": list(ratings), "confidence": [70] * 6}


def result_for(person, release, **levels) -> Result:
    assessment = make_complete_assessment(person, release, **levels)
    submit_assessment(assessment=assessment)
    return result_of(assessment.uuid)


def verdict(result, code):
    return verdict_of(next(one for one in result.units.all() if one.factor.code == code))


@pytest.mark.parametrize(
    ("levels", "said"),
    [
        ({}, ["You matched the panel on 11 of 11 scored factors.", NONE_APART]),
        (
            {"opportunity": 1, "desist": 0},
            [
                "You matched the panel on 9 of 11 scored factors.",
                "You rated 2 lower than the panel did, most of all Commitment to desist.",
            ],
        ),
        (
            {"social": 3},
            [
                "You matched the panel on 10 of 11 scored factors.",
                "You rated 1 higher than the panel did, most of all Social influences.",
            ],
        ),
        (
            {"social": 0, "desist": 3},
            [
                "You matched the panel on 9 of 11 scored factors.",
                "You rated 1 lower and 1 higher than the panel did, most of all Social influences.",
            ],
        ),
        (
            {"opportunity": "not_enough", "congruence": "not_applicable"},
            [
                "You matched the panel on 9 of 11 scored factors.",
                NONE_APART,
                "You gave no level on 2 factors where the panel did.",
            ],
        ),
        (
            {"opportunity": "not_enough", "social": 3},
            [
                "You matched the panel on 9 of 11 scored factors.",
                "You rated 1 higher than the panel did, most of all Social influences.",
                "You gave no level on 1 factor where the panel did.",
            ],
        ),
        (
            {"overall": 0},
            [
                "You matched the panel on 11 of 11 scored factors.",
                NONE_APART,
                "Your overall level was 2 lower than the panel’s.",
            ],
        ),
        (
            {"overall": 3},
            [
                "You matched the panel on 11 of 11 scored factors.",
                NONE_APART,
                "Your overall level was 1 higher than the panel’s.",
            ],
        ),
    ],
)
def test_the_summary_says_how_many_and_where_most_of_all(trainee, practice, levels, said):
    overall = [] if "overall" in levels else [SAME_OVERALL]
    sentences = list(summary_sentences(result_for(trainee, practice, **levels)))
    assert sentences == [*said, *overall]


@pytest.mark.parametrize("level", [0, 2, 3])
def test_a_factor_the_panel_is_split_on_is_shown_and_never_lower_or_higher(trainee, level):
    release = make_released_case(social=unit("0", "0", "0", "3", "3", "3"))
    result = result_for(trainee, release, social=level)
    assert list(summary_sentences(result)) == [
        "You matched the panel on 10 of 10 scored factors.",
        NONE_APART,
        "1 factor is shown but not scored.",
        SAME_OVERALL,
    ]
    said = verdict(result, "social")
    assert (said.words, said.mark) == ("The panel is split", "○")
    assert said.note == "Experts differ here, so it is shown and not scored."


@pytest.mark.parametrize(
    ("vote", "given", "words"),
    [
        ("n", "not_enough", "The same as the panel"),
        ("n", 2, "Not the panel’s answer"),
        ("n", "not_applicable", "Not the panel’s answer"),
        ("x", "not_applicable", "The same as the panel"),
        ("x", "not_enough", "Not the panel’s answer"),
        ("x", 0, "Not the panel’s answer"),
    ],
)
def test_an_answer_without_a_level_can_be_the_panels_own(trainee, vote, given, words):
    release = make_released_case(congruence=unit(vote, vote, vote, vote, "1", "1"))
    result = result_for(trainee, release, congruence=given)
    said = verdict(result, "congruence")
    assert (said.words, said.note) == (
        words,
        "The panel gave no level here, so it is not among the scored factors.",
    )
    assert list(summary_sentences(result)) == [
        "You matched the panel on 10 of 10 scored factors.",
        NONE_APART,
        "1 factor is shown but not scored.",
        SAME_OVERALL,
    ]


def test_too_few_levels_of_the_panel_are_said_to_be_too_few(trainee):
    release = make_released_case(congruence=unit("n", "n", "x", "x", "1", "1"))
    said = verdict(result_for(trainee, release), "congruence")
    assert said.words == "Too few of the panel gave a level"


def test_giving_no_level_where_the_panel_did_is_said_so(trainee, practice):
    said = verdict(result_for(trainee, practice, social="not_enough"), "social")
    assert said.words == "You gave no level where the panel did"
    assert said.note == "It counts like not having read the file."


def test_between_two_key_levels_either_is_the_same_as_the_panel(trainee):
    release = make_released_case(social=unit("1", "1", "1", "2", "2", "2"))
    result = result_for(trainee, release, social=1)
    assert verdict(result, "social").words == "The same as the panel"
    assert summary_sentences(result)[0] == "You matched the panel on 11 of 11 scored factors."


def test_where_every_factor_is_split_there_is_nothing_to_match(trainee, db):
    split = unit("0", "0", "0", "3", "3", "3")
    codes = [row.unit.factor.code for row in key_units(make_released_case().key)]
    result = result_for(trainee, make_released_case(**dict.fromkeys(codes, split)))
    assert summary_sentences(result)[0] == "You matched the panel on 0 of 0 scored factors."
    assert confidence_sentence(result) == (
        "There is no scored answer with a confidence to compare."
    )
    assert signed_words(result.signed_risk) == "Nothing to compare."


def provisional_yardstick(release):
    low = {
        row.unit.factor.code: unit("0", "0", "0", "0", "0", "1") for row in key_units(release.key)
    }
    keys = [release.key, make_released_case(**low).key]
    establish_yardstick(framework=current_framework(), keys=keys, approved_by="Test")


def full_yardstick(release):
    codes = list(Factor.objects.values_list("code", flat=True))
    Yardstick.objects.create(
        framework=release.case_version.framework,
        mean_loss=0.5,
        interval_low=0.45,
        interval_high=0.55,
        no_reading_levels=dict.fromkeys(codes, 1),
        no_reading_costs=dict.fromkeys(codes, 0.5),
        subjects=[],
        is_provisional=False,
        is_current=True,
        approved_by="Test",
    )


def test_without_a_yardstick_the_score_says_why_there_is_none(trainee, practice):
    assert score_words(result_for(trainee, practice)) == (
        "Not shown yet. There is no yardstick yet to measure this against."
    )


@pytest.mark.parametrize(
    ("yardstick", "is_known", "words"),
    [
        (
            provisional_yardstick,
            False,
            "Not shown yet. There are too few cases yet to give a number.",
        ),
        (full_yardstick, True, "A number comes from four cases on: one case says too little."),
    ],
)
def test_one_case_is_never_a_number_even_where_the_score_is_known(
    as_trainee, trainee, practice, yardstick, is_known, words
):
    yardstick(practice)
    result = result_for(trainee, practice, opportunity=0)
    assert (result.score is not None) is is_known
    page = as_trainee.get(feedback_url(trainee.assessments.get()))
    assert facts_of(page)["Score over several cases"] == words


@pytest.mark.parametrize(
    ("signed", "words"),
    [
        (None, "Nothing to compare."),
        (0.0, "Neither lower nor higher than the panel."),
        (-0.04, "Neither lower nor higher than the panel."),
        (-0.06, "▼ 0.1 levels lower than the panel."),
        (1.25, "▲ 1.2 levels higher than the panel."),
    ],
)
def test_signed_differences_in_words(signed, words):
    assert signed_words(signed) == words
