"""From the files of a pack to its cases, with every problem named by file, place and line."""

import json
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from jsonschema import Draft202012Validator, ValidationError
from jsonschema.validators import extend

from scenarios.packs.archive import FORMAT, MANIFEST, VERSION, BadPack, read_archive
from scenarios.packs.content import PackedCase
from scenarios.safety.findings import identifier_findings
from scenarios.safety.length import too_many_passages

SCHEMA = Path(__file__).with_name("case-1.schema.json")
MOST_PROBLEMS = 50
# JSON can say these, and neither a database nor a page can hold them.
NO_TEXT = re.compile("[\\x00\\ud800-\\udfff]")


def read_pack(content: bytes) -> list[PackedCase]:
    """The cases of a pack in its order. BadPack: refused whole, with every reason found."""
    files = read_archive(content)
    refs = _refs(files)
    cases, problems = [], list(_strangers(files, refs))
    for ref in refs:
        case, found = _case(ref, files)
        problems += found
        cases.append(case)
    if problems:
        more = len(problems) - MOST_PROBLEMS
        rest = [_("And %(more)d more.") % {"more": more}] if more > 0 else []
        raise BadPack([*problems[:MOST_PROBLEMS], *rest])
    return cases


def _refs(files: Mapping[str, bytes]) -> list[str]:
    if MANIFEST not in files:
        raise BadPack([_("There is no pack.json in the zip, so it is no case pack.")])
    manifest, problems = _json(MANIFEST, files[MANIFEST])
    if problems:
        raise BadPack(problems)
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise BadPack([_("pack.json does not say that this is a case pack.")])
    if manifest.get("version") != VERSION:
        raise BadPack(
            [
                _("The pack is of version %(found)s, and this site reads version %(known)s.")
                % {"found": str(manifest.get("version"))[:20], "known": VERSION}
            ]
        )
    refs = manifest.get("cases")
    if not isinstance(refs, list) or not refs or not all(isinstance(ref, str) for ref in refs):
        raise BadPack([_("pack.json names no cases.")])
    if len(set(refs)) < len(refs):
        raise BadPack([_("pack.json names a case twice.")])
    return refs


def _strangers(files: Mapping[str, bytes], refs: list[str]) -> Iterator[str]:
    """Files that belong to no case of the pack."""
    folders = tuple(f"cases/{ref}/" for ref in refs)
    for name in files:
        if name != MANIFEST and not name.startswith(folders):
            yield _("%(file)s belongs to no case that pack.json names.") % {"file": name[:120]}


def _case(ref: str, files: Mapping[str, bytes]) -> tuple[PackedCase, list[str]]:
    folder = f"cases/{ref}/"
    name = f"{folder}case.json"
    if name not in files:
        return PackedCase({}), [_("%(file)s is missing.") % {"file": name}]
    data, problems = _json(name, files[name])
    if problems:
        return PackedCase({}), problems
    problems = [f"{name}: {words}" for words in _schema_problems(data)]
    if problems:
        return PackedCase({}), problems
    if data["ref"] != ref:
        problems.append(
            _("%(file)s: the case is called %(found)s, and its folder %(ref)s.")
            % {"file": name, "found": data["ref"], "ref": ref}
        )
    case = PackedCase(data, {})
    problems += _take_texts(case, folder, files)
    problems += [*_identifiers(data, name)]
    return case, problems


def _take_texts(case: PackedCase, folder: str, files: Mapping[str, bytes]) -> Iterator[str]:
    """Put the documents' texts into the case; say what is missing, left over or not to stand."""
    named = [document["file"] for document in case.data["documents"]]
    if len(set(named)) < len(named):
        yield _("%(folder)scase.json names a file twice.") % {"folder": folder}
    there = {name.removeprefix(folder) for name in files if name.startswith(folder)}
    for extra in sorted(there - {*named, "case.json"}):
        yield _("%(file)s is named by no document.") % {"file": f"{folder}{extra}"[:120]}
    for file in named:
        name = f"{folder}{file}"
        if name not in files:
            yield _("%(file)s is missing.") % {"file": name}
            continue
        try:
            text = files[name].decode()
        except UnicodeDecodeError as error:
            line = files[name].count(b"\n", 0, error.start) + 1
            yield _("%(file)s, line %(line)d: this is not UTF-8 text.") % {
                "file": name,
                "line": line,
            }
            continue
        if "\0" in text or not text.strip():
            yield _("%(file)s holds no text, or more than text.") % {"file": name}
            continue
        case.texts[file] = text.replace("\r\n", "\n")
        for finding in identifier_findings(text):
            yield f"{name}, {_('line')} {finding.line}: {finding.why}"
    taken = list(case.texts)
    if found := too_many_passages(list(case.texts.values())):
        number, why = found
        yield f"{folder}{taken[number - 1]}: {why}"


def _json(name: str, content: bytes) -> tuple[Any, list[str]]:
    try:
        found = json.loads(content.decode(), parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        return None, [
            _("%(file)s, line %(line)d: this is not JSON.") % {"file": name, "line": error.lineno}
        ]
    except (UnicodeDecodeError, RecursionError, ValueError):
        return None, [_("%(file)s: this is not JSON.") % {"file": name}]
    if any(NO_TEXT.search(text) for text in _all_texts(found)):
        return None, [_("%(file)s holds a sign that is no text.") % {"file": name}]
    return found, []


def _all_texts(value: Any) -> Iterator[str]:
    """Every name and text in it, however deep."""
    left = [value]
    while left:
        each = left.pop()
        if isinstance(each, str):
            yield each
        elif isinstance(each, dict):
            left += [*each, *each.values()]
        elif isinstance(each, list):
            left += each


def _no_constant(name: str) -> None:
    raise ValueError(name)


@lru_cache(maxsize=1)
def _validator() -> Any:
    validator = extend(Draft202012Validator, {"pattern": _is_all_of_it})
    return validator(json.loads(SCHEMA.read_text("utf-8")))


def _is_all_of_it(
    validator: Any, pattern: str, instance: Any, schema: Mapping[str, Any]
) -> Iterator[ValidationError]:
    """A pattern is of the whole text. Python's own ``$`` lets a line end follow."""
    if isinstance(instance, str) and not re.fullmatch(pattern, instance):
        yield ValidationError(f"It does not match {pattern}.")


def _schema_problems(data: Any) -> Iterator[str]:
    errors = sorted(_validator().iter_errors(data), key=lambda error: str(error.json_path))
    for error in errors[:MOST_PROBLEMS]:
        yield f"{error.json_path.removeprefix('$.')}: {_schema_words(error)}"


def _schema_words(error: ValidationError) -> str:
    """Why a value does not fit, in words and without repeating a long value."""
    rule, limit = error.validator, error.validator_value
    if rule == "required":
        missing = sorted(set(limit) - set(error.instance))
        return _("%(names)s is missing.") % {"names": ", ".join(missing)}
    if rule == "additionalProperties":
        known = set(error.schema.get("properties", {}))
        extra = sorted(set(error.instance) - known)
        return _("%(names)s is not part of a case.") % {"names": ", ".join(extra)[:80]}
    if rule == "enum":
        choices = ", ".join(f"“{choice}”" for choice in limit)
        return _("it is none of %(choices)s.") % {"choices": choices}
    words = {
        "type": _("it should be of type “%(limit)s”."),
        "maxLength": _("it is longer than %(limit)s characters."),
        "minLength": _("it is empty."),
        "maxItems": _("there are more than %(limit)s of them."),
        "minItems": _("there are fewer than %(limit)s of them."),
        "minimum": _("it is less than %(limit)s."),
        "maximum": _("it is more than %(limit)s."),
        "pattern": _("it is not written as it should be: %(limit)s."),
    }
    return words.get(str(rule), _("it does not fit the schema.")) % {"limit": limit}


def _identifiers(value: Any, where: str) -> Iterator[str]:
    """What points to a real person in any text of ``case.json``."""
    if isinstance(value, str):
        for finding in identifier_findings(value):
            yield f"{where}: {finding.why}"
    elif isinstance(value, dict):
        for name, part in value.items():
            yield from _identifiers(part, f"{where}, {name}"[:160])
    elif isinstance(value, list):
        for number, part in enumerate(value, start=1):
            yield from _identifiers(part, f"{where} {number}"[:160])
