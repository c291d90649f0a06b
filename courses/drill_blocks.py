"""The sentences of a written drill, as its author adds them."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from courses.drill_content import Stance, Statement, Weight
from courses.safe_blocks import SafeStructBlock

FEWEST, MOST = 3, 12
STANCES = [
    (Stance.FOR.value, _("For the factor being there")),
    (Stance.AGAINST.value, _("Against the factor being there")),
    (Stance.EITHER.value, _("It can be read both ways")),
    (Stance.NONE.value, _("It says nothing of this factor")),
]
WEIGHTS = [
    (Weight.CARRIES.value, _("The level rests on it")),
    (Weight.SOME.value, _("Some")),
    (Weight.NONE.value, _("None")),
]


class DrillStatementBlock(SafeStructBlock):
    """A sentence or two from one paper, and what is said of it afterwards."""

    source = blocks.CharBlock(
        max_length=80, label=_("Paper and week"), help_text=_("As “Visit, week 14”.")
    )
    text = blocks.TextBlock(rows=3, max_length=600, label=_("What it says"))
    stance = blocks.ChoiceBlock(choices=STANCES, label=_("Which way it points"))
    weight = blocks.ChoiceBlock(choices=WEIGHTS, label=_("How much of the level rests on it"))
    note = blocks.TextBlock(
        rows=2, max_length=400, label=_("Why"), help_text=_("Shown after the answer.")
    )

    class Meta:
        icon = "openquote"
        label = _("Statement")


class DrillStatements(blocks.StreamBlock):
    statement = DrillStatementBlock()

    class Meta:
        min_num = FEWEST
        max_num = MOST


def statements_of(value: Any) -> tuple[Statement, ...]:
    """The sentences of a drill as plain values, in their order."""
    return tuple(
        Statement(
            text=row["text"],
            source=row["source"],
            stance=row["stance"],
            weight=row["weight"],
            note=row["note"],
        )
        for row in (child.value for child in value)
    )
