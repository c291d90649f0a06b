"""The zip itself: written the same each time, and read with every size and name mistrusted."""

import io
import json
import stat
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from scenarios.packs.content import PackedCase

MANIFEST = "pack.json"
FORMAT = "case-pack"
VERSION = 1
MOST_BYTES = 10 * 1024 * 1024
MOST_UNPACKED = 20 * 1024 * 1024
MOST_FILES = 2000
MOST_RATIO = 100
# No clock in it, so that the same cases make the same file, byte for byte.
NO_DAY = (1980, 1, 1, 0, 0, 0)
UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,
    EOFError,
    RuntimeError,
    OSError,
    ValueError,
)


class BadPack(ValueError):
    """A pack is refused whole; ``problems`` says why, one sentence each."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


def write_archive(cases: Iterable[PackedCase]) -> bytes:
    """A pack of these cases in the order of their references."""
    ordered = sorted(cases, key=lambda case: case.ref)
    files = {
        MANIFEST: _json(
            {"format": FORMAT, "version": VERSION, "cases": [case.ref for case in ordered]}
        )
    }
    for case in ordered:
        files[f"cases/{case.ref}/case.json"] = _json(case.data)
        for name, text in case.texts.items():
            files[f"cases/{case.ref}/{name}"] = text.encode()
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, NO_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return buffer.getvalue()


def read_archive(content: bytes) -> dict[str, bytes]:
    """Every file of a zip by name, once nothing about it is suspicious. BadPack otherwise."""
    if len(content) > MOST_BYTES:
        raise BadPack([_("The file is larger than 10 MB. Export fewer cases at a time.")])
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            if problems := list(_problems_of(entries)):
                raise BadPack(problems)
            return dict(_contents(archive, entries))
    except BadPack:
        raise
    except UNREADABLE as error:
        words = _("This is not a zip file that can be read. Export the cases again.")
        raise BadPack([words]) from error


def _problems_of(entries: list[zipfile.ZipInfo]) -> Iterator[str]:
    """What the table of contents gives away, before anything is unpacked."""
    if len(entries) > MOST_FILES:
        yield _("The zip holds more than 2,000 files.")
        return
    if sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        yield _("The zip unpacks to more than 20 MB.")
    seen: set[str] = set()
    for entry in entries:
        name = entry.filename
        if name.casefold() in seen:
            yield _("“%(name)s” stands in the zip twice.") % {"name": _shown(name)}
        seen.add(name.casefold())
        if _leads_out(name) or stat.S_ISLNK(entry.external_attr >> 16):
            yield _("“%(name)s” leads out of the pack.") % {"name": _shown(name)}
        if entry.flag_bits & 0x1:
            yield _("“%(name)s” is encrypted.") % {"name": _shown(name)}
        if entry.file_size > MOST_RATIO * max(entry.compress_size, 1) and entry.file_size > 4096:
            yield _("“%(name)s” is packed more tightly than any text is.") % {"name": _shown(name)}


def _contents(
    archive: zipfile.ZipFile, entries: Iterable[zipfile.ZipInfo]
) -> Iterator[tuple[str, bytes]]:
    """Never more than the table of contents promised: it is not to be trusted either."""
    left = MOST_UNPACKED
    for entry in entries:
        if entry.is_dir():
            continue
        with archive.open(entry) as file:
            content = file.read(min(entry.file_size, left) + 1)
        if len(content) > min(entry.file_size, left):
            raise BadPack([_("A file in the zip is larger than it says.")])
        left -= len(content)
        yield entry.filename, content


def _leads_out(name: str) -> bool:
    parts = name.replace("\\", "/").rstrip("/").split("/")
    return (
        name.startswith(("/", "\\"))
        or ":" in name
        or any(part in ("", ".", "..") for part in parts)
    )


def _shown(name: str) -> str:
    """A file's name, fit to be read back by whoever sent it."""
    return "".join(sign if sign.isprintable() else "?" for sign in name)[:80]


def _json(data: Mapping[str, Any]) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()
