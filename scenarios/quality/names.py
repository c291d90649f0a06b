"""Names in the papers that "Who is who" lacks, and names that are spelt in two ways. Advice only.

No list of the world's names is kept. A word counts as a name where its capital needs a reason:
after a title (Mr, DC), beside another such word (Bev Lister), or twice within sentences.
"""

import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from scenarios.quality.texts import CaseText, Piece
from scenarios.safety.findings import Finding

LIST = Path(__file__).with_name("names.toml")
CAPITAL = r"[A-ZÀ-ÖØ-Þ](?:['’][A-Z])?[a-zà-öø-ÿ]{1,20}(?:-[A-Z][a-z]{1,20})?"
WORD = re.compile(CAPITAL)
TITLED = re.compile(
    rf"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|DC|DS|DI|PC|PS|PCSO|Sgt|Insp)\.? (?:[A-Z]\.? )?(?P<name>{CAPITAL})"
)
IN_A_ROW = re.compile(rf"(?<![\w'’-]){CAPITAL}(?: (?:[A-Z]\. )?{CAPITAL}){{0,3}}(?![\w])")
# A capital needs no reason where a sentence, a speech or an explanation begins.
OPENING = re.compile(r"[\"“‘'’(\[:;–—-] ?$|^ ?[\"“‘'(\[]{1,2}$")
SMALL = re.compile(r"(?<![\w'’])[a-zà-öø-ÿ]{2,24}(?![\w])")
MOST_MISSING = 10
MOST_NAMES = 400
FEWEST_LETTERS = 4


@dataclass(frozen=True)
class _Seen:
    """The pieces that each word stands in which may be a name, and which of them are names."""

    where: dict[str, list[Piece]]
    names: set[str]


def name_findings(case: CaseText) -> Iterator[Finding]:
    """What is missing in the list, then what is spelt in two ways."""
    listed = _listed(case)
    seen = _names_in(case)
    yield from _missing(case, seen, listed)
    yield from _too_early(case)
    yield from islice(_spelt_in_two_ways(seen, listed), MOST_MISSING)


def _listed(case: CaseText) -> set[str]:
    """Every word with a capital in "Who is who", and in the title of a paper."""
    said = [words for pair in (*case.people, *case.places) for words in pair]
    said += [paper.title for paper in case.papers]
    return {word for text in said for word in WORD.findall(text)}


def _names_in(case: CaseText) -> _Seen:
    """The words that are used as names."""
    sure: set[str] = set()
    within: Counter[str] = Counter()
    where: dict[str, list[Piece]] = defaultdict(list)
    for piece in case.pieces:
        for sentence in piece.sentences:
            sure.update(found["name"] for found in TITLED.finditer(sentence))
            for run in IN_A_ROW.finditer(sentence):
                words = WORD.findall(run.group())
                before = sentence[max(0, run.start() - 3) : run.start()]
                opens = run.start() == 0 or OPENING.search(before) is not None
                # "Rang Paula Wren": what a sentence opens with says nothing of the rest.
                rest = words[1:] if opens else words
                if len(rest) > 1 and not any(word in _no_names() for word in rest):
                    sure.update(rest)
                for place, word in enumerate(words):
                    where[word].append(piece)
                    within[word] += not (opens and place == 0)
    small = set(SMALL.findall("\n".join(piece.text for piece in case.pieces)))
    may_be = {word for word, times in within.items() if times and word.lower() not in small}
    kept = [word for word in where if word in sure | may_be and word not in _no_names()]
    return _Seen(
        where={word: where[word] for word in kept[:MOST_NAMES]},
        names={word for word in kept if word in sure or within[word] > 1},
    )


def _missing(case: CaseText, seen: _Seen, listed: set[str]) -> Iterator[Finding]:
    # Whoever comes in later is left out on purpose: the list is shown from the first stage on.
    later = {piece.ref for paper in case.papers if paper.stage > 1 for piece in paper.pieces}
    missing = [
        name
        for name, where in seen.where.items()
        if name in seen.names
        and name not in listed
        and not all(piece.ref in later for piece in where)
    ]
    if not missing:
        return
    if not case.people and not case.places:
        shown = ", ".join(missing[:MOST_MISSING])
        why = _("“Who is who” is empty. The papers name: %(names)s.") % {"names": shown}
        yield Finding("names", shown, why, _("Who is who"), blocks=False)
        return
    for name in missing[:MOST_MISSING]:
        why = _("“%(name)s” is not in “Who is who”. List them there, unless nobody needs it.")
        yield _advice(name, why % {"name": name}, seen.where[name][0])
    more = len(missing) - MOST_MISSING
    if more > 0:
        why = ngettext("And %(n)d name more.", "And %(n)d names more.", more) % {"n": more}
        yield Finding("names", "", why, _("Who is who"), blocks=False)


def _too_early(case: CaseText) -> Iterator[Finding]:
    """Who is listed, and shown from stage 1, though only a later stage's papers bring them in."""
    first = case.stages[0] if case.stages else 0
    early = [piece.text for piece in case.fields]
    early += [p.text for paper in case.papers if paper.stage == first for p in paper.pieces]
    late = [(paper, p) for paper in case.papers if paper.stage > first for p in paper.pieces]
    if not late:
        return
    known = set(WORD.findall("\n".join(early)))
    for name, _part in (*case.people, *case.places):
        words = set(WORD.findall(name)) - _no_names()
        if not words or words & known:
            continue
        brought = [(paper, piece) for paper, piece in late if words & set(WORD.findall(piece.text))]
        if brought:
            paper, piece = brought[0]
            why = _(
                "“%(name)s” comes in at stage %(stage)d, and “Who is who” shows it from stage "
                "%(first)d on. Take it off the list."
            ) % {"name": name, "stage": paper.stage, "first": first}
            yield _advice(name, why, piece)


def _spelt_in_two_ways(seen: _Seen, listed: set[str]) -> Iterator[Finding]:
    """Two names one letter apart, of which one at most is listed: "Croll" and "Crol"."""
    longer = [name for name in seen.where if len(name) >= FEWEST_LETTERS]
    others: dict[str, set[str]] = defaultdict(set)
    for other in (*longer, *(listed - _no_names())):
        if len(other) >= FEWEST_LETTERS:
            others[other[0]].add(other)
    for name in longer:
        if name in listed:
            continue
        for other in sorted(others[name[0]]):
            often = other in seen.names and len(seen.where[other]) > len(seen.where[name])
            commoner = other in listed or often
            if commoner and one_letter_apart(name, other):
                why = _("“%(name)s” here and “%(other)s” elsewhere: is that the same name?")
                yield _advice(name, why % {"name": name, "other": other}, seen.where[name][0])


def one_letter_apart(first: str, second: str) -> bool:
    """Whether one letter is missing, changed or swapped with its neighbour; a final s is not.

    >>> one_letter_apart("Croll", "Crol"), one_letter_apart("Paula", "Palma")
    (True, False)
    >>> one_letter_apart("Brian", "Brain"), one_letter_apart("Croll", "Crolls")
    (True, False)
    """
    if first == second or first[0] != second[0] or first.rstrip("s") == second.rstrip("s"):
        return False
    short, long = sorted((first, second), key=len)
    if len(long) - len(short) > 1:
        return False
    if len(short) < len(long):
        return any(long[:at] + long[at + 1 :] == short for at in range(len(long)))
    if len(short) == FEWEST_LETTERS:
        return False
    differ = [at for at in range(len(short)) if short[at] != long[at]]
    if len(differ) == 1:
        return True
    return len(differ) == 2 and [short[at] for at in differ] == [long[at] for at in differ[::-1]]


def _advice(name: str, why: str, piece: Piece) -> Finding:
    return Finding("names", name, why, piece.where, ref=piece.ref, blocks=False)


@lru_cache(maxsize=1)
def _no_names() -> frozenset[str]:
    return frozenset(tomllib.loads(LIST.read_text(encoding="utf-8"))["words"].split())
