"""The case file as a page shows it: documents with their passages, each with its reference."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from django.utils.html import format_html

from scenarios.markdown import render_markdown
from scenarios.models import CaseDocument, CaseVersion, Citation, Passage, Scenario, Withheld
from scenarios.models.case import anchor_of
from scenarios.passages import cut_passages, text_hash
from scenarios.selectors.frozen import passages_of
from scenarios.selectors.kept_back import hashes_kept_back


@dataclass(frozen=True)
class PassageView:
    """One passage with what has been cited of it."""

    ref: str
    html: str = ""
    heading: str = ""
    stance: str = ""
    mine: tuple[str, ...] = ()
    panel: tuple[str, ...] = ()

    @property
    def anchor(self) -> str:
        return anchor_of(self.ref)


@dataclass(frozen=True)
class DocumentView:
    """One paper of the case."""

    number: int
    kind: str
    title: str
    dated: str
    passages: tuple[PassageView, ...] = field(default=())
    is_new: bool = False

    @property
    def ref(self) -> str:
        return f"D{self.number}"

    @property
    def is_cited_by_reader(self) -> bool:
        """Whether it is not to everybody what it is to this reader: something of it is cited."""
        return any(each.stance or each.mine for each in self.passages)


@dataclass(frozen=True)
class CaseFile:
    """All a reader may see of a case."""

    title: str
    content_label: str
    static_risk: str
    documents: tuple[DocumentView, ...]
    people: tuple[tuple[str, str], ...] = ()
    places: tuple[tuple[str, str], ...] = ()


def draft_case_file(
    scenario: Scenario, *, stage: int | None = None, only_new: bool = False
) -> CaseFile:
    """A scenario's draft, cut as it would be when frozen; without what was reported of it.

    Whole, or up to a stage; ``only_new`` leaves out what earlier stages had.
    """
    documents = []
    kept_back = hashes_kept_back(scenario)
    for number, document in enumerate(scenario.documents.all(), start=1):
        if stage is not None and (document.stage > stage or (only_new and document.stage != stage)):
            continue
        passages = tuple(
            _kept_back(f"D{number}.{cut.number}", Withheld.HELD)
            if text_hash(cut.text) in kept_back
            else PassageView(f"D{number}.{cut.number}", render_markdown(cut.text), cut.heading)
            for cut in cut_passages(document.body)
        )
        documents.append(
            DocumentView(
                number,
                document.get_kind_display(),
                document.title,
                document.dated,
                passages,
                is_new=stage is not None and document.stage == stage > 1,
            )
        )
    return CaseFile(
        title=scenario.title,
        content_label=scenario.content_label,
        static_risk=scenario.static_risk,
        documents=tuple(documents),
        people=tuple((each.name, each.part) for each in scenario.people.all()),
        places=tuple((each.name, each.what) for each in scenario.places.all()),
    )


def _kept_back(ref: str, withheld: str) -> PassageView:
    return PassageView(ref, format_html("<p><em>{}</em></p>", Withheld(withheld).label))


@lru_cache(maxsize=4096)
def _view(ref: str, heading: str, text: str) -> PassageView:
    return PassageView(ref, render_markdown(text), heading)


def case_file(
    version: CaseVersion,
    *,
    stage: int | None = None,
    only_new: bool = False,
    passages: Sequence[Passage] | None = None,
    stance_of: Mapping[int, str] | None = None,
    mine: Mapping[str, tuple[str, ...]] | None = None,
    panel: Mapping[str, tuple[str, ...]] | None = None,
) -> CaseFile:
    """A frozen case, up to a stage or whole; ``only_new`` leaves out what earlier stages had.

    ``stance_of`` marks what is cited for the factor in hand, by passage id;
    ``mine`` and ``panel`` are notes for feedback, by passage reference."""
    by_document: dict[int, list[PassageView]] = {}
    for passage in passages_of(version) if passages is None else passages:
        if stage is not None and passage.stage > stage:
            continue
        if passage.withheld:
            view = replace(_kept_back(passage.ref, passage.withheld), heading=passage.heading)
        else:
            view = _view(passage.ref, passage.heading, passage.text)
        noted = {
            "stance": (stance_of or {}).get(passage.pk, ""),
            "mine": (mine or {}).get(passage.ref, ()),
            "panel": (panel or {}).get(passage.ref, ()),
        }
        if any(noted.values()):
            view = replace(view, **noted)
        by_document.setdefault(passage.document, []).append(view)
    kinds = dict(CaseDocument.Kind.choices)
    last = version.stages if stage is None else stage
    shown = range(last if only_new else 1, last + 1)
    return CaseFile(
        title=version.title,
        content_label=version.content_label,
        static_risk=version.static_risk,
        people=tuple((each["name"], each["part"]) for each in version.people),
        places=tuple((each["name"], each["what"]) for each in version.places),
        documents=tuple(
            DocumentView(
                number=document["number"],
                kind=str(kinds.get(document["kind"], document["kind"])),
                title=document["title"],
                dated=document.get("dated", ""),
                passages=tuple(by_document.get(document["number"], ())),
                is_new=stage is not None and document["stage"] == stage > 1,
            )
            for document in version.documents
            if document["stage"] in shown
        ),
    )


def stances(citations: Iterable[Citation]) -> dict[int, str]:
    """Passage id to stance, for the factor these citations belong to."""
    return {citation.passage_id: citation.stance for citation in citations}
