"""A dry run as a page shows it: in words and tables, with names only where they may be seen."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people.public import Role, User, trainees_under
from scenarios.models import Assessment, KeyChange, Proposal, Use, YardstickChange
from scenarios.selectors.rescored import counts_of
from scenarios.services.dry_runs import BANDS, Judges, compare
from scoring.public import SMALLEST_GROUP, Result, Standing, figure_text, share_bar, words_for

ROWS_ON_A_PAGE = 25


@dataclass(frozen=True)
class Move:
    """How many results move by so much, with the bar that draws it."""

    words: str
    results: int
    bar: Any


@dataclass(frozen=True)
class FactorRow:
    """One factor before and after, in percent of the scored ratings."""

    name: str
    before: str
    after: str
    exact_before: int | None
    exact_after: int | None
    missed: tuple[int, int]
    false_alarms: tuple[int, int]


@dataclass(frozen=True)
class Group:
    """The figures of one group, or why there are none."""

    title: str
    sentences: tuple[str, ...]
    withheld: str
    moves: tuple[Move, ...]
    scores: tuple[Move, ...]
    score_words: str
    factors: tuple[FactorRow, ...]


def groups_of(change: KeyChange | YardstickChange) -> tuple[Group, ...]:
    """What was worked out, group by group. No query."""
    figures = change.figures or {"groups": []}
    of_key = isinstance(change, KeyChange)
    provisional = "" if of_key else change.values["provisional_reason"]
    return tuple(_group(each, of_key=of_key, provisional=provisional) for each in figures["groups"])


def _group(kept: Mapping[str, Any], *, of_key: bool, provisional: str) -> Group:
    told = kept["told"]
    if not kept["in_tens"]:
        return Group(_title(kept), _sentences(kept), _withheld(), (), (), "", ())
    return Group(
        title=_title(kept),
        sentences=(*_sentences(kept), *(_about(kept) if of_key else ())),
        withheld="",
        moves=_moves(kept["moves"], told) if of_key else (),
        scores=_score_moves(kept["scores"], told),
        score_words=_score_words(kept, provisional),
        factors=tuple(map(_factor, kept["factors"])) if of_key else (),
    )


def _title(kept: Mapping[str, Any]) -> str:
    whose = _("invented organisations") if kept["is_invented"] else _("real organisations")
    return f"{Use(kept['use']).label}, {whose}"


def _withheld() -> str:
    return _(
        "Under %(least)d people, so there are no figures: they would show how somebody did."
    ) % {"least": SMALLEST_GROUP}


def _sentences(kept: Mapping[str, Any]) -> tuple[str, ...]:
    people = ngettext("%(n)d person", "%(n)d people", kept["people"]) % {"n": kept["people"]}
    words = ngettext(
        "%(n)d result would be judged again, of %(people)s.",
        "%(n)d results would be judged again, of %(people)s.",
        kept["results"],
    ) % {"n": kept["results"], "people": people}
    found = [words]
    if kept["left"]:
        found.append(
            ngettext(
                "%(n)d cannot be judged by the new key, and would be left as it stands.",
                "%(n)d cannot be judged by the new key, and would be left as they stand.",
                kept["left"],
            )
            % {"n": kept["left"]}
        )
    if kept["in_tens"]:
        found.append(
            _("The figures are of the first %(n)d people, since they go by whole tens.")
            % {"n": kept["in_tens"]}
        )
    return tuple(found)


def _about(kept: Mapping[str, Any]) -> tuple[str, ...]:
    said = [
        _(
            "%(weak)d of %(told)d would have other weak factors named, and %(strong)d other strong "
            "ones."
        )
        % {"weak": kept["weak_changed"], "strong": kept["strong_changed"], "told": kept["told"]},
        _("No pass rule is switched on here, so nobody would pass or fail who did not before."),
    ]
    if kept["tool"]["told"]:
        said.append(
            _("Right about the tool: %(before)d before, %(after)d after, of %(n)d.")
            % {
                "before": kept["tool"]["right_before"],
                "after": kept["tool"]["right_after"],
                "n": kept["tool"]["told"],
            }
        )
    return tuple(said)


def _moves(moves: Mapping[str, int], told: int) -> tuple[Move, ...]:
    """By how many factors more or fewer are the same as the panel's."""
    return tuple(
        Move(_move_words(by), moves[str(by)], share_bar(moves[str(by)], told))
        for by in sorted(map(int, moves), reverse=True)
    )


def _move_words(by: int) -> str:
    if by == 0:
        return _("No change")
    if by > 0:
        return ngettext("%(n)d more", "%(n)d more", by) % {"n": by}
    return ngettext("%(n)d fewer", "%(n)d fewer", -by) % {"n": -by}


def _score_moves(scores: Mapping[str, int], told: int) -> tuple[Move, ...]:
    names = [
        _("Down by more than %(n)d points") % {"n": -BANDS[0]},
        *(
            _("Down by %(low)d to %(high)d points") % {"low": -high, "high": -low}
            for low, high in pairwise(BANDS[:4])
        ),
        _("Hardly any change: within a point"),
        *(
            _("Up by %(low)d to %(high)d points") % {"low": low, "high": high}
            for low, high in pairwise(BANDS[4:])
        ),
        _("Up by more than %(n)d points") % {"n": BANDS[-1]},
    ]
    counts = [scores.get(f"band_{number}", 0) for number in range(len(names))]
    if not any(counts):
        return ()
    shown = zip(reversed(names), reversed(counts), strict=True)
    return tuple(Move(name, n, share_bar(n, told)) for name, n in shown)


def _score_words(kept: Mapping[str, Any], provisional: str) -> str:
    scores = kept["scores"]
    if provisional:
        words = _("The new yardstick is provisional, so no score would have a number.")
        return f"{words} {words_for(provisional)}"
    before, after = scores.get("shown_before", 0), scores.get("shown_after", 0)
    if not before and not after:
        return _("No score has a number, before or after: the yardstick is provisional.")
    words = _("%(before)d scores have a number now, and %(after)d would have one.") % {
        "before": before,
        "after": after,
    }
    if kept["mean_before"] is None:
        return words
    mean = _("On average %(before)s points, and %(after)s after.") % {
        "before": figure_text(kept["mean_before"], 0),
        "after": figure_text(kept["mean_after"], 0),
    }
    return f"{words} {mean}"


def _factor(kept: Mapping[str, Any]) -> FactorRow:
    before, after = kept["before"], kept["after"]
    name = kept["name"]
    if kept["stage"] > 1:
        name = _("%(factor)s at stage %(stage)d") % {"factor": name, "stage": kept["stage"]}
    return FactorRow(
        name=name,
        before=_standing(before["standing"]),
        after=_standing(after["standing"]),
        exact_before=_percent(before),
        exact_after=_percent(after),
        missed=(before["missed"], after["missed"]),
        false_alarms=(before["false_alarms"], after["false_alarms"]),
    )


def _standing(code: str) -> str:
    return {
        Standing.SCORED: _("Scored"),
        Standing.CONTESTED: _("Split, not scored"),
        Standing.KEY_NOT_ENOUGH: _("Not enough information"),
        Standing.KEY_NOT_APPLICABLE: _("Not applicable"),
    }.get(Standing(code), _("Not scored")) if code else _("Not rated")  # fmt: skip


def _percent(counts: Mapping[str, int]) -> int | None:
    return round(100 * counts["exact"] / counts["ratings"]) if counts["ratings"] else None


@dataclass(frozen=True)
class NamedRow:
    """One check attempt of somebody whose marks the viewer may see by name."""

    name: str
    submitted_at: datetime | None
    was: str
    would_be: str
    by: str


def named_people(user: User) -> Any:
    """Whose checks a person may see by name: the trainees they lead, and nobody else's."""
    return trainees_under(user, Role.FORCE_LEAD)


def named_rows(user: User, change: KeyChange, number: str | None) -> Page[Any]:
    """One page of the check attempts that a lead may see by name, as they would be judged.

    Only the rows of this page are judged, and nothing is written. Practice is private: nobody's is
    here. A decided change shows nothing: what it did stands in the results.
    """
    sat = Assessment.objects.none()
    if change.release.use == Use.CHECK and change.state == Proposal.State.PROPOSED:
        sat = Assessment.objects.filter(
            release__case_version=change.release.case_version_id,
            use=Use.CHECK,
            submitted_at__isnull=False,
            person__in=named_people(user),
        )
    in_order = sat.select_related("person").order_by(
        "person__last_name", "person__first_name", "pk"
    )
    page = Paginator(in_order, ROWS_ON_A_PAGE).get_page(number)
    page.object_list = _judged(list(page.object_list), change)
    return page


def _judged(sat: list[Assessment], change: KeyChange) -> list[NamedRow]:
    standing = Result.objects.filter(
        assessment__in=[one.uuid for one in sat], superseded_at__isnull=True
    ).select_related("organisation", "key")
    compared = {one.old.assessment: one for one in compare(list(standing), Judges(change))}
    rows = []
    for one in sat:
        found = compared.get(one.uuid)
        if found is None:
            continue
        by = found.new.exact_units - found.old.exact_units if found.new else 0
        rows.append(
            NamedRow(
                name=one.person.get_full_name(),
                submitted_at=one.submitted_at,
                was=counts_of(found.old),
                would_be=counts_of(found.new) if found.new else _("left as it stands"),
                by=_move_words(by),
            )
        )
    return rows
