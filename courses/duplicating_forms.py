"""What a copied course is to be called."""

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.safe_blocks import IN_LESSONS
from scenarios.public import SafeLineField


class DuplicateForm(forms.Form):
    """The title of the copy; its address is made of it."""

    title = SafeLineField(
        label=_("What is the new course called?"),
        help_text=_("You can change it later."),
        max_length=120,
        allowed=IN_LESSONS,
        error_messages={"required": _("Give the new course a title.")},
    )
