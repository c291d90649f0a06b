"""Where the pages of drills come from: written ones, the library of evidence, and cases.

A case is only asked for through ``drillable_units``, which knows whose key a person may see.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from courses.drill_blocks import statements_of
from courses.drill_content import (
    CasePlace,
    DrillContent,
    Level,
    Statement,
)
from courses.drill_words import library_feedback, library_note
from courses.factors import factors_with_levels
from courses.models import Drill, DrillVersion
from courses.models.drills import FEEDBACK
from courses.selectors.drill_history import History
from courses.spacing import seen_least
from people.public import Prepared, User
from scenarios.public import (
    DrillableUnit,
    OnePage,
    drillable_units,
    evidence_page,
    factors_with_evidence,
    paper_label,
)
from scoring.public import Factor

MINUTES = 3
Kind = DrillVersion.Kind


@dataclass(frozen=True)
class Offer:
    """A page that could be shown next, before anybody has met it."""

    kind: str
    content: DrillContent
    drill: Drill | None = None


_practised = Prepared(lambda: Drill.objects.to_practise().order_by().values_list("factor"))


def factors_to_drill() -> list[Factor]:
    """The factors there is something to practise on, in their order: three queries.

    By what is written or can be made of the library. A case adds pages to a factor and is not
    looked at here, so that this costs the same whoever asks.
    """
    there = {factor for (factor,) in _practised.tuples()} | factors_with_evidence()
    return [factor for factor in factors_with_levels() if factor.code in there]


def next_offer(person: User, factor: Factor, history: History) -> Offer | None:
    """The page of a factor that comes next for this person, or None where there is none.

    A written drill that is new to them first; then a case and a page of the library by turns; and
    only where nothing new is left what was shown longest ago. Never what was shown last, as long
    as there is another.
    """
    last = history.shown[-1] if history.shown else ""
    first: Offer | None = None
    for offer in _candidates(person, factor, history):
        if offer.content.hash != last:
            return offer
        first = first or offer
    return first


def _candidates(person: User, factor: Factor, history: History) -> Iterator[Offer]:
    written = [
        Offer(Kind.WRITTEN, written_content(drill, factor), drill)
        for drill in Drill.objects.to_practise().filter(factor=factor.code).order_by("code")
    ]
    answered = {row.content_hash for row in history.answered}
    known = {row.drill for row in history.answered if row.drill is not None}
    fresh = [each for each in written if each.drill and each.drill.pk not in known]
    # What was set aside comes after what was not.
    yield from sorted(fresh, key=lambda each: each.content.hash in history.shown)
    units = [Offer(Kind.CASE, case_content(unit)) for unit in drillable_units(person, factor.code)]
    new_units = [each for each in units if each.content.hash not in answered]
    made = sum(row.factor == factor.code and row.kind != Kind.WRITTEN for row in history.answered)
    if made % 2:
        yield from new_units
    yield from _of_library(factor, history)
    yield from new_units
    by_hash = {each.content.hash: each for each in (*written, *units)}
    again = seen_least(list(by_hash), history.shown)
    if again is not None:
        yield by_hash[again]
    yield from by_hash.values()


def _of_library(factor: Factor, history: History) -> Iterator[Offer]:
    """The next page of the library; where that was the last one shown, the one after it."""
    met = sum(row.factor == factor.code and row.kind == Kind.LIBRARY for row in history.rows)
    for number in (met, met + 1):
        levels = [level.value for level in factor.scale.levels.all()]
        # Drawn by the number alone, so that people share pages, and no order gives a level away.
        level = random.Random(f"{factor.code}/{number}").choice(levels)  # noqa: S311
        page = evidence_page(factor.code, level, number)
        if page is not None:
            yield Offer(Kind.LIBRARY, library_content(page, factor))


def written_content(drill: Drill, factor: Factor) -> DrillContent:
    """What a written drill shows, as it is written now."""
    return DrillContent(
        **_of_factor(factor),
        right=(drill.level,),
        title=drill.title,
        minutes=drill.minutes,
        person=drill.person,
        content_label=drill.content_label,
        statements=statements_of(drill.statements),
        feedback=tuple(
            (name, words) for name, field in FEEDBACK.items() if (words := getattr(drill, field))
        ),
        tempting=drill.tempting,
        made_of=drill.code,
    )


def library_content(page: OnePage, factor: Factor) -> DrillContent:
    """What a page of the library shows, with words for each answer made from the level meant."""
    others = "; ".join(f"{each.name}, {each.part}" for each in page.others)
    week = _("Week %(week)d of %(supervision)s.") % {
        "week": page.week,
        "supervision": _("his licence") if page.supervision == "licence" else _("his order"),
    }
    named = _("Others in it: %(names)s.") % {"names": others} if others else ""
    return DrillContent(
        **_of_factor(factor),
        right=(str(page.level),),
        title=_("%(name)s, week %(week)d") % {"name": page.name, "week": page.week},
        minutes=MINUTES,
        person=" ".join(part for part in (page.person, week, named) if part),
        content_label=page.content_label,
        statements=tuple(
            Statement(
                text=each.text,
                source=_("%(paper)s, week %(week)d")
                % {"paper": paper_label(each.kind), "week": each.week},
                stance=each.stance,
                note=library_note(each.stance, page.level, factor),
            )
            for each in page.sentences
        ),
        feedback=library_feedback(page.level, factor),
        made_of=f"{page.factor}/{page.level}/{page.seed}",
    )


def case_content(unit: DrillableUnit) -> DrillContent:
    """Where a unit stands; its text and the panel's words are read each time it is shown."""
    version = unit.release.case_version
    return DrillContent(
        **_of_factor(unit.factor),
        right=unit.right,
        title=f"{version.scenario.ref}: {version.title}",
        minutes=MINUTES,
        case=CasePlace(str(unit.key), unit.stage, unit.passages),
    )


def _of_factor(factor: Factor) -> dict[str, Any]:
    return {
        "factor": factor.code,
        "factor_name": factor.name,
        "looks_at": factor.looks_at,
        "is_protective": factor.kind == Factor.Kind.PROTECTIVE,
        "may_not_apply": factor.may_not_apply,
        "levels": tuple(
            Level(level.value, level.label, level.description)
            for level in factor.scale.levels.all()
        ),
    }
