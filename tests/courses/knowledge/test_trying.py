"""A try of a knowledge check: what is drawn, frozen, answered and marked."""

import pytest

from courses.models import KnowledgeAttempt, MoreTries, QuestionVersion
from courses.selectors.knowledge import knowledge_passed, standing_in
from courses.services.knowledge import (
    AlreadyHandedIn,
    CannotTry,
    NotAnswered,
    hand_in,
    save_answer,
    start_try,
)
from courses.services.more_tries import allow_a_try, ask_for_a_try
from people.public import Event, Role, User, grant_membership
from tests.factories import make_person
from tests.factories.knowledge import answer_all, make_check, ordering, single, take


def pooled(questions: int = 4, draw: int = 2, **fields):
    rows = [single(f"Question {n}?", pool="p") for n in range(questions)]
    return make_check(*rows, pools=[("pool", {"name": "p", "draw": draw})], **fields)


def stems(attempt: KnowledgeAttempt) -> list[str]:
    return [answer.version.wording.stem for answer in attempt.answers.select_related("version")]


def test_every_kind_can_be_answered_rightly_and_wrongly(trainee: User, other_trainee: User) -> None:
    check = make_check(pass_mark=5)
    right, wrong = take(trainee, check), take(other_trainee, check, rightly=False)
    assert (right.right, right.passed, right.drawn) == (5, True, 5)
    assert (wrong.right, wrong.passed) == (0, False)


def test_beginning_twice_is_the_same_as_once(trainee: User) -> None:
    check = make_check()
    assert start_try(person=trainee, check=check) == start_try(person=trainee, check=check)
    assert Event.objects.filter(name="knowledge.started").count() == 1


def test_the_next_try_asks_what_was_not_asked_yet(trainee: User) -> None:
    check = pooled()
    first = take(trainee, check, rightly=False)
    second = start_try(person=trainee, check=check)
    assert set(stems(first)) | set(stems(second)) == {f"Question {n}?" for n in range(4)}


def test_questions_of_no_pool_are_always_asked(trainee: User) -> None:
    pools = [("pool", {"name": "p", "draw": 1})]
    check = make_check(
        single("Always?"), single("A?", pool="p"), single("B?", pool="p"), pools=pools
    )
    found = stems(start_try(person=trainee, check=check))
    assert "Always?" in found
    assert len(found) == check.drawn == 2


def test_steps_are_never_shown_in_their_order(trainee: User) -> None:
    attempt = start_try(person=trainee, check=make_check(*[ordering(f"{n}?") for n in range(9)]))
    assert all(answer.shuffle != [0, 1, 2] for answer in attempt.answers.all())


def test_one_wording_is_frozen_once_for_all_and_an_edit_is_for_the_next(
    trainee: User, other_trainee: User, panellist: User
) -> None:
    check = make_check(single("Before?"))
    for person in (trainee, other_trainee):
        start_try(person=person, check=check)
    assert QuestionVersion.objects.count() == 1

    check.questions[0].value["stem"] = "After?"
    check.save_revision().publish()
    check.refresh_from_db()
    assert stems(start_try(person=panellist, check=check)) == ["After?"]
    assert stems(start_try(person=trainee, check=check)) == ["Before?"]
    assert QuestionVersion.objects.values("question").distinct().count() == 1


def test_a_wording_that_nobody_met_leaves_no_row() -> None:
    make_check()
    assert not QuestionVersion.objects.exists()


def test_a_stricter_rule_is_for_new_tries_and_what_was_passed_stays_passed(
    trainee: User, other_trainee: User
) -> None:
    check = make_check(single("A?"), single("B?"), pass_mark=1)
    passed = take(trainee, check)
    begun = start_try(person=other_trainee, check=check)
    check.pass_mark = 2
    check.save_revision().publish()
    check.refresh_from_db()
    first = begun.answers.get(place=1)
    save_answer(person=other_trainee, uuid=begun.uuid, place=1, given=first.version.wording.key)
    save_answer(person=other_trainee, uuid=begun.uuid, place=2, given=[2])
    assert hand_in(person=other_trainee, uuid=begun.uuid).passed
    check.questions.clear()
    check.delete()
    passed.refresh_from_db()
    assert (passed.passed, passed.check_of, passed.check_title) == (True, None, check.title)


def test_a_try_of_a_deleted_check_is_still_answered_and_marked(trainee: User) -> None:
    check = make_check()
    attempt = start_try(person=trainee, check=check)
    check.delete()
    answer_all(attempt)
    assert hand_in(person=trainee, uuid=attempt.uuid).passed


def test_answers_can_be_changed_until_they_are_handed_in(trainee: User) -> None:
    attempt = start_try(person=trainee, check=make_check(single()))
    for given in ([1], [0]):
        save_answer(person=trainee, uuid=attempt.uuid, place=1, given=given)
    done = hand_in(person=trainee, uuid=attempt.uuid)
    assert done.passed
    with pytest.raises(AlreadyHandedIn):
        save_answer(person=trainee, uuid=attempt.uuid, place=1, given=[1])


def test_handing_in_twice_is_the_same_as_once(trainee: User) -> None:
    done = take(trainee, make_check())
    again = hand_in(person=trainee, uuid=done.uuid)
    assert (again.receipt, again.submitted_at) == (done.receipt, done.submitted_at)
    assert Event.objects.filter(name="knowledge.submitted").count() == 1


def test_what_is_not_answered_is_named(trainee: User) -> None:
    attempt = start_try(person=trainee, check=make_check(single("A?"), single("B?")))
    save_answer(person=trainee, uuid=attempt.uuid, place=1, given=[0])
    with pytest.raises(NotAnswered) as refused:
        hand_in(person=trainee, uuid=attempt.uuid)
    assert refused.value.places == (2,)


def test_the_record_of_events_holds_no_answer(trainee: User) -> None:
    check = make_check(single())
    take(trainee, check)
    payload = Event.objects.get(name="knowledge.submitted").payload
    assert payload == {"check": str(check.uuid), "number": 1, "passed": True}


def test_another_persons_try_is_not_there(trainee: User, other_trainee: User) -> None:
    attempt = start_try(person=trainee, check=make_check(single()))
    with pytest.raises(KnowledgeAttempt.DoesNotExist):
        save_answer(person=other_trainee, uuid=attempt.uuid, place=1, given=[0])
    with pytest.raises(KnowledgeAttempt.DoesNotExist):
        hand_in(person=other_trainee, uuid=attempt.uuid)


def test_a_trainer_allows_another_try_once_the_tries_are_used_up(
    trainee: User, trainer: User
) -> None:
    check = make_check(attempts_allowed=1)
    with pytest.raises(CannotTry):
        ask_for_a_try(person=trainee, check=check)
    take(trainee, check, rightly=False)
    with pytest.raises(CannotTry):
        start_try(person=trainee, check=check)
    assert standing_in(trainee, check).is_used_up

    asked = ask_for_a_try(person=trainee, check=check)
    assert ask_for_a_try(person=trainee, check=check) == asked
    for _twice in range(2):
        assert allow_a_try(by=trainer, request_id=asked.pk).allowed_by == trainer
    assert standing_in(trainee, check).tries_left == 1
    assert take(trainee, check).number == 2
    assert Event.objects.filter(name="knowledge.try_allowed").count() == 1


def test_a_trainer_elsewhere_allows_nothing(trainee: User, other_organisation) -> None:
    elsewhere = make_person(role=Role.TRAINER, organisation=other_organisation)
    check = make_check(attempts_allowed=1)
    take(trainee, check, rightly=False)
    asked = ask_for_a_try(person=trainee, check=check)
    with pytest.raises(MoreTries.DoesNotExist):
        allow_a_try(by=elsewhere, request_id=asked.pk)


def test_whoever_has_passed_can_practise_on_without_end(trainee: User) -> None:
    check = make_check(attempts_allowed=1)
    take(trainee, check)
    again = take(trainee, check, rightly=False)
    assert not again.passed
    standing = standing_in(trainee, check)
    assert (standing.state, standing.tries_left) == ("passed", None)
    assert list(knowledge_passed(trainee)) == [check.pk]


def test_only_trainees_have_a_number_of_tries_and_are_counted(
    trainee: User, trainer: User, organisation
) -> None:
    check = make_check(attempts_allowed=1)
    for _many in range(2):
        assert take(trainer, check, rightly=False).counted_in is None
    assert take(trainee, check).counted_in == organisation
    grant_membership(person=trainer, role=Role.TRAINEE, organisation=organisation)
    assert take(User.objects.get(pk=trainer.pk), check).counted_in is None


def test_somebody_of_no_organisation_may_try(db: None) -> None:
    nobody = make_person(role=None)
    assert take(nobody, make_check()).passed
    assert not Event.objects.filter(name__startswith="knowledge").exists()


def test_a_check_that_is_not_published_cannot_be_begun_and_is_gone_on_with(
    trainee: User, other_trainee: User
) -> None:
    check = make_check()
    begun = start_try(person=trainee, check=check)
    check.unpublish()
    with pytest.raises(CannotTry):
        start_try(person=other_trainee, check=check)
    answer_all(begun)
    assert hand_in(person=trainee, uuid=begun.uuid).passed
