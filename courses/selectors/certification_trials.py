"""A pass rule tried on the bank of the day, and the trial as pages show it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.certification_words import OBJECTIONS, WAYS, rule_words
from courses.drawing import ref_of
from courses.models import Certification, CertificationRule
from courses.selectors.certification_bank import usable_checks
from scenarios.public import panel_answers
from scoring.public import PassRule, PassShare, try_rule

Trial = dict[str, Any]


def try_on_bank(
    *, certification: Certification, rule: PassRule, minimum: int, seed: int
) -> tuple[Trial, bool]:
    """What the rule does to panellists, trainees and people who never read; and whether it may be
    used. As plain data, to be kept with the rule.
    """
    releases = usable_checks(is_specimen=certification.is_specimen, minimum=minimum)
    keys = {ref_of(release): release.key for release in releases}
    found = try_rule(rule=rule, minimum=minimum, keys=keys, answers=panel_answers(keys), seed=seed)
    trial: Trial = {"cases": sorted(keys)}
    if found is None:
        return trial, False
    trial |= {
        "panellists": _share(found.panellists),
        "trainees": _share(found.trainees),
        "no_readers": _share(found.no_readers),
        "easiest": found.easiest.value,
        "ways": {way.value: _share(share) for way, share in found.ways.items()},
        "objections": [objection.value for objection in found.objections],
    }
    return trial, found.may_be_used


def _share(share: PassShare) -> dict[str, int]:
    return {"passed": share.passed, "of": share.of, "undefined": share.undefined}


@dataclass(frozen=True)
class ShareRow:
    """One kind of sitter: who, what the site asks of them, and how many passed."""

    who: str
    asked: str
    passed: int
    of: int
    undefined: int

    @property
    def percent(self) -> str:
        if not self.of:
            return "–"
        share = 100 * self.passed / self.of
        return _("under 1%") if 0 < share < 1 else f"{share:.0f}%"


@dataclass(frozen=True)
class TrialPage:
    """The trial of a rule in words and rows; ``why_not`` where the rule cannot be switched on."""

    rule: CertificationRule
    rule_words: tuple[str, ...]
    sentences: tuple[str, ...]
    rows: tuple[ShareRow, ...]
    ways: tuple[ShareRow, ...]
    why_not: tuple[str, ...]

    @property
    def cases(self) -> tuple[str, ...]:
        return tuple(self.rule.trial["cases"])


def trial_page(rule: CertificationRule) -> TrialPage:
    """How a rule was tried, from what was kept of it. No query."""
    trial: Mapping[str, Any] = rule.trial
    rows, ways = (), ()
    if "panellists" in trial:
        rows, ways = _rows(trial), _ways(trial)
    return TrialPage(
        rule=rule,
        rule_words=tuple(rule_words(rule.bounds)),
        sentences=tuple(_sentence(row) for row in rows),
        rows=rows,
        ways=ways,
        why_not=tuple(_why_not(rule)),
    )


def _why_not(rule: CertificationRule) -> list[str]:
    if rule.may_be_used:
        return []
    if "objections" not in rule.trial:
        words = ngettext(
            "It could not be tried. The bank had %(n)d check case with enough ratings, and a set "
            "needs %(needed)d.",
            "It could not be tried. The bank had %(n)d check cases with enough ratings, and a set "
            "needs %(needed)d.",
            len(rule.trial["cases"]),
        )
        return [words % {"n": len(rule.trial["cases"]), "needed": rule.n_cases}]
    return [str(OBJECTIONS[code]) for code in rule.trial["objections"]]


def _rows(trial: Mapping[str, Any]) -> tuple[ShareRow, ...]:
    way = str(WAYS[trial["easiest"]])
    return (
        ShareRow(_("Panellists, without their own vote"), _("80% or more"), **trial["panellists"]),
        ShareRow(_("Ordinary trainees, simulated"), _("no mark"), **trial["trainees"]),
        ShareRow(
            _("People who never read (%(way)s)") % {"way": way},
            _("10% or less"),
            **trial["no_readers"],
        ),
    )


def _ways(trial: Mapping[str, Any]) -> tuple[ShareRow, ...]:
    return tuple(
        ShareRow(str(WAYS[way]), _("10% or less"), **share) for way, share in trial["ways"].items()
    )


def _sentence(row: ShareRow) -> str:
    if not row.of:
        return _("%(who)s: no sitting could be held against it.") % {"who": row.who}
    return _("%(who)s: %(passed)d of %(of)d sittings pass (%(percent)s).") % {
        "who": row.who, "passed": row.passed, "of": row.of, "percent": row.percent,
    }  # fmt: skip
