"""A pack's zip is mistrusted in every name and size before anything of it is used."""

import io
import json
import stat
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios.packs import archive
from scenarios.packs.archive import BadPack, read_archive, write_archive
from scenarios.packs.content import PackedCase


def zipped(files, **how):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            for what, value in how.items():
                setattr(entry, what, value)
            file.writestr(entry, content)
    return buffer.getvalue()


def refusal(content):
    with pytest.raises(BadPack) as refused:
        read_archive(content)
    return " ".join(refused.value.problems)


def test_the_same_cases_make_the_same_file_in_whatever_order():
    one, two = PackedCase({"ref": "A-1"}, {"d1.md": "One."}), PackedCase({"ref": "B-2"}, {})
    assert write_archive([one, two]) == write_archive([two, one])


def test_what_was_written_is_read_again():
    files = read_archive(write_archive([PackedCase({"ref": "A-1"}, {"d1.md": "Über."})]))
    assert json.loads(files["pack.json"])["cases"] == ["A-1"]
    assert files["cases/A-1/d1.md"].decode() == "Über."


@pytest.mark.parametrize(
    "name",
    ["../out.md", "/etc/passwd", "cases/../../x", "c:\\windows\\x", "cases\\..\\x", "a//b", "./a"],
)
def test_a_name_that_leads_out_of_the_pack_is_refused(name):
    assert "leads out of the pack" in refusal(zipped({name: "x"}))


def test_a_link_is_refused():
    content = zipped({"cases/A-1/d1.md": "/etc/passwd"}, external_attr=(stat.S_IFLNK | 0o777) << 16)
    assert "leads out of the pack" in refusal(content)


def test_names_that_differ_by_their_case_alone_are_refused():
    assert "twice" in refusal(zipped({"pack.json": "{}", "PACK.json": "{}"}))


def test_a_bomb_is_refused_before_it_is_unpacked():
    assert "more tightly than any text" in refusal(zipped({"pack.json": b"0" * 5_000_000}))


def test_a_zip_that_unpacks_to_too_much_is_refused(monkeypatch):
    monkeypatch.setattr(archive, "MOST_UNPACKED", 10)
    assert "20 MB" in refusal(zipped({"pack.json": "0123456789x"}))


def test_too_many_files_are_refused():
    assert "2,000 files" in refusal(zipped({f"f{n}": "x" for n in range(2001)}))


def test_a_file_that_is_larger_than_the_table_of_contents_says_is_refused():
    content = zipped({"pack.json": "a" * 3000})
    honest = (3000).to_bytes(4, "little")
    assert content.count(honest) >= 1
    assert refusal(content.replace(honest, (30).to_bytes(4, "little")))


def test_a_file_over_20_mb_is_refused_unread(monkeypatch):
    monkeypatch.setattr(archive, "MOST_BYTES", 3)
    assert "larger than 10 MB" in refusal(b"PK\x05\x06")


def answered_in_words(content):
    """Read it: either it is a zip, or it is refused with a reason; nothing else may happen."""
    try:
        return bool(read_archive(content)) or True
    except BadPack as refused:
        return bool(refused.problems) and all(refused.problems)


@given(st.binary(max_size=400))
def test_no_bytes_whatever_bring_anything_but_words(content):
    assert answered_in_words(content)


@given(st.integers(0, 10_000), st.integers(0, 255))
def test_a_damaged_pack_brings_nothing_but_words(at, byte):
    content = bytearray(write_archive([PackedCase({"ref": "A-1"}, {"d1.md": "He was in. " * 40})]))
    content[at % len(content)] = byte
    assert answered_in_words(bytes(content))
