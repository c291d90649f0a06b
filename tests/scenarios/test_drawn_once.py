"""What is drawn once is drawn by all that it shows, so that nothing old is ever shown."""

import pytest
from django.db.models import QuerySet

from scenarios.models import Passage, Withheld
from scenarios.selectors.case_file import DocumentView, PassageView
from scenarios.selectors.frozen import forget
from scenarios.templatetags.papers import drawn_document
from scenarios.widgets import ListChoice, RadioChoice
from tests.scenarios.journey import step_url

CHOICES = [("", "None"), ("a", "First"), ("b", "Second")]


def paper(*passages):
    return DocumentView(number=1, kind="Referral", title="Referral", dated="", passages=passages)


def test_a_passage_is_gone_from_the_next_page_and_back_on_the_one_after(as_trainee, assessment):
    """As another process would take it away: nothing is told to this one."""
    page, words = step_url(assessment), "He fixes bicycles."
    passage = Passage.objects.get(text=words)
    row = QuerySet(Passage).filter(pk=passage.pk)
    for _twice in range(2):
        assert words in as_trainee.get(page).content.decode()
        row.update(text="", withheld=Withheld.HELD)
        assert words not in as_trainee.get(page).content.decode()
        row.update(text=words, withheld="")
    forget()  # and the same where the case is first read while the passage is away
    row.update(text="", withheld=Withheld.HELD)
    assert words not in as_trainee.get(page).content.decode()
    row.update(text=words, withheld="")
    assert words in as_trainee.get(page).content.decode()


def test_a_paper_shows_what_was_cited_of_it_and_no_other_paper_does():
    cited = paper(PassageView("D1.1", "<p>One</p>", mine=("You: for Opportunity",)))
    plain = paper(PassageView("D1.1", "<p>One</p>"))
    for _twice in range(2):
        assert "You: for Opportunity" in drawn_document(cited)
        assert "You: for Opportunity" not in drawn_document(plain)


def test_a_note_on_a_passage_is_words_and_no_markup():
    drawn = drawn_document(paper(PassageView("D1.1", "", panel=("<b>x</b>",))))
    assert "&lt;b&gt;x&lt;/b&gt;" in drawn


@pytest.mark.parametrize("kind", [ListChoice, RadioChoice])
def test_a_choice_is_drawn_for_each_value_of_its_own(kind):
    chosen = "selected" if kind is ListChoice else "checked"
    widget = kind(choices=CHOICES)
    drawn = [widget.render("field", value, {"id": "it"}) for value in ("a", "b", "a", None)]
    assert [html.count(chosen) for html in drawn] == [1, 1, 1, 1]
    assert drawn[0] == drawn[2] != drawn[1]


@pytest.mark.parametrize("kind", [ListChoice, RadioChoice])
def test_what_is_no_choice_is_neither_chosen_nor_remembered(kind):
    drawn = kind(choices=CHOICES).render("field", "x" * 100, {"id": "it"})
    assert "xxx" not in drawn
    assert drawn == kind(choices=CHOICES).render("field", "y", {"id": "it"})
