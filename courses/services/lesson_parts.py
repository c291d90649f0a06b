"""From the pieces of a lesson's file to the blocks of its page."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files import File
from wagtail.images import get_image_model

from courses.blocks import LessonBody
from courses.drill_choices import ANY, WRITTEN
from courses.factors import factor_choices
from courses.models import Drill, Handout, Recording
from courses.models.media import LessonFile
from courses.services.lesson_text import Piece, pieces_of
from courses.services.reading_files import BadFile, beside, words_in, words_of

REF = re.compile(r"[A-Z]{2}-\d{4}")
# Where files lie that are shown or offered, beside the lessons.
FILES = "files"
# What is loaded after the lessons, since it names them, and is put into its place then.
LATER = {"check": "knowledge_check", "exercise": "evidence_exercise"}
BODY = LessonBody()


@dataclass(frozen=True)
class Later:
    """A check or an exercise that has its place in a lesson before it is there itself."""

    kind: str
    slug: str
    at: int
    where: str


@dataclass
class Parts:
    """The blocks of one lesson so far."""

    blocks: list[tuple[str, Any]] = field(default_factory=list)
    later: list[Later] = field(default_factory=list)

    def put_first(self, block: tuple[str, Any]) -> None:
        self.blocks.insert(0, block)
        self.later = [replace(later, at=later.at + 1) for later in self.later]


def parts_of(path: Path) -> Parts:
    """The blocks of a lesson's Markdown file; pictures and files of it are stored.

    BadFile: a block is of no kind there is, lacks something, or would be refused in the editor.
    """
    found = Parts()
    for piece in pieces_of(words_in(path), path):
        if piece.kind in LATER:
            _only(piece, ())
            place = len(found.blocks) + len(found.later)
            later = Later(LATER[piece.kind], _value(piece), place, piece.where)
            found.later.append(later)
            continue
        make = MAKERS.get(piece.kind)
        if make is None:
            known = ", ".join(sorted([*(name for name in MAKERS if name != "text"), *LATER]))
            raise BadFile(f"{piece.where}: there is no block “{piece.kind}”. There are: {known}.")
        found.blocks.append(make(piece, path))
    return found


def _text(piece: Piece, _path: Path) -> tuple[str, Any]:
    return "text", _cleaned("text", piece.value, piece)


def _call_out(piece: Piece, _path: Path) -> tuple[str, Any]:
    _only(piece, ("heading", "text"))
    return "call_out", _cleaned("call_out", _texts(piece, "heading", "text"), piece)


def _factor_card(piece: Piece, _path: Path) -> tuple[str, Any]:
    _only(piece, ())
    return "factor_card", _factor(_value(piece), piece)


def _practice_case(piece: Piece, _path: Path) -> tuple[str, Any]:
    _only(piece, ())
    ref = _value(piece)
    if not REF.fullmatch(ref):
        raise BadFile(f"{piece.where}: {ref} is no reference of a case, as TR-0007.")
    return "practice_case", ref


def _drill(piece: Piece, path: Path) -> tuple[str, Any]:
    """``drill opportunity-1``, or ``drill any:opportunity`` for whichever is next."""
    _only(piece, ())
    kind, colon, name = _value(piece).rpartition(":")
    kind = kind if colon else WRITTEN
    if kind == ANY:
        _factor(name, piece)
    elif kind != WRITTEN or not (
        (path.parent / "drills" / f"{name}.toml").is_file()
        or Drill.objects.filter(code=name).exists()
    ):
        raise BadFile(f"{piece.where}: there is no drill {name}.")
    return "factor_drill", f"{kind}:{name}"


def _picture(piece: Piece, path: Path) -> tuple[str, Any]:
    _only(piece, ("alternative", "decorative", "caption", "credit", "title"))
    more = piece.more
    file = _file(piece, path)
    image_model = get_image_model()
    title = str(more.get("title") or more.get("caption") or file.stem.replace("-", " "))
    value = {
        "image": None,
        "alternative": str(more.get("alternative", "")),
        "decorative": more.get("decorative") is True,
        "caption": str(more.get("caption", "")),
        "credit": str(more.get("credit", "")),
    }
    with file.open("rb") as opened:
        try:
            image = image_model(title=title[:255], file=File(opened, name=file.name))
            image.full_clean()
        except Exception:
            # Of a damaged file the library says so with whatever error it came upon.
            raise BadFile(f"{piece.where}: {file.name} is no picture that can be shown.") from None
        image.save()
    return "picture", _cleaned("picture", {**value, "image": image.pk}, piece)


def _recording(piece: Piece, path: Path) -> tuple[str, Any]:
    _only(piece, ("title", "transcript", "captions", "speech"))
    inside = path.parent / FILES / path.name
    given = {name: piece.more.get(name) for name in ("transcript", "captions")}
    texts = {name: beside(inside, str(v), piece.where) for name, v in given.items() if v}
    recording = Recording(has_speech=piece.more.get("speech", True) is True, **texts)
    return "recording", _stored(recording, piece, path)


def _download(piece: Piece, path: Path) -> tuple[str, Any]:
    _only(piece, ("title", "description"))
    return "download", _stored(Handout(**_texts(piece, "description")), piece, path)


def _reflection(piece: Piece, _path: Path) -> tuple[str, Any]:
    _only(piece, ("question", "hint"))
    value = {**_texts(piece, "question"), "hint": str(piece.more.get("hint", ""))}
    return "reflection", _cleaned("reflection", value, piece)


MAKERS: Mapping[str, Callable[[Piece, Path], tuple[str, Any]]] = {
    "text": _text,
    "call-out": _call_out,
    "factor-card": _factor_card,
    "practice-case": _practice_case,
    "drill": _drill,
    "picture": _picture,
    "recording": _recording,
    "download": _download,
    "reflection": _reflection,
}


def _stored(row: LessonFile, piece: Piece, path: Path) -> LessonFile:
    row.title = _texts(piece, "title")["title"]
    file = _file(piece, path)
    with file.open("rb") as opened:
        row.file = File(opened, name=file.name)
        try:
            row.full_clean()
        except ValidationError as error:
            raise BadFile(f"{piece.where}: {'; '.join(words_of(error))}") from None
        row.save()
    return row


def _cleaned(name: str, raw: Any, piece: Piece) -> Any:
    """The value of a block, refused as in the editor."""
    block = BODY.child_blocks[name]
    try:
        return block.clean(block.to_python(raw))
    except ValidationError as error:
        raise BadFile(f"{piece.where}: {'; '.join(words_of(error))}") from None


def _value(piece: Piece) -> str:
    if not piece.value:
        raise BadFile(f"{piece.where}: say which {piece.kind}, on the same line.")
    return piece.value


def _factor(code: str, piece: Piece) -> str:
    if code not in dict(factor_choices()):
        raise BadFile(f"{piece.where}: there is no factor {code}.")
    return code


def _file(piece: Piece, path: Path) -> Path:
    name = _value(piece)
    file = path.parent / FILES / name
    if Path(name).name != name or not file.is_file():
        raise BadFile(f"{piece.where}: there is no file {name} in {FILES}/.")
    return file


def _texts(piece: Piece, *names: str) -> dict[str, str]:
    """Lines that a block has to have."""
    for name in names:
        if not str(piece.more.get(name, "")).strip():
            raise BadFile(f"{piece.where}: “{name}” is missing or empty.")
    return {name: str(piece.more[name]).strip() for name in names}


def _only(piece: Piece, names: tuple[str, ...]) -> None:
    """Refuse a line that the block does not have: it is a slip of the hand, and would be lost."""
    if unknown := sorted(set(piece.more) - set(names)):
        takes = ", ".join(names) or "no lines"
        raise BadFile(f"{piece.where}: “{unknown[0]}” is not known here. It takes {takes}.")
