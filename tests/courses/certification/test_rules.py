"""A pass rule is tried before it is used, and switched on by a second person."""

import pytest
from django.db import IntegrityError, transaction

from courses.models import Certification, CertificationRule
from courses.selectors.certification_trials import trial_page
from courses.services.certifying import (
    CertificationRefused,
    make_certification,
    propose_rule,
    switch_on_rule,
)
from people.public import AlreadyWritten, Event, Role
from scenarios.models import Release
from scenarios.public import IdentifiersFound
from tests.factories import make_organisation, make_person, make_wrong_tool_case
from tests.factories.certification import (
    BOUNDS,
    make_certified_rule,
    make_check,
    make_check_bank,
    make_one,
    make_rule,
)

pytestmark = pytest.mark.django_db


def test_a_trial_keeps_three_shares_with_their_counts_the_cases_and_the_seed() -> None:
    make_check_bank(4)
    rule = make_rule(make_one())
    shares = {who: rule.trial[who] for who in ("panellists", "trainees", "no_readers")}
    assert {who: share["of"] for who, share in shares.items()} == dict.fromkeys(shares, 30)
    assert shares["panellists"]["passed"] > 25
    assert shares["no_readers"]["passed"] <= 3
    assert len(rule.trial["cases"]) == 4
    assert len(rule.trial["ways"]) == 6
    assert rule.may_be_used


def test_a_seed_gives_one_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("courses.services.certifying.secrets.randbits", lambda bits: 7)
    make_check_bank(4)
    certification = make_one()
    first, second = (make_rule(certification) for _time in range(2))
    assert first.number != second.number
    assert first.trial == second.trial


def test_a_rule_that_who_never_reads_would_pass_is_objected_to() -> None:
    make_check_bank(3)
    rule = make_rule(make_one(), bounds={"exact": 0.1})
    assert not rule.may_be_used
    assert trial_page(rule).why_not == ("It passes more than 10% of people who never read a case.",)


def test_a_rule_that_fails_experts_is_objected_to() -> None:
    make_check_bank(3)
    rule = make_rule(make_one(), bounds={"exact": 0.99})
    assert trial_page(rule).why_not == ("It fails more than 20% of the panel’s own members.",)


def test_a_bank_that_is_too_small_is_said_with_its_numbers() -> None:
    make_check_bank(2)
    rule = make_rule(make_one())
    assert not rule.may_be_used
    assert trial_page(rule).why_not == (
        "It could not be tried. The bank had 2 check cases with enough ratings, and a set needs 3.",
    )


def test_a_score_without_a_yardstick_cannot_be_tried() -> None:
    make_check_bank(4)
    rule = make_rule(make_one(), bounds={"score": 10}, n_cases=4)
    assert rule.trial["objections"] == ["not_tried_on_panellists", "not_tried_on_no_readers"]
    assert not rule.may_be_used


def test_only_open_checks_with_enough_ratings_are_in_a_trial() -> None:
    usable = make_check_bank(1)
    make_check(use="practice")
    make_check(use="anchor")
    make_wrong_tool_case("check")
    closed = make_check()
    Release.objects.filter(pk=closed.pk).update(state="closed")
    rule = make_rule(make_one(), n_cases=1)
    assert rule.trial["cases"] == [usable[0].case_version.scenario.ref]
    assert make_rule(make_one(), n_cases=1, minimum_ratings=13).trial == {"cases": []}


def test_specimens_and_real_cases_are_never_mixed() -> None:
    make_check_bank(3)
    real = make_one(owner=make_organisation("R01", "A real force", is_invented=False))
    assert make_rule(real).trial == {"cases": []}


def test_proposing_the_same_again_is_proposing_once() -> None:
    make_check_bank(3)
    certification, trainer = make_one(), make_person(role=Role.TRAINER)
    first = make_rule(certification, by=trainer)
    assert make_rule(certification, by=trainer) == first
    make_check()
    assert make_rule(certification, by=trainer) != first


def test_nobody_switches_on_their_own_rule() -> None:
    make_check_bank(3)
    trainer = make_person(role=Role.TRAINER)
    rule = make_rule(make_one(), by=trainer)
    with pytest.raises(CertificationRefused, match="Nobody approves their own"):
        switch_on_rule(rule=rule, by=trainer)
    with transaction.atomic(), pytest.raises(IntegrityError):
        CertificationRule.objects.filter(pk=rule.pk).update(switched_on_by=trainer)


@pytest.mark.parametrize("bounds", [{"exact": 0.1}, {"exact": 0.99}])
def test_a_rule_with_an_objection_stays_off(bounds) -> None:
    make_check_bank(3)
    rule = make_rule(make_one(), bounds=bounds)
    with pytest.raises(CertificationRefused, match="The trial objects"):
        switch_on_rule(rule=rule, by=make_person(role=Role.TRAINER))


def test_switching_on_replaces_the_rule_in_force_and_twice_is_once() -> None:
    make_check_bank(3)
    certification = make_one()
    first = make_certified_rule(certification)
    second = make_rule(certification, bounds={"exact": 0.7})
    by = make_person(role=Role.TRAINER)
    on = switch_on_rule(rule=second, by=by)
    assert switch_on_rule(rule=second, by=by).switched_on_at == on.switched_on_at
    assert list(certification.rules.filter(is_in_force=True)) == [second]
    first.refresh_from_db()
    assert first.switched_off_at is not None
    assert Event.objects.filter(name="pass_rule.switched_on").count() == 2


def test_a_rule_is_never_changed() -> None:
    make_check_bank(3)
    rule = make_rule(make_one())
    rule.bounds = {"exact": 0.1}
    with pytest.raises(AlreadyWritten):
        rule.save()


def test_only_trainers_and_administrators_of_the_owner_act() -> None:
    make_check_bank(3)
    certification = make_one()
    elsewhere = make_organisation("X02", "Harrowdale Police")
    for person in (
        make_person(role=Role.TRAINER, organisation=elsewhere),
        make_person(role=Role.FORCE_LEAD),
        make_person(),
    ):
        with pytest.raises(CertificationRefused, match="Only trainers and administrators"):
            propose_rule(certification=certification, by=person, bounds=BOUNDS)


def test_trainers_of_a_force_set_no_rule_for_the_organisations_above_it() -> None:
    make_check_bank(3)
    owner = make_organisation("INV", "All invented")
    force = make_organisation("INV-1", "One force", under=owner)
    first, second = (make_person(role=Role.TRAINER, organisation=force) for _time in range(2))
    certification = make_one(owner=owner)
    rule = make_rule(certification)
    assert certification in Certification.objects.visible_to(first)
    for act in (
        lambda: make_certification(by=first, owner=owner, title="For all"),
        lambda: propose_rule(certification=certification, by=first, bounds=BOUNDS),
        lambda: switch_on_rule(rule=rule, by=second),
    ):
        with pytest.raises(CertificationRefused, match="Only trainers and administrators"):
            act()
    above = make_person(role=Role.ADMINISTRATOR, organisation=owner)
    assert switch_on_rule(rule=rule, by=above).is_in_force
    own = make_one(owner=force, by=above)
    assert make_rule(own, by=above).may_be_used


def test_a_title_is_there_once_and_names_nobody_real() -> None:
    certification = make_one(title="Assessing with ARMS")
    by = make_person(role=Role.TRAINER)
    with pytest.raises(CertificationRefused, match="of this title already"):
        make_certification(by=by, owner=certification.owner, title="Assessing with ARMS")
    with pytest.raises(IdentifiersFound):
        make_certification(by=by, owner=certification.owner, title="Ask 07911 123456")
