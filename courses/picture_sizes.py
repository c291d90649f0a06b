"""Pictures read with the sizes that pages show, in one query for all of them."""

from collections.abc import Collection
from typing import Any

from django.db.models import F, FilteredRelation, Q
from wagtail.images import get_image_model

# As wide as a narrow screen, as the text, and twice that for fine screens. None is made larger
# than the picture is.
SIZES = tuple(f"width-{width}" for width in (400, 800, 1600))
COLUMNS = ("id", "filter_spec", "file", "width", "height", "focal_point_key")


def images_with_sizes(ids: Collection[int]) -> dict[int, Any]:
    """The images by their id, each with the sizes that were made of it as ``sizes_made``.

    Not as Wagtail's own prefetched ones: it makes any size anew that is not among those, which
    would be the small picture of the editor each time.
    """
    made = FilteredRelation("renditions", condition=Q(renditions__filter_spec__in=SIZES))
    columns = {f"size_{name}": F(f"made__{name}") for name in COLUMNS}
    model = get_image_model()
    size = model.get_rendition_model()
    found: dict[int, Any] = {}
    for row in model.objects.filter(pk__in=ids).annotate(made=made).annotate(**columns):
        image = found.setdefault(row.pk, row)
        if image is row:
            image.sizes_made = []
        if row.size_id is not None:
            values = {name: getattr(row, f"size_{name}") for name in COLUMNS}
            image.sizes_made.append(size(image=image, **values))
    return found
