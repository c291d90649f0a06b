"""Form fields for text that people write. Every one of the site's forms takes them from here."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import ngettext

from scenarios.safety.findings import Finding, identifier_findings
from scenarios.safety.identifiers import Kind

# Enough to see what is meant; the rest is found when these are mended.
MOST_SHOWN = 5


class SafeTextField(forms.CharField):
    """Text of several lines in which nothing may point to a real person.

    What is found is said on the field, one sentence each, and the form keeps what was typed. Each
    line end counts as one character, as the browser counts it, and posted text compares equal to
    stored text: a textarea sends line ends as CR LF.
    """

    widget = forms.Textarea

    def __init__(
        self,
        *args: Any,
        allowed: frozenset[Kind] = frozenset(),
        instead: str | Promise = "",
        **kwargs: Any,
    ) -> None:
        self.allowed = allowed
        self.instead = instead
        super().__init__(*args, **kwargs)

    def to_python(self, value: object) -> str:
        return str(super().to_python(value)).replace("\r\n", "\n")

    def clean(self, value: object) -> str:
        text: str = super().clean(value)
        refuse_in_form(identifier_findings(text, allowed=self.allowed, instead=self.instead))
        return text


class SafeLineField(SafeTextField):
    """The same for one line, such as a name or a title."""

    widget = forms.TextInput


def refuse_in_form(findings: list[Finding]) -> None:
    """Say on a form's field what was found in it."""
    if not findings:
        return
    words = [str(finding) for finding in findings[:MOST_SHOWN]]
    more = len(findings) - MOST_SHOWN
    if more > 0:
        words.append(ngettext("And %(n)d more.", "And %(n)d more.", more) % {"n": more})
    raise ValidationError([ValidationError(each, code="identifier") for each in words])
