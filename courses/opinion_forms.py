"""Whether a lesson was useful: three buttons, one of them pressed."""

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.models import LessonOpinion


class OpinionForm(forms.Form):
    """What somebody says of a lesson, and where: on a lesson's page, or in My learning."""

    useful = forms.ChoiceField(
        choices=LessonOpinion.Useful.choices,
        error_messages={
            "required": _("Choose one: yes, partly or no."),
            "invalid_choice": _("Choose one: yes, partly or no."),
        },
    )
    here = forms.IntegerField(required=False, min_value=1, max_value=2**31 - 1)
    in_my_learning = forms.BooleanField(required=False)
