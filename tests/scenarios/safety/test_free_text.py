"""No free text is stored that points to a real person: the form says so, the service refuses."""

import pytest

from scenarios.forms import FactorForm
from scenarios.models import Panel, Reason
from scenarios.safety.fields import SafeLineField, SafeTextField
from scenarios.services.free_text import IdentifiersFound, refuse_identifiers
from scenarios.services.freezing import NotReady
from scenarios.services.panel_files import text_problems
from scenarios.services.panels import load_panel
from scenarios.services.rating import Rating, save_rating
from scoring.public import Factor
from tests.factories import make_case_version, panel_data
from tests.scenarios.journey import BOTH_WAYS, WAY_NAMES, rating, step_url, stored, words_of

pytestmark = pytest.mark.django_db
REAL = "He uses 07911 123456 now."
WORDS = (
    "“07911 123456” looks like a real telephone number. Leave it out, or write one that is kept "
    "for drama, such as 07700 900123 or 01632 960123."
)


@pytest.mark.parametrize("headers", BOTH_WAYS, ids=WAY_NAMES)
def test_a_reason_with_a_real_number_is_refused_in_words_and_nothing_is_saved(
    as_trainee, assessment, headers
):
    before = stored(assessment)
    answer = as_trainee.post(step_url(assessment), rating(reason=REAL), headers=headers)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert f'<li><a href="#opportunity-reason">{WORDS}</a></li>' in page
    assert "Not saved" in words_of(answer)
    assert stored(assessment) == before


def test_the_page_keeps_what_was_typed_and_what_was_chosen(as_trainee, assessment):
    page = as_trainee.post(step_url(assessment), rating("3", "90", REAL)).content.decode()
    assert f">\n{REAL}</textarea>" in page
    assert 'id="opportunity-reason_error"' in page
    assert page.count(" checked") == 2


@pytest.mark.parametrize("headers", BOTH_WAYS, ids=WAY_NAMES)
def test_a_reason_that_was_put_right_is_saved(as_trainee, assessment, headers):
    as_trainee.post(step_url(assessment), rating(reason=REAL), headers=headers)
    right = rating(reason="He uses 07700 900123 now.")
    answer = as_trainee.post(step_url(assessment), right, headers=headers)
    assert answer.status_code == (200 if headers else 302)
    assert Reason.objects.get().text == "He uses 07700 900123 now."


def test_no_other_caller_can_store_it(assessment):
    factor = Factor.objects.get(code="opportunity")
    before = stored(assessment)
    with pytest.raises(IdentifiersFound) as refusal:
        save_rating(
            assessment=assessment,
            stage=1,
            factor=factor,
            rating=Rating.from_choice("2", 70, REAL),
            revision=0,
            timed=False,
        )
    assert str(refusal.value) == WORDS
    assert refusal.value.field == "reason"
    assert stored(assessment) == before


def test_a_text_without_identifiers_is_not_refused():
    assert refuse_identifiers("He was in, at week 14.", field="reason") is None


def test_a_field_says_five_findings_and_how_many_more_there_are():
    numbers = "\n".join(f"07911 1234{n:02}" for n in range(8))
    with pytest.raises(Exception, match="line 1") as refused:
        SafeTextField().clean(numbers)
    assert len(refused.value.messages) == 6
    assert refused.value.messages[1].startswith("“07911 123401” (line 2) looks like")
    assert refused.value.messages[-1] == "And 3 more."


def test_a_field_tells_its_length_and_its_lines_as_the_browser_does():
    assert SafeTextField(max_length=5).clean("a\r\nb\r\n") == "a\nb"
    assert "textarea" in str(SafeTextField().widget.render("x", ""))
    assert 'type="text"' in str(SafeLineField().widget.render("x", ""))


def test_the_reason_says_how_long_it_may_be():
    assert 'maxlength="2000"' in str(FactorForm.base_fields["reason"].widget.render("reason", ""))


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"note": REAL}, "note"),
        ({"units": {"desist": {"reasons": {"P02": REAL}}}}, "units.desist.reasons.P02"),
        ({"wrong_tool": {"P01": {"ground": "other", "reason": REAL}}}, "wrong_tool.P01.reason"),
        ({"stages": [{"units": {"desist": {"reasons": {"P02": REAL}}}}]},
         "stages.1.units.desist.reasons.P02"),
    ],
)  # fmt: skip
def test_a_panel_file_is_refused_with_the_place_of_what_is_real_in_it(change, place):
    assert list(text_problems(change)) == [f"{place}: {WORDS}"]


def test_nothing_of_a_panel_file_with_something_real_in_it_is_stored():
    version = make_case_version()
    data = panel_data(version.framework, note=REAL)
    with pytest.raises(NotReady, match="note: “07911 123456”"):
        load_panel(case_version=version, data=data)
    assert not Panel.objects.exists()
