"""Answer sheets of simulated trainees, for demonstration and drills."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from django.db.models import Count

from scoring.core import PanelUnit, Rater, Votes, simulate_choices, simulate_givens
from scoring.frozen import key_units
from scoring.models import Action, Factor, IntervalBand, Key, KeyStage
from scoring.selectors import panel_unit
from scoring.services.judging import AnswerSheet, GivenAnswer


class SheetSimulator:
    """Makes answer sheets for one key. It reads the key once, however many sheets it makes.

    ``passages`` are the references that are new at each stage; at a later stage the earlier ones
    can be cited as well.
    """

    def __init__(self, *, key: Key, passages: Mapping[int, Sequence[str]]) -> None:
        units = key_units(key)
        self._key = key
        self._units = [panel_unit(unit) for unit in units] or list(_unrated(key, sorted(passages)))
        self._evidence = {
            (unit.unit.stage, unit.unit.factor.code): {
                (row["passage"], row["stance"]): row["panellists"] for row in unit.evidence_votes
            }
            for unit in units
        }
        self._citable = {
            stage: [
                (ref, "for")
                for earlier in sorted(passages)
                if earlier <= stage
                for ref in passages[earlier]
            ]
            for stage in passages
        }
        self._stages = sorted({unit.stage for unit in self._units})
        self._plans = {plan.stage: plan for plan in KeyStage.objects.filter(key=key)}
        self._bands = list(
            IntervalBand.objects.filter(framework=key.framework_id).values_list("code", flat=True)
        )
        self._actions = list(
            Action.objects.filter(framework=key.framework_id).values_list("code", flat=True)
        )

    def says_wrong_tool(self, *, rater: Rater, generator: np.random.Generator) -> bool:
        """Whether this person sees that ARMS is not the tool; never where the panel did not."""
        return self._key.is_wrong_tool and bool(generator.random() < rater.notice)

    def sheet(self, *, rater: Rater, generator: np.random.Generator) -> AnswerSheet:
        """One simulated person's answers on every unit, stage after stage by the same habits.

        What they see of a factor at a later stage they see afresh. Where the panel rated nothing
        they rate around the middle of each scale.
        """
        givens = simulate_givens(self._units, rater, generator)
        answers = [
            GivenAnswer(
                stage=unit.stage,
                factor_code=unit.factor,
                kind=givens[unit.at].kind.value,
                level=givens[unit.at].level,
                confidence=givens[unit.at].confidence,
                citations=self._citations(unit, rater, generator),
            )
            for unit in self._units
        ]
        return AnswerSheet(
            answers=tuple(answers),
            interval_code_by_stage={
                stage: self._interval(stage, generator) for stage in self._stages
            },
            action_codes_by_stage={
                stage: self._chosen_actions(stage, rater, generator) for stage in self._stages
            },
        )

    def _citations(
        self, unit: PanelUnit, rater: Rater, generator: np.random.Generator
    ) -> tuple[tuple[str, str], ...]:
        """Passages as the panel cited them, and strays; a passage has one stance only."""
        votes = self._evidence.get(unit.at, {})
        others = self._citable.get(unit.stage, ())
        cited = simulate_choices(votes, self._key.panel_size, others, rater, generator)
        return tuple(sorted(dict(sorted(cited)).items()))

    def _interval(self, stage: int, generator: np.random.Generator) -> str:
        plan = self._plans.get(stage)
        voted = plan.interval_votes if plan else {}
        votes = [voted.get(code, 0) if voted else 1 for code in self._bands]
        drawn = generator.choice(len(votes), p=np.array(votes) / sum(votes))
        slip = generator.choice((-1, 0, 0, 0, 1))
        return self._bands[int(np.clip(drawn + slip, 0, len(votes) - 1))]

    def _chosen_actions(
        self, stage: int, rater: Rater, generator: np.random.Generator
    ) -> tuple[str, ...]:
        plan = self._plans.get(stage)
        votes = dict(sorted(plan.action_votes.items())) if plan else {}
        chosen = simulate_choices(votes, self._key.panel_size, self._actions, rater, generator)
        return tuple(sorted(chosen))


def _unrated(key: Key, stages: Sequence[int]) -> Iterator[PanelUnit]:
    """The units of a case that nobody rated: the whole panel said that ARMS is not the tool."""
    factors = Factor.objects.filter(framework=key.framework_id).order_by("number")
    sizes = list(factors.annotate(size=Count("scale__levels")).values_list("code", "size"))
    for stage in stages:
        for code, size in sizes:
            yield PanelUnit(str(key.subject), stage, code, Votes((0,) * size))
