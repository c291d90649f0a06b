"""Who reads the notes of closed moderation sessions, and when they are held back."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from people.public import Role
from scenarios.models import ModerationSession
from scenarios.services.releases import release_case
from tests.factories import make_lead, make_person
from tests.scenarios.journey import words_of
from tests.scenarios.moderation.pages import LIST, note, url, wall

pytestmark = pytest.mark.django_db


def test_notes_of_a_case_are_read_by_the_groups_leads_and_trainers(
    client_of, closed, organisation, trainer
):
    for person in (make_lead(organisation), trainer):
        page = words_of(client_of(person).get("/moderation/cases/TS-PRACTICE/"))
        assert "He kept the shed key." in page
        assert "Northmoor Police, " in page


def test_and_by_the_trainers_of_the_organisation_that_owns_the_case(
    client_of, closed, other_organisation
):
    owner = make_person(role=Role.TRAINER, organisation=closed.organisation.parent)
    assert "He kept the shed key." in words_of(client_of(owner).get(url(closed)))
    foreign = make_person(role=Role.TRAINER, organisation=other_organisation)
    client = client_of(foreign)
    assert client.get(url(closed)).status_code == 404
    assert client.get("/moderation/cases/TS-PRACTICE/").status_code == 404


def test_notes_of_a_session_under_way_are_on_no_list(as_lead, session):
    as_lead.post(wall(session), note())
    assert as_lead.get("/moderation/cases/TS-PRACTICE/").status_code == 404
    assert as_lead.get("/moderation/cases/NO-SUCH/").status_code == 404


def test_notes_of_a_case_are_held_back_while_a_check_on_it_is_in_use(as_lead, closed):

    release = closed.release
    release_case(case_version=release.case_version, key=release.key, use="check")
    for page in (url(closed), "/moderation/cases/TS-PRACTICE/"):
        answer = as_lead.get(page)
        assert answer.status_code == 409
        assert "shed key" not in words_of(answer)


def test_the_list_takes_as_many_queries_for_fifty_sessions_as_for_one(as_lead, closed, force_lead):
    counts = []
    for more in (0, 49):
        ModerationSession.objects.bulk_create(
            ModerationSession(
                organisation=closed.organisation,
                group_name="Northmoor Police",
                release=closed.release,
                held_by=force_lead,
                closed_at=timezone.now(),
            )
            for _ in range(more)
        )
        with CaptureQueriesContext(connection) as captured:
            assert as_lead.get(LIST).status_code == 200
            as_lead.get("/moderation/cases/TS-PRACTICE/")
        counts.append(len(captured))
    assert counts[0] == counts[1]
