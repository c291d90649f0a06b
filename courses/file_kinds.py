"""What an uploaded file is, by what is in it. Its name and what the browser says are not asked."""

import re
import zipfile
import zlib
from dataclasses import dataclass
from typing import BinaryIO

HEAD = 4096
# A document in a zip: a part that it has, and what it is then.
IN_ZIPS = (
    ("word/document.xml", "docx"),
    ("xl/workbook.xml", "xlsx"),
    ("ppt/presentation.xml", "pptx"),
)
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MARKED_UP = (b"<!doctype", b"<html", b"<?xml", b"{\\rtf")
# Pictures that come in the same wrapping as a film, as telephones take them.
STILL = (b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis")
CUE = re.compile(
    r"^(?:\d+:)?[0-5]\d:[0-5]\d\.\d{3}[ \t]+-->[ \t]+(?:\d+:)?[0-5]\d:[0-5]\d\.\d{3}", re.MULTILINE
)


@dataclass(frozen=True)
class FileKind:
    """A kind of file that the site takes: its ending, and what a browser is told."""

    ending: str
    mime: str

    @property
    def is_video(self) -> bool:
        return self.mime.startswith("video/")

    @property
    def is_text(self) -> bool:
        return self.ending == "txt"


OFFICE = "application/vnd.openxmlformats-officedocument"
RECORDINGS = {
    kind.ending: kind
    for kind in (
        FileKind("mp4", "video/mp4"),
        FileKind("webm", "video/webm"),
        FileKind("m4a", "audio/mp4"),
        FileKind("mp3", "audio/mpeg"),
        FileKind("ogg", "audio/ogg"),
        FileKind("wav", "audio/wav"),
    )
}
DOCUMENTS = {
    kind.ending: kind
    for kind in (
        FileKind("pdf", "application/pdf"),
        FileKind("docx", f"{OFFICE}.wordprocessingml.document"),
        FileKind("xlsx", f"{OFFICE}.spreadsheetml.sheet"),
        FileKind("pptx", f"{OFFICE}.presentationml.presentation"),
        FileKind("odt", "application/vnd.oasis.opendocument.text"),
        FileKind("txt", "text/plain; charset=utf-8"),
    )
}


def recording_kind(file: BinaryIO) -> FileKind | None:
    """The kind of a video or an audio file, or None for anything else."""
    head = _head(file)
    ending = None
    if head[4:8] == b"ftyp" and head[8:12] in STILL:
        return None
    if head[4:8] == b"ftyp":
        ending = "m4a" if head[8:11] == b"M4A" else "mp4"
    elif head.startswith(b"\x1aE\xdf\xa3") and b"webm" in head[:64]:
        ending = "webm"
    elif head.startswith(b"OggS") and (b"OpusHead" in head or b"\x01vorbis" in head):
        ending = "ogg"
    elif head.startswith(b"RIFF") and head[8:12] == b"WAVE":
        ending = "wav"
    elif head.startswith(b"ID3") or _begins_with_a_frame(head):
        ending = "mp3"
    return RECORDINGS[ending] if ending else None


def document_kind(file: BinaryIO) -> FileKind | None:
    """The kind of a document, or None for anything else: also for one that holds macros."""
    head = _head(file)
    if head.startswith(b"%PDF-"):
        return DOCUMENTS["pdf"]
    if head.startswith(b"PK\x03\x04"):
        return _in_zip(file)
    return DOCUMENTS["txt"] if text_of(file) else None


def is_old_office(file: BinaryIO) -> bool:
    """Whether it is of Office before 2007, or of a later one under a password: both begin alike."""
    return _head(file).startswith(OLD_OFFICE)


def is_marked_up(file: BinaryIO) -> bool:
    """Whether it is a web page or rich text: text all the same, and not to be read as it is."""
    return _head(file).removeprefix(b"\xef\xbb\xbf").lstrip().lower().startswith(MARKED_UP)


def text_of(file: BinaryIO) -> str:
    """What a plain text in UTF-8 says, with its line ends made one; nothing if it is no such."""
    file.seek(0)
    raw = file.read()
    file.seek(0)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return ""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text if all(char.isprintable() or char in "\n\t\f" for char in text) else ""


def is_captions(text: str) -> bool:
    """Whether the text is WebVTT with a line that is shown at a time."""
    first, _newline, rest = text.lstrip("\ufeff").partition("\n")
    return bool(re.fullmatch(r"WEBVTT(?:[ \t].*)?", first)) and bool(CUE.search(rest))


def _head(file: BinaryIO) -> bytes:
    file.seek(0)
    head = file.read(HEAD)
    file.seek(0)
    return head


def _begins_with_a_frame(head: bytes) -> bool:
    """Whether it begins with a frame of MPEG layer III: eleven bits set, then what may follow."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:
        return False
    return head[2] >> 4 not in (0, 15) and head[2] >> 2 & 3 != 3


def _in_zip(file: BinaryIO) -> FileKind | None:
    try:
        with zipfile.ZipFile(file) as parts:
            names = set(parts.namelist())
            if any(name.lower().endswith("vbaproject.bin") for name in names):
                return None
            for part, ending in IN_ZIPS:
                if part in names and "[Content_Types].xml" in names:
                    return DOCUMENTS[ending]
            if "mimetype" in names and parts.getinfo("mimetype").file_size < 100:
                kept = parts.read("mimetype").decode("ascii", "replace").strip()
                return DOCUMENTS["odt"] if kept == DOCUMENTS["odt"].mime else None
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError):
        return None
    finally:
        file.seek(0)
    return None
