"""The forms of a review: sending a draft to somebody, words on its places, and the decision."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from people.public import User, people_holding
from scenarios.forms import ReasonField
from scenarios.models import Panellist, Scenario
from scenarios.panel_forms import DueField, PersonChoice
from scenarios.services.panel_people import writers_of
from scenarios.services.review_people import REVIEWERS

NOBODY_ELSE = _(
    "Nobody can be asked yet: a reviewer is another trainer or panellist of the owner, who has not "
    "written on the case and is on no panel of it. An administrator can add one."
)


class SendToReviewerForm(forms.Form):
    """Who reads the draft, by when, and what to look at."""

    reviewer = PersonChoice(
        label=_("Who reviews it?"),
        help_text=_("They read the draft and what it means. They cannot rate it afterwards."),
        error_messages={
            "required": _("Choose who reviews it."),
            "invalid_choice": _("Choose a reviewer from the list."),
        },
    )
    due_on = DueField()
    note = ReasonField(
        label=_("What should they look at? (optional)"),
        required=False,
        max_length=2000,
    )

    def __init__(self, *args: Any, scenario: Scenario, sender: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["due_on"].label = _("By when?")
        barred = {sender.pk, *writers_of(scenario), *_raters(scenario)}
        holders = people_holding(*REVIEWERS, around=scenario.owner)
        self.fields["reviewer"].offer([each for each in holders if each.person.pk not in barred])
        if not self.fields["reviewer"].people:
            self.fields["reviewer"].help_text = NOBODY_ELSE


def _raters(scenario: Scenario) -> Iterable[int | None]:
    seats = Panellist.objects.filter(panel__case_version__scenario=scenario)
    return seats.values_list("person", flat=True)


class ReviewDateForm(forms.Form):
    """Another day."""

    due_on = DueField()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["due_on"].label = _("By when?")


class CommentForm(forms.Form):
    """Words on one place of the draft."""

    place = forms.ChoiceField(
        label=_("On what?"),
        required=False,
        error_messages={"invalid_choice": _("Choose a place from the list.")},
    )
    text = ReasonField(
        label=_("Comment"),
        max_length=2000,
        error_messages={"required": _("Write what you want to say.")},
    )

    def __init__(self, *args: Any, places: Iterable[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, auto_id="comment-%s", **options)
        self.fields["place"].choices = list(places)


class DecisionForm(forms.Form):
    """Pass the text that was read, or send it back."""

    PASS, SEND_BACK = "pass", "send_back"
    decision = forms.ChoiceField(
        label=_("What do you decide?"),
        choices=[
            (PASS, _("Pass it: this text can go to a panel")),
            (SEND_BACK, _("Send it back to its author")),
        ],
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose what you decide."),
            "invalid_choice": _("Choose what you decide from the list."),
        },
    )
    words = ReasonField(label=_("Words with it (optional)"), required=False, max_length=2000)
    text_hash = forms.CharField(widget=forms.HiddenInput, max_length=64)


class AnswerForm(forms.Form):
    """What an author says to a comment; a page has one for each."""

    text = ReasonField(
        label=_("Your answer"),
        max_length=2000,
        error_messages={"required": _("Write your answer.")},
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": 2000}),
    )

    def __init__(self, *args: Any, remark: int, **options: Any) -> None:
        super().__init__(*args, auto_id=f"answer-{remark}-%s", **options)
        self.remark = remark
