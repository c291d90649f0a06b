"""A key is changed by two people, and what was submitted is judged again, once."""

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from courses.models import CheckAssignment
from courses.public import assign_check
from people.public import Event, Role, end_membership
from scenarios.models import KeyChange, Panel, Passage, Release, Rescoring
from scenarios.services import rescoring as rescoring_service
from scenarios.services.assessing import start_assessment, submit_assessment
from scenarios.services.closing import approve_panel, call_off
from scenarios.services.errors import CannotHavePart, ChangeRefused, PanelRefused
from scenarios.services.freezing import NotReady
from scenarios.services.inviting import open_panel
from scenarios.services.key_changes import (
    approve_key,
    name_key_approver,
    propose_copied_key,
    propose_key,
    refuse_key,
    take_back_key,
)
from scenarios.services.panel_people import has_had_part
from scenarios.services.releases import release_case
from scenarios.services.rescoring import rescore_all, rescore_next
from scenarios.services.wrong_tool import stop_as_wrong_tool
from scoring.public import Judge, Result, UnitResult, judge_again, key_units, result_of
from tests.factories import (
    complete_stage,
    finish_panel,
    make_approved_key_change,
    make_closed_panel,
    make_complete_assessment,
    make_key_change,
    make_national_person,
    make_organisation,
    make_person,
    make_rerating_panel,
    make_staged_case,
    make_wrong_tool_case,
)
from tests.factories.panels import due_soon, rate_seat

pytestmark = pytest.mark.django_db
WHY = "The first panel had not read the device check."


def submitted(release, level=2, person=None, **levels):
    person = person or make_person()
    return submit_assessment(assessment=make_complete_assessment(person, release, level, **levels))


def done(change):
    return rescore_all(Rescoring.objects.get(pk=change.rescoring_id))


def test_approving_opens_a_release_in_the_place_of_the_old_one(practice):
    change = make_key_change(practice, opportunity=3)
    change = approve_key(change=change, by=change.approver)
    practice.refresh_from_db()
    new = change.new_release
    assert (practice.state, new.state) == (Release.State.CLOSED, Release.State.OPEN)
    assert (new.key, new.case_version, new.use) == (
        change.new_key,
        practice.case_version,
        "practice",
    )
    assert Panel.objects.get(key=change.new_key).state == Panel.State.RELEASED


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


# Who, when, and what stands in the way


def test_proposing_and_approving_twice_is_like_once(practice):
    change = make_key_change(practice)
    panel = change.new_key.panel
    again = propose_key(
        panel=panel, by=change.proposed_by, approver=change.approver, reason="Other words."
    )
    assert again == change
    first = approve_key(change=change, by=change.approver)
    second = approve_key(change=change, by=change.approver)
    assert first.new_release == second.new_release
    assert practice.case_version.releases.count() == 2
    assert Event.objects.filter(name="key.approved").count() == 1


def test_nobody_approves_their_own(practice):
    panel = make_rerating_panel(practice)
    writer = make_national_person()
    panel.case_version.scenario.save_revision(user=writer).publish()
    for person, why in (
        (panel.chair, "proposes this"),
        (panel.panellists.first().person, "was on the panel"),
        (writer, "has written on this case"),
        (make_person(), "is none of them"),
    ):
        with pytest.raises(CannotHavePart, match=why):
            propose_key(panel=panel, by=panel.chair, approver=person, reason=WHY)
    other = make_national_person()
    with pytest.raises(CannotHavePart, match="chaired the panel"):
        propose_key(panel=panel, by=other, approver=panel.chair, reason=WHY)
    assert not KeyChange.objects.exists()


def test_a_trainer_of_elsewhere_proposes_nothing(practice, trainer):
    panel = make_rerating_panel(practice)
    scenario = practice.case_version.scenario
    scenario.owner = make_organisation("X02", "Harrowdale Police")
    scenario.save()
    with pytest.raises(ChangeRefused, match="proposes a key"):
        propose_key(panel=panel, by=trainer, approver=make_national_person(), reason=WHY)


def test_only_the_person_named_approves_and_only_while_they_may(practice):
    change = make_key_change(practice)
    with pytest.raises(ChangeRefused, match="Only the person named"):
        approve_key(change=change, by=change.proposed_by)
    end_membership(membership=change.approver.memberships.get())
    change = KeyChange.objects.get(pk=change.pk)
    with pytest.raises(ChangeRefused, match="is none of them"):
        approve_key(change=change, by=change.approver)
    second = make_national_person()
    name_key_approver(change=change, by=change.proposed_by, approver=second)
    assert approve_key(change=change, by=second).state == KeyChange.State.APPROVED


def test_a_second_proposal_waits_for_the_first(practice):
    change = make_key_change(practice)
    panel = make_rerating_panel(practice)
    with pytest.raises(ChangeRefused, match="One is decided before the next"):
        propose_key(panel=panel, by=panel.chair, approver=make_national_person(), reason=WHY)
    take_back_key(change=change, by=change.proposed_by, note="Another panel says more.")
    assert propose_key(
        panel=panel, by=panel.chair, approver=make_national_person(), reason=WHY
    ).is_open


def test_a_proposal_waits_until_the_last_re_scoring_is_done(practice):
    submitted(practice)
    change = make_approved_key_change(practice)
    panel = make_rerating_panel(change.new_release)
    given = {"panel": panel, "by": panel.chair, "approver": make_national_person(), "reason": WHY}
    with pytest.raises(ChangeRefused, match="still being judged"):
        propose_key(**given)
    done(change)
    assert propose_key(**given).is_open


def test_a_panel_that_was_overtaken_by_another_key_can_still_be_proposed(practice):
    first, second = make_rerating_panel(practice), make_rerating_panel(practice, size=7)
    given = {"approver": make_national_person(Role.ADMINISTRATOR), "reason": WHY}
    change = propose_key(panel=first, by=first.chair, **given)
    change = approve_key(change=change, by=change.approver)
    done(change)
    later = propose_key(panel=second, by=second.chair, **given)
    assert later.release == change.new_release
    later = approve_key(change=later, by=later.approver)
    assert later.new_release.key.panel_size == 7


@pytest.mark.parametrize(
    ("state", "words"),
    [("closed", "closed to new starts"), ("retired", "retired"), ("withdrawn", "withdrawn")],
)
def test_a_release_that_is_not_in_use_any_more_keeps_its_key(practice, state, words):
    change = make_key_change(practice)
    Release.objects.filter(pk=practice.pk).update(state=state)
    with pytest.raises(ChangeRefused, match=words):
        approve_key(change=change, by=change.approver)
    change.refresh_from_db()
    assert change.is_open
    assert practice.case_version.releases.count() == 1


def test_a_passage_that_is_kept_back_stops_the_approval(practice):

    change = make_key_change(practice)
    QuerySet(Passage).filter(case_version=practice.case_version, ref="D1.1").update(withheld="held")
    with pytest.raises(NotReady, match="kept back"):
        approve_key(change=change, by=change.approver)
    practice.refresh_from_db()
    assert practice.state == Release.State.OPEN


def test_refusing_keeps_the_key_and_says_why(practice):
    change = make_key_change(practice)
    refuse_key(change=change, by=change.approver, note="Two seats rated another paper.")
    change = refuse_key(change=change, by=change.approver, note="Again.")
    assert (change.state, change.note) == ("refused", "Two seats rated another paper.")
    with pytest.raises(ChangeRefused, match="was refused before"):
        approve_key(change=change, by=change.approver)
    assert practice.case_version.releases.count() == 1


def test_a_panel_that_rates_again_is_not_released_by_approving_it(practice):
    panel = make_rerating_panel(practice)
    with pytest.raises(PanelRefused, match="by a key change"):
        approve_panel(panel=panel, by=panel.approver)


def test_a_panel_that_was_called_off_has_no_key_to_propose(practice):
    panel = make_rerating_panel(practice)
    call_off(panel=panel, by=panel.chair, because="Rated the wrong paper.")
    with pytest.raises(ChangeRefused, match="Only a closed panel"):
        propose_key(panel=panel, by=panel.chair, approver=make_national_person(), reason=WHY)


def test_a_synthetic_key_takes_no_real_ones_place(practice):
    panel = make_rerating_panel(practice)
    assert panel.key.is_synthetic

    QuerySet(Release).filter(pk=practice.pk).update(is_specimen=False)
    with pytest.raises(ChangeRefused, match="invented organisation"):
        propose_key(panel=panel, by=panel.chair, approver=make_national_person(), reason=WHY)


def test_whoever_proposes_or_approves_is_checked_on_the_case_no_more(check):
    change = make_key_change(check, size=10)

    for person in (change.proposed_by, change.approver):
        assert has_had_part(person, check.case_version.scenario_id)


# Another wording with the same key


def reworded(release, old="He fixes bicycles.", new="He repairs bicycles."):
    scenario = release.case_version.scenario
    document = scenario.documents.first()
    document.body = document.body.replace(old, new)
    document.save()
    return scenario


def copied(release, **given):
    approver = make_national_person()
    return propose_copied_key(
        release=release,
        by=make_national_person(),
        approver=approver,
        reason="One verb means the same as the other.",
        **given,
    )


def test_a_wording_that_means_the_same_gets_a_copy_of_the_key(practice):
    sat = submitted(practice)
    reworded(practice)
    change = copied(practice)
    assert (change.new_key, change.copies) == (None, practice.key)
    change = approve_key(change=change, by=change.approver)
    practice.refresh_from_db()
    new = change.new_release
    assert (practice.state, new.case_version.number) == (Release.State.CLOSED, 2)
    assert new.key.copied_from == practice.key
    votes = [[u.level_votes for u in key_units(key)] for key in (practice.key, new.key)]
    assert votes[0] == votes[1]
    assert change.rescoring is None
    assert result_of(sat.uuid).key == practice.key


def test_a_paragraph_more_needs_a_panel(practice):
    reworded(practice, "He fixes bicycles.", "He fixes bicycles.\n\nHe has a dog.")
    with pytest.raises(ChangeRefused, match="needs a panel of its own"):
        copied(practice)


def test_the_text_in_use_is_copied_to_nothing(practice):
    with pytest.raises(ChangeRefused, match="nothing to copy"):
        copied(practice)


def test_whoever_began_the_old_wording_is_judged_by_its_key(practice):
    late = make_complete_assessment(make_person(), practice)
    reworded(practice)
    change = copied(practice)
    approve_key(change=change, by=change.approver)
    submit_assessment(assessment=late)
    assert Result.objects.get(assessment=late.uuid).key == practice.key


def test_a_changed_text_with_its_own_panel_closes_the_old_release(practice):

    scenario = reworded(practice)
    panel = make_closed_panel(6, scenario=scenario)
    approve_panel(panel=panel, by=panel.approver)
    practice.refresh_from_db()
    assert practice.state == Release.State.CLOSED
    assert Event.objects.filter(name="release.closed").count() == 1


def test_a_check_that_was_assigned_is_assigned_on_the_new_release(check, force_lead, trainee):

    begun = make_person()
    assign_check(
        people=[trainee, begun],
        release=check,
        due_on=timezone.localdate(),
        assigned_by=force_lead,
    )
    start_assessment(person=begun, release=check)
    change = make_approved_key_change(check, size=10)
    rows = dict(CheckAssignment.objects.values_list("person", "release"))
    assert rows == {trainee.pk: change.new_release.pk, begun.pk: check.pk}
