"""What the commands for anybody's ratings have in common."""

import io
import json
import os
import subprocess
import sys
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError

from scoring.commands import RatingsCommand
from scoring.ratings_files import read_ratings


class Counting(RatingsCommand):
    """Counts the ratings of two files."""

    files = {"panel": "the panel's", "answers": "the trainees'"}

    def answer(self, levels: tuple[float, ...] | None, **options: Any) -> Any:
        table = read_ratings(options["panel"], levels=levels)
        return {"n_ratings": table.levels.size, "seed": options["seed"]}

    def readable(self, answer: Any) -> str:
        return f"{answer['n_ratings']} ratings"


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "ratings.csv"
    path.write_text("rater,unit,level\nA,u,1\nB,u,2\n", encoding="utf-8")
    return str(path)


def run(*arguments: str) -> str:
    output = io.StringIO()
    call_command(Counting(), *arguments, stdout=output)
    return output.getvalue()


def from_a_shell(command: RatingsCommand, *arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        command.run_from_argv(["manage.py", "counting", *arguments])
    return ended.value.code


def test_a_person_reads_a_table_and_a_machine_json(path):
    assert run(path, path) == "2 ratings\n"
    assert json.loads(run(path, path, "--json", "--seed", "7")) == {"n_ratings": 2, "seed": 7}


def test_bad_input_is_one_line_and_status_2(path, capsys):
    assert from_a_shell(Counting(), path, path, "--levels", "0,1") == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err == f"{path}, line 3: the level “2” is not one of 0, 1.\n"


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--levels", "1,0"], "--levels: the levels must ascend"),
        (["--seed", "-1"], "--seed: the seed is a whole number from 0"),
    ],
)
def test_options_that_make_no_sense_are_bad_input_too(path, options, words):
    with pytest.raises(CommandError, match=words) as fault:
        run(path, path, *options)
    assert fault.value.returncode == 2


def test_levels_may_begin_below_nought(path):
    assert run(path, path, "--levels", "-1,0,1,2") == "2 ratings\n"
    assert run(path, path, "--levels", "-.5,0,.5,1,1.5,2") == "2 ratings\n"


def test_standard_input_can_be_read_once_only():
    with pytest.raises(CommandError, match="one of the files only"):
        run("-", "-")


@pytest.mark.parametrize("command", ["agreement", "rasch", "concordance"])
def test_help_has_an_example_and_says_where_figures_are_explained(command, capsys):
    with pytest.raises(SystemExit):
        call_command(command, "--help")
    words = " ".join(capsys.readouterr().out.split())
    assert f"Example: manage.py {command} " in words
    assert f"docs/scoring/{command}.md" in words


def test_an_output_that_is_closed_is_no_complaint(path):
    """In a process of its own: the end of the output is the interpreter's as well."""
    program = (
        "import django; django.setup()\n"
        "from tests.scoring.test_commands import Counting\n"
        f"Counting().run_from_argv(['manage.py', 'counting', {path!r}, {path!r}])\n"
    )
    reading, writing = os.pipe()
    os.close(reading)
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "training_site.settings.test"}
    ended = subprocess.run(
        [sys.executable, "-c", program],
        stdout=writing,
        stderr=subprocess.PIPE,
        cwd=settings.ROOT,
        env=environment,
        check=False,
    )
    os.close(writing)
    assert (ended.returncode, ended.stderr.decode()) == (0, "")


def test_a_name_that_the_terminal_has_no_letters_for_is_shown_all_the_same(tmp_path):
    path = tmp_path / "ratings.csv"
    path.write_text("rater,unit,level\nZoë,u,1\nB,u,2\n", encoding="utf-8")
    terminal = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    call_command("rasch", str(path), stdout=terminal)
    assert "\nZo\\xeb  " in terminal.buffer.getvalue().decode("ascii")
