"""Sets that are used up, conversations, and where people stand."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from courses.models import Certificate, TrainerConversation
from courses.selectors.certification_pages import certification_page
from courses.selectors.certification_standing import StandingState, certification_standing
from courses.selectors.own_certifications import own_certifications
from courses.services.certificates import issue_certificate
from courses.services.certifying import CertificationRefused
from courses.services.conversations import record_conversation
from courses.services.sets import draw_set
from people.public import Event, Role, User
from scenarios.models import Report
from scenarios.public import IdentifiersFound
from scenarios.services.quarantine import erase_text, report_text
from tests.factories import make_organisation, make_person
from tests.factories.certificates import end_certificates_on
from tests.factories.certification import (
    make_certified_rule,
    make_check_bank,
    make_one,
    make_ready,
    sit_set,
)

pytestmark = pytest.mark.django_db
AGREED = "Read the lesson on opportunity again, and do two practice cases."


def state_of(person: User) -> StandingState:
    (standing,) = certification_standing([person.pk])[person.pk]
    return standing.state


def talk(of_set, trainer: User, **changes) -> TrainerConversation:
    told = {"held_on": timezone.localdate(), "agreed": AGREED} | changes
    return record_conversation(of_set=of_set, by=trainer, **told)


def test_used_up_sets_need_a_conversation_and_then_one_more_may_be_drawn(
    trainee: User, trainer: User
) -> None:
    certification = make_ready(1, bank=4, sets_allowed=2)
    sit_set(trainee, certification, well=False)
    assert state_of(trainee) == StandingState.MAY_DRAW
    last = sit_set(trainee, certification, well=False)
    assert state_of(trainee) == StandingState.NEEDS_TRAINER
    with pytest.raises(CertificationRefused, match="once a trainer has recorded"):
        draw_set(person=trainee, certification=certification)
    said = talk(last, trainer)
    assert talk(last, trainer, agreed="Something else.") == said
    third = sit_set(trainee, certification, well=False)
    assert third.number == 3
    assert state_of(trainee) == StandingState.NEEDS_TRAINER
    talk(third, trainer)
    assert sit_set(trainee, certification).outcome == "passed"
    assert Event.objects.filter(name="certification.conversation_recorded").count() == 2


def test_a_set_that_needs_none_gets_no_conversation(trainee: User, trainer: User) -> None:
    first = sit_set(trainee, make_ready(1, bank=2), well=False)
    with pytest.raises(CertificationRefused, match="needs no conversation"):
        talk(first, trainer)


def test_an_undecided_set_asks_a_trainer_and_uses_nothing(trainee: User, trainer: User) -> None:
    certification = make_ready(1, bank=2, sets_allowed=1)
    drawn = sit_set(trainee, certification, well=False)
    drawn.outcome, drawn.missed = "undefined", []
    drawn.save()
    assert state_of(trainee) == StandingState.NEEDS_TRAINER
    talk(drawn, trainer)
    standing = certification_page(trainee, certification).standing
    assert (standing.used, standing.left) == (0, 1)
    assert draw_set(person=trainee, certification=certification).number == 2


def test_only_a_trainer_where_the_person_is_a_trainee_records_it(trainee: User) -> None:
    last = sit_set(trainee, make_ready(1, sets_allowed=1), well=False)
    elsewhere = make_organisation("X02", "Harrowdale Police")
    for person in (
        make_person(role=Role.TRAINER, organisation=elsewhere),
        make_person(role=Role.FORCE_LEAD),
        trainee,
    ):
        with pytest.raises(CertificationRefused, match="A trainer of the person"):
            talk(last, person)


def test_the_day_is_neither_to_come_nor_before_the_set(trainee: User, trainer: User) -> None:
    last = sit_set(trainee, make_ready(1, sets_allowed=1), well=False)
    for days in (1, -1):
        with pytest.raises(CertificationRefused, match="The day is"):
            talk(last, trainer, held_on=timezone.localdate() + timedelta(days=days))


def test_real_data_in_it_is_refused_and_what_slips_through_can_be_reported(
    trainee: User, trainer: User
) -> None:
    last = sit_set(trainee, make_ready(1, sets_allowed=1), well=False)
    with pytest.raises(IdentifiersFound):
        talk(last, trainer, agreed="Ring 07911 123456.")
    said = talk(last, trainer)
    report = report_text(
        person=trainee,
        kind=Report.Kind.CONVERSATION,
        row=said.pk,
        place="A conversation",
        organisation=make_organisation("X01"),
        what=Report.What.NAME,
    )
    said.refresh_from_db()
    assert "kept back" in said.words
    erase_text(report=report, by=make_person(role=Role.ADMINISTRATOR))
    said.refresh_from_db()
    assert said.words == "This text was erased."


def test_a_certificate_is_due_again_then_runs_out_or_is_revoked(trainee: User) -> None:
    certification = make_ready(1, bank=2)
    sit_set(trainee, certification)
    assert state_of(trainee) == StandingState.CERTIFIED
    today = timezone.localdate()
    for last_day, state in (
        (today + timedelta(days=60), StandingState.DUE_AGAIN),
        (today, StandingState.DUE_AGAIN),
        (today - timedelta(days=1), StandingState.RUN_OUT),
    ):
        end_certificates_on(last_day)
        assert state_of(trainee) == state
    end_certificates_on(today + timedelta(days=300))
    Certificate.objects.update(revoked_at=timezone.now(), ground="issued_in_error")
    assert state_of(trainee) == StandingState.NEEDS_TRAINER


def test_after_a_revoked_certificate_a_trainer_talks_before_the_next_set(
    client: Client, trainee: User, trainer: User
) -> None:
    certification = make_ready(1, bank=3, sets_allowed=2)
    passed = sit_set(trainee, certification)
    Certificate.objects.update(revoked_at=timezone.now(), ground="not_own_work")
    with pytest.raises(CertificationRefused, match="Your certificate was revoked"):
        draw_set(person=trainee, certification=certification)
    client.force_login(trainer)
    address = reverse("certification_conversation", args=[passed.uuid])
    here = reverse("certification", args=[certification.uuid])
    assert address in client.get(here).content.decode()
    assert "The certificate that it earned was revoked" in client.get(address).content.decode()
    with pytest.raises(CertificationRefused, match="before the"):
        talk(passed, trainer, held_on=timezone.localdate() - timedelta(days=1))
    talk(passed, trainer)
    assert state_of(trainee) == StandingState.REVOKED
    draw_set(person=trainee, certification=certification)
    (standing,) = certification_standing([trainee.pk])[trainee.pk]
    assert (standing.used, standing.allowed) == (1, 2)


def test_a_set_that_was_open_when_the_certificate_was_revoked_may_be_finished(
    trainee: User,
) -> None:
    certification = make_ready(1, bank=3)
    sit_set(trainee, certification)
    end_certificates_on(timezone.localdate())
    draw_set(person=trainee, certification=certification)
    Certificate.objects.update(revoked_at=timezone.now(), ground="issued_in_error")
    assert state_of(trainee) == StandingState.SITTING


def test_who_sits_for_the_next_certificate_is_still_certified(trainee: User) -> None:
    certification = make_ready(1, bank=2)
    sit_set(trainee, certification)
    end_certificates_on(timezone.localdate())
    draw_set(person=trainee, certification=certification)
    (standing,) = certification_standing([trainee.pk])[trainee.pk]
    assert standing.state == StandingState.SITTING
    assert "Certified until" in standing.words


def test_issuing_twice_is_once(trainee: User) -> None:
    drawn = sit_set(trainee, make_ready(1))
    again = issue_certificate(
        person=trainee,
        organisation=make_organisation("X01"),
        certification=drawn.certification,
        by_set=drawn.uuid,
        decided_at=timezone.now(),
    )
    assert again == Certificate.objects.get()
    assert Event.objects.filter(name="certificate.issued").count() == 1


@pytest.mark.parametrize("n", [1, 6])
def test_standing_takes_three_queries_however_many_people(
    n: int, django_assert_num_queries
) -> None:
    certification = make_ready(1)
    people = [make_person() for _person in range(n)]
    for person in people:
        sit_set(person, certification)
    with django_assert_num_queries(3):
        found = certification_standing([person.pk for person in people])
        assert [found[one.pk][0].words for one in people]


def test_conversations_are_not_asked_for_where_nobody_has_sat_a_set(
    trainee: User, django_assert_num_queries
) -> None:
    make_ready(1)
    with django_assert_num_queries(2):
        assert certification_standing([trainee.pk]) == {}


@pytest.mark.parametrize("n", [1, 6])
def test_my_learning_takes_as_many_queries_for_one_certification_as_for_several(
    n: int, trainee: User, django_assert_max_num_queries
) -> None:
    make_check_bank(2)
    for _certification in range(n):
        certification = make_one()
        make_certified_rule(certification, n_cases=1)
        draw_set(person=trainee, certification=certification)
    with django_assert_max_num_queries(7):
        assert len(own_certifications(User.objects.get(pk=trainee.pk))) == n


def test_my_learning_shows_one_that_is_not_begun(trainee: User) -> None:
    certification = make_ready(1)
    (one,) = own_certifications(trainee)
    assert one.url == f"/my-learning/certification/{certification.uuid}/"
    assert (one.words, one.standing.words) == ("You have not begun.", "Has not begun.")
