"""A short name stays once it was published: links lead to it, and files are known by it."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _


def refuse_another_short_name(row: models.Model) -> dict[str, ValidationError]:
    """On its field that the short name of something published would be another; nothing if not."""
    published = type(row)._base_manager.filter(pk=row.pk, first_published_at__isnull=False)
    before = published.values_list("slug", flat=True).first()
    if before is None or before == getattr(row, "slug", before):
        return {}
    words = _("The short name stays %(slug)s.") % {"slug": before}
    return {"slug": ValidationError(words)}
