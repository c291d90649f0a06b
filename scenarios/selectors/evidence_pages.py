"""Pages of evidence made of the newest version of the library, for whoever practises on them."""

from django.db.models import QuerySet

from people.public import Prepared
from scenarios.generator.choosing import CannotGenerate
from scenarios.generator.one_page import OnePage, one_page
from scenarios.models import CaseDocument, LibraryVersion
from scenarios.services.evidence import library_known_by, library_of_version

_newest_version = Prepared(lambda: LibraryVersion.objects.defer("content").order_by("-number")[:1])


def factors_with_evidence() -> frozenset[str]:
    """The factors that pages can be made of; none before the library was loaded: one query."""
    version = _newest()
    return frozenset(library_of_version(version).factors) if version else frozenset()


def newest_library_hash() -> QuerySet[LibraryVersion, str]:
    """What the newest library is known by, not asked yet, for whoever asks for more with it."""
    return LibraryVersion.objects.order_by("-number").values_list("content_hash", flat=True)[:1]


def factors_in_library(content_hash: str) -> frozenset[str]:
    """The factors that pages can be made of from a library, by what it is known by: no query."""
    return frozenset(library_known_by(content_hash).factors)


def evidence_page(factor_code: str, level: int, seed: int) -> OnePage | None:
    """A page of evidence, or None where the library has none or too little of it."""
    version = _newest()
    if version is None:
        return None
    try:
        return one_page(library_of_version(version), factor_code, level, seed)
    except CannotGenerate:
        return None


def paper_label(kind: str) -> str:
    """What a kind of paper is called."""
    return str(dict(CaseDocument.Kind.choices).get(kind, kind))


def _newest() -> LibraryVersion | None:
    return _newest_version.get()
