"""Whoever presses "Submit" a hundred times has submitted once."""

from functools import partial

from people.public import Event
from scenarios.public import Release
from scoring.public import Result, UnitResult
from tests.factories import make_complete_assessment, make_person
from tests.pressure.served import Browser, Site, all_at_once
from tests.scenarios.journey import check_url, feedback_url, rating, step_url, stored

ROUNDS, AT_ONCE = 5, 100


def submit_and_read(browser: Browser, url: str) -> tuple[int, str, int, str]:
    """What a browser sees that submits and follows to the receipt."""
    sent = browser.post(url, {})
    shown = browser.get(sent.location) if sent.status == 302 else sent
    return sent.status, sent.location, shown.status, shown.receipt


def test_a_hundred_identical_submits_give_one_result_and_one_receipt(
    pressed: Site, practice: Release
) -> None:
    for _round in range(ROUNDS):
        person = make_person()
        assessment = make_complete_assessment(person, practice)
        browser = pressed.browser(person)
        submit = partial(submit_and_read, browser, check_url(assessment))
        seen = all_at_once([submit] * AT_ONCE)

        assessment.refresh_from_db()
        assert assessment.receipt
        assert set(seen) == {(302, feedback_url(assessment), 200, assessment.receipt)}
        results = Result.objects.filter(assessment=assessment.uuid)
        assert results.count() == 1
        assert UnitResult.objects.filter(result=results.get()).count() == 12
        submits = Event.objects.filter(name="assessment.submitted")
        assert submits.filter(payload__assessment=str(assessment.uuid)).count() == 1

        # A save that was on its way all the while comes too late, and changes nothing.
        before = stored(assessment)
        late = browser.post(step_url(assessment), rating("0", revision=1), htmx=True)
        assert late.status == 409
        assert assessment.receipt in late.text
        assert stored(assessment) == before
