"""Which texts a person can report as real data: those that people wrote and that they may see."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from people.public import Organisation, home_organisation
from scenarios.models import (
    Assessment,
    Panellist,
    PanelRating,
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
    is_read = assessment.is_submitted and not holds_levels_back(assessment.release)
    return [
        *_passages(assessment, shown=assessment.may_be_read or is_read),
        *_own(assessment),
        *(_of_panel(assessment) if is_read else ()),
    ]


def _passages(assessment: Assessment, *, shown: bool) -> Iterator[Reportable]:
    version = assessment.release.case_version
    stages = StageSubmission.objects.filter(assessment=assessment).values("stage")
    for passage in version.passages.filter(stage__in=stages):
        text = f"{passage.heading} {passage.or_notice(passage.text)}" if shown else ""
        yield Reportable(
            Report.Kind.PASSAGE,
            passage.pk,
            _("The case file"),
            f"{passage.ref} {shortened(text)}".strip(),
            _place(assessment, passage.ref),
            version.scenario.owner,
        )


def _own(assessment: Assessment) -> Iterator[Reportable]:
    organisation = (
        assessment.organisation
        or home_organisation(assessment.person)
        or assessment.release.case_version.scenario.owner
    )
    group = _("What you wrote")
    reasons = Reason.objects.filter(answer__assessment=assessment).exclude(text="", withheld="")
    for reason in reasons.select_related("answer__factor").order_by("answer"):
        yield Reportable(
            Report.Kind.REASON,
            reason.pk,
            group,
            f"{reason.answer.factor.name}: {shortened(reason.or_notice(reason.text))}",
            _place(assessment, reason.answer.factor.name),
            organisation,
        )
    for said in WrongTool.objects.filter(assessment=assessment):
        yield Reportable(
            Report.Kind.WRONG_TOOL,
            said.pk,
            group,
            f"{_('Wrong tool')}: {shortened(said.or_notice(said.text))}",
            _place(assessment, _("Wrong tool")),
            organisation,
        )


def _of_panel(assessment: Assessment) -> Iterator[Reportable]:
    owner = assessment.release.case_version.scenario.owner
    key, group = assessment.release.key_id, _("What the panel wrote")
    ratings = PanelRating.objects.filter(panellist__panel__key=key).exclude(reason="", withheld="")
    for rating in ratings.select_related("panellist", "unit__factor").order_by("unit", "pk"):
        name = f"{rating.unit.factor.name}, {rating.panellist.label}"
        text = shortened(rating.or_notice(rating.reason))
        yield Reportable(
            Report.Kind.PANEL_REASON,
            rating.pk,
            group,
            f"{name}: {text}",
            _place(assessment, name),
            owner,
        )
    stopped = Panellist.objects.filter(panel__key=key).exclude(wrong_tool_ground="")
    for seat in stopped.exclude(wrong_tool_reason="", withheld=""):
        name = f"{_('Wrong tool')}, {seat.label}"
        text = shortened(seat.or_notice(seat.wrong_tool_reason))
        yield Reportable(
            Report.Kind.PANEL_WRONG_TOOL,
            seat.pk,
            group,
            f"{name}: {text}",
            _place(assessment, name),
            owner,
        )


def _place(assessment: Assessment, what: str) -> str:
    """Which case, version and text; never whose assessment."""
    version = assessment.release.case_version
    return _("%(ref)s, version %(number)d: %(what)s") % {
        "ref": version.scenario.ref, "number": version.number, "what": what,
    }  # fmt: skip
