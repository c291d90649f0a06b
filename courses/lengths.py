"""How long a text may be: the form counts, and a model that is checked without one does not."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _


def refuse_too_long(row: models.Model) -> None:
    """Raise ValidationError, on each field, for texts that are longer than the field allows."""
    errors = {}
    for field in row._meta.fields:
        if not isinstance(field, models.TextField) or field.max_length is None:
            continue
        length = len(getattr(row, field.attname) or "")
        if length > field.max_length:
            words = _("It has %(length)d characters, and may have %(most)d at most.")
            errors[field.name] = words % {"length": length, "most": field.max_length}
    if errors:
        raise ValidationError(errors)
