"""Each act of the journey asks the database at most twenty times, however long the case file is."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.public import load_course, load_home
from scenarios.models import CaseDocument
from scenarios.selectors.frozen import with_its_version
from scenarios.services.freezing import freeze_case_version
from scenarios.services.loading import load_case
from scenarios.services.panels import close_panel, load_panel
from scenarios.services.releases import release_case
from scoring.public import framework_parts, key_units
from tests.factories import (
    FIXTURES,
    make_complete_assessment,
    make_framework,
    make_national,
    make_scenario,
    panel_data,
)
from tests.scenarios.journey import (
    HTMX,
    answer_of,
    case_url,
    check_url,
    feedback_url,
    rating,
    step_url,
)

pytestmark = pytest.mark.django_db

MOST = 20


def release_with(passages, use):
    """A released case of three passages, or of so many more."""
    scenario = make_scenario()
    extra = passages - 3
    if extra:
        body = "\n\n".join(f"Something else that was written down, {n}." for n in range(extra))
        scenario.documents.add(
            CaseDocument(sort_order=2, kind=CaseDocument.Kind.OTHER, title="More", body=body)
        )
        scenario.save()
    version = freeze_case_version(scenario=scenario, framework=make_framework())
    assert version.passages.count() == passages
    key = close_panel(panel=load_panel(case_version=version, data=panel_data(version.framework)))
    return release_case(case_version=version, key=key, use=use)


def statements(captured):
    """How many there were. In use a transaction holds each act; in a test it is a savepoint."""
    return sum(
        not query["sql"].startswith(("SAVEPOINT", "RELEASE SAVEPOINT"))
        for query in captured.captured_queries
    )


def journey_in_statements(client, person, release):
    """Act of the journey to the number of statements it takes, in order.

    What a process reads once in its life and then remembers is read before.
    """
    framework_parts(release.case_version.framework_id)
    key_units(release.key)
    with_its_version(release)
    counts = {}

    def act(name, method, url, status, data=None, headers=None):
        with CaptureQueriesContext(connection) as captured:
            response = getattr(client, method)(url, data, headers=headers)
        assert response.status_code == status, (name, response.status_code)
        counts[name] = statements(captured)

    act("case page", "get", case_url(release), 200)
    act("start", "post", case_url(release), 302)
    assessment = person.assessments.get()
    act("resume", "get", f"/assessments/{assessment.uuid}/", 302)
    act("first page", "get", step_url(assessment), 200)
    act("autosave", "post", step_url(assessment), 200, rating(reason="Because."), HTMX)
    again = rating("3", reason="Because.", revision=1)
    act("cite", "post", step_url(assessment), 200, again | {"cite": "for:D1.1"}, HTMX)
    act("cite again", "post", step_url(assessment), 200, again | {"cite": "none:D1.1"}, HTMX)
    act("plain save", "post", step_url(assessment), 302, rating("1", revision=2))
    act("conflict", "post", step_url(assessment), 409, rating("2"), HTMX)
    assessment.delete()
    complete = make_complete_assessment(person, release)
    answer_of(complete).citations.create(
        passage=release.case_version.passages.first(), stance="for"
    )
    act("step page", "get", step_url(complete, "overall"), 200)
    act("actions page", "get", step_url(complete, "actions"), 200)
    chosen = {"revision": 0, "action-recall": "desist", "action-curfew_tag": "social"}
    act("actions", "post", step_url(complete, "actions"), 200, chosen, HTMX)
    act("check page", "get", check_url(complete), 200)
    act("submit", "post", check_url(complete), 302)
    act("submit again", "post", check_url(complete), 302)
    act("feedback", "get", feedback_url(complete), 200)
    act("case page after", "get", case_url(release), 200)
    return counts


@pytest.mark.parametrize("use", ["practice", "check"])
def test_no_act_takes_more_than_twenty_statements(as_trainee, trainee, use):
    counts = journey_in_statements(as_trainee, trainee, release_with(3, use))
    assert {name: count for name, count in counts.items() if count > MOST} == {}


@pytest.mark.parametrize("use", ["practice", "check"])
def test_a_long_case_takes_no_more_statements_than_a_short_one(
    client_of, trainee, other_trainee, use
):
    short, long = release_with(3, use), release_with(60, use)
    for_short = journey_in_statements(client_of(trainee), trainee, short)
    for_long = journey_in_statements(client_of(other_trainee), other_trainee, long)
    assert for_long == for_short


@pytest.mark.parametrize("folder", ["tr-0007", "tr-0012"])
def test_the_cases_of_the_fixtures_stay_below_it_with_every_factor_wrong_and_a_course_beside_them(
    as_trainee, trainee, folder
):
    make_framework()
    load_home(folder=FIXTURES / "courses")
    load_course(folder=FIXTURES / "courses")
    release = load_case(folder=FIXTURES / "cases" / folder, owner=make_national())
    wrong = {
        row.unit.factor.code: 3 if 0 in row.key_levels else 0 for row in key_units(release.key)
    }
    assessment = make_complete_assessment(trainee, release, **wrong)
    counts = {}
    for method, url in (("post", check_url(assessment)), ("get", feedback_url(assessment))):
        with CaptureQueriesContext(connection) as captured:
            getattr(as_trainee, method)(url)
        counts[method] = statements(captured)
    assert max(counts.values()) <= MOST
