"""What ``manage.py concordance`` answers: trainees against a panel, and the panel itself."""

from collections.abc import Iterable
from typing import Any

import numpy as np

from scoring.core import (
    Estimate,
    Standing,
    Undefined,
    Yardstick,
    consensus,
    is_polarised,
    mean_distance_between_panellists,
    resampled_mean_interval,
)
from scoring.core.bulk import (
    Answers,
    Column,
    PanelVotes,
    chance_within,
    constant_answers,
    distances,
    kappas_against_key,
    panellists_places,
    score_everyone,
    scores_over_cases,
)
from scoring.core.concordance import (
    concordance_of_all,
    credits,
    is_rated,
    leave_one_out_scores,
    panel_scale,
    scaled_80_5,
    standard_errors_over_panellists,
)
from scoring.core.panel import LEAST_CONSENSUS
from scoring.panel_and_answers import PanelAndAnswers

CONFIDENCE_LEVEL = 0.95
PERCENT = 100.0

Row = dict[str, Any]


def concordance_figures(given: PanelAndAnswers, seed: int) -> Row:
    """Everything the command answers, as ``scoring.printed.plain`` takes it.

    Draws for the yardstick, for intervals of scores and for other panels come from generators of
    their own, so that none of them moves when another draws more.
    """
    votes = given.votes
    yardstick = votes.yardstick(np.random.default_rng(seed))
    return {
        "trainees": _trainees(given, yardstick, seed),
        "units": [_unit(given, place) for place in range(len(given.units))],
        "constants": _constants(given, yardstick),
        "yardstick": _yardstick(yardstick, given, np.random.default_rng(seed)),
        "panellists_place": _place(votes, yardstick),
        "ignored": given.ignored,
    }


def _trainees(given: PanelAndAnswers, yardstick: Yardstick | Undefined, seed: int) -> list[Row]:
    votes, answers = given.votes, given.answers
    counts = votes.levels
    credit = concordance_of_all(answers, credits(counts), is_rated(counts))
    errors = standard_errors_over_panellists(answers, given.panel, np.random.default_rng([seed, 1]))
    scale = panel_scale(leave_one_out_scores(given.panel, counts))
    far = distances(answers, votes)
    columns: dict[str, Iterable[Any]] = {
        "id": given.trainees,
        "panel_anchored": _anchored(answers, votes, yardstick, np.random.default_rng([seed, 2])),
        "concordance": _estimates(credit, errors),
        "scaled_80_5": _estimates(scaled_80_5(credit, scale)),
        "exact": _beside_chance(far.share_exact, chance_within(answers, votes, 0)),
        "within_one": _beside_chance(far.share_within_one, chance_within(answers, votes, 1)),
        "signed": _estimates(far.signed),
        "quadratic_kappa": kappas_against_key(answers, votes),
    }
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def _anchored(
    answers: Answers,
    votes: PanelVotes,
    yardstick: Yardstick | Undefined,
    generator: np.random.Generator | None = None,
) -> list[Any]:
    """Everybody's panel-anchored score; with a generator, with its error and interval too."""
    if isinstance(yardstick, Undefined):
        return [_kept(yardstick)] * answers.n_people
    over = scores_over_cases(score_everyone(answers, votes, yardstick), generator, CONFIDENCE_LEVEL)
    scores: list[Any] = []
    for person, (score, raw) in enumerate(zip(over.score, over.raw, strict=True)):
        if isinstance(score, Undefined):
            scores.append(_kept(score, raw))
        elif generator is None:
            scores.append(Estimate(score))
        else:
            rest = (float(one.values[person]) for one in (over.se, over.low, over.high))
            scores.append(Estimate(score, *rest))
    return scores


def _kept(reason: Undefined, raw: float | Undefined | None = None) -> Row:
    """A score that may not be shown, with the raw number where there is one."""
    return {"undefined": reason.words, "raw": None if isinstance(raw, Undefined) else raw}


def _estimates(column: Column, errors: Column | None = None) -> list[Estimate | Undefined]:
    return [
        one
        if isinstance(one, Undefined)
        else Estimate(one, None if isinstance(se, Undefined) else se)
        for one, se in zip(column, errors or [None] * len(column), strict=True)
    ]


def _beside_chance(share: Column, chance: Column) -> list[Any]:
    """Percentages, with what guessing would bring on the same units."""
    return [
        one
        if isinstance(one, Undefined)
        else {"value": PERCENT * one, "se": None, "ci": None, "chance": PERCENT * by_chance}
        for one, by_chance in zip(share, chance.values.tolist(), strict=True)
    ]


def _unit(given: PanelAndAnswers, place: int) -> Row:
    votes = given.votes.votes[place]
    # Where the panel's answer is one without a level, no level is right.
    key = () if given.votes.standings[place] is Standing.KEY_NOT_ENOUGH else given.votes.keys[place]
    apart = mean_distance_between_panellists(votes)
    return {
        "id": given.units[place],
        "key": [_level(given.scale[level]) for level in key],
        "spread": apart if isinstance(apart, Undefined) else Estimate(apart),
        "flags": list(_flags(given.votes, place)),
    }


def _flags(panel: PanelVotes, place: int) -> Iterable[str]:
    """Why a unit is not scored, and what an author should look at."""
    votes, standing = panel.votes[place], panel.standings[place]
    if standing is not Standing.SCORED:
        yield standing.value
    if is_polarised(votes):
        yield "polarised"
    agreed = consensus(votes)
    if not isinstance(agreed, Undefined) and agreed < LEAST_CONSENSUS:
        yield "low_consensus"
    if panel.overall[place]:
        yield "overall"


def _constants(given: PanelAndAnswers, yardstick: Yardstick | Undefined) -> list[Row]:
    """What each answer would earn, given to every unit of the panel's file."""
    votes = given.votes
    everyone = constant_answers(votes.n_units, votes.n_levels)
    credit = concordance_of_all(everyone, credits(votes.levels), is_rated(votes.levels))
    rows = zip(
        [*(_level(level) for level in given.scale), None],
        _estimates(credit),
        _anchored(everyone, votes, yardstick),
        strict=True,
    )
    return [
        {"level": level, "concordance": earned, "panel_anchored": score}
        for level, earned, score in rows
    ]


def _yardstick(
    yardstick: Yardstick | Undefined, given: PanelAndAnswers, generator: np.random.Generator
) -> Any:
    if isinstance(yardstick, Undefined):
        return yardstick
    wide = resampled_mean_interval(yardstick.case_costs, generator, CONFIDENCE_LEVEL)
    return {
        "value": yardstick.mean_loss,
        "se": float(np.std(yardstick.case_costs, ddof=1) / np.sqrt(yardstick.n_cases)),
        "ci": [wide.low, wide.high],
        "interval_90": [yardstick.interval.low, yardstick.interval.high],
        "n_scenarios": yardstick.n_cases,
        "provisional": yardstick.provisional and yardstick.provisional.words,
        "no_reading": {
            factor: _level(given.scale[level]) for factor, level in yardstick.no_reading.items()
        },
        "no_reading_cost": dict(yardstick.no_reading_cost),
    }


def _place(votes: PanelVotes, yardstick: Yardstick | Undefined) -> Any:
    """A typical panellist's place: the mean over scenarios, as a trainee's score is.

    Where there is a yardstick some unit is scored, so that there is a place.
    """
    if isinstance(yardstick, Undefined):
        return _kept(yardstick)
    places = [
        place for place in panellists_places(votes, yardstick) if not isinstance(place, Undefined)
    ]
    mean = float(np.mean(places))
    return _kept(yardstick.provisional, mean) if yardstick.provisional else Estimate(mean)


def _level(value: float) -> float | int:
    """A level as people write it: 2 rather than 2.0."""
    return int(value) if value == int(value) else value
