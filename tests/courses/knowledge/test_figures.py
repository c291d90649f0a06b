"""What trainers see: figures of ten people or more, requests, and wordings left out."""

from html import unescape

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from courses.models import MoreTries, QuestionVersion
from courses.selectors.knowledge_figures import figures_of
from courses.services.knowledge import hand_in, save_answer, start_try
from courses.services.more_tries import ask_for_a_try, set_counting
from people.public import Event, Role, User
from tests.factories import make_organisation, make_person
from tests.factories.knowledge import make_check, single, take


def trainees(n: int, organisation=None) -> list[User]:
    return [make_person(role=Role.TRAINEE, organisation=organisation) for _ in range(n)]


def figures_page(client: Client, trainer: User, check) -> str:
    client.force_login(trainer)
    address = f"/courses/knowledge/{check.uuid}/statistics/"
    return unescape(client.get(address).content.decode())


def test_under_ten_people_there_is_a_reason_and_no_figure(client: Client, trainer: User) -> None:
    check = make_check(single(), single("Other?"))
    for person in trainees(9):
        take(person, check)
    page = figures_page(client, trainer, check)
    assert "Not said: fewer than 10 people" in page
    assert "100%" not in page


def test_ten_people_have_figures_by_whole_tens(client: Client, trainer: User) -> None:
    check = make_check(single("First?"), single("Second?"))
    people = trainees(13)
    for place, person in enumerate(people):
        take(person, check, rightly=place < 6)
    rows = figures_of(check, trainer)
    assert [(row.n_people, row.share_right) for row in rows] == [(10, "60%")] * 2
    assert [row.discrimination for row in rows] == ["1.00"] * 2
    assert rows[0].never_chosen == ("Neither",)
    page = figures_page(client, trainer, check)
    for words in ("60%", "1.00", "Neither"):
        assert words in page


def test_a_question_on_which_the_able_do_worse_is_said_to_be_so(trainer: User) -> None:
    check = make_check(single("A?"), single("B?"), single("Odd?"))
    for place, person in enumerate(trainees(10)):
        attempt = start_try(person=person, check=check)
        for answer in attempt.answers.select_related("version"):
            right = (place < 5) != (answer.version.wording.stem == "Odd?")
            given = [0] if right else [1]
            save_answer(person=person, uuid=attempt.uuid, place=answer.place, given=given)
        hand_in(person=person, uuid=attempt.uuid)
    odd = figures_of(check, trainer)[2]
    assert odd.discrimination.startswith("−")
    assert "do worse here" in odd.note


def test_only_first_tries_of_trainees_of_the_same_nation_count(
    trainer: User, panellist: User
) -> None:
    check = make_check(single())
    people = trainees(10)
    for person in people:
        take(person, check)
        take(person, check, rightly=False)
    for person in (trainer, panellist, make_person(role=None)):
        take(person, check, rightly=False)
    real = make_organisation("R01", "Realshire Police", is_invented=False)
    for person in trainees(10, real):
        take(person, check, rightly=False)
    (row,) = figures_of(check, trainer)
    assert (row.n_people, row.share_right) == (10, "100%")


def test_a_reworded_question_starts_afresh(trainer: User) -> None:
    check = make_check(single("Before?"))
    for person in trainees(10):
        take(person, check)
    check.questions[0].value["stem"] = "After?"
    check.save_revision().publish()
    check.refresh_from_db()
    take(trainees(1)[0], check)
    before, after = figures_of(check, trainer)
    assert (before.n_people, before.is_asked_now) == (10, False)
    assert (after.n_people, after.is_asked_now, after.has_figures) == (0, True, False)


def test_a_wording_is_left_out_and_counted_again(client: Client, trainer: User) -> None:
    check = make_check(single())
    for person in trainees(10):
        take(person, check)
    version = QuestionVersion.objects.get()
    client.force_login(trainer)
    address = f"/courses/knowledge/wordings/{version.pk}/counting/"
    for counts, people in (("no", 0), ("no", 0), ("yes", 10)):
        answer = client.post(address, {"counts": counts})
        assert answer["Location"] == f"/courses/knowledge/{check.uuid}/statistics/"
        assert figures_of(check, trainer)[0].n_people == people
    assert Event.objects.filter(name="knowledge.version_counts").count() == 2
    assert check.attempts.filter(passed=True).count() == 10


def test_a_wording_of_a_deleted_check_is_not_there(trainer: User, trainee: User) -> None:
    check = make_check(single())
    take(trainee, check)
    check.delete()
    with pytest.raises(QuestionVersion.DoesNotExist):
        set_counting(by=trainer, version_id=QuestionVersion.objects.get().pk, counts=False)


def test_a_trainer_sees_who_of_their_own_asks_and_allows_it(
    client: Client, trainer: User, trainee: User, other_trainee: User
) -> None:
    check = make_check(single(), attempts_allowed=1)
    for person in (trainee, other_trainee):
        take(person, check, rightly=False)
        ask_for_a_try(person=person, check=check)
    client.force_login(trainer)
    page = unescape(client.get("/courses/knowledge/").content.decode())
    assert trainee.get_full_name() in page
    assert other_trainee.get_full_name() not in page
    own, other = MoreTries.objects.get(person=trainee), MoreTries.objects.get(person=other_trainee)
    for _twice in range(2):
        answer = client.post(f"/courses/knowledge/requests/{own.pk}/allow/", follow=True)
        assert "can try again." in answer.content.decode()
    assert client.post(f"/courses/knowledge/requests/{other.pk}/allow/").status_code == 404
    assert "Nobody of the trainees" in client.get("/courses/knowledge/").content.decode()


def test_whoever_is_no_trainer_sees_none_of_it(client: Client, trainee: User) -> None:
    check = make_check(single())
    client.force_login(trainee)
    for address in ("/courses/knowledge/", f"/courses/knowledge/{check.uuid}/statistics/"):
        assert client.get(address).status_code == 403


def test_figures_cost_the_same_queries_for_one_person_and_for_many(
    client: Client, trainer: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(trainer)

    def queries(people: int, questions: int) -> list[int]:
        check = make_check(
            *[single(f"{n}?") for n in range(questions)], attempts_allowed=1, pass_mark=1
        )
        for person in trainees(people):
            take(person, check, rightly=False)
            ask_for_a_try(person=person, check=check)
        counts = []
        for address in ("/courses/knowledge/", f"/courses/knowledge/{check.uuid}/statistics/"):
            client.get(address)
            with django_assert_max_num_queries(15) as captured:
                client.get(address)
            counts.append(len(captured))
        return counts

    assert queries(1, 1) == queries(12, 20)
