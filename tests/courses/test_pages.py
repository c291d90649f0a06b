"""The pages as they are served and previewed, to whom, and what they say."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Page, PageViewRestriction

from courses.blocks import PracticeCaseBlock
from courses.models import CoursePage, HomePage, LearnPage, LessonPage, ModulePage
from courses.services.reading import complete_lesson
from people.public import User
from scenarios.public import Release, start_assessment
from scoring.public import Factor
from tests.factories import make_released_case


@pytest.fixture
def course(db: None, course_of_the_file: int) -> CoursePage:
    return CoursePage.objects.get(pk=course_of_the_file)


def text_of(client: Client, page: Page) -> str:
    response = client.get(page.url)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("model", [HomePage, LearnPage])
def test_home_and_the_list_of_courses_are_open_to_all(
    client: Client, course: CoursePage, model: type[Page]
) -> None:
    text = text_of(client, model.objects.get())
    assert "Sign in" in text


@pytest.mark.parametrize("model", [CoursePage, ModulePage, LessonPage])
def test_what_is_in_a_course_asks_to_sign_in_and_leads_back(
    client: Client, course: CoursePage, model: type[Page]
) -> None:
    page = model.objects.first()
    response = client.get(page.url)
    assert response.status_code == 302
    assert response.url == f"/accounts/login/?next={page.url}"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_pages_are_only_read(client_of, course: CoursePage, trainee: User, method: str) -> None:
    client = client_of(trainee)
    pages = Page.objects.filter(depth__gte=2)
    answers = {page.url: getattr(client, method)(page.url).status_code for page in pages}
    assert answers == dict.fromkeys(answers, 405)


def test_home_leads_on_whoever_is_signed_in(client_of, course: CoursePage, trainee: User) -> None:
    text = text_of(client_of(trainee), HomePage.objects.get())
    assert "Go on with My learning" in text
    assert "Sign in" not in text


def test_times_are_sums_of_the_lessons(client: Client, lessons: list[LessonPage]) -> None:
    text = text_of(client, LearnPage.objects.get())
    assert f"{len(lessons)} lessons" in text
    assert f"about {sum(lesson.minutes for lesson in lessons)} minutes of reading" in text
    assert f"{sum(len(lesson.practice_refs) for lesson in lessons)} practice cases" in text


def test_a_course_shows_what_was_read_and_where_to_go_on(
    client_of, course: CoursePage, lessons: list[LessonPage], trainee: User
) -> None:
    client = client_of(trainee)
    assert f'class="button" href="{lessons[0].url}">Begin the course' in text_of(client, course)
    complete_lesson(person=trainee, lesson=lessons[0])
    text = text_of(client, course)
    assert f"You have read 1 of {len(lessons)} lessons." in text
    assert f'class="button" href="{lessons[1].url}">Go on to the next lesson' in text
    for lesson in lessons[1:]:
        complete_lesson(person=trainee, lesson=lesson)
    assert "You have read every lesson." in text_of(client, course)


def test_a_lesson_shows_its_factor_in_the_words_of_the_framework(
    client_of, first_lesson: LessonPage, trainee: User
) -> None:
    Factor.objects.filter(code="opportunity").update(looks_at="Reworded once, shown everywhere.")
    text = text_of(client_of(trainee), first_lesson)
    assert "Risk factor 1: Opportunity" in text
    assert "Reworded once, shown everywhere." in text
    assert "is not the ARMS manual" in text


def test_a_lesson_leads_to_its_neighbours_and_up(
    client_of, lessons: list[LessonPage], trainee: User
) -> None:
    before, last = lessons[-2:]
    text = text_of(client_of(trainee), last)
    assert f'href="{before.url}" rel="prev"' in text
    assert 'rel="next"' not in text
    for page in last.get_ancestors().filter(depth__gte=2):
        assert f'<a href="{page.url}">' in text


def test_the_practice_case_says_how_far_this_person_has_come(
    client_of, second_lesson: LessonPage, trainee: User, other_trainee: User, practice: Release
) -> None:
    start_assessment(person=other_trainee, release=practice)
    client = client_of(trainee)
    assert "Open the case" in text_of(client, second_lesson)
    start_assessment(person=trainee, release=practice)
    assert "Go on with the case" in text_of(client, second_lesson)


def test_a_case_that_is_not_open_is_said_to_be_so(
    client_of, second_lesson: LessonPage, trainee: User, practice: Release
) -> None:
    Release.objects.update(state=Release.State.CLOSED)
    text = text_of(client_of(trainee), second_lesson)
    assert "TR-0007</span> is not open at present." in text


def test_lesson_text_is_shown_without_scripts(
    client_of, first_lesson: LessonPage, trainee: User
) -> None:
    bad = "A **b** <script>alert(1)</script> [l](javascript:alert(1)) <img src=x onerror=y>"
    first_lesson.body = [("text", bad), ("call_out", {"heading": "<b>H</b>", "text": bad})]
    first_lesson.save_revision().publish()
    text = text_of(client_of(trainee), first_lesson)
    assert "<strong>b</strong>" in text
    for forbidden in ("alert(1)</script>", "javascript:", "onerror", "<img", "<b>H"):
        assert forbidden not in text


def test_a_lesson_costs_the_same_queries_with_one_part_and_with_ten(
    client_of,
    first_lesson: LessonPage,
    trainee: User,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    client = client_of(trainee)

    def queries(parts: list[tuple[str, str]]) -> int:
        first_lesson.body = parts
        first_lesson.save_revision().publish()
        client.get(first_lesson.url)
        with django_assert_max_num_queries(15) as captured:
            client.get(first_lesson.url)
        return len(captured)

    refs = [make_released_case().case_version.scenario.ref for _ in range(10)]
    codes = list(Factor.objects.exclude(code="overall").values_list("code", flat=True)[:10])
    one = queries([("factor_card", codes[0]), ("practice_case", refs[0])])
    ten = queries(
        [("factor_card", code) for code in codes] + [("practice_case", ref) for ref in refs]
    )
    assert one == ten


def test_pages_preview_before_they_are_published(
    client_of, course: CoursePage, administrator: User
) -> None:
    client = client_of(administrator)
    for page in Page.objects.filter(depth__gte=2):
        page.specific.save_revision()
        response = client.get(f"/admin/pages/{page.pk}/view_draft/")
        assert (page.title, response.status_code) == (page.title, 200)


def test_an_unpublished_lesson_is_not_found_and_not_listed(
    client_of, course: CoursePage, first_lesson: LessonPage, trainee: User
) -> None:
    first_lesson.unpublish()
    client = client_of(trainee)
    assert client.get(first_lesson.url).status_code == 404
    assert first_lesson.title not in text_of(client, course)


def test_pages_go_only_where_they_belong() -> None:
    assert CoursePage.allowed_parent_page_models() == [LearnPage]
    assert ModulePage.allowed_parent_page_models() == [CoursePage]
    assert LessonPage.allowed_parent_page_models() == [ModulePage]
    assert LessonPage.allowed_subpage_models() == []
    assert HomePage.allowed_subpage_models() == [LearnPage]


def test_an_author_cannot_embed_a_case_that_is_not_open(practice: Release) -> None:
    assert PracticeCaseBlock().clean("TR-0007") == "TR-0007"
    with pytest.raises(ValidationError, match="TR-9999"):
        PracticeCaseBlock().clean("TR-9999")


def test_a_lesson_is_about_a_factor_there_is(first_lesson: LessonPage) -> None:
    first_lesson.factor = "height"
    with pytest.raises(ValidationError, match="not a factor"):
        first_lesson.full_clean()


def test_the_editor_opens_and_previews_a_lesson(
    client_of, first_lesson: LessonPage, trainer: User
) -> None:
    client = client_of(trainer)
    response = client.get(f"/admin/pages/{first_lesson.pk}/edit/")
    assert response.status_code == 200
    assert "Sexual preoccupation" in response.content.decode()
    preview = client.get(f"/admin/pages/{first_lesson.pk}/view_draft/")
    assert preview.status_code == 200
    assert "Mark as read" not in preview.content.decode()


def test_a_lesson_below_a_page_kept_for_some_is_not_shown_to_others(
    client_of, first_lesson: LessonPage, trainee: User
) -> None:
    module = first_lesson.get_parent()
    PageViewRestriction.objects.create(page=module, restriction_type="groups")
    assert client_of(trainee).get(first_lesson.url).status_code == 302
    PageViewRestriction.objects.all().delete()
    assert client_of(trainee).get(first_lesson.url).status_code == 200
