"""How much two cases have in common, sentence by sentence, whatever their names and weeks."""

import re
from collections.abc import Iterable, Set
from hashlib import sha256

from scenarios.generator.drafts import Draft
from scenarios.generator.writing import DAYS

SENTENCE = re.compile(r"(?<=[.!?])[”\"’')]*\s+")
NUMBER = re.compile(r"\d+")
DAY = re.compile(rf"\b(?:{'|'.join(DAYS)})\b")
TITLES = re.compile(r"\b(?:Mr|Ms|PC)\s+_|_, probation\b")


def sentences_of(texts: Iterable[str], names: Iterable[str]) -> frozenset[str]:
    """The sentences of a case with its names, places, days and numbers taken out.

    >>> sorted(sentences_of(["Mr Croll rang on Monday. He was in."], ["Croll"]))
    ['He was in.', '_ rang on _.']
    """
    parts = sorted(
        {part for name in names for part in (name, *name.split())}, key=len, reverse=True
    )
    named = re.compile("|".join(rf"\b{re.escape(part)}\b" for part in parts if len(part) > 2))
    found = set()
    for text in texts:
        plain = NUMBER.sub("_", DAY.sub("_", named.sub("_", text) if parts else text))
        plain = TITLES.sub("_", plain)
        found |= {" ".join(each.split()) for each in SENTENCE.split(plain) if each.strip()}
    return frozenset(re.sub(r"_(?: _)+", "_", each) for each in found)


def draft_sentences(draft: Draft) -> frozenset[str]:
    """The sentences of a draft's papers, made comparable with another's."""
    names = [each.name for each in (*draft.people, *draft.places)]
    return sentences_of((paragraph for paper in draft.papers
                         for paragraph in paper.body.split("\n\n")), names)  # fmt: skip


def share_in_common(one: Set[str], other: Set[str]) -> float:
    """The part of the shorter case's sentences that stand in the other as well."""
    shorter = min(len(one), len(other))
    return len(one & other) / shorter if shorter else 0.0


def marks_of(draft: Draft) -> frozenset[str]:
    """Each sentence of a draft by a short mark, which is all that is kept of it to compare."""
    return marked(draft_sentences(draft))


def marked(sentences: Iterable[str]) -> frozenset[str]:
    return frozenset(sha256(each.encode()).hexdigest()[:10] for each in sentences)
