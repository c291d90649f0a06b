"""Ages in the papers beside those in "Who is who", and beside one another.

A paper may be wrong on purpose: then leave the age out of the list, and nothing is held against it.
"""

import re
from collections import Counter
from collections.abc import Iterator

from django.utils.translation import gettext as _

from scenarios.quality.texts import CaseText, Piece
from scenarios.safety.findings import Finding

# "his sister, 52"; never "eight years ago" nor "6 weeks".
LISTED = re.compile(
    r"(?:^|[, (]|aged |now )(\d{1,3})(?= ?(?:$|[,.;:)]|years old|years of age))", re.IGNORECASE
)
OLDEST = 110
FEWEST_LETTERS = 3
BEFORE = r"(?:,| is| turned| turns)? (?:\(|now |aged |only )?"
BRACKET = r" ?\((?:aged |now |(?:s?he|they)(?:['’]s| is|['’]re) )?"
AFTER = r"(?=[,;:)?!]|\.(?!\d)| years old|-year|$| and )"
TITLES = r"(?:Mr|Mrs|Ms|Miss|Mx|Dr)"


def age_findings(case: CaseText) -> Iterator[Finding]:
    """Ages that disagree. Two years or more from the list block: no birthday explains them."""
    names = _names(case)
    if not names:
        return
    any_of = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    said = re.compile(
        rf"(?<!\w)(?:{TITLES}\.? )?(?P<name>{any_of})(?:{BRACKET}|{BEFORE})"
        rf"(?P<age>\d{{1,3}}){AFTER}"
        rf"|(?<!\d)(?P<years>\d{{1,3}})-year-old (?:{TITLES}\.? )?(?P<named>{any_of})(?!\w)"
    )
    listed = {name: age for name, part in case.people if (age := _listed_age(part)) is not None}
    first: dict[str, tuple[int, Piece]] = {}
    for piece in case.pieces:
        for found in said.finditer(piece.text):
            person = names[found["name"] or found["named"]]
            age = int(found["age"] or found["years"])
            if age > OLDEST:
                continue
            known, where = first.setdefault(person, (age, piece))
            if person in listed:
                if age != listed[person]:
                    yield _against_the_list(piece, person, age, listed[person])
            elif age != known:
                yield _against_a_paper(piece, person, age, known, where)


def _names(case: CaseText) -> dict[str, str]:
    """What the papers may call each listed person: in full, by surname, or by first name."""
    ways: dict[str, str] = {name: name for name, _part in case.people if name.strip()}
    parts = Counter(part for name in ways for part in set(name.split()))
    for name in list(ways):
        for part in name.split():
            alone = parts[part] == 1 and part[0].isupper() and len(part) >= FEWEST_LETTERS
            if alone and part.rstrip(".") not in ("Mrs", "Miss", "PCSO"):
                ways.setdefault(part, name)
    return ways


def _listed_age(part: str) -> int | None:
    ages = [int(age) for age in LISTED.findall(part)]
    return ages[0] if len(ages) == 1 and 0 < ages[0] <= OLDEST else None


def _against_the_list(piece: Piece, person: str, age: int, listed: int) -> Finding:
    why = _("%(person)s is %(age)d here and %(listed)d in “Who is who”.")
    said = {"person": person, "age": age, "listed": listed}
    blocks = abs(age - listed) > 1
    return Finding("age", str(age), why % said, piece.where, ref=piece.ref, blocks=blocks)


def _against_a_paper(piece: Piece, person: str, age: int, known: int, where: Piece) -> Finding:
    why = _("%(person)s is %(age)d here and %(known)d in %(where)s. If that is meant, leave it.")
    said = {"person": person, "age": age, "known": known, "where": where.ref or where.where}
    return Finding("age", str(age), why % said, piece.where, ref=piece.ref, blocks=False)
