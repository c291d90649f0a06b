"""What a person is told where they, or the panel, said that ARMS is not the tool for a case."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from scenarios.figure_words import counts_words
from scenarios.models import Assessment, Panellist, WrongTool, WrongToolGround
from scenarios.next_steps import NextStep, next_steps
from scenarios.selectors.factor_feedback import Said
from scenarios.selectors.rescored import Earlier, earlier_results
from scoring.public import Key, Result, voted_key_id


@dataclass(frozen=True)
class WrongToolFeedback:
    """Right or wrong, the panel's count and its reasons; of a check in use, no reason."""

    assessment: Assessment
    result: Result
    sentences: tuple[str, ...]
    mine: str
    my_reason: str
    panel: str
    reasons: tuple[Said, ...]
    held_back: bool
    counts: str
    earlier: tuple[Earlier, ...]
    next_steps: tuple[NextStep, ...]


def wrong_tool_feedback(
    assessment: Assessment, result: Result, *, held_back: bool
) -> WrongToolFeedback:
    """The whole page, in a constant number of queries."""
    said = WrongTool.objects.filter(assessment=assessment).first()
    panel = [] if held_back else seats_that_stopped(result.key)
    return WrongToolFeedback(
        assessment=assessment,
        result=result,
        sentences=_sentences(assessment, result),
        mine=_mine(said),
        my_reason=said.or_notice(said.text) if said else "",
        panel=_panel_words(panel, result.key) if panel or not held_back else "",
        reasons=tuple(
            Said(reason, f"{each.label}, {each.get_wrong_tool_ground_display()}")
            for each in panel
            if (reason := each.or_notice(each.wrong_tool_reason))
        ),
        held_back=held_back,
        counts=counts_words(result),
        earlier=earlier_results(assessment, result, held_back=held_back),
        next_steps=tuple(next_steps(assessment.person, assessment.release, [])),
    )


def seats_that_stopped(key: Key) -> list[Panellist]:
    """Those who stopped the case. Who rated it says nothing here: the case may be rated again."""
    seats = Panellist.objects.filter(panel__key=voted_key_id(key), finished_at__isnull=False)
    return list(seats.exclude(wrong_tool_ground="").order_by("label"))


def _sentences(assessment: Assessment, result: Result) -> tuple[str, ...]:
    if assessment.is_wrong_tool and result.tool_right:
        return (_("You stopped, and so did the panel: ARMS is not the tool for this case."),)
    if assessment.is_wrong_tool:
        return (_("You stopped, and the panel did not: for the panel ARMS is the tool here."),)
    return (_("You rated the case, and the panel stopped: ARMS is not the tool for it."),)


def _mine(said: WrongTool | None) -> str:
    if said is None:
        return _("You rated every factor.")
    ground = WrongToolGround(said.ground).label
    return _("Wrong tool. %(ground)s.") % {"ground": ground}


def _panel_words(stopped: Sequence[Panellist], key: Key) -> str:
    size = key.panel_size
    words = _("%(n)d of %(size)d stopped the case.") % {"n": len(stopped), "size": size}
    grounds = Counter(str(each.get_wrong_tool_ground_display()) for each in stopped)
    if not grounds:
        return words
    listed = ", ".join(f"{ground} ({n})" for ground, n in grounds.most_common())
    return f"{words} {listed}."
