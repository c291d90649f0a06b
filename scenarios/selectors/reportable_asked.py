"""Which words of a chair's question and its answer can be reported as real data."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from people.public import Organisation
from scenarios.models import CaseVersion, Panel, Panellist, PanelQuestion, Report
from scenarios.safety.findings import shortened
from scenarios.selectors.reportable_texts import Reportable, place_of


def asked_of_seat(
    version: CaseVersion, seat: Panellist, owner: Organisation
) -> Iterator[Reportable]:
    """The panellist's own: what the chair wrote to them, and what they answered."""
    for question in PanelQuestion.objects.filter(panellist=seat).select_related("answer"):
        yield from _asked(version, question, owner, _("The chair’s question"), _("Your answer"))


def asked_on_panel(version: CaseVersion, panel: Panel, owner: Organisation) -> Iterator[Reportable]:
    """All of a panel by label, for whoever chairs or approves it."""
    questions = PanelQuestion.objects.filter(panellist__panel=panel)
    for question in questions.select_related("panellist", "answer").order_by("panellist__label"):
        label = {"label": question.panellist.label}
        yield from _asked(
            version,
            question,
            owner,
            _("The chair’s question to %(label)s") % label,
            _("The answer of %(label)s") % label,
        )


def _asked(
    version: CaseVersion, question: PanelQuestion, owner: Organisation, asked: str, answered: str
) -> Iterator[Reportable]:
    group = _("What a panellist was asked")
    if text := question.or_notice(question.text):
        yield Reportable(
            Report.Kind.PANEL_QUESTION,
            question.pk,
            group,
            f"{asked}: {shortened(text)}",
            place_of(version, asked),
            owner,
        )
    if question.is_answered:
        answer = question.answer
        yield Reportable(
            Report.Kind.PANEL_ANSWER,
            answer.pk,
            group,
            f"{answered}: {shortened(answer.or_notice(answer.text))}",
            place_of(version, answered),
            owner,
        )
