"""Words for what the core says by code: why a figure cannot be given."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_WORDS: dict[str, Promise] = {
    "no_yardstick": _("There is no yardstick yet to measure this against."),
    "provisional_yardstick": _("There are too few cases yet to give a number."),
    "no_scored_unit": _("The panel was split, or too few rated, on every factor of this case."),
    "not_scored": _("This is shown but is not part of the score."),
    "too_few_cases": _("There are too few cases to give a number."),
    "no_pooled_variance": _("It is not yet known how much scores differ from case to case."),
    "no_citation": _("No passage was cited."),
    "nothing_required": _("The panel agreed on no passage that had to be cited."),
    "no_answers": _("There is no answer here to compare."),
    "too_few_answers": _("There are too few answers to say."),
    "panel_alike": _("All panellists score the same: there is no spread to measure against."),
    "no_variation": _("The panel gave the same answers in every case."),
    "no_ratings": _("No panellist rated this."),
    "too_few_ratings": _("Fewer than two panellists rated this."),
    "no_blind_ratings": _("The panel’s blind first ratings are not known."),
    "all_alike": _("All ratings are the same: without variation this has no answer."),
    "no_overlap": _("No unit was rated by two people."),
    "one_level": _("The scale has one level only."),
    "too_few_units": _("There are too few units for this."),
    "too_few_raters": _("Too few people gave a level."),
    "not_two_raters": _("This compares two raters, and there are not exactly two."),
    "incomplete": _("Not everybody rated every unit."),
    "below_nought": _("Ratios need levels of nought or more."),
    "extreme": _("All these ratings are the lowest level, or all the highest."),
    "disconnected": _("Some raters have no unit in common with the others, even through others."),
    "too_large": _("There are too many ratings for this to be worked out here."),
    "wrong_tool": _("Whether ARMS is the tool for a case is right or wrong, and never scored."),
    "units_alike": _("On average the units were rated alike, so nothing tells them apart."),
    "too_few_groups": _("There are too few groups for this."),
    "one_order": _("Fewer than two people had the two forms in one of the two orders."),
    "too_few_people": _("There are too few people for this."),
    "not_settled": _("The ratings leave this open."),
    "small_cell": _("There are too few ratings here to say."),
}


def words_for(reason_code: str) -> str:
    """Why a figure cannot be given, in words. KeyError: a code that no figure has."""
    return str(_WORDS[reason_code])
