"""Uploaded pictures: a damaged file is a mistake to mend in the form, not a fault of the site."""

from typing import Any

from django.core.exceptions import ValidationError
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from scenarios.public import identifier_findings, refuse_in_form


def refuse_identifiers(text: str) -> None:
    """A title is shown in place of the picture: nothing in it may point to a real person."""
    refuse_in_form(identifier_findings(text))


class PictureField(WagtailImageField):
    """Wagtail's field looks at the first bytes alone, and fails in reading the others."""

    def to_python(self, data: Any) -> Any:
        try:
            return super().to_python(data)
        except ValidationError:
            raise
        except Exception as fault:
            # Of a damaged file the image library says so with whatever error it came upon.
            raise ValidationError(
                self.error_messages["invalid_image"], code="invalid_image"
            ) from fault


class ImageForm(BaseImageForm):
    """The form behind every upload in the admin."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("title", "description"):
            if name in self.fields:
                self.fields[name].validators.append(refuse_identifiers)
        # Not declared on the class: the form that names an uploaded picture leaves the file out.
        if field := self.fields.get("file"):
            self.fields["file"] = PictureField(
                label=field.label, required=field.required, widget=field.widget
            )
