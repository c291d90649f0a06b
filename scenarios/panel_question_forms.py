"""The forms of a question to a panellist who lies far from the others, and of its answer."""

from django import forms
from django.utils.translation import gettext_lazy as _

from scenarios.forms import ReasonField, WordsField
from scenarios.models import PanelAnswer


class AskForm(forms.Form):
    """A word of the chair's with the question; the question itself needs none."""

    text = ReasonField(
        label=_("A word from you (optional)"),
        required=False,
        help_text=_("For example which factor you wonder about. They read it with the question."),
    )


class AnswerForm(forms.Form):
    """What the panellist says to it."""

    stance = forms.ChoiceField(
        label=_("Your answer"),
        choices=PanelAnswer.Stance.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose whether you stand by your ratings or misread something."),
            "invalid_choice": _("Choose one of the two answers."),
        },
    )
    text = WordsField(
        label=_("In a few words"),
        help_text=_(
            "What you saw and weighed, or what you misread. The chair and the approver read it "
            "beside your label. Leave out who you are. It cannot be changed once it is sent."
        ),
        empty=_("Write your answer in a sentence or two."),
    )
