"""What was submitted is judged again by a new key, once, and the old result stays."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.public import Event, Role
from scenarios.models import Release
from scenarios.services import rescoring as rescoring_service
from scenarios.services.assessing import start_assessment, submit_assessment
from scenarios.services.inviting import open_panel
from scenarios.services.key_changes import approve_key, propose_key
from scenarios.services.releases import release_case
from scenarios.services.rescoring import rescore_next
from scenarios.services.wrong_tool import stop_as_wrong_tool
from scoring.public import Judge, Result, UnitResult, judge_again, result_of
from tests.factories import (
    complete_stage,
    finish_panel,
    make_approved_key_change,
    make_complete_assessment,
    make_key_change,
    make_national_person,
    make_person,
    make_staged_case,
    make_wrong_tool_case,
)
from tests.factories.panels import due_soon, rate_seat
from tests.scenarios.judging import WHY, done, submitted

pytestmark = pytest.mark.django_db


def test_what_was_submitted_is_judged_again_and_the_old_result_stays(practice):
    assessment = submitted(practice, opportunity=3)
    before = result_of(assessment.uuid)
    change = make_approved_key_change(practice, opportunity=3)
    row = done(change)
    after = result_of(assessment.uuid)
    assert (row.done, row.left, row.total) == (1, 0, 1)
    assert (before.exact_units, after.exact_units) == (10, 11)
    assert (after.key, after.rescoring) == (change.new_key, row.uuid)
    assert after.snapshot["release"] == str(change.new_release.uuid)
    old = Result.objects.get(pk=before.pk)
    assert old.superseded_at is not None
    for name in ("person", "organisation_id", "created_at", "seconds", "counts_in_figures", "use"):
        assert getattr(after, name) == getattr(old, name)
    assert after.units.count() == old.units.count() == 12


def test_judging_again_by_the_same_votes_gives_the_same_figures(practice):
    """What many rows are read for at once is what the sheet of one assessment says."""
    assessment = make_complete_assessment(make_person(), practice, 1, overall=3)
    passage = practice.case_version.passages.get(ref="D1.1")
    for answer in assessment.answers.all():
        answer.citations.create(passage=passage, stance="for")
    action = practice.case_version.framework.actions.get(code="curfew_tag")
    assessment.chosen_actions.create(action=action, factor=answer.factor)
    submit_assessment(assessment=assessment)
    change = make_key_change(practice)
    first = Result.objects.get()
    (again,) = rescoring_service.as_submitted([first])

    result, units = judge_again(Judge(practice.key), again)
    skipped = {"id", "uuid", "rescoring"}
    fields = [f.attname for f in Result._meta.fields if f.name not in skipped]
    assert {n: getattr(result, n) for n in fields} == {n: getattr(first, n) for n in fields}
    fields = [f.attname for f in UnitResult._meta.fields if f.name not in ("id", "result")]
    stored = [{n: getattr(unit, n) for n in fields} for unit in first.units.order_by("factor")]
    made = [{n: getattr(u, n) for n in fields} for u in sorted(units, key=lambda u: u.factor_id)]
    assert made == stored
    assert change.is_open


def test_both_stages_are_judged_again():
    release = make_staged_case("practice")
    person = make_person()
    assessment = start_assessment(person=person, release=release)
    complete_stage(assessment, 2)
    submit_assessment(assessment=assessment)
    complete_stage(assessment, 3)
    submit_assessment(assessment=assessment)
    panel = make_rerating_panel_of_two_stages(release)
    change = propose_key(panel=panel, by=panel.chair, approver=make_national_person(), reason=WHY)
    done(approve_key(change=change, by=change.approver))
    result = result_of(assessment.uuid)
    assert (result.key, result.units.count()) == (change.new_key, 24)


def make_rerating_panel_of_two_stages(release):

    chair = make_national_person()
    panel = open_panel(
        scenario=release.case_version.scenario,
        sent_by=chair,
        chair=chair,
        approver=make_person(role=Role.ADMINISTRATOR),
        panellists=[make_person(role=Role.PANELLIST) for _seat in range(5)],
        use=release.use,
        due_on=due_soon(),
        rate_again=True,
    )
    for seat in panel.panellists.all():
        rate_seat(seat, 1)
        rate_seat(seat, 2)
    return finish_panel(panel)


def test_whoever_said_wrong_tool_is_right_once_the_panel_says_so(practice):
    release = make_wrong_tool_case("practice")
    stopped, rated = make_person(), make_person()
    assessment = start_assessment(person=stopped, release=release)
    stop_as_wrong_tool(person=stopped, uuid=assessment.uuid, ground="under_18", text="He is 17.")
    other = submitted(release, person=rated)
    assert result_of(assessment.uuid).tool_right is True
    change = make_approved_key_change(release)
    done(change)
    assert result_of(assessment.uuid).tool_right is False
    assert result_of(other.uuid).tool_right is None
    assert result_of(other.uuid).exact_units == 11


def test_a_killed_worker_goes_on_where_it_stopped_and_doubles_nothing(practice, monkeypatch):
    monkeypatch.setattr(rescoring_service, "CHUNK", 2)
    for _one in range(5):
        submitted(practice)
    change = make_approved_key_change(practice, opportunity=3)
    row = rescore_next(change.rescoring)
    assert (row.done, row.percent, row.is_finished) == (2, 40, False)

    def killed(**_given):
        Result.objects.filter(superseded_at__isnull=True).update(superseded_at=row.moved_at)
        raise KeyboardInterrupt

    with monkeypatch.context() as dying:
        dying.setattr(rescoring_service, "as_submitted", lambda _results: killed())
        with pytest.raises(KeyboardInterrupt):
            rescore_next(row)
    row = done(change)
    assert (row.done, row.left, row.percent) == (5, 0, 100)
    standing = Result.objects.filter(superseded_at__isnull=True)
    assert (standing.count(), Result.objects.count()) == (5, 10)
    assert set(standing.values_list("key", flat=True)) == {change.new_key_id}
    assert done(change).done == 5
    assert Event.objects.filter(name="results.rescored").count() == 1


def test_whoever_submits_during_re_scoring_is_judged_by_the_new_key_once(practice):
    submitted(practice)
    late = make_complete_assessment(make_person(), practice, opportunity=3)
    change = make_approved_key_change(practice, opportunity=3)
    submit_assessment(assessment=late)
    row = done(change)
    result = Result.objects.get(assessment=late.uuid)
    assert (result.key, result.rescoring, result.exact_units) == (change.new_key, None, 11)
    assert result.snapshot["release"] == str(change.new_release.uuid)
    assert (row.total, row.done) == (1, 1)


def test_wrong_tool_said_late_is_judged_by_the_new_key_too(practice):
    person = make_person()
    late = start_assessment(person=person, release=practice)
    change = make_approved_key_change(practice)
    stop_as_wrong_tool(person=person, uuid=late.uuid, ground="other", text="Not his case.")
    assert Result.objects.get(assessment=late.uuid).key == change.new_key


def test_an_open_attempt_is_gone_on_with_and_no_second_one_begun(practice, trainee):
    begun = start_assessment(person=trainee, release=practice)
    change = make_approved_key_change(practice)
    assert start_assessment(person=trainee, release=change.new_release) == begun


def test_another_use_of_the_same_text_keeps_its_key(practice):

    check = release_case(case_version=practice.case_version, key=practice.key, use="check")
    sat = submitted(check)
    done(make_approved_key_change(practice))
    check.refresh_from_db()
    assert (check.state, result_of(sat.uuid).key) == (Release.State.OPEN, practice.key)


def test_a_chunk_takes_the_same_statements_for_two_results_and_for_twenty(practice):
    first = statements_of_a_chunk(practice, people=2)
    newest = practice.case_version.releases.last()
    assert statements_of_a_chunk(newest, people=18, judged=20) == first


def statements_of_a_chunk(release, *, people, judged=2):
    """How many there are, but for the inserts, which SQLite takes by some hundreds of values."""
    for _one in range(people):
        submitted(release)
    change = make_approved_key_change(release, opportunity=3)
    with CaptureQueriesContext(connection) as captured:
        assert rescore_next(change.rescoring).done == judged
    done(change)
    return sum(not query["sql"].startswith("INSERT") for query in captured.captured_queries)
