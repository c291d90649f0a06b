"""Which texts a person can report as real data: those that people wrote and that they may see."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from people.public import Organisation, home_organisation
from scenarios.models import (
    Assessment,
    CaseVersion,
    Panel,
    Panellist,
    PanelRating,
    Passage,
    Reason,
    Report,
    StageSubmission,
    WrongTool,
)
from scenarios.safety.findings import shortened
from scenarios.selectors.feedback import holds_levels_back


@dataclass(frozen=True)
class Reportable:
    """A text with what it is called in a list, and in the report."""

    kind: str
    row: int
    group: str
    label: str
    place: str
    organisation: Organisation

    @property
    def value(self) -> str:
        return f"{self.kind}:{self.row}"


def reportable_texts(assessment: Assessment) -> list[Reportable]:
    """The texts of a person's assessment: the case file, their own words, and the panel's.

    What is not shown to them at this moment is listed by its reference alone, or not at all.
    """
    version = assessment.release.case_version
    is_read = assessment.is_submitted and not holds_levels_back(assessment.release)
    stages = StageSubmission.objects.filter(assessment=assessment).values("stage")
    shown = assessment.may_be_read or is_read
    return [
        *_passages(version, version.passages.filter(stage__in=stages), shown=shown),
        *_own(assessment),
        *(_of_panel(version, _said_for(assessment.release.key_id)) if is_read else ()),
    ]


def reportable_for_seat(seat: Panellist, *, stage: int) -> list[Reportable]:
    """The texts that a panellist has seen so far: the papers up to a stage, and their own words."""
    version = seat.panel.case_version
    own = Panellist.objects.filter(pk=seat.pk)
    return [
        *_passages(version, version.passages.filter(stage__lte=stage), shown=True),
        *_of_panel(version, own, group=_("What you wrote"), name=_own_name),
    ]


def reportable_on_panel(panel: Panel, *, may_look: bool, may_read: bool) -> list[Reportable]:
    """The texts of a panel for who runs it: the case file and, once they may read it, its words.

    Whoever has the case open as a trainee may not look: then papers are listed by reference alone.
    """
    version = panel.case_version
    said = panel.panellists.filter(finished_at__isnull=False)
    return [
        *_passages(version, version.passages.all(), shown=may_look),
        *(_of_panel(version, said) if may_read else ()),
    ]


def _passages(
    version: CaseVersion, passages: QuerySet[Passage], *, shown: bool
) -> Iterator[Reportable]:
    for passage in passages:
        text = f"{passage.heading} {passage.or_notice(passage.text)}" if shown else ""
        yield Reportable(
            Report.Kind.PASSAGE,
            passage.pk,
            _("The case file"),
            f"{passage.ref} {shortened(text)}".strip(),
            _place(version, passage.ref),
            version.scenario.owner,
        )


def _own(assessment: Assessment) -> Iterator[Reportable]:
    version = assessment.release.case_version
    organisation = (
        assessment.organisation or home_organisation(assessment.person) or version.scenario.owner
    )
    group = _("What you wrote")
    reasons = Reason.objects.filter(answer__assessment=assessment).exclude(text="", withheld="")
    for reason in reasons.select_related("answer__factor").order_by("answer"):
        yield Reportable(
            Report.Kind.REASON,
            reason.pk,
            group,
            f"{reason.answer.factor.name}: {shortened(reason.or_notice(reason.text))}",
            _place(version, reason.answer.factor.name),
            organisation,
        )
    for said in WrongTool.objects.filter(assessment=assessment):
        yield Reportable(
            Report.Kind.WRONG_TOOL,
            said.pk,
            group,
            f"{_('Wrong tool')}: {shortened(said.or_notice(said.text))}",
            _place(version, _("Wrong tool")),
            organisation,
        )


def _said_for(key_id: int) -> QuerySet[Panellist]:
    return Panellist.objects.filter(panel__key=key_id)


def _labelled(what: str, seat: Panellist) -> str:
    return f"{what}, {seat.label}"


def _own_name(what: str, seat: Panellist) -> str:
    return what


def _of_panel(
    version: CaseVersion,
    seats: QuerySet[Panellist],
    *,
    group: str = "",
    name: Callable[[str, Panellist], str] = _labelled,
) -> Iterator[Reportable]:
    owner, group = version.scenario.owner, group or _("What the panel wrote")
    ratings = PanelRating.objects.filter(panellist__in=seats).exclude(reason="", withheld="")
    for rating in ratings.select_related("panellist", "unit__factor").order_by("unit", "pk"):
        what = name(rating.unit.factor.name, rating.panellist)
        text = shortened(rating.or_notice(rating.reason))
        place = _place(version, what)
        yield Reportable(
            Report.Kind.PANEL_REASON, rating.pk, group, f"{what}: {text}", place, owner
        )
    stopped = seats.exclude(wrong_tool_ground="").exclude(wrong_tool_reason="", withheld="")
    for seat in stopped:
        what = name(_("Wrong tool"), seat)
        text = shortened(seat.or_notice(seat.wrong_tool_reason))
        place = _place(version, what)
        yield Reportable(
            Report.Kind.PANEL_WRONG_TOOL, seat.pk, group, f"{what}: {text}", place, owner
        )


def _place(version: CaseVersion, what: str) -> str:
    """Which case, version and text; never whose assessment."""
    return _("%(ref)s, version %(number)d: %(what)s") % {
        "ref": version.scenario.ref, "number": version.number, "what": what,
    }  # fmt: skip
