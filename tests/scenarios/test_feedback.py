"""Feedback after practice: the panel's levels, reasons and citations beside the person's own."""

import pytest

from scenarios.models import Citation, Passage, Release
from scenarios.services.assessing import submit_assessment
from scenarios.services.panels import load_panel
from tests.factories import make_complete_assessment, make_released_case, panel_data
from tests.scenarios.journey import (
    answer_of,
    case_url,
    facts_of,
    feedback_url,
    section_of,
    set_state,
    step_url,
    words_of,
)

pytestmark = pytest.mark.django_db


def unit(ratings):
    return {
        "ratings": ratings,
        "confidence": [70] * 6,
        "reasons": {"P01": "One reason.", "P06": "Another <b>reason</b>."},
        "for": {"D1.1": ["P01", "P02", "P03"]},
    }


@pytest.fixture
def feedback_on(as_trainee, trainee):
    """Submit a complete assessment with these levels, cite if asked, and open the feedback."""

    def opened(release, cite=(), **levels):
        assessment = make_complete_assessment(trainee, release, **levels)
        for code, ref, stance in cite:
            Citation.objects.create(
                answer=answer_of(assessment, code),
                passage=Passage.objects.get(case_version=release.case_version, ref=ref),
                stance=stance,
            )
        submit_assessment(assessment=assessment)
        response = as_trainee.get(feedback_url(assessment))
        assert response.status_code == 200
        return response

    return opened


def test_there_is_no_feedback_before_submitting(as_trainee, trainee, practice):
    assessment = make_complete_assessment(trainee, practice)
    response = as_trainee.get(feedback_url(assessment), follow=True)
    assert response.redirect_chain[0] == (f"/assessments/{assessment.uuid}/", 302)
    assert "Panel" not in words_of(response)


def test_the_page_shows_the_receipt_and_says_what_it_is_worth(feedback_on, practice, trainee):
    words = words_of(feedback_on(practice))
    assert trainee.assessments.get().receipt in words
    assert "Synthetic panel of 6, simulated or from invented organisations." in words
    assert "Nothing on this site shows that it predicts reoffending" in words
    assert "no case is given a score" in words
    assert "no police or probation qualification and no authority to assess" in words


def test_a_factor_shows_my_level_the_panels_and_how_many_gave_it(feedback_on, practice):
    page = feedback_on(practice, opportunity=1)
    words = section_of(page, "opportunity")
    assert "1 level lower than the panel" in words
    assert "how sure you were: Fairly sure: 70%" in words
    assert "You: Some. Panel: Significant (4 of 6)." in words
    assert "Panel of 6, and you" in words
    assert "Not evident 0 Some 1 your rating Significant 4 Priority for action 1" in words


def test_the_panels_reasons_stand_with_their_labels_and_levels(feedback_on, practice):
    words = section_of(feedback_on(practice), "opportunity")
    assert "Why opportunity is level 2. P02, significant" in words


def test_reasons_are_shown_as_text(feedback_on, trainee):
    release = make_released_case(opportunity=unit(["2"] * 6))
    page = feedback_on(release)
    assert "Another &lt;b&gt;reason&lt;/b&gt;." in page.content.decode()


def test_my_own_reason_is_shown_as_i_wrote_it(as_trainee, trainee, practice):
    assessment = make_complete_assessment(trainee, practice)
    reason = assessment.answers.exclude(reason=None).first().reason
    reason.text = "First <i>line</i>\nsecond"
    reason.save()
    submit_assessment(assessment=assessment)
    page = as_trainee.get(feedback_url(assessment)).content.decode()
    assert "First &lt;i&gt;line&lt;/i&gt;<br>second" in page


def test_the_reasons_of_another_panel_of_the_case_are_not_shown(feedback_on, practice):
    data = panel_data(practice.case_version.framework)
    for factor in data["units"].values():
        factor["reasons"] = {"P02": "A panel still at work."}
    load_panel(case_version=practice.case_version, data=data)
    words = words_of(feedback_on(practice))
    assert "A panel still at work." not in words
    assert "Why opportunity is level 2." in words


def test_citations_are_shared_missed_and_extra(feedback_on, practice):
    cited = [
        ("opportunity", "D1.1", "for"),
        ("opportunity", "D2.1", "for"),
        ("desist", "D1.2", "for"),
    ]
    page = feedback_on(practice, cite=cited)
    opportunity, desist = section_of(page, "opportunity"), section_of(page, "desist")
    assert "You and the panel cited D1.1 for (4)" in opportunity
    assert "You cited, the panel hardly did D2.1 for" in opportunity
    assert "Most of the panel cited" not in opportunity
    assert "You and the panel cited D1.2 for (2)" in desist
    assert "At least half of the panel cited, you did not D1.1 for (4)" in desist
    assert facts_of(page)["Evidence"] == (
        "You missed 10 passages that at least half of the panel cited, "
        "and you cited 1 that hardly any panellist did."
    )


def test_the_file_shows_what_the_panel_and_i_cited(feedback_on, practice):
    page = feedback_on(practice, cite=[("opportunity", "D1.1", "for"), ("desist", "D2.1", "for")])
    text = page.content.decode()
    first = text[text.index('id="d1-1"') : text.index('id="d1-2"')]
    assert "<span>Panel: for Opportunity (4 of 6)</span>" in first
    assert "<span>You: for Opportunity</span>" in first
    assert "You: for Commitment to desist" not in first
    assert "<span>You: for Commitment to desist</span>" in text[text.index('id="d2-1"') :]


def test_missed_concern_and_false_alarm_are_told_apart(feedback_on):
    low, high = ["0", "0", "0", "0", "0", "1"], ["3", "3", "3", "3", "3", "2"]
    release = make_released_case(
        opportunity=unit(high), interests=unit(low), desist=unit(low), routine=unit(high)
    )
    page = feedback_on(release, opportunity=1, interests=2, desist=2, routine=1)
    missed = "A missed concern: the panel saw more to worry about."
    alarm = "A false alarm: the panel saw less to worry about."
    said = {
        "opportunity": ("2 levels lower than the panel", missed),
        "interests": ("2 levels higher than the panel", alarm),
        "desist": ("2 levels higher than the panel", missed),
        "routine": ("2 levels lower than the panel", alarm),
    }
    for code, words in said.items():
        assert all(each in section_of(page, code) for each in words)
    facts = facts_of(page)
    assert (facts["Missed concerns"], facts["False alarms"]) == ("2", "2")
    assert facts["Risk factors, on average"] == "Neither lower nor higher than the panel."


def test_signed_differences_keep_risk_and_protection_apart(feedback_on, practice):
    facts = facts_of(feedback_on(practice, opportunity=0, social=0, hostility=0, desist=3))
    assert facts["Risk factors, on average"] == "▼ 0.9 levels lower than the panel."
    assert facts["Protective factors, on average"] == "▲ 0.2 levels higher than the panel."


def test_confidence_stands_beside_how_often_it_was_right(feedback_on, practice):
    facts = facts_of(feedback_on(practice, opportunity=1))
    assert facts["Confidence"] == (
        "On average you were 70% sure of being exactly right, and you were exactly right on "
        "91% of 11 factors. One case is too few to say more."
    )


def test_the_overall_level_is_told_apart_from_the_factors(feedback_on, practice):
    page = feedback_on(practice, overall=0)
    assert "2 levels lower than the panel" in section_of(page, "overall")
    assert facts_of(page)["The same as the panel"] == "11 of 11 scored factors"


def test_the_plan_is_compared_with_the_panels(as_trainee, trainee, practice):
    assessment = make_complete_assessment(trainee, practice)
    chosen = {"revision": 0, "action-curfew_tag": "desist", "action-refer_programme": "social"}
    as_trainee.post(step_url(assessment, "actions"), chosen)
    submit_assessment(assessment=assessment)
    facts = facts_of(as_trainee.get(feedback_url(assessment)))
    assert facts["Review interval"] == (
        "You: Within 3 months. Panel: Within 1 month (1), Within 3 months (4), Within 6 months (1)."
        " Yours is right within one band."
    )
    assert (facts["Endorsed"], facts["Missing"]) == (
        "None",
        "Planned home visit within the agreed interval",
    )
    assert facts["Unneeded"] == "Refer to an accredited programme or one-to-one work"
    assert facts["Disproportionate"] == "Ask for a curfew or electronic monitoring"


@pytest.mark.parametrize("state", [Release.State.CLOSED, Release.State.RETIRED])
def test_feedback_on_practice_stays_when_the_release_is_closed_or_retired(
    as_trainee, feedback_on, trainee, practice, state
):
    feedback_on(practice)
    set_state(practice, state)
    page = as_trainee.get(feedback_url(trainee.assessments.get()))
    assert "Why opportunity is level 2." in words_of(page)


def test_the_case_page_leads_back_to_the_feedback(as_trainee, feedback_on, trainee, practice):
    feedback_on(practice)
    assert feedback_url(trainee.assessments.get()) in (
        as_trainee.get(case_url(practice)).content.decode()
    )
