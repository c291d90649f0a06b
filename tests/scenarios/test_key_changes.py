"""A key is changed by two people: who proposes, who approves, and what stands in the way."""

import pytest
from django.db.models import QuerySet
from django.utils import timezone

from courses.models import CheckAssignment
from courses.public import assign_check
from people.public import Event, Role
from people.services.memberships import end_membership
from scenarios.models import KeyChange, Panel, Passage, Release
from scenarios.services.assessing import start_assessment
from scenarios.services.closing import approve_panel, call_off
from scenarios.services.errors import CannotHavePart, ChangeRefused, PanelRefused
from scenarios.services.freezing import NotReady
from scenarios.services.key_changes import (
    approve_key,
    name_key_approver,
    propose_key,
    refuse_key,
    take_back_key,
)
from scenarios.services.panel_people import has_had_part
from tests.factories import (
    make_approved_key_change,
    make_key_change,
    make_national_person,
    make_organisation,
    make_person,
    make_rerating_panel,
)
from tests.scenarios.judging import WHY, done, submitted

pytestmark = pytest.mark.django_db


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
