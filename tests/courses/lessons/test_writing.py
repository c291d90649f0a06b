"""Copying a course, moving and unpublishing lessons, dates, a second reader, and the history."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, TaskState

from courses.models import (
    Completion,
    CourseAssignment,
    CoursePage,
    Enrolment,
    HomePage,
    LessonPage,
    ModulePage,
)
from courses.services.duplicating import CannotDuplicate, duplicate_course
from courses.services.reading import complete_lesson
from people.public import Event, Role, User
from tests.factories import make_person
from tests.factories.courses import ask, lessons_of, make_course
from tests.factories.knowledge import make_check, single
from tests.factories.media import (
    make_handout,
    make_image,
    make_lesson,
    make_recording,
    picture,
    question,
)


@pytest.fixture(autouse=True)
def site(home: HomePage) -> HomePage:
    return home


def test_a_copy_is_a_draft_of_all_the_course_and_nobody_is_on_it(
    trainer: User, trainee: User, force_lead: User, organisation
) -> None:
    first = make_course()
    course = make_course("Reading files", lessons=2, modules=2, first=[first])
    lesson, second = lessons_of(course)[:2]
    check = make_check(single())
    lesson.body = [("knowledge_check", check), question()]
    lesson.go_live_at = timezone.now() - timedelta(days=2)
    lesson.save_revision().publish()
    second.title = "Renamed in a draft"
    second.save_revision()
    complete_lesson(person=trainee, lesson=lesson)
    ask(course, force_lead, organisation, by=7)
    records = (Completion.objects.count(), Enrolment.objects.count())

    copied = duplicate_course(course=course, title="Reading files", by=trainer)
    again = duplicate_course(course=course, title="Reading files", by=trainer)

    assert (copied.slug, again.slug) == ("reading-files", "reading-files-2")
    assert list(copied.prerequisites.all()) == [first]
    draft = copied.get_latest_revision_as_object()
    assert (draft.title, list(draft.prerequisites.all())) == ("Reading files", [first])
    below = Page.objects.descendant_of(copied, inclusive=True)
    assert (below.count(), below.live().count()) == (7, 0)
    mine = lessons_of(copied)
    assert mine[0].body[0].value == check
    assert {b.id for b in mine[0].body}.isdisjoint({b.id for b in lesson.body})
    drafted = mine[0].get_latest_revision_as_object()
    assert [b.id for b in drafted.body] == [b.id for b in mine[0].body]
    assert (drafted.go_live_at, mine[0].go_live_at) == (None, None)
    assert mine[1].get_latest_revision_as_object().title == "Renamed in a draft"
    assert records == (Completion.objects.count(), Enrolment.objects.count())
    assert not CourseAssignment.objects.filter(course=copied).exists()
    assert Event.objects.filter(name="course.duplicated").count() == 2
    call_command("publish_scheduled")
    assert not below.live().exists()
    for page in below.order_by("path").specific():
        page.get_latest_revision().publish()
    assert CoursePage.objects.live().filter(pk=copied.pk).exists()


def test_only_whoever_writes_courses_copies_one(
    client: Client, trainer: User, force_lead: User
) -> None:
    course = make_course("Reading files")
    with pytest.raises(CannotDuplicate):
        duplicate_course(course=course, title="Mine", by=force_lead)
    client.force_login(trainer)
    address = f"/courses/{course.pk}/duplicate/"
    copy = reverse("wagtailadmin_pages:copy", args=[course.pk])
    assert client.get(copy)["Location"] == address
    assert address in client.get(f"/admin/pages/{course.pk}/").content.decode()
    refused = client.post(address, {"title": "Ring 07911 123456."})
    assert "There is a problem" in refused.content.decode()
    before = CoursePage.objects.count()
    for headers in ({}, {"HX-Request": "true"}):
        assert client.post(address, {"title": "Mine"}, headers=headers).status_code == 302
    assert CoursePage.objects.count() == before + 2


def test_what_was_done_survives_an_edit_a_move_and_unpublishing(trainee: User) -> None:
    course = make_course(lessons=1, modules=2)
    other = make_course(lessons=0)
    one, two = lessons_of(course)
    for lesson in (one, two):
        complete_lesson(person=trainee, lesson=lesson)
    finished = Enrolment.objects.get(person=trainee, course=course).finished_at
    assert finished is not None
    one.title, one.slug = "Quite another lesson", "another"
    one.body = [("text", "New words.")]
    one.save_revision().publish()
    one.refresh_from_db()
    one.move(ModulePage.objects.child_of(course).last(), pos="first-child")
    two.refresh_from_db()
    two.move(ModulePage.objects.child_of(other).first(), pos="last-child")
    LessonPage.objects.get(pk=one.pk).unpublish()
    CoursePage.objects.get(pk=course.pk).get_children().last().unpublish()
    LessonPage.objects.get(pk=two.pk).delete()
    assert Enrolment.objects.get(person=trainee, course=course).finished_at == finished
    rows = Completion.objects.filter(person=trainee).order_by("pk")
    assert [(row.lesson_id, row.lesson_title, row.course_title) for row in rows] == [
        (one.pk, "Lesson 1.1", course.title),
        (None, "Lesson 2.1", course.title),
    ]


def test_a_lesson_is_published_on_its_day_and_not_before(client: Client, trainee: User) -> None:
    lesson = make_lesson(("text", "Old words."))
    lesson.body = [("text", "New words.")]
    lesson.go_live_at = timezone.now() + timedelta(days=1)
    lesson.save_revision().publish()
    client.force_login(trainee)
    call_command("publish_scheduled")
    assert "Old words." in client.get(lesson.url).content.decode()
    revision = LessonPage.objects.get(pk=lesson.pk).get_latest_revision()
    past = timezone.now() - timedelta(minutes=1)
    revision.content["go_live_at"] = past.isoformat()
    revision.approved_go_live_at = past
    revision.save()
    call_command("publish_scheduled")
    assert "New words." in client.get(lesson.url).content.decode()


def test_another_trainer_approves_a_lesson_and_nobody_their_own(
    client: Client, trainer: User, organisation
) -> None:
    lesson = make_lesson(("text", "Old words."))
    lesson.body = [("text", "New words.")]
    lesson.save_revision(user=trainer)
    workflow = lesson.get_workflow()
    assert workflow.name == "Reading by another trainer"
    workflow.start(lesson, trainer)
    state = TaskState.objects.get()
    act = reverse("wagtailadmin_pages:workflow_action", args=[lesson.pk, "approve", state.pk])
    client.force_login(trainer)
    client.post(act)
    state.refresh_from_db()
    assert state.status == TaskState.STATUS_IN_PROGRESS
    second = make_person(role=Role.TRAINER, organisation=organisation)
    client.force_login(second)
    assert lesson.title in client.get("/admin/").content.decode()
    client.post(act)
    state.refresh_from_db()
    assert state.status == TaskState.STATUS_APPROVED
    assert LessonPage.objects.get(pk=lesson.pk).body[0].value == "New words."


def test_history_comparison_and_preview_open_with_every_new_block(
    client: Client, trainer: User
) -> None:
    lesson = make_lesson(("text", "Old words."))
    first = lesson.get_latest_revision()
    image, recording, handout = make_image(), make_recording(), make_handout()
    lesson.body = [
        picture(image), ("recording", recording), ("download", handout), question(),
    ]  # fmt: skip
    second = lesson.save_revision(user=trainer)
    later = LessonPage.objects.get(pk=lesson.pk).get_latest_revision_as_object()
    blocks = later.body
    blocks[0].value["alternative"] = "Three steps."
    blocks[1].value = make_recording(title="An evening")
    blocks[2].value = make_handout(title="Four questions")
    blocks[3].value["question"] = "And afterwards?"
    third = later.save_revision(user=trainer)
    client.force_login(trainer)
    assert client.get(f"/admin/pages/{lesson.pk}/history/").status_code == 200

    def compared(a: int, b: int) -> str:
        address = reverse("wagtailadmin_pages:revisions_compare", args=[lesson.pk, a, b])
        answer = client.get(address)
        assert answer.status_code == 200
        return answer.content.decode()

    added = compared(first.pk, second.pk)
    for words in ("Two steps.", "A morning", "Three questions", "What do you notice first?"):
        assert words in added
    compared(second.pk, first.pk)
    changed = compared(second.pk, third.pk)
    for words in ("An evening", "Four", "afterwards"):
        assert words in changed
    seen = client.get(f"/admin/pages/{lesson.pk}/view_draft/").content.decode()
    for words in ('alt="Three steps."', "<video", "Four questions", "And afterwards?"):
        assert words in seen
