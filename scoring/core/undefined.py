"""The answer "this cannot be computed, because ...", as a value."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Self


class Reason(StrEnum):
    """Why a figure cannot be computed. Pages translate by the reason, not by its words."""

    NO_YARDSTICK = "no_yardstick"
    PROVISIONAL_YARDSTICK = "provisional_yardstick"
    NO_SCORED_UNIT = "no_scored_unit"
    NOT_SCORED = "not_scored"
    TOO_FEW_CASES = "too_few_cases"
    NO_POOLED_VARIANCE = "no_pooled_variance"
    NO_CITATION = "no_citation"
    NOTHING_REQUIRED = "nothing_required"
    NO_ANSWERS = "no_answers"
    TOO_FEW_ANSWERS = "too_few_answers"
    NO_VARIATION = "no_variation"
    NO_RATINGS = "no_ratings"
    TOO_FEW_RATINGS = "too_few_ratings"
    NO_BLIND_RATINGS = "no_blind_ratings"
    WRONG_TOOL = "wrong_tool"
    ALL_ALIKE = "all_alike"
    PANEL_ALIKE = "panel_alike"
    NO_OVERLAP = "no_overlap"
    ONE_LEVEL = "one_level"
    TOO_FEW_UNITS = "too_few_units"
    TOO_FEW_RATERS = "too_few_raters"
    NOT_TWO_RATERS = "not_two_raters"
    INCOMPLETE = "incomplete"
    BELOW_NOUGHT = "below_nought"
    EXTREME = "extreme"
    DISCONNECTED = "disconnected"
    NOT_SETTLED = "not_settled"
    SMALL_CELL = "small_cell"
    TOO_LARGE = "too_large"
    UNITS_ALIKE = "units_alike"
    TOO_FEW_GROUPS = "too_few_groups"
    ONE_ORDER = "one_order"
    TOO_FEW_PEOPLE = "too_few_people"


_WORDS = {
    Reason.NO_YARDSTICK: "There is no yardstick yet to measure this against.",
    Reason.PROVISIONAL_YARDSTICK: "The yardstick rests on too few cases to give a number yet.",
    Reason.NO_SCORED_UNIT: "No factor of this case is scored.",
    Reason.NOT_SCORED: "This is shown but is not part of the score.",
    Reason.TOO_FEW_CASES: "There are too few cases to give a number.",
    Reason.NO_POOLED_VARIANCE: "It is not yet known how much scores differ from case to case.",
    Reason.NO_CITATION: "No passage was cited.",
    Reason.NOTHING_REQUIRED: "The panel agreed on no passage that had to be cited.",
    Reason.NO_ANSWERS: "There is no answer here to compare.",
    Reason.TOO_FEW_ANSWERS: "There are too few answers to say.",
    Reason.NO_VARIATION: "The panel gave the same answers in every case.",
    Reason.NO_RATINGS: "No panellist rated this.",
    Reason.TOO_FEW_RATINGS: "Fewer than two panellists rated this.",
    Reason.NO_BLIND_RATINGS: "The panel's blind first ratings are not known.",
    Reason.WRONG_TOOL: "Whether ARMS is the tool for a case is right or wrong, and never scored.",
    Reason.ALL_ALIKE: "All ratings are the same: without variation this has no answer.",
    Reason.PANEL_ALIKE: "All panellists score the same: there is no spread to measure against.",
    Reason.NO_OVERLAP: "No unit was rated by two people.",
    Reason.ONE_LEVEL: "The scale has one level only.",
    Reason.TOO_FEW_UNITS: "There are too few units for this.",
    Reason.TOO_FEW_RATERS: "There are too few raters for this.",
    Reason.NOT_TWO_RATERS: "This compares two raters, and there are not exactly two.",
    Reason.INCOMPLETE: "Not everybody rated every unit.",
    Reason.BELOW_NOUGHT: "Ratios need levels of nought or more.",
    Reason.EXTREME: "All these ratings are the lowest level, or all the highest.",
    Reason.DISCONNECTED: "Some raters have no unit in common with the others, even through others.",
    Reason.NOT_SETTLED: "These ratings leave open how far this lies from the others.",
    Reason.SMALL_CELL: "There are too few ratings here to show anything.",
    Reason.TOO_LARGE: "There are too many ratings for this to be worked out here.",
    Reason.UNITS_ALIKE: "On average the units were rated alike, so nothing tells them apart.",
    Reason.TOO_FEW_GROUPS: "There are too few groups for this.",
    Reason.ONE_ORDER: "Fewer than two people had the forms in one of the two orders.",
    Reason.TOO_FEW_PEOPLE: "There are too few people for this.",
}


@dataclass(frozen=True, slots=True)
class Undefined:
    """A figure that cannot be computed, with the reason and plain words for it.

    Returned in place of a number: never NaN, never an exception. ``ValueError`` is kept for input
    that should not have come.

    >>> Undefined.because(Reason.NO_CITATION)
    Undefined(reason=<Reason.NO_CITATION: 'no_citation'>, words='No passage was cited.')
    """

    reason: Reason
    words: str

    @classmethod
    def because(cls, reason: Reason) -> Self:
        """Give the usual words for a reason."""
        return cls(reason, _WORDS[reason])
