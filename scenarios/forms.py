"""The forms of one assessment. Nothing is preselected, and a page half filled in may be saved."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy as _

from scenarios.models import AnswerKind, Confidence, Report, WrongToolGround
from scenarios.safety.fields import SafeTextField
from scenarios.selectors.reportable import Reportable
from scenarios.selectors.sheets import has_words
from scenarios.services.rating import Rating
from scenarios.widgets import ListChoice, RadioChoice
from scoring.public import Action, Factor, IntervalBand

NO_LONGER = "none"


class RevisedForm(forms.Form):
    """A form that knows which revision of the answer it was drawn from."""

    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    # Sent by "Keep what is on this page": the revision the person has seen and chooses to replace.
    replace = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)

    def revision_to_replace(self) -> int:
        """The revision this page may overwrite."""
        chosen = self.cleaned_data["replace"]
        return self.cleaned_data["revision"] if chosen is None else chosen


class ReasonField(SafeTextField):
    """Why somebody rates as they do, in a sentence or two."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Reason"))
        kwargs.setdefault("max_length", 2000)
        kwargs.setdefault(
            "widget", forms.Textarea(attrs={"rows": 3, "maxlength": kwargs["max_length"]})
        )
        super().__init__(**kwargs)


class WordsField(ReasonField):
    """The same where it must be given: spaces and invisible signs alone are none."""

    def __init__(self, *, empty: str | Promise, rows: int = 4, **kwargs: Any) -> None:
        super().__init__(error_messages={"required": empty}, **kwargs)
        self.widget.attrs["rows"] = rows

    def clean(self, value: object) -> str:
        text = super().clean(value)
        if not has_words(text):
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return text


class FactorForm(RevisedForm):
    """One factor: the level or another answer, how sure, and a reason."""

    choice = forms.ChoiceField(label=_("Your rating"), widget=RadioChoice, required=False)
    confidence = forms.TypedChoiceField(
        label=_("How sure are you that this is exactly the panel’s level?"),
        choices=Confidence.choices,
        coerce=int,
        empty_value=None,
        widget=RadioChoice(attrs={"class": "in-row"}),
        required=False,
    )
    reason = ReasonField(required=False)

    def __init__(self, *args: Any, factor: Factor, **kwargs: Any) -> None:
        # Each factor's form has ids of its own, so that a swap never meets a stranger's field.
        super().__init__(*args, auto_id=f"{factor.code}-%s", **kwargs)
        self.factor = factor
        levels = list(factor.scale.levels.all())
        choices = [(str(level.value), level.label) for level in levels]
        if factor.kind != Factor.Kind.OVERALL:
            choices.append((AnswerKind.NOT_ENOUGH, AnswerKind.NOT_ENOUGH.label))
        if factor.may_not_apply:
            choices.append((AnswerKind.NOT_APPLICABLE, AnswerKind.NOT_APPLICABLE.label))
        self.fields["choice"].choices = choices
        hints = {str(level.value): level.description for level in levels}
        self.fields["choice"].widget.hints = hints

    def say_whether_reason_is_asked(self, *, asked: bool) -> None:
        """Put the hint under the reason: three factors of a case, drawn by lot, ask for one."""
        if "reason" in self.fields:
            self.fields["reason"].help_text = (
                _("Asked for on this factor. One or two sentences are enough.")
                if asked
                else _("Optional.")
            )

    def say_reason_is_kept_back(self, notice: str) -> None:
        """Put under an empty field why what was written is not in it."""
        if "reason" in self.fields:
            hint = self.fields["reason"].help_text
            self.fields["reason"].help_text = f"{notice} {_('You may write another.')} {hint}"

    def to_rating(self) -> Rating:
        """What the page says, for the service."""
        data = self.cleaned_data
        return Rating.from_choice(data["choice"], data["confidence"], data.get("reason", ""))

    def to_interval(self) -> IntervalBand | None:
        """Only the overall level comes with a review interval."""
        return None


class OverallForm(FactorForm):
    """The overall level and when to look again. No reason is asked for."""

    interval = forms.ChoiceField(
        label=_("When should this case be reviewed?"), widget=RadioChoice, required=False
    )

    def __init__(self, *args: Any, intervals: Iterable[IntervalBand], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["reason"]
        self.bands = {band.code: band for band in intervals}
        self.fields["choice"].label = _("The overall level")
        self.fields["interval"].choices = [(b.code, b.label) for b in self.bands.values()]
        self.order_fields(["choice", "confidence", "interval"])

    def to_interval(self) -> IntervalBand | None:
        return self.bands.get(self.cleaned_data["interval"])


class ActionsForm(RevisedForm):
    """The plan: each action is left out, or tied to the factor it answers."""

    def __init__(
        self, *args: Any, actions: Iterable[Action], factors: Iterable[Factor], **kwargs: Any
    ) -> None:
        super().__init__(*args, auto_id="actions-%s", **kwargs)
        self.actions = {action.code: action for action in actions}
        self.factors = {f.code: f for f in factors if f.kind != Factor.Kind.OVERALL}
        choices = [("", _("Not in my plan")), *((f.code, f.name) for f in self.factors.values())]
        for code, action in self.actions.items():
            self.fields[f"action-{code}"] = forms.ChoiceField(
                label=action.label, choices=choices, widget=ListChoice, required=False
            )

    def _group(self, *, restrictive: bool) -> list[forms.BoundField]:
        return [
            self[f"action-{code}"]
            for code, action in self.actions.items()
            if action.is_restrictive is restrictive
        ]

    @cached_property
    def supportive(self) -> list[forms.BoundField]:
        return self._group(restrictive=False)

    @cached_property
    def restrictive(self) -> list[forms.BoundField]:
        return self._group(restrictive=True)

    def to_chosen(self) -> Mapping[Action, Factor]:
        """Action to factor, for those in the plan."""
        return {
            action: self.factors[factor]
            for code, action in self.actions.items()
            if (factor := self.cleaned_data[f"action-{code}"])
        }


class WrongToolForm(forms.Form):
    """That ARMS is not the tool for this case: on which ground, and what in the file says so."""

    ground = forms.ChoiceField(
        label=_("Why is ARMS not the tool for this case?"),
        choices=WrongToolGround.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose why ARMS is not the tool for this case.")},
    )
    text = WordsField(
        label=_("What in the file says so?"),
        help_text=_("One or two sentences are enough."),
        empty=_("Write in a sentence what in the file says so."),
        rows=3,
    )


class ReportForm(forms.Form):
    """Which text holds real data, and what it is; the note must not say it again."""

    text = forms.ChoiceField(
        label=_("Which text is it in?"),
        error_messages={"required": _("Choose the text that holds real data.")},
    )
    what = forms.ChoiceField(
        label=_("What in it is real?"),
        choices=Report.What.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what in it is real.")},
    )
    note = SafeTextField(
        label=_("Anything else (optional)"),
        help_text=_("Do not repeat what is real. Say where to look, as “the second sentence”."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": 500}),
    )

    def __init__(self, *args: Any, texts: Iterable[Reportable], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.texts = {text.value: text for text in texts}
        groups: dict[str, list[tuple[str, str]]] = {}
        for value, text in self.texts.items():
            groups.setdefault(text.group, []).append((value, text.label))
        self.fields["text"].choices = [("", _("Choose a text")), *groups.items()]

    def to_report(self) -> dict[str, Any]:
        """What the service needs to know."""
        data = self.cleaned_data
        text = self.texts[data["text"]]
        return {
            "kind": text.kind,
            "row": text.row,
            "place": text.place,
            "organisation": text.organisation,
            "what": data["what"],
            "note": data["note"],
        }
