"""The questions of a knowledge check, as an author writes them. Each refuses what cannot be asked.

What cannot be right in any check is refused on its block here; what depends on the rest of the
check, as a pool that does not exist, in ``courses.check_rules``.
"""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.list_block import ListBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError

from courses.factors import factor_choices
from courses.safe_blocks import SafeStructBlock

Errors = dict[str, ValidationError]
IN_THE_FORM = ("scenario", "stem", "choices", "options", "lesson", "pool")


class FactorBlock(blocks.FieldBlock):
    """One factor of the current framework."""

    def __init__(self, *, required: bool = True, **kwargs: Any) -> None:
        self.field = forms.ChoiceField(choices=_one_or_none, label=_("Factor"), required=required)
        super().__init__(**kwargs)

    class Meta:
        icon = "list-ul"


def _one_or_none() -> list[tuple[str, str]]:
    return [("", "–"), *factor_choices()]


class FactorsBlock(blocks.FieldBlock):
    """Several factors of the current framework."""

    def __init__(self, **kwargs: Any) -> None:
        self.field = forms.MultipleChoiceField(
            choices=factor_choices, label=_("Factors"), widget=forms.CheckboxSelectMultiple
        )
        super().__init__(**kwargs)

    class Meta:
        icon = "list-ul"
        default: list[str] = []


def _text() -> blocks.TextBlock:
    return blocks.TextBlock(rows=2, max_length=600, label=_("Text"))


def _feedback() -> blocks.TextBlock:
    return blocks.TextBlock(
        rows=2,
        max_length=600,
        label=_("Feedback"),
        help_text=_("Why it is right, or why it tempts. Everybody reads it afterwards."),
    )


class OptionBlock(SafeStructBlock):
    text = _text()
    right = blocks.BooleanBlock(required=False, label=_("This is right"))
    feedback = _feedback()

    class Meta:
        label = _("Option")


class OrderedOptionBlock(SafeStructBlock):
    text = _text()
    order = blocks.IntegerBlock(min_value=1, max_value=20, label=_("Its right place, from 1"))
    feedback = _feedback()

    class Meta:
        label = _("Option")


class MatchedOptionBlock(SafeStructBlock):
    text = blocks.TextBlock(rows=2, max_length=600, label=_("Passage"))
    match = FactorBlock(label=_("The factor that it bears on most"))
    feedback = _feedback()

    class Meta:
        label = _("Passage")


class QuestionBlock(SafeStructBlock):
    """What every kind of question has. A subclass adds its options and ``problems`` of them."""

    stem = blocks.TextBlock(rows=2, max_length=600, label=_("Question"))
    pool = blocks.CharBlock(
        required=False,
        max_length=40,
        label=_("Pool"),
        help_text=_("The name of one of the pools above. Without one it is always asked."),
    )
    lesson = blocks.PageChooserBlock(
        page_type="courses.LessonPage",
        required=False,
        label=_("Lesson"),
        help_text=_("Where a wrong answer leads."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.child_blocks = type(self.child_blocks)(
            sorted(self.child_blocks.items(), key=lambda named: IN_THE_FORM.index(named[0]))
        )

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        errors = self._duplicates(cleaned) or self.problems(cleaned)
        if errors:
            raise StructBlockValidationError(block_errors=errors)
        return cleaned

    def problems(self, value: Mapping[str, Any]) -> Errors:
        """What is wrong with the options, by the field to say it on."""
        return {}

    def _duplicates(self, value: Mapping[str, Any]) -> Errors:
        seen: set[str] = set()
        found = {}
        for place, option in enumerate(value["options"]):
            words = " ".join((option["text"] or "").casefold().split())
            if words and words in seen:
                found[place] = on_field("text", gettext("This is written twice."))
            seen.add(words)
        return {"options": ListBlockValidationError(block_errors=found)} if found else {}


def on_field(name: str, words: str) -> StructBlockValidationError:
    """A refusal in words on one field of a block."""
    return StructBlockValidationError(block_errors={name: ValidationError(words)})


def _on_options(words: str) -> Errors:
    return {"options": ListBlockValidationError(non_block_errors=[ValidationError(words)])}


def _options(block: blocks.Block) -> blocks.ListBlock:
    return blocks.ListBlock(block, min_num=2, max_num=12, label=_("Options"))


class SingleBlock(QuestionBlock):
    options = _options(OptionBlock())

    def problems(self, value: Mapping[str, Any]) -> Errors:
        right = sum(bool(option["right"]) for option in value["options"])
        if right == 0:
            return _on_options(gettext("No option is right. Mark the right one."))
        if right > 1:
            return _on_options(
                gettext(
                    "%(n)s options are right, and one may be. For several, use the question with "
                    "several right answers."
                )
                % {"n": right}
            )
        return {}

    class Meta:
        icon = "radio-full"
        label = _("One right answer")


class MultipleBlock(QuestionBlock):
    options = _options(OptionBlock())

    def problems(self, value: Mapping[str, Any]) -> Errors:
        if not any(option["right"] for option in value["options"]):
            return _on_options(gettext("No option is right. Mark at least one."))
        return {}

    class Meta:
        icon = "tick"
        label = _("Several right answers")


class OrderingBlock(QuestionBlock):
    options = _options(OrderedOptionBlock())

    def problems(self, value: Mapping[str, Any]) -> Errors:
        places = [option["order"] for option in value["options"]]
        if None in places:  # a draft in the making
            return {}
        twice = [place for place, n in Counter(places).items() if n > 1]
        if twice:
            return _on_options(gettext("Place %(n)s is given twice.") % {"n": min(twice)})
        for place in range(1, len(places) + 1):
            if place not in places:
                words = gettext(
                    "The places run from 1 to %(most)s without a gap; %(n)s is missing."
                )
                return _on_options(words % {"most": len(places), "n": place})
        return {}

    class Meta:
        icon = "list-ol"
        label = _("Put in order")


class MatchingBlock(QuestionBlock):
    options = _options(MatchedOptionBlock())
    choices = FactorsBlock(
        label=_("Factors offered"),
        help_text=_("More than are needed, so that the last one is not a gift."),
    )

    def problems(self, value: Mapping[str, Any]) -> Errors:
        offered = set(value["choices"] or [])
        found = {
            place: on_field("match", gettext("This factor is not among the factors offered."))
            for place, option in enumerate(value["options"])
            if option["match"] and option["match"] not in offered
        }
        return {"options": ListBlockValidationError(block_errors=found)} if found else {}

    class Meta:
        icon = "link"
        label = _("Match passages to factors")


class ScenarioBlock(SingleBlock):
    scenario = blocks.TextBlock(
        rows=4, max_length=1500, label=_("Scenario"), help_text=_("A few sentences, invented.")
    )

    class Meta:
        icon = "doc-full"
        label = _("Short scenario")


class Questions(blocks.StreamBlock):
    """The names of the kinds are those of ``courses.wording.Kind``."""

    single = SingleBlock()
    multiple = MultipleBlock()
    ordering = OrderingBlock()
    matching = MatchingBlock()
    scenario = ScenarioBlock()


class PoolBlock(SafeStructBlock):
    name = blocks.CharBlock(max_length=40, label=_("Name"))
    draw = blocks.IntegerBlock(
        min_value=1, max_value=50, label=_("How many of its questions a try has")
    )

    class Meta:
        icon = "folder-open-inverse"
        label = _("Pool")


class Pools(blocks.StreamBlock):
    pool = PoolBlock()
