"""Passages cited as evidence, against those the panel cited."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from scoring.core.undefined import Reason, Undefined

CITED_BY_FOR_ACCEPTABLE = 2


class Stance(StrEnum):
    """Whether a passage speaks for or against the factor."""

    FOR = "for"
    AGAINST = "against"


@dataclass(frozen=True, slots=True, order=True)
class Cited:
    """A passage cited with a stance; with the other stance it is another citation."""

    passage: str
    stance: Stance


@dataclass(frozen=True, slots=True)
class EvidenceKey:
    """What the panel's citations on one unit ask for.

    ``required``: cited by at least half of the panel with that stance. ``acceptable``: cited by
    two or more, or required.
    """

    required: frozenset[Cited]
    acceptable: frozenset[Cited]


@dataclass(frozen=True, slots=True)
class EvidenceJudgement:
    """One person's citations on one unit, sorted against the panel's.

    ``found`` and ``missed`` make up what is required; ``found``, ``accepted`` and ``extra`` make
    up what was cited. ``precision`` and ``recall`` are 0 to 1.
    """

    found: frozenset[Cited]
    accepted: frozenset[Cited]
    missed: frozenset[Cited]
    extra: frozenset[Cited]
    precision: float | Undefined
    recall: float | Undefined


@dataclass(frozen=True, slots=True)
class EvidenceShares:
    """Precision and recall, 0 to 1, over several units."""

    precision: float | Undefined
    recall: float | Undefined


def evidence_key(votes: Mapping[Cited, int], panel_size: int) -> EvidenceKey | Undefined:
    """Sort the panel's citations on one unit into required and acceptable.

    ``votes`` counts the panellists who cited each passage with each stance, of ``panel_size``.
    Undefined: no panel. ValueError: a count below 0 or above the size of the panel.

    >>> key = evidence_key({Cited("D2.2", Stance.FOR): 6, Cited("D4.1", Stance.FOR): 2}, 12)
    >>> sorted(one.passage for one in key.required), sorted(one.passage for one in key.acceptable)
    (['D2.2'], ['D2.2', 'D4.1'])
    """
    if not panel_size:
        return Undefined.because(Reason.NO_RATINGS)
    if any(not 0 <= n <= panel_size for n in votes.values()):
        raise ValueError("A citation has between no votes and the whole panel's.")
    required = frozenset(one for one, n in votes.items() if n and 2 * n >= panel_size)
    often = frozenset(one for one, n in votes.items() if n >= CITED_BY_FOR_ACCEPTABLE)
    return EvidenceKey(required, required | often)


def judge_evidence(cited: Collection[Cited], key: EvidenceKey) -> EvidenceJudgement:
    """Compare the passages a person cited on one unit with the panel's.

    Precision is the share of the cited that is required or acceptable; recall the share of the
    required that was cited.
    Undefined: precision without a citation (recall is then 0); recall where nothing is required.

    >>> wanted = frozenset({Cited("D2.2", Stance.FOR)})
    >>> judged = judge_evidence([Cited("D1.3", Stance.FOR)], EvidenceKey(wanted, wanted))
    >>> judged.precision, judged.recall, judged.missed == wanted
    (0.0, 0.0, True)
    """
    given = frozenset(cited)
    found = given & key.required
    accepted = (given & key.acceptable) - key.required
    missed = key.required - given
    extra = given - key.acceptable - key.required
    precision, recall = _shares(len(found), len(accepted), len(missed), len(extra))
    return EvidenceJudgement(found, accepted, missed, extra, precision, recall)


def evidence_over_units(judgements: Iterable[EvidenceJudgement]) -> EvidenceShares:
    """Precision and recall over several units, every citation counting once.

    Undefined as for one unit: no citation at all, nothing required anywhere.
    """
    units = list(judgements)
    precision, recall = _shares(
        sum(len(unit.found) for unit in units),
        sum(len(unit.accepted) for unit in units),
        sum(len(unit.missed) for unit in units),
        sum(len(unit.extra) for unit in units),
    )
    return EvidenceShares(precision, recall)


def _shares(
    found: int, accepted: int, missed: int, extra: int
) -> tuple[float | Undefined, float | Undefined]:
    cited, required = found + accepted + extra, found + missed
    return (
        (found + accepted) / cited if cited else Undefined.because(Reason.NO_CITATION),
        found / required if required else Undefined.because(Reason.NOTHING_REQUIRED),
    )
