"""Abbreviations that no reader can look up: neither generally known nor explained in the file.

Police and probation each have their own, and a trainee of the other service guesses. One that is
explained anywhere in the papers, in the summary or in "Who is who" may stand everywhere.
"""

import re
import tomllib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from scenarios.quality.texts import CaseText
from scenarios.safety.findings import Finding

LIST = Path(__file__).with_name("abbreviations.toml")
# OMU, OASys, B&B, OSP/DC; then S.H.P.O. Neither part of a reference (TR-0007) nor of an address.
SHORT = re.compile(
    r"(?<![\w.@/&-])(?:([A-Z]{2,6}(?:[&/][A-Z]{1,6})?(?:ys)?|[A-Z]&[A-Z])(?:['’]?s)?"
    r"|((?:[A-Z]\.){3,6}))(?![\w@&]|[/-]\w)"
)
CAPITALS = re.compile(r"(?<![A-Z])[A-Z]{2,30}(?:[^\w.!?]{1,3}[A-Z]{2,30})+")
LONGEST_SHORT = 6
MEANS = (
    r"(?:,? (?:which )?(?:is|are|means?|stands? for|short for|that is)\b| ?[=:–-] ?[a-z]|, the )"
)


def unexplained_abbreviations(case: CaseText) -> Iterator[Finding]:
    """Each abbreviation that is not explained, at its first use."""
    texts = [(piece, f"{piece.heading}\n{piece.text}") for piece in case.pieces]
    first: dict[str, Finding] = {}
    for piece, text in texts:
        shouted = [found.span() for found in CAPITALS.finditer(text) if _is_shouted(found.group())]
        for found in SHORT.finditer(text):
            written = (found[1] or found[2]).replace(".", "")
            if written in first or written in _known() or _is_known_extra(written):
                continue
            if any(start <= found.start() < end for start, end in shouted):
                continue
            first[written] = Finding(
                "abbreviation",
                written,
                _(
                    "“%(text)s” is explained nowhere in the file. Write it out, or explain it "
                    "once in brackets: “home detention curfew (HDC)”."
                )
                % {"text": written},
                piece.where,
                ref=piece.ref,
            )
    if first:
        explained = _explained(set(first), [text for _piece, text in texts], case)
        yield from (finding for name, finding in first.items() if name not in explained)


def _explained(names: set[str], texts: list[str], case: CaseText) -> set[str]:
    """Those that stand in brackets behind their words, or before them, or are said to mean them."""
    any_of = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    said = re.compile(
        rf"[a-z’']{{2,20}} ?\(({any_of})(?:['’]?s)?\)"
        rf"|(?<!\w)({any_of})(?:['’]?s)? ?\((?=[^()\n]{{0,60}}[a-z]{{2,20}}[ -][a-z]{{2,20}})"
        rf"|(?<!\w)({any_of}){MEANS}"
    )
    found = {next(filter(None, one.groups())) for text in texts for one in said.finditer(text)}
    return found | {name for name, _words in (*case.people, *case.places) if name in names}


def _is_shouted(run: str) -> bool:
    """Whether words in capitals stand in a row: a heading, a sign or a shout."""
    words = re.findall(r"[A-Z]+", run)
    return len(words) > 2 or any(len(word) > LONGEST_SHORT for word in words)


def _is_known_extra(written: str) -> bool:
    """Also known: what this site's settings name, and two known ones joined ("DC/PC")."""
    extra = settings.KNOWN_ABBREVIATIONS
    return written in extra or all(part in _known() for part in re.split("[/&]", written))


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    rows = tomllib.loads(LIST.read_text(encoding="utf-8"))
    return frozenset(rows["known"]) | frozenset(rows["capitals"]["words"].split())
