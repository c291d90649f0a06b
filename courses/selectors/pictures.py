"""The pictures of a lesson in the sizes that pages show, made when they are first asked for."""

import logging
from dataclasses import dataclass
from typing import Any

from django.db.models import prefetch_related_objects

from courses.models import LessonPage
from courses.picture_sizes import SIZES

logger = logging.getLogger(__name__)
SHOWN_AT = 800


@dataclass(frozen=True)
class Picture:
    """One picture as a page shows it."""

    src: str
    srcset: str
    width: int
    height: int


def lesson_pictures(lesson: LessonPage) -> dict[int, Picture]:
    """The pictures by the number of their image: their sizes have been read with them.

    Only those that somebody has just chosen in the editor are asked for, in one query.
    One whose file is damaged or gone is left out, so that the lesson can be read all the same.
    """
    shown = [value["image"] for value in lesson.embedded("picture") if value["image"]]
    images = {image.pk: image for image in shown}
    for image in images.values():
        if hasattr(image, "sizes_made"):
            image.prefetched_renditions = image.sizes_made
    just_chosen = [image for image in images.values() if not hasattr(image, "sizes_made")]
    prefetch_related_objects(just_chosen, "renditions")
    found = ((pk, _picture(image)) for pk, image in images.items())
    return {pk: picture for pk, picture in found if picture}


def _picture(image: Any) -> Picture | None:
    try:
        sizes = list(image.get_renditions(*SIZES).values())
    except Exception:
        # The library says that a file cannot be read with whatever error it came upon.
        logger.warning("The file of image %s cannot be shown.", image.pk, exc_info=True)
        return None
    by_width = {one.width: one for one in sizes}
    shown = next((one for one in sizes if one.width >= SHOWN_AT), sizes[-1])
    return Picture(
        src=shown.url,
        srcset=", ".join(f"{one.url} {width}w" for width, one in sorted(by_width.items())),
        width=shown.width,
        height=shown.height,
    )
