"""What is wrong with a statement, and with the library as a whole, in words with their place."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from scenarios.evidence.library import (
    AMBIGUOUS,
    CHANGE,
    CLOSING,
    EVIDENCE,
    FACT,
    IRRELEVANT,
    LEVELS,
    OPENING,
    STANCES,
    Facts,
    Library,
    Needs,
    Statement,
)
from scenarios.evidence.reading import Problem, Read
from scenarios.evidence.slots import BRACE, ONLY_WITH, SAMPLES, SLOT, SLOTS, filled, slots_of
from scenarios.evidence.wholes import all_open, can_hold, narrowed
from scenarios.safety.identifiers import find_identifiers
from scenarios.safety.wording import find_wording

FEWEST = 4
FEWEST_KINDS = 3
MOST_DOCUMENTS = 5
FEWEST_FACTORS, MOST_FACTORS = 2, 3


@dataclass(frozen=True)
class Vocabulary:
    """The words a statement may use besides the facts: factor codes, and kinds of paper."""

    factors: Collection[str]
    documents: Collection[str]


def library_problems(read: Read, words: Vocabulary) -> list[Problem]:
    """Everything wrong with the files of a library: what could not be read, then what was."""
    places = {code: f"{file}, {code}" for code, file in read.files.items()}
    return [
        *read.problems,
        *(
            Problem(places[each.code], what)
            for each in read.library.statements
            for what in statement_problems(each, read.library.facts, words)
        ),
        *(
            Problem(", ".join(places[code] for code in codes), "They say the same thing.")
            for codes in same_texts(read.library.statements)
        ),
        *thin_cells(read.library, words),
        *_facts_untold(read.library),
        *_papers_without_words(read.library, words),
    ]


def statement_problems(each: Statement, facts: Facts, words: Vocabulary) -> list[str]:
    """What is wrong with one statement on its own, one sentence each."""
    return [
        *_documents(each, words),
        *_place_in_library(each, words),
        *_needs(each, facts),
        *_slots(each, facts),
        *unsafe_words(each.text),
    ]


def _documents(each: Statement, words: Vocabulary) -> Iterator[str]:
    if not 1 <= len(each.documents) <= MOST_DOCUMENTS:
        yield f"It names {len(each.documents)} kinds of paper. Name 1 to {MOST_DOCUMENTS}."
    for kind in each.documents:
        if kind not in words.documents:
            yield f"“{kind}” is no kind of paper."


def _place_in_library(each: Statement, words: Vocabulary) -> Iterator[str]:
    for factor in each.factors:
        if factor not in words.factors:
            yield f"“{factor}” is no factor."
    if each.kind == EVIDENCE:
        if len(each.factors) != 1:
            yield "Evidence is of one factor."
        if each.level not in LEVELS:
            yield f"The level is {each.level}. It is one of 0 to 3."
        if each.stance not in STANCES:
            yield f"The stance is “{each.stance}”. It is “for” or “against”."
    elif each.level is not None or each.stance:
        yield "Only evidence has a level and a stance."
    if each.kind == AMBIGUOUS and not FEWEST_FACTORS <= len(set(each.factors)) <= MOST_FACTORS:
        yield f"It names {len(set(each.factors))} factors. Name two or three."
    if each.kind in (IRRELEVANT, OPENING, CLOSING, FACT, CHANGE) and each.factors:
        yield "It bears on no factor, so it names none."


def _needs(each: Statement, facts: Facts) -> Iterator[str]:
    told = {each.fact: (each.value,)} if each.kind in (FACT, CHANGE) else {}
    for fact, values in [*each.needs.items(), *told.items()]:
        if fact not in facts.values:
            yield f"“{fact}” is no fact."
            continue
        if not values:
            yield f"It needs “{fact}” and names no value."
        for value in values:
            if value not in facts.values[fact]:
                yield f"“{value}” is no value of “{fact}”."
    if each.kind == CHANGE:
        if each.fact in facts.values and each.before not in facts.values[each.fact]:
            yield f"“{each.before}” is no value of “{each.fact}”."
        if each.before == each.value:
            yield "Nothing changes: before and after are the same."
    if not can_hold(each.presumes, facts):
        yield "What it needs cannot hold together."


def _slots(each: Statement, facts: Facts) -> Iterator[str]:
    for slot in dict.fromkeys(slots_of(each.text)):
        if slot not in SLOTS:
            yield f"“{{{slot}}}” is no slot."
        elif slot in ONLY_WITH:
            fact, values = ONLY_WITH[slot]
            if not any(_follows(needs, facts, fact) <= values for needs in _true_with(each)):
                some = ", ".join(sorted(values))
                yield f"“{{{slot}}}” needs {fact} to be one of: {some}."
    if BRACE.search(SLOT.sub("", each.text)):
        yield "A brace stands alone. A slot is written as {name}."
    if not each.text.strip():
        yield "It has no text."


def _true_with(each: Statement) -> Iterator[Needs]:
    """When a statement is true: who was there before a change has a name after it as well."""
    yield each.presumes
    if each.kind == CHANGE:
        yield {each.fact: (each.before,)}


def _follows(needs: Needs, facts: Facts, fact: str) -> frozenset[str]:
    """The values that a fact may have where these needs hold."""
    found = narrowed(all_open(facts), needs, facts) or {}
    return found.get(fact, frozenset(facts.values[fact]))


def unsafe_words(text: str) -> list[str]:
    """What the safety checks of a case find in a statement whose slots are filled."""
    sample = filled(text, SAMPLES)
    return [
        *(f"“{found.text}” looks like a real identifier." for found in find_identifiers(sample)),
        *(
            f"“{sample[start:end]}” is {kind} wording."
            for kind, (start, end) in find_wording(sample)
        ),
    ]


def same_texts(statements: Sequence[Statement]) -> list[list[str]]:
    """The codes of statements that say the same but for case, spaces and which slot it is."""
    by_text: defaultdict[str, list[str]] = defaultdict(list)
    for each in statements:
        by_text[plain_words(each.text)].append(each.code)
    return [codes for codes in by_text.values() if len(codes) > 1]


def plain_words(text: str) -> str:
    return " ".join(SLOT.sub("_", text).casefold().split())


def thin_cells(library: Library, words: Vocabulary) -> Iterator[Problem]:
    """The cells of factor, level and stance with too few statements, or in too few papers."""
    for factor, level, stance in product(sorted(words.factors), LEVELS, STANCES):
        found = library.cells.get((factor, level, stance), ())
        where = f"{factor}, level {level}, {stance}"
        if not found:
            yield Problem(where, "There is no statement.")
        elif len(found) < FEWEST:
            yield Problem(where, f"There are {len(found)} statements. {FEWEST} are the fewest.")
        kinds = {kind for each in found for kind in each.documents}
        if found and len(kinds) < FEWEST_KINDS:
            yield Problem(where, f"It stands in {len(kinds)} kinds of paper. 3 are the fewest.")


def _facts_untold(library: Library) -> Iterator[Problem]:
    told = Counter((each.fact, each.value) for each in library.of_kind(FACT))
    for fact, values in library.facts.values.items():
        for value in values:
            if not told[fact, value]:
                yield Problem(f"{fact}: {value}", "No sentence tells this fact.")


def _papers_without_words(library: Library, words: Vocabulary) -> Iterator[Problem]:
    """A paper that somebody's statement may stand in needs words to begin with."""
    begun = {kind for each in library.of_kind(OPENING) for kind in each.documents}
    used = {kind for each in library.of_kind(EVIDENCE) for kind in each.documents}
    for kind in sorted((used & set(words.documents)) - begun):
        yield Problem(kind, "No opening is written for this kind of paper.")
