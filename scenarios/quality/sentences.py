"""Splitting running text into sentences and words, for texts such as case papers.

"DC T. Fairweather rang Mr Croll at 2.20pm, e.g. on No. 4." is one sentence.
"""

import re
from collections.abc import Iterator

# A full stop after one of these ends no sentence, whatever follows.
TITLES = frozenset(
    {
        "mr", "mrs", "ms", "mx", "dr", "prof", "rev", "st", "sgt", "insp", "supt", "cllr", "hon",
        "messrs", "vs", "cf", "approx", "dept", "tel", "ext", "fig", "e.g", "i.e", "eg", "ie",
        "ref",
    }
)  # fmt: skip
# Nor after these before a number: "No. 4", "p. 12".
BEFORE_NUMBERS = frozenset(["no", "nos", "p", "pp", "vol", "para", "paras"])
END = re.compile(r"(?:\.{1,6}|[!?…]{1,6})[\"”’')\]]{0,3}\s{1,8}(?=[\"“‘'(\[]{0,3}[^\W_a-z])")
LAST_WORD = re.compile(r"([^\W\d_](?:[^\W\d_]|\.(?=[^\W\d_]))*)$")
WORD = re.compile(r"\S{1,64}@\S{1,64}|[^\W_]+(?:[.,:/'’-][^\W_]+)*")
LONGEST_BEFORE = 24


def split_sentences(block: str) -> Iterator[str]:
    """The sentences of one paragraph, list item or table row that stands in one line.

    >>> list(split_sentences('Mr A. Bell rang at 2.20pm. "No." Then he left.'))
    ['Mr A. Bell rang at 2.20pm.', '"No."', 'Then he left.']
    """
    start = 0
    for end in END.finditer(block):
        if block[end.start()] == "." and _goes_on(block, end.start(), end.end()):
            continue
        yield block[start : end.end()].strip()
        start = end.end()
    if rest := block[start:].strip():
        yield rest


def _goes_on(block: str, stop: int, following: int) -> bool:
    """Whether the full stop belongs to the word before it and ends nothing."""
    before = LAST_WORD.search(block[max(0, stop - LONGEST_BEFORE) : stop])
    if before is None or block[stop : stop + 2] == "..":
        return False
    word = before[1]
    if word.lower() in BEFORE_NUMBERS:
        return block[following].isdigit()
    is_initial = len(word) == 1 and word.isupper() and word != "I"
    return is_initial or word.lower() in TITLES


def words_of(sentence: str) -> list[str]:
    """The words of a sentence. A hyphened word, a number, a time and an address are one each.

    >>> words_of("He re-read it at 2.20pm: don't write to a.b@police.example!")
    ['He', 're-read', 'it', 'at', '2.20pm', "don't", 'write', 'to', 'a.b@police.example!']
    """
    return WORD.findall(sentence)
