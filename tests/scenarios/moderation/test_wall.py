"""The wall of a moderation session: counts, cited passages and the panel, and nobody’s name."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from scenarios.models import Reason, Report
from scenarios.services.assessing import submit_assessment
from scenarios.services.quarantine import report_text
from tests.factories import (
    complete_stage,
    make_complete_assessment,
    make_group,
    make_lead,
    make_organisation,
    make_person,
    make_released_case,
    make_session,
    make_staged_case,
)
from tests.scenarios.journey import words_of
from tests.scenarios.moderation.pages import LIST, url, wall

pytestmark = pytest.mark.django_db


def test_the_list_has_every_factor_the_most_split_first(client_of, practice, organisation):
    make_group(practice, 5, organisation=organisation, social=3, desist=0)
    lead = make_lead(organisation)
    session = make_session(practice, holder=lead, organisation=organisation)
    page = words_of(client_of(lead).get(url(session)))
    assert "answers of 5 people" in page
    assert page.index("Opportunity") < page.index("Social influences")
    assert page.index("Social influences") < page.index("Overall level")
    assert "All alike 5 Priority for action" in page


def test_a_factor_shows_counts_of_answers_and_of_cited_passages(as_lead, session):
    answer = as_lead.get(wall(session))
    page = words_of(answer)
    assert "How 5 people answered" in page
    assert "1 Some 3" in page
    assert "2 Significant 2" in page
    assert "He was in and spoke freely." in page
    assert "Cited for: 5 of 5." in page
    assert b"<svg" in answer.content


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"desist": "not_enough"}, "No level given 5 Not enough information"),
        ({"desist": 3}, "All alike 5 Strong"),
    ],
)
def test_how_far_apart_people_are_is_said_of_every_answer(
    answers, words, client_of, practice, organisation
):
    make_group(practice, 5, organisation=organisation, **answers)
    lead = make_lead(organisation)
    session = make_session(practice, holder=lead, organisation=organisation)
    assert words in words_of(client_of(lead).get(url(session)))


def test_a_level_from_some_and_none_from_others_is_no_agreement(client_of, practice, organisation):
    for given in (1, "not_enough"):
        make_group(practice, 5, organisation=organisation, desist=given, social=1)
    lead = make_lead(organisation)
    session = make_session(practice, holder=lead, organisation=organisation)
    page = words_of(client_of(lead).get(url(session)))
    assert "One level, and 5 without one 5 Emerging, 5 Not enough information" in page
    assert page.index("Commitment to desist") < page.index("Social influences")


def test_nobody_is_named_and_no_reason_is_shown(as_lead, session, group):
    for person in group:
        Reason.objects.filter(answer__assessment__person=person).update(text="Canarywords")
    pages = [LIST, url(session), wall(session), f"{wall(session)}?panel=shown"]
    for page in pages:
        words = as_lead.get(page).content.decode()
        assert "Canarywords" not in words
        for person in group:
            assert person.last_name not in words
            assert str(person.uuid) not in words


def test_the_panel_is_shown_only_when_it_is_asked_for(as_lead, session):
    page = words_of(as_lead.get(wall(session)))
    assert "Why opportunity is level 2." not in page
    assert "P02" not in page
    assert "Panel:" not in page
    page = words_of(as_lead.get(f"{wall(session)}?panel=shown"))
    assert "Why opportunity is level 2. P02, significant" in page
    assert "Panel: Significant (4 of 6). Scored." in page
    assert "Cited for: 4 of 6." in page


def test_whoever_submits_meanwhile_shifts_nothing(as_lead, session, practice, organisation):
    before = as_lead.get(wall(session)).content
    people = list(session.assessments.values_list("pk", flat=True))
    make_group(practice, 10, organisation=organisation, opportunity=3, cite="D1.1")
    assert list(session.assessments.values_list("pk", flat=True)) == people
    after = as_lead.get(wall(session)).content
    assert words_of_main(after) == words_of_main(before)


def words_of_main(content):
    page = content.decode()
    return page[page.index('<div class="wall">') : page.index('id="note-title"')]


def test_each_stage_has_its_factors_and_only_the_papers_so_far(client_of, organisation):
    release = make_staged_case()
    for _ in range(5):
        submit_both_stages(make_person(organisation=organisation), release)
    lead = make_lead(organisation)
    session = make_session(release, holder=lead, organisation=organisation)
    client = client_of(lead)
    assert "Stage 2, the most split factor first" in words_of(client.get(url(session)))
    assert "How 5 people answered" in words_of(client.get(wall(session, stage=2)))
    assert client.get(wall(session, stage=3)).status_code == 404


def submit_both_stages(person, release):

    assessment = submit_assessment(assessment=make_complete_assessment(person, release))
    complete_stage(assessment)
    submit_assessment(assessment=assessment)


def test_a_step_that_is_no_factor_is_not_there(as_lead, session):
    assert as_lead.get(wall(session, "no-such")).status_code == 404


def test_a_passage_that_is_kept_back_is_not_on_the_wall(as_lead, session, practice):
    as_lead.get(f"{url(session)}report-real-data/")

    passage = practice.case_version.passages.get(ref="D2.1")
    report_text(
        person=session.held_by,
        kind=Report.Kind.PASSAGE,
        row=passage.pk,
        place="TS",
        organisation=session.organisation,
        what=Report.What.NAME,
    )
    assert "He was in and spoke freely." not in words_of(as_lead.get(wall(session)))


def test_pages_take_as_many_queries_for_many_people_as_for_few(client_of, organisation):
    counts = []
    for people in (5, 20):
        there = make_organisation(under=organisation)
        lead = make_lead(there)
        release = make_released_case()
        make_group(release, people, organisation=there, cite="D1.1")
        session = make_session(release, holder=lead, organisation=there)
        client = client_of(lead)
        of_pages = []
        for page in (LIST, url(session), wall(session), f"{wall(session)}?panel=shown"):
            client.get(page)
            with CaptureQueriesContext(connection) as captured:
                assert client.get(page).status_code == 200
            of_pages.append(len(captured))
        counts.append(of_pages)
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 20
