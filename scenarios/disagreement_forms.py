"""The forms of “I still disagree, because…”: saying it, and answering it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from scenarios.forms import WordsField


class DisagreementForm(forms.Form):
    """Why somebody still disagrees with the panel on one factor."""

    text = WordsField(
        label=_("I still disagree, because…"),
        help_text=_(
            "A trainer of this case, or the chair of its panel, reads this with what you rated "
            "here. They do not see who you are. The answer comes back to this page."
        ),
        empty=_("Write in a sentence or two why you disagree."),
    )
    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class ReplyForm(forms.Form):
    """The answer to somebody who disagrees."""

    text = WordsField(
        label=_("Your answer"),
        help_text=_("It goes to the person and cannot be changed. They do not see who you are."),
        empty=_("Write the answer in a sentence or two."),
    )
    will_look_at_key = forms.BooleanField(
        label=_("We will look at the key of this factor"),
        help_text=_(
            "The person is told so, and the case is marked “look again” until it has a new key or "
            "you say that the key stands."
        ),
        required=False,
    )


class KeyStandsForm(forms.Form):
    """Why a key stands, to somebody who was promised that it will be looked at."""

    text = WordsField(
        label=_("Why the key stands"),
        help_text=_(
            "What you looked at, and what the panel weighed. It goes to the person and cannot be "
            "changed. They do not see who you are."
        ),
        empty=_("Write in a sentence or two why the key stands."),
    )
