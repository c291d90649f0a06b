"""Markdown to safe HTML, for case documents and lessons."""

from functools import lru_cache

import markdown
import nh3
from django.utils.safestring import SafeString, mark_safe

TAGS = {
    "a", "abbr", "blockquote", "br", "code", "em", "h2", "h3", "h4", "hr", "li", "ol", "p",
    "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
ATTRIBUTES = {"a": {"href", "title"}, "abbr": {"title"}, "th": {"scope"}}


@lru_cache(maxsize=4096)
def render_markdown(text: str) -> SafeString:
    """The text as HTML with only plain prose tags left in it, safe to show to anybody.

    >>> render_markdown("He *said* <script>x</script> so.")
    '<p>He <em>said</em>  so.</p>'
    """
    extensions = ["tables", "sane_lists", "smarty"]
    html = markdown.markdown(text, extensions=extensions, output_format="html")
    clean = nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer",
    )
    return mark_safe(clean)  # noqa: S308 - cleaned in the line above
