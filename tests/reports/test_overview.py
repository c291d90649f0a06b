"""The first screen: three sentences that are worked out, and say so where they cannot be."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import strip_tags

from courses.public import assign_check
from scenarios.public import Release
from tests.factories import make_person, make_released_case, make_submitted

pytestmark = pytest.mark.django_db


def sentences(client):
    body = client.get("/reports/X01/").content.decode()
    part = body.split('class="report-sentences"')[1].split("</div>")[0]
    return re.sub(r"\s+", " ", strip_tags(part))


@pytest.fixture
def lead(client, force_lead):
    client.force_login(force_lead)
    return client


def test_nobody_here(lead):
    words = sentences(lead)
    assert "Nobody is a trainee here at present." in words
    assert "too early to say how they rate" in words
    assert "Too few to say which factor needs work" in words


def test_few_people_are_not_a_group(lead, trainees, check):
    for person in trainees[:3]:
        make_submitted(person, check)
    words = sentences(lead)
    assert "Too few to say how the group rates: 3 people" in words
    assert "Too few to say which factor needs work" in words


def test_who_how_well_and_what_to_do(lead, force_lead, trainees, check, practice):
    today = timezone.localdate()
    assign_check(people=trainees[:11], release=check, due_on=today, assigned_by=force_lead)
    trainees[10].check_assignments.update(due_on=today - timedelta(days=1))
    for person in trainees[:10]:
        make_submitted(person, check, opportunity=0, desist=1)
    make_submitted(trainees[0], practice)
    words = sentences(lead)
    assert "10 of the 11 people assigned a check have submitted every one of theirs" in words
    assert "1 is overdue. 1 of all 12 has none assigned. 1 has finished a practice case." in words
    assert "In the checks of 10 people: of 70 risk ratings, 86% match the panel exactly" in words
    assert "86% come within one level (guessing: 75%); of 40 protective ratings, 75%" in words
    assert (
        "Opportunity, rated 2.0 levels lower than the panel on average, and "
        "10 of 10 ratings are two or more levels from the panel" in words
    )


def test_tens_of_no_one_case_are_too_few_to_suggest(lead, trainees, check):
    other = make_released_case("check", "TS-OTHER")
    for n, person in enumerate(trainees):
        make_submitted(person, (check, other)[n % 2], opportunity=0)
    words = sentences(lead)
    assert "In the checks of 12 people" in words
    assert "Too few to say which factor needs work" in words


def test_a_retired_check_of_few_suggests_nothing(lead, trainees, check):
    make_submitted(trainees[0], check, opportunity=0)
    Release.objects.filter(pk=check.pk).update(state=Release.State.RETIRED)
    assert "Too few to say which factor needs work" in sentences(lead)


def test_nothing_stands_out(lead, trainees, check):
    for person in trainees:
        make_submitted(person, check)
    assert "No factor stands out" in sentences(lead)


def test_figures_of_others_move_nothing(lead, trainees, check, other_organisation):
    for person in trainees:
        make_submitted(person, check, opportunity=0)
    before = sentences(lead)
    for _n in range(10):
        make_submitted(make_person(organisation=other_organisation), check, 0)
    trainer = make_person(role="trainer", organisation=other_organisation)
    make_submitted(
        trainer,
        check,
        0,
        organisation=trainees[0].memberships.get().organisation,
        counts_reason="trainer_or_panellist",
    )
    assert sentences(lead) == before


def test_the_promises_are_said(lead):
    body = lead.get("/reports/X01/").content.decode()
    assert "Nothing here shows that it predicts reoffending" in body
    assert "A figure informs a human decision" in body


@pytest.mark.parametrize(
    "page",
    [
        "",
        "progress/",
        "progress.csv",
        "progress.xlsx",
        "accuracy-by-factor/",
        "accuracy-by-case.csv",
        "accuracy-by-case.xlsx",
        "assign/",
    ],
)
def test_queries_are_few_and_do_not_grow(lead, force_lead, organisation, check, practice, page):
    counts = []
    for n in (1, 49):
        people = [make_person(organisation=organisation) for _ in range(n)]
        assign_check(
            people=people, release=check, due_on=timezone.localdate(), assigned_by=force_lead
        )
        for person in people[:12]:
            make_submitted(person, check, opportunity=0)
            make_submitted(person, practice)
        lead.get(f"/reports/X01/{page}")  # what is remembered between requests
        with CaptureQueriesContext(connection) as queries:
            lead.get(f"/reports/X01/{page}")
        counts.append(len(queries))
    # The few people of the first round give no suggestion, whose lesson is looked up.
    assert counts[1] - counts[0] <= (5 if page == "" else 0)
    # The first screen tells of checks and of courses.
    assert max(counts) <= (31 if page == "" else 25)
