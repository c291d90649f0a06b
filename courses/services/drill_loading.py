"""Written drills from files: what is not there yet is made and published, the rest left alone."""

from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction

from courses.drill_blocks import DrillStatements
from courses.drill_checks import drill_problems
from courses.drill_content import NOT_ENOUGH
from courses.factors import factors_with_levels
from courses.lengths import refuse_too_long
from courses.models import Drill
from courses.models.drills import FEEDBACK
from courses.services.reading_files import BadFile, Row, read, table, tables

# What the files call what the site calls otherwise.
NO_LEVEL = "n"
IN_FILES = {NOT_ENOUGH: "not_enough_information"}


@transaction.atomic
def load_drills(*, folder: Path) -> list[Drill]:
    """Each drill of the folder, one ``.toml`` file each. Again, it changes nothing.

    So an author's edit is never undone. BadFile: a file lacks something, or would be refused in
    the editor too; says where and what.
    """
    return [_load(path) for path in sorted(folder.glob("*.toml"))]


def _load(path: Path) -> Drill:
    data = read(path)
    row = data.get("drill")
    if not isinstance(row, dict) or not isinstance(row.get("id"), str):
        raise BadFile(f"{path.name}: the table [drill] with its id is missing.")
    if there := Drill.objects.filter(code=row["id"]).first():
        return there
    drill = _drill(row, data, path)
    _refuse_problems(drill, path)
    drill.save()
    drill.save_revision().publish()
    return drill


def _drill(row: Row, data: Row, path: Path) -> Drill:
    said = table(data, "feedback", path.name)
    statements = [
        {"type": "statement", "value": {name: str(each.get(name, "")) for name in PARTS}}
        for each in tables(data, "statements", path.name)
    ]
    return Drill(
        code=row["id"],
        minutes=row.get("minutes", 3),
        is_for_measuring=row.get("for_measuring", False),
        level=_answer(row.get("level", "")),
        tempting=_answer(row.get("tempting", "")),
        statements=DrillStatements().to_python(statements),
        **{name: str(row.get(name, "")) for name in ("factor", "title", "person", "content_label")},
        **{field: str(said.get(IN_FILES.get(name, name), "")) for name, field in FEEDBACK.items()},
    )


PARTS = ("source", "text", "stance", "weight", "note")


def _answer(given: object) -> str:
    return NOT_ENOUGH if given == NO_LEVEL else str(given)


def _refuse_problems(drill: Drill, path: Path) -> None:
    """The same as the editor refuses, with the file in front."""
    try:
        refuse_too_long(drill)
        drill.full_clean()
        drill.statements.stream_block.clean(drill.statements)
    except ValidationError as error:
        raise BadFile(f"{path.name}: {_in_words(error)}") from None
    if problems := drill_problems(drill, factors_with_levels()):
        words = "; ".join(f"{each.field}: {each.words}" for each in problems)
        raise BadFile(f"{path.name}: {words}")


def _in_words(error: ValidationError) -> str:
    """Which fields, or which statement, with what is said of each."""
    if blocks := getattr(error, "block_errors", None):
        # Of the list of statements by number, and within one by name.
        return "; ".join(
            f"{f'statement {key + 1}' if isinstance(key, int) else key}: {_in_words(inner)}"
            for key, inner in blocks.items()
        )
    if hasattr(error, "error_dict"):
        return "; ".join(f"{name}: {' '.join(words)}" for name, words in error.message_dict.items())
    return " ".join(error.messages)
