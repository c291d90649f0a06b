"""Factors for which no paper of the case holds evidence.

Where the author has said in the design which passages are meant as evidence, those are looked up.
Otherwise words that bear on a factor are looked for (evidence.toml), which is advice alone.
"""

import re
import tomllib
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from scenarios.quality.texts import CaseText
from scenarios.safety.findings import Finding

BETWEEN_WORDS = re.compile(r"[^\w'’-]+")
LIST = Path(__file__).with_name("evidence.toml")
# Of these nothing is expected in the papers: the gap is the point, or nothing is to be seen.
NO_EVIDENCE_MEANT = ("n", "x", "-", "", "not_enough", "not_applicable", "0")
FROM_DESIGN, FROM_WORDS = "design", "words"


@dataclass(frozen=True)
class FactorEvidence:
    """One factor at one stage: the passages that bear on it, and how that is known."""

    code: str
    name: str
    stage: int
    refs: tuple[str, ...]
    gone: tuple[str, ...] = ()
    known_by: str = FROM_WORDS
    looks_for: str = ""
    is_gap_meant: bool = False

    @property
    def is_missing(self) -> bool:
        return not self.refs and not self.is_gap_meant


@dataclass(frozen=True)
class _Words:
    """All passages in small letters, a space before each word; where each begins, and its name."""

    text: str
    starts: list[int]
    refs: list[str]


def evidence_of(
    case: CaseText, factors: Sequence[tuple[str, str]], design: Mapping[str, Any]
) -> tuple[FactorEvidence, ...]:
    """For each factor, a pair of code and name, what bears on it; by stage where designed so."""
    there = {
        piece.ref: paper.stage for paper in case.papers for piece in paper.pieces if piece.text
    }
    words = _words_of(case)
    rows: list[FactorEvidence] = []
    for code, name in factors:
        designed = design.get(code)
        if isinstance(designed, Mapping) and designed:
            rows += _by_design(code, name, designed, there, case.stages)
        elif row := _by_words(code, name, words):
            rows.append(row)
    return tuple(rows)


def evidence_findings(rows: Sequence[FactorEvidence]) -> Iterator[Finding]:
    """Of each factor without evidence, why. It blocks where all that a design names is gone."""
    several = len({row.stage for row in rows}) > 1
    for row in rows:
        where = _("%(factor)s, stage %(stage)d") % {"factor": row.name, "stage": row.stage}
        where = where if several and row.known_by == FROM_DESIGN else row.name
        if row.known_by == FROM_WORDS:
            if row.is_missing:
                why = _(
                    "No paper seems to bear on it: %(looks_for)s. Add evidence, or a clear gap."
                )
                yield _advice(row, why % {"looks_for": row.looks_for}, where)
        elif row.is_missing and row.gone:
            why = _("The design names %(refs)s as evidence, and the draft has none of them.")
            yield Finding("evidence", row.code, why % {"refs": ", ".join(row.gone)}, where)
        elif row.is_missing:
            why = _("The design gives it a level and names no passage as evidence for it.")
            yield _advice(row, why, where)
        elif row.gone:
            why = _("The design names %(refs)s as evidence, which the draft lacks at that stage.")
            yield _advice(row, why % {"refs": ", ".join(row.gone)}, where)


def _by_design(
    code: str,
    name: str,
    designed: Mapping[str, Any],
    there: Mapping[str, int],
    stages: Sequence[int],
) -> Iterator[FactorEvidence]:
    for stage in stages:
        part = designed if stage == 1 else designed.get(f"stage_{stage}")
        if not isinstance(part, Mapping) or "level" not in part:
            continue
        named = [str(ref) for ref in part.get("evidence") or ()]
        refs = tuple(ref for ref in named if there.get(ref, stage + 1) <= stage)
        gone = tuple(ref for ref in named if ref not in refs)
        meant = str(part["level"]).strip().lower() in NO_EVIDENCE_MEANT and not gone
        yield FactorEvidence(code, name, stage, refs, gone, FROM_DESIGN, is_gap_meant=meant)


def _by_words(code: str, name: str, words: _Words) -> FactorEvidence | None:
    row = _lexicon().get(code)
    if row is None:
        return None
    looks_for, beginnings = row
    found: set[int] = set()
    for beginning in beginnings:
        at = words.text.find(beginning)
        while at >= 0:
            piece = bisect_right(words.starts, at) - 1
            found.add(piece)
            following = piece + 1
            at = (
                words.text.find(beginning, words.starts[following])
                if (following < len(words.starts))
                else -1
            )
    refs = tuple(words.refs[piece] for piece in sorted(found))
    return FactorEvidence(code, name, 1, refs, looks_for=looks_for)


def _words_of(case: CaseText) -> _Words:
    texts, starts, refs, length = [], [], [], 0
    for piece in case.in_papers:
        text = f" {BETWEEN_WORDS.sub(' ', piece.text.lower())}\n"
        texts.append(text)
        starts.append(length)
        refs.append(piece.ref)
        length += len(text)
    return _Words("".join(texts), starts, refs)


def _advice(row: FactorEvidence, why: str, where: str) -> Finding:
    return Finding("evidence", row.code, why, where, blocks=False)


@lru_cache(maxsize=1)
def _lexicon() -> dict[str, tuple[str, tuple[str, ...]]]:
    """By factor what is looked for, and the beginnings of words, each with a space before it."""
    rows = tomllib.loads(LIST.read_text(encoding="utf-8"))
    return {
        code: (row["looks_for"], tuple(f" {beginning}" for beginning in row["beginnings"]))
        for code, row in rows.items()
    }
