"""Twenty people who save and submit at once: nobody waits in vain, on SQLite least of all.

This is what its options in the settings are for: writers queue, none is refused.
"""

from functools import partial

from django.db.models import Max

from scenarios.public import Assessment, Release
from scoring.public import Factor, IntervalBand, Result
from tests.factories import make_person
from tests.pressure.served import Browser, Site, all_at_once
from tests.scenarios.journey import case_url, rating

WRITERS = 20


def go_through(browser: Browser, start: str, codes: list[str], band: str) -> list[int]:
    """Begin a case, save every factor twice, submit: the status of every answer on the way."""
    begun = browser.post(start, {})
    statuses, here = [begun.status], begun.location
    for code in codes:
        reason = f"Because of {code}."
        more = {"interval": band} if code == Factor.OVERALL_CODE else {}
        first = rating("1", revision=0, cite="for:D1.1", **more)
        second = rating("2", reason=reason, revision=1, **more)
        for fields in (first, second):
            statuses.append(browser.post(f"{here}1/{code}/", fields, htmx=True).status)
    statuses.append(browser.post(f"{here}1/check/", {}).status)
    return statuses


def test_twenty_writers_at_once_are_all_served(pressed: Site, practice: Release) -> None:
    framework = practice.case_version.framework
    codes = list(Factor.objects.filter(framework=framework).values_list("code", flat=True))
    band = IntervalBand.objects.filter(framework=framework).first()
    people = [make_person() for _ in range(WRITERS)]
    browsers = [pressed.browser(person) for person in people]
    seen = all_at_once(
        [partial(go_through, one, case_url(practice), codes, band.code) for one in browsers]
    )
    assert seen == [[302, *[200] * 2 * len(codes), 302]] * WRITERS
    done = Assessment.objects.filter(person__in=people, submitted_at__isnull=False)
    results = Result.objects.filter(assessment__in=[one.uuid for one in done])
    assert done.count() == results.count() == WRITERS
    assert {one.answers.aggregate(last=Max("revision"))["last"] for one in done} == {2}
    assert "database is locked" not in pressed.log.read_text()
