"""The pages of a key change: what is proposed, the dry run, the decision and the progress."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from people.public import Event, Role, grant_membership
from scenarios.models import KeyChange, Release, Rescoring
from scenarios.selectors.reportable import reportable_texts
from scenarios.selectors.rescored import earlier_results
from scenarios.services.assessing import start_assessment
from scenarios.services.dry_runs import keep_dry_run
from scenarios.services.key_changes import approve_key
from scenarios.services.quarantine import report_text
from scenarios.services.rescoring import rescore_all, rescore_next
from scoring.public import Result, UnitResult, result_of
from tests.factories import (
    make_approved_key_change,
    make_key_change,
    make_national_person,
    make_organisation,
    make_person,
    make_released_case,
    make_rerating_panel,
)
from tests.scenarios.journey import HTMX
from tests.scenarios.judging import submitted

pytestmark = pytest.mark.django_db


def url(change, act=""):
    return f"/workshop/{change.case_version.scenario.ref}/key/{change.uuid}/{act}"


def words(answer):
    return " ".join(answer.content.decode().split())


def worked_out(change):
    keep_dry_run(change)
    return KeyChange.objects.get(pk=change.pk)


def test_the_page_of_keys_leads_to_a_panel_that_rates_again(client_of, practice, trainer):
    page = client_of(trainer).get(f"/workshop/{practice.case_version.scenario.ref}/key/")
    assert page.status_code == 200
    assert "again=yes" in words(page)
    form = client_of(trainer).get("/panel/new/?scenario=TS-PRACTICE&use=practice&again=yes")
    assert form.context["form"].initial["rate_again"] is True


def test_proposing_by_the_form_and_deciding_on_the_page(
    client_of, practice, django_capture_on_commit_callbacks
):
    sat = submitted(practice, opportunity=3)
    panel = make_rerating_panel(practice, opportunity=3)
    approver = make_national_person(Role.ADMINISTRATOR)
    address = f"/workshop/TS-PRACTICE/key/propose/{panel.uuid}/"
    said = {"reason": "The device check was not read.", "approver": str(approver.uuid)}
    with django_capture_on_commit_callbacks(execute=True):
        answer = client_of(panel.chair).post(address, said)
    change = KeyChange.objects.get()
    assert (answer.status_code, answer.url) == (302, url(change)), "the dry run is what comes next"
    assert (change.is_open, change.figures["groups"][0]["results"]) == (True, 1)
    page = client_of(approver).get(url(change))
    assert "Under 10 people" in words(page)
    with django_capture_on_commit_callbacks(execute=True):
        assert client_of(approver).post(url(change, "approve/")).status_code == 302
    assert client_of(approver).post(url(change, "approve/")).status_code == 302
    page = words(client_of(approver).get(url(change)))
    assert "1 result was judged again." in page
    assert "hx-trigger" not in page
    client = client_of(sat.person)
    feedback = words(client.get(f"/assessments/{sat.uuid}/feedback/"))
    assert "It was: 10 of 11 the same as the panel" in feedback
    assert "It is now: 11 of 11 the same as the panel" in feedback
    assert "because the key was changed on" in feedback
    assert "What it counts is as it was" not in feedback
    assert "The device check was not read." in feedback


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({}, "Say why in a sentence or two."),
        ({"reason": "Ring 07911 123456."}, "telephone"),
        ({"reason": "Because.", "approver": "nobody"}, "Choose who approves it from the list."),
    ],
)
def test_a_form_that_does_not_fit_comes_back_with_what_was_typed(client_of, practice, said, why):
    panel = make_rerating_panel(practice)
    answer = client_of(panel.chair).post(f"/workshop/TS-PRACTICE/key/propose/{panel.uuid}/", said)
    assert answer.status_code == 200
    assert "There is a problem" in words(answer)
    assert why.lower() in words(answer).lower()
    assert said.get("reason", "") in words(answer)
    assert not KeyChange.objects.exists()


def test_an_approver_who_wrote_on_the_case_is_an_error_of_the_form(client_of, practice):
    panel = make_rerating_panel(practice)
    writer = make_national_person()
    practice.case_version.scenario.save_revision(user=writer).publish()
    said = {"reason": "Because.", "approver": str(writer.uuid)}
    answer = client_of(panel.chair).post(f"/workshop/TS-PRACTICE/key/propose/{panel.uuid}/", said)
    assert answer.status_code == 200
    assert "has written on this case" in words(answer)


def test_what_comes_too_late_is_a_conflict_in_words(client_of, practice):
    change = make_key_change(practice)
    Release.objects.filter(pk=practice.pk).update(state="withdrawn")
    for headers in ({}, HTMX):
        answer = client_of(change.approver).post(url(change, "approve/"), headers=headers)
        assert answer.status_code == 409
        assert "was withdrawn meanwhile" in words(answer)


def test_only_their_part_decides(client_of, practice):
    change = make_key_change(practice)
    assert client_of(change.proposed_by).post(url(change, "approve/")).status_code == 403
    assert (
        client_of(change.proposed_by).post(url(change, "refuse/"), {"note": "No"}).status_code
        == 403
    )
    assert client_of(make_national_person()).get(url(change)).status_code == 404
    assert client_of(make_person()).get(url(change)).status_code == 403
    assert client_of(change.approver).get(url(change, "said/")).status_code == 200
    assert KeyChange.objects.get(pk=change.pk).is_open


def test_refusing_taking_back_and_naming_another(client_of, practice):
    change = make_key_change(practice)
    other = make_national_person()
    answer = client_of(change.proposed_by).post(
        url(change, "approver/"), {"approver": str(other.uuid)}
    )
    assert answer.status_code == 302
    assert client_of(change.approver).get(url(change)).status_code == 403
    assert client_of(other).post(url(change, "refuse/"), {"note": ""}).status_code == 200
    assert client_of(other).post(url(change, "refuse/"), {"note": "Not yet."}).status_code == 302
    assert "Not yet." in words(client_of(change.proposed_by).get(url(change)))
    answer = client_of(change.proposed_by).post(url(change, "take-back/"), {"note": "Gone."})
    assert answer.status_code == 409


def test_whoever_has_the_case_open_reads_no_dry_run(client_of, practice):
    change = make_key_change(practice)
    start_assessment(person=change.approver, release=practice)
    assert client_of(change.approver).get(url(change)).status_code == 409
    assert client_of(change.approver).get(url(change, "said/")).status_code == 409


# The dry run


def test_a_dry_run_says_what_re_scoring_then_does_and_writes_nothing(practice):
    people = [make_person() for _one in range(10)]
    for number, person in enumerate(people):
        submitted(practice, person=person, opportunity=3 if number < 4 else 2)
    change = make_key_change(practice, opportunity=3)
    before = list(Result.objects.values()), UnitResult.objects.count(), Event.objects.count()
    change = worked_out(change)
    assert before == (
        list(Result.objects.values()), UnitResult.objects.count(), Event.objects.count()
    )  # fmt: skip
    (group,) = change.figures["groups"]
    assert (group["results"], group["people"], group["in_tens"], group["left"]) == (10, 10, 10, 0)
    assert group["moves"] == {"-1": 6, "1": 4}
    opportunity = next(one for one in group["factors"] if one["code"] == "opportunity")
    assert (opportunity["before"]["exact"], opportunity["after"]["exact"]) == (6, 4)
    change = approve_key(change=change, by=change.approver)
    rescore_all(change.rescoring)
    pairs = Result.objects.order_by("assessment", "pk").values_list("assessment", "exact_units")
    moved = {}
    for assessment, exact in pairs:
        moved.setdefault(assessment, []).append(exact)
    assert sorted(after - before for before, after in moved.values()) == [-1] * 6 + [1] * 4


def test_nine_people_have_no_figures_and_eleven_have_those_of_ten(client_of, practice):
    for _one in range(9):
        submitted(practice)
    change = worked_out(make_key_change(practice, opportunity=3))
    (group,) = change.figures["groups"]
    assert set(group) == {
        "use", "is_invented", "people", "in_tens", "results", "left", "told"
    }  # fmt: skip
    assert (group["in_tens"], group["told"]) == (0, 0)
    assert "Under 10 people" in words(client_of(change.approver).get(url(change)))
    for _one in range(2):
        submitted(practice, opportunity=3)
    change = worked_out(change)
    (group,) = change.figures["groups"]
    assert (group["people"], group["in_tens"], group["told"]) == (11, 10, 10)
    assert "the first 10 people" in words(client_of(change.approver).get(url(change)))


def test_one_result_of_one_person_is_said_as_one(client_of, practice):
    submitted(practice)
    change = worked_out(make_key_change(practice))
    page = words(client_of(change.approver).get(url(change)))
    assert "1 result would be judged again, of 1 person." in page


def test_real_and_invented_organisations_are_never_added(practice):
    real = make_organisation("R01", "Realshire Police", is_invented=False)
    submitted(practice)
    submitted(practice, person=make_person(organisation=real))
    change = worked_out(make_key_change(practice))
    assert [(g["is_invented"], g["people"]) for g in change.figures["groups"]] == [
        (False, 1), (True, 1)
    ]  # fmt: skip


def test_only_checks_of_people_one_leads_are_named(client_of, check, organisation):
    mine = make_person(last_name="Ownfinch")
    other = make_person(organisation=make_organisation("X02", "Harrowdale"), last_name="Farheron")
    for person in (mine, other):
        submitted(check, person=person, opportunity=3)
    change = make_key_change(check, size=10, opportunity=3)
    page = words(client_of(change.approver).get(url(change, "people/")))
    assert "Nobody you lead has sat this check" in page
    assert "Ownfinch" not in page
    grant_membership(person=change.approver, role=Role.FORCE_LEAD, organisation=organisation)
    page = words(client_of(change.approver).get(url(change, "people/")))
    assert "Ownfinch" in page
    assert "Farheron" not in page
    assert "10 of 11 the same as the panel" in page
    assert "11 of 11 the same as the panel" in page
    assert Result.objects.count() == 2


def test_practice_is_never_by_name(client_of, practice, organisation):
    submitted(practice, person=make_person(last_name="Ownfinch"))
    change = make_key_change(practice)
    grant_membership(person=change.approver, role=Role.FORCE_LEAD, organisation=organisation)
    page = words(client_of(change.approver).get(url(change, "people/")))
    assert "nobody is named" in page
    assert "Ownfinch" not in page


def test_pages_of_names_take_the_same_queries_for_1_and_for_30(client_of, check, organisation):
    change = make_key_change(check, size=10)
    grant_membership(person=change.approver, role=Role.FORCE_LEAD, organisation=organisation)

    def queries(page=""):
        client = client_of(change.approver)
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(url(change, f"people/{page}"))
        return len(answer.context["rows"].object_list), len(captured)

    submitted(check)
    queries()  # what a process reads once in its life
    one = queries()
    for _one in range(29):
        submitted(check)
    many = queries()
    assert (one[0], many[0], queries("?page=2")[0]) == (1, 25, 5)
    assert one[1] == many[1]


# Progress


def test_progress_is_shown_by_polling_and_by_a_link(client_of, practice, monkeypatch):
    monkeypatch.setattr("scenarios.services.rescoring.CHUNK", 1)
    for _one in range(4):
        submitted(practice)
    change = make_approved_key_change(practice)
    rescore_next(change.rescoring)
    page = words(client_of(change.approver).get(url(change)))
    assert "1 of 4 results are judged again." in page
    assert 'hx-trigger="every 2s"' in page
    assert "Look again now" in page
    assert 'value="25"' in page
    assert "Nothing has moved for some minutes" not in page


def test_what_stands_still_can_be_taken_up_again(client_of, practice):
    submitted(practice)
    change = make_approved_key_change(practice)
    Rescoring.objects.update(asked_at=timezone.now() - timedelta(minutes=5))
    page = words(client_of(change.approver).get(url(change)))
    assert "Nothing has moved for some minutes" in page
    assert client_of(change.approver).get(url(change, "go-on/")).status_code == 405
    for _twice in range(2):
        assert client_of(change.approver).post(url(change, "go-on/")).status_code == 302
    assert Rescoring.objects.get().is_finished
    assert Result.objects.count() == 2


# What the person is told


def test_in_a_check_in_use_the_reason_waits_as_levels_do(client_of, check):
    sat = submitted(check, opportunity=3)
    change = make_approved_key_change(check, size=10, opportunity=3)
    rescore_all(change.rescoring)
    page = words(client_of(sat.person).get(f"/assessments/{sat.uuid}/feedback/"))
    assert "It was: 10 of 11" in page
    assert "It is now: 11 of 11" in page
    assert change.reason not in page
    Release.objects.filter(pk=change.new_release_id).update(state="retired")
    page = words(client_of(sat.person).get(f"/assessments/{sat.uuid}/feedback/"))
    assert change.reason in page


def test_feedback_shows_the_panel_that_judged_it(client_of, practice):
    sat = submitted(practice)
    change = make_approved_key_change(practice, opportunity=3, size=7)
    rescore_all(change.rescoring)
    page = words(client_of(sat.person).get(f"/assessments/{sat.uuid}/feedback/"))
    assert "(7 of 7)" in page
    assert "Why opportunity is level 2." not in page


def test_a_reason_can_be_reported_as_real_data(client_of, practice):
    sat = submitted(practice)
    change = make_approved_key_change(practice)
    rescore_all(change.rescoring)
    text = next(one for one in reportable_texts(sat) if one.kind == "key_change")
    report_text(
        person=sat.person,
        kind=text.kind,
        row=text.row,
        place=text.place,
        organisation=text.organisation,
        what="name",
    )
    page = words(client_of(sat.person).get(f"/assessments/{sat.uuid}/feedback/"))
    assert change.reason not in page
    assert "is kept back until somebody has looked" in page


def test_a_feedback_page_takes_no_query_more_where_nothing_was_judged_again(client_of, practice):
    sat = submitted(practice)
    result = result_of(sat.uuid)
    with CaptureQueriesContext(connection) as captured:
        assert earlier_results(sat, result, held_back=False) == ()
    assert len(captured) == 0


def test_a_proposal_waits_on_the_page_of_panels_of_its_approver(client_of, practice):
    change = make_key_change(practice)
    assert url(change) in words(client_of(change.approver).get("/panel/"))
    assert url(change) not in words(client_of(make_national_person()).get("/panel/"))


def test_a_case_of_elsewhere_has_no_keys_here(client_of, trainer):
    release = make_released_case("practice", "TS-FAR")
    scenario = release.case_version.scenario
    scenario.owner = make_organisation("X02", "Harrowdale Police")
    scenario.save()
    assert client_of(trainer).get("/workshop/TS-FAR/key/").status_code == 404
    assert client_of(trainer).get("/workshop/TS-NONE/key/").status_code == 404
