"""Drawing the papers of a case file.

Forty passages were the dearest part of a case page, and all but the few that are cited look the
same to everybody and beside every factor. So each is drawn once and remembered by all that it is
drawn from. What is changed or taken away in the database makes other arguments here, and another
drawing: nothing can go stale, and no stage shows what belongs to a later one.
"""

from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from scenarios.selectors.case_file import DocumentView, PassageView
from scoring.public import Spread

register = template.Library()


@register.simple_tag
def drawn_document(document: DocumentView, citing: bool = False) -> SafeString:
    """A paper: with cite buttons, or with what was cited of it."""
    draw = _draw_document.__wrapped__ if document.is_cited_by_reader else _draw_document
    return draw(document, bool(citing), get_language())


@lru_cache(maxsize=1024)
def _draw_document(document: DocumentView, citing: bool, language: str) -> SafeString:
    return render_to_string(
        "scenarios/includes/document.html", {"document": document, "citing": citing}
    )


@register.simple_tag
def drawn_spread(spread: Spread) -> SafeString:
    """The panel's votes as columns: of one factor there are as many as there are levels to mark."""
    return _draw_spread(spread)


@lru_cache(maxsize=4096)
def _draw_spread(spread: Spread) -> SafeString:
    return render_to_string("components/spread.html", {"spread": spread})


@register.simple_tag
def drawn_passage(passage: PassageView, citing: bool) -> SafeString:
    """A passage of a paper, also of one that is drawn anew."""
    drawn = _draw_passage(
        passage.ref, passage.heading, passage.html, passage.stance, citing, get_language()
    )
    if not passage.mine and not passage.panel:
        return mark_safe(f"{drawn}</div>")  # noqa: S308 - drawn by a template, as below
    words = render_to_string("scenarios/includes/passage_cited.html", {"passage": passage})
    return format_html("{}{}</div>", drawn, words)


@lru_cache(maxsize=4096)
def _draw_passage(
    ref: str, heading: str, html: SafeString, stance: str, citing: bool, language: str
) -> SafeString:
    """All of a passage but its end tag, before which stands what was cited of it."""
    passage = PassageView(ref=ref, heading=heading, html=html, stance=stance)
    whole = render_to_string(
        "scenarios/includes/passage.html", {"passage": passage, "citing": citing}
    )
    return mark_safe(whole.rpartition("</div>")[0])  # noqa: S308 - drawn by a template
