"""A roster file is read whatever program wrote it, bounded, and refused by line in words."""

import io
import zipfile
from datetime import date

import pytest
from openpyxl import Workbook

from people.roster.columns import COLUMNS
from people.roster.lines import Line, as_data, from_data, read_lines
from people.roster.problems import BadRoster
from people.roster.tables import read_table
from people.roster.template import template_file
from tests.factories.rosters import HEADINGS, roster_csv, roster_xlsx

SIAN = ("sian@force.example", "Siân", "Gŵyrfa", "X01", "Trainee")
PLAIN = ("ann@force.example", "Ann", "Stowfield", "X01", "trainee")


def lines_of(content: bytes) -> list[Line]:
    reading = read_lines(read_table(content))
    if reading.problems:
        raise BadRoster(reading.problems)
    return list(reading.lines)


def refusal(content: bytes) -> str:
    with pytest.raises(BadRoster) as refused:
        lines_of(content)
    return "\n".join(refused.value.shown)


@pytest.mark.parametrize("sign", [",", ";", "\t"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_any_usual_csv_is_read_with_welsh_letters_right(sign: str, mark: bytes) -> None:
    (line,) = lines_of(mark + roster_csv(SIAN, sign=sign))
    assert (line.first_name, line.last_name, line.role) == ("Siân", "Gŵyrfa", "trainee")


def test_windows_1252_is_read_and_said() -> None:
    content = roster_csv(("a@b.example", "Siân", "Larkhill", "X01", "Trainee")).decode()
    table = read_table(content.encode("cp1252"))
    assert table.is_windows_1252
    assert read_lines(table).lines[0].first_name == "Siân"


def test_a_question_mark_in_place_of_a_welsh_letter_is_refused() -> None:
    content = roster_csv(("a@b.example", "Sian", "G?yrfa", "X01", "Trainee"))
    assert "Line 2: “Last name”: there is a question mark" in refusal(content)


def test_a_letter_in_two_signs_is_the_same_letter() -> None:
    (line,) = lines_of(roster_csv(("a@b.example", "Sia\u0302n", "L", "X01", "Trainee")))
    assert line.first_name == "Siân"


def test_a_workbook_says_the_same_as_csv() -> None:
    assert lines_of(roster_xlsx([HEADINGS, (*SIAN, "Spring | Harbour")])) == lines_of(
        roster_csv((*SIAN, "Spring | Harbour"))
    )


def test_days_are_read_as_cells_iso_or_british() -> None:
    headings = ("E-mail", "First name", "Last name", "Organisation", "Role", "From")
    day = date(2026, 12, 31)
    for given in (day, "2026-12-31", "31/12/2026", "31.12.2026"):
        (line,) = lines_of(roster_xlsx([headings, (*PLAIN, given)]))
        assert line.starts == day
    assert "write the day as" in refusal(roster_xlsx([headings, (*PLAIN, "12/31/2026")]))
    assert "write the day as" in refusal(roster_xlsx([headings, (*PLAIN, "31/12/26")]))


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_template_can_be_uploaded_as_it_is(kind: str) -> None:
    (line,) = lines_of(template_file(kind))
    assert (line.first_name, line.last_name) == ("Siân", "Gŵyrfa")
    assert line.cohorts == ("Spring intake", "Harbour team")
    assert read_table(template_file(kind)).headings == [column.heading for column in COLUMNS]


def test_lines_survive_being_kept() -> None:
    lines = lines_of(template_file("xlsx"))
    assert from_data(as_data(lines)) == lines


def test_numbers_of_lines_count_breaks_inside_a_cell() -> None:
    broken = ("a@b.example", '"A\nB"', "L", "X01", "Trainee")
    content = roster_csv(broken, ("x", "A", "L", "X01", "Trainee"))
    assert "Line 4: “E-mail”: this is not an e-mail address." in refusal(content)


def test_every_fault_is_named_at_once() -> None:
    said = refusal(
        roster_csv(
            ("nobody", "Ann", "L", "X01", "Trainee"),
            ("b@b.example", "", "L", "", "Wizard"),
        )
    )
    assert "Line 2: “E-mail”: this is not an e-mail address." in said
    assert "Line 2: “E-mail”: it is empty." not in said
    assert "Line 3: “First name”: it is empty." in said
    assert "Line 3: “Organisation”: it is empty." in said
    assert "Line 3: “Role”: it is none of the roles: Trainee, Trainer" in said


@pytest.mark.parametrize(
    ("heading", "said"),
    [
        ("Date of birth", "The column “Date of birth” is not known."),
        ("Surname", "The column “Last name” is there twice."),
    ],
)
def test_a_strange_column_is_refused(heading: str, said: str) -> None:
    assert said in refusal(roster_csv(PLAIN, headings=(*HEADINGS, heading)))


def test_a_missing_column_is_named() -> None:
    assert "The column “Organisation” is missing." in refusal(b"E-mail,Role\na@b.example,Trainee\n")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("=1+1", "it begins like a formula"),
        ("@SUM(A1)", "it begins like a formula"),
        ("Ann\u202eeel", "a sign in it that cannot be seen"),
        ("A" * 81, "it is longer than 80 characters"),
        ("123", "there is no letter in it"),
        ("#N/A", "Excel left an error in its place"),
    ],
)
def test_names_that_are_none_are_refused(name: str, said: str) -> None:
    assert said in refusal(roster_csv(("a@b.example", name, "L", "X01", "Trainee")))


def test_a_formula_cell_is_the_words_it_is_written_in() -> None:
    content = roster_xlsx([HEADINGS, ("a@b.example", '=HYPERLINK("x")', "L", "X01", "Trainee")])
    assert "it begins like a formula" in refusal(content)


def test_an_address_with_a_letter_that_only_looks_latin_is_refused() -> None:
    said = refusal(roster_csv(("j\u043e@b.example", "Jo", "L", "X01", "Trainee")))
    assert "“о” (cyrillic small letter o) is not a letter of e-mail addresses" in said


def test_one_address_in_two_cases_is_one_person() -> None:
    said = refusal(roster_csv(PLAIN, (PLAIN[0].upper(), *PLAIN[1:])))
    assert "Line 3: the same person and role as in line 2." in said


def test_two_roles_are_two_lines_of_one_person_with_one_name() -> None:
    other = (*PLAIN[:4], "Supervisor")
    assert [line.role for line in lines_of(roster_csv(PLAIN, other))] == ["trainee", "supervisor"]
    said = refusal(roster_csv(PLAIN, (PLAIN[0], "Anna", *other[2:])))
    assert "Line 3: the same e-mail address as in line 2, and another name." in said


def test_nobody_is_a_trainee_in_two_organisations() -> None:
    said = refusal(roster_csv(PLAIN, (*PLAIN[:3], "X02", "Trainee")))
    assert "Line 3: a trainee in line 2 already" in said


def test_a_cohort_is_for_trainees_and_supervisors() -> None:
    said = refusal(roster_csv((*PLAIN[:4], "Panellist", "Spring")))
    assert "“Cohorts”: only trainees are in one" in said


# Hostile files


def test_signs_that_are_no_text_are_refused() -> None:
    assert "Line 2: there is a sign that is no text" in refusal(roster_csv(PLAIN) + b"\0")
    assert "UTF-16" in refusal(roster_csv(PLAIN).decode().encode("utf-16"))
    assert "neither UTF-8 nor Windows-1252" in refusal(roster_csv(PLAIN) + b"\n\x81")


def test_an_open_quotation_mark_is_refused_by_line() -> None:
    assert "Line 3: a quotation mark" in refusal(roster_csv(PLAIN) + b'\n"a')


def test_bounds_hold() -> None:
    assert "20 MB" in refusal(b"x" * (20 * 1024 * 1024 + 1))
    many = roster_csv(PLAIN) + b"\n" + b"a@b.example,A,L,X01,Trainee,\n" * 20_000
    assert "more than 20,000 lines" in refusal(many)
    assert "more than 30 columns" in refusal(b",".join([b"E-mail"] * 31) + b"\nx")
    assert "it is too long" in refusal(
        roster_csv(("a@b.example", "A" * 2001, "L", "X01", "Trainee"))
    )
    assert "The file is empty" in refusal(b"\n\n")
    assert "only headings" in refusal(roster_csv())
    wide = roster_csv((*PLAIN, "", "more"), headings=HEADINGS)
    assert "Line 2: there is something in a column without a heading" in refusal(wide)


def test_a_million_rows_are_refused_quickly() -> None:
    assert "more than 20,000 lines" in refusal(
        roster_csv(PLAIN) + b"\na@b.example,,,,," * 1_000_000
    )


def packed(parts: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def with_part(name: str, content: bytes) -> bytes:
    """A sound workbook in which one part is another."""
    source = zipfile.ZipFile(io.BytesIO(roster_xlsx([HEADINGS, PLAIN])))
    return packed({part: source.read(part) for part in source.namelist()} | {name: content})


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = with_part("xl/sharedStrings.xml", b"<sst>" + b" " * 30_000_000 + b"</sst>")
    assert "a hundred times its size" in refusal(bomb)
    assert "more than 100 MB" in refusal(with_part("xl/media/a.png", b"\0" * 101 * 1024 * 1024))


def test_macros_and_entities_are_refused() -> None:
    assert "macros" in refusal(with_part("xl/vbaProject.bin", b"x"))
    entity = b'<?xml version="1.0"?><!DOCTYPE s [<!ENTITY a "b">]><sst>&a;</sst>'
    assert "declares entities" in refusal(with_part("xl/sharedStrings.xml", entity))
    assert "declares entities" in refusal(with_part("xl/media/sheet1.png", entity))
    assert lines_of(with_part("xl/media/a.png", b"\x89PNG" + bytes(range(256))))
    assert lines_of(with_part("xl/printerSettings/printerSettings1.bin", b"\0P\0r\0i\0n\0t"))
    wide = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE s [<!ENTITY a "b">]><sst>&a;</sst>'
    assert "declares entities" in refusal(with_part("xl/sharedStrings.xml", wide.encode("utf-16")))


def test_too_many_cells_too_deep_and_too_many_parts_are_refused() -> None:
    cells = b"<worksheet>" + b"<c/>" * 1_500_001 + b"</worksheet>"
    assert "hundred times" in refusal(with_part("xl/worksheets/sheet1.xml", cells))
    deep = b"<a>" * 100 + b"</a>" * 100
    assert "no workbook that can be read" in refusal(with_part("xl/worksheets/sheet1.xml", deep))
    assert "2,000 parts" in refusal(packed({f"{n}": b"" for n in range(2001)}))


@pytest.mark.parametrize(
    "content",
    [b"PK\x03\x04 and no more", packed({"a.txt": b"x"}), with_part("xl/workbook.xml", b"<a/>")],
)
def test_what_is_no_workbook_is_refused_in_words(content: bytes) -> None:
    assert "no workbook that can be read" in refusal(content)


@pytest.mark.parametrize(
    "begins", [b"%PDF-1.7\n%\xe2\xe3\n1 0 obj", b"<!DOCTYPE html>\n<p>Ann</p>"]
)
def test_a_file_of_another_kind_is_called_what_it_is_not(begins: bytes) -> None:
    assert "no CSV file and no Excel workbook" in refusal(begins)


def test_an_old_workbook_or_one_with_a_password_is_refused() -> None:
    assert "old Excel file (.xls), or one with a password" in refusal(
        b"\xd0\xcf\x11\xe0" + b"x" * 9
    )


def test_nothing_far_down_a_workbook_is_overlooked() -> None:
    book = Workbook()
    for row in (HEADINGS, PLAIN):
        book.active.append(list(row))
    book.active.cell(60_000, 1).value = "x"
    file = io.BytesIO()
    book.save(file)
    assert "Line 60000: “E-mail”" in refusal(file.getvalue())


def test_empty_rows_of_a_workbook_are_left_out_and_counted() -> None:
    book = Workbook()
    for row in (HEADINGS, (), ("x", "A", "L", "X01", "Trainee")):
        book.active.append(list(row))
    file = io.BytesIO()
    book.save(file)
    assert "Line 3: “E-mail”" in refusal(file.getvalue())


def test_a_cohort_is_named_without_what_points_to_a_real_person() -> None:
    content = roster_csv((*PLAIN, "Ring 07700 123456"))
    assert "Line 2: “Cohorts”:" in refusal(content)
