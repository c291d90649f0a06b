"""Who may change which pages in the admin, and what nobody may take away."""

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page

from courses.models import CoursePage, HomePage, LearnPage, LessonPage
from courses.public import load_home
from people.public import User
from tests.courses.conftest import COURSES

BOTH = pytest.mark.parametrize("actor", ["trainer", "administrator"])


@pytest.fixture
def learn(home: HomePage) -> LearnPage:
    """The list while it is still empty: Wagtail itself keeps pages with others below them."""
    return LearnPage.objects.get()


def bulk(action: str, *pages: Page) -> str:
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
    return f"{address}?{'&'.join(f'id={page.pk}' for page in pages)}"


def states() -> list[tuple[str, str, bool]]:
    return list(Page.objects.order_by("path").values_list("path", "title", "live"))


def test_a_trainer_does_not_reach_the_home(client: Client, trainer: User, home: HomePage) -> None:
    client.force_login(trainer)
    before = states()
    for name in ("edit", "delete", "unpublish", "move"):
        address = reverse(f"wagtailadmin_pages:{name}", args=[home.pk])
        assert client.post(address).get("Location") == "/admin/", name
    for action in ("delete", "unpublish", "move"):
        client.post(bulk(action, home))
    assert states() == before


def test_a_trainer_writes_below_the_list_of_courses(
    client: Client, trainer: User, first_lesson: LessonPage, course: CoursePage
) -> None:
    client.force_login(trainer)
    for page in (LearnPage.objects.get(), course, first_lesson):
        assert client.get(f"/admin/pages/{page.pk}/edit/").status_code == 200
    client.post(f"/admin/pages/{first_lesson.pk}/unpublish/")
    assert not LessonPage.objects.get(pk=first_lesson.pk).live
    client.post(f"/admin/pages/{first_lesson.pk}/delete/")
    assert not LessonPage.objects.filter(pk=first_lesson.pk).exists()


def test_an_administrator_edits_the_home(
    client: Client, administrator: User, home: HomePage
) -> None:
    client.force_login(administrator)
    assert client.get(f"/admin/pages/{home.pk}/edit/").status_code == 200


@BOTH
@pytest.mark.parametrize("action", ["delete", "unpublish"])
def test_nobody_takes_the_list_of_courses_away(
    client: Client, request: pytest.FixtureRequest, actor: str, action: str, learn: LearnPage
) -> None:
    client.force_login(request.getfixturevalue(actor))
    before = states()
    answer = client.post(f"/admin/pages/{learn.pk}/{action}/", follow=True)
    assert states() == before
    assert "The whole site hangs from Learn" in answer.content.decode()


@pytest.mark.parametrize("action", ["delete", "unpublish"])
def test_not_even_whoever_may_do_everything_takes_the_home_page_away(
    client: Client, administrator: User, home: HomePage, action: str
) -> None:
    User.objects.filter(pk=administrator.pk).update(is_superuser=True)
    client.force_login(administrator)
    before = states()
    answer = client.post(f"/admin/pages/{home.pk}/{action}/")
    assert states() == before
    (said,) = get_messages(answer.wsgi_request)
    assert "can be edited, but not moved, deleted or unpublished" in str(said)


@pytest.mark.parametrize("action", ["delete", "unpublish"])
def test_nor_among_others_in_a_listing(
    client: Client, administrator: User, action: str, learn: LearnPage
) -> None:
    User.objects.filter(pk=administrator.pk).update(is_superuser=True)
    lone = learn.add_child(instance=CoursePage(title="Lone", slug="lone", summary="Yet empty."))
    client.force_login(administrator)
    before = states()
    answer = client.post(bulk(action, lone, learn), follow=True)
    assert states() == before
    assert "The whole site hangs from Learn" in answer.content.decode()


def test_nobody_moves_the_list_of_courses(
    client: Client, administrator: User, learn: LearnPage, home: HomePage
) -> None:
    client.force_login(administrator)
    before = states()
    confirm = reverse("wagtailadmin_pages:move_confirm", args=[learn.pk, home.pk])
    answer = client.post(confirm, follow=True)
    assert "The whole site hangs from Learn" in answer.content.decode()
    client.post(bulk("move", learn), {"chooser": home.pk})
    assert states() == before


def test_home_and_learn_have_no_date_on_which_they_go(
    client: Client, administrator: User, home: HomePage, learn: LearnPage
) -> None:
    client.force_login(administrator)
    for page in (home, learn):
        text = client.get(f"/admin/pages/{page.pk}/edit/").content.decode()
        assert 'name="expire_at"' not in text


def test_loading_again_takes_back_what_trainers_were_given_elsewhere(
    trainer: User, home: HomePage, learn: LearnPage
) -> None:
    group = trainer.groups.get()
    given = GroupPagePermission.objects.filter(group=group)
    assert set(given.values_list("page", flat=True)) == {learn.pk}
    root = Page.get_first_root_node()
    GroupPagePermission.objects.create(group=group, page=root, permission=given.first().permission)
    given.filter(page=learn, permission__codename="add_page").delete()
    for _twice in range(2):
        load_home(folder=COURSES)
        assert set(given.values_list("page", flat=True)) == {learn.pk}
        assert given.filter(permission__codename="add_page").count() == 1
