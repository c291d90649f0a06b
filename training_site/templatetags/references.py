"""References of cases and receipts in running text."""

import re

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeData, SafeString, mark_safe

register = template.Library()
# As TR-0007, K-1A2B3C4D, or the groups of a certificate.
REFERENCE = re.compile(r"\b[0-9A-Z]{1,8}(?:-[0-9A-Z]{3,8}){1,3}\b")


@register.filter
def whole(text: object) -> SafeString:
    """The text with each reference in it kept on one line; what is copied of it stays the same.

    Several are joined by commas. Markup is left as it is: there a reference may stand in an
    attribute. What is no text, as a message, may hold markup too.
    """
    text = ", ".join(map(str, text)) if isinstance(text, list | tuple) else str(text)
    escaped = conditional_escape(text)
    if isinstance(text, SafeData):
        return SafeString(escaped)
    # escaped above, and a reference has no sign that could be markup
    return mark_safe(REFERENCE.sub(r'<span class="ref">\g<0></span>', escaped))  # noqa: S308
