"""The pages of a moderation session: what stands on the wall, who may look, and the notes."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from people.public import Event, Role, grant_membership
from scenarios.models import ModerationSession, Panel, Reason, Report, TeachingNote
from scenarios.services.assessing import start_assessment, submit_assessment
from scenarios.services.errors import NotStartable
from scenarios.services.moderation import close_session
from scenarios.services.panel_people import refusal_of_panellist
from scenarios.services.quarantine import report_text
from scenarios.services.releases import release_case
from tests.factories import (
    complete_stage,
    make_cohort,
    make_complete_assessment,
    make_group,
    make_lead,
    make_organisation,
    make_person,
    make_released_case,
    make_session,
    make_staged_case,
)
from tests.scenarios.journey import BOTH_WAYS, HTMX, PLAIN, WAY_NAMES, set_state, words_of

pytestmark = pytest.mark.django_db

LIST, NEW = "/moderation/", "/moderation/new/"


def url(session, step=""):
    return f"/moderation/{session.uuid}/{step}"


def wall(session, code="opportunity", stage=1):
    return url(session, f"{stage}/{code}/")


def note(text="He kept the shed key.", level="2", revision=0, **more):
    return {"text": text, "level": level, "revision": revision, **more}


def stored():
    return list(TeachingNote.objects.values_list("factor__code", "text", "level", "revision"))


@pytest.fixture
def group(practice, organisation):
    return make_group(practice, 6, organisation=organisation, cite="D2.1")


@pytest.fixture
def session(group, practice, organisation, force_lead):
    return make_session(practice, holder=force_lead, organisation=organisation)


@pytest.fixture
def as_lead(client_of, force_lead):
    return client_of(force_lead)


@pytest.fixture
def closed(session, as_lead, force_lead):
    as_lead.post(wall(session), note())
    return close_session(session=session, by=force_lead)


# Starting


@pytest.mark.parametrize("holder", ["force_lead", "trainer"])
def test_a_lead_or_trainer_goes_from_the_list_to_an_open_session(
    holder, request, client_of, group, practice, organisation
):
    client = client_of(request.getfixturevalue(holder))
    assert "Northmoor Police" in words_of(client.get(LIST))
    page = words_of(client.get(NEW, {"group": "X01"}))
    assert "TS-PRACTICE A case for tests, 5 people: the most split" in page
    answer = client.post(f"{NEW}?group=X01", {"case": practice.uuid})
    session = ModerationSession.objects.get()
    assert answer["Location"] == url(session)
    event = Event.objects.get(name="moderation.opened")
    assert event.organisation == organisation
    assert event.payload == {
        "session": str(session.uuid),
        "case": "TS-PRACTICE",
        "of_cohort": False,
        "people": 5,
    }


def test_a_cohort_is_a_group_of_its_own(as_lead, group, practice, organisation):
    cohort = make_cohort(organisation, group[:5])
    as_lead.post(f"{NEW}?group=cohort-{cohort.pk}", {"case": practice.uuid})
    session = ModerationSession.objects.get()
    assert (session.cohort, session.group_name) == (cohort, "Northmoor Police: Team A")
    cohort.delete()
    session.refresh_from_db()
    assert session.is_of_cohort


def test_of_a_group_that_is_too_small_the_page_says_from_when_on(as_lead, practice, organisation):
    make_group(practice, 4, organisation=organisation)
    words = words_of(as_lead.get(NEW, {"group": "X01"}))
    assert "There is no case yet that Northmoor Police can look at together." in words
    assert "five people" in words
    assert "TS-PRACTICE" not in words


@pytest.mark.parametrize("value", ["X02", "X99", "cohort-999", ""])
def test_a_group_of_others_is_no_choice(value, as_lead, other_organisation, practice):
    make_group(practice, 5, organisation=other_organisation)
    answer = as_lead.get(NEW, {"group": value})
    assert "There is a problem" in words_of(answer)
    assert as_lead.post(f"{NEW}?group={value}", {"case": practice.uuid}).status_code == 200
    assert not ModerationSession.objects.exists()


def test_a_case_that_is_not_on_the_list_is_no_choice(as_lead, group):
    other = make_released_case("check")
    assert "Choose a case from the list." in words_of(
        as_lead.post(f"{NEW}?group=X01", {"case": other.uuid})
    )
    assert not ModerationSession.objects.exists()


# The wall


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


# Who may look


def test_only_whoever_holds_it_sees_the_wall(client_of, session, organisation, trainer):
    for other in (make_lead(organisation), trainer):
        client = client_of(other)
        page = words_of(client.get(url(session)))
        assert "opened this session with Northmoor Police" in page
        assert "Significant" not in page
        for step in ("1/opportunity/", "close/"):
            assert client.get(url(session, step)).status_code == 403
            assert client.post(url(session, step), note()).status_code == 403
    assert stored() == []
    session.refresh_from_db()
    assert session.is_open


@pytest.mark.parametrize("step", ["", "1/opportunity/", "close/", "report-real-data/"])
def test_a_session_of_others_answers_as_one_that_does_not_exist(
    step, client_of, session, other_force_lead
):
    assert client_of(other_force_lead).get(url(session, step)).status_code == 404


def test_whoever_leads_the_group_no_more_holds_its_session_no_more(as_lead, session, force_lead):
    force_lead.memberships.all().delete()
    grant_membership(person=force_lead, role=Role.FORCE_LEAD, organisation=make_organisation("X05"))
    assert as_lead.get(wall(session)).status_code == 404
    assert as_lead.post(wall(session), note()).status_code == 404
    assert stored() == []


def test_a_lead_who_is_a_trainee_does_the_case_first(client_of, group, practice, organisation):
    both = make_person(role=Role.TRAINEE, organisation=organisation)
    grant_membership(person=both, role=Role.FORCE_LEAD, organisation=organisation)
    client = client_of(both)
    answer = client.post(f"{NEW}?group=X01", {"case": practice.uuid})
    assert "you have not done this case" in words_of(answer)
    assert not ModerationSession.objects.exists()


@pytest.mark.parametrize("way", BOTH_WAYS, ids=WAY_NAMES)
def test_whoever_has_the_case_open_sees_nothing_of_it(way, as_lead, session, force_lead, practice):

    start_assessment(person=force_lead, release=practice)
    for page in (url(session), wall(session), url(session, "close/")):
        answer = as_lead.get(page)
        assert answer.status_code == 409
        assert "Submit or stop it" in words_of(answer)
    assert as_lead.post(wall(session), note(), headers=way).status_code == 409
    assert stored() == []


def test_when_the_case_is_withdrawn_the_wall_is_empty(as_lead, session, practice):
    set_state(practice, "withdrawn")
    assert as_lead.get(wall(session)).status_code == 409
    assert as_lead.get(f"{wall(session)}?panel=shown").status_code == 409


def test_whoever_held_a_session_is_checked_on_the_case_no_more_and_rates_it_blind_no_more(
    session, force_lead, organisation
):

    grant_membership(person=force_lead, role=Role.PANELLIST, organisation=organisation)
    force_lead.remembered_memberships = None
    panel = Panel(case_version=session.release.case_version)
    assert "has read what a panel said" in refusal_of_panellist(panel, force_lead)
    force_lead.memberships.filter(role=Role.PANELLIST).delete()
    grant_membership(person=force_lead, role=Role.TRAINEE, organisation=organisation)
    force_lead.remembered_memberships = None
    check = release_case(
        case_version=session.release.case_version, key=session.release.key, use="check"
    )
    with pytest.raises(NotStartable, match="moderation session"):
        start_assessment(person=force_lead, release=check)


def test_practice_after_holding_a_session_counts_in_no_figure(
    session, force_lead, organisation, practice
):

    grant_membership(person=force_lead, role=Role.TRAINEE, organisation=organisation)
    force_lead.remembered_memberships = None
    done = submit_assessment(assessment=make_complete_assessment(force_lead, practice))
    assert (done.counts_in_figures, done.counts_reason) == (False, "held_a_session_on_it")


# The notes


def test_a_plain_save_stays_on_the_page_and_going_on_leads_to_the_next_factor(as_lead, session):
    answer = as_lead.post(wall(session), note())
    assert answer["Location"] == wall(session)
    answer = as_lead.post(wall(session), note(revision=1, go="next"))
    assert answer["Location"].startswith(url(session, "1/"))
    assert answer["Location"] != wall(session)
    assert stored() == [("opportunity", "He kept the shed key.", 2, 1)]
    page = as_lead.get(wall(session)).content.decode()
    assert "He kept the shed key." in page
    assert "Saved " in page


def test_a_save_with_the_panel_shown_keeps_it_shown(as_lead, session):
    shown = f"{wall(session)}?panel=shown"
    assert as_lead.post(shown, note())["Location"] == shown


def test_htmx_draws_what_is_saved_and_the_new_revision(as_lead, session):
    answer = as_lead.post(wall(session), note(), headers=HTMX)
    page = answer.content.decode()
    assert "Saved " in page
    assert 'name="revision" id="revision" value="1"' in page
    assert "<html" not in page
    answer = as_lead.post(wall(session), note(revision=1, go="next"), headers=HTMX)
    assert answer["HX-Redirect"].startswith(url(session))


def test_each_change_records_one_event_without_its_text(as_lead, session, force_lead):
    as_lead.post(wall(session), note())
    as_lead.post(wall(session), note(revision=1))
    as_lead.post(url(session, "close/"))
    as_lead.post(url(session, "close/"))
    events = Event.objects.filter(name__startswith="moderation.").order_by("sequence")
    assert [event.name for event in events] == [
        "moderation.opened",
        "moderation.noted",
        "moderation.closed",
    ]
    assert "shed" not in str([event.payload for event in events])


@pytest.mark.parametrize("way", BOTH_WAYS, ids=WAY_NAMES)
def test_an_older_page_overwrites_nothing_and_shows_both(way, as_lead, session):
    as_lead.post(wall(session), note())
    answer = as_lead.post(wall(session), note("Something else.", "1"), headers=way)
    assert answer.status_code == 409
    page = words_of(answer)
    assert "He kept the shed key." in page
    assert "Significant" in page
    if way == PLAIN:
        assert "Something else." in answer.content.decode()
    assert stored() == [("opportunity", "He kept the shed key.", 2, 1)]
    answer = as_lead.post(wall(session), note("Something else.", "1", replace=1), headers=way)
    assert answer.status_code in (200, 302)
    assert stored() == [("opportunity", "Something else.", 1, 2)]


@pytest.mark.parametrize("way", BOTH_WAYS, ids=WAY_NAMES)
def test_a_note_that_points_to_somebody_real_is_refused(way, as_lead, session):
    answer = as_lead.post(wall(session), note("Ring him on 07912 345678."), headers=way)
    assert answer.status_code == 200
    assert "There is a problem" in words_of(answer)
    assert stored() == []
    if way == PLAIN:
        assert "07912 345678" in answer.content.decode()


@pytest.mark.parametrize("level", ["7", "x"])
def test_a_level_that_is_not_on_the_scale_is_refused(level, as_lead, session):
    assert as_lead.post(wall(session), note(level=level)).status_code == 200
    assert stored() == []


def test_a_level_can_be_left_open_and_a_note_taken_back(as_lead, session):
    as_lead.post(wall(session), note(level=""))
    assert stored() == [("opportunity", "He kept the shed key.", None, 1)]
    as_lead.post(wall(session), note("", "", revision=1))
    assert stored() == [("opportunity", "", None, 2)]
    assert "0 of 12 agreed on" in words_of(as_lead.get(url(session)))


@pytest.mark.parametrize("way", BOTH_WAYS, ids=WAY_NAMES)
def test_nothing_is_saved_in_a_closed_session(way, as_lead, closed):
    answer = as_lead.post(wall(closed), note("Too late.", revision=1), headers=way)
    assert answer.status_code == 409
    assert "closed" in words_of(answer)
    assert stored() == [("opportunity", "He kept the shed key.", 2, 1)]


def test_a_closed_session_shows_its_notes_and_no_spread(as_lead, closed):
    page = words_of(as_lead.get(url(closed)))
    assert "Opportunity Significant He kept the shed key." in page
    assert "5 people" not in page
    for step in ("1/opportunity/", "close/"):
        assert as_lead.get(url(closed, step))["Location"] == url(closed)


# Who reads the notes


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


def test_a_reported_note_is_kept_back_and_another_can_be_written(as_lead, session):
    as_lead.post(wall(session), note())
    page = as_lead.get(url(session, "report-real-data/"))
    texts = page.context["form"].texts
    chosen = next(value for value, text in texts.items() if text.kind == "teaching_note")
    as_lead.post(url(session, "report-real-data/"), {"text": chosen, "what": "name"})
    assert "shed key" not in words_of(as_lead.get(wall(session)))
    assert "kept back" in words_of(as_lead.get(wall(session)))
    older = as_lead.post(wall(session), note("Another.", revision=1))
    assert older.status_code == 409
    again = as_lead.post(wall(session), note(revision=2))
    assert again.status_code == 409
    as_lead.post(wall(session), note("Another.", revision=2))
    assert stored() == [("opportunity", "Another.", 2, 3)]


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
