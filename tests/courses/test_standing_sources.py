"""What knowledge checks and certificates add to a course: standing, time, and who is due again."""

from datetime import timedelta

import pytest
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from courses.models import Certificate, Certification, CoursePage, LessonPage, ModulePage
from courses.selectors.cases import attempts_by_case
from courses.selectors.course_rows import course_rows
from courses.selectors.my_courses import mine_of
from courses.selectors.my_learning import my_learning
from courses.selectors.outlines import outline_of
from courses.selectors.standing import Kind
from courses.selectors.times import timed
from people.public import User
from scenarios.public import Release, start_assessment
from tests.factories import make_framework
from tests.factories.certificates import end_certificates_on
from tests.factories.certification import make_ready, sit_set
from tests.factories.courses import lessons_of, make_course
from tests.factories.knowledge import make_check, make_exercise, single, take

pytestmark = pytest.mark.django_db


@pytest.fixture
def course() -> CoursePage:
    make_framework()
    return make_course(lessons=1, modules=2)


def embed(lesson: LessonPage, *blocks: tuple[str, object]) -> None:
    lesson.body = [("text", "Some words."), *blocks]
    lesson.save()


def lines_of(person: User, page: CoursePage | ModulePage) -> dict[Kind, str]:
    course = page if isinstance(page, CoursePage) else page.get_parent().specific
    found = mine_of(course, person, attempts_by_case(person)).standings.get(page.pk, ())
    return {line.kind: line.words for line in found}


def modules_of(course: CoursePage) -> list[ModulePage]:
    return list(ModulePage.objects.child_of(course).order_by("path"))


def test_a_module_says_how_many_of_its_checks_are_passed(course: CoursePage, trainee: User):
    check = make_check(single())
    embed(lessons_of(course)[0], ("knowledge_check", check))
    first, second = modules_of(course)
    assert lines_of(trainee, first)[Kind.CHECKED] == "0 of 1"
    assert Kind.CHECKED not in lines_of(trainee, second)
    take(trainee, check)
    assert lines_of(trainee, first)[Kind.CHECKED] == "1 of 1"
    # Read and checked do not follow from each other.
    assert lines_of(trainee, first)[Kind.READ] == "0 of 1"


def test_a_check_that_is_not_published_is_asked_of_nobody(course: CoursePage, trainee: User):
    check = make_check(single())
    embed(lessons_of(course)[0], ("knowledge_check", check))
    check.unpublish()
    assert Kind.CHECKED not in lines_of(trainee, modules_of(course)[0])


def certification_of(course: CoursePage, *, bank: int = 2) -> Certification:
    certification = make_ready(1, bank=bank)
    certification.course, certification.course_title = course, course.title
    certification.save()
    return certification


def test_a_course_says_until_when_one_is_certified_in_it(course: CoursePage, trainee: User):
    certification = certification_of(course)
    assert lines_of(trainee, course)[Kind.CERTIFIED] == "Not yet"
    sit_set(trainee, certification)
    assert lines_of(trainee, course)[Kind.CERTIFIED].startswith("until ")
    end_certificates_on(timezone.localdate() - timedelta(days=1))
    assert lines_of(trainee, course)[Kind.CERTIFIED] == "Not yet"


def test_who_is_certified_and_nearly_out_is_due_again_in_the_course(
    course: CoursePage, trainee: User
):
    from courses.services.reading import enrol

    enrol(person=trainee, course=course)
    sit_set(trainee, certification_of(course))
    (row,) = course_rows([trainee.pk])
    assert row.due_again_on is None
    last = timezone.localdate() + timedelta(days=30)
    end_certificates_on(last)
    (row,) = course_rows([trainee.pk])
    assert row.due_again_on == last


@pytest.mark.parametrize("days", [30, -30], ids=["nearly out", "run out"])
def test_a_set_that_is_open_or_was_not_passed_changes_nothing_of_being_due_again(
    course: CoursePage, trainee: User, days: int
):
    from courses.services.reading import enrol
    from courses.services.sets import draw_set

    enrol(person=trainee, course=course)
    certification = certification_of(course, bank=3)
    sit_set(trainee, certification)
    last = timezone.localdate() + timedelta(days=days)
    end_certificates_on(last)
    sit_set(trainee, certification, well=False)
    assert course_rows([trainee.pk])[0].due_again_on == last
    draw_set(person=trainee, certification=certification)
    assert course_rows([trainee.pk])[0].due_again_on == last


def test_a_certificate_that_was_revoked_is_not_due_again(course: CoursePage, trainee: User):
    from courses.services.reading import enrol

    enrol(person=trainee, course=course)
    sit_set(trainee, certification_of(course))
    end_certificates_on(timezone.localdate())
    ground = Certificate.Ground.values[0]
    QuerySet(Certificate).update(revoked_at=timezone.now(), ground=ground)
    assert course_rows([trainee.pk])[0].due_again_on is None


def test_what_a_lesson_has_people_do_counts_in_its_time(course: CoursePage):
    before = timed([outline_of(course)])[0].minutes.doing
    check, exercise = make_check(single(), minutes=6), make_exercise(minutes=7)
    first, second = lessons_of(course)
    embed(first, ("knowledge_check", check), ("factor_drill", "any:opportunity"))
    embed(second, ("evidence_exercise", exercise), ("knowledge_check", check))
    course = CoursePage.objects.get(pk=course.pk)
    assert timed([outline_of(course)])[0].minutes.doing == before + 6 + 7 + 3


def test_my_learning_leads_on_with_a_set_that_was_drawn(trainee: User):
    from courses.services.sets import draw_set

    certification = make_ready(1, bank=2)
    draw_set(person=trainee, certification=certification)
    step = my_learning(User.objects.get(pk=trainee.pk)).next_step
    assert step is not None
    assert step.url == reverse("own_certification", args=[certification.uuid])


def test_a_set_of_which_no_case_can_be_sat_does_not_stand_before_lessons(
    course: CoursePage, trainee: User
):
    from courses.services.sets import draw_set

    drawn = draw_set(person=trainee, certification=make_ready(1))
    release = drawn.cases.get().release

    def next_url() -> str:
        step = my_learning(User.objects.get(pk=trainee.pk)).next_step
        return step.url if step else ""

    own = reverse("own_certification", args=[drawn.certification.uuid])
    assert next_url() == own
    Release.objects.filter(pk=release.pk).update(state="closed")
    assert next_url() == lessons_of(course)[0].url
    Release.objects.filter(pk=release.pk).update(state="open")
    start_assessment(person=trainee, release=release)
    Release.objects.filter(pk=release.pk).update(state="closed")
    assert next_url() == own
    Release.objects.filter(pk=release.pk).update(state="withdrawn")
    assert next_url() == lessons_of(course)[0].url
