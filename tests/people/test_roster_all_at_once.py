"""One upload tells all that can be known of a file, and nothing that a correction would undo."""

from datetime import date

import pytest
from django.utils import timezone

from people.public import Membership, Organisation, Role, User
from tests.factories import make_organisation, make_person
from tests.factories.rosters import HEADINGS, roster_csv
from tests.people.rosters import A_DAY, as_listed, line, refusal, today

pytestmark = pytest.mark.django_db


def said_of(number: int, content: bytes, by: User, **options: bool) -> list[str]:
    """What is said of one line, without its number."""
    said = refusal(content, by, **options).split("\n")
    return [words.partition(": ")[2] for words in said if words.startswith(f"Line {number}: ")]


def test_what_cannot_be_read_and_what_cannot_be_done_are_told_together(
    administrator: User, other_trainee: User, organisation: Organisation
) -> None:
    content = roster_csv(
        ("nobody", "Ann", "Larkhill", "X99", "Trainee"),
        ("b@f.example", "B?", "Larkhill", "X98", "Trainee"),
        as_listed(other_trainee),
    )
    said = refusal(content, administrator)
    assert "Line 2: “E-mail”: this is not an e-mail address." in said
    assert "Line 2: no organisation that you look after has the code X99." in said
    assert "Line 3: “First name”: there is a question mark" in said
    assert "Line 3: no organisation that you look after has the code X98." in said
    assert "Line 4: a trainee in Harrowdale Police. If they move, write X02" in said


def test_a_line_that_is_there_twice_is_told_though_a_name_of_it_is_wrong(
    administrator: User, organisation: Organisation
) -> None:
    content = roster_csv(line("a@f.example"), ("a@f.example", "Si?n", "Gŵyrfa", "X01", "Trainee"))
    assert [words.split(".")[0] for words in said_of(3, content, administrator)] == [
        "the same person and role as in line 2",
        "“First name”: there is a question mark in it, as Excel leaves in place of ŵ or ŷ",
    ]


def test_a_lead_is_told_of_a_role_that_is_not_theirs_beside_a_day_that_is_none(
    force_lead: User,
) -> None:
    content = roster_csv(line("a@f.example", "X01", "Trainer", "", "soon"), headings=WITH_FROM)
    assert [words.split(".")[0] for words in said_of(2, content, force_lead)] == [
        "a force lead puts trainees on the roster",
        "“From”: write the day as 2026-12-31 or 31/12/2026",
    ]


WITH_FROM = (*HEADINGS, "From")
WITH_LEAVES = (*HEADINGS, "Leaves on")


def test_nothing_is_said_that_only_follows_from_a_cell_that_cannot_be_read(
    administrator: User, trainee: User, other_trainee: User, organisation: Organisation
) -> None:
    # Without the day they would begin today, within the days in which they were here before.
    Membership.objects.filter(person=trainee).update(
        valid_from=today() - 9 * A_DAY, valid_to=today() + A_DAY
    )
    content = roster_csv(
        as_listed(trainee, "X02", "Trainee", "", "31/31/2026"),
        line("b@f.example", "X01", "Trianee", "Spring"),
        headings=WITH_FROM,
    )
    assert said_of(2, content, administrator) == [
        "“From”: write the day as 2026-12-31 or 31/12/2026."
    ]
    (only,) = said_of(3, content, administrator)
    assert only.startswith("“Role”: it is none of the roles")


def test_a_leaver_whose_day_cannot_be_read_is_told_of_the_day_alone(
    administrator: User, trainee: User
) -> None:
    content = roster_csv((trainee.email, "", "", "X01", "", "", "soon"), headings=WITH_LEAVES)
    assert said_of(2, content, administrator) == [
        "“Leaves on”: write the day as 2026-12-31 or 31/12/2026."
    ]


def test_nobody_seems_absent_whose_line_cannot_be_read(
    administrator: User, organisation: Organisation
) -> None:
    """The last administrator of a place stands in the file, in a line with a slip in it."""
    local = make_person(role=Role.ADMINISTRATOR, organisation=organisation)
    Membership.objects.filter(person=administrator).update(valid_to=today() + A_DAY)
    content = roster_csv(
        line("a@f.example"), (f"{local.email}@", "Local", "Person", "X01", "Administrator")
    )
    said = refusal(content, administrator, absent_leave=True)
    assert said == "Line 3: “E-mail”: this is not an e-mail address."


def test_a_strange_column_is_told_with_what_is_wrong_in_the_lines(
    administrator: User, organisation: Organisation
) -> None:
    content = roster_csv(
        ("nobody", "Ann", "Larkhill", "X99", "Trainee", "", "1990-01-01"),
        headings=(*HEADINGS, "Date of birth"),
    )
    said = refusal(content, administrator)
    assert "The column “Date of birth” is not known." in said
    assert "Line 2: “E-mail”: this is not an e-mail address." in said
    assert "Line 2: no organisation that you look after has the code X99." in said


def test_every_line_with_more_cells_than_headings_is_told(
    administrator: User, organisation: Organisation
) -> None:
    row = (*line("a@f.example"), "", "stray")
    said = refusal(roster_csv(row, row, line("b@f.example", "X99")), administrator)
    for number in (2, 3):
        assert f"Line {number}: there is something in a column without a heading." in said
    assert "Line 4: no organisation that you look after has the code X99." in said


def test_a_move_that_can_never_be_is_not_first_asked_to_be_said(
    administrator: User, trainee: User
) -> None:
    make_organisation("R01", "Real Police", is_invented=False)
    assert said_of(2, roster_csv(as_listed(trainee, "R01")), administrator) == [
        "nobody moves between an invented organisation and a real one."
    ]


def test_a_move_that_is_not_said_and_too_early_is_told_both(
    administrator: User, organisation: Organisation, other_trainee: User
) -> None:
    early = timezone.localdate() - A_DAY
    row = as_listed(other_trainee, "X01", "Trainee", "", early.isoformat())
    said = said_of(2, roster_csv(row, headings=WITH_FROM), administrator)
    assert [words[:22] for words in said] == ["a trainee in Harrowdal", "they began there on 20"]


@pytest.mark.parametrize("column", ["To", "Leaves on"])
def test_a_last_day_before_the_first_is_told_on_its_own_column(
    administrator: User, organisation: Organisation, column: str
) -> None:
    days = (date(2099, 3, 2).isoformat(), date(2099, 3, 1).isoformat())
    content = roster_csv(
        line("a@f.example", "X01", "Trainee", "", *days), headings=(*WITH_FROM, column)
    )
    assert said_of(2, content, administrator) == [f"“{column}”: it is before the first day."]
