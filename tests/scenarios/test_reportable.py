"""The list of texts to report holds what the person's own pages show, and tells nothing more."""

import re

import pytest
from django.urls import reverse

from people.public import Role
from scenarios.models import PanelRating, Reason, Report, Scenario
from scenarios.selectors.reportable import reportable_on_panel, reportable_texts
from scenarios.services.assessing import start_assessment, submit_assessment
from scenarios.services.closing import approve_panel
from scenarios.services.panel_rating import save_panel_rating, say_wrong_tool
from scenarios.services.rating import Rating
from scenarios.services.wrong_tool import stop_as_wrong_tool
from scoring.public import Factor
from tests.factories import (
    finish_panel,
    make_complete_assessment,
    make_panel,
    make_person,
    make_staged_case,
    make_wrong_tool_case,
    rate_seat,
)
from tests.scenarios.journey import feedback_url, words_of

pytestmark = pytest.mark.django_db
BICYCLES = "He fixes bicycles."
LEFT_OUT = "Said by somebody who was left out."
PANEL = "What the panel wrote"


def report_url(assessment):
    return reverse("report_real_data", args=[assessment.uuid])


def panel_url(panel):
    return reverse("panel_report_real_data", args=[panel.uuid])


def of_panel(texts):
    return [text.label for text in texts if text.group == PANEL]


def stopped(trainee, release):
    assessment = start_assessment(person=trainee, release=release)
    words = {"ground": "other", "text": "He is no man."}
    return stop_as_wrong_tool(person=trainee, uuid=assessment.uuid, **words)


def rate(seat, reason):
    factor = Factor.objects.get(framework=seat.panel.case_version.framework, code="opportunity")
    said = Rating.from_choice("3", 70, reason)
    return save_panel_rating(seat=seat, stage=1, factor=factor, rating=said, revision=0)


@pytest.fixture
def mixed():
    """A closed panel: five rated, one stopped after rating, one was never done."""
    panel = make_panel(7)
    seats = list(panel.panellists.order_by("pk"))
    rate(seats[0], f"{LEFT_OUT} Not done.")
    rate(seats[1], f"{LEFT_OUT} Stopped.")
    say_wrong_tool(seat=seats[1], ground="other", reason="He is a boy of ten.")
    for seat in seats[2:]:
        rate_seat(seat)
    return finish_panel(panel)


def test_whoever_stopped_a_case_the_panel_rated_is_listed_none_of_its_reasons(
    as_trainee, trainee, practice
):
    assessment = stopped(trainee, practice)
    assert of_panel(reportable_texts(assessment)) == []
    assert "is level 2" not in words_of(as_trainee.get(report_url(assessment)))


def test_a_staged_case_stopped_at_the_first_stage_lists_nothing_of_the_second(as_trainee, trainee):
    assessment = stopped(trainee, make_staged_case(opportunity="333333"))
    words = words_of(as_trainee.get(report_url(assessment)))
    assert "moved" not in words
    assert "D3.1" not in words


def test_where_the_panel_stopped_its_reasons_for_that_are_listed_and_no_others(trainee):
    release = make_wrong_tool_case()
    for assessment in (
        stopped(trainee, release),
        submit_assessment(assessment=make_complete_assessment(make_person(), release)),
    ):
        listed = of_panel(reportable_texts(assessment))
        assert listed == [f"Wrong tool, P0{n}: He is 17, as P0{n} read." for n in range(1, 7)]


def test_a_trainee_is_listed_the_reasons_that_feedback_shows_and_nobodys_who_was_left_out(
    client_of, trainee, mixed
):
    release = approve_panel(panel=mixed, by=mixed.approver)
    assessment = submit_assessment(assessment=make_complete_assessment(trainee, release))
    client = client_of(trainee)
    told, listed = (
        words_of(client.get(url)) for url in (feedback_url(assessment), report_url(assessment))
    )
    for words in (LEFT_OUT, "a boy of ten"):
        assert (words in told, words in listed) == (False, False)
    assert told.count("Why opportunity.") == listed.count("Why opportunity.") == 5


def test_whoever_runs_a_panel_is_listed_what_its_page_shows_and_nobodys_who_was_left_out(
    client_of, mixed
):
    client = client_of(mixed.chair)
    said, listed = (
        words_of(client.get(url))
        for url in (reverse("panel_ratings", args=[mixed.uuid]), panel_url(mixed))
    )
    assert (LEFT_OUT in said, LEFT_OUT in listed) == (False, False)
    assert said.count("a boy of ten") == listed.count("a boy of ten") == 1


def test_neither_order_nor_value_tells_in_which_order_people_were_invited(client_of):
    panel = make_panel(6)
    for seat in panel.panellists.order_by("pk"):
        rate_seat(seat)
    panel = finish_panel(panel)
    for label, seat in zip(("P04", "P06", "P02", "P05", "P01", "P03"), _seats(panel), strict=True):
        panel.panellists.filter(pk=seat).update(label=f"new {label}")
    factor = Factor.objects.filter(framework=panel.case_version.framework).order_by("number")
    listed = of_panel(reportable_on_panel(panel, may_look=True, may_read=True))
    assert [re.search(r"P0\d", label)[0] for label in listed] == [
        f"P0{n}" for n in range(1, 7) for _each in factor
    ]
    assert [label.split(",")[0] for label in listed[: len(factor)]] == [one.name for one in factor]
    page = client_of(panel.chair).get(panel_url(panel)).content.decode()
    values = re.findall(r'<option value="([^"]+)"', page)
    assert len(set(values)) == len(listed) + panel.case_version.passages.count()
    assert all(re.fullmatch(r"[0-9a-f]{64}", value) for value in values)


def _seats(panel):
    return panel.panellists.order_by("pk").values_list("pk", flat=True)


def test_a_row_cannot_be_reported_by_its_number(as_trainee, practice, trainee):
    assessment = start_assessment(person=trainee, release=practice)
    passage = practice.case_version.passages.first()
    data = {"text": f"passage:{passage.pk}", "what": "name", "note": ""}
    assert as_trainee.post(report_url(assessment), data).status_code == 200
    assert not Report.objects.exists()


def test_a_report_goes_to_the_organisation_that_the_case_belongs_to_now(
    as_trainee, trainee, practice, other_organisation, client_of
):
    assessment = start_assessment(person=trainee, release=practice)
    page = as_trainee.get(report_url(assessment)).content.decode()
    value = re.search(r'<option value="([^"]+)"[^>]*>D1\.2', page)[1]
    scenario = practice.case_version.scenario
    assert scenario.owner != other_organisation
    Scenario.objects.filter(pk=scenario.pk).update(owner=other_organisation)
    as_trainee.post(report_url(assessment), {"text": value, "what": "name", "note": ""})
    report = Report.objects.get()
    assert report.organisation == other_organisation
    theirs = make_person(role=Role.ADMINISTRATOR, organisation=other_organisation)
    page = client_of(theirs).get(reverse("quarantined_text", args=[report.uuid]))
    assert page.status_code == 200


def test_the_approver_is_listed_the_papers_by_reference_until_the_panel_closes(client_of):
    panel = make_panel(6)
    client = client_of(panel.approver)
    words = words_of(client.get(panel_url(panel)))
    assert "D1.2" in words
    assert BICYCLES not in words
    assert BICYCLES in words_of(client_of(panel.chair).get(panel_url(panel)))
    for seat in panel.panellists.all():
        rate_seat(seat)
    finish_panel(panel)
    assert BICYCLES in words_of(client.get(panel_url(panel)))


def test_the_list_costs_the_same_however_much_the_panel_wrote(
    trainee, practice, django_assert_max_num_queries
):
    assessment = make_complete_assessment(trainee, practice)
    Reason.objects.filter(answer__assessment=assessment).update(text="Mine.")
    assessment = submit_assessment(assessment=assessment)
    PanelRating.objects.filter(panellist__panel__key=practice.key).update(reason="Said.")
    with django_assert_max_num_queries(12):
        assert len(of_panel(reportable_texts(assessment))) > 60
