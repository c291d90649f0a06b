"""Lessons and pages hold nothing that points to a real person; each field says so on itself."""

import pytest
from django.core.exceptions import ValidationError
from wagtail.blocks import StreamBlockValidationError

from courses.blocks import CallOutBlock, LessonBody, MarkdownBlock, Step
from courses.models import CoursePage, HomePage, LearnPage, LessonPage, ModulePage
from courses.public import load_home
from tests.factories import FIXTURES, make_framework
from training_site.images import ImageForm

pytestmark = pytest.mark.django_db
REAL = "Ring 07911 123456."


@pytest.mark.parametrize(
    ("page", "name"),
    [
        (page, name)
        for page in (HomePage, LearnPage, CoursePage, ModulePage, LessonPage)
        for name in page.free_text
    ],
    ids=lambda value: value if isinstance(value, str) else value.__name__,
)
def test_every_text_of_every_page_is_checked(page, name):
    with pytest.raises(ValidationError) as refusal:
        page(**{"title": "A page", name: REAL}).clean()
    assert list(refusal.value.message_dict) == [name]
    assert refusal.value.message_dict[name][0].startswith("“07911 123456” looks like")


@pytest.mark.parametrize("block", [CallOutBlock(), Step()])
@pytest.mark.parametrize("name", ["heading", "text"])
def test_a_block_of_several_texts_says_it_on_the_one(block, name):
    value = block.to_python({"heading": "Stop", "text": "Look.", name: REAL})
    with pytest.raises(ValidationError) as refusal:
        block.clean(value)
    assert list(refusal.value.block_errors) == [name]
    assert block.clean(block.to_python({"heading": "Stop", "text": "Look."}))["text"] == "Look."


def test_prose_says_it_on_its_block():
    body = LessonBody()
    value = body.to_python([{"type": "text", "value": "Fine."}, {"type": "text", "value": REAL}])
    with pytest.raises(StreamBlockValidationError) as refusal:
        body.clean(value)
    assert list(refusal.value.block_errors) == [1]


def test_a_lesson_may_lead_to_a_page_elsewhere():
    text = "Read [the guidance](https://www.gov.uk/guidance)."
    assert MarkdownBlock().clean(text) == text


def test_an_author_is_told_on_the_form_of_the_page(client, trainer):
    make_framework()
    load_home(folder=FIXTURES / "courses")
    learn = LearnPage.objects.get()
    client.force_login(trainer)
    data = {"title": REAL, "slug": "learn", "introduction": "", "comments-TOTAL_FORMS": 0}
    data |= {"comments-INITIAL_FORMS": 0}
    answer = client.post(f"/admin/pages/{learn.pk}/edit/", data)
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == ["title"]
    learn.refresh_from_db()
    assert learn.latest_revision.content["title"] == "Learn"


def test_the_title_of_a_picture_is_checked():
    from wagtail.images.forms import get_image_form
    from wagtail.images.models import Image

    form = get_image_form(Image)(data={"title": REAL, "description": REAL})
    assert isinstance(form, ImageForm)
    assert {"title", "description"} <= set(form.errors)
