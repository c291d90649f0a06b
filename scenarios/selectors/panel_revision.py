"""What a panellist sees in the revision round: the spread without names, and where they stand.

Only of what they rated, and only once the blind round is locked. Neither a name nor a label nor an
organisation is read for these pages; the order of what others wrote is drawn by lot for each reader
and each item, so that nobody is followed from one item to the next.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from scenarios.models import (
    AnswerKind,
    Citation,
    Panel,
    Panellist,
    PanelRating,
    PanelStageRating,
    PanelStay,
)
from scenarios.selectors.assessments import OVERALL
from scenarios.selectors.case_file import case_file
from scenarios.selectors.factor_feedback import LevelRow, level_labels
from scenarios.selectors.panel_rounds import BlindRound, blind_round
from scenarios.selectors.panel_sheets import citations_of, receipt_words, sure_words
from scenarios.services.revising import REVISION
from scoring.public import Factor, Votes, framework_parts, spread

Page = dict[str, Any]


@dataclass(frozen=True)
class Other:
    """What one other panellist said of an item; who, is not in it."""

    answer: str
    reason: str
    cited: str


@dataclass(frozen=True)
class AskedItem:
    """One item of the round: what was said blind, and what came of it."""

    factor: Factor
    stage: int
    mine: PanelRating
    everybody: tuple[PanelRating, ...]
    votes: Votes
    revised: PanelRating | None
    stayed: bool

    @property
    def others(self) -> list[PanelRating]:
        return [row for row in self.everybody if row.panellist_id != self.mine.panellist_id]

    @property
    def is_answered(self) -> bool:
        return self.stayed or self.revised is not None


def asked_items(seat: Panellist, said: BlindRound | None = None) -> list[AskedItem]:
    """The items on which the panel differs and which this person rated, in their order."""
    said = said or blind_round(seat.panel)
    factors = _factors(seat)
    revised = {
        row.unit_id: row for row in PanelRating.objects.filter(panellist=seat, round=REVISION)
    }
    stayed = set(PanelStay.objects.filter(panellist=seat).values_list("unit", flat=True))
    mine = (
        row
        for unit, rows in said.answers.items()
        for row in rows
        if unit in said.differing and row.panellist_id == seat.pk
    )
    return [
        AskedItem(
            factor=factors[row.unit.factor_id],
            stage=row.unit.stage,
            mine=row,
            everybody=said.answers[row.unit_id],
            votes=said.votes(row.unit_id),
            revised=revised.get(row.unit_id),
            stayed=row.unit_id in stayed,
        )
        for row in mine
    ]


def revision_list(seat: Panellist) -> Page:
    """Every item that is asked about, and what has become of each."""
    said = blind_round(seat.panel)
    items = asked_items(seat, said)
    is_staged = seat.panel.case_version.stages > 1
    is_open = seat.panel.state == Panel.State.REVISING
    left = [item for item in items if not item.is_answered]
    return {
        "seat": seat,
        "panel": seat.panel,
        "version": seat.panel.case_version,
        "is_asking": is_open and bool(left),
        "left": len(left),
        "agreed": said.units - len(said.differing),
        "next_url": item_url(seat, left[0]) if left else "",
        "tasks": [_task(seat, item, is_staged=is_staged, linked=is_open) for item in items],
    }


def asked_item_or_404(seat: Panellist, stage: int, step: str) -> AskedItem:
    """One of them; any other is a page that is not there."""
    code = Factor.OVERALL_CODE if step == OVERALL else step
    found = (item for item in asked_items(seat) if (item.stage, item.factor.code) == (stage, code))
    item = next(found, None)
    if item is None:
        raise Http404
    return item


def revision_page(seat: Panellist, item: AskedItem, form: object) -> Page:
    """One item: the spread, one's own place in it, what others wrote, and the case file."""
    votes, labels, others = item.votes, level_labels(item.factor), item.others
    return {
        "seat": seat,
        "panel": seat.panel,
        "version": seat.panel.case_version,
        "item": item,
        "factor": item.factor,
        "is_staged": seat.panel.case_version.stages > 1,
        "mine": answer_words(item.mine, labels),
        "sure": sure_words(item.mine),
        "my_reason": item.mine.or_notice(item.mine.reason).strip(),
        "my_citations": citations_of(item.mine),
        "drawing": spread(
            votes.levels,
            own_level=item.mine.level,
            off_scale=votes.not_enough + votes.not_applicable,
        ),
        "rows": _level_rows(item, labels),
        "others": others_words(seat, others, labels),
        "silent": sum(not (row.reason or row.withheld or row.citations) for row in others),
        "form": form,
        "file": case_file(
            seat.panel.case_version, stage=item.stage, panel=_noted(cited_by(others))
        ),
        "list_url": reverse("panel_revision", args=[seat.panel.uuid]),
        "step_url": item_url(seat, item),
        "report_url": reverse("panel_report_real_data", args=[seat.panel.uuid]),
    }


def revision_initial(seat: Panellist, item: AskedItem) -> dict[str, Any]:
    """The form begins with what was said blind."""
    mine = item.mine
    plan = (
        PanelStageRating.objects.filter(panellist=seat, stage=item.stage).order_by("round").last()
    )
    return {
        "choice": str(mine.level) if mine.level is not None else mine.kind,
        "confidence": mine.confidence,
        "reason": mine.reason,
        "cited": [f"{each['stance']}:{each['passage']}" for each in mine.citations],
        "interval": plan.interval_code if plan else None,
    }


def cited_choices(item: AskedItem) -> list[tuple[str, str]]:
    """What anybody cited of an item, one's own first, each with how many others did."""
    others = cited_by(item.others)
    mine = [(each["passage"], each["stance"]) for each in item.mine.citations]
    return [
        (f"{stance}:{ref}", _choice_words(ref, stance, others[ref, stance]))
        for ref, stance in dict.fromkeys([*mine, *(at for at, _n in others.most_common())])
    ]


def cited_by(rows: Iterable[PanelRating]) -> Counter[tuple[str, str]]:
    """Passage and stance to how many of these cite it so."""
    return Counter((each["passage"], each["stance"]) for row in rows for each in row.citations)


def others_words(
    seat: Panellist, rows: Iterable[PanelRating], labels: Mapping[int, str]
) -> list[Other]:
    """What others wrote or cited, in an order drawn by lot."""
    said = (row for row in rows if row.reason or row.withheld or row.citations)
    return [
        Other(
            answer=answer_words(row, labels),
            reason=row.or_notice(row.reason).strip(),
            cited=_cited_words(row),
        )
        for row in sorted(said, key=lambda row: by_lot(seat, row))
    ]


def by_lot(seat: Panellist, row: PanelRating) -> str:
    """A place in an order that is another for every reader and every item, and stays for both."""
    drawn = f"{seat.pk}:{row.unit_id}:{row.pk}"
    return salted_hmac("scenarios.revision", drawn, algorithm="sha256").hexdigest()


def answer_words(row: PanelRating, labels: Mapping[int, str]) -> str:
    return labels[row.level] if row.level is not None else str(row.get_kind_display())


def item_url(seat: Panellist, item: AskedItem) -> str:
    return reverse("panel_revise", args=[seat.panel.uuid, item.stage, item.factor.code])


def _factors(seat: Panellist) -> dict[int, Factor]:
    parts = framework_parts(seat.panel.case_version.framework_id)
    return {factor.pk: factor for factor in parts.factors}


def _task(seat: Panellist, item: AskedItem, *, is_staged: bool, linked: bool) -> dict[str, Any]:
    labels = level_labels(item.factor)
    mine = answer_words(item.mine, labels)
    hint, status = _("You said: %(answer)s") % {"answer": mine}, _("To look at")
    if item.stayed:
        status = _("You stay")
    elif item.revised is not None:
        status = _("Revised")
        now = answer_words(item.revised, labels)
        hint = _("You said: %(answer)s. Now: %(now)s") % {"answer": mine, "now": now}
        said = receipt_words("", item.revised.saved_at, item.revised.receipt)
        hint = f"{hint}{said}"
    name = item.factor.name
    if is_staged:
        name = _("%(factor)s at stage %(stage)d") % {"factor": name, "stage": item.stage}
    return {
        "url": item_url(seat, item) if linked and not item.is_answered else "",
        "label": name,
        "hint": hint,
        "status": status,
        "state": "done" if item.is_answered else "",
        "current": False,
    }


def _level_rows(item: AskedItem, labels: Mapping[int, str]) -> list[LevelRow]:
    mine, kinds = item.mine, Counter(row.kind for row in item.everybody)
    rows = [
        LevelRow(label, item.votes.levels[level], mine.level == level, False)
        for level, label in sorted(labels.items())
    ]
    return rows + [
        LevelRow(str(kind.label), kinds[kind], mine.kind == kind, False)
        for kind in (AnswerKind.NOT_ENOUGH, AnswerKind.NOT_APPLICABLE)
        if kinds.get(kind)
    ]


def _cited_words(row: PanelRating) -> str:
    return ", ".join(
        f"{each.passage.ref} {each.get_stance_display()}" for each in citations_of(row)
    )


def _choice_words(ref: str, stance: str, others: int) -> str:
    words = f"{ref} {Citation.Stance(stance).label}"
    if not others:
        return words
    return ngettext("%(cited)s, as %(n)d other", "%(cited)s, as %(n)d others", others) % {
        "cited": words, "n": others,
    }  # fmt: skip


def _noted(cited: Mapping[tuple[str, str], int]) -> dict[str, tuple[str, ...]]:
    notes: dict[str, list[str]] = {}
    for (ref, stance), number in sorted(cited.items()):
        words = _("Others: %(stance)s (%(n)d)") % {
            "stance": Citation.Stance(stance).label, "n": number,
        }  # fmt: skip
        notes.setdefault(ref, []).append(words)
    return {ref: tuple(words) for ref, words in notes.items()}
