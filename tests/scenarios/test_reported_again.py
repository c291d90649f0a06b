"""A reported text stays away, and a text in its place can be reported in its turn."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from scenarios.models import PanelRating, Reason, Report
from scenarios.services.errors import TextKeptBack
from scenarios.services.panel_rating import save_panel_rating
from scenarios.services.quarantine import erase_text, release_text, report_text
from scenarios.services.rating import Rating, save_rating
from scoring.public import Factor
from tests.factories import make_panel
from tests.scenarios.journey import HTMX, answer_of, rating, step_url, words_of

pytestmark = pytest.mark.django_db
FIRST = "Jon lived in Hill Row."
SECOND = "Ann lived in Mill Row."
OTHER = "He moved."


class OfTrainee:
    """The reason of a trainee, to be written and reported."""

    kind = Report.Kind.REASON

    def __init__(self, assessment):
        self.assessment = assessment
        self.person = assessment.person
        self.organisation = assessment.release.case_version.scenario.owner
        framework = assessment.release.case_version.framework
        self.factor = Factor.objects.get(framework=framework, code="opportunity")

    @property
    def row(self):
        return Reason.objects.filter(answer__assessment=self.assessment).first()

    @property
    def stored(self):
        return self.row.text, self.row.withheld

    def write(self, text):
        found = self.row
        save_rating(
            assessment=self.assessment,
            stage=1,
            factor=self.factor,
            rating=Rating.from_choice("2", 70, text),
            revision=found.answer.revision if found else 0,
            timed=False,
        )

    def report(self):
        return report_text(
            person=self.person,
            kind=self.kind,
            row=self.row.pk,
            place="x",
            organisation=self.organisation,
            what="name",
        )


class OfPanellist(OfTrainee):
    """The same of a panellist."""

    kind = Report.Kind.PANEL_REASON

    def __init__(self, seat):
        self.seat = seat
        self.person = seat.person
        self.organisation = seat.panel.case_version.scenario.owner
        framework = seat.panel.case_version.framework
        self.factor = Factor.objects.get(framework=framework, code="opportunity")

    @property
    def row(self):
        return PanelRating.objects.filter(panellist=self.seat).first()

    @property
    def stored(self):
        return self.row.reason, self.row.withheld

    def write(self, text):
        found = self.row
        save_panel_rating(
            seat=self.seat,
            stage=1,
            factor=self.factor,
            rating=Rating.from_choice("2", 70, text),
            revision=found.revision if found else 0,
        )


@pytest.fixture(params=["trainee", "panellist"])
def writer(request):
    if request.param == "trainee":
        return OfTrainee(request.getfixturevalue("assessment"))
    return OfPanellist(make_panel(1).panellists.get())


def test_a_text_in_place_of_a_reported_one_is_kept_back_by_a_report_of_its_own(writer):
    writer.write(FIRST)
    first = writer.report()
    writer.write(SECOND)
    assert writer.stored == (SECOND, "")
    second = writer.report()
    assert writer.stored == ("", "held")
    assert (first.text, second.text) == (FIRST, SECOND)
    assert writer.report() == second


def test_releasing_an_older_report_writes_over_no_other_text_and_no_other_hold(
    writer, administrator
):
    writer.write(FIRST)
    first = writer.report()
    writer.write(SECOND)
    second = writer.report()
    release_text(report=first, by=administrator)
    assert writer.stored == ("", "held")
    release_text(report=second, by=administrator)
    assert writer.stored == (SECOND, "")


def test_erasing_an_older_report_leaves_the_later_one_as_it_is(writer, administrator):
    writer.write(FIRST)
    first = writer.report()
    writer.write(SECOND)
    second = writer.report()
    erase_text(report=first, by=administrator)
    assert writer.stored == ("", "held")
    release_text(report=second, by=administrator)
    assert writer.stored == (SECOND, "")


@pytest.mark.parametrize("again", [FIRST, f"  {FIRST} ", FIRST.replace(" ", "\n", 1)])
def test_a_reported_text_does_not_come_back_after_another_was_written(writer, again):
    writer.write(FIRST)
    writer.report()
    writer.write(OTHER)
    with pytest.raises(TextKeptBack):
        writer.write(again)
    assert writer.stored == (OTHER, "")


def test_an_erased_text_does_not_come_back_whatever_was_written_meanwhile(writer, administrator):
    writer.write(FIRST)
    erase_text(report=writer.report(), by=administrator)
    report = Report.objects.get()
    assert (report.text, len(report.text_hash)) == ("", 64)
    with pytest.raises(TextKeptBack):
        writer.write(FIRST)
    assert writer.stored == ("", "erased")
    writer.write(OTHER)
    with pytest.raises(TextKeptBack):
        writer.write(FIRST)
    assert writer.stored == (OTHER, "")


def test_a_released_text_may_be_written_again_and_reported_again(writer, administrator):
    writer.write(FIRST)
    first = writer.report()
    release_text(report=first, by=administrator)
    writer.write(OTHER)
    writer.write(FIRST)
    assert writer.report() != first
    assert writer.stored == ("", "held")


def test_an_old_page_that_keeps_what_is_on_it_brings_no_erased_text_back(
    as_trainee, assessment, administrator
):
    writer = OfTrainee(assessment)
    as_trainee.post(step_url(assessment), rating(reason=FIRST))
    erase_text(report=writer.report(), by=administrator)
    keep = rating(reason=FIRST, revision=1, replace=answer_of(assessment).revision)
    answer = as_trainee.post(step_url(assessment), keep, headers=HTMX)
    assert answer.status_code == 409
    assert "Write another. Nothing was saved." in words_of(answer)
    assert writer.stored == ("", "erased")


def test_a_save_asks_for_reported_texts_only_where_a_reason_changes(writer):
    writer.write(FIRST)

    def asked(text):
        with CaptureQueriesContext(connection) as queries:
            writer.write(text)
        return sum('FROM "scenarios_report"' in one["sql"] for one in queries)

    assert [asked(FIRST), asked(OTHER), asked("")] == [0, 1, 0]


def test_the_reporter_sees_the_second_text_gone(client_of):
    panel = make_panel(1)
    writer = OfPanellist(panel.panellists.get())
    client = client_of(writer.person)
    for text in (FIRST, SECOND):
        writer.write(text)
        writer.report()
        page = client.get(f"/panel/{panel.uuid}/1/opportunity/")
        assert text not in words_of(page)
    listed = words_of(client.get(reverse("panel_report_real_data", args=[panel.uuid])))
    assert "Opportunity: This text was reported and is kept back" in listed
