"""How many syllables a word has, by rule, with the exceptions that case papers need.

On single words it can be one off; over a paper that evens out (tests/scenarios/quality). Numbers
count one syllable a digit, up to four; abbreviations one a letter.
"""

import re
from functools import lru_cache

IRREGULAR = {
    "area": 3, "argue": 2, "argued": 2, "being": 2, "business": 2, "colleague": 2, "cafe": 2,
    "every": 2, "everyone": 3, "everything": 3, "everybody": 4, "evening": 2, "eye": 1,
    "idea": 3, "interest": 2, "interesting": 3, "lion": 2, "people": 2, "persuade": 2,
    "persuaded": 3, "prayer": 1,
    "queue": 1, "quiet": 2, "quietly": 3, "recipe": 3, "science": 2, "simile": 3, "somebody": 3,
    "something": 2, "sometimes": 2, "someone": 2, "somewhere": 2, "theatre": 3, "therefore": 2,
    "threatened": 2, "wednesday": 2, "wicked": 2, "homeless": 2, "comfortable": 4, "vegetable": 4,
}  # fmt: skip
PARTS = re.compile(r"\d+|[^\W\d_]+(?:['’][^\W\d_]+)?")
PRONOUNCEABLE = re.compile(r"[^AEIOU][AEIOU][^AEIOU]")
SILENT = re.compile(
    r"(?<=[^aeiouy])e$|(?<=[^aeiouydt])ed$|(?<=[^aeiouysxzcgh])es$|(?<=[^aeiouysc]h)es$"
    r"|(?<=[gq])ues?$"
)
# An e before an ending is as silent as it was at the end of the word: "large", "largely".
SILENT_INSIDE = re.compile(
    r"(?<=[^aeiouy])e(?=(?:ly|ty|ments?|less|ful|fully|ness|hoods?|holds?|times?|somes?|works?|teens?)$)"
)
SPOKEN_LE = re.compile(r"(?<=[^aeiouylr])le[sd]?$")
# A y between two vowels begins a new syllable: "em-ploy-er".
VOWELS = re.compile(r"[aeiou]y(?=[aeiou])|[aeiouy]+")
SPOKEN_M = re.compile(r"(?:[aeiou]s|th)m$")
# What stands before the vowels, between "<" and ">", and after them, where the vowels are spoken
# apart: "ra<io>", "cl<ie>nt", "ann<ua>l"; never "na<tio>n".
APART = re.compile(
    r"(?:[^aeioucstl]<ia>|l<ia>(?![nr])|[cst]<ia>(?![ln]))(?!ge)"  # media, associate
    r"|[^aeioucstgxln]<io>|[ln]<io>(?!n)"  # radio, violent
    r"|[^ctgx]<iou>|<iu>"  # serious, premium
    r"|[^ct]<ie>n[tc]|<ie>t|[^e]<ie>(?:r|st)$"  # client, society, earlier
    r"|[^g]<eo>(?!p)|ge?<eo>g|[^g]<eou>"  # video, geography, hideous
    r"|cr<ea>t(?!<u>)|^r<ea>(?:l<i>|ct)|<eu>m|<ei>t<y>"  # create, reality, museum, deity
    r"|[^gq]<ua>|[^gq]<ue>[ln]|[^gqb]<ui>(?:n|d)|[^gq]<uou?>"  # actual, fuel, ruin, continuous
    r"|<oe>[tm]"  # poem
)


@lru_cache(maxsize=20_000)
def syllables(word: str) -> int:
    """How many syllables a word has when it is read aloud, at least one.

    >>> [syllables(each) for each in ("licence", "supervision", "asked", "waited", "MAPPA", "46")]
    [2, 4, 1, 2, 2, 2]
    """
    return max(1, sum(map(_of_part, PARTS.findall(word[:64]))))


def _of_part(part: str) -> int:
    if part.isdigit():
        return min(len(part), 4)
    if part.isupper() and 1 < len(part) <= 4 and not PRONOUNCEABLE.search(part):
        return len(part) + 2 * part.count("W")
    word = part.lower().replace("’", "'")
    contracted = 1 if word.endswith(("dn't", "sn't")) else 0
    stem = word.removesuffix("n't").removesuffix("'s").replace("'", "")
    if possessive_is_spoken(word):
        contracted += 1
    for known in (stem, stem.removesuffix("s")):
        if known in IRREGULAR:
            return IRREGULAR[known] + contracted
    return max(1, _by_rule(stem)) + contracted


def possessive_is_spoken(word: str) -> bool:
    """ "nurse's" has a syllable more than "nurse", "Paula's" has not."""
    return re.search(r"(?:[sxz]|[cs]h|[cgsz]e)'s$", word) is not None


def _by_rule(stem: str) -> int:
    if len(stem) > 4 and stem.endswith("ing") and VOWELS.search(stem[:-3]):
        return _by_rule(stem[:-3]) + 1
    plain = SILENT_INSIDE.sub("", stem)
    if not SPOKEN_LE.search(plain):
        plain = SILENT.sub("", plain)
    marked = VOWELS.sub(lambda found: f"<{found.group()}>", plain)
    spoken_m = 1 if SPOKEN_M.search(plain) else 0
    return marked.count("<") + len(APART.findall(marked)) + spoken_m
