"""Two texts of one case side by side in one: drafts as they were saved, and frozen versions."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.models import Revision

from scenarios.models import CaseDocument, CaseVersion, Passage, Scenario
from scenarios.passages import CutPassage, cut_passages
from scenarios.selectors.draft_places import draft_in_hand
from scenarios.word_diff import ADDED, REMOVED, SAME, Piece, compare_words, count_words

DRAFT = "draft"
MOST_REVISIONS = 50


@dataclass(frozen=True)
class Paper:
    """A document as both kinds of text have it."""

    kind: str
    title: str
    dated: str
    stage: int
    text: str

    @property
    def head(self) -> str:
        facts = [self.kind, self.title, self.dated, _("stage %(n)d") % {"n": self.stage}]
        return " · ".join(fact for fact in facts if fact)


@dataclass(frozen=True)
class CaseText:
    """All of a text that can differ, by what it is called."""

    parts: tuple[tuple[str, str], ...]
    papers: tuple[Paper, ...]


@dataclass(frozen=True)
class Difference:
    """One part of the case in both texts; ``number`` words came in or went out."""

    label: str
    paragraphs: list[list[Piece]]
    added: int
    removed: int

    @property
    def anchor(self) -> str:
        return f"part-{slugify(self.label)}"

    @property
    def has_changed(self) -> bool:
        return bool(self.added or self.removed)


def texts_to_choose(scenario: Scenario) -> list[tuple[str, str]]:
    """What can be compared: the draft, frozen versions, and drafts as they were saved."""
    rows = [(DRAFT, _("The draft as it is now"))]
    for version in scenario.versions.order_by("-number", "-pk"):
        words = _("Version %(n)d, frozen %(when)s")
        rows.append((f"version-{version.pk}", words % _facts(version.number, version.frozen_at)))
    saved = scenario.revisions.defer("content").select_related("user").order_by("-created_at")
    for revision in saved[:MOST_REVISIONS]:
        when = _facts(0, revision.created_at) | {"name": revision.user or _("the site")}
        rows.append((f"revision-{revision.pk}", _("Draft of %(when)s, by %(name)s") % when))
    return rows


def _facts(number: int, when: Any) -> dict[str, Any]:
    return {"n": number, "when": date_format(timezone.localtime(when), "j F Y, H:i")}


def usual_choice(scenario: Scenario) -> tuple[str, str]:
    """What is compared where nobody has chosen: with the newest version, else the first draft."""
    version = scenario.versions.order_by("number", "pk").last()
    if version is not None:
        return f"version-{version.pk}", DRAFT
    first = scenario.revisions.defer("content").order_by("created_at", "pk").first()
    return (f"revision-{first.pk}" if first else DRAFT), DRAFT


def text_or_404(scenario: Scenario, chosen: str) -> CaseText:
    """A text of this case by what it is called in the list, and of no other case."""
    kind, _dash, key = chosen.partition("-")
    if chosen == DRAFT:
        return _of_draft(draft_in_hand(scenario))
    pk = int(key) if key.isdecimal() and len(key) < 19 else 0
    if kind == "version" and (version := scenario.versions.filter(pk=pk).first()):
        return _of_version(version)
    if kind == "revision" and (revision := scenario.revisions.filter(pk=pk).first()):
        return _of_revision(revision)
    raise Http404


def _of_revision(revision: Revision) -> CaseText:
    draft: Scenario = revision.as_object()
    return _of_draft(draft)


def _of_draft(draft: Scenario) -> CaseText:
    people = [(each.name, each.part) for each in draft.people.all()]
    places = [(each.name, each.what) for each in draft.places.all()]
    return CaseText(
        parts=tuple(_parts(draft, people, places)),
        papers=tuple(
            Paper(
                kind=document.get_kind_display(),
                title=document.title,
                dated=document.dated,
                stage=document.stage,
                text=_joined(cut_passages(document.body)),
            )
            for document in draft.documents.all()
        ),
    )


def _of_version(version: CaseVersion) -> CaseText:
    kinds = dict(CaseDocument.Kind.choices)
    passages: dict[int, list[Passage]] = {}
    for passage in version.passages.all():
        passages.setdefault(passage.document, []).append(passage)
    people = [(each["name"], each["part"]) for each in version.people]
    places = [(each["name"], each["what"]) for each in version.places]
    return CaseText(
        parts=tuple(_parts(version, people, places)),
        papers=tuple(
            Paper(
                kind=str(kinds.get(document["kind"], document["kind"])),
                title=document["title"],
                dated=document.get("dated", ""),
                stage=document["stage"],
                text=_joined(_cut(each) for each in passages.get(document["number"], [])),
            )
            for document in version.documents
        ),
    )


def _cut(passage: Passage) -> CutPassage:
    return CutPassage(passage.number, passage.heading, passage.or_notice(passage.text))


def _parts(
    case: Scenario | CaseVersion, people: list[tuple[str, str]], places: list[tuple[str, str]]
) -> Iterator[tuple[str, str]]:
    """The texts beside the papers, in the order in which the editor has them."""
    yield _("Title"), case.title
    yield _("Summary"), case.summary
    yield _("Content label"), case.content_label
    yield _("Static risk"), case.static_risk
    yield _("Who is in it"), "\n\n".join(": ".join(each) for each in people)
    yield _("Where it plays"), "\n\n".join(": ".join(each) for each in places)


def _joined(cuts: Iterable[CutPassage]) -> str:
    return "\n\n".join(f"{cut.heading}\n\n{cut.text}" if cut.heading else cut.text for cut in cuts)


def differences(before: CaseText, after: CaseText) -> list[Difference]:
    """Part by part, then paper by paper in the order of the later text; gone papers come last."""
    rows = [
        _difference(label, old, new)
        for (label, old), (_label, new) in zip(before.parts, after.parts, strict=True)
    ]
    for number, (old_paper, paper) in enumerate(_paired(before.papers, after.papers), start=1):
        if paper is None and old_paper is not None:
            words = _("%(title)s, taken out") % {"title": old_paper.title}
            rows.append(_difference(words, f"{old_paper.head}\n\n{old_paper.text}", ""))
        elif paper is not None:
            old = f"{old_paper.head}\n\n{old_paper.text}" if old_paper else ""
            label = f"D{number} {paper.title}"
            rows.append(_difference(label, old, f"{paper.head}\n\n{paper.text}"))
    return rows


def _difference(label: str, old: str, new: str) -> Difference:
    if old == new:
        return Difference(label, [[Piece(SAME, new)]] if new else [], 0, 0)
    found = compare_words(old, new)
    return Difference(label, found, count_words(found, ADDED), count_words(found, REMOVED))


def _paired(
    before: Iterable[Paper], after: Iterable[Paper]
) -> Iterator[tuple[Paper | None, Paper | None]]:
    """Each later paper with what it was: the same title first, else the one at the same place."""
    left, later = dict(enumerate(before)), list(after)
    found: dict[int, Paper] = {}
    for at, paper in enumerate(later):
        same = (
            key for key, old in left.items() if (old.kind, old.title) == (paper.kind, paper.title)
        )
        if (key := next(same, None)) is not None:
            found[at] = left.pop(key)
    for at, paper in enumerate(later):
        if at not in found and at in left and left[at].kind == paper.kind:
            found[at] = left.pop(at)
    for at, paper in enumerate(later):
        yield found.get(at), paper
    for old in left.values():
        yield old, None
