"""The library of evidence: the project's own, and a small one to spoil."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from scenarios.evidence.library import Library
from scenarios.evidence.reading import read_library
from scenarios.generator import Profile
from scenarios.models import CaseDocument, EvidenceStatement, LibraryFrame
from scenarios.services.evidence import FRAME, hash_of
from tests.factories.cases import FIXTURES

EVIDENCE = FIXTURES / "evidence"
RISK = (
    "opportunity", "preoccupation", "interests", "congruence", "hostility", "self_management",
    "social",
)  # fmt: skip
PROTECTIVE = ("desist", "intimate", "routine", "investment")
FACTORS = (*RISK, *PROTECTIVE)


@lru_cache(maxsize=1)
def real_library() -> Library:
    """The library of the fixtures, read once."""
    return read_library(EVIDENCE).library


def make_library() -> None:
    """The library of the fixtures in the database, without what checking it costs."""
    library = real_library()
    LibraryFrame.objects.create(
        pk=FRAME, facts=library.facts.as_content(), frame=dict(library.frame)
    )
    rows = []
    for statement in library.statements:
        row = EvidenceStatement(code=statement.code)
        row.take(statement)
        row.loaded_hash = hash_of(row.as_statement())
        rows.append(row)
    EvidenceStatement.objects.bulk_create(rows)


def profile_of(*stages: Mapping[str, str] | str, **more: object) -> Profile:
    """A profile of one level for all factors of a stage, or of a level for each."""
    levels = tuple(
        dict.fromkeys(FACTORS, stage) if isinstance(stage, str) else dict(stage)
        for stage in stages or ("1",)
    )
    return Profile(levels=levels, overall=("1",) * len(levels), **more)


FRAME_FILE = (EVIDENCE / "frame.toml").read_text(encoding="utf-8")
FACTS_FILE = """
[facts]
home = ["alone", "partner"]
partner = ["none", "settled"]
work = ["none", "part_time"]

[[excludes]]
home = ["partner"]
partner = ["none"]
"""


def write_small_library(folder: Path) -> Path:
    """The files of a library of one factor, with nothing wrong in them."""
    kinds = ["visit_note", "interview", "email"]
    rows = [
        statement(f"opportunity-{level}-{stance}-{n}", level, stance, kinds[n % 3], n)
        for level in range(4)
        for stance in ("for", "against")
        for n in range(4)
    ]
    told = [
        f'[[facts]]\nid = "fact-{fact}-{value}"\nfact = "{fact}"\nvalue = "{value}"\n'
        f'documents = ["email"]\ntext = "The {fact} of {{name}} is {value}."\n'
        for fact, values in (
            ("home", ("alone", "partner")), ("partner", ("none", "settled")),
            ("work", ("none", "part_time")),
        )
        for value in values
    ]  # fmt: skip
    openings = [
        f'[[openings]]\nid = "opening-{kind}"\ndocuments = ["{kind}"]\n'
        f'text = "{{worker}}, {kind}."\n'
        for kind in kinds
    ]
    write(folder, "facts.toml", FACTS_FILE)
    write(folder, "frame.toml", FRAME_FILE)
    write(folder, "opportunity.toml", "\n".join(rows))
    write(folder, "papers.toml", "\n".join([*openings, *told]))
    return folder


def statement(code: str, level: int, stance: str, kind: str, n: int, text: str = "") -> str:
    words = text or f"{{name}} did thing {'abcd'[n]} of level {'pqrs'[level]} {stance} it."
    return (
        f'[[statements]]\nid = "{code}"\nfactor = "opportunity"\nlevel = {level}\n'
        f'stance = "{stance}"\ndocuments = ["{kind}"]\ntext = "{words}"\n'
    )


def write(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text, encoding="utf-8")


KINDS = frozenset(CaseDocument.Kind.values)
