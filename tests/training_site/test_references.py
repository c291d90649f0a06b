"""References in running text stay on one line, and nothing else changes."""

from django.utils.safestring import mark_safe

from training_site.templatetags.references import whole


def test_a_reference_is_kept_whole_and_the_text_around_it_is_escaped() -> None:
    assert whole("<b> TR-0023, well-known") == (
        '&lt;b&gt; <span class="ref">TR-0023</span>, well-known'
    )
    assert whole("2K3M-9QX2-4TFA") == '<span class="ref">2K3M-9QX2-4TFA</span>'


def test_markup_is_left_alone() -> None:
    link = mark_safe('<a href="/cases/TR-0023/">it</a>')
    assert whole(link) == link
