"""The passages of an evidence exercise, as an author marks them."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from courses.question_blocks import FactorBlock
from courses.safe_blocks import SafeStructBlock


class Stance(models.TextChoices):
    """Which way a passage points: for the factor being there, against it, or not at all."""

    FOR = "for", _("For")
    AGAINST = "against", _("Against")
    NEITHER = "neither", _("Neither")


class WhyNot(models.TextChoices):
    """Of what sort a passage is that is no evidence on the factor."""

    ANOTHER_FACTOR = "another_factor", _("It bears on another factor")
    IMPRESSION = "impression", _("An impression, and no fact")
    NOT_KNOWN = "not_known", _("Nobody could say: it is not known")
    NOTHING = "nothing", _("It bears on nothing")


class Weight(models.TextChoices):
    """How much of the reading rests on a passage."""

    CARRIES = "carries", _("The reading rests on it")
    SOME = "some", _("Some")


class PassageBlock(SafeStructBlock):
    """What one passage is evidence of, by its place in the document."""

    number = blocks.IntegerBlock(
        min_value=1,
        max_value=99,
        label=_("Number of the passage"),
        help_text=_("As the preview shows it."),
    )
    stance = blocks.ChoiceBlock(choices=Stance.choices, label=_("Stance"))
    weight = blocks.ChoiceBlock(
        choices=Weight.choices, required=False, label=_("Weight, if for or against")
    )
    why_not = blocks.ChoiceBlock(
        choices=WhyNot.choices, required=False, label=_("Why not, if neither")
    )
    bears_on = FactorBlock(required=False, label=_("The other factor, if it bears on one"))
    feedback = blocks.TextBlock(
        rows=2,
        max_length=600,
        label=_("Feedback"),
        help_text=_("Everybody reads it afterwards, whatever they marked."),
    )

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if errors := _problems(cleaned):
            raise StructBlockValidationError(block_errors=errors)
        return cleaned

    class Meta:
        icon = "doc-full"
        label = _("Passage")


def _problems(value: Mapping[str, Any]) -> dict[str, ValidationError]:
    neither = value.get("stance") == Stance.NEITHER
    found = {}
    if neither and not value.get("why_not"):
        found["why_not"] = gettext("Say why it is neither.")
    if neither and value.get("weight"):
        found["weight"] = gettext("A passage that is neither has no weight.")
    if value.get("stance") and not neither and not value.get("weight"):
        found["weight"] = gettext("Say how much it weighs.")
    if value.get("stance") and not neither and value.get("why_not"):
        found["why_not"] = gettext("Only for a passage that is neither.")
    another = value.get("why_not") == WhyNot.ANOTHER_FACTOR
    if another and not value.get("bears_on"):
        found["bears_on"] = gettext("Choose the factor that it bears on.")
    if value.get("bears_on") and not another:
        found["bears_on"] = gettext("Only where it bears on another factor.")
    return {name: ValidationError(words) for name, words in found.items()}


class Passages(blocks.StreamBlock):
    passage = PassageBlock()
