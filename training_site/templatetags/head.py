"""What stands in the head of every page."""

from functools import cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
@cache
def stylesheets() -> SafeString:
    """The links to the stylesheets, drawn once a process: their addresses change with a release."""
    return render_to_string("components/stylesheets.html")
