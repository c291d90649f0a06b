"""What a copied course is to be called."""

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.safe_blocks import IN_LESSONS
from scenarios.public import SafeLineField


class DuplicateForm(forms.Form):
    """The title of the copy; its address is made of it."""

    title = SafeLineField(
        label=_("Title of the copy"),
        help_text=_("Trainees see it once the copy is published. You can change it until then."),
        max_length=120,
        allowed=IN_LESSONS,
        error_messages={"required": _("Give the copy a title.")},
    )
