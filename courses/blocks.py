"""The parts an author builds pages from.

Blocks never query: the page that shows them has put what they name (``factors``,
``practice_cases``, ``drills``) into its context, in one query for all of them.
"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from courses.drill_choices import drill_choices
from courses.factors import factor_choices
from courses.media_blocks import DownloadBlock, PictureBlock, RecordingBlock, ReflectionBlock
from courses.safe_blocks import SafeStructBlock, refuse_identifiers
from scenarios import public as scenarios
from scenarios.public import render_markdown


class MarkdownBlock(blocks.TextBlock):
    """Prose. What is not plain prose markup is taken out when it is shown."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(rows=12, help_text=_("Markdown. Begin headings with ##."), **kwargs)

    def clean(self, value: str) -> str:
        text: str = super().clean(value)
        refuse_identifiers(text)
        return text

    def render_basic(self, value: str, context: Any = None) -> str:
        return render_markdown(value)

    class Meta:
        icon = "pilcrow"
        label = _("Text")


class CallOutBlock(SafeStructBlock):
    """A point to stop at, set off from the text."""

    heading = blocks.CharBlock(max_length=80, label=_("Heading"))
    text = blocks.TextBlock(rows=3, label=_("Text"), help_text=_("Markdown."))

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        return {**context, "text": render_markdown(value["text"])}

    class Meta:
        icon = "info-circle"
        label = _("Call-out")
        template = "courses/blocks/call_out.html"


class FactorCardBlock(blocks.FieldBlock):
    """What a factor looks at, in the framework's words: changed there, it changes here.

    Not a ChoiceBlock, which would ask the database for its choices whenever a page is shown.
    """

    def __init__(self, **kwargs: Any) -> None:
        self.field = forms.ChoiceField(choices=factor_choices, label=_("Factor"))
        super().__init__(**kwargs)

    def get_context(self, value: str, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        return {**context, "factor": (parent_context or {}).get("factors", {}).get(value)}

    class Meta:
        icon = "list-ul"
        label = _("Factor card")
        template = "courses/blocks/factor_card.html"


class PracticeCaseBlock(blocks.CharBlock):
    """A case to practise on, by its reference, with how far the reader has come in it."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("The reference of an open practice case, as TR-0007."))
        super().__init__(max_length=20, **kwargs)

    def clean(self, value: str) -> str:
        ref: str = super().clean(value)
        if scenarios.open_release(ref, scenarios.Use.PRACTICE) is None:
            raise ValidationError(
                gettext("No practice case with the reference “%(ref)s” is open.") % {"ref": ref}
            )
        return ref

    def get_context(self, value: str, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        return {**context, "case": (parent_context or {}).get("practice_cases", {}).get(value)}

    class Meta:
        icon = "doc-full"
        label = _("Practice case")
        template = "courses/blocks/practice_case.html"


class FactorDrillBlock(blocks.FieldBlock):
    """A drill to begin from a lesson: a written one, or any of a factor."""

    def __init__(self, **kwargs: Any) -> None:
        self.field = forms.ChoiceField(choices=drill_choices, label=_("Drill"))
        super().__init__(**kwargs)

    def get_context(self, value: str, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        return {**context, "drill": (parent_context or {}).get("drills", {}).get(value)}

    class Meta:
        icon = "tasks"
        label = _("Factor drill")
        template = "courses/blocks/factor_drill.html"


class KnowledgeCheckBlock(SnippetChooserBlock):
    """A knowledge check, with how far the reader has come in it.

    One that was deleted leaves nothing, and one that is not published says so.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__("courses.KnowledgeCheck", **kwargs)

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        checks = (parent_context or {}).get("knowledge_checks", {})
        return {**context, "standing": checks.get(value.pk) if value else None}

    class Meta:
        icon = "help"
        label = _("Knowledge check")
        template = "courses/blocks/knowledge_check.html"


class EvidenceExerciseBlock(SnippetChooserBlock):
    """An evidence exercise, in the same way."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__("courses.EvidenceExercise", **kwargs)

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        exercises = (parent_context or {}).get("evidence_exercises", {})
        return {**context, "standing": exercises.get(value.pk) if value else None}

    class Meta:
        icon = "edit"
        label = _("Evidence exercise")
        template = "courses/blocks/evidence_exercise.html"


class GlossaryTermBlock(SnippetChooserBlock):
    """A word with its meaning, as the glossary has it: changed there, it changes here.

    All terms of a lesson are read in one query, and none is asked where there is none.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__("courses.GlossaryTerm", **kwargs)

    class Meta:
        icon = "openquote"
        label = _("Glossary term")
        template = "courses/blocks/glossary_term.html"


class LessonBody(blocks.StreamBlock):
    text = MarkdownBlock()
    call_out = CallOutBlock()
    factor_card = FactorCardBlock()
    practice_case = PracticeCaseBlock()
    factor_drill = FactorDrillBlock()
    evidence_exercise = EvidenceExerciseBlock()
    knowledge_check = KnowledgeCheckBlock()
    glossary_term = GlossaryTermBlock()
    picture = PictureBlock()
    recording = RecordingBlock()
    reflection = ReflectionBlock()
    download = DownloadBlock()


class Step(SafeStructBlock):
    """One step of how the site works."""

    heading = blocks.CharBlock(max_length=80, label=_("Heading"))
    text = blocks.TextBlock(rows=3, label=_("Text"))

    class Meta:
        icon = "list-ol"
        label = _("Step")


class Steps(blocks.StreamBlock):
    step = Step()
