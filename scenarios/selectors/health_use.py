"""What a case's use says of it, in words: each group of trainees apart, from ten people on."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Avg, Count
from django.utils.translation import gettext as _

from scenarios.health_words import (
    figure_or_why,
    likely_between,
    percent_or_why,
    signed,
    why_not,
)
from scenarios.models import Answer, CaseVersion, Citation, Use
from scenarios.selectors.factor_feedback import CITED_BY_THE_PANEL, cited_rows
from scoring.public import (
    SMALLEST_GROUP,
    Estimate,
    Factor,
    GroupUse,
    Key,
    KeyUnit,
    Spread,
    Undefined,
    UnitUse,
    figure_text,
    key_units,
    spread,
    told_assessments,
)

Group = tuple[str, bool]


@dataclass(frozen=True)
class UnitRow:
    """One factor of the table of use, each figure in words or with why there is none."""

    name: str
    stage: int
    answers: int
    exact: str
    signed: str
    concerns: int
    alarms: int
    discrimination: str
    minutes: str
    note: str


@dataclass(frozen=True)
class GapSaid:
    """A factor on which trainees agree with one another and not with the panel, both drawn."""

    name: str
    stage: int
    words: str
    panel: Spread
    trainees: Spread
    rows: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True)
class NeverCited:
    """Evidence that the panel cites on a factor and nobody of the group does."""

    factor: str
    refs: str


@dataclass(frozen=True)
class UseSaid:
    """One group's section. With ``too_few`` there is nothing but those words."""

    heading: str
    anchor: str
    people: int
    too_few: str = ""
    sentences: tuple[str, ...] = ()
    rows: tuple[UnitRow, ...] = ()
    gaps: tuple[GapSaid, ...] = ()
    never_cited: tuple[NeverCited, ...] = ()
    uncited: tuple[str, ...] = ()


def use_said(version: CaseVersion, key: Key, groups: Sequence[GroupUse]) -> tuple[UseSaid, ...]:
    """Every group's section, in three queries however many people there are."""
    if not any(group.is_told for group in groups):
        return tuple(_too_few(group) for group in groups)
    times = _times(key)
    cited = _citations(key)
    passages = [passage.ref for passage in version.passages.all()]
    rows = key_units(key)
    is_staged = version.stages > 1
    return tuple(
        _said(group, rows, times, cited[group.group], passages, is_staged=is_staged)
        if group.is_told
        else _too_few(group)
        for group in groups
    )


def _times(key: Key) -> dict[tuple[Group, int, int], tuple[float, int]]:
    """Mean seconds on each factor, and how many people's; without scripts there is none."""
    rows = (
        Answer.objects.filter(assessment__uuid__in=told_assessments(key), seconds__isnull=False)
        .order_by()
        .values_list("assessment__use", "assessment__organisation__is_invented", "stage", "factor")
        .annotate(mean=Avg("seconds"), n=Count("pk"))
    )
    return {
        ((use, invented), stage, factor): (mean, n)
        for use, invented, stage, factor, mean, n in rows
    }


def _citations(key: Key) -> defaultdict[Group, set[tuple[int, int, str, str]]]:
    """What anybody cited: stage, factor, passage and stance."""
    rows = (
        Citation.objects.filter(answer__assessment__uuid__in=told_assessments(key))
        .order_by()
        .values_list(
            "answer__assessment__use",
            "answer__assessment__organisation__is_invented",
            "answer__stage",
            "answer__factor",
            "passage__ref",
            "stance",
        )
        .distinct()
    )
    found: defaultdict[Group, set[tuple[int, int, str, str]]] = defaultdict(set)
    for use, invented, *at in rows:
        found[use, invented].add(tuple(at))
    return found


def _heading(group: GroupUse) -> str:
    use = Use(group.use)
    words = {
        Use.PRACTICE: (_("In practice"), _("In practice, invented organisations")),
        Use.CHECK: (_("In checks"), _("In checks, invented organisations")),
        Use.ANCHOR: (_("As an anchor"), _("As an anchor, invented organisations")),
    }
    return words[use][group.of_invented]


def _anchor(group: GroupUse) -> str:
    return f"use-{group.use}-{'invented' if group.of_invented else 'real'}"


def _too_few(group: GroupUse) -> UseSaid:
    words = _(
        "Fewer than %(n)d people have done it so that it counts, so nothing is said of them yet."
    ) % {"n": SMALLEST_GROUP}
    return UseSaid(_heading(group), _anchor(group), 0, too_few=words)


def _said(
    group: GroupUse,
    rows: Sequence[KeyUnit],
    times: dict[tuple[Group, int, int], tuple[float, int]],
    cited: set[tuple[int, int, str, str]],
    passages: Sequence[str],
    *,
    is_staged: bool,
) -> UseSaid:
    return UseSaid(
        heading=_heading(group),
        anchor=_anchor(group),
        people=group.people,
        sentences=_sentences(group),
        rows=tuple(_row(group, one, times) for one in group.units),
        gaps=tuple(_gap(one) for one in group.units if one.is_gap),
        never_cited=tuple(_never_cited(rows, cited, is_staged=is_staged)),
        uncited=_uncited(rows, cited, passages),
    )


def _sentences(group: GroupUse) -> tuple[str, ...]:
    people = _(
        "%(n)d people, taken in by tens in the order they submitted; only first attempts count."
    ) % {"n": group.people}
    hard = _("They gave the panel’s level on %(exact)s of the scored answers") % {
        "exact": percent_or_why(group.exact)
    }
    if isinstance(group.exact, Undefined):
        hard = _("How hard it is cannot be said. %(why)s") % {"why": why_not(group.exact)}
    else:
        guess = percent_or_why(group.by_guessing)
        hard = _("%(hard)s; guessing gives %(guess)s.") % {"hard": hard, "guess": guess}
    return people, hard, _score_words(group.score), _minutes_words(group)


def _score_words(score: Estimate | Undefined) -> str:
    if isinstance(score, Undefined):
        return _("There is no mean score. %(why)s") % {"why": why_not(score)}
    return _("Their mean score is %(mean)s, likely between %(between)s.") % {
        "mean": figure_text(score.value, 0), "between": likely_between(score, 0),
    }  # fmt: skip


def _minutes_words(group: GroupUse) -> str:
    if isinstance(group.minutes, Undefined):
        return _("How long it takes cannot be said: fewer than ten have a time.")
    return _(
        "Half of them take less than %(middle)s minutes, the middle half %(between)s (%(n)d with a "
        "time, breaks left out)."
    ) % {
        "middle": figure_text(group.minutes.value, 0),
        "between": likely_between(group.minutes, 0),
        "n": group.timed,
    }


def _row(
    group: GroupUse, one: UnitUse, times: dict[tuple[Group, int, int], tuple[float, int]]
) -> UnitRow:
    factor = one.row.unit.factor
    mean, timed = times.get((group.group, one.row.unit.stage, factor.pk), (0.0, 0))
    is_overall = factor.kind == Factor.Kind.OVERALL
    return UnitRow(
        name=factor.name,
        stage=one.row.unit.stage,
        answers=one.answers,
        exact=percent_or_why(one.exact),
        signed=signed(one.signed),
        concerns=one.missed_concerns,
        alarms=one.false_alarms,
        discrimination=_("Not asked") if is_overall else figure_or_why(one.discrimination),
        minutes=figure_text(mean / 60, 1) if timed >= SMALLEST_GROUP else _("too few with a time"),
        note=_note(one),
    )


def _note(one: UnitUse) -> str:
    notes = []
    if one.is_gap:
        notes.append(_("Trainees agree, and not with the panel."))
    if one.is_surely_suspect:
        notes.append(_("Those who do well otherwise do worse here."))
    elif one.is_suspect:
        notes.append(_("Below 0, which can be chance."))
    return " ".join(notes)


def _gap(one: UnitUse) -> GapSaid:
    factor, votes = one.row.unit.factor, one.row.level_votes
    labels = {level.value: level.label for level in factor.scale.levels.all()}
    assert not isinstance(one.gap, Undefined)  # noqa: S101 - a gap has a distance
    words = _(
        "The trainees’ middle is %(gap)s levels from the panel’s, and they agree closely "
        "(consensus %(consensus)s). Suspect the key or the text before the trainees."
    ) % {"gap": signed(one.gap, 0), "consensus": figure_or_why(one.consensus)}
    return GapSaid(
        name=factor.name,
        stage=one.row.unit.stage,
        words=words,
        panel=spread(votes, key_levels=set(one.row.key_levels)),
        trainees=spread(one.levels),
        rows=tuple((labels[n], votes[n], one.levels[n]) for n in range(len(votes))),
    )


def _never_cited(
    rows: Iterable[KeyUnit], cited: set[tuple[int, int, str, str]], *, is_staged: bool
) -> Iterable[NeverCited]:
    """Of what two panellists or more cite on a factor, what nobody cites there with that stance."""
    for row in rows:
        votes = {(v["passage"], v["stance"]): v["panellists"] for v in row.evidence_votes}
        missed = [
            (ref, stance)
            for (ref, stance), n in votes.items()
            if n >= CITED_BY_THE_PANEL
            and (row.unit.stage, row.unit.factor_id, ref, stance) not in cited
        ]
        if missed:
            name = row.unit.factor.name
            if is_staged:
                name = _("%(factor)s at stage %(stage)d") % {
                    "factor": name, "stage": row.unit.stage,
                }  # fmt: skip
            found = cited_rows(missed, votes)
            refs = ", ".join(f"{one.ref} {one.stance} ({one.panellists})" for one in found)
            yield NeverCited(name, refs)


def _uncited(
    rows: Iterable[KeyUnit], cited: set[tuple[int, int, str, str]], passages: Sequence[str]
) -> tuple[str, ...]:
    """The passages that neither the panel nor any trainee cites on any factor."""
    used = {ref for _stage, _factor, ref, _stance in cited}
    used |= {vote["passage"] for row in rows for vote in row.evidence_votes}
    return tuple(ref for ref in passages if ref not in used)
