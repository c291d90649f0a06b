"""Real police forces and probation regions named in a case, which has invented ones only.

"Kent" alone is a place and a first name; "Kent Police" is an organisation. So a name counts
together with what it is a name of.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from scenarios.safety.identifiers import Stretch
from scenarios.safety.plain_text import plain_text

WHAT_IT_IS = re.compile(r"(?<![^\W_])(?:police|constabulary|probation)(?![^\W_])", re.IGNORECASE)
# What a name ends in as it stands in the list, and may lack in a text.
SUFFIX = re.compile(
    r" (?:police|constabulary|probation(?: (?:region|division|service))?)$", re.IGNORECASE
)
LONGEST = 80


def find_organisations(text: str, names: Iterable[str]) -> list[Stretch]:
    """The places where one of the organisations is named, in reading order."""
    plain = plain_text(text)
    bases = tuple(sorted({_base(name) for name in names} - {""}, key=len, reverse=True))
    found = []
    for what in WHAT_IT_IS.finditer(plain.text):
        start = max(0, what.start() - LONGEST)
        before = plain.text[start : what.start()]
        if _spelled_alike(before).endswith(bases):
            named = (_as_written(one).search(before) for one in bases)
            if first := next(filter(None, named), None):
                found.append(plain.in_original(start + first.start(), what.end()))
    return found


@lru_cache(maxsize=512)
def _as_written(base: str) -> re.Pattern[str]:
    """The words of a name at the end of a text, with whatever stands between them."""
    words = (re.escape(word) for word in base.split() if word != "and")
    between = r"[\s,&-]{1,4}(?:and[\s,&-]{1,4})?"
    return re.compile(rf"(?<![^\W_]){between.join(words)}[\s,&-]{{1,4}}$", re.IGNORECASE)


def _base(name: str) -> str:
    """The name without what it is a name of: "Devon & Cornwall" as "devon and cornwall"."""
    first, comma, second = name.partition(", ")
    if comma and second.endswith(" of"):  # "London, City of", as lists have it
        name = f"{second} {first}"
    return _spelled_alike(SUFFIX.sub("", name))


def _spelled_alike(text: str) -> str:
    return " ".join(text.lower().replace("&", " and ").replace(",", " ").replace("-", " ").split())
