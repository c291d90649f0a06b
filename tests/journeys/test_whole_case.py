"""A trainer takes a case from nothing to people who talk about it, in the browser alone."""

from playwright.sync_api import Page, expect

from people.public import Organisation, Role, User
from scenarios.models import KeyChange, Panellist, Release, Scenario, TeachingNote
from scoring.public import Factor
from tests.factories import make_group, rate_seat
from tests.journeys.conftest import Opener
from tests.journeys.demo_site import DemoSite
from tests.journeys.editor import save_draft
from tests.journeys.panel_steps import (
    decide_on_review,
    end_queue,
    next_by_keyboard,
    send_to_panel,
    send_to_reviewer,
)
from tests.journeys.steps import choose, level
from tests.journeys.watch import Watch

REF = "TR-0970"
PAPERS = (
    (
        "referral",
        "Referral",
        "Week 1 of licence",
        "He was released to a flat of his own and has the keys to an allotment shed.\n\n"
        "His sister rings on Sundays.",
    ),
    (
        "visit_note",
        "Home visit",
        "Week 6 of licence",
        "He was in and spoke freely.\n\nHe has kept the job at the nursery since week 2.",
    ),
)
BIRDS = ("Wren", "Heron", "Finch", "Plover", "Dunlin", "Siskin")
FISH = ("Tench", "Bream", "Perch", "Gudgeon", "Barbel", "Grayling")
# The place of each factor's level among the choices; a case on which all say "some" tells little.
ENDS = (2, 0)


def panellists(site: DemoSite, names: tuple[str, ...]) -> list[User]:
    return [
        site.person(Role.PANELLIST, f"X0{n}", last_name=f"{name}ham")
        for n, name in enumerate(names, start=1)
    ]


def write(page: Page) -> None:
    """The form of the admin from empty to a saved draft of two papers."""
    page.goto("/workshop/")
    page.get_by_role("link", name="New case").click()
    page.get_by_label("Reference").fill(REF)
    page.get_by_label("Title", exact=False).first.fill("The allotment shed")
    page.get_by_label("Summary").fill("A man is six weeks into his licence.")
    page.get_by_label("Content label").fill("none")
    page.get_by_label("Static risk").fill("Given facts: the static tool says medium.")
    page.get_by_label("Owner").select_option(label="Northmoor Police")
    page.get_by_label("Difficulty").select_option(label="Moderate")
    for number, (kind, title, dated, body) in enumerate(PAPERS):
        if number:
            page.get_by_role("button", name="Add document").click()
        page.locator(f"[name=documents-{number}-kind]").select_option(value=kind)
        page.locator(f"[name=documents-{number}-title]").fill(title)
        page.locator(f"[name=documents-{number}-dated]").fill(dated)
        page.locator(f"[name=documents-{number}-body]").fill(body)
    save_draft(page)
    assert Scenario.objects.get(ref=REF).latest_revision.content["documents"][1]["kind"]


def rate(page: Page, *, opportunity: int) -> None:
    """All factors by keyboard: the first as told, the others at one end or the other."""
    page.goto("/panel/")
    page.get_by_role("link", name=REF).first.click()
    page.get_by_role("link", name="Read the case and begin").click()
    for number in range(11):
        at = opportunity if number == 0 else ENDS[number % 2]
        page.get_by_role("group", name="Your rating").get_by_role("radio").nth(at).check()
        choose(page, "How sure are you?", "Very sure: 90%")
        next_by_keyboard(page)
    end_queue(page)


def rated_by(open_as: Opener, people: list[User], *, opportunity: int) -> None:
    """The first in the browser, the others alike: all of a panel rate in ``test_panel``."""
    page = open_as(people[0])
    rate(page, opportunity=opportunity)
    page.context.close()
    seats = Panellist.objects.filter(person__in=people[1:])
    codes = Factor.objects.exclude(kind=Factor.Kind.OVERALL).order_by("number")
    levels = {code: ENDS[n % 2] for n, code in enumerate(codes.values_list("code", flat=True))}
    for seat in seats:
        rate_seat(seat, **levels | {"opportunity": opportunity, "overall": 1})


def close(page: Page) -> None:
    """The chair ends the blind round; nobody differs, so there is nothing to look at again."""
    page.reload()
    page.get_by_role("link", name="End the blind round").click()
    page.get_by_role("button", name="End the blind round").click()
    page.get_by_role("link", name="Go on to closing").click()
    page.get_by_role("button", name="Close and make the key").click()
    expect(page.get_by_role("link", name="Read what the panel said")).to_be_visible()


def test_from_a_new_case_to_a_moderation_session(
    site: DemoSite, open_as: Opener, watch: Watch
) -> None:
    watch.expect(400)  # the editor tries to keep a form by itself that is not whole yet
    author = site.person(Role.TRAINER, "X01", last_name="Authorholm")
    reader = site.person(Role.PANELLIST, "X01", last_name="Readerholm")
    chair = site.person(Role.TRAINER, "X01", last_name="Chairholm")
    approver = site.person(Role.ADMINISTRATOR, "NATIONAL", last_name="Approveholm")
    first, again = panellists(site, BIRDS), panellists(site, FISH)

    page = open_as(author)
    write(page)
    page.goto(f"/workshop/{REF}/")
    expect(page.get_by_role("heading", name="Must be mended (0)")).to_be_visible()
    send_to_reviewer(page, REF, reader)
    second = open_as(reader)
    decide_on_review(second, REF, "Pass it")
    expect(second.get_by_text("Passed,")).to_be_visible()

    page.goto(f"/workshop/{REF}/review/")
    page.get_by_role("link", name="Send to a panel").click()
    send_to_panel(page, REF, chair=chair, approver=approver, panellists=first)
    rated_by(open_as, first, opportunity=2)

    at_the_chair = open_as(chair)
    at_the_chair.goto("/panel/")
    at_the_chair.get_by_role("link", name=REF).first.click()
    close(at_the_chair)
    approving = open_as(approver)
    approving.goto("/panel/")
    approving.get_by_role("link", name=REF).first.click()
    approving.get_by_role("link", name="Read what the panel said, and decide").click()
    approving.get_by_role("link", name="Approve the key").click()
    approving.get_by_role("button", name="Approve and release").click()
    expect(approving.get_by_text("Released")).to_be_visible()

    # Released and healthy: the page of its health says so, and the list of all cases too.
    page.goto(f"/workshop/{REF}/health/")
    expect(page.locator("#verdict").get_by_role("heading", name="Healthy")).to_be_visible()
    page.goto(f"/workshop/?q={REF}")
    expect(page.get_by_role("row", name=REF)).to_contain_text("Healthy")

    # A force does the case.
    release = Release.objects.get(case_version__scenario__ref=REF)
    make_group(release, 6, organisation=Organisation.objects.get(code="X01"), cite="D1.1")

    # Others rate it again, and what they say comes into force by two people.
    at_the_chair.goto(f"/workshop/{REF}/key/")
    at_the_chair.get_by_role("link", name="Ask a panel to rate the same text again").click()
    send_to_panel(at_the_chair, REF, chair=chair, approver=approver, panellists=again)
    rated_by(open_as, again, opportunity=1)
    close(at_the_chair)
    at_the_chair.goto(f"/workshop/{REF}/key/")
    at_the_chair.get_by_role("link", name="Propose it").click()
    at_the_chair.get_by_label("Why?").fill("The shed was read as his own.")
    at_the_chair.get_by_label("Who approves it?").select_option(value=str(approver.uuid))
    at_the_chair.get_by_role("button", name="Propose and work out the dry run").click()
    expect(at_the_chair.get_by_text("6 results would be judged again")).to_be_visible()
    approving.goto("/panel/")
    approving.get_by_role("link", name=f"Key of {REF}").click()
    approving.get_by_role("link", name="Approve the key").click()
    approving.get_by_role("button", name="Approve the key").click()
    expect(approving.get_by_text("6 results were judged again.")).to_be_visible()
    assert KeyChange.objects.get(case_version__scenario__ref=REF).rescoring.is_finished

    lead = open_as(site.person(Role.FORCE_LEAD, "X01", last_name="Leadholm"))
    lead.goto("/moderation/new/?group=X01")
    level(lead, REF).check()
    lead.get_by_role("button", name="Open the session").click()
    lead.get_by_role("link", name="Begin with the most split").click()
    level(lead, "Some").check()
    lead.get_by_label("The agreed reading").fill("The shed is on the allotment: D1.1.")
    lead.get_by_role("button", name="Save and go to the next factor").click()
    # The first factor has such a link as well: only that of the second tells that it is saved.
    lead.get_by_role("link", name="2 of 12: all factors").click()
    lead.get_by_role("link", name="Close the session").click()
    lead.get_by_role("button", name="Close the session").click()
    expect(lead.get_by_role("heading", name="What was agreed on", level=1)).to_be_visible()
    assert TeachingNote.objects.get(
        session__release__case_version__scenario__ref=REF
    ).text.startswith("The shed")
