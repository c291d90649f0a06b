"""Fields of forms, each by the template that draws every field of every form."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms

from scenarios.public import RadioChoice
from training_site.components.drawing import Component, State
from training_site.components.words import LONG, SENTENCE, UNBROKEN, WELSH

LEVELS = [("0", "Not evident"), ("1", "Some"), ("2", "Significant"), ("none", "Not enough")]
MANY = [("a", "Everybody"), ("b", WELSH), ("c", UNBROKEN), ("d", SENTENCE)]
HINTS = {"0": SENTENCE, "1": WELSH, "2": LONG}
WRONG = "Choose a level, or say that there is not enough information."


class Levels(RadioChoice):
    hints: Mapping[str, str] = HINTS


def of(
    make: Callable[..., forms.Field], value: Any = None, error: str = "", **options: Any
) -> Callable[[], dict[str, Any]]:
    """The context of a form of one field, made afresh: as first shown, with a value, or wrong."""

    def context() -> dict[str, Any]:
        is_sent = value is not None or bool(error)
        form = forms.Form({"field": value} if is_sent else None)
        form.fields["field"] = make(**{"label": "Your answer", "required": False, **options})
        if error:
            form.add_error("field", error)
        return {"form": form}

    return context


def states(make: Callable[..., forms.Field], value: Any, **options: Any) -> tuple[State, ...]:
    """The five states that every kind of field has."""
    return (
        State("empty", of(make, **options)),
        State("saved", of(make, value, help_text="Asked for on this factor.", **options)),
        State("error", of(make, error=WRONG, help_text="Optional.", **options)),
        State("long", of(make, value, LONG, **{**options, "label": LONG, "help_text": LONG})),
        State("read-only", of(make, value, disabled=True, initial=value, **options)),
    )


FIELDS = tuple(
    Component(name, "component_page/fields.html", states(make, value, **options))
    for name, make, value, options in (
        ("Text", forms.CharField, f"{WELSH} {UNBROKEN}", {}),
        ("Text of several lines", forms.CharField, LONG, {"widget": forms.Textarea}),
        ("Choice from a list", forms.ChoiceField, "c", {"choices": MANY}),
        ("Level", forms.ChoiceField, "1", {"choices": LEVELS, "widget": Levels}),
        (
            "Choice in a line",
            forms.ChoiceField,
            "2",
            {"choices": LEVELS, "widget": forms.RadioSelect(attrs={"class": "in-row"})},
        ),
        (
            "Several of many",
            forms.MultipleChoiceField,
            ["a", "c"],
            {
                "choices": MANY,
                "widget": forms.CheckboxSelectMultiple(attrs={"class": "in-columns"}),
            },
        ),
        ("Single tick", forms.BooleanField, True, {}),
    )
)
