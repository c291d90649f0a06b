"""What the blind round says: where panellists differ, who is asked again, what is split."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from scenarios.models import AnswerKind, Panel, PanelRating
from scenarios.models.panel import OUTSIDE_FIELD
from scenarios.services.panels import BLIND_ROUND, rating_seats
from scoring.public import Standing, Votes, framework_parts, standing


@dataclass(frozen=True)
class BlindRound:
    """The answers of everybody who finished, by unit; who is outside their field gave none."""

    answers: Mapping[int, tuple[PanelRating, ...]]
    scale_sizes: Mapping[int, int]

    @property
    def units(self) -> int:
        return len(self.answers)

    @property
    def differing(self) -> frozenset[int]:
        """The units on which not everybody gave the same answer."""
        return frozenset(
            unit
            for unit, rows in self.answers.items()
            if len({(row.kind, row.level) for row in rows}) > 1
        )

    @property
    def contested(self) -> frozenset[int]:
        """The units on which the panel is so split that they would not be scored."""
        return frozenset(unit for unit in self.answers if self._is_contested(unit))

    @property
    def asked(self) -> Counter[int]:
        """Seat to the number of units in which it is asked to look again."""
        return Counter(row.panellist_id for unit in self.differing for row in self.answers[unit])

    def votes(self, unit: int) -> Votes:
        rows = self.answers[unit]
        kinds = Counter(row.kind for row in rows)
        levels = Counter(row.level for row in rows)
        return Votes(
            tuple(levels[level] for level in range(self.scale_sizes[rows[0].unit.factor_id])),
            not_enough=kinds[AnswerKind.NOT_ENOUGH],
            not_applicable=kinds[AnswerKind.NOT_APPLICABLE],
        )

    def _is_contested(self, unit: int) -> bool:
        return standing(self.votes(unit)) == Standing.CONTESTED


def blind_round(panel: Panel) -> BlindRound:
    """The locked answers of the blind round, in one query; only for a panel that rates no more."""
    rows = (
        PanelRating.objects.filter(panellist__in=rating_seats(panel), round=BLIND_ROUND)
        .exclude(kind__in=("", OUTSIDE_FIELD))
        .select_related("unit")
        .order_by("unit__stage", "unit__factor__number")
    )
    by_unit: dict[int, list[PanelRating]] = {}
    for row in rows:
        by_unit.setdefault(row.unit_id, []).append(row)
    factors = framework_parts(panel.case_version.framework_id).factors
    return BlindRound(
        answers={unit: tuple(found) for unit, found in by_unit.items()},
        scale_sizes={factor.pk: len(factor.scale.levels.all()) for factor in factors},
    )
