"""A file opens as it is meant: words stay words whatever they say, figures and days are such."""

import io
import re
import tracemalloc
import zipfile
from datetime import date, datetime
from tempfile import TemporaryFile

import pytest
from django.utils import timezone

from people.public import Cohort
from reports.csv_files import csv_response
from reports.sheets import Sheet, inert
from reports.xlsx_files import write_workbook
from tests.factories import make_person
from tests.reports.pages import file_of, sheet_in, spreadsheet_of

HOSTILE = {
    "=cmd|' /C calc'!A0": "'=cmd|' /C calc'!A0",
    "@SUM(A1:A9)": "'@SUM(A1:A9)",
    "-2+3": "'-2+3",
    "+2": "'+2",
    "\t=1+1": "'\t=1+1",
    "\r=1+1": "'\r=1+1",
    "\n=1+1": "'\n=1+1",
    "  =1+1": "'  =1+1",
    "\xa0@A1": "'\xa0@A1",
    "\u200b=1+1": "'\u200b=1+1",
    "\ufeff=1+1": "'\ufeff=1+1",
    "＝1+1": "'＝1+1",
    "＋1": "'＋1",
    " －1": "' －1",
    "＠A1": "'＠A1",
    "\x00=1+1": "'=1+1",
    "\x1b\x08=1+1": "'=1+1",
    "Ada\x0b\x0cNia\ufffe\ud800": "AdaNia",
    "": "",
}
HARMLESS = [
    "3",
    "–",
    " Ada",
    "A=B",
    "'quoted'",
    "Siân Tŷ Gŵyr",
    "2026-11-25",
    "#N/A",
    "TRUE",
    "007",
]


def sheet_of(*rows, title="Hostile", headings=("One",)):
    return Sheet(name="hostile", title=title, headings=headings, rows=rows)


def workbook(sheet):
    with TemporaryFile() as file:
        write_workbook(sheet, file)
        file.seek(0)
        return file.read()


def part(content, name):
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        return parts.read(name).decode()


@pytest.mark.parametrize("words", HOSTILE)
def test_words_that_begin_a_formula_are_made_inert_in_each_format(words):
    (row,) = file_of(csv_response(sheet_of([words]), "x.csv"))
    assert row["One"] == HOSTILE[words]
    cell = sheet_in(workbook(sheet_of([words, 1], headings=("One", "Two"))))["A2"]
    # A file of XML keeps a line's end, but not of which of three kinds it was.
    assert (cell.value or "") == HOSTILE[words].replace("\r", "\n")
    assert cell.data_type == ("s" if HOSTILE[words] else "inlineStr")  # an empty one, as read


@pytest.mark.parametrize("words", HARMLESS)
def test_harmless_words_stay_as_they_are_and_stay_words(words):
    assert inert(words) == words
    cell = sheet_in(workbook(sheet_of([words])))["A2"]
    assert (cell.value, cell.data_type) == (words, "s")


def test_no_cell_of_a_workbook_is_a_formula_an_error_or_a_shared_string():
    rows = [[words, words, 2.5, date(2026, 11, 25)] for words in [*HOSTILE, *HARMLESS]]
    headings = ("=1+1", "Plain", "-1", "Day")
    content = workbook(sheet_of(*rows, title="=A[1]:B*2?/\\" + "x" * 40, headings=headings))
    cells = part(content, "xl/worksheets/sheet1.xml")
    assert "<f" not in cells.replace("<fo", "")
    assert set(re.findall(r'<c [^>]*\bt="(\w+)"', cells)) == {"inlineStr", "n"}
    title = re.search(r'<sheet [^>]*name="([^"]*)"', part(content, "xl/workbook.xml"))
    assert len(title[1]) == 31
    assert not set("[]:*?/\\") & set(title[1])


def test_what_a_spreadsheet_would_read_as_an_escaped_sign_stays_as_typed():
    cells = part(workbook(sheet_of(["_x003D_1+1"])), "xl/worksheets/sheet1.xml")
    assert "<t>_x005F_x003D_1+1</t>" in cells


def test_numbers_and_days_stay_what_they_are():
    row = [-0.4, 3, 0, date(2026, 11, 25)]
    headings = ("A", "B", "C", "D")
    sheet = sheet_in(workbook(sheet_of(row, headings=headings)))
    assert [cell.value for cell in sheet[2]] == [-0.4, 3, 0, datetime(2026, 11, 25)]  # noqa: DTZ001 - as a sheet has it
    assert [cell.data_type for cell in sheet[2]] == ["n", "n", "n", "d"]
    assert sheet["D2"].number_format == "yyyy-mm-dd"
    (written,) = file_of(csv_response(sheet_of(row, headings=headings), "x.csv"))
    assert list(written.values()) == ["-0.4", "3", "0", "2026-11-25"]


def test_the_heading_row_stays_in_view_over_columns_of_sensible_width():
    rows = (["Ada", "word " * 60, n] for n in range(300))
    sheet = sheet_in(workbook(sheet_of(*rows, headings=("Name", "Long", "Within one level, %"))))
    assert sheet.freeze_panes == "A2"
    assert all(cell.font.bold for cell in sheet[1])
    assert not sheet["A2"].font.bold
    assert [sheet.column_dimensions[letter].width for letter in "ABC"] == [9, 48, 21]
    assert sheet.max_row == 301


def test_a_sheet_without_rows_still_has_its_headings():
    assert list(sheet_in(workbook(sheet_of())).values) == [("One",)]


@pytest.mark.django_db
def test_a_workbook_is_named_by_its_table_and_says_nothing_of_who_asked(client, force_lead):
    client.force_login(force_lead)
    for page, title in (
        ("progress", "Progress"),
        ("accuracy-by-factor", "Accuracy by factor"),
        ("accuracy-by-case", "Accuracy by case"),
    ):
        content = client.get(f"/reports/X01/{page}.xlsx").getvalue()
        assert sheet_in(content).title == title
        about = part(content, "docProps/core.xml")
        assert re.findall(r"<dc:creator>(.*?)</dc:creator>", about) == ["ARMS training"]
        assert "lastModifiedBy" not in about
        for private in (force_lead.email, force_lead.get_full_name()):
            assert private not in content.decode("latin-1")
            assert private not in about


@pytest.mark.django_db
def test_a_name_never_becomes_a_formula(client, force_lead, organisation):
    person = make_person(organisation=organisation, first_name="=HYPERLINK(1)", last_name="+X")
    cohort = Cohort.objects.create(organisation=organisation, name="@SUM(A1)")
    cohort.members.add(person)
    client.force_login(force_lead)
    (row,) = file_of(client.get("/reports/X01/progress.csv"))
    (cells,) = spreadsheet_of(client.get("/reports/X01/progress.xlsx"))
    for found in (row, cells):
        assert found["Name"] == "'=HYPERLINK(1) +X"
        assert found["Cohort"] == "'@SUM(A1)"
    assert cells["To"].date() == timezone.localdate()


def test_memory_does_not_grow_with_the_rows_of_a_workbook():
    def peak(rows):
        sheet = sheet_of(headings=("A", "B", "C"))
        many = Sheet(
            sheet.name, sheet.title, sheet.headings, (["Ada", n, "–"] for n in range(rows))
        )
        tracemalloc.start()
        with TemporaryFile() as file:
            write_workbook(many, file)
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    peak(200)  # what is imported and remembered once
    assert peak(4000) < peak(200) + 100_000
