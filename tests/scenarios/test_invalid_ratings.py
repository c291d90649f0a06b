"""What is sent and cannot be: said in words, what was typed kept on the page, nothing stored."""

import pytest

from scenarios.models import Citation
from tests.factories import make_case_version
from tests.scenarios.journey import (
    BOTH_WAYS,
    HTMX,
    PLAIN,
    WAY_NAMES,
    answer_of,
    cited,
    rating,
    step_url,
    stored,
    words_of,
)

pytestmark = pytest.mark.django_db

TYPED = "He was seen by the school twice."
either_way = pytest.mark.parametrize("headers", BOTH_WAYS, ids=WAY_NAMES)


def refused(client, assessment, headers, data, step="opportunity"):
    """Post it, see that nothing is stored, and hand back what the page says."""
    before = stored(assessment)
    response = client.post(step_url(assessment, step), data, headers=headers)
    assert response.status_code == 200
    assert stored(assessment) == before
    words = words_of(response)
    assert "There is a problem" in words
    assert "Not saved" in words
    return response, words


@either_way
@pytest.mark.parametrize(
    ("step", "choice"),
    [
        ("opportunity", "4"),
        ("opportunity", "-1"),
        ("opportunity", "99999999999999999999"),
        ("opportunity", "1.5"),
        ("opportunity", "²"),
        ("opportunity", "😀"),
        ("opportunity", "level"),
        ("opportunity", "outside_field"),
        ("opportunity", "2\x00"),
        ("opportunity", "not_applicable"),
        ("overall", "not_enough"),
        ("overall", "4"),
    ],
)
def test_a_choice_off_the_scale(as_trainee, assessment, headers, step, choice):
    data = rating(choice, reason=TYPED, interval="m3")
    _response, words = refused(as_trainee, assessment, headers, data, step)
    assert "is not one of the available choices." in words


@either_way
@pytest.mark.parametrize("confidence", ["60", "0", "100", "-25", "sure", "25.0"])
def test_a_confidence_that_cannot_be_given(as_trainee, assessment, headers, confidence):
    data = rating(confidence=confidence, reason=TYPED)
    _response, words = refused(as_trainee, assessment, headers, data)
    assert f"{confidence} is not one of the available choices." in words


@either_way
@pytest.mark.parametrize("interval", ["m2", "3", "m3m3"])
def test_a_review_interval_that_is_not_in_the_framework(as_trainee, assessment, headers, interval):
    data = rating(interval=interval)
    _response, words = refused(as_trainee, assessment, headers, data, "overall")
    assert f"{interval} is not one of the available choices." in words


@either_way
@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("x" * 2001, "Ensure this value has at most 2000 characters (it has 2001)."),
        ("🙂" * 2001, "Ensure this value has at most 2000 characters (it has 2001)."),
        ("x" * 1_000_000, "Ensure this value has at most 2000 characters (it has 1000000)."),
        ("nul\x00nul", "Null characters are not allowed."),
    ],
    ids=["2001", "2001 emoji", "a million", "nul"],
)
def test_a_reason_that_is_too_long_or_holds_a_null(as_trainee, assessment, headers, reason, said):
    _response, words = refused(as_trainee, assessment, headers, rating(reason=reason))
    assert said in words


@either_way
@pytest.mark.parametrize("revision", ["", "-1", "one", "1.5", "9" * 5000])
def test_a_revision_that_is_none(as_trainee, assessment, headers, revision):
    refused(as_trainee, assessment, headers, rating(revision=revision))


@either_way
def test_a_missing_revision(as_trainee, assessment, headers):
    data = rating()
    del data["revision"]
    refused(as_trainee, assessment, headers, data)


@either_way
@pytest.mark.parametrize("replace", ["-1", "all"])
def test_a_replacement_of_no_revision(as_trainee, assessment, headers, replace):
    refused(as_trainee, assessment, headers, rating(replace=replace))


@pytest.mark.parametrize("headers", [PLAIN])
def test_what_was_typed_stays_on_the_page_and_the_summary_leads_to_the_field(
    as_trainee, assessment, headers
):
    typed = "He <b>has</b> keys & a van."
    response, _words = refused(
        as_trainee, assessment, headers, rating("4", "90", typed), "opportunity"
    )
    page = response.content.decode()
    assert "He &lt;b&gt;has&lt;/b&gt; keys &amp; a van.</textarea>" in page
    assert '<a href="#opportunity-choice_0">' in page
    assert 'id="opportunity-choice_0"' in page
    assert "<title>Error: " in page.replace("\n", "").replace("  ", "")
    assert page.count(" checked") == 1  # the confidence; the choice was none


@either_way
@pytest.mark.parametrize("ref", ["D9.9", "D1", "x", "😀", "D1.1 ", "d1.1", "<b>", "D1.1\x00"])
def test_a_passage_that_is_not_in_the_file(as_trainee, assessment, headers, ref):
    data = rating(reason=TYPED, cite=f"for:{ref}")
    response, words = refused(as_trainee, assessment, headers, data)
    assert "There is no passage" in words
    assert "<b>" not in response.content.decode()


def test_a_passage_of_another_case_is_not_in_this_file(as_trainee, assessment):
    version = make_case_version()
    version.passages.model.objects.bulk_create(
        [
            version.passages.model(
                case_version=version, stage=1, document=7, number=7, ref="D7.7", text="Elsewhere."
            )
        ]
    )
    _response, words = refused(as_trainee, assessment, PLAIN, rating(cite="for:D7.7"))
    assert "There is no passage D7.7 in this case file." in words


@either_way
@pytest.mark.parametrize("cite", ["maybe:D1.1", "for:", ":", "D1.1", ":D1.1", "\x00"])
def test_a_citation_that_says_nothing(as_trainee, assessment, headers, cite):
    refused(as_trainee, assessment, headers, rating(cite=cite))
    assert not Citation.objects.exists()


@either_way
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(
    ("step", "stage"),
    [
        ("shoe_size", 1),
        ("Opportunity", 1),
        ("opportunity", 0),
        ("opportunity", 2),
        ("opportunity", 10**30),
        ("overall", 2),
        ("actions", 2),
        ("check", 0),
    ],
)
def test_a_step_that_does_not_exist(as_trainee, assessment, headers, method, step, stage):
    before = stored(assessment)
    response = getattr(as_trainee, method)(
        step_url(assessment, step, stage), rating(), headers=headers
    )
    assert response.status_code == 404
    assert stored(assessment) == before


def test_an_invalid_rating_leaves_the_one_before_it_alone(as_trainee, assessment):
    as_trainee.post(step_url(assessment), rating("1", cite="for:D1.1", reason="Because."))
    refused(as_trainee, assessment, PLAIN, rating("7", reason="Else.", revision=1))
    answer = answer_of(assessment)
    assert (answer.level, answer.revision, answer.reason.text) == (1, 1, "Because.")
    assert cited(assessment) == [("opportunity", "D1.1", "for")]


def test_somebody_signed_out_is_asked_to_sign_in_and_nothing_is_stored(client, assessment):
    before = stored(assessment)
    plain = client.post(step_url(assessment), rating())
    assert (plain.status_code, plain.url) == (
        302,
        f"/accounts/login/?next={step_url(assessment)}",
    )
    htmx = client.post(step_url(assessment), rating(), headers=HTMX)
    assert htmx.status_code == 401
    assert "signed out" in words_of(htmx)
    assert stored(assessment) == before
