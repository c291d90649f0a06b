"""Who is in a case and where it plays: Faker draws both from invented lists, by the seed."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from faker import Generator
from faker.providers import BaseProvider

from scenarios.evidence.slots import slots_of
from scenarios.generator.drafts import Person, Place

WOMAN, MAN = "woman", "man"
SHE = re.compile(r"\b(?:she|her|hers|herself)\b", re.IGNORECASE)
RELATIONS = {
    "mother": WOMAN, "sister": WOMAN, "aunt": WOMAN, "grandmother": WOMAN, "stepmother": WOMAN,
    "daughter": WOMAN, "niece": WOMAN, "sister-in-law": WOMAN,
    "father": MAN, "brother": MAN, "uncle": MAN, "grandfather": MAN, "stepfather": MAN,
    "son": MAN, "nephew": MAN, "brother-in-law": MAN, "cousin": "",
}  # fmt: skip
_RELATION = "|".join(sorted(RELATIONS, key=len, reverse=True))
RELATION = re.compile(
    rf"\b({_RELATION}),? \{{relative\}}|\{{relative\}}, (?:his|an?|the) (?:\w+ )?({_RELATION})\b"
)
POLICE_PAPERS = ("visit_note", "intelligence_log", "device_check")


class InventedNames(BaseProvider):
    """Draws from the lists of the library. Faker's own names, towns and streets are never asked."""

    def one_of(self, names: Sequence[str], but: set[str]) -> str:
        """One of the names that is not taken yet."""
        left = [name for name in names if name not in but]
        name: str = self.random_element(left)
        but.add(name)
        return name


def faker_of(seed: int) -> InventedNames:
    """Faker's own generator, seeded for one case."""
    generator = Generator()
    generator.seed_instance(seed)
    return InventedNames(generator)


@dataclass
class _Known:
    name: str
    sex: str
    relation: str = ""


class Cast:
    """The people and places of one case. Somebody who is asked for again is the same person."""

    def __init__(self, frame: Mapping[str, Any], seed: int) -> None:
        self._names, self._faker = frame["names"], faker_of(seed)
        self._taken: set[str] = set()
        places = frame["places"]
        self.first = self._first(MAN)
        self.surname = self._one(self._names["surnames"])
        self.town = self._one(places["towns"])
        self.street = self._one(places["streets"])
        self.public = self._one(places["public"])
        self.employer = self._one(places["employers"])
        self.officer = self._one(self._names["surnames"])
        self.practitioner = self._one(self._names["surnames"])
        self.neighbour = self._one(self._names["surnames"])
        self._known: dict[str, list[_Known]] = {}
        self._named: dict[str, str] = {}

    @property
    def full(self) -> str:
        return f"{self.first} {self.surname}"

    def values(self, text: str, kind: str) -> dict[str, str]:
        """What stands in the slots of a text of a paper of this kind, but for weeks and days."""
        return {slot: self._value(slot, text, kind) for slot in slots_of(text)}

    def _value(self, slot: str, text: str, kind: str) -> str:
        if slot == "worker":
            return self._worker(text, kind)
        if slot in ("partner", "relative", "friend", "colleague"):
            return self._person(slot, text)
        if slot == "place":
            return self._note(slot, self.public if "the {place}" in text else f"the {self.public}")
        values = {
            "name": f"Mr {self.surname}", "first": self.first, "town": self.town,
            "street": self.street, "employer": self.employer, "neighbour": f"Ms {self.neighbour}",
        }  # fmt: skip
        return self._note(slot, values[slot]) if slot in values else f"{{{slot}}}"

    def _note(self, slot: str, value: str) -> str:
        self._named[slot] = value
        return value

    def _worker(self, text: str, kind: str) -> str:
        if kind in POLICE_PAPERS:
            return self._note("officer", f"PC {self.officer}")
        name = self._note("practitioner", f"Ms {self.practitioner}")
        # With the office where it ends a clause; in the middle of one it would read badly.
        ends = re.search(r"\{worker\}[.,;]", text)
        return f"{name}, probation" if ends else name

    def _person(self, slot: str, text: str) -> str:
        sex, relation = wanted(slot, text)
        known = self._known.setdefault(slot, [])
        for one in known:
            if sex in ("", one.sex) and (not relation or one.relation in ("", relation)):
                one.relation = one.relation or relation
                return one.name
        if known and slot == "partner":
            return known[0].name
        sex = sex or (MAN if slot == "friend" else WOMAN)
        known.append(_Known(self._first(sex), sex, relation))
        return known[-1].name

    def _first(self, sex: str) -> str:
        return self._one(self._names["women" if sex == WOMAN else "men"])

    def _one(self, names: Sequence[str]) -> str:
        return self._faker.one_of(names, self._taken)

    @property
    def people(self) -> tuple[Person, ...]:
        """Those who are named in the case, he himself first."""
        found = [Person(self.full, "the man whom the case is about")]
        staff = {"officer": "police offender manager", "practitioner": "probation practitioner",
                 "neighbour": "a neighbour"}  # fmt: skip
        for slot, several in sorted(self._known.items()):
            found += [Person(one.name, _part(slot, one.relation)) for one in several]
        found += [
            Person(self._named[who], part) for who, part in staff.items() if who in self._named
        ]
        return tuple(found)

    @property
    def places(self) -> tuple[Place, ...]:
        """The places that are named in the case; the town always."""
        found = [Place(self.town, "the town he lives in")]
        what = {"street": "the street he lives in", "employer": "where he works",
                "place": "a public place in the town"}  # fmt: skip
        for slot, words in what.items():
            if slot in self._named:
                found.append(Place(self._named[slot].removeprefix("the "), words))
        return tuple(found)


def _part(slot: str, relation: str) -> str:
    parts = {"partner": "his partner", "relative": "one of his family", "friend": "a friend",
             "colleague": "from work"}  # fmt: skip
    return f"his {relation}" if relation else parts[slot]


def wanted(slot: str, text: str) -> tuple[str, str]:
    """Whom a text speaks of in a slot: a woman or a man, and which relation, if it says so.

    >>> wanted("relative", "His sister {relative} said that she would ring.")
    ('woman', 'sister')
    >>> wanted("friend", "{friend} called. She had a key.")
    ('woman', '')
    """
    relation = ""
    if slot == "relative" and (found := RELATION.search(text)):
        relation = found[1] or found[2]
        if RELATIONS[relation]:
            return RELATIONS[relation], relation
    others = {"partner", "relative", "friend", "colleague", "neighbour", "worker"} - {slot}
    alone = others.isdisjoint(slots_of(text))
    return (WOMAN if alone and SHE.search(text) else ""), relation
