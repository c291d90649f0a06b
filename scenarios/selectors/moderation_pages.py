"""What a moderation session shows: spreads and citations of its frozen set of people, no more.

Nobody's reason is shown: it is a person's own words in private practice, and colleagues know one
another's style. Answers and citations are counts.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people.public import User
from scenarios.models import Answer, AnswerKind, Citation, ModerationSession, TeachingNote
from scenarios.selectors.case_file import PassageView, case_file
from scenarios.selectors.factor_feedback import (
    Said,
    level_labels,
    level_rows,
    panel_label,
    ratings_with_reasons,
    said_of,
)
from scenarios.selectors.moderation_groups import consensus
from scenarios.selectors.panel_ratings import standing_words
from scoring.public import Factor, KeyUnit, Spread, Standing, framework_parts, key_units, spread

WITH_ALL_THEY_NEED = (
    "organisation",
    "cohort",
    "held_by",
    "release__key",
    "release__case_version__scenario__owner",
    "release__case_version__framework",
)


@dataclass(frozen=True)
class UnitSplit:
    """One factor at one stage: how the people answered, and how far they agree."""

    stage: int
    factor: Factor
    votes: tuple[int, ...]
    others: tuple[tuple[str, int], ...]
    agreed: float | None

    @property
    def people(self) -> int:
        return sum(self.votes) + sum(n for _kind, n in self.others)

    @property
    def is_overall(self) -> bool:
        return self.factor.kind == Factor.Kind.OVERALL

    @property
    def words(self) -> str:
        """The answers in one line, as “2 Some, 3 Significant”."""
        labels = level_labels(self.factor)
        said = [(labels[level], n) for level, n in enumerate(self.votes) if n]
        said += [(_kind_words(kind), n) for kind, n in self.others if n]
        return ", ".join(f"{n} {label}" for label, n in said)

    @property
    def together(self) -> float:
        """How far they agree, from 0 to 1: on the level, and on whether one can be given."""
        kinds = (sum(self.votes), *(n for _kind, n in self.others))
        of_one_kind = max(kinds) / self.people if self.people else 1.0
        return of_one_kind * (1.0 if self.agreed is None else self.agreed)

    @property
    def agreement_words(self) -> str:
        """How far apart they are, in few words."""
        levels = [level for level, n in enumerate(self.votes) if n]
        without = sum(n for _kind, n in self.others)
        if not levels:
            return _("No level given")
        if len(levels) == 1:
            if without:
                return _("One level, and %(n)d without one") % {"n": without}
            return _("All alike")
        span = levels[-1] - levels[0]
        return ngettext("%(n)d level apart", "%(n)d levels apart", span) % {"n": span}


@dataclass(frozen=True)
class AnswerRow:
    """An answer, as it is called under the drawing and in words, with how many gave it."""

    code: str
    label: str
    n: int


@dataclass(frozen=True)
class PanelSide:
    """What the panel said of one unit: shown only when somebody asks for it."""

    answer: str
    standing: str
    drawing: Spread
    rows: tuple[AnswerRow, ...]
    reasons: tuple[Said, ...]
    size: int


@dataclass(frozen=True)
class NoteRow:
    """A teaching note as a list shows it."""

    stage: int
    factor: Factor
    level: str
    text: str
    session: ModerationSession


def session_or_404(user: User, uuid: UUID) -> ModerationSession:
    """A session that may be seen; any other answers as one that does not exist."""
    found = ModerationSession.objects.visible_to(user).select_related(*WITH_ALL_THEY_NEED)
    session = found.filter(uuid=uuid).first()
    if session is None:
        raise Http404
    return session


def held_session_or_404(user: User, uuid: UUID) -> ModerationSession:
    """The same for whoever holds it; who may see it otherwise is told that it is not theirs."""
    session = session_or_404(user, uuid)
    if session.held_by_id != user.pk:
        raise PermissionDenied
    return session


def splits_of(session: ModerationSession) -> list[UnitSplit]:
    """Every unit, stage by stage, the most split factor first and the overall level last.

    One query, however many people there are.
    """
    rows = (
        Answer.objects.filter(assessment__moderation_sessions=session)
        .exclude(kind="")
        .order_by()
        .values_list("stage", "factor", "kind", "level")
        .annotate(n=Count("pk"))
    )
    counts: defaultdict[tuple[int, int], Counter[tuple[str, int | None]]] = defaultdict(Counter)
    for stage, factor_id, kind, level, n in rows:
        counts[stage, factor_id][kind, level] = n
    version = session.release.case_version
    factors = framework_parts(version.framework_id).factors
    units = [
        _split(stage, factor, counts[stage, factor.pk])
        for stage in range(1, version.stages + 1)
        for factor in factors
    ]
    return sorted(units, key=_most_split_first)


def _split(stage: int, factor: Factor, counts: Mapping[tuple[str, int | None], int]) -> UnitSplit:
    levels = (level.value for level in factor.scale.levels.all())
    votes = tuple(counts.get((AnswerKind.LEVEL, level), 0) for level in levels)
    others = tuple(
        (kind, n)
        for kind in (AnswerKind.NOT_ENOUGH, AnswerKind.NOT_APPLICABLE)
        if (n := counts.get((kind, None), 0))
    )
    return UnitSplit(stage, factor, votes, others, consensus(votes))


def _most_split_first(unit: UnitSplit) -> tuple[int, bool, float, int]:
    return unit.stage, unit.is_overall, round(unit.together, 6), unit.factor.number


def unit_or_404(units: Iterable[UnitSplit], stage: int, code: str) -> UnitSplit:
    """The unit that an address names."""
    for unit in units:
        if (unit.stage, unit.factor.code) == (stage, code):
            return unit
    raise Http404


def unit_url(session: ModerationSession, unit: UnitSplit) -> str:
    """The page of one factor."""
    return reverse("moderation_factor", args=[session.uuid, unit.stage, unit.factor.code])


def group_side(unit: UnitSplit) -> tuple[Spread, list[AnswerRow]]:
    """The people's answers as a drawing, and the rows of the table beside it."""
    labels = level_labels(unit.factor)
    rows = [AnswerRow(str(level), labels[level], n) for level, n in enumerate(unit.votes)]
    rows += [AnswerRow("–", _kind_words(kind), n) for kind, n in unit.others]
    return spread(unit.votes, off_scale=sum(n for _kind, n in unit.others)), rows


def panel_rows(row: KeyUnit, labels: Mapping[int, str]) -> tuple[AnswerRow, ...]:
    """The panel's votes as the rows of its table."""
    on_scale = len(labels)
    return tuple(
        AnswerRow(str(at) if at < on_scale else "–", each.label, each.experts)
        for at, each in enumerate(level_rows(row, labels))
    )


def _kind_words(kind: str) -> str:
    return str(AnswerKind(kind).label)


def cited_passages(session: ModerationSession, unit: UnitSplit) -> list[PassageView]:
    """The passages that anybody cited for this factor, the most cited first, each with counts."""
    rows = (
        Citation.objects.filter(
            answer__assessment__moderation_sessions=session,
            answer__stage=unit.stage,
            answer__factor=unit.factor,
        )
        .order_by()
        .values_list("passage__ref", "stance")
        .annotate(n=Count("pk"))
    )
    return _counted(session, unit.stage, {(ref, stance): n for ref, stance, n in rows}, unit.people)


def panel_passages(session: ModerationSession, unit: UnitSplit) -> list[PassageView]:
    """The same of the panel."""
    row = _key_unit(session, unit)
    votes = {(each["passage"], each["stance"]): each["panellists"] for each in row.evidence_votes}
    return _counted(session, unit.stage, votes, session.release.key.panel_size)


def _counted(
    session: ModerationSession, stage: int, votes: Mapping[tuple[str, str], int], size: int
) -> list[PassageView]:
    cited: Counter[str] = Counter()
    for (ref, _stance), n in votes.items():
        cited[ref] += n
    documents = case_file(session.release.case_version, stage=stage).documents
    passages = [passage for document in documents for passage in document.passages]
    found = [
        replace(passage, mine=tuple(_counts_words(passage.ref, votes, size)))
        for passage in passages
        if passage.ref in cited
    ]
    return sorted(found, key=lambda passage: -cited[passage.ref])


def _counts_words(ref: str, votes: Mapping[tuple[str, str], int], size: int) -> Iterable[str]:
    if n := votes.get((ref, Citation.Stance.FOR)):
        yield _("Cited for: %(n)d of %(size)d.") % {"n": n, "size": size}
    if n := votes.get((ref, Citation.Stance.AGAINST)):
        yield _("Cited against: %(n)d of %(size)d.") % {"n": n, "size": size}


def panel_side(session: ModerationSession, unit: UnitSplit) -> PanelSide:
    """The panel's spread, what it is used for, and its reasons by label."""
    row, key = _key_unit(session, unit), session.release.key
    labels = level_labels(unit.factor)
    said = ratings_with_reasons(key).get((unit.stage, unit.factor.code), ())
    return PanelSide(
        answer=panel_label(row, labels, key.panel_size - key.wrong_tool_votes),
        standing=standing_words(row.standing),
        drawing=spread(
            row.level_votes,
            key_levels=set(row.key_levels) if row.standing == Standing.SCORED else (),
            off_scale=row.not_enough_votes + row.not_applicable_votes,
        ),
        rows=panel_rows(row, labels),
        reasons=tuple(said_of(rating, labels) for rating in said),
        size=key.panel_size,
    )


def _key_unit(session: ModerationSession, unit: UnitSplit) -> KeyUnit:
    here = (unit.stage, unit.factor.code)
    units = key_units(session.release.key)
    return next(row for row in units if (row.unit.stage, row.unit.factor.code) == here)


def note_of(session: ModerationSession, unit: UnitSplit) -> TeachingNote:
    """The note on one unit, or an empty one that is not stored."""
    found = TeachingNote.objects.filter(
        session=session, stage=unit.stage, factor=unit.factor
    ).first()
    return found or TeachingNote(session=session, stage=unit.stage, factor=unit.factor)


def level_words(note: TeachingNote) -> str:
    """The agreed level in words, or nothing."""
    return "" if note.level is None else level_labels(note.factor)[note.level]


def notes_of(sessions: Iterable[ModerationSession]) -> list[NoteRow]:
    """What was agreed on in these sessions, factor by factor, the newest session first."""
    known = {session.pk: session for session in sessions}
    notes = TeachingNote.objects.filter(session__in=known).select_related("factor__scale")
    notes = notes.prefetch_related("factor__scale__levels")
    return [
        NoteRow(
            note.stage,
            note.factor,
            level_words(note),
            note.or_notice(note.text),
            known[note.session_id],
        )
        for note in notes.order_by("stage", "factor__number", "-session__opened_at")
        if note.says_something
    ]


@dataclass(frozen=True)
class SessionRow:
    """A session in a list: whose, on what, and how far it is."""

    uuid: UUID
    ref: str
    title: str
    group: str
    held_by: str
    opened_at: datetime
    is_open: bool
    is_mine: bool
    notes: int


def session_rows(user: User) -> list[SessionRow]:
    """Every session somebody may see, the newest first. One query, and one for their roles."""
    found = (
        ModerationSession.objects.visible_to(user)
        .select_related("release__case_version__scenario", "held_by")
        .annotate(noted=Count("notes"))
    )
    return [
        SessionRow(
            uuid=session.uuid,
            ref=session.release.case_version.scenario.ref,
            title=session.release.case_version.title,
            group=session.group_name,
            held_by=str(session.held_by),
            opened_at=session.opened_at,
            is_open=session.is_open,
            is_mine=session.held_by_id == user.pk,
            notes=session.noted,
        )
        for session in found
    ]


def closed_sessions_on(user: User, ref: str) -> list[ModerationSession]:
    """The closed sessions on a case that somebody may see, the newest first."""
    found = ModerationSession.objects.visible_to(user).select_related(*WITH_ALL_THEY_NEED)
    return list(found.filter(closed_at__isnull=False, release__case_version__scenario__ref=ref))
