"""A course is copied as a whole, to be changed into another one. Nobody is on the copy."""

from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.models import Page

from courses.models import CoursePage, LearnPage, LessonPage
from courses.services.events import note
from people.public import User

LONGEST_SLUG = 200


class CannotDuplicate(Exception):
    """The course cannot be copied by this person; the words say why."""


@transaction.atomic
def duplicate_course(*, course: CoursePage, title: str, by: User) -> CoursePage:
    """The course with its modules and lessons once more, all of it draft, as it was last edited.

    It asks for the same courses first and shows the same checks, exercises, drills and files, of
    which there is one each. What people have done stays with the course they did it in. Dates of
    publishing are not taken over. CannotDuplicate: the person may not write courses.
    """
    learn = LearnPage.objects.select_for_update().get(pk=course.get_parent().pk)
    course = CoursePage.objects.get(pk=course.pk)
    if not course.permissions_for_user(by).can_copy_to(learn, recursive=True):
        raise CannotDuplicate(_("You may not add courses here."))
    slug = free_slug(learn, title)
    copied: CoursePage = course.copy(
        recursive=True,
        keep_live=False,
        copy_revisions=True,
        user=by,
        update_attrs={
            "title": title,
            "draft_title": title,
            "slug": slug,
            "go_live_at": None,
            "expire_at": None,
        },
    )
    for page in Page.objects.descendant_of(copied, inclusive=True).specific():
        _make_its_own(page, by)
    note("course.duplicated", by, course=course.pk, copy=copied.pk)
    return CoursePage.objects.get(pk=copied.pk)


def free_slug(parent: Page, title: str) -> str:
    """A short name of the title's that no page beside it has yet."""
    stem = slugify(title)[:LONGEST_SLUG] or "course"
    taken = set(parent.get_children().values_list("slug", flat=True))
    return next(
        name
        for name in (stem if n == 1 else f"{stem}-{n}" for n in range(1, len(taken) + 2))
        if name not in taken
    )


def _make_its_own(page: Any, by: User) -> None:
    """Take out of a copied page, and of its draft, what belongs to the page it was copied from."""
    draft = page.get_latest_revision_as_object()
    for each in (page, draft):
        each.go_live_at = each.expire_at = None
        each.expired = False
        each.locked, each.locked_at, each.locked_by = False, None, None
        if isinstance(each, LessonPage):
            each.body = _with_new_ids(each)
    page.save(clean=False)
    draft.save_revision(user=by, changed=False, clean=False)


def _with_new_ids(lesson: LessonPage) -> Any:
    """Its blocks under ids of their own, so that no note or comment is ever taken for another.

    The same block has the same one in the page and in its draft: the editor compares by them.
    """
    raw = [
        {**child, "id": str(uuid5(NAMESPACE_URL, f"{lesson.pk}/{child['id']}"))}
        for child in lesson.body.raw_data
    ]
    return lesson._meta.get_field("body").stream_block.to_python(raw)
