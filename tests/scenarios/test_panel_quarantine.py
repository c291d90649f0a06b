"""Whoever has a part in a panel can report what they see there, and learns nothing by it."""

import pytest

from scenarios.models import Panellist, PanelRating, Passage, Report
from scenarios.selectors.reportable import Reportable
from scenarios.services.panel_rating import save_panel_rating
from scenarios.services.quarantine import release_text
from scenarios.services.rating import Rating
from scoring.public import Factor
from tests.factories import (
    make_closed_panel,
    make_panel,
    make_person,
    make_staged_scenario,
    rate_seat,
)
from tests.scenarios.journey import words_of

pytestmark = pytest.mark.django_db
NOTICE = "This text was reported and is kept back until somebody has looked."
SECRET = "Kingfisher was his name."
BICYCLES = "He fixes bicycles."


def report_url(panel) -> str:
    return f"/panel/{panel.uuid}/report-real-data/"


def step_url(panel, step="opportunity") -> str:
    return f"/panel/{panel.uuid}/1/{step}/"


def rate(seat, reason: str, revision: int = 0) -> PanelRating:
    factor = Factor.objects.get(framework=seat.panel.case_version.framework, code="opportunity")
    said = Rating.from_choice("2", 70, reason)
    return save_panel_rating(seat=seat, stage=1, factor=factor, rating=said, revision=revision)


def post_of(kind, row) -> dict[str, str]:
    """What the form sends for a row, as somebody would who knew how the site calls it."""
    value = Reportable(kind, row.pk, "", "", "", row).value
    return {"text": value, "what": "name", "note": ""}


def test_a_panellist_reports_a_passage_and_it_is_gone_for_everybody(client_of, administrator):
    panel = make_panel(2)
    first, second = panel.panellists.order_by("pk")
    client = client_of(first.person)
    assert BICYCLES in words_of(client.get(step_url(panel)))
    assert report_url(panel) in client.get(step_url(panel)).content.decode()
    passage = Passage.objects.get(case_version=panel.case_version, text=BICYCLES)
    answer = client.post(report_url(panel), post_of(Report.Kind.PASSAGE, passage), follow=True)
    assert "The text is kept back from everybody now" in words_of(answer)
    for person in (first.person, second.person):
        words = words_of(client_of(person).get(step_url(panel)))
        assert BICYCLES not in words
        assert NOTICE in words
    release_text(report=Report.objects.get(), by=administrator)
    assert BICYCLES in words_of(client_of(second.person).get(step_url(panel)))


def test_a_panellist_finds_own_words_in_the_list_and_nobody_elses(client_of):
    panel = make_panel(2)
    first, second = panel.panellists.order_by("pk")
    rate(first, "Said by the first.")
    rate(second, SECRET)
    words = words_of(client_of(first.person).get(report_url(panel)))
    assert "Opportunity: Said by the first." in words
    assert SECRET not in words


def test_somebody_elses_words_cannot_be_reported_by_guessing_the_row(client_of):
    panel = make_panel(2)
    first, second = panel.panellists.order_by("pk")
    row = rate(second, SECRET)
    page = client_of(first.person).post(report_url(panel), post_of("panel_reason", row))
    assert page.status_code == 200
    assert "Select a valid choice" in words_of(page)
    assert not Report.objects.exists()
    row.refresh_from_db()
    assert row.reason == SECRET


def test_a_page_with_a_reported_reason_on_it_saves_over_nothing(client_of):
    panel = make_panel(1)
    seat = panel.panellists.get()
    row = rate(seat, SECRET)
    client = client_of(seat.person)
    client.post(report_url(panel), post_of(Report.Kind.PANEL_REASON, row))
    typed = {"choice": "2", "confidence": "70", "reason": SECRET, "revision": row.revision}
    answer = client.post(step_url(panel), typed, headers={"HX-Request": "true"})
    assert answer.status_code == 409
    assert PanelRating.objects.get().reason == ""


def test_another_reason_can_be_written_and_the_reported_one_cannot_be_brought_back(client_of):
    panel = make_panel(1)
    seat = panel.panellists.get()
    row = rate(seat, SECRET)
    client = client_of(seat.person)
    client.post(report_url(panel), post_of(Report.Kind.PANEL_REASON, row))
    row.refresh_from_db()
    assert NOTICE in words_of(client.get(step_url(panel, "check")))
    typed = {"choice": "2", "confidence": "70", "revision": row.revision}
    again = client.post(step_url(panel), typed | {"reason": SECRET}, headers={"HX-Request": "true"})
    assert again.status_code == 409
    assert "Write another. Nothing was saved." in words_of(again)
    client.post(step_url(panel), typed | {"reason": "Without a name."})
    row.refresh_from_db()
    assert (row.reason, row.withheld) == ("Without a name.", "")


def test_before_closing_the_chair_finds_the_papers_and_no_rating(client_of):
    panel = make_panel(2)
    rate(panel.panellists.first(), SECRET)
    words = words_of(client_of(panel.chair).get(report_url(panel)))
    assert BICYCLES in words
    assert SECRET not in words


def test_after_closing_the_chair_can_report_what_a_panellist_wrote(client_of):
    panel = make_closed_panel(5)
    row = PanelRating.objects.filter(panellist__panel=panel, reason="Why opportunity.").first()
    client = client_of(panel.chair)
    client.post(report_url(panel), post_of(Report.Kind.PANEL_REASON, row))
    row.refresh_from_db()
    assert (row.reason, row.withheld) == ("", "held")
    assert NOTICE in words_of(client.get(f"/panel/{panel.uuid}/ratings/"))


def test_a_staged_case_lists_no_paper_that_is_still_to_come(client_of):
    panel = make_panel(1, scenario=make_staged_scenario())
    seat = panel.panellists.get()
    assert "lost the flat" not in words_of(client_of(seat.person).get(report_url(panel)))
    rate_seat(seat, 1)
    assert "lost the flat" in words_of(client_of(seat.person).get(report_url(panel)))


def test_whoever_has_no_part_in_the_panel_finds_no_such_page(client_of):
    panel = make_panel(1)
    client = client_of(make_person(role="panellist"))
    assert client.get(report_url(panel)).status_code == 404
    assert client.post(report_url(panel), {}).status_code == 404
    assert Panellist.objects.count() == 1
