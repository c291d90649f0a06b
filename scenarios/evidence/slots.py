"""The slots of a statement: which there are, and what a case must say for one to be filled."""

import re

SLOT = re.compile(r"\{([^{}]*)\}")
BRACE = re.compile(r"[{}]")
# What stands before the first word of a sentence.
BEGINS = re.compile(r"(?:^|[.!?] )[\"“‘']?$")

PERSON_SLOTS = ("partner", "relative", "friend", "colleague", "neighbour", "worker")
PLACE_SLOTS = ("town", "street", "place", "employer")
TIME_SLOTS = ("week", "day")
SLOTS = ("name", "first", *PERSON_SLOTS, *PLACE_SLOTS, *TIME_SLOTS)

ONLY_WITH: dict[str, tuple[str, frozenset[str]]] = {
    "partner": ("partner", frozenset({"new", "settled"})),
    "employer": ("work", frozenset({"part_time", "full_time", "volunteering"})),
}
"""Slots that stand for somebody or something only some cases have: the fact and its values."""

# What stands in a slot while a text is checked: nothing that looks like an identifier.
SAMPLES = {
    "name": "Mr Ashgrove", "first": "Neil", "partner": "Carol", "relative": "Diane",
    "friend": "Graham", "colleague": "Steve", "neighbour": "Ms Harrowell", "worker": "PC Millward",
    "town": "Skelderby", "street": "Vine Street", "place": "the library", "employer": "Crale’s",
    "week": "12", "day": "Tuesday",
}  # fmt: skip


def slots_of(text: str) -> list[str]:
    """The names between braces, in reading order.

    >>> slots_of("{name} met {friend} in week {week}.")
    ['name', 'friend', 'week']
    """
    return SLOT.findall(text)


def filled(text: str, values: dict[str, str]) -> str:
    """The text with its slots filled; a slot without a value stays as it is, to be found.

    >>> filled("{first} and {dog}. {place} rang.", {"first": "Neil", "place": "the library"})
    'Neil and {dog}. The library rang.'
    """

    def value(found: re.Match[str]) -> str:
        given = values.get(found[1], found[0])
        begins = BEGINS.search(text, 0, found.start())
        return given[:1].upper() + given[1:] if begins else given

    return SLOT.sub(value, text)
