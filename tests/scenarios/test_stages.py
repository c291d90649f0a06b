"""A case that unfolds: a stage locks, the next opens, and feedback waits for the last."""

import pytest

from people.public import Event
from scenarios.models import Answer, Assessment, ChosenAction, StageSubmission
from scenarios.services.assessing import start_assessment, submit_assessment
from scenarios.services.errors import StageLocked
from scenarios.services.rating import Rating, save_rating
from scoring.public import Action, Factor, Result
from tests.factories import complete_stage, make_person, make_staged_case
from tests.scenarios.journey import (
    BOTH_WAYS,
    HTMX,
    WAY_NAMES,
    feedback_url,
    rating,
    section_of,
    step_url,
    stored,
    words_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def staged():
    """Opportunity and social influences rise to 3, the rest stays at 2."""
    return make_staged_case(ref="TS-STAGED", opportunity="333333", social="333333")


@pytest.fixture
def begun(trainee, staged) -> Assessment:
    return start_assessment(person=trainee, release=staged)


@pytest.fixture
def at_second(begun) -> Assessment:
    """The first stage rated 2 throughout and locked, with one action in its plan."""
    complete_stage(begun)
    framework = begun.release.case_version.framework
    ChosenAction.objects.create(
        assessment=begun,
        stage=1,
        action=Action.objects.get(framework=framework, code="planned_home_visit"),
        factor=Factor.objects.get(framework=framework, code="opportunity"),
    )
    return submit_assessment(assessment=begun)


def lock_url(assessment, stage=1):
    return step_url(assessment, "check", stage)


def stage_url(assessment, stage=2):
    return f"/assessments/{assessment.uuid}/{stage}/"


def test_later_papers_are_on_no_page_of_an_earlier_stage(as_trainee, begun):
    complete_stage(begun)
    pages = [
        step_url(begun),
        step_url(begun, "overall"),
        step_url(begun, "actions"),
        lock_url(begun),
        f"/cases/{begun.release.case_version.scenario.ref}/",
    ]
    for url in pages:
        page = as_trainee.get(url)
        assert page.status_code == 200
        assert "lost the flat" not in page.content.decode()
        assert "Call from the landlord" not in page.content.decode()


def test_the_case_page_counts_the_first_papers_and_says_that_the_case_unfolds(as_trainee, staged):
    words = words_of(as_trainee.get(f"/cases/{staged.case_version.scenario.ref}/"))
    assert "2 documents" in words
    assert "unfolds in 2 stages" in words


def test_a_passage_of_a_later_stage_cannot_be_cited_before_it_is_there(as_trainee, begun):
    page = as_trainee.post(step_url(begun), rating(cite="for:D3.1"), headers=HTMX)
    assert "There is no passage D3.1" in words_of(page)
    assert not Answer.objects.exists()


@pytest.mark.parametrize("stage", [2, 3])
@pytest.mark.parametrize("step", ["opportunity", "overall", "actions", "check", ""])
def test_a_stage_that_is_not_open_yet_answers_as_one_that_is_not_there(
    as_trainee, begun, stage, step
):
    url = step_url(begun, step, stage) if step else stage_url(begun, stage)
    before = stored(begun)
    assert as_trainee.get(url).status_code == 404
    if step:
        assert as_trainee.post(url, rating(), headers=HTMX).status_code == 404
    assert stored(begun) == before


def test_an_incomplete_stage_is_not_locked(as_trainee, begun):
    page = as_trainee.post(lock_url(begun))
    assert page.status_code == 200
    assert "Opportunity: rate it" in words_of(page)
    assert begun.stages.get().submitted_at is None


def test_the_check_page_says_that_the_stage_is_locked_and_not_that_it_ends(as_trainee, begun):
    complete_stage(begun)
    words = words_of(as_trainee.get(lock_url(begun)))
    assert "Lock this stage and see what is new" in words
    assert "Submit my assessment" not in words


def test_locking_opens_the_next_stage_and_tells_nothing_of_the_panel(as_trainee, begun):
    complete_stage(begun)
    page = as_trainee.post(lock_url(begun), follow=True)
    assert page.redirect_chain[-1][0] == stage_url(begun)
    words = words_of(page)
    assert "Your ratings of stage 1 were locked" in words
    assert "He has lost the flat." in words
    assert "He was released to a flat." not in words
    assert "Why opportunity is level 2." not in words
    begun.refresh_from_db()
    assert begun.is_open
    assert begun.receipt == ""
    assert not Result.objects.exists()
    assert not Event.objects.filter(name="assessment.submitted").exists()
    first, second = begun.stages.order_by("stage")
    assert first.submitted_at is not None
    assert second.submitted_at is None
    assert len(second.reasons_asked) == 3
    assert as_trainee.get(feedback_url(begun)).status_code == 302


def test_locking_twice_is_like_once(as_trainee, at_second):
    before = stored(at_second)
    again = as_trainee.post(lock_url(at_second))
    assert (again.status_code, again.url) == (302, f"/assessments/{at_second.uuid}/")
    assert stored(at_second) == before


def test_nothing_is_chosen_beforehand_and_the_earlier_rating_stands_beside(as_trainee, at_second):
    page = as_trainee.get(step_url(at_second, stage=2))
    words = words_of(page)
    assert "You at stage 1: Significant · Fairly sure: 70%" in words
    assert "checked" not in page.content.decode()
    assert "He has lost the flat." in words
    assert "He was released to a flat." in words


def test_the_plan_is_carried_over_and_can_be_changed_without_touching_the_first(
    as_trainee, at_second
):
    page = as_trainee.get(step_url(at_second, "actions", 2))
    assert "carried over" in words_of(page)
    chosen = list(at_second.chosen_actions.order_by("stage").values_list("stage", "action__code"))
    assert chosen == [(1, "planned_home_visit"), (2, "planned_home_visit")]
    as_trainee.post(step_url(at_second, "actions", 2), {"revision": "0"}, headers=HTMX)
    left = at_second.chosen_actions.values_list("stage", "action__code")
    assert list(left) == [(1, "planned_home_visit")]


@pytest.mark.parametrize("headers", BOTH_WAYS, ids=WAY_NAMES)
@pytest.mark.parametrize("step", ["opportunity", "overall", "actions"])
def test_a_locked_stage_takes_no_change(as_trainee, at_second, headers, step):
    before = stored(at_second)
    data = rating("0", revision=1) | {"interval": "m1"}
    answer = as_trainee.post(step_url(at_second, step, 1), data, headers=headers)
    assert answer.status_code == 409
    assert "Stage 1 is locked. This change was not saved." in words_of(answer)
    assert stored(at_second) == before


@pytest.mark.parametrize("headers", BOTH_WAYS, ids=WAY_NAMES)
def test_nonsense_for_a_locked_stage_is_told_the_same(as_trainee, at_second, headers):
    answer = as_trainee.post(step_url(at_second), rating("seven"), headers=headers)
    assert answer.status_code == 409


@pytest.mark.parametrize("step", ["opportunity", "overall", "actions", "check"])
def test_the_pages_of_a_locked_stage_lead_to_where_the_person_is(as_trainee, at_second, step):
    answer = as_trainee.get(step_url(at_second, step, 1))
    assert (answer.status_code, answer.url) == (302, f"/assessments/{at_second.uuid}/")


def test_the_service_refuses_a_locked_stage_itself(at_second):
    factor = Factor.objects.get(
        framework=at_second.release.case_version.framework, code="opportunity"
    )
    with pytest.raises(StageLocked):
        save_rating(
            assessment=at_second,
            stage=1,
            factor=factor,
            rating=Rating.from_choice("0", 70),
            revision=1,
            timed=False,
        )


def test_a_new_passage_can_be_cited_at_the_second_stage_and_belongs_to_it(as_trainee, at_second):
    as_trainee.post(step_url(at_second, stage=2), rating("3", cite="for:D3.1"), headers=HTMX)
    answer = Answer.objects.get(assessment=at_second, stage=2)
    assert (answer.level, answer.factor.code) == (3, "opportunity")
    assert answer.citations.get().passage.ref == "D3.1"
    assert Answer.objects.get(assessment=at_second, stage=1, factor=answer.factor).level == 2


def test_resuming_leads_to_the_new_papers_and_later_to_the_first_open_step(as_trainee, at_second):
    resume = f"/assessments/{at_second.uuid}/"
    assert as_trainee.get(resume).url == stage_url(at_second)
    as_trainee.post(step_url(at_second, stage=2), rating("3"), headers=HTMX)
    save = rating("3") | {"reason": "It has changed."}
    as_trainee.post(step_url(at_second, stage=2), save | {"revision": "1"}, headers=HTMX)
    assert as_trainee.get(resume).url == step_url(at_second, "preoccupation", 2)


def test_the_last_stage_submits_once_and_scores_both(as_trainee, at_second):
    complete_stage(at_second, opportunity=3, social=1)
    url = lock_url(at_second, 2)
    assert as_trainee.post(url).url == feedback_url(at_second)
    assert as_trainee.post(url).url == feedback_url(at_second)
    result = Result.objects.get(assessment=at_second.uuid)
    assert result.units.count() == 24
    assert (result.scored_units, result.exact_units) == (22, 21)
    assert result.missed_concerns == 1
    at_second.refresh_from_db()
    assert at_second.is_submitted
    assert Event.objects.filter(name="assessment.submitted").count() == 1
    assert StageSubmission.objects.filter(submitted_at__isnull=True).count() == 0


def test_submitting_an_earlier_stage_again_after_the_end_shows_the_same_feedback(
    as_trainee, at_second
):
    complete_stage(at_second)
    submit_assessment(assessment=at_second)
    before = stored(at_second)
    assert as_trainee.post(lock_url(at_second, 1)).url == feedback_url(at_second)
    assert stored(at_second) == before


def test_feedback_tells_direction_and_size_of_movement_beside_the_panels(as_trainee, at_second):
    complete_stage(at_second, opportunity=3, social=1, routine=3)
    submit_assessment(assessment=at_second)
    page = as_trainee.get(feedback_url(at_second))
    words = words_of(page)
    assert (
        "The new information moved the panel on 2 of 12 ratings. You moved the same way on 1 of "
        "them, on 1 as far as the panel did. You moved 1 rating that the panel left where it was."
    ) in words
    assert (
        "Opportunity Significant → Priority for action Significant → Priority for action "
        "● Moved as the panel did"
    ) in words
    assert "▼ The other way than the panel, 2 levels apart" in words
    assert "▲ You went up 1 level, the panel stayed" in words
    assert "1 level higher than the panel" in section_of(page, "stage-2-routine")
    assert "The same as the panel" in section_of(page, "stage-1-routine")
    assert "Why opportunity is level 2." in section_of(page, "stage-1-opportunity")
    assert "Why opportunity moved." in section_of(page, "stage-2-opportunity")


def test_a_case_of_one_stage_says_nothing_of_stages_in_its_feedback(as_trainee, trainee, practice):
    from tests.factories import make_complete_assessment

    done = submit_assessment(assessment=make_complete_assessment(trainee, practice))
    words = words_of(as_trainee.get(feedback_url(done)))
    assert "Factor by factor" in words
    assert "stage" not in words.lower()


def test_a_staged_check_holds_levels_and_movement_back(client_of):
    person = make_person()
    release = make_staged_case("check", opportunity="333333")
    assessment = start_assessment(person=person, release=release)
    complete_stage(assessment)
    submit_assessment(assessment=assessment)
    complete_stage(assessment)
    submit_assessment(assessment=assessment)
    words = words_of(client_of(person).get(feedback_url(assessment)))
    assert "Check submitted" in words
    assert "21 of 22" in words
    assert "moved the panel" not in words
    assert "Why opportunity" not in words


def test_a_strangers_second_stage_is_not_there(client_of, other_trainee, at_second):
    client = client_of(other_trainee)
    for url in (stage_url(at_second), step_url(at_second, stage=2), lock_url(at_second, 2)):
        assert client.get(url).status_code == 404
    assert client.post(lock_url(at_second, 2)).status_code == 404


@pytest.mark.parametrize("step", ["opportunity", "check", "actions"])
def test_the_second_stage_costs_no_more_queries_than_the_first(
    as_trainee, at_second, trainee, practice, step, django_assert_max_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    plain = start_assessment(person=trainee, release=practice)
    complete_stage(plain)
    counts = []
    for url in (step_url(plain, step), step_url(at_second, step, 2)):
        as_trainee.get(url)
        with CaptureQueriesContext(connection) as captured:
            assert as_trainee.get(url).status_code == 200
        counts.append(len(captured))
    # One more at most: the plan of the stage before, where the page says that it is carried over.
    assert counts[1] <= counts[0] + 1
