"""The page and the file hold the same cells, and say in words what has no figure."""

import re
from dataclasses import replace
from datetime import datetime, time, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from courses.public import assign_check
from courses.services.reading import complete_lesson
from reports.progress import progress_of
from scenarios.public import Release, attempt_rows
from scoring.public import METHOD_VERSION
from tests.factories import make_person, make_submitted
from tests.factories.courses import ask, lessons_of, make_course
from tests.reports.pages import file_of, spreadsheet_of, tables_of

pytestmark = pytest.mark.django_db

ABOUT = ["Code", "Organisation", "To", "Method version"]


@pytest.fixture
def busy(client, force_lead, trainees, check, practice):
    """Twelve trainees: all practised, eleven sat the check, one of them by no assignment."""
    for n, person in enumerate(trainees):
        make_submitted(person, practice, n % 4)
    for n, person in enumerate(trainees[:11]):
        make_submitted(person, check, 1 + n % 2, opportunity=0, desist="not_enough")
    assign_check(
        people=[trainees[11]],
        release=check,
        due_on=timezone.localdate() + timedelta(days=7),
        assigned_by=force_lead,
    )
    client.force_login(force_lead)
    return client


def as_written(rows):
    """The rows of an XLSX file as CSV has them: what is a number or a day must be one."""
    return [{heading: csv_words(heading, value) for heading, value in row.items()} for row in rows]


def csv_words(heading, value):
    if isinstance(value, datetime):
        assert value.time() == time.min
        return value.date().isoformat()
    if isinstance(value, str) and heading != "Method version":
        assert not re.fullmatch(r"-?[\d.]+|\d{4}-\d\d-\d\d", value)
    return "" if value is None else str(value)


def as_numbers(rows):
    """Numbers are written -2.0 or -2, which are the same."""
    return [[number(words) for words in row.values()] for row in rows]


def number(words):
    return float(words) if re.fullmatch(r"-?[\d.]+", words) else words


@pytest.mark.parametrize("by", ["factor", "case"])
def test_accuracy_is_the_same_on_the_page_and_in_the_files(busy, by):
    on_page = tables_of(busy.get(f"/reports/X01/accuracy-by-{by}/"))
    in_file = file_of(busy.get(f"/reports/X01/accuracy-by-{by}.csv"))
    in_sheet = as_written(spreadsheet_of(busy.get(f"/reports/X01/accuracy-by-{by}.xlsx")))
    assert [list(row) for row in in_file] == [list(row) for row in in_sheet]
    assert as_numbers(in_file) == as_numbers(in_sheet)
    assert [row for table in on_page.values() for row in table] == [
        list(row.values())[len(ABOUT) + 2 :] for row in in_file
    ]
    assert {row["Use"] for row in in_file} == {"Check", "Practice"}
    assert {tuple(row[name] for name in ABOUT) for row in in_file} == {
        ("X01", "Northmoor Police", timezone.localdate().isoformat(), METHOD_VERSION)
    }


@pytest.mark.parametrize("show", ["all", "practised", "unassigned"])
def test_progress_is_the_same_on_the_page_and_in_the_files(busy, show):
    on_page = tables_of(busy.get("/reports/X01/progress/", {"show": show}))
    file = file_of(busy.get("/reports/X01/progress.csv", {"show": show}))
    sheet = as_written(spreadsheet_of(busy.get("/reports/X01/progress.xlsx", {"show": show})))
    assert [list(row.items()) for row in file] == [list(row.items()) for row in sheet]
    in_file = [list(row.values())[len(ABOUT) :] for row in file]
    learning = {row[0]: row[1:] for row in on_page["learning"]}
    assert [[row[0], *learning[row[0]], *row[1:]] for row in on_page["checks"]] == in_file
    assert len(in_file) == (11 if show == "unassigned" else 12)


def test_figures_of_one_factor(busy):
    table = tables_of(busy.get("/reports/X01/accuracy-by-factor/"))["factor-check"]
    assert next(row for row in table if row[0] == "Opportunity") == (
        ["Opportunity", "10", "10", "0", "0", "Held back", "-2.0", "10", "0"]
    )
    total = next(row for row in table if row[0] == "All")
    assert (total[1], total[2], total[5]) == ("11", "77", "75")
    assert next(row for row in table if row[0] == "Commitment to desist")[6] == (
        "Nobody gave a level"
    )
    assert [row[0] for row in table].count("All") == 2


@pytest.mark.parametrize("page", ["accuracy-by-factor", "accuracy-by-case"])
def test_what_guessing_gives_never_tells_the_key_of_a_check(busy, page):
    """On one unit it is half at the ends of a scale of four, and more inside it."""
    rows = file_of(busy.get(f"/reports/X01/{page}.csv"))
    for row in rows:
        is_one_unit = row["Ratings"] == row["People"]
        is_held_back = row["Within one by guessing, %"] == "Held back"
        assert is_held_back == (is_one_unit and row["Use"] == "Check")


@pytest.mark.parametrize("n", [1, 9])
def test_a_check_of_few_gives_no_key_away(client, force_lead, trainees, check, n):
    for person in trainees[:n]:
        make_submitted(person, check, opportunity=0, overall=1)
    client.force_login(force_lead)
    words = "Held back: fewer than 10 people, and it would tell the panel’s levels"
    by_factor = tables_of(client.get("/reports/X01/accuracy-by-factor/"))["factor-check"]
    rows = [row for row in by_factor if row[0] != "All"]
    assert len(rows) == 12
    assert all(set(row[1:]) == {words} for row in rows)
    assert [row[2] for row in by_factor if row[0] == "All"] == [str(7 * n), str(4 * n)]

    risk, _protective, overall = tables_of(client.get("/reports/X01/accuracy-by-case/"))[
        "case-check"
    ]
    assert risk[3:5] == ["86", "86"]
    assert overall[3:] == ["0", *["Held back"] * 3, *["Not counted"] * 2]


def test_a_retired_check_holds_nothing_back(client, force_lead, trainees, check):
    make_submitted(trainees[0], check, opportunity=0)
    Release.objects.filter(pk=check.pk).update(state=Release.State.RETIRED)
    client.force_login(force_lead)
    table = tables_of(client.get("/reports/X01/accuracy-by-factor/"))["factor-check"]
    assert ["Opportunity", "1", "1", "0", "0", "75", "-2.0", "1", "0"] in table


def test_a_lead_never_meets_their_own_attempt_in_a_figure(
    client, force_lead, organisation, trainees, check
):
    make_submitted(force_lead, check, 0, organisation=organisation)
    for person in trainees[:10]:
        make_submitted(person, check)
    client.force_login(force_lead)
    for page in ("accuracy-by-factor", "accuracy-by-case"):
        rows = file_of(client.get(f"/reports/X01/{page}.csv"))
        assert {(row["People"], row["Exact, %"]) for row in rows if row["Use"] == "Check"} == {
            ("10", "100")
        }


def test_of_several_attempts_at_a_check_the_first_submitted_is_shown(
    organisation, trainees, check, practice, monkeypatch
):
    """The database refuses a second one, and still the order of beginning must not decide."""
    person = trainees[0]
    make_submitted(person, practice)
    (row,) = attempt_rows([person.pk])
    now = timezone.now()
    first, second = (
        replace(row, release_id=check.pk, use="check", assessment=uuid4(), submitted_at=at)
        for at in (now - timedelta(days=1), now)
    )
    for as_begun in ([first, second], [second, first]):
        monkeypatch.setattr("reports.progress.attempt_rows", lambda people, rows=as_begun: rows)
        shown = next(each for each in progress_of(organisation) if each.person == person)
        assert [check.submitted_on for check in shown.checks] == [
            timezone.localdate(first.submitted_at)
        ]


def test_practice_of_few_is_words_in_both(client, force_lead, trainees, practice):
    for person in trainees[:9]:
        make_submitted(person, practice)
    client.force_login(force_lead)
    for by in ("factor", "case"):
        table = tables_of(client.get(f"/reports/X01/accuracy-by-{by}/"))[f"{by}-practice"]
        assert all(set(row[1:]) == {"Too few to say: fewer than 10 people"} for row in table)
        file = file_of(client.get(f"/reports/X01/accuracy-by-{by}.csv"))
        assert {row["Ratings"] for row in file if row["Use"] == "Practice"} == {
            "Too few to say: fewer than 10 people"
        }


def test_practice_shows_no_mark_date_or_number_of_attempts(client, force_lead, trainees, practice):
    for _attempt in range(3):
        make_submitted(trainees[0], practice, 1)
    client.force_login(force_lead)
    rows = file_of(client.get("/reports/X01/progress.csv"))
    row = next(row for row in rows if row["Practice done"] != "None")
    assert list(row.values())[len(ABOUT) :] == [
        trainees[0].get_full_name(),
        "None",
        row["Lessons read"],
        row["Tested out"],
        "TS-PRACTICE",
        "None",
        "None assigned",
        *[""] * 9,
    ]


def test_checks_are_named_with_their_figures(client, force_lead, trainees, check):
    make_submitted(trainees[0], check, opportunity=0, social=1, overall=1)
    client.force_login(force_lead)
    response = client.get("/reports/X01/progress/")
    assert "9 of 11" in response.content.decode()
    row = next(
        row for row in tables_of(response)["checks"] if row[0] == trainees[0].get_full_name()
    )
    assert row[1:6] == [
        "TS-CHECK, specimen",
        "Not assigned",
        "Submitted",
        "",
        timezone.localdate().isoformat(),
    ]
    assert row[6:] == ["11", "9", "10", "Differs", "Yes"]
    assert "Not assigned" in response.content.decode()


@pytest.mark.parametrize("page", ["progress", "courses"])
def test_under_a_date_a_file_has_dates_and_nothing_else(
    busy, page, organisation, trainees, force_lead
):
    """A spreadsheet sorts a column of dates by date only where no word stands in it."""
    course = make_course()
    ask(course, force_lead, organisation, person=trainees[0], aim=3, by=9)
    complete_lesson(person=trainees[1], lesson=lessons_of(course)[0])
    file = file_of(busy.get(f"/reports/X01/{page}.csv"))
    sheet = spreadsheet_of(busy.get(f"/reports/X01/{page}.xlsx"))
    dates = {name for row in sheet for name, value in row.items() if isinstance(value, datetime)}
    assert (
        dates
        == {
            "progress": {"To", "Due", "Submitted"},
            "courses": {"To", "Aim for", "By", "Begun", "Enrolled"},
        }[page]
    )
    for name in dates:
        assert {type(row[name]) for row in sheet} <= {datetime, type(None)}
        assert all(re.fullmatch(r"(\d{4}-\d\d-\d\d)?", row[name]) for row in file)
        assert name == "To" or any(row[name] is None for row in sheet)
    # Why there is none stands in a column of words.
    words = {"progress": ("How", {"Assigned", "Not assigned"}), "courses": ("State", {"Begun"})}
    column, said = words[page]
    assert said <= {row[column] for row in file}


def test_that_a_check_was_begun_is_not_shown(client, force_lead, trainees, check):
    client.force_login(force_lead)
    before = tables_of(client.get("/reports/X01/progress/"))
    trainees[0].assessments.create(release=check)
    assert tables_of(client.get("/reports/X01/progress/")) == before


def test_why_a_check_does_not_count(client, force_lead, trainees, check):
    make_submitted(trainees[0], check, counts_reason="repeat")
    client.force_login(force_lead)
    rows = file_of(client.get("/reports/X01/progress.csv"))
    assert "No: had submitted this case before" in {row["In the figures"] for row in rows}


def test_markup_in_a_name_is_text(client, force_lead, organisation):
    make_person(organisation=organisation, first_name="<b>Ada</b>")
    client.force_login(force_lead)
    assert b"<b>Ada" not in client.get("/reports/X01/progress/").content


@pytest.mark.parametrize(
    ("show", "n"), [("all", 12), ("done", 0), ("unassigned", 11), ("practised", 12), ("?", 12)]
)
def test_each_figure_of_the_first_screen_opens_its_people(busy, show, n):
    names = {row["Name"] for row in file_of(busy.get("/reports/X01/progress.csv", {"show": show}))}
    assert len(names) == n
