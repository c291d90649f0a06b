"""Ratings from a CSV file: what is read, and what is said of a file that cannot be."""

import io
import sys

import numpy as np
import pytest

from scoring import csv_batches
from scoring.ratings_files import BadInput, levels_of, read_ratings

PLAIN = "rater,unit,level\nAnn,u1,0\nBo,u1,2\nAnn,u2,1\n"
BOTH_WAYS = pytest.mark.parametrize("quoted", [False, True], ids=["split", "by the csv module"])


@pytest.fixture
def read(tmp_path):
    def read(content: str | bytes, **options):
        path = tmp_path / "ratings.csv"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return read_ratings(str(path), **options)

    return read


def said(read, content, **options) -> str:
    """What is said of a bad file, after the file's name: one line that begins with its place."""
    with pytest.raises(BadInput) as fault:
        read(content, **options)
    _name, words = str(fault.value).split("ratings.csv, ", 1)
    assert "\n" not in words
    return words


def rows(table):
    """A row of ids and value for each rating, whatever the numbers behind them."""
    return [
        (table.raters.ids[rater], table.units.ids[unit], table.scale[level] if level >= 0 else None)
        for rater, unit, level in zip(
            table.raters.codes, table.units.codes, table.levels, strict=True
        )
    ]


class TestReading:
    @BOTH_WAYS
    def test_ids_are_numbered_as_they_come_and_levels_as_they_ascend(self, read, quoted):
        table = read(PLAIN.replace("Ann", '"Ann"') if quoted else PLAIN)
        assert table.raters.ids == ("Ann", "Bo")
        assert table.units.ids == ("u1", "u2")
        assert table.raters.codes.tolist() == [0, 1, 0]
        assert table.units.codes.tolist() == [0, 0, 1]
        assert table.levels.tolist() == [0, 2, 1]
        assert table.scale.tolist() == [0, 1, 2]
        assert table.lines.tolist() == [2, 3, 4]
        assert table.ratings().counts().tolist() == [[1, 0, 1], [0, 1, 0]]

    @pytest.mark.parametrize(
        "content",
        [
            "\ufeff" + PLAIN,
            PLAIN.replace("\n", "\r\n"),
            PLAIN.replace("\n", "\r"),
            PLAIN.rstrip("\n"),
            PLAIN.replace("\n", "\n\n"),
            "\n" + PLAIN + "\n  \n",
            "unit,note,level,rater\nu1,x,0,Ann\nu1,y,2,Bo\nu2,,1,Ann\n",
            " rater , unit,level\nAnn, u1,0\n Bo,u1 , 2.0\nAnn,u2,+1e0\n",
            'rater,unit,level\n"Ann","u1","0"\nBo,u1,2\nAnn,u2,1',
        ],
        ids=["bom", "crlf", "cr", "unended", "blank", "blank ends", "order", "spaces", "quoted"],
    )
    def test_the_same_ratings_however_they_are_written(self, read, content):
        assert rows(read(content)) == [("Ann", "u1", 0), ("Bo", "u1", 2), ("Ann", "u2", 1)]

    @pytest.mark.parametrize("block", [1, 7, 20, 1 << 20])
    @pytest.mark.parametrize("batch", [1, 2, 1 << 14])
    @BOTH_WAYS
    def test_the_size_of_the_pieces_changes_nothing(self, read, monkeypatch, block, batch, quoted):
        monkeypatch.setattr(csv_batches, "BLOCK_BYTES", block)
        monkeypatch.setattr(csv_batches, "BATCH_ROWS", batch)
        content = PLAIN + ('\n"Zoë",u3,1\n' if quoted else "Zoë,u3,1\n")
        table = read(content)
        assert rows(table)[2:] == [("Ann", "u2", 1), ("Zoë", "u3", 1)]
        assert table.lines.tolist() == [2, 3, 4, 6 if quoted else 5]

    def test_standard_input(self, monkeypatch):
        stream = io.TextIOWrapper(io.BytesIO(PLAIN.encode()))
        monkeypatch.setattr(sys, "stdin", stream)
        assert len(read_ratings("-").raters.ids) == 2

    def test_levels_that_nobody_gave_are_on_the_scale_when_they_are_told(self, read):
        table = read(PLAIN, levels=(0, 1, 2, 3))
        assert table.ratings().n_levels == 4
        assert table.levels.tolist() == [0, 2, 1]

    def test_one_and_one_point_nought_are_one_level_and_minus_nought_is_nought(self, read):
        table = read("rater,unit,level\nA,u,1\nB,u,1.0\nC,u,-0\nD,u,0.0\n")
        assert table.scale.tolist() == [0, 1]

    def test_another_name_for_who_rates(self, read):
        table = read("panellist,unit,level\nA,u,1\n", rater="panellist")
        assert table.raters.ids == ("A",)

    def test_many_distinct_ids_and_levels(self, read):
        many = "".join(f"r{n},u{n % 7},{n}\n" for n in range(500, 0, -1))
        table = read("rater,unit,level\n" + many)
        assert table.scale.tolist() == list(range(1, 501))
        assert table.scale[table.levels].tolist() == list(range(500, 0, -1))


class TestEmptyLevels:
    CONTENT = "rater,unit,level\nNo,u9,\nAnn,u1,0\nBo,u1, \nAnn,u2,1\n"

    def test_are_missing_and_so_is_who_gave_nothing_else(self, read):
        table = read(self.CONTENT)
        assert rows(table) == [("Ann", "u1", 0), ("Ann", "u2", 1)]
        assert table.raters.ids == ("Ann",)
        assert table.units.ids == ("u1", "u2")
        assert table.lines.tolist() == [3, 5]

    def test_are_kept_where_they_say_something(self, read):
        table = read(self.CONTENT, keep_empty=True)
        assert [value for _rater, _unit, value in rows(table)] == [None, 0, None, 1]
        assert table.ratings().size == 2
        assert table.ratings().n_raters == 3

    def test_none_but_empty_levels_is_no_ratings(self, read):
        content = "rater,unit,level\nA,u,\n"
        assert said(read, content) == "line 2: every level in this file is empty."
        assert read(content, keep_empty=True).scale.size == 0


class TestOtherColumns:
    CONTENT = "rater,unit,level,scenario,group\nA,u1,0,s1,N\nB,u1,1,s1,\nA,u2,1,s2,N\nB,u2,1,s2,S\n"

    def test_of_units_and_of_ratings(self, read):
        table = read(self.CONTENT, of_units=("scenario", "factor"), of_ratings=("group",))
        assert table.of_units["scenario"].codes.tolist() == [0, 1]
        assert table.of_units["scenario"].ids == ("s1", "s2")
        assert table.of_ratings["group"].codes.tolist() == [0, -1, 0, 1]
        assert table.of_ratings["group"].ids == ("N", "S")
        assert "factor" not in table.of_units

    def test_are_ignored_unless_asked_for(self, read):
        table = read(self.CONTENT.replace("s1,N", ",N"))
        assert not table.of_units
        assert not table.of_ratings

    def test_a_unit_with_two_scenarios_is_refused_on_the_line_of_the_second(self, read):
        content = self.CONTENT.replace("B,u2,1,s2,S", "B,u2,1,s1,S")
        assert said(read, content, of_units=("scenario",)) == (
            "line 5: the unit “u2” has a second scenario, “s1”; before, it was “s2”."
        )

    def test_an_empty_scenario_is_refused(self, read):
        content = self.CONTENT.replace("B,u1,1,s1,", "B,u1,1,,")
        assert said(read, content, of_units=("scenario",)) == "line 3: the scenario is empty."


class TestBadFiles:
    @pytest.mark.parametrize(
        ("content", "words"),
        [
            (
                "rater,unit\nA,u\n",
                "line 1: there is no column called level; the header is “rater,unit”.",
            ),
            (
                "rater;unit;level\nA;u;1\n",
                "line 1: there is no column called rater; the header is “rater;unit;level”.",
            ),
            ("rater,unit,level,unit\n", "line 1: there are two columns called unit."),
            ("", "line 1: there are no ratings in this file."),
            ("\n\n", "line 1: there are no ratings in this file."),
            ("rater,unit,level\n", "line 1: there are no ratings in this file."),
            (PLAIN + "Bo,u2,high\n", "line 5: the level “high” is not a finite number."),
            (PLAIN + "Bo,u2,nan\n", "line 5: the level “nan” is not a finite number."),
            (PLAIN + "Bo,u2,1e999\n", "line 5: the level “1e999” is not a finite number."),
            (PLAIN + "Bo,u2,1_0\n", "line 5: the level “1_0” is not a finite number."),
            (PLAIN + 'Bo,u2,"1,5"\n', "line 5: the level “1,5” is not a finite number."),
            (PLAIN + " ,u2,1\n", "line 5: the rater is empty."),
            (PLAIN + "Bo,,\n", "line 5: the unit is empty."),
            (PLAIN + "Bo,u2\n", "line 5: the header has 3 fields and this row has 2."),
            (PLAIN + "Bo,u2,1,\n", "line 5: the header has 3 fields and this row has 4."),
            (
                PLAIN + "\nAnn ,u1,0\nAnn,u1,0\n",
                "line 6: “Ann” rates “u1” a second time; the first is on line 2.",
            ),
        ],
    )
    @BOTH_WAYS
    def test_are_refused_on_their_line(self, read, content, words, quoted):
        content = content.replace("Ann,u1", '"Ann",u1', 1) if quoted else content
        assert said(read, content) == words

    def test_a_level_that_is_not_on_the_list(self, read):
        assert said(read, PLAIN, levels=(0, 1)) == "line 3: the level “2” is not one of 0, 1."

    def test_of_two_faults_the_first_in_the_file(self, read):
        assert said(read, PLAIN + "Bo,u2,x\n,u2,1\nBo\n").startswith("line 5: the level")
        assert said(read, PLAIN + "Bo\nBo,u2,x\n").startswith("line 5: the header")
        assert said(read, PLAIN.encode() + b"Bo,u2,x\nZo\xeb,u2,1\n").startswith("line 5")
        assert said(read, PLAIN + 'Bo,u2,x\nBo,"u2"2,1\n').startswith("line 5: the level")

    @pytest.mark.parametrize("block", [1, 1 << 20])
    def test_another_encoding(self, read, monkeypatch, block):
        monkeypatch.setattr(csv_batches, "BLOCK_BYTES", block)
        words = "this is not UTF-8 text; save the file as UTF-8."
        assert said(read, (PLAIN + "Zoë,u2,1\n").encode("latin-1")) == f"line 5: {words}"
        quoted = (PLAIN + '"Cy",u2,1\nZoë,u2,1\n').encode("latin-1")
        assert said(read, quoted) == f"line 6: {words}"
        assert said(read, PLAIN.encode("utf-16")) == f"line 1: {words}"

    def test_rows_of_several_lines_begin_where_they_begin(self, read):
        head = 'note,rater,unit,level\n"two\r\nlines",Ann,u1,0\n"and\n\nthree",Bo,u1,1\n'
        assert read(head).lines.tolist() == [2, 4]
        assert said(read, head + "x,Bo,u2,z\n").startswith("line 7: the level")
        assert said(read, head + '"x\n",Bo,u2,z\nx,,,\n').startswith("line 7: the level")
        assert said(read, head + "x,Bo,u1,1\n").startswith("line 7: “Bo” rates “u1” a second time")

    def test_quotation_marks_that_do_not_fit(self, read):
        words = "a quotation mark is not closed, or is followed by something other than a comma."
        assert said(read, PLAIN + 'Bo,"u2,1\nCy,u2,1\n') == f"line 5: {words}"
        assert said(read, PLAIN + '\nBo,"u2"x,1\n') == f"line 6: {words}"
        endless = PLAIN + 'Bo,"u2,1\n' + "Cy,u2,1\n" * 20_000
        assert said(read, endless) == (
            "line 5: a field is too long; perhaps a quotation mark is not closed."
        )

    def test_long_ids_and_odd_characters_stay_on_one_line(self, read):
        long = "x" * 100
        assert said(read, f"rater,unit,level\nA,u,{long}\n") == (
            f"line 2: the level “{'x' * 40}…” is not a finite number."
        )
        assert "“a b”" in said(read, 'rater,unit,level\nA,u,"a\n\x1bb"\n')

    def test_files_that_cannot_be_opened(self, tmp_path, monkeypatch):
        with pytest.raises(BadInput, match="cannot be read: No such file"):
            read_ratings(str(tmp_path / "none.csv"))
        with pytest.raises(BadInput, match="cannot be read: Is a directory"):
            read_ratings(str(tmp_path))
        with pytest.raises(BadInput, match="cannot be read"):
            read_ratings("a\0b")
        monkeypatch.setattr(sys, "stdin", None)
        with pytest.raises(BadInput, match="standard input cannot be read"):
            read_ratings("-")

    def test_a_file_that_stops_being_readable(self, monkeypatch):
        class Broken(io.BytesIO):
            def read(self, size=-1):
                raise OSError(5, "Input/output error")

        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(Broken()))
        with pytest.raises(BadInput, match="standard input cannot be read: Input/output error"):
            read_ratings("-")


class TestTheListOfLevels:
    def test_is_what_ascends_in_equal_steps(self):
        assert levels_of("0,1,2,3") == (0, 1, 2, 3)
        assert levels_of("-0.5, 0 ,0.5") == (-0.5, 0, 0.5)
        assert levels_of("0.1,0.2,0.3") == (0.1, 0.2, 0.3)
        assert levels_of("7") == (7,)

    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("", "not a finite number"),
            ("0,,1", "not a finite number"),
            ("low,high", "“low” is not a finite number"),
            ("0,inf", "not a finite number"),
            ("0,1,1", "must ascend"),
            ("2,1,0", "must ascend"),
            ("0,1,3", "must be equally spaced"),
        ],
    )
    def test_anything_else_is_refused(self, text, words):
        with pytest.raises(BadInput, match=f"^--levels: .*{words}"):
            levels_of(text)


def test_five_million_rows_are_a_few_numbers_each(read):
    table = read(PLAIN)
    sizes = [table.raters.codes, table.units.codes, table.levels, table.lines]
    assert all(each.dtype == np.int32 for each in sizes)
