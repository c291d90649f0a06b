"""Taking a course: being on it, going on where one left, finishing, leaving."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Page

from courses.models import Completion, CoursePage, Enrolment, LessonPage, ModulePage
from courses.selectors.my_learning import MyLearning, my_learning
from courses.selectors.standing import Kind
from courses.services.reading import complete_lesson
from courses.services.taking import CannotTake, leave_course, take_course
from people.models import Event
from people.public import Organisation, User
from tests.factories import make_person
from tests.factories.courses import ask, lessons_of, make_course


def learning_of(person: User) -> MyLearning:
    """As in a request of its own."""
    return my_learning(User.objects.get(pk=person.pk))


def read(person: User, course: CoursePage, n: int | None = None) -> None:
    for lesson in lessons_of(course)[:n]:
        complete_lesson(person=person, lesson=lesson)


def words_of(client: Client, url: str = "/my-learning/") -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def test_a_course_is_taken_begun_and_finished_each_with_its_day(
    home, client_of, trainee: User
) -> None:
    course = make_course("Chosen")
    client = client_of(trainee)
    assert "Take this course" in words_of(client, course.url)
    client.post(f"/my-learning/courses/{course.pk}/take/")
    client.post(f"/my-learning/courses/{course.pk}/take/")
    row = Enrolment.objects.get()
    assert (row.how, row.begun_at, row.finished_at) == ("self", None, None)
    read(trainee, course, 1)
    row.refresh_from_db()
    assert row.begun_at
    assert not row.finished_at
    read(trainee, course)
    row.refresh_from_db()
    assert row.finished_at
    assert "Finished on" in words_of(client)
    names = list(Event.objects.order_by("sequence").values_list("name", flat=True))
    assert names.count("course.enrolled") == names.count("course.finished") == 1


def test_only_needed_lessons_finish_a_course(home, trainee: User) -> None:
    course = make_course(modules=2)
    ModulePage.objects.filter(path__startswith=course.path).order_by("path").last()
    extra = ModulePage.objects.child_of(course).last()
    extra.is_needed = False
    extra.save()
    read(trainee, course, 2)
    assert Enrolment.objects.get().finished_at
    (mine,) = learning_of(trainee).finished
    assert mine.resume is None
    assert mine.new_since == 0


def test_what_is_finished_stays_finished_when_the_course_grows(home, trainee: User) -> None:
    course = make_course()
    read(trainee, course)
    module = ModulePage.objects.child_of(course).get()
    module.add_child(instance=LessonPage(title="New", slug="new", minutes=2))
    (mine,) = learning_of(trainee).finished
    assert mine.new_since == 1


def test_a_deleted_lesson_that_was_the_last_to_read_leaves_the_course_finished(
    home, trainee: User
) -> None:
    course = make_course()
    read(trainee, course, 1)
    assert [mine.course for mine in learning_of(trainee).courses] == [course]
    Page.objects.get(pk=lessons_of(course)[1].pk).delete()
    assert [mine.course for mine in learning_of(trainee).finished] == [course]


def test_one_goes_on_at_the_lesson_last_opened(home, client_of, trainee: User) -> None:
    course = make_course(lessons=4)
    lessons = lessons_of(course)
    take_course(person=trainee, course=course)
    client = client_of(trainee)
    client.get(lessons[2].url)
    step = learning_of(trainee).next_step
    assert (step.url, step.label) == (lessons[2].url, "Go on where you left")
    complete_lesson(person=trainee, lesson=lessons[2])
    assert learning_of(trainee).next_step.url == lessons[3].url
    complete_lesson(person=trainee, lesson=lessons[3])
    assert learning_of(trainee).next_step.url == lessons[0].url
    client.get(lessons[1].url)
    Page.objects.get(pk=lessons[1].pk).delete()
    assert learning_of(trainee).next_step.url == lessons[0].url


def test_a_place_is_written_once_and_only_of_courses_one_is_on(
    home, client_of, trainee: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    course, other = make_course(), make_course()
    take_course(person=trainee, course=course)
    client = client_of(trainee)
    lesson = lessons_of(course)[0]
    client.get(lesson.url)
    opened = Enrolment.objects.get().last_opened_at
    events = Event.objects.count()
    client.get(lesson.url)
    client.head(lessons_of(course)[1].url)
    client.get(lessons_of(other)[0].url)
    row = Enrolment.objects.get()
    assert (row.last_lesson, row.last_opened_at) == (lesson, opened)
    assert Event.objects.count() == events


def test_opening_a_lesson_begins_nothing_that_others_see(
    home, client_of, organisation: Organisation, force_lead: User, trainee: User
) -> None:
    course = make_course()
    ask(course, force_lead, organisation, by=9)
    client_of(trainee).get(lessons_of(course)[0].url)
    row = Enrolment.objects.get()
    assert (row.last_lesson, row.begun_at) == (lessons_of(course)[0], None)


def test_a_course_that_nobody_takes_by_themselves(home, client_of, trainee: User) -> None:
    course = make_course(self_enrolment=False)
    client = client_of(trainee)
    assert "Your force lead assigns this course." in words_of(client, course.url)
    refused = client.post(f"/my-learning/courses/{course.pk}/take/")
    assert refused.status_code == 409
    assert "your force lead assigns it" in refused.content.decode()
    read(trainee, course)  # reading is open to all, and puts nobody on it
    assert Completion.objects.count() == 2
    assert not Enrolment.objects.exists()


def test_a_course_waits_for_those_that_come_first(
    home, client_of, organisation: Organisation, force_lead: User, trainee: User
) -> None:
    first = make_course("First of all")
    course = make_course("Second", first=[first])
    client = client_of(trainee)
    refused = client.post(f"/my-learning/courses/{course.pk}/take/")
    assert refused.status_code == 409
    assert "Finish this first: First of all." in refused.content.decode()
    ask(course, force_lead, organisation, by=5)
    assert "Finish this first" in words_of(client, course.url)
    step = learning_of(trainee).next_step
    assert step.url == lessons_of(first)[0].url
    assert "It comes before Second." in step.text
    read(trainee, first)
    assert learning_of(trainee).next_step.url == lessons_of(course)[0].url


def test_what_was_read_before_one_was_on_a_course_finishes_it_for_the_next(
    home, trainee: User
) -> None:
    first = make_course("First of all", self_enrolment=False)
    course = make_course("Second", first=[first])
    read(trainee, first)
    assert not Enrolment.objects.exists()
    read(trainee, course, 1)
    assert Enrolment.objects.get().course == course


def test_a_course_that_comes_first_and_is_half_read_keeps_one_waiting(home, trainee: User) -> None:
    first = make_course("First of all", self_enrolment=False)
    course = make_course("Second", first=[first])
    read(trainee, first, 1)
    read(trainee, course, 1)
    assert not Enrolment.objects.exists()


def test_who_had_read_it_all_before_being_asked_has_finished_and_stays_so(
    home, organisation: Organisation, force_lead: User, trainee: User
) -> None:
    course = make_course(self_enrolment=False)
    read(trainee, course)
    ask(course, force_lead, organisation, by=5)
    row = Enrolment.objects.get(person=trainee)
    days = list(Completion.objects.order_by("completed_at").values_list("completed_at", flat=True))
    assert (row.begun_at, row.finished_at) == (days[0], days[-1])
    assert Event.objects.filter(name="course.finished").count() == 1
    module = ModulePage.objects.child_of(course).get()
    module.add_child(instance=LessonPage(title="New", slug="new", minutes=2))
    (mine,) = learning_of(trainee).finished
    assert mine.new_since == 1


def test_who_takes_a_course_by_choice_has_begun_what_they_had_read_of_it(
    home, trainee: User
) -> None:
    course = make_course(self_enrolment=False)
    read(trainee, course, 1)
    course.self_enrolment = True
    course.save()
    take_course(person=trainee, course=course)
    row = Enrolment.objects.get()
    assert row.begun_at == Completion.objects.get().completed_at
    assert row.finished_at is None


def test_courses_that_would_wait_for_each_other_are_refused_in_words(
    home, client_of, trainer: User
) -> None:
    first = make_course("First of all")
    second = make_course("Second", first=[first])
    third = make_course("Third", first=[second])
    form = first.get_edit_handler().get_form_class()
    data = {
        "title": first.title, "slug": first.slug, "summary": "S", "prerequisites": [third.pk],
        "self_enrolment": "on", "edition": 1, "measuring_forms-count": 0,
    }  # fmt: skip
    bound = form(data, instance=first, for_user=trainer)
    assert not bound.is_valid()
    assert "First of all → Third → Second → First of all" in str(bound.errors["prerequisites"])
    fine = form({**data, "prerequisites": []}, instance=first, for_user=trainer)
    assert "prerequisites" not in fine.errors


def test_a_course_one_chose_can_be_left_and_taken_again(home, client_of, trainee: User) -> None:
    course = make_course()
    client = client_of(trainee)
    take_course(person=trainee, course=course)
    read(trainee, course, 1)
    assert "Leave this course" in words_of(client, course.url)
    client.post(f"/my-learning/courses/{course.pk}/leave/")
    client.post(f"/my-learning/courses/{course.pk}/leave/")
    assert learning_of(trainee).courses == []
    assert Completion.objects.count() == 1
    assert take_course(person=trainee, course=course)
    assert [mine.progress.read for mine in learning_of(trainee).courses] == [1]
    assert Event.objects.filter(name="course.left").count() == 1


def test_a_course_that_is_asked_for_cannot_be_left(
    home, client_of, organisation: Organisation, force_lead: User, trainee: User
) -> None:
    course = make_course()
    ask(course, force_lead, organisation, by=5)
    with pytest.raises(CannotTake, match="asked to take"):
        leave_course(person=trainee, course=course)
    assert "Leave this course" not in words_of(client_of(trainee), course.url)


def test_a_course_that_was_left_and_is_then_asked_for_is_on_again(
    home, organisation: Organisation, force_lead: User, trainee: User
) -> None:
    course = make_course()
    take_course(person=trainee, course=course)
    leave_course(person=trainee, course=course)
    ask(course, force_lead, organisation, by=5)
    assert [mine.course for mine in learning_of(trainee).courses] == [course]


def test_an_unpublished_and_a_deleted_course_are_said_in_words(
    home, client_of, organisation: Organisation, force_lead: User, trainee: User
) -> None:
    hidden, gone = make_course("Hidden"), make_course("Gone")
    for course in (hidden, gone):
        ask(course, force_lead, organisation, by=5)
        read(trainee, course, 1)
    hidden.unpublish()
    Page.objects.get(pk=gone.pk).delete()
    words = words_of(client_of(trainee))
    assert "Hidden is not published at present, so nothing of it is due." in words
    assert "Gone is no longer on the site." in words
    assert "Due on" not in words


def test_an_assignment_that_ended_before_it_was_begun_leaves_nothing_to_do(
    home, organisation: Organisation, other_organisation: Organisation, trainee: User
) -> None:
    course = make_course()
    Enrolment.objects.create(
        person=trainee, course=course, course_title=course.title, how=Enrolment.How.ASSIGNED
    )
    learning = learning_of(trainee)
    assert learning.courses == []
    assert [mine.course for mine in learning.others] == [course]


@pytest.mark.parametrize(
    ("dates", "words", "state"),
    [
        ({"by": 30}, "Due on ", "Not begun"),
        ({"by": 3}, "in 3 days", "Not begun"),
        ({"by": 0}, "Due today", "Not begun"),
        ({"by": -2, "days_ago": 9}, "2 days overdue", "Overdue"),
        ({"aim": 4}, "Aim for ", "Not begun"),
        ({"aim": -2, "days_ago": 9}, "You were to aim for ", "Not begun"),
    ],
)
def test_a_course_says_when_it_is_due(
    home, client_of, organisation: Organisation, force_lead: User, trainee: User,
    dates: dict[str, int], words: str, state: str,
) -> None:  # fmt: skip
    course = make_course()
    ask(course, force_lead, organisation, **dates)
    text = words_of(client_of(trainee))
    assert words in text
    assert f"<span>{state}</span>" in text
    assert f"Assigned by {force_lead.get_full_name()}." in text
    read(trainee, course)
    assert words not in words_of(client_of(trainee))


def test_a_changed_date_is_told(
    home, client_of, organisation: Organisation, force_lead: User, trainee: User
) -> None:
    course = make_course()
    ask(course, force_lead, organisation, by=3, days_ago=1)
    ask(course, force_lead, organisation, by=30)
    text = words_of(client_of(trainee))
    assert "The date was changed. Before, it was: by" in text
    assert "in 3 days" not in text


def test_what_presses_comes_first_and_of_two_the_nearer(
    home, organisation: Organisation, force_lead: User, trainee: User
) -> None:
    later, sooner = make_course(), make_course()
    ask(later, force_lead, organisation, by=6)
    ask(sooner, force_lead, organisation, by=2)
    learning = learning_of(trainee)
    assert learning.next_step.url == lessons_of(sooner)[0].url
    assert [mine.course for mine in learning.courses] == [sooner, later]
    assert len(learning.due_soon) == 2


def test_read_and_practised_stand_apart_and_only_where_there_is_such_a_thing(
    course: CoursePage, practice, trainee: User, submit
) -> None:
    submit(trainee, practice)
    (mine,) = [one for one in learning_of(trainee).every_course if one.course.pk == course.pk]
    lines = [[(line.kind, line.is_done) for line in module.standings] for module in mine.modules]
    assert lines[0] == [(Kind.READ, False), (Kind.CHECKED, False)]
    assert lines[1] == [(Kind.READ, False), (Kind.CHECKED, False), (Kind.PRACTISED, True)]
    assert lines[2] == [(Kind.READ, False), (Kind.PRACTISED, False)]


def test_home_says_what_presses_and_else_nothing(
    home, client_of, organisation: Organisation, force_lead: User, trainee: User
) -> None:
    course = make_course("Foundations")
    client = client_of(trainee)
    assert "Foundations: due" not in words_of(client, "/")
    ask(course, force_lead, organisation, by=3)
    assert "Foundations: due in 3 days." in words_of(client, "/")


def test_a_person_without_an_organisation_is_asked_nothing_and_can_still_learn(
    home, client_of
) -> None:
    person = make_person(role=None)
    course = make_course()
    client = client_of(person)
    client.post(f"/my-learning/courses/{course.pk}/take/")
    client.get(lessons_of(course)[0].url)
    read(person, course)
    assert "Finished on" in words_of(client)


def test_my_learning_costs_the_same_queries_for_one_course_and_for_ten(
    home,
    client_of,
    organisation: Organisation,
    force_lead: User,
    trainee: User,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    client = client_of(trainee)

    def more(n: int) -> None:
        for _ in range(n):
            course = make_course(modules=2)
            ask(course, force_lead, organisation, aim=5, by=9)
            read(trainee, course, 1)

    def queries() -> int:
        words_of(client)
        with django_assert_max_num_queries(25) as captured:
            words_of(client)
        return len(captured)

    more(1)
    one = queries()
    more(9)
    assert queries() == one


def test_a_lesson_costs_few_queries(
    home,
    client_of,
    organisation: Organisation,
    force_lead: User,
    trainee: User,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    course = make_course(lessons=3)
    ask(course, force_lead, organisation, by=9)
    client = client_of(trainee)
    lesson = lessons_of(course)[1]
    client.get(lesson.url)
    with django_assert_max_num_queries(15):
        client.get(lesson.url)


def test_a_clock_that_was_set_back_unfinishes_nothing(home, trainee: User) -> None:
    course = make_course()
    read(trainee, course)
    Enrolment.objects.update(finished_at=timezone.now() + timedelta(days=400))
    assert [mine.course for mine in learning_of(trainee).finished] == [course]
