"""A pass rule tried on people before it may be used on anybody."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from scoring.core.pass_rules.people import (
    CaseBank,
    NoReader,
    Panellist,
    Sitter,
    left_out,
    no_reader,
    simulated_sitter,
)
from scoring.core.pass_rules.rule import PassRule, judge_sitting
from scoring.core.score import CaseJudgement
from scoring.core.simulate import Rater
from scoring.core.undefined import Reason, Undefined

SITTINGS = 400


class Objection(StrEnum):
    """Why a rule cannot be switched on."""

    FAILS_PANELLISTS = "fails_panellists"
    PASSES_NO_READERS = "passes_no_readers"
    NOT_TRIED_ON_PANELLISTS = "not_tried_on_panellists"
    NOT_TRIED_ON_NO_READERS = "not_tried_on_no_readers"

    @property
    def words(self) -> str:
        """The objection in plain words."""
        return _WORDS[self]


_WORDS = {
    Objection.FAILS_PANELLISTS: "It fails more than 20% of the panel's own members.",
    Objection.PASSES_NO_READERS: "It passes more than 10% of people who never read a case.",
    Objection.NOT_TRIED_ON_PANELLISTS: "No panellist's sitting could be held against it.",
    Objection.NOT_TRIED_ON_NO_READERS: "No sitting without reading could be held against it.",
}


@dataclass(frozen=True, slots=True)
class PassShare:
    """How many sittings passed, of how many; ``undefined`` ones could not be held against it."""

    passed: int
    of: int
    undefined: int = 0

    @property
    def share(self) -> float | Undefined:
        """The share that passed, 0 to 1. Undefined: no sitting (no answers).

        >>> PassShare(3, 4).share
        0.75
        """
        return self.passed / self.of if self.of else Undefined.because(Reason.NO_ANSWERS)


@dataclass(frozen=True, slots=True)
class TriedRule:
    """What a rule does to panellists, ordinary trainees and people who never read.

    ``no_readers`` is the way of not reading that passes most often (``easiest``), since whoever
    does not read may choose it; ``ways`` holds them all.
    """

    rule: PassRule
    panellists: PassShare
    trainees: PassShare
    no_readers: PassShare
    easiest: NoReader
    ways: Mapping[NoReader, PassShare]
    objections: tuple[Objection, ...]

    @property
    def may_be_used(self) -> bool:
        """Whether the rule may be switched on."""
        return not self.objections


def try_pass_rule(
    rule: PassRule,
    bank: CaseBank,
    panellists: Sequence[Panellist],
    trainees: Sequence[Rater],
    generator: np.random.Generator,
    sittings: int = SITTINGS,
) -> TriedRule:
    """Simulate a rule on those who should pass it, on ordinary people, and on those who should not.

    Each of the three kinds has about ``sittings`` sittings, of ``rule.n_cases`` cases drawn without
    replacement: panellists in turn on cases they rated, judged by the others' votes alone; the
    synthetic trainees in turn; and each way of not reading. A rule may be used unless it fails
    more than 20% of panellists' sittings or passes more than 10% of those of the easiest way of
    not reading; or unless either could not be tried. The method and both marks are our own
    (MEASUREMENT, section 0). Sittings of one panellist overlap, so a share over few panellists or
    few cases is rough. Panellists are passed in a settled order, or the draws differ.

    ValueError: fewer cases in the bank than in a sitting; no sitting to simulate.
    """
    if rule.n_cases > len(bank.cases):
        raise ValueError("The bank has fewer cases than a sitting.")
    if sittings < 1:
        raise ValueError("There is no sitting to simulate.")
    cases = sorted(bank.cases)
    of_panellists = _tried(
        rule, [left_out(panellist, bank) for panellist in panellists], generator, sittings
    )
    of_trainees = _tried(
        rule,
        [(simulated_sitter(rater, bank, generator), cases) for rater in trainees],
        generator,
        sittings,
    )
    ways = {
        way: _tried(rule, [(no_reader(way, bank, generator), cases)], generator, sittings)
        for way in NoReader
    }
    easiest = max(ways, key=lambda way: ways[way].passed)
    return TriedRule(
        rule=rule,
        panellists=of_panellists,
        trainees=of_trainees,
        no_readers=ways[easiest],
        easiest=easiest,
        ways=ways,
        objections=tuple(_objections(of_panellists, ways.values())),
    )


def _tried(
    rule: PassRule,
    people: Sequence[tuple[Sitter, Sequence[str]]],
    generator: np.random.Generator,
    sittings: int,
) -> PassShare:
    able = [(judge, cases) for judge, cases in people if len(cases) >= rule.n_cases]
    passed = of = undefined = 0
    for number in range(sittings if able else 0):
        judge, cases = able[number % len(able)]
        outcome = judge_sitting(rule, _drawn(judge, cases, rule.n_cases, generator))
        if isinstance(outcome, Undefined):
            undefined += 1
        else:
            of += 1
            passed += outcome.passed
    return PassShare(passed, of, undefined)


def _drawn(
    judge: Sitter, cases: Sequence[str], n_cases: int, generator: np.random.Generator
) -> list[CaseJudgement]:
    places = generator.choice(len(cases), size=n_cases, replace=False)
    return [judge(cases[place]) for place in places]


def _objections(panellists: PassShare, ways: Iterable[PassShare]) -> Iterable[Objection]:
    tried = [way for way in ways if way.of]
    # In whole numbers: exactly 20% and exactly 10% are still allowed.
    if not panellists.of:
        yield Objection.NOT_TRIED_ON_PANELLISTS
    elif 5 * (panellists.of - panellists.passed) > panellists.of:
        yield Objection.FAILS_PANELLISTS
    if not tried:
        yield Objection.NOT_TRIED_ON_NO_READERS
    elif any(10 * way.passed > way.of for way in tried):
        yield Objection.PASSES_NO_READERS
