"""The pages of drills: today's, one drill, its feedback, and what a lesson offers."""

import pytest
from django.test import Client
from django.urls import reverse

from courses.drill_choices import drill_choices
from courses.models import Drill, DrillAnswer, LessonPage
from courses.services.drills import begin_drill
from people.public import Role, User
from scenarios.public import Release
from tests.factories import make_framework, make_organisation, make_person, make_submitted
from tests.factories.drills import answer_next, make_drill

HTMX = {"HX-Request": "true"}


@pytest.fixture
def drill(db: None) -> Drill:
    make_framework()
    return make_drill()


@pytest.fixture
def as_trainee(client: Client, trainee: User) -> Client:
    client.force_login(trainee)
    return client


@pytest.fixture
def address(trainee: User, drill: Drill) -> str:
    row = begin_drill(person=trainee)
    assert row is not None
    return reverse("drill", args=[row.uuid])


def test_today_says_how_many_are_due_and_leads_to_the_first(
    as_trainee: Client, trainee: User, drill: Drill
) -> None:
    page = as_trainee.get(reverse("drills")).content.decode()
    assert "1 drill is due today" in page
    assert "Not practised yet" in page
    answer = as_trainee.post(reverse("drill_begin"))
    row = DrillAnswer.objects.get(person=trainee)
    assert answer["Location"] == reverse("drill", args=[row.uuid])


def test_today_says_so_where_there_are_none(as_trainee: Client) -> None:
    assert "There are no drills yet" in as_trainee.get(reverse("drills")).content.decode()
    assert as_trainee.post(reverse("drill_begin"))["Location"] == reverse("drills")


def test_a_drill_shows_its_label_and_evidence_and_nothing_is_chosen_or_told(
    as_trainee: Client, address: str
) -> None:
    page = as_trainee.get(address).content.decode()
    assert "child sexual abuse, mentioned" in page
    assert "Seen on visit 3." in page
    assert "checked" not in page
    for told in (
        "Why number 1 counts.",
        "The level rests on it",
        "The map did this.",
        "Points towards",
    ):
        assert told not in page


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
def test_an_answer_leads_to_its_feedback_on_the_same_address(
    as_trainee: Client, trainee: User, address: str, headers: dict[str, str]
) -> None:
    answer = as_trainee.post(address, {"answer": "3", "confidence": "90"}, headers=headers)
    assert (answer.status_code, answer["Location"]) == (302, address)
    page = as_trainee.get(address).content.decode()
    for told in (
        "2 levels too high", "You: Priority for action. Meant: Some.", "The map did this.",
        "Very sure: 90%", "That way lies a false alarm.", "Why number 1 counts.",
        "comes back tomorrow.", "Next drill", "Enough for today",
    ):  # fmt: skip
        assert told in page, told


@pytest.mark.parametrize("sent", [{}, {"answer": "9"}, {"answer": "1", "confidence": "33"}])
def test_a_form_that_does_not_fit_is_drawn_again_and_keeps_nothing(
    as_trainee: Client, trainee: User, address: str, sent: dict[str, str]
) -> None:
    answer = as_trainee.post(address, sent)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "There is a problem" in page
    assert "Seen on visit 1." in page
    assert not DrillAnswer.objects.get(person=trainee).is_answered


def test_sending_it_twice_changes_nothing(as_trainee: Client, trainee: User, address: str) -> None:
    as_trainee.post(address, {"answer": "1"})
    again = as_trainee.post(address, {"answer": "3"})
    assert again["Location"] == address
    assert DrillAnswer.objects.get(person=trainee).level == 1


def test_what_was_skipped_is_too_late_to_answer(as_trainee: Client, address: str) -> None:
    as_trainee.post(f"{address}skip/")
    late = as_trainee.post(address, {"answer": "1"})
    assert late.status_code == 409
    assert "You skipped this drill" in late.content.decode()


def test_anothers_drill_is_not_there(client: Client, other_trainee: User, address: str) -> None:
    client.force_login(other_trainee)
    assert client.get(address).status_code == 404
    assert client.post(address, {"answer": "1"}).status_code == 404


def test_a_case_shows_what_the_panel_said_only_after_the_answer(
    as_trainee: Client, trainee: User, drill: Drill, practice: Release
) -> None:
    answer_next(trainee)
    make_submitted(trainee, practice)
    row = begin_drill(person=trainee, factor="opportunity")
    assert row is not None
    address = reverse("drill", args=[row.uuid])
    before = as_trainee.get(address).content.decode()
    assert "He was released to a flat." in before
    for told in ("Why opportunity is level 2.", "Cited for", "4 of 6"):
        assert told not in before
    as_trainee.post(address, {"answer": "1"})
    after = as_trainee.get(address).content.decode()
    for told in ("1 level too low", "Why opportunity is level 2.", "Cited for it by 4 of 6"):
        assert told in after, told


def test_a_case_that_is_withdrawn_since_shows_what_was_answered_and_no_more(
    as_trainee: Client, trainee: User, drill: Drill, practice: Release
) -> None:
    answer_next(trainee)
    make_submitted(trainee, practice)
    row = answer_next(trainee, "1", factor="opportunity")
    practice.state = Release.State.WITHDRAWN
    practice.save(update_fields=["state"])
    page = as_trainee.get(reverse("drill", args=[row.uuid])).content.decode()
    assert "cannot be shown any more" in page
    assert "Some, 1 level too low" in page
    for gone in ("He was released", "Why opportunity", "Significant"):
        assert gone not in page


def test_a_lesson_offers_a_drill_and_any_of_its_factor(
    as_trainee: Client, trainee: User, first_lesson: LessonPage
) -> None:
    drill = make_drill()
    first_lesson.body = [
        ("factor_drill", f"drill:{drill.code}"),
        ("factor_drill", "any:opportunity"),
        ("factor_drill", "drill:no-such"),
    ]
    first_lesson.save_revision().publish()
    page = as_trainee.get(first_lesson.url).content.decode()
    for words in ("Drill: Opposite the school", "Drill: Opportunity", "is not there at present"):
        assert words in page
    as_trainee.post(reverse("drill_begin"), {"drill": drill.code})
    assert DrillAnswer.objects.get(person=trainee).why == "asked"


def test_a_lesson_neither_shows_nor_is_offered_what_is_kept_for_measuring(
    as_trainee: Client, first_lesson: LessonPage
) -> None:
    kept = make_drill(is_for_measuring=True)
    # Put there past the editor, which has it not among its choices.
    first_lesson.body = [
        ("factor_drill", f"drill:{kept.code}"),
        ("factor_drill", "any:opportunity"),
    ]
    first_lesson.save_revision().publish()
    page = as_trainee.get(first_lesson.url).content.decode()
    assert page.count("is not there at present") == 2
    assert kept.title not in page
    assert kept.code not in str(list(drill_choices()))


def test_a_lesson_without_drills_asks_nothing_for_them(first_lesson: LessonPage) -> None:
    from courses.selectors.drills_in_lessons import offered_rows

    first_lesson.body = [("text", "Read this.")]
    assert offered_rows(first_lesson) == []
    first_lesson.body = [("text", "Read this."), ("factor_card", "opportunity")]
    assert len(offered_rows(first_lesson)) == 1  # the framework, for the card


def test_a_drill_page_costs_few_queries(
    as_trainee: Client, trainee: User, address: str, django_assert_max_num_queries
) -> None:
    as_trainee.get(address)
    with django_assert_max_num_queries(10):
        as_trainee.get(address)
    as_trainee.post(address, {"answer": "1"})
    with django_assert_max_num_queries(15):
        as_trainee.get(address)


@pytest.mark.parametrize(("people", "told"), [(9, False), (10, True)])
def test_figures_are_told_of_ten_people_or_more(
    client: Client, trainer: User, drill: Drill, people: int, told: bool
) -> None:
    for number in range(people):
        answer_next(make_person(), "2" if number < 4 else "1", code=drill.code)
    answer_next(trainer, "3", code=drill.code)
    client.force_login(trainer)
    page = client.get(reverse("drill_figures")).content.decode()
    assert ("6 (60%)" in page) is told
    assert ("Significant: 4 (40%), the tempting one" in page) is told
    assert ("Fewer than 10 people" in page) is not told
    assert "Priority for action" not in page


def test_what_is_kept_for_measuring_is_listed_without_figures(
    client: Client, trainer: User, drill: Drill
) -> None:
    for _number in range(10):
        answer_next(make_person(), "1", code=drill.code)
    drill.is_for_measuring = True
    drill.save()
    client.force_login(trainer)
    page = client.get(reverse("drill_figures")).content.decode()
    assert drill.title in page
    assert "Kept for measuring: no daily figures" in page
    assert "10 (100%)" not in page


def test_one_more_person_changes_no_figure(client: Client, trainer: User, drill: Drill) -> None:
    for number in range(19):
        answer_next(make_person(), "1" if number < 10 else "2", code=drill.code)
    client.force_login(trainer)
    assert "10 (100%)" in client.get(reverse("drill_figures")).content.decode()
    answer_next(make_person(), "2", code=drill.code)
    assert "10 (50%)" in client.get(reverse("drill_figures")).content.decode()


def test_real_and_invented_trainees_are_never_added_together(trainer: User, drill: Drill) -> None:
    from courses.selectors.drill_figures import drill_figures

    real = make_organisation("R01", "A real force", is_invented=False)
    for organisation, answer in ((None, "1"), (real, "2")):
        for _number in range(10):
            answer_next(make_person(organisation=organisation), answer, code=drill.code)
    theirs = make_person(role=Role.TRAINER, organisation=real)
    for viewer, right in ((trainer, 10), (theirs, 0)):
        (row,) = [one for one in drill_figures(viewer).rows if one.drill == drill]
        figures = row.wordings[0].figures
        assert figures is not None
        assert (figures.people, figures.right) == (10, right)


@pytest.mark.parametrize("drills", [1, 20])
def test_figures_cost_the_same_for_one_drill_and_for_many(
    trainee: User, drill: Drill, drills: int, django_assert_num_queries
) -> None:
    from courses.selectors.drill_figures import drill_figures

    for number in range(drills):
        make_drill(code=f"opportunity-x{number}", title=f"Drill {number}")
        answer_next(trainee, code=f"opportunity-x{number}")
    viewer = User.objects.get(pk=trainee.pk)
    with django_assert_num_queries(6):
        assert len(drill_figures(viewer).rows) == drills + 1
