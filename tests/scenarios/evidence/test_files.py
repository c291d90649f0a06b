"""The files of the library: what is wrong with a statement is told with its file and id."""

from pathlib import Path

import pytest

from scenarios.evidence.checking import Vocabulary, library_problems
from scenarios.evidence.library import Library, content_hash
from scenarios.evidence.reading import read_library
from tests.factories.evidence import (
    EVIDENCE,
    FACTORS,
    KINDS,
    real_library,
    statement,
    write_small_library,
)

SMALL = Vocabulary(frozenset({"opportunity"}), KINDS)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_small_library(tmp_path)


def problems(folder: Path) -> list[str]:
    return [str(each) for each in library_problems(read_library(folder), SMALL)]


def add(folder: Path, text: str, name: str = "opportunity.toml") -> None:
    with (folder / name).open("a", encoding="utf-8") as file:
        file.write("\n" + text)


def test_the_projects_own_library_has_no_problem():
    read = read_library(EVIDENCE)
    assert library_problems(read, Vocabulary(frozenset(FACTORS), KINDS)) == []
    assert all(len(several) >= 6 for several in read.library.cells.values())
    assert len(read.library.cells) == len(FACTORS) * 8


def test_a_sound_library_has_no_problem(folder):
    assert problems(folder) == []


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("He met {cousin}.", "opportunity.toml, new-1: “{cousin}” is no slot."),
        ("He met {name.", "opportunity.toml, new-1: A brace stands alone."),
        ("He gave 07911 123456.", "“07911 123456” looks like a real identifier."),
        ("A penetrating look.", "is graphic wording."),
        ("{partner} was in.", "“{partner}” needs partner to be one of: new, settled."),
        ("{employer} rang.", "“{employer}” needs work to be one of: full_time, part_time"),
        (" ", "opportunity.toml, new-1: It has no text."),
    ],
)
def test_a_text_is_refused_with_its_place(folder, words, found):
    add(folder, statement("new-1", 1, "for", "email", 0, words))
    (said,) = problems(folder)
    assert said.startswith("opportunity.toml, new-1: ")
    assert found in said


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("level = 1", "level = 4", "The level is 4."),
        ('stance = "for"', 'stance = "maybe"', "The stance is “maybe”."),
        ('documents = ["email"]', 'documents = ["letter"]', "“letter” is no kind of paper."),
        ('documents = ["email"]', "documents = []", "It names 0 kinds of paper."),
        ('factor = "opportunity"', 'factor = "luck"', "in the file of another"),
        ("text =", 'needs = { car = ["red"] }\ntext =', "“car” is no fact."),
        ("text =", 'needs = { home = ["boat"] }\ntext =', "“boat” is no value of “home”."),
        ("text =", 'needs = "alone"\ntext =', "“needs” is a table"),
        ("text =", 'needs = { home = ["partner"], partner = ["none"] }\ntext =', "hold together"),
        ("level = 1\n", "", "It lacks level."),
        ("level = 1\n", 'level = "1"\n', "The level is a whole number."),
        ("level = 1\n", "level = 1\nmood = 3\n", "It has mood, which is not known."),
    ],
)
def test_a_statement_is_refused_with_its_place(folder, old, new, found):
    row = statement("new-1", 1, "for", "email", 0, "He left the key with {neighbour}.")
    assert old in row
    add(folder, row.replace(old, new))
    (said,) = problems(folder)
    assert said.startswith("opportunity.toml, new-1: ")
    assert found in said


def test_what_follows_from_a_fact_lets_a_slot_be_filled(folder):
    row = statement("new-1", 1, "for", "email", 0, "{partner} opened the door.")
    add(folder, row.replace("text =", 'needs = { home = ["partner"] }\ntext ='))
    assert problems(folder) == []


def test_an_id_is_used_once(folder):
    add(folder, statement("opportunity-1-for-1", 1, "for", "email", 0, "He left the key."))
    assert problems(folder) == [
        "opportunity.toml, opportunity-1-for-1: The id is taken in opportunity.toml. "
        "Give each statement its own."
    ]


def test_two_statements_that_say_the_same_are_told_together(folder):
    text = "{name}  DID thing a of level q for it."
    add(folder, statement("new-1", 1, "for", "email", 0, text))
    (said,) = problems(folder)
    assert said == (
        "opportunity.toml, new-1, opportunity.toml, opportunity-1-for-0: They say the same thing."
    )


def test_a_thin_cell_an_untold_fact_and_a_paper_without_a_beginning_are_told(folder):
    text = (folder / "opportunity.toml").read_text("utf-8")
    (folder / "opportunity.toml").write_text(
        text.replace(statement("opportunity-2-for-3", 2, "for", "visit_note", 3), ""), "utf-8"
    )
    papers = (folder / "papers.toml").read_text("utf-8")
    (folder / "papers.toml").write_text(
        papers.replace('id = "opening-email"\ndocuments = ["email"]',
                       'id = "opening-email"\ndocuments = ["interview"]')
        .replace('value = "settled"', 'value = "none"').replace("partner is settled", "is none"),
        "utf-8",
    )  # fmt: skip
    assert set(problems(folder)) == {
        "opportunity, level 2, for: There are 3 statements. 4 are the fewest.",
        "partner: settled: No sentence tells this fact.",
        "email: No opening is written for this kind of paper.",
    } | {each for each in problems(folder) if "They say the same" in each}


def test_a_missing_cell_is_told(folder):
    (folder / "opportunity.toml").write_text("", "utf-8")
    assert problems(folder).count("opportunity, level 3, against: There is no statement.") == 1


def test_the_content_of_a_library_comes_back_the_same():
    content = real_library().as_content()
    again = Library.from_content(content)
    assert again.as_content() == content
    assert content_hash(again.as_content()) == content_hash(content)
