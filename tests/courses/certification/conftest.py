"""Trials of a few sittings: what they show of these keys is as plain as with hundreds."""

import pytest

SITTINGS = 30


@pytest.fixture(autouse=True)
def few_sittings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scoring.pass_trials.SITTINGS", SITTINGS)
