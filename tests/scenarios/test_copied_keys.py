"""Another wording of a case: it gets a copy of the key where it means the same, or a panel."""

import pytest

from people.public import Event
from scenarios.models import Release
from scenarios.services.assessing import submit_assessment
from scenarios.services.closing import approve_panel
from scenarios.services.errors import ChangeRefused
from scenarios.services.key_changes import approve_key, propose_copied_key
from scoring.public import Result, key_units, result_of
from tests.factories import (
    make_closed_panel,
    make_complete_assessment,
    make_national_person,
    make_person,
)
from tests.scenarios.judging import submitted

pytestmark = pytest.mark.django_db


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
