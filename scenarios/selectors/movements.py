"""How ratings moved from stage to stage, mine beside the panel's: shown, never scored."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from scoring.public import Factor, Moved, Movement, Standing, UnitResult, judge_movement


@dataclass(frozen=True)
class MovementRow:
    """One factor: from which level to which, mine and the panel's, and what that says."""

    name: str
    mine: str
    panel: str
    words: str
    direction: str = "unscored"
    movement: Movement | None = None

    @property
    def mark(self) -> str:
        return {"below": "▼", "above": "▲", "equal": "●"}.get(self.direction, "○")


@dataclass(frozen=True)
class Movements:
    """The rows between one stage and the next, with one sentence over them."""

    before: int
    after: int
    sentence: str
    rows: tuple[MovementRow, ...]


def movements_of(units: Iterable[UnitResult], factors: Sequence[Factor]) -> tuple[Movements, ...]:
    """From each stage to the next; nothing for a case of one stage. No query of its own.

    ``factors`` come with their scales' levels.
    """
    by_stage: dict[int, dict[str, UnitResult]] = {}
    for unit in units:
        by_stage.setdefault(unit.stage, {})[unit.factor.code] = unit
    stages = sorted(by_stage)
    return tuple(
        _between(by_stage[before], by_stage[after], factors, (before, after))
        for before, after in pairwise(stages)
    )


def _between(
    before: dict[str, UnitResult],
    after: dict[str, UnitResult],
    factors: Sequence[Factor],
    stages: tuple[int, int],
) -> Movements:
    rows = tuple(
        _row(factor, before[factor.code], after[factor.code])
        for factor in factors
        if factor.code in before and factor.code in after
    )
    return Movements(*stages, _sentence([row.movement for row in rows if row.movement]), rows)


def _row(factor: Factor, before: UnitResult, after: UnitResult) -> MovementRow:
    labels = {level.value: level.label for level in factor.scale.levels.all()}
    mine = _from_to(_own(before, labels), _own(after, labels))
    panel = _from_to(_panel(before, labels), _panel(after, labels))
    is_scored = before.standing == after.standing == Standing.SCORED
    if not is_scored:
        words = _("Not compared: the panel gave no clear level at one of the stages.")
        return MovementRow(factor.name, mine, panel, words)
    if before.level is None or after.level is None:
        words = _("Not compared: you gave no level at one of the stages.")
        return MovementRow(factor.name, mine, panel, words)
    moved = judge_movement(before.level, after.level, before.key_levels, after.key_levels)
    direction = "equal" if moved.signed == 0 else "below" if moved.signed < 0 else "above"
    return MovementRow(factor.name, mine, panel, movement_words(moved), direction, moved)


def _from_to(before: str, after: str) -> str:
    if before == after:
        return _("stayed at %(level)s") % {"level": before}
    return _("%(before)s → %(after)s") % {"before": before, "after": after}


def _own(unit: UnitResult, labels: dict[int, str]) -> str:
    if unit.level is not None:
        return labels[unit.level]
    words = {"not_enough": _("Not enough information"), "not_applicable": _("Not applicable")}
    return words[unit.answer_kind]


def _panel(unit: UnitResult, labels: dict[int, str]) -> str:
    if unit.standing == Standing.SCORED:
        return _(" or ").join(labels[level] for level in unit.key_levels)
    return {
        "key_not_enough": _("Not enough information"),
        "key_not_applicable": _("Not applicable"),
        "contested": _("Split"),
    }.get(unit.standing, _("No level"))


def movement_words(moved: Movement) -> str:
    """What a movement says, in one line: the direction, and how far from the panel's."""
    away = abs(moved.signed)
    if moved.verdict == Moved.AS_PANEL:
        return _("Stayed, as the panel did") if moved.mine == 0 else _("Moved as the panel did")
    if moved.verdict == Moved.LESS:
        words = ngettext(
            "The same way, %(n)d level less far", "The same way, %(n)d levels less far", away
        )
    elif moved.verdict == Moved.MORE:
        words = ngettext(
            "The same way, %(n)d level further", "The same way, %(n)d levels further", away
        )
    elif moved.verdict == Moved.MISSED and moved.panel > 0:
        words = ngettext(
            "The panel went up %(n)d level, you stayed",
            "The panel went up %(n)d levels, you stayed",
            away,
        )
    elif moved.verdict == Moved.MISSED:
        words = ngettext(
            "The panel went down %(n)d level, you stayed",
            "The panel went down %(n)d levels, you stayed",
            away,
        )
    elif moved.verdict == Moved.NEEDLESS and moved.mine > 0:
        words = ngettext(
            "You went up %(n)d level, the panel stayed",
            "You went up %(n)d levels, the panel stayed",
            away,
        )
    elif moved.verdict == Moved.NEEDLESS:
        words = ngettext(
            "You went down %(n)d level, the panel stayed",
            "You went down %(n)d levels, the panel stayed",
            away,
        )
    else:
        words = ngettext(
            "The other way than the panel, %(n)d level apart",
            "The other way than the panel, %(n)d levels apart",
            away,
        )
    return words % {"n": away}


def _sentence(moves: Sequence[Movement]) -> str:
    """How many the panel moved, and how many of those went the same way for me."""
    if not moves:
        return _("No movement can be compared between these stages.")
    moved = [one for one in moves if one.verdict == Moved.AS_PANEL and one.mine]
    followed = [one for one in moves if one.verdict in (Moved.LESS, Moved.MORE)]
    missed = [one for one in moves if one.verdict in (Moved.MISSED, Moved.OPPOSITE)]
    needless = [one for one in moves if one.verdict == Moved.NEEDLESS]
    sentence = _(
        "The new information moved the panel on %(moved)d of %(all)d ratings. "
        "You moved the same way on %(same)d of them, on %(far)d as far as the panel did."
    ) % {
        "moved": len(moved) + len(followed) + len(missed),
        "all": len(moves),
        "same": len(moved) + len(followed),
        "far": len(moved),
    }
    if needless:
        sentence += " " + ngettext(
            "You moved %(n)d rating that the panel left where it was.",
            "You moved %(n)d ratings that the panel left where they were.",
            len(needless),
        ) % {"n": len(needless)}
    return sentence
