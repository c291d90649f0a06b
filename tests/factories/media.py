"""Pictures, recordings and handouts, each generated, and lessons that show them."""

from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image
from wagtail.images import get_image_model

from courses.models import Handout, LessonPage, Recording
from tests.factories.courses import lessons_of, make_course

MP4 = b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isomiso2" + bytes(range(256)) * 8
MP3 = b"ID3\x04\x00\x00\x00\x00\x00\x00" + b"\x00" * 1000
CAPTIONS = "WEBVTT\n\n00:01.000 --> 00:04.000\nGood morning.\n"


def png(width: int = 40, height: int = 30) -> bytes:
    out = BytesIO()
    Image.new("RGB", (width, height), "#0b5560").save(out, "PNG")
    return out.getvalue()


def make_image(title: str = "Steps", *, width: int = 40) -> Any:
    file = ContentFile(png(width), name="steps.png")
    return get_image_model().objects.create(title=title, file=file)


def make_recording(content: bytes = MP4, **fields: Any) -> Recording:
    """A video of somebody who says good morning."""
    given = {"title": "A morning", "captions": CAPTIONS, "transcript": "**Guide:** Good morning."}
    recording = Recording(**(given | fields), file=ContentFile(content, name="x.bin"))
    recording.full_clean()
    recording.save()
    return recording


def make_handout(content: bytes = b"Three questions.\n", **fields: Any) -> Handout:
    given = {"title": "Three questions", "description": "To have beside you."}
    handout = Handout(**(given | fields), file=ContentFile(content, name="secret-name.txt"))
    handout.full_clean()
    handout.save()
    return handout


def picture(image: Any, **fields: Any) -> tuple[str, dict[str, Any]]:
    """A picture as a block of a lesson."""
    given = {"alternative": "Two steps.", "decorative": False, "caption": "", "credit": ""}
    return "picture", {"image": image} | given | fields


def make_lesson(*blocks: tuple[str, Any]) -> LessonPage:
    """A published lesson that holds these blocks."""
    lesson = lessons_of(make_course(lessons=1))[0]
    lesson.body = list(blocks)
    lesson.save_revision().publish()
    return LessonPage.objects.get(pk=lesson.pk)


def question(text: str = "What do you notice first?", hint: str = "") -> tuple[str, dict[str, str]]:
    """A reflection as a block of a lesson."""
    return "reflection", {"question": text, "hint": hint}
