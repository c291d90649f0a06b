"""The form of a drill: a level or another answer, and how sure. Nothing is preselected."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.drill_content import NOT_APPLICABLE, NOT_ENOUGH, DrillContent
from courses.drill_words import answer_label
from scenarios.public import Confidence, RadioChoice


class DrillForm(forms.Form):
    """What somebody rates on a page of evidence."""

    answer = forms.ChoiceField(
        label=_("Your rating"),
        widget=RadioChoice,
        error_messages={
            "required": _("Choose a level, or say that there is not enough information."),
            "invalid_choice": _("Choose one of the answers."),
        },
    )
    confidence = forms.TypedChoiceField(
        label=_("How sure are you? (optional)"),
        choices=Confidence.choices,
        coerce=int,
        empty_value=None,
        required=False,
        widget=RadioChoice(attrs={"class": "in-row"}),
        error_messages={"invalid_choice": _("Choose one of the four, or none.")},
    )

    def __init__(self, *args: Any, content: DrillContent, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["answer"]
        field.label = content.factor_name
        field.choices = [(answer, answer_label(content, answer)) for answer in content.answers]
        field.widget.hints = {
            **{str(level.value): level.description for level in content.levels},
            NOT_ENOUGH: str(_("Nobody has looked, or not where the answer would be.")),
            NOT_APPLICABLE: str(_("The question does not arise in this case.")),
        }
