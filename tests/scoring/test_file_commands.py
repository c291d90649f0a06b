"""The three commands on files start by themselves: they need neither the site nor its database."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RATINGS = "rater,unit,level\na,1,0\nb,1,1\na,2,2\nb,2,2\n"
PANEL = "panellist,unit,level\np,1,0\nq,1,1\n"
ANSWERS = "trainee,unit,level\nt,1,0\n"


@pytest.mark.parametrize(
    ("name", "files", "key"),
    [
        ("agreement", [RATINGS], "n_ratings"),
        ("rasch", [RATINGS], "raters"),
        ("concordance", [PANEL, ANSWERS], "trainees"),
    ],
)
def test_a_command_on_files_answers_without_the_site(tmp_path, name, files, key):
    paths = []
    for number, text in enumerate(files):
        paths.append(tmp_path / f"{number}.csv")
        paths[-1].write_text(text, "utf-8")
    code = (
        "import sys, manage; manage.main(); "
        "assert not {'wagtail', 'scoring.models'} & sys.modules.keys()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, name, *map(str, paths), "--json"],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": "postgresql://nobody@nowhere.invalid/nothing"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert key in json.loads(done.stdout)


def test_bad_input_is_one_line_and_status_2(tmp_path):
    path = tmp_path / "bad.csv"
    path.write_text(RATINGS + "a,1,0\n", "utf-8")
    done = subprocess.run(
        [sys.executable, "manage.py", "agreement", str(path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert "line 6" in done.stderr.lower()
