"""Answer sheets of simulated trainees, for demonstration and drills."""

from collections.abc import Mapping, Sequence

import numpy as np

from scoring.core import Rater, simulate_choices, simulate_givens
from scoring.models import Action, IntervalBand, Key, KeyStage, KeyUnit
from scoring.selectors import key_units, panel_unit
from scoring.services.judging import AnswerSheet, GivenAnswer


class SheetSimulator:
    """Makes answer sheets for one key. It reads the key once, however many sheets it makes.

    ``passages`` are the references that can be cited, by stage.
    """

    def __init__(self, *, key: Key, passages: Mapping[int, Sequence[str]]) -> None:
        self._key = key
        self._passages = passages
        self._units = key_units(key)
        self._stages = list(KeyStage.objects.filter(key=key).order_by("stage"))
        self._bands = list(
            IntervalBand.objects.filter(framework=key.framework_id).values_list("code", flat=True)
        )
        self._actions = list(
            Action.objects.filter(framework=key.framework_id).values_list("code", flat=True)
        )

    def sheet(self, *, rater: Rater, generator: np.random.Generator) -> AnswerSheet:
        """One simulated person's answers on every unit of the key."""
        givens = simulate_givens([panel_unit(unit) for unit in self._units], rater, generator)
        answers = []
        for unit in self._units:
            at = (unit.unit.stage, unit.unit.factor.code)
            answers.append(
                GivenAnswer(
                    stage=at[0],
                    factor_code=at[1],
                    kind=givens[at].kind.value,
                    level=givens[at].level,
                    confidence=givens[at].confidence,
                    citations=self._citations(unit, rater, generator),
                )
            )
        return AnswerSheet(
            answers=tuple(answers),
            interval_code_by_stage={
                stage.stage: self._interval(stage, generator) for stage in self._stages
            },
            action_codes_by_stage={
                stage.stage: self._chosen_actions(stage, rater, generator) for stage in self._stages
            },
        )

    def _citations(
        self, unit: KeyUnit, rater: Rater, generator: np.random.Generator
    ) -> tuple[tuple[str, str], ...]:
        """Passages as the panel cited them, and strays; a passage has one stance only."""
        votes = {(row["passage"], row["stance"]): row["panellists"] for row in unit.evidence_votes}
        others = [(passage, "for") for passage in self._passages.get(unit.unit.stage, ())]
        cited = simulate_choices(votes, self._key.panel_size, others, rater, generator)
        return tuple(sorted(dict(sorted(cited)).items()))

    def _interval(self, stage: KeyStage, generator: np.random.Generator) -> str:
        votes = [stage.interval_votes.get(code, 0) for code in self._bands]
        drawn = generator.choice(len(votes), p=np.array(votes) / sum(votes))
        slip = generator.choice((-1, 0, 0, 0, 1))
        return self._bands[int(np.clip(drawn + slip, 0, len(votes) - 1))]

    def _chosen_actions(
        self, stage: KeyStage, rater: Rater, generator: np.random.Generator
    ) -> tuple[str, ...]:
        votes = {code: stage.action_votes[code] for code in sorted(stage.action_votes)}
        chosen = simulate_choices(votes, self._key.panel_size, self._actions, rater, generator)
        return tuple(sorted(chosen))
