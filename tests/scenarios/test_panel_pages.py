"""The pages around a panel: sending, following, closing, reading what it said, approving."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from people.public import Role, grant_membership
from scenarios.models import Panel, PanelRating, Release, Scenario
from scenarios.services.panel_rating import decline
from scenarios.services.panel_rounds import end_blind_round
from tests.factories import (
    finish_panel,
    make_closed_panel,
    make_framework,
    make_organisation,
    make_panel,
    make_passed,
    make_person,
    make_released_case,
    make_scenario,
    rate_seat,
)
from tests.scenarios.journey import facts_of, words_of
from tests.scenarios.test_panel_sending import wrote
from tests.scenarios.test_query_counts import statements

pytestmark = pytest.mark.django_db


COUNTS = "Factors: 9 scored; 1 right or wrong, outside the score; 1 shown only."
ASKING = "Practice needs 5 who finish, so ask one or two more. A check needs 10."


def page(name, panel):
    return reverse(name, args=[panel.uuid])


@pytest.fixture
def form(organisation):
    """What the form of sending posts, and the trainer who posts it."""
    make_framework()
    trainer = make_person(role=Role.TRAINER, organisation=organisation)
    due = timezone.localdate() + timedelta(days=9)
    elsewhere = make_organisation("X77", "Fenwick Police")
    return trainer, {
        "scenario": make_passed(make_scenario("TS-FORM")).ref,
        "use": "practice",
        "due_on_0": due.day,
        "due_on_1": due.month,
        "due_on_2": due.year,
        "chair": str(trainer.uuid),
        "approver": str(make_person(role=Role.ADMINISTRATOR).uuid),
        "panellists": [
            str(make_person(role=Role.PANELLIST, organisation=elsewhere).uuid) for _n in range(5)
        ],
    }


def test_a_trainer_sends_a_case_from_the_admin_to_people_of_any_organisation(client_of, form):
    trainer, data = form
    client = client_of(trainer)
    listing = client.get(reverse(Scenario.snippet_viewset.get_url_name("list")))
    reviews = reverse("workshop_reviews", args=["TS-FORM"])
    assert reviews in listing.content.decode()
    edit = reverse(Scenario.snippet_viewset.get_url_name("edit"), args=[Scenario.objects.get().pk])
    assert reviews in client.get(edit).content.decode()
    address = f"{reverse('panel_new')}?scenario=TS-FORM"
    assert address in client.get(reviews).content.decode()
    asked = client.get(address).content.decode()
    assert 'value="TS-FORM" selected' in asked
    assert "(Fenwick Police)" in asked
    assert ASKING in asked
    answer = client.post(reverse("panel_new"), data)
    panel = Panel.objects.get()
    assert answer["Location"] == page("panel", panel)
    assert panel.panellists.count() == 5
    assert "Panels you chair TS-FORM" in words_of(client.get(reverse("panels")))


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("scenario", "", "Choose a case."),
        ("scenario", "TS-NONE", "Choose a case from the list."),
        ("use", "anchor", "Choose what the case is meant for from the list."),
        ("due_on_2", "2020", "The date is in the past."),
        ("due_on_0", "", "Enter a real date"),
        ("chair", "", "Choose who chairs the panel."),
        ("chair", "00000000-0000-4000-8000-000000000000", "Choose the chair from the list."),
        ("approver", "x", "Choose who approves from the list."),
        ("panellists", [], "Choose at least one panellist."),
        ("panellists", ["x"], "Choose panellists from the list."),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_is_frozen(client_of, form, field, value, words):
    trainer, data = form
    answer = client_of(trainer).post(reverse("panel_new"), {**data, field: value})
    assert answer.status_code == 200
    assert words in words_of(answer)
    assert not Panel.objects.exists()


def test_a_text_that_no_reviewer_has_passed_is_not_offered(client_of, form):
    trainer, data = form
    waiting = make_scenario("TS-WAITING")
    asked = client_of(trainer).get(f"{reverse('panel_new')}?scenario={waiting.ref}")
    assert "No reviewer has passed TS-WAITING as it is now." in words_of(asked)
    assert reverse("workshop_reviews", args=[waiting.ref]) in asked.content.decode()
    answer = client_of(trainer).post(reverse("panel_new"), {**data, "scenario": waiting.ref})
    assert "Choose a case from the list." in words_of(answer)
    assert not Panel.objects.exists()


@pytest.mark.parametrize(("use", "asked"), [("practice", 4), ("check", 5)])
def test_a_panel_too_small_to_be_closed_is_not_sent(client_of, form, use, asked):
    trainer, data = form
    data = {**data, "use": use, "panellists": data["panellists"][:asked]}
    answer = client_of(trainer).post(reverse("panel_new"), data)
    assert answer.status_code == 200
    assert f"There is a problem {ASKING}" in words_of(answer)
    assert not Panel.objects.exists()


@pytest.mark.parametrize("is_invented", [True, False])
def test_simulated_panellists_are_offered_only_in_a_demonstration(client_of, is_invented):
    make_framework()
    invented = make_organisation("X78", "Northmoor Police")
    home = make_organisation("X79", "Fenwick Police", is_invented=is_invented)
    trainer = make_person(role=Role.TRAINER, organisation=home)
    simulated = make_person(role=Role.PANELLIST, organisation=invented, is_simulated=True)
    words = words_of(client_of(trainer).get(reverse("panel_new")))
    assert (f"{simulated} (Northmoor Police, simulated)" in words) is is_invented


def test_a_person_without_the_role_is_no_choice(client_of, form):
    trainer, data = form
    trainee = make_person()
    for field in ("chair", "approver", "panellists"):
        value = [str(trainee.uuid)] if field == "panellists" else str(trainee.uuid)
        answer = client_of(trainer).post(reverse("panel_new"), {**data, field: value})
        assert "from the list." in words_of(answer)
        assert str(trainee) not in words_of(answer)


def test_a_refusal_of_the_act_stands_over_the_form(client_of, form):
    trainer, data = form
    answer = client_of(trainer).post(
        reverse("panel_new"), {**data, "approver": str(trainer.uuid), "extra": "1"}
    )
    assert answer.status_code == 200
    assert "Nobody approves their own" in words_of(answer)
    assert not Panel.objects.exists()


def test_the_chair_sees_who_finished_and_never_what_they_said(client_of):
    panel = make_panel(6)
    first = panel.panellists.order_by("pk").first()
    rate_seat(first, opportunity=3)
    seen = client_of(panel.chair).get(page("panel", panel))
    assert f"{first.person} Finished" in words_of(seen)
    assert words_of(seen).count("Invited, not begun") == 5
    assert facts_of(seen)["Finished"] == "1 of 6 · a practice case needs 5"
    receipts = set(PanelRating.objects.values_list("receipt", flat=True))
    assert not [receipt for receipt in receipts if receipt in seen.content.decode()]
    for name in ("panel_ratings", "panel_approve"):
        assert client_of(panel.chair).get(page(name, panel)).status_code == 403


def test_the_chair_closes_once_enough_have_finished(client_of):
    panel = make_panel(6)
    seats = list(panel.panellists.order_by("pk"))
    client = client_of(panel.chair)
    for seat in seats[:4]:
        rate_seat(seat)
    end, close = page("panel_end_blind", panel), page("panel_close", panel)
    assert client.get(close)["Location"] == end
    assert "4 panellists have finished, and a practice case needs 5." in words_of(client.get(end))
    refused = client.post(end)
    assert refused.status_code == 409
    assert "a practice case needs 5" in words_of(refused)
    assert "still rating blind" in words_of(client.post(close))
    rate_seat(seats[4])
    asked = words_of(client.get(end))
    assert f"{seats[5].person}: invited, not begun" in asked
    assert "With only 5, a factor that anybody leaves without a level may not be scored." in asked
    assert "1 has not finished: you may want to wait." in asked
    for _time in range(2):
        assert client.post(end)["Location"] == page("panel_next_round", panel)
    assert "nothing to look at again" in words_of(client.get(page("panel_next_round", panel)))
    assert "within one level on 100% of the factors" in words_of(client.get(close))
    for _time in range(2):
        assert client.post(close)["Location"] == page("panel", panel)
    said = words_of(client.get(page("panel_ratings", panel)))
    assert "A panel of 5." in said
    assert "1 who was asked did not finish and is left out." in said


def test_what_the_panel_said_begins_with_how_far_it_agrees(client_of):
    panel = make_panel(5)
    for seat, levels in zip(
        panel.panellists.all(), [(0, 1), (0, 1), (0, 2), (1, 1), (0, 0)], strict=True
    ):
        rate_seat(seat, opportunity=levels[0], social=levels[1])
    panel = finish_panel(panel)
    said = words_of(client_of(panel.chair).get(page("panel_ratings", panel)))
    assert re.search(r"same level on \d\d% of the factors, and come within one level on 9\d%", said)
    assert re.search(r"alpha is 0\.\d\d, likely between 0\.\d\d and \d\.\d\d with other", said)
    assert re.search(r"AC2 is 0\.\d\d, likely between 0\.\d\d and [01]\.\d\d with other", said)
    assert "From the blind round, the overall level left out." in said


def test_where_all_panellists_agree_alpha_says_why_it_has_nothing_to_say(client_of):
    panel = make_closed_panel(5)
    said = words_of(client_of(panel.chair).get(page("panel_ratings", panel)))
    assert "Two panellists give the same level on 100% of the factors" in said
    assert "Alpha cannot be said. All ratings are the same" in said


def test_what_the_panel_said_shows_labels_and_no_names(client_of):
    panel = make_panel(5)
    for seat, level in zip(panel.panellists.all(), [0, 0, 3, 3, 3], strict=True):
        rate_seat(seat, opportunity=level, social="not_enough")
    panel = finish_panel(panel)
    for person in (panel.chair, panel.approver):
        seen = client_of(person).get(page("panel_ratings", panel))
        words = words_of(seen)
        assert "Contested: the panel is split" in words
        assert "The panel’s answer is “not enough information”" in words
        assert COUNTS in words
        assert "Panel: Significant (5 of 5). Scored." in words
        assert "Why opportunity." in words
        assert "P05, " in words
        assert seen.content.decode().count('<svg class="spread"') == 12
        for seat in panel.panellists.select_related("person"):
            assert seat.person.last_name not in words
    assert COUNTS in words_of(client_of(panel.approver).get(page("panel_approve", panel)))


@pytest.mark.parametrize(("finished", "is_said"), [(6, True), (7, False)])
def test_a_chair_is_warned_of_a_small_panel_and_waits_for_nobody_who_declined(
    client_of, finished, is_said
):
    panel = make_panel(finished + 1)
    *others, last = panel.panellists.order_by("pk")
    for seat in others:
        rate_seat(seat)
    decline(seat=last)
    words = words_of(client_of(panel.chair).get(page("panel_end_blind", panel)))
    assert ("With only" in words) is is_said
    assert "you may want to wait" not in words


def test_a_check_of_just_enough_is_worth_waiting_for_and_loses_no_factor(client_of):
    panel = make_panel(12, "check")
    for seat in panel.panellists.order_by("pk")[:10]:
        rate_seat(seat)
    words = words_of(client_of(panel.chair).get(page("panel_end_blind", panel)))
    assert "2 have not finished: you may want to wait." in words
    assert "With only" not in words


def test_a_panellist_never_sees_what_the_others_said(client_of):
    panel = make_closed_panel(5)
    person = panel.panellists.first().person
    assert client_of(person).get(page("panel_ratings", panel)).status_code == 403
    assert "P0" not in words_of(client_of(person).get(page("panel", panel)))


def test_whoever_is_sitting_the_case_does_not_read_what_its_panel_said(client_of, organisation):
    check = make_released_case("check", "TS-SITTING")
    Scenario.objects.update(summary="Another text.")
    panel = make_closed_panel(5, scenario=Scenario.objects.get(), organisation=organisation)
    grant_membership(person=panel.approver, role=Role.TRAINEE, organisation=organisation)
    panel.approver.assessments.create(release=check, use="check")
    for refused in (
        client_of(panel.approver).get(page("panel_ratings", panel)),
        client_of(panel.approver).post(page("panel_approve", panel)),
    ):
        assert refused.status_code == 409
        assert "You have this case open as an assessment." in words_of(refused)
        assert "Why opportunity." not in words_of(refused)


def test_the_approver_releases_and_everybody_can_open_the_case(client_of, trainee):
    panel = make_closed_panel(5)
    client = client_of(panel.approver)
    assert "Specimen" in words_of(client.get(page("panel_approve", panel)))
    assert client.post(page("panel_approve", panel))["Location"] == page("panel", panel)
    assert client.post(page("panel_approve", panel))["Location"] == page("panel", panel)
    assert Release.objects.get().key == panel.key
    stands = facts_of(client_of(panel.chair).get(page("panel", panel)))["How it stands"]
    when = f"{timezone.localtime(Release.objects.get().released_at):%-d %B %Y, %H:%M}"
    assert stands == f"Released, {when}, approved by {panel.approver}. Open the case Specimen"
    case = reverse("case", args=[panel.case_version.scenario.ref])
    assert "Start" in words_of(client_of(trainee).get(case))


def test_sending_back_needs_words_which_the_chair_reads(client_of):
    panel = make_closed_panel(5)
    approver = client_of(panel.approver)
    url = page("panel_send_back", panel)
    assert approver.get(url).status_code == 200
    assert "Say why in a sentence or two." in words_of(approver.post(url, {"note": " "}))
    assert approver.post(url, {"note": "D2.1 <b>can</b> be read two ways."}).status_code == 302
    seen = client_of(panel.chair).get(page("panel", panel))
    assert "D2.1 &lt;b&gt;can&lt;/b&gt; be read two ways." in seen.content.decode()
    assert facts_of(seen)["How it stands"] == "Sent back by the approver"


def test_calling_off_needs_words(client_of):
    panel = make_panel(2)
    client = client_of(panel.chair)
    url = page("panel_call_off", panel)
    assert "Say why" in words_of(client.post(url, {}))
    client.post(url, {"note": "A paper is missing."})
    assert "A paper is missing." in words_of(client.get(page("panel", panel)))
    assert client.post(page("panel_end_blind", panel)).status_code == 409


@pytest.fixture
def written_meanwhile(monkeypatch):
    """Whoever writes does so after the form has looked, and before the act."""
    monkeypatch.setattr("scenarios.panel_forms.writers_of", lambda scenario: set())


def test_the_chair_invites_and_takes_back_on_the_page(client_of, written_meanwhile):
    panel = make_panel(2)
    newcomer = make_person(role=Role.PANELLIST)
    client = client_of(panel.chair)
    invite = page("panel_invite", panel)
    assert "Choose whom to ask." in words_of(client.post(invite, {}))
    assert "from the list" in words_of(client.post(invite, {"person": str(make_person().uuid)}))
    author = make_person(role=Role.PANELLIST)
    wrote(author, panel.case_version.scenario)
    refused = client.post(invite, {"person": str(author.uuid)})
    assert refused.status_code == 200
    assert f"There is a problem {author} has written on this case" in words_of(refused)
    client.post(invite, {"person": str(newcomer.uuid)})
    assert f"{newcomer} Invited, not begun" in words_of(client.get(page("panel", panel)))
    withdraw = page("panel_withdraw", panel)
    assert client.post(withdraw, {"person": str(newcomer.uuid)}).status_code == 302
    assert panel.panellists.count() == 2
    for stranger in (str(newcomer.uuid), "x", ""):
        assert client.post(withdraw, {"person": stranger}).status_code == 404


def test_the_chair_changes_the_date_and_the_approver_on_the_page(client_of, written_meanwhile):
    panel = make_panel(2)
    other = make_person(role=Role.TRAINER)
    client = client_of(panel.chair)
    url = page("panel_change", panel)
    assert f'value="{panel.approver.uuid}" selected' in client.get(url).content.decode()
    day = panel.due_on + timedelta(days=30)
    data = {"due_on_0": day.day, "due_on_1": day.month, "due_on_2": day.year}
    client.post(url, {**data, "approver": str(other.uuid)})
    panel.refresh_from_db()
    assert (panel.due_on, panel.approver) == (day, other)
    wrote(other := make_person(role=Role.TRAINER), panel.case_version.scenario)
    refused = client.post(url, {**data, "approver": str(other.uuid)})
    assert refused.status_code == 200
    assert f"There is a problem Nobody approves their own: {other} has" in words_of(refused)
    assert "Choose who approves the key." in words_of(client.post(url, data))


def test_whoever_would_always_be_refused_is_not_offered(client_of, organisation):
    chair = make_person(role=Role.PANELLIST, organisation=organisation)
    sender = make_person(role=Role.TRAINER, organisation=organisation)
    grant_membership(person=sender, role=Role.PANELLIST, organisation=organisation)
    approver = make_person(role=Role.PANELLIST, organisation=organisation)
    panel = make_panel(2, chair=chair, sent_by=sender, approver=approver)
    client = client_of(chair)
    seen = client.get(page("panel", panel))
    assert "Nobody else can be asked." in words_of(seen)
    assert page("panel_invite", panel) not in seen.content.decode()
    change = client.get(page("panel_change", panel))
    assert "Nobody else can be asked." in words_of(change)
    assert str(approver.uuid) in change.content.decode()
    for barred in (chair, sender, panel.panellists.first().person):
        assert f'value="{barred.uuid}"' not in change.content.decode()
    other = make_person(role=Role.PANELLIST, organisation=organisation)
    assert f'value="{other.uuid}"' in client.get(page("panel", panel)).content.decode()
    assert "Nobody else" not in words_of(client.get(page("panel_change", panel)))


def test_nothing_is_said_of_taking_back_where_everybody_has_begun(client_of):
    panel = make_panel(5)
    client = client_of(panel.chair)
    before = words_of(client.get(page("panel", panel)))
    assert "Invitation" in before
    assert "is shown to nobody in the blind round" in before
    for seat in panel.panellists.all():
        rate_seat(seat)
    assert "Invitation" not in words_of(client.get(page("panel", panel)))
    finish_panel(panel)
    assert "shown to nobody before closing" not in words_of(client.get(page("panel", panel)))


@pytest.mark.parametrize(
    "name",
    ["panel_invite", "panel_withdraw", "panel_change", "panel_close", "panel_call_off"],
)
def test_what_is_the_chairs_is_barred_to_others_and_unknown_to_strangers(client_of, name):
    panel = make_panel(2)
    inside = (panel.approver, panel.panellists.first().person)
    outside = [make_person(role=role) for role in (Role.TRAINER, Role.PANELLIST, Role.TRAINEE)]
    for person in inside:
        assert client_of(person).post(page(name, panel)).status_code == 403
    for person in outside:
        assert client_of(person).post(page(name, panel)).status_code == 404
    panel.refresh_from_db()
    assert panel.is_open


def test_a_trainee_with_another_role_too_is_told_nothing_of_panels_they_have_no_part_in(
    client_of, trainee
):
    make_panel(2)
    assert "You have no part in a panel" in words_of(client_of(trainee).get(reverse("panels")))
    assert client_of(trainee).get(reverse("panel_new")).status_code == 403


def counts_for(client_of, size):
    """Each page to the number of statements it takes, on a panel of so many."""
    panel = make_panel(size)
    seats = list(panel.panellists.order_by("pk"))
    for seat in seats:
        rate_seat(seat)
    counts = {}

    def look(name, person):
        signed_in = client_of(person)
        with CaptureQueriesContext(connection) as captured:
            assert signed_in.get(page(name, panel)).status_code == 200
        counts[name, person == panel.chair] = statements(captured)

    look("panel", panel.chair)
    look("panel_end_blind", panel.chair)
    end_blind_round(panel=panel, by=panel.chair)
    look("panel_next_round", panel.chair)
    look("panel_close", panel.chair)
    finish_panel(panel)
    look("panel_ratings", panel.chair)
    look("panel_approve", panel.approver)
    look("panel", panel.approver)
    with CaptureQueriesContext(connection) as captured:
        client_of(panel.chair).get(reverse("panels"))
    counts["panels"] = statements(captured)
    return counts


def test_no_page_takes_more_statements_for_twelve_than_for_five(client_of):
    assert counts_for(client_of, 12) == counts_for(client_of, 5)


def test_a_list_of_many_panels_takes_no_more_statements_than_one(client_of):
    panel = make_panel(2)
    client = client_of(panel.chair)
    with CaptureQueriesContext(connection) as one:
        client.get(reverse("panels"))
    for _more in range(3):
        make_panel(2, chair=panel.chair)
    with CaptureQueriesContext(connection) as many:
        client.get(reverse("panels"))
    assert statements(many) == statements(one)


def test_the_minimum_shown_is_that_of_the_settings(client_of):
    panel = make_panel(2)
    with override_settings(PANEL_MINIMUM={"practice": 2, "check": 3}):
        seen = client_of(panel.chair).get(page("panel", panel))
    assert facts_of(seen)["Finished"] == "0 of 2 · a practice case needs 2"
