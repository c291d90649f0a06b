"""Whoever waits for a lock acts on what is there when they get it, and not on what was before.

On PostgreSQL these truly wait. What a locking query joins stays as it was before the wait, which
is what each of these once fell over: see docs/decisions/locking.md.
"""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from people.public import Role
from scenarios.case_text import hash_of_draft
from scenarios.models import Panel, Release, Scenario, YardstickChange
from scenarios.selectors.draft_places import draft_in_hand
from scenarios.services.assessing import submit_assessment
from scenarios.services.closing import close_as_chair
from scenarios.services.disagreements import (
    DisagreementRefused,
    answer_disagreement,
    say_disagreement,
)
from scenarios.services.errors import (
    AssessmentClosed,
    ChangeRefused,
    PanelRefused,
    TextChanged,
)
from scenarios.services.inviting import change_panel, replace_chair
from scenarios.services.key_changes import (
    approve_key,
    name_key_approver,
    propose_copied_key,
    propose_key,
    refuse_key,
)
from scenarios.services.key_stands import say_key_stands
from scenarios.services.panel_rounds import end_blind_round
from scenarios.services.reminding import remind_what_is_due
from scenarios.services.reviewing import pass_review, send_to_reviewer
from scenarios.services.yardstick_changes import name_yardstick_approver, refuse_yardstick
from scoring.public import Result, current_framework
from tests.factories import (
    make_complete_assessment,
    make_disagreement,
    make_done,
    make_key_change,
    make_national,
    make_national_person,
    make_organisation,
    make_panel,
    make_person,
    make_released_case,
    make_rerating_panel,
    make_review,
    make_revising_panel,
    make_scenario,
    rate_seat,
)
from tests.scenarios.waiting import meanwhile

pytestmark = pytest.mark.django_db(transaction=True)

WHY = "The first panel had not read the device check."


@pytest.fixture
def rated():
    """A panel of five who agree, between its rounds."""
    panel = make_panel(5)
    for seat in panel.panellists.all():
        rate_seat(seat)
    return end_blind_round(panel=panel, by=panel.chair)


def test_a_panel_closes_as_another_approver_is_named(rated):
    other = make_person(role=Role.ADMINISTRATOR)
    closed = meanwhile(
        lambda: change_panel(panel=rated, by=rated.chair, due_on=rated.due_on, approver=other),
        lambda: close_as_chair(panel=rated, by=rated.chair),
    )
    assert closed.key is not None
    assert closed.approver == other
    assert closed.readers.filter(pk=other.pk).exists()


def test_a_new_chair_closes_as_they_are_named_and_the_old_one_does_not(rated):
    old, new = rated.chair, make_person(role=Role.TRAINER)
    with pytest.raises(PanelRefused, match="Only the chair"):
        meanwhile(
            lambda: replace_chair(panel=rated, by=rated.sent_by, chair=new),
            lambda: close_as_chair(panel=rated, by=old),
        )
    assert Panel.objects.get().key is None
    closed = meanwhile(
        lambda: replace_chair(panel=rated, by=rated.sent_by, chair=old),
        lambda: close_as_chair(panel=rated, by=old),
    )
    assert closed.readers.filter(pk=old.pk).exists()


@pytest.mark.parametrize("act", [approve_key, refuse_key])
def test_a_key_is_decided_as_another_approver_is_named(act):
    change = make_key_change()
    first, other = change.approver, make_national_person(Role.ADMINISTRATOR)
    words = {} if act is approve_key else {"note": "Not yet."}
    with pytest.raises(ChangeRefused, match="Only the person named"):
        meanwhile(
            lambda: name_key_approver(change=change, by=change.proposed_by, approver=other),
            lambda: act(change=change, by=first, **words),
        )
    change.refresh_from_db()
    assert (change.is_open, change.approver) == (True, other)
    decided = meanwhile(
        lambda: name_key_approver(change=change, by=change.proposed_by, approver=first),
        lambda: act(change=change, by=first, **words),
    )
    assert (decided.is_open, decided.approver) == (False, first)


@pytest.mark.parametrize("is_copy", [False, True])
def test_a_key_is_approved_once_in_two_windows(is_copy):
    release = make_released_case()
    if is_copy:
        document = release.case_version.scenario.documents.first()
        document.body = document.body.replace("He fixes bicycles.", "He repairs bicycles.")
        document.save()
        change = propose_copied_key(
            release=release,
            by=make_national_person(),
            approver=make_national_person(Role.ADMINISTRATOR),
            reason="One verb means the same as the other.",
        )
    else:
        change = make_key_change(release)
    done = meanwhile(
        lambda: approve_key(change=change, by=change.approver),
        lambda: approve_key(change=change, by=change.approver),
    )
    assert done.new_key is not None
    assert done.new_release.key == done.new_key
    assert (done.rescoring is None) is is_copy
    assert Release.objects.count() == 2


def test_a_yardstick_is_refused_as_another_approver_is_named():
    make_released_case()
    by, first = make_national_person(), make_national_person(Role.ADMINISTRATOR)
    other = make_national_person(Role.ADMINISTRATOR)
    change = YardstickChange.objects.create(
        framework=current_framework(),
        organisation=make_national(),
        values={},
        is_synthetic=False,
        proposed_by=by,
        approver=first,
        reason="Twelve cases are in the bank now.",
    )
    with pytest.raises(ChangeRefused, match="Only the person named"):
        meanwhile(
            lambda: name_yardstick_approver(change=change, by=by, approver=other),
            lambda: refuse_yardstick(change=change, by=first, note="Not yet."),
        )
    refused = meanwhile(
        lambda: name_yardstick_approver(change=change, by=by, approver=first),
        lambda: refuse_yardstick(change=change, by=first, note="Not yet."),
    )
    assert (refused.state, refused.approver) == ("refused", first)


def edited(scenario, author):
    """A function that saves another draft of the case."""

    def save() -> None:
        draft = Scenario.objects.get(pk=scenario.pk)
        draft.title = "Another title"
        draft.save_revision(user=author)

    return save


def test_a_draft_that_is_saved_as_a_reviewer_passes_it_is_not_passed():
    author = make_person(role=Role.TRAINER)
    review = make_review(by=author)
    read = hash_of_draft(draft_in_hand(review.scenario))
    with pytest.raises(TextChanged):
        meanwhile(
            edited(review.scenario, author),
            lambda: pass_review(review=review, by=review.reviewer, text_hash=read),
        )
    review.refresh_from_db()
    assert review.is_open


def test_a_draft_that_is_saved_as_it_is_sent_is_the_one_that_is_sent():
    author, reviewer = make_person(role=Role.TRAINER), make_person(role=Role.TRAINER)
    scenario = make_scenario()
    scenario.save_revision(user=author)
    review = meanwhile(
        edited(scenario, author),
        lambda: send_to_reviewer(
            scenario=scenario, by=author, reviewer=reviewer, due_on=timezone.localdate()
        ),
    )
    now = Scenario.objects.get(pk=scenario.pk)
    assert draft_in_hand(now).title == "Another title"
    assert review.revision_id == now.latest_revision_id
    assert now.text_hash == hash_of_draft(draft_in_hand(now))


def test_a_case_is_sent_and_its_key_proposed_as_another_organisation_takes_it():
    release, scenario = make_released_case(), make_scenario()
    rated = make_rerating_panel(release)
    approver = make_national_person(Role.ADMINISTRATOR)
    author, reviewer = make_national_person(), make_national_person()
    other = make_organisation()

    def given(case):
        def give():
            row = Scenario.objects.get(pk=case.pk)
            row.owner = other
            row.save(update_fields=["owner"])

        return give

    review = meanwhile(
        given(scenario),
        lambda: send_to_reviewer(
            scenario=scenario, by=author, reviewer=reviewer, due_on=timezone.localdate()
        ),
    )
    assert review.scenario.owner == other
    change = meanwhile(
        given(release.case_version.scenario),
        lambda: propose_key(panel=rated, by=rated.chair, approver=approver, reason=WHY),
    )
    assert change.is_open


def test_nobody_is_reminded_of_a_panel_that_closes_meanwhile():
    panel = make_revising_panel(5)
    Panel.objects.update(revision_due_on=timezone.localdate() - timedelta(days=1))
    told = meanwhile(
        lambda: close_as_chair(panel=panel, by=panel.chair),
        remind_what_is_due,
    )
    assert told.sent == 0
    assert mail.outbox == []
    assert not panel.panellists.exclude(reminders=0).exists()


def withdrawn(release, *held):
    """A function that withdraws a release while it holds other rows, as of another window."""

    def withdraw() -> None:
        for row in held:
            type(row).objects.select_for_update().get(pk=row.pk)
        Release.objects.filter(pk=release.pk).update(state=Release.State.WITHDRAWN)

    return withdraw


def test_nothing_is_submitted_to_a_case_that_is_withdrawn_meanwhile():
    release = make_released_case()
    open_one = make_complete_assessment(make_person(), release)
    with pytest.raises(AssessmentClosed, match="withdrawn"):
        meanwhile(withdrawn(release), lambda: submit_assessment(assessment=open_one))
    assert not Result.objects.exists()


def test_nothing_is_said_of_a_case_that_is_withdrawn_meanwhile():
    release = make_released_case()
    done = make_done(make_person(), release)
    factor = release.case_version.framework.factors.get(code="opportunity")
    with pytest.raises(DisagreementRefused, match="withdrawn"):
        meanwhile(
            withdrawn(release, done),
            lambda: say_disagreement(
                assessment=done, stage=1, factor=factor, text="I read it otherwise.", revision=0
            ),
        )


def promised():
    by = make_national_person()
    said = make_disagreement(make_released_case())
    answer_disagreement(disagreement=said, by=by, text="You may be right.", will_look_at_key=True)
    return said, by


def test_nobody_is_told_that_a_key_stands_as_another_comes_into_force():
    said, by = promised()
    change = make_key_change(said.assessment.release)
    with pytest.raises(DisagreementRefused, match="has a new key"):
        meanwhile(
            lambda: approve_key(change=change, by=change.approver),
            lambda: say_key_stands(disagreement=said, by=by, text="The panel weighed it."),
        )
    said.reply.refresh_from_db()
    assert said.reply.looked_at is None


def test_that_a_key_stands_is_said_once_in_two_windows():
    said, by = promised()

    def say(text):
        return lambda: say_key_stands(disagreement=said, by=by, text=text)

    with pytest.raises(DisagreementRefused, match="said before"):
        meanwhile(say("The panel weighed it."), say("Other words."))
    assert meanwhile(say("The panel weighed it."), say("The panel weighed it.")) == said.reply
