"""References in running text stay on one line, and nothing else changes."""

from django.contrib.messages import SUCCESS
from django.contrib.messages.storage.base import Message
from django.utils.safestring import mark_safe

from training_site.templatetags.references import whole


def test_a_reference_is_kept_whole_and_the_text_around_it_is_escaped() -> None:
    assert whole("<b> TR-0023, well-known") == (
        '&lt;b&gt; <span class="ref">TR-0023</span>, well-known'
    )
    assert whole("2K3M-9QX2-4TFA") == '<span class="ref">2K3M-9QX2-4TFA</span>'


def test_several_are_kept_whole_each() -> None:
    said = whole(["TR-0001", "<TR-0002"])
    assert said == '<span class="ref">TR-0001</span>, &lt;<span class="ref">TR-0002</span>'


def test_markup_is_left_alone() -> None:
    link = mark_safe('<a href="/cases/TR-0023/">it</a>')
    assert whole(link) == link
    # The editor's own messages hold links, and stay until a page of the site shows them.
    assert whole(Message(SUCCESS, link)) == link
    assert whole(Message(SUCCESS, "<b>")) == "&lt;b&gt;"
