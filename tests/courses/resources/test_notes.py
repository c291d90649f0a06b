"""The library of teaching notes shows what moderation lets somebody read, by factor and case."""

from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import strip_tags

from people.public import Organisation, Role, User
from scenarios.models import ModerationSession, TeachingNote
from scenarios.public import Release
from scenarios.services.releases import release_case
from tests.factories import make_lead, make_person, make_released_case
from tests.factories.numbers import next_number

pytestmark = pytest.mark.django_db
LIBRARY = "/resources/teaching-notes/"


def make_note(
    release: Release, organisation: Organisation, code: str = "opportunity", **fields: object
) -> TeachingNote:
    """A note of a session that is closed."""
    session = ModerationSession.objects.create(
        organisation=organisation,
        group_name=f"Group {next_number()}",
        release=release,
        held_by=make_lead(organisation),
        closed_at=timezone.now(),
    )
    factor = release.case_version.framework.factors.get(code=code)
    given = {"text": f"Agreed on {code}.", "level": 2}
    return TeachingNote.objects.create(session=session, factor=factor, **{**given, **fields})


@pytest.fixture
def read(client: Client):
    def page(person: User, query: str = "") -> str:
        client.force_login(person)
        answer = client.get(f"{LIBRARY}{query}")
        assert answer.status_code == 200
        main = answer.content.decode().split("<main", 1)[1].split("</main>")[0]
        return " ".join(unescape(strip_tags(main)).split())

    return page


def test_leads_and_trainers_of_the_group_and_of_the_author_read_notes(
    client: Client, organisation: Organisation, other_organisation: Organisation, read, trainee
) -> None:
    make_note(make_released_case("practice", "TS-0001"), organisation)
    author = make_person(role=Role.TRAINER, organisation=organisation.parent)
    trainer = make_person(role=Role.TRAINER, organisation=organisation)
    for person in (make_lead(organisation), trainer, author):
        assert "TS-0001: Opportunity Significant Agreed on opportunity." in read(person)
    for person in (
        make_lead(other_organisation),
        make_person(role=Role.TRAINER, organisation=other_organisation),
    ):
        assert "There is no note that you can read" in read(person)
    client.force_login(trainee)
    assert client.get(LIBRARY).status_code == 403


def test_nothing_is_shown_of_a_case_in_use_as_a_check_nor_of_a_text_kept_back(
    organisation: Organisation, read
) -> None:
    lead, release = make_lead(organisation), make_released_case("practice", "TS-0001")
    make_note(release, organisation)
    kept_back = make_released_case("practice", "TS-0002")
    make_note(kept_back, organisation, text="", level=1, withheld="held")
    assert "1 note" in read(lead)
    release_case(case_version=release.case_version, key=release.key, use="check")
    assert "There is no note that you can read" in read(lead)


def test_notes_are_chosen_by_factor_and_case_and_an_old_link_opens(
    organisation: Organisation, read
) -> None:
    lead = make_lead(organisation)
    first, second = (make_released_case("practice", ref) for ref in ("TS-0001", "TS-0002"))
    make_note(first, organisation)
    make_note(first, organisation, "desist")
    make_note(second, organisation, "desist")
    assert "2 notes" in read(lead, "?factor=desist")
    one = read(lead, "?factor=desist&case=TS-0002")
    assert "1 note" in one
    assert "Agreed on opportunity." not in one
    assert "3 notes" in read(lead, "?factor=no-such&case=TS-9999&page=x")


def test_the_library_takes_as_many_queries_for_fifty_notes_as_for_one(
    organisation: Organisation, read
) -> None:
    lead = make_lead(organisation)
    release = make_released_case("practice")
    make_note(release, organisation)
    read(lead)
    counts = []
    for more in (0, 49):
        for _n in range(more):
            make_note(release, organisation)
        with CaptureQueriesContext(connection) as captured:
            page = read(lead)
        counts.append(len(captured))
    assert counts[0] == counts[1]
    assert "50 notes" in page
    assert "Page 1 of 2" in page
