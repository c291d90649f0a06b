"""The notes of a moderation session: saved once, overwritten by no older page, then closed."""

import pytest

from people.public import Event
from tests.scenarios.journey import BOTH_WAYS, HTMX, PLAIN, WAY_NAMES, words_of
from tests.scenarios.moderation.pages import note, stored, url, wall

pytestmark = pytest.mark.django_db


def test_a_plain_save_stays_on_the_page_and_going_on_leads_to_the_next_factor(as_lead, session):
    answer = as_lead.post(wall(session), note())
    assert answer["Location"] == wall(session)
    answer = as_lead.post(wall(session), note(revision=1, go="next"))
    assert answer["Location"].startswith(url(session, "1/"))
    assert answer["Location"] != wall(session)
    assert stored() == [("opportunity", "He kept the shed key.", 2, 1)]
    page = as_lead.get(wall(session)).content.decode()
    assert "He kept the shed key." in page
    assert "Saved " in page


def test_a_save_with_the_panel_shown_keeps_it_shown(as_lead, session):
    shown = f"{wall(session)}?panel=shown"
    assert as_lead.post(shown, note())["Location"] == shown


def test_htmx_draws_what_is_saved_and_the_new_revision(as_lead, session):
    answer = as_lead.post(wall(session), note(), headers=HTMX)
    page = answer.content.decode()
    assert "Saved " in page
    assert 'name="revision" id="revision" value="1"' in page
    assert "<html" not in page
    answer = as_lead.post(wall(session), note(revision=1, go="next"), headers=HTMX)
    assert answer["HX-Redirect"].startswith(url(session))


def test_each_change_records_one_event_without_its_text(as_lead, session, force_lead):
    as_lead.post(wall(session), note())
    as_lead.post(wall(session), note(revision=1))
    as_lead.post(url(session, "close/"))
    as_lead.post(url(session, "close/"))
    events = Event.objects.filter(name__startswith="moderation.").order_by("sequence")
    assert [event.name for event in events] == [
        "moderation.opened",
        "moderation.noted",
        "moderation.closed",
    ]
    assert "shed" not in str([event.payload for event in events])


@pytest.mark.parametrize("way", BOTH_WAYS, ids=WAY_NAMES)
def test_an_older_page_overwrites_nothing_and_shows_both(way, as_lead, session):
    as_lead.post(wall(session), note())
    answer = as_lead.post(wall(session), note("Something else.", "1"), headers=way)
    assert answer.status_code == 409
    page = words_of(answer)
    assert "He kept the shed key." in page
    assert "Significant" in page
    if way == PLAIN:
        assert "Something else." in answer.content.decode()
    assert stored() == [("opportunity", "He kept the shed key.", 2, 1)]
    answer = as_lead.post(wall(session), note("Something else.", "1", replace=1), headers=way)
    assert answer.status_code in (200, 302)
    assert stored() == [("opportunity", "Something else.", 1, 2)]


@pytest.mark.parametrize("way", BOTH_WAYS, ids=WAY_NAMES)
def test_a_note_that_points_to_somebody_real_is_refused(way, as_lead, session):
    answer = as_lead.post(wall(session), note("Ring him on 07912 345678."), headers=way)
    assert answer.status_code == 200
    assert "There is a problem" in words_of(answer)
    assert stored() == []
    if way == PLAIN:
        assert "07912 345678" in answer.content.decode()


@pytest.mark.parametrize("level", ["7", "x"])
def test_a_level_that_is_not_on_the_scale_is_refused(level, as_lead, session):
    assert as_lead.post(wall(session), note(level=level)).status_code == 200
    assert stored() == []


def test_a_level_can_be_left_open_and_a_note_taken_back(as_lead, session):
    as_lead.post(wall(session), note(level=""))
    assert stored() == [("opportunity", "He kept the shed key.", None, 1)]
    as_lead.post(wall(session), note("", "", revision=1))
    assert stored() == [("opportunity", "", None, 2)]
    assert "0 of 12 agreed on" in words_of(as_lead.get(url(session)))


@pytest.mark.parametrize("way", BOTH_WAYS, ids=WAY_NAMES)
def test_nothing_is_saved_in_a_closed_session(way, as_lead, closed):
    answer = as_lead.post(wall(closed), note("Too late.", revision=1), headers=way)
    assert answer.status_code == 409
    assert "closed" in words_of(answer)
    assert stored() == [("opportunity", "He kept the shed key.", 2, 1)]


def test_a_closed_session_shows_its_notes_and_no_spread(as_lead, closed):
    page = words_of(as_lead.get(url(closed)))
    assert "Opportunity Significant He kept the shed key." in page
    assert "5 people" not in page
    for step in ("1/opportunity/", "close/"):
        assert as_lead.get(url(closed, step))["Location"] == url(closed)


def test_a_reported_note_is_kept_back_and_another_can_be_written(as_lead, session):
    as_lead.post(wall(session), note())
    page = as_lead.get(url(session, "report-real-data/"))
    texts = page.context["form"].texts
    chosen = next(value for value, text in texts.items() if text.kind == "teaching_note")
    as_lead.post(url(session, "report-real-data/"), {"text": chosen, "what": "name"})
    assert "shed key" not in words_of(as_lead.get(wall(session)))
    assert "kept back" in words_of(as_lead.get(wall(session)))
    older = as_lead.post(wall(session), note("Another.", revision=1))
    assert older.status_code == 409
    again = as_lead.post(wall(session), note(revision=2))
    assert again.status_code == 409
    as_lead.post(wall(session), note("Another.", revision=2))
    assert stored() == [("opportunity", "Another.", 2, 3)]
