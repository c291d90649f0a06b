"""Blocks of a lesson that show a picture or a recording, offer a file, or leave room to think.

As with the others, what they need has been put into the page's context for all of them at once.
"""

import re
from copy import copy
from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock

from courses.safe_blocks import SafeStructBlock
from scenarios.public import render_markdown

PICTURES = {"jpg", "jpeg", "png", "gif", "webp", "avif", "svg", "bmp", "tif", "tiff", "heic"}
# What cameras and screens call a picture by themselves.
CALLED_BY_A_MACHINE = re.compile(
    r"(?:img|dsc|dscn|dscf|pxl|image|picture|photo|screenshot|scan|untitled)[\W_]*[\d\W_]*",
    re.IGNORECASE,
)


class PictureChooserBlock(ImageChooserBlock):
    """Wagtail's own, which reads the sizes of pictures with them."""

    def bulk_to_python(self, values: list[int | None]) -> list[Any]:
        # Imported late: blocks belong to models, which are loaded before images can be asked for.
        from courses.picture_sizes import images_with_sizes

        found = images_with_sizes({pk for pk in values if pk})
        # One that stands in two places is two objects, as everywhere in Wagtail.
        return [copy(found.get(pk)) for pk in values]

    def deconstruct(self) -> Any:
        """For migrations it is Wagtail's own: what is stored is the same."""
        _path, *arguments = super().deconstruct()
        return "wagtail.images.blocks.ImageChooserBlock", *arguments


class PictureBlock(SafeStructBlock):
    """A picture with what it tells those who do not see it."""

    image = PictureChooserBlock(label=_("Picture"))
    alternative = blocks.TextBlock(
        rows=3,
        required=False,
        max_length=600,
        label=_("Alternative text"),
        help_text=_("What the picture tells, for somebody who does not see it. Not its file name."),
    )
    decorative = blocks.BooleanBlock(
        required=False,
        label=_("It is only decoration"),
        help_text=_("It tells nothing that the text does not. Leave the alternative text empty."),
    )
    caption = blocks.CharBlock(required=False, max_length=250, label=_("Caption"))
    credit = blocks.CharBlock(
        required=False, max_length=120, label=_("Credit"), help_text=_("Who made it.")
    )

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if words := _wrong_alternative(cleaned):
            error = ValidationError(words)
            raise blocks.StructBlockValidationError(block_errors={"alternative": error})
        return cleaned

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        pictures = (parent_context or {}).get("pictures", {})
        image = value["image"]
        return {**context, "picture": pictures.get(image.pk) if image else None}

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "courses/blocks/picture.html"


def _wrong_alternative(value: Any) -> str:
    """What is to be said of the alternative text, if anything."""
    text = (value["alternative"] or "").strip()
    if value["decorative"]:
        if text:
            return gettext(
                "Take the alternative text out, or untick “It is only decoration”: "
                "a picture is one or the other."
            )
        return ""
    if not text:
        return gettext("Say what the picture tells, or tick “It is only decoration”.")
    if is_file_name(text) or text == getattr(value["image"], "filename", None):
        return gettext("This is the name of a file. Say what the picture tells.")
    return ""


def is_file_name(text: str) -> bool:
    """Whether a text is only what a file is called, and so tells a reader nothing.

    >>> is_file_name("IMG_2041.jpg"), is_file_name("IMG_2041"), is_file_name("The seven steps.")
    (True, True, False)
    """
    ending = PurePath(text.strip().lower()).suffix.removeprefix(".")
    return ending in PICTURES or bool(CALLED_BY_A_MACHINE.fullmatch(text.strip()))


class RecordingBlock(SnippetChooserBlock):
    """A video or an audio recording, with its transcript. One that was deleted leaves nothing."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__("courses.Recording", **kwargs)

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        return {**context, "transcript": render_markdown(value.transcript) if value else ""}

    class Meta:
        icon = "media"
        label = _("Video or audio")
        template = "courses/blocks/recording.html"


class DownloadBlock(SnippetChooserBlock):
    """A handout to take away. One that was deleted says so: the text around it may name it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__("courses.Handout", **kwargs)

    class Meta:
        icon = "download"
        label = _("Download")
        template = "courses/blocks/download.html"


class ReflectionBlock(SafeStructBlock):
    """A question to think about, with room for a note that nobody else sees."""

    question = blocks.TextBlock(rows=2, max_length=400, label=_("Question"))
    hint = blocks.TextBlock(
        rows=2,
        required=False,
        max_length=400,
        label=_("Where to begin"),
        help_text=_("A sentence for whoever looks at an empty field."),
    )

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """With the reader's own note, found by the id of the block that the page is drawing."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        outer = parent_context or {}
        block_id = getattr(outer.get("block"), "id", None)
        return {**context, "at": outer.get("reflections", {}).get(block_id)}

    class Meta:
        icon = "comment"
        label = _("Reflection")
        template = "courses/blocks/reflection.html"
