"""Drawing a passage of a case file."""

from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from scenarios.selectors.case_file import PassageView

register = template.Library()


@register.simple_tag
def drawn_passage(passage: PassageView, citing: bool = False, notes: bool = False) -> SafeString:
    """A passage, with cite buttons or with what was cited of it.

    Forty passages were the dearest part of a case page. They look the same to everybody and on
    every page, so each is drawn once and remembered by all that it is drawn from: what is changed
    or taken away in the database is simply another passage here, and nothing can go stale.
    """
    drawn = _draw(
        passage.ref, passage.heading, passage.html, passage.stance, bool(citing), get_language()
    )
    cited = (*passage.panel, *passage.mine) if notes else ()
    if not cited:
        return mark_safe(f"{drawn}</div>")  # noqa: S308 - drawn by a template, as below
    words = render_to_string("scenarios/includes/passage_cited.html", {"cited": cited})
    return format_html("{}{}</div>", drawn, words)


@lru_cache(maxsize=4096)
def _draw(
    ref: str, heading: str, html: SafeString, stance: str, citing: bool, language: str
) -> SafeString:
    """All of a passage but its end tag, before which stands what was cited of it."""
    passage = PassageView(ref=ref, heading=heading, html=html, stance=stance)
    whole = render_to_string(
        "scenarios/includes/passage.html", {"passage": passage, "citing": citing}
    )
    return mark_safe(whole.rpartition("</div>")[0])  # noqa: S308 - drawn by a template
