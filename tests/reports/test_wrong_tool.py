"""Right or wrong about the tool is shown by name for a check, and enters no figure."""

import pytest

from people.public import organisation_subtree
from scenarios.models import Assessment
from scenarios.services.wrong_tool import stop_as_wrong_tool
from scoring.public import group_figures
from tests.factories import make_submitted, make_wrong_tool_case
from tests.reports.pages import file_of, tables_of

pytestmark = pytest.mark.django_db


def stop(person, release) -> None:
    assessment = Assessment.objects.create(person=person, release=release, use=release.use)
    assessment.stages.create(stage=1, reasons_asked=[])
    stop_as_wrong_tool(person=person, uuid=assessment.uuid, ground="under_18", text="He is 17.")


def test_a_check_stopped_as_the_wrong_tool_is_named_without_figures(client, force_lead, trainees):
    stop(trainees[0], make_wrong_tool_case("check", "TS-OUTSIDE"))
    client.force_login(force_lead)
    page, file = "/reports/X01/progress/", "/reports/X01/progress.csv"
    words = "Wrong tool: matched the panel"
    on_page = [row for row in tables_of(client.get(page))["checks"] if words in row]
    in_file = [list(row.values()) for row in file_of(client.get(file)) if words in row.values()]
    assert len(on_page) == len(in_file) == 1
    assert in_file[0][-5:] == on_page[0][-5:] == [words] * 4 + ["No: outside the score"]


def test_wrong_tool_answers_are_in_no_figure(force_lead, trainees, check, organisation):
    for person in trainees[:10]:
        make_submitted(person, check)

    def figures():
        return group_figures(
            organisation_subtree(organisation),
            whole=["check"],
            in_tens=["practice"],
            retired=[],
            viewer=force_lead.uuid,
        )

    before = figures()
    for use in ("check", "practice"):
        release = make_wrong_tool_case(use)
        for person in trainees:
            stop(person, release)
    assert figures() == before
    assert before["check"].people == 10


def test_somebody_else_who_stopped_it_is_on_no_other_report(client, other_force_lead, trainees):
    stop(trainees[0], make_wrong_tool_case("check"))
    client.force_login(other_force_lead)
    assert b"Wrong tool" not in client.get("/reports/X02/progress/").content
    assert client.get("/reports/X01/progress/").status_code == 404
