"""A chair asks a panellist who lies far from the others, who answers; nobody is named."""

import json
import re

import pytest
from django.core import mail
from playwright.sync_api import Page, expect

from scenarios.models import PanelAnswer
from tests.factories import make_far_panel, make_scenario
from tests.journeys.axe.look import AXE, violations
from tests.journeys.views.view import NARROW, WIDE

WORD = "What did you see in the visit note that the others did not?"
WHY = "He gave the keys back by himself. I think that weighs more."


def look(page: Page) -> None:
    """What axe finds on the page as it stands, wide and narrow."""
    faults = []
    for width in (WIDE, NARROW):
        page.set_viewport_size({"width": width, "height": 800})
        page.evaluate(AXE)
        faults += [f"at {width}: {words}" for words in violations(page)]
        too_wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        if too_wide > 0:
            faults.append(f"{too_wide} pixels wider than {width}")
    page.set_viewport_size({"width": WIDE, "height": 800})
    assert not faults, json.dumps(faults, indent=1)


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without"])
def test_a_far_panellist_is_asked_and_answers(site, open_as, javascript):
    panel, last = make_far_panel(scenario=make_scenario(f"TR-091{javascript:d}"))
    names = [seat.person.last_name for seat in panel.panellists.all()]
    ref = panel.case_version.scenario.ref

    chair = open_as(panel.chair, javascript=javascript)
    chair.goto(f"/workshop/{ref}/health/{panel.key.uuid}/")
    chair.get_by_role("link", name=f"Ask them {last.label}").click()
    chair.get_by_label("A word from you (optional)").fill(WORD)
    if javascript:
        look(chair)
    chair.get_by_role("button", name="Ask them").click()
    expect(chair.get_by_text(f"{last.label} is asked.")).to_be_visible()
    expect(chair.get_by_text("Asked, not answered yet")).to_be_visible()

    letter = mail.outbox[-1]
    assert letter.to == [last.person.email]
    link = re.search(r"/panel/\S+/question/", letter.body)
    page = open_as(last.person, javascript=javascript)
    page.goto("/panel/")
    expect(page.get_by_text("the chair asks you something").first).to_be_visible()
    page.goto(link[0])
    expect(page.get_by_text(WORD)).to_be_visible()
    expect(page.get_by_role("table", name="Votes on Opportunity, blind round")).to_be_visible()
    page.get_by_role("button", name="Send my answer").click()
    expect(page.get_by_role("alert")).to_contain_text("There is a problem")
    page.get_by_label("I stand by it, because…").check()
    page.get_by_label("In a few words").fill(WHY)
    if javascript:
        look(page)
    page.get_by_role("button", name="Send my answer").click()
    expect(page.get_by_text("Your answer is sent. Thank you.")).to_be_visible()
    assert PanelAnswer.objects.get(question__panellist=last).text == WHY

    chair.reload()
    answered = chair.get_by_role("region", name=f"{last.label}, asked")
    expect(answered).to_contain_text(WHY)
    if javascript:
        look(chair)
    approver = open_as(panel.approver, javascript=javascript)
    approver.goto(f"/panel/{panel.uuid}/ratings/")
    expect(approver.get_by_text(WHY)).to_be_visible()
    for text in (chair.inner_text("main"), approver.inner_text("main")):
        assert not [name for name in names if name in text]
