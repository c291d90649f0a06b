"""Settings are read by type and refused by name; production does not start on unsafe ones."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from training_site.settings import env

ROOT = Path(__file__).resolve().parents[2]
SAFE = {
    "DJANGO_SETTINGS_MODULE": "training_site.settings.production",
    "SECRET_KEY": "kb3n7w0x9q2m5v8c1z4l6j0h3g7f2d5s8a1p4o6i9u2y5t8r1e4w7q",
    "ALLOWED_HOSTS": "training.example",
    "BASE_URL": "https://training.example",
    "DATABASE_URL": "postgresql://app@database.example/training",
}


@pytest.mark.parametrize(("word", "meant"), [("true", True), ("On", True), ("0", False)])
def test_yes_and_no(monkeypatch: pytest.MonkeyPatch, word: str, meant: bool) -> None:
    monkeypatch.setenv("SWITCH", word)
    assert env.boolean("SWITCH", default=not meant) is meant


@pytest.mark.parametrize("word", ["maybe", "", "2", "flase"])
def test_any_other_word_is_refused_by_name(monkeypatch: pytest.MonkeyPatch, word: str) -> None:
    monkeypatch.setenv("SWITCH", word)
    with pytest.raises(ImproperlyConfigured, match="SWITCH"):
        env.boolean("SWITCH", default=True)


@pytest.mark.parametrize("value", ["four", "4.5", "0", "11"])
def test_a_number_off_its_bounds_is_refused(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("WORKERS", value)
    with pytest.raises(ImproperlyConfigured, match="WORKERS"):
        env.integer("WORKERS", default=2, least=1, most=10)


@pytest.mark.parametrize("value", [None, ""])
def test_what_has_to_be_set_is_asked_for(
    monkeypatch: pytest.MonkeyPatch, value: str | None
) -> None:
    monkeypatch.delenv("SECRET", raising=False)
    if value is not None:
        monkeypatch.setenv("SECRET", value)
    with pytest.raises(ImproperlyConfigured, match="Set the environment variable SECRET"):
        env.text("SECRET")


def test_a_list_has_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOSTS", "a.example, b.example,")
    assert env.words("HOSTS") == ["a.example", "b.example"]


def test_a_database_url_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://app:p%40ss@db.example:5433/training")
    read = env.database("DATABASE_URL")
    assert {key: read[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")} == {
        "NAME": "training",
        "USER": "app",
        "PASSWORD": "p@ss",
        "HOST": "db.example",
        "PORT": "5433",
    }


@pytest.mark.parametrize("url", ["mysql://db.example/training", "postgresql://db.example/", "x"])
def test_any_other_database_url_is_refused(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL"):
        env.database("DATABASE_URL")


def start(folder: Path, *command: str, **changes: str) -> subprocess.CompletedProcess[str]:
    """Run a management command in production, with the safe environment and the changes to it."""
    environment = {**SAFE, "PATH": os.environ["PATH"], "VAR_DIR": str(folder), **changes}
    return subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_passes_the_deployment_check(tmp_path: Path) -> None:
    done = start(tmp_path, "check", "--deploy", "--fail-level", "WARNING")
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY must be a random text"),
        ({"SECRET_KEY": "insecure-" + "x" * 60}, "SECRET_KEY must be a random text"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS"),
        ({"BASE_URL": "http://training.example"}, "BASE_URL must begin with https://"),
        ({"DATABASE_URL": ""}, "Set DATABASE_URL to a PostgreSQL database"),
        ({"DEMO": "true"}, "DEMO"),
    ],
)
def test_production_refuses_to_start_unsafe(
    tmp_path: Path, changes: dict[str, str], words: str
) -> None:
    done = start(tmp_path, "check", **changes)
    assert done.returncode != 0
    assert words in done.stderr
