"""The library of evidence as its page shows it: how full it is, and its versions."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from scenarios.evidence.coverage import Count as CellCount
from scenarios.evidence.coverage import coverage
from scenarios.evidence.library import EVIDENCE, library_of
from scenarios.models import EvidenceStatement, LibraryVersion
from scenarios.services.evidence import facts_now
from scoring.public import Factor, framework_parts


@dataclass(frozen=True)
class FactorRow:
    """A factor by name, with its counts by level and stance."""

    name: str
    counts: tuple[CellCount, ...]
    total: int


@dataclass(frozen=True)
class LibraryPage:
    """What there is of each kind, and where there is too little."""

    rows: tuple[FactorRow, ...]
    thin: tuple[tuple[str, CellCount], ...]
    kinds: tuple[tuple[str, int], ...]
    total: int


def library_page(framework_id: int) -> LibraryPage:
    """The counts over the statements in use: one query for all of them."""
    statements = [row.as_statement() for row in EvidenceStatement.objects.filter(in_use=True)]
    library = library_of(facts_now(), {}, statements)
    factors = [
        factor
        for factor in framework_parts(framework_id).factors
        if factor.kind != Factor.Kind.OVERALL
    ]
    names = {factor.code: factor.name for factor in factors}
    rows = tuple(
        FactorRow(names[each.factor], each.counts, each.total)
        for each in coverage(library, [factor.code for factor in factors])
    )
    return LibraryPage(
        rows=rows,
        thin=tuple(_thin(rows)),
        kinds=tuple(
            (str(label), len(library.of_kind(kind)))
            for kind, label in EvidenceStatement.Kind.choices
            if kind != EVIDENCE
        ),
        total=len(statements),
    )


def _thin(rows: Iterable[FactorRow]) -> Iterable[tuple[str, CellCount]]:
    return ((row.name, each) for row in rows for each in row.counts if each.is_thin)


def library_versions() -> QuerySet[LibraryVersion]:
    """The versions, newest first, with how many drafts were made of each; not their content."""
    return (
        LibraryVersion.objects.defer("content")
        .annotate(case_count=Count("cases"))
        .order_by("-number")
    )
