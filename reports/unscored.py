"""Which factors of the cases have no row in a table of accuracy, and why."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext as _

from scenarios.public import Use
from scoring.public import GroupFigures, Standing, UnscoredFactor, unscored_factors


def not_scored(uses: Iterable[tuple[Use, GroupFigures]]) -> dict[Use, list[str]]:
    """By use a sentence for each case that is shown: one query for all.

    Of a check it is only said that it is not scored: why would tell of the panel's answers.
    """
    shown = {
        use: {case.subject: case.ref for case in figures.by_case if case.accuracy}
        for use, figures in uses
    }
    unscored = unscored_factors({subject for cases in shown.values() for subject in cases})
    names: defaultdict[tuple[str, UUID], list[str]] = defaultdict(list)
    for factor in unscored:
        names[factor.use, factor.subject].append(_named(factor))
    return {
        use: [
            _("Not scored in %(ref)s: %(names)s.")
            % {"ref": ref, "names": ", ".join(names[use, subject])}
            for subject, ref in cases.items()
            if (use, subject) in names
        ]
        for use, cases in shown.items()
    }


def _named(factor: UnscoredFactor) -> str:
    if factor.use != Use.PRACTICE:
        return factor.name
    return _("%(name)s (%(why)s)") % {"name": factor.name, "why": _why(factor.standing)}


def _why(standing: Standing) -> str:
    return {
        Standing.CONTESTED: _("the panel was split"),
        Standing.TOO_FEW: _("too few of the panel rated it"),
        Standing.KEY_NOT_ENOUGH: _("the panel found not enough information"),
        Standing.KEY_NOT_APPLICABLE: _("the panel found it not applicable"),
    }[standing]
