"""The library of evidence: taking it in from its files, and its versions."""

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from people.public import Organisation, User, record_event
from scenarios.evidence.checking import Vocabulary, library_problems
from scenarios.evidence.library import Facts, Library, Statement, content_hash, library_of
from scenarios.evidence.reading import read_library
from scenarios.models import CaseDocument, EvidenceStatement, LibraryFrame, LibraryVersion
from scenarios.services.freezing import NotReady
from scoring.public import Factor, current_framework

FRAME = 1


def vocabulary() -> Vocabulary:
    """The words a statement may use: the factors of the framework in use, and kinds of paper."""
    factors = current_framework().factors.exclude(code=Factor.OVERALL_CODE)
    return Vocabulary(
        frozenset(factors.values_list("code", flat=True)), frozenset(CaseDocument.Kind.values)
    )


@transaction.atomic
def load_evidence_library(*, folder: Path, organisation: Organisation) -> LibraryVersion:
    """Take in the library from its files, all of it or nothing; again, it changes nothing.

    A statement that somebody edited on the site stays as they left it, and so does one that was
    written here. One that is in the files no more is put out of use, unless it was edited.
    NotReady: every problem of the files, with file and code.
    """
    read = read_library(folder)
    if problems := library_problems(read, vocabulary()):
        raise NotReady([str(each) for each in problems])
    library = read.library
    LibraryFrame.objects.update_or_create(
        pk=FRAME, defaults={"facts": library.facts.as_content(), "frame": dict(library.frame)}
    )
    rows = {row.code: row for row in EvidenceStatement.objects.select_for_update()}
    changed: list[EvidenceStatement] = []
    new: list[EvidenceStatement] = []
    for statement in library.statements:
        row = rows.get(statement.code)
        if row is None:
            new.append(_taken(EvidenceStatement(code=statement.code), statement))
        elif _is_as_loaded(row) and row.loaded_hash != hash_of(statement):
            changed.append(_taken(row, statement))
    gone = [
        row
        for code, row in rows.items()
        if code not in library.by_code and row.loaded_hash and row.in_use and _is_as_loaded(row)
    ]
    for row in gone:
        row.in_use = False
    EvidenceStatement.objects.bulk_create(new)
    fields = [field.name for field in EvidenceStatement._meta.fields if not field.primary_key]
    EvidenceStatement.objects.bulk_update([*changed, *gone], fields, batch_size=200)
    return current_library_version(organisation=organisation)


def hash_of(statement: Statement) -> str:
    """What a statement is known by, to tell whether it was edited since."""
    return content_hash(statement.as_content())


def _is_as_loaded(row: EvidenceStatement) -> bool:
    return row.loaded_hash == hash_of(row.as_statement())


def _taken(row: EvidenceStatement, statement: Statement) -> EvidenceStatement:
    row.take(statement)
    row.loaded_hash = hash_of(row.as_statement())
    return row


@transaction.atomic
def current_library_version(
    *, organisation: Organisation, by: User | None = None
) -> LibraryVersion:
    """The library as it stands: a new version where it was changed since, else the one it is.

    Content that was there before is its old version again. NotReady: nothing was ever loaded.
    """
    # The row is the lock: two who find the library changed make one version of it.
    frame = LibraryFrame.objects.select_for_update().filter(pk=FRAME).first()
    if frame is None:
        raise NotReady([_("The library of evidence is empty. Load it: manage.py load_evidence.")])
    library = _library_of(frame, EvidenceStatement.objects.filter(in_use=True))
    content = library.as_content()
    known_by = content_hash(content)
    if there := LibraryVersion.objects.defer("content").filter(content_hash=known_by).first():
        return there
    last = LibraryVersion.objects.aggregate(last=Max("number"))["last"] or 0
    version = LibraryVersion.objects.create(
        number=last + 1,
        content_hash=known_by,
        content=content,
        statement_count=len(library.statements),
    )
    record_event(
        name="library.versioned",
        organisation=organisation,
        actor=by,
        payload={"version": version.number, "statements": version.statement_count},
    )
    return version


def _library_of(frame: LibraryFrame, rows: Iterable[EvidenceStatement]) -> Library:
    facts = Facts.from_content(frame.facts)
    return library_of(facts, frame.frame, (row.as_statement() for row in rows))


def facts_now() -> Facts:
    """The facts that a statement may need today; none before the library was loaded."""
    frame = LibraryFrame.objects.filter(pk=FRAME).first()
    return Facts.from_content(frame.facts) if frame else Facts({})


def library_of_version(version: LibraryVersion) -> Library:
    """The plain values of a version, remembered by what its content is known by."""
    return library_known_by(version.content_hash)


@lru_cache(maxsize=4)
def library_known_by(content_hash: str) -> Library:
    """The same by the hash alone."""
    return LibraryVersion.objects.get(content_hash=content_hash).library()
