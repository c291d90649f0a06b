"""From a rule that two trainers agree on to a certificate, with and without scripts."""

import pytest
from playwright.sync_api import Page, expect

from courses.models import Certification
from people.public import Organisation, Role, User
from tests.factories import make_person
from tests.factories.certification import make_check, make_ready, sit_set
from tests.journeys.axe.look import faults_of
from tests.journeys.steps import answer_as_the_panel
from tests.journeys.views.view import WIDE

pytestmark = pytest.mark.usefixtures("bank_of_their_own")


def look_at(page: Page) -> None:
    """The page is open to everybody, wide and narrow."""
    assert faults_of(page) == []
    page.set_viewport_size({"width": WIDE, "height": 800})


@pytest.mark.parametrize(
    ("javascript", "code"), [(True, "X09"), (False, "X10")], ids=["scripts", "no scripts"]
)
def test_two_trainers_agree_on_a_rule_and_a_trainee_is_certified(javascript, code, site, open_as):
    for turn in range(2):
        make_check(turn=turn)
    trainer = open_as(site.person(Role.TRAINER, code), javascript=javascript)
    trainer.goto("/workshop/")
    trainer.get_by_role("link", name="Certification").click()
    trainer.get_by_role("link", name="New certification").click()
    trainer.get_by_label("Title").fill(f"Assessing, {code}")
    trainer.get_by_label("Whose is it?").select_option(code)
    trainer.get_by_role("button", name="Make the certification").click()
    expect(trainer.get_by_text("No pass rule has been proposed yet")).to_be_visible()
    trainer.get_by_role("link", name="Propose a rule").click()
    trainer.get_by_label("How many cases has a set?").fill("1")
    trainer.get_by_label("The same as the panel, at least").fill("60")
    trainer.get_by_label("Within one level, at least").fill("80")
    trainer.get_by_role("button", name="Try this rule").click()
    expect(trainer.get_by_text("You proposed this rule")).to_be_visible()

    second = open_as(site.person(Role.TRAINER, code), javascript=javascript)
    second.goto(trainer.url)
    second.get_by_role("link", name="Switch this rule on").click()
    second.get_by_role("button", name="Switch this rule on").click()
    expect(second.get_by_text("The rule is in force.")).to_be_visible()

    person = site.trainee(code)
    certification = Certification.objects.get(title=f"Assessing, {code}")
    page = open_as(person, javascript=javascript)
    page.goto(f"/my-learning/certification/{certification.uuid}/")
    page.get_by_role("link", name="Draw my set").click()
    page.get_by_role("button", name="Draw my set").click()
    expect(page.get_by_text("0 of 1 case submitted.")).to_be_visible()
    case = certification.sets.get().cases.get()
    ref = case.release.case_version.scenario.ref
    page.get_by_role("link", name=f"{ref}:").click()
    page.get_by_role("button", name="Start").click()
    answer_as_the_panel(page, case.release)
    page.get_by_role("button", name="Submit my assessment").click()
    expect(page.get_by_role("heading", name="Check submitted", level=1)).to_be_visible()
    page.goto(f"/my-learning/certification/{certification.uuid}/")
    expect(page.get_by_role("heading", name="You are certified until")).to_be_visible()

    lead = open_as(site.person(Role.FORCE_LEAD, code), javascript=javascript)
    lead.goto(f"/reports/{code}/")
    lead.get_by_role("link", name="See who is certified").click()
    expect(lead.get_by_role("row").filter(has_text=str(person))).to_contain_text("Certified until")


def failed(site, code: str) -> tuple[User, Certification]:
    """Somebody of an organisation whose sets are used up."""
    there = Organisation.objects.get(code=code)
    certification = make_ready(1, bank=2, owner=there, sets_allowed=1)
    person = make_person(organisation=there)
    sit_set(person, certification, well=False)
    return person, certification


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no scripts"])
def test_a_conversation_opens_one_more_set(javascript, site, open_as):
    code = "X11" if javascript else "X12"
    person, certification = failed(site, code)
    page = open_as(person, javascript=javascript)
    page.goto(f"/my-learning/certification/{certification.uuid}/")
    expect(page.get_by_role("heading", name="was not passed")).to_be_visible()
    expect(page.get_by_text("once a trainer has recorded a conversation")).to_be_visible()

    trainer = open_as(site.person(Role.TRAINER, code), javascript=javascript)
    trainer.goto(f"/courses/certification/{certification.uuid}/")
    trainer.get_by_role("link", name=str(person)).click()
    day = certification.sets.get().decided_at
    for label, part in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        trainer.get_by_label(label).fill(str(part))
    trainer.get_by_label("What was agreed?").fill("Two practice cases before the next set.")
    trainer.get_by_role("button", name="Record the conversation").click()
    expect(trainer.get_by_text("Two practice cases before the next set.")).to_be_visible()

    page.reload()
    expect(page.get_by_text("Two practice cases before the next set.")).to_be_visible()
    page.get_by_role("link", name="Draw my set").click()
    page.get_by_role("button", name="Draw my set").click()
    expect(page.get_by_text("0 of 1 case submitted.")).to_be_visible()


def test_the_pages_are_open_to_everybody(site, open_as):
    person, certification = failed(site, "X13")
    rule = certification.rules.get()
    trainer = open_as(site.person(Role.TRAINER, "X13"))
    page = f"/courses/certification/{certification.uuid}/"
    waits = certification.sets.get()
    for path in (
        "/courses/certification/",
        "/courses/certification/new/",
        page,
        f"{page}rules/propose/",
        f"{page}rules/{rule.number}/",
        f"{page}rules/{rule.number}/switch-on/",
        f"/courses/certification/sets/{waits.uuid}/conversation/",
    ):
        trainer.goto(path)
        look_at(trainer)
    lead = open_as(site.person(Role.FORCE_LEAD, "X13"))
    lead.goto("/courses/certification/people/X13/")
    look_at(lead)
    own = f"/my-learning/certification/{certification.uuid}/"
    mine = open_as(person)
    mine.goto(own)
    look_at(mine)
    fresh = open_as(site.trainee("X13"))
    for path in (own, f"{own}draw/"):
        fresh.goto(path)
        look_at(fresh)
    fresh.get_by_role("button", name="Draw my set").click()
    look_at(fresh)
    fresh.get_by_text("Leave a case and take another").click()
    fresh.get_by_role("link", name="Take another case for").first.click()
    look_at(fresh)
