"""Texts of cases for the checks on how they are written, without a database."""

import tomllib
from pathlib import Path
from typing import Any

from scenarios.passages import cut_passages
from scenarios.quality.texts import CaseText, Paper, Piece


def make_paper(
    body: str, *, number: int = 1, stage: int = 1, dated: str = "Week 12 of licence"
) -> Paper:
    title = f"Paper {number}"
    pieces = tuple(
        Piece(
            f"“{title}”, D{number}.{cut.number}", cut.text, cut.heading, f"D{number}.{cut.number}"
        )
        for cut in cut_passages(body)
    )
    return Paper(number, stage, title, dated, pieces)


def make_text(*papers: Paper | str, summary: str = "", **lists: Any) -> CaseText:
    """A case of these papers; a string is the body of one dated in week 12 of licence."""
    made = tuple(
        make_paper(paper, number=number) if isinstance(paper, str) else paper
        for number, paper in enumerate(papers, start=1)
    )
    return CaseText((Piece("Summary", summary),), made, **lists)


def text_of_folder(folder: Path) -> tuple[CaseText, dict[str, Any]]:
    """The text and the design of a case that comes with the site."""
    case = tomllib.loads((folder / "case.toml").read_text("utf-8"))
    papers = tuple(
        Paper(
            number,
            row["stage"],
            row["title"],
            row["date"],
            make_paper((folder / row["file"]).read_text("utf-8"), number=number).pieces,
        )
        for number, row in enumerate(case["documents"], start=1)
    )
    fields = tuple(Piece(name, case[name]) for name in ("title", "summary", "static_risk"))
    people = tuple((row["name"], row["part"]) for row in case["people"])
    places = tuple((row["name"], row["what"]) for row in case["places"])
    design = tomllib.loads((folder / "design.toml").read_text("utf-8"))["factors"]
    return CaseText(fields, papers, people, places), design
