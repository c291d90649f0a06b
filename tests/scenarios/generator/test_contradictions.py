"""The checker finds what somebody spoils in a sound case, from its text alone."""

from dataclasses import replace

import pytest

from scenarios.evidence.slots import SAMPLES, filled
from scenarios.generator import contradictions, generate
from scenarios.generator.contradictions import Read
from tests.factories.evidence import profile_of, real_library

LEVELS = profile_of("2", "1").levels


def case() -> tuple[list[Read], list[str]]:
    draft = generate(profile_of(*LEVELS), real_library(), 11)
    papers = [Read(p.stage, p.kind, p.title, p.dated, p.body) for p in draft.papers]
    return papers, [person.name for person in draft.people]


def said(papers: list[Read], names: list[str]) -> list[str]:
    return [str(each) for each in contradictions(papers, names, real_library())]


def with_paragraph(papers: list[Read], at: int, text: str) -> list[Read]:
    spoiled = list(papers)
    spoiled[at] = replace(spoiled[at], body=f"{spoiled[at].body}\n\n{text}")
    return spoiled


def test_a_sound_case_has_none():
    assert said(*case()) == []


def test_a_slot_that_was_left_is_found():
    papers, names = case()
    assert said(with_paragraph(papers, 2, "He rang {cousin} today."), names)[0].endswith(
        "A slot was not filled."
    )


def test_a_paragraph_twice_is_found():
    papers, names = case()
    again = papers[0].body.split("\n\n")[1]
    found = said(with_paragraph(papers, 1, again), names)
    assert any("It says the same as D1.2." in each for each in found)


def test_somebody_who_is_not_in_the_list_is_found():
    papers, names = case()
    found = said(with_paragraph(papers, 1, "PC Nobodyknows came too."), names)
    assert [each.split(": ", 1)[1] for each in found] == [
        "“Nobodyknows” is not in the list of who is in it."
    ]


def test_an_apostrophe_makes_nobody_new():
    papers, names = case()
    surname = names[0].split()[-1]
    assert said(with_paragraph(papers, 1, f"Mr {surname}’s bag and Mr {surname}'s."), names) == []


def test_he_cannot_have_two_names():
    papers, names = case()
    surname = names[0].split()[-1]
    at = next(n for n, paper in enumerate(papers) if n and f"Mr {surname}" in paper.body)
    spoiled = list(papers)
    spoiled[at] = replace(papers[at], body=papers[at].body.replace(surname, "Otherman"))
    found = said(spoiled, [*names, "Mr Otherman"])
    assert found
    assert any("Otherman" in each for each in found)


def test_a_week_that_is_still_to_come_is_found():
    papers, names = case()
    found = said(with_paragraph(papers, 1, "He began in week 300."), names)
    assert "It tells of a week after week" in found[0]


def test_papers_in_the_wrong_order_are_found():
    papers, names = case()
    first = [paper for paper in papers if paper.stage == 1]
    swapped = [first[0], first[-1], *first[1:-1], *papers[len(first) :]]
    assert any("It is older than a paper above it." in each for each in said(swapped, names))


def test_a_later_stage_is_later():
    papers, names = case()
    early = [
        replace(paper, dated=papers[0].dated) if paper.stage == 2 else paper for paper in papers
    ]
    assert any("D7: " in each for each in said(early, names))


@pytest.mark.parametrize("value", ["alone", "partner", "family", "shared"])
def test_two_papers_that_tell_a_fact_differently_are_found(value):
    _papers, names = case()
    told = {
        each.value: each
        for each in real_library().of_kind("fact")
        if each.fact == "home" and "visit_note" in each.documents
    }
    notes = [
        Read(1, "visit_note", "Note", f"Week {week}", told[one].text.replace("{name}", "He"))
        for week, one in enumerate((value, "family" if value != "family" else "alone"), start=1)
    ]
    notes = [replace(note, body=filled(note.body, SAMPLES)) for note in notes]
    assert len(notes) == 2
    assert [each for each in said(notes, []) if "is not so in another paper" in each]
    assert said(notes[:1], names) == []


def test_a_fact_changes_between_stages_only_where_that_is_told():
    library = real_library()
    change = next(
        each for each in library.of_kind("change") if (each.fact, each.before) == ("home", "alone")
    )
    told = {
        value: next(
            each for each in library.of_kind("fact") if (each.fact, each.value) == ("home", value)
        )
        for value in ("alone", change.value)
    }

    def paper(stage, statement):
        text = filled(statement.text, SAMPLES)
        return Read(stage, statement.documents[0], "Paper", f"Week {10 * stage}", text)

    silent = [paper(1, told["alone"]), paper(2, told[change.value])]
    assert any("is not so in another paper" in each for each in said(silent, []))
    assert said([silent[0], paper(2, change), replace(silent[1], dated="Week 21")], []) == []
    never = [paper(1, told[change.value]), paper(2, change)]
    assert any("was not “alone” before it changed" in each for each in said(never, []))


def test_evidence_of_two_levels_in_one_stage_is_found_and_in_two_stages_is_not():
    library = real_library()
    low = library.cells["hostility", 0, "against"][0]
    high = library.cells["hostility", 3, "for"][0]

    def paper(stage, statement):
        text = filled(statement.text, SAMPLES)
        return Read(stage, statement.documents[0], "Paper", f"Week {10 * stage}", text)

    wanted = "It is of another level of hostility than D1.1."
    assert any(wanted in each for each in said([paper(1, low), paper(1, high)], []))
    assert not any(wanted in each for each in said([paper(1, low), paper(2, high)], []))


def test_what_happened_earlier_is_told_earlier_in_a_paper_of_several_weeks():
    library = real_library()
    with_week = [
        each
        for each in library.of_kind("evidence")
        if "supervision_record" in each.documents and each.text.count("{week}") == 1
    ][:2]
    texts = [
        filled(each.text, {**SAMPLES, "week": week})
        for each, week in zip(with_week, ("14", "12"), strict=True)
    ]
    paper = Read(1, "supervision_record", "Record", "Weeks 10 to 20", "\n\n".join(texts))
    found = said([paper], [])
    assert any("It tells of an earlier week than what is above it." in each for each in found)
    early = replace(paper, dated="Weeks 13 to 20")
    assert any("a week before those of its paper" in each for each in said([early], []))
