"""How written drills do: the share right, and which wrong answer is chosen, for trainers.

By wording, over the first answers of trainees of the viewer's nation alone: real and invented ones
are never added together. By whole tens of people, so that no figure changes by what one person did;
under ten nothing is told but that.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from courses.drill_content import DrillContent
from courses.drill_words import answer_label, meant_label
from courses.factors import factor_choices
from courses.models import Drill, DrillAnswer, DrillVersion
from courses.selectors.counted_tens import rows_in_whole_tens
from people.public import User, home_organisation
from scenarios.public import AnswerKind
from scoring.public import SMALLEST_GROUP

Counts = Mapping[str, int]


@dataclass(frozen=True)
class Chosen:
    """A wrong answer, and how many gave it."""

    label: str
    n: int
    share: int
    is_tempting: bool


@dataclass(frozen=True)
class Figures:
    """The figures of one wording, for ten people or more."""

    people: int
    right: int
    share: int
    wrong: tuple[Chosen, ...]


@dataclass(frozen=True)
class WordingRow:
    """One wording of a drill. ``figures`` is None where too few have met it."""

    met_at: datetime
    meant: str
    figures: Figures | None


@dataclass(frozen=True)
class DrillRow:
    """One written drill with its wordings, the newest first; none where it is for measuring."""

    drill: Drill
    factor_name: str
    wordings: tuple[WordingRow, ...]


@dataclass(frozen=True)
class FiguresPage:
    """All written drills, and the size of the smallest group that is told of."""

    rows: tuple[DrillRow, ...]
    smallest: int


def drill_figures(viewer: User) -> FiguresPage:
    """Every written drill that is published or was met, in six queries."""
    drills = list(Drill.objects.defer("statements").order_by("factor", "code"))
    versions: defaultdict[int | None, list[DrillVersion]] = defaultdict(list)
    for version in DrillVersion.objects.filter(drill__isnull=False).order_by("-met_at", "-pk"):
        versions[version.drill_id].append(version)
    counts = _counts(viewer)
    names = dict(factor_choices())
    return FiguresPage(
        rows=tuple(
            # What is kept for measuring has no daily figures, even of before it was.
            _row(drill, () if drill.is_for_measuring else versions[drill.pk], counts, names)
            for drill in drills
            if drill.live or versions[drill.pk]
        ),
        smallest=SMALLEST_GROUP,
    )


def _counts(viewer: User) -> Mapping[int, Counts]:
    """How many gave which answer to each version, as their first and as trainees."""
    home = home_organisation(viewer)
    first = DrillAnswer.objects.filter(
        is_first=True,
        counted_in__is_invented=bool(home and home.is_invented),
        version__drill__isnull=False,
    )
    told = rows_in_whole_tens(first, of=["version"], order=["answered_at", "pk"])
    rows = DrillAnswer.objects.filter(pk__in=told.values("pk")).order_by()
    counts: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for version, kind, level, n in rows.values_list("version", "kind", "level").annotate(
        n=Count("pk")
    ):
        counts[version][str(level) if kind == AnswerKind.LEVEL else kind] += n
    return counts


def _row(
    drill: Drill,
    versions: Sequence[DrillVersion],
    counts: Mapping[int, Counts],
    names: Mapping[str, str],
) -> DrillRow:
    wordings = [_wording(version, counts.get(version.pk, {})) for version in versions]
    return DrillRow(drill, names.get(drill.factor, drill.factor), tuple(wordings))


def _wording(version: DrillVersion, counts: Counts) -> WordingRow:
    content = DrillContent.from_content(version.content)
    people = sum(counts.values())
    figures = _figures(content, counts, people) if people >= SMALLEST_GROUP else None
    return WordingRow(version.met_at, meant_label(content), figures)


def _figures(content: DrillContent, counts: Counts, people: int) -> Figures:
    right = sum(n for answer, n in counts.items() if answer in content.right)
    wrong = sorted(
        ((answer, n) for answer, n in counts.items() if answer not in content.right),
        key=lambda one: (-one[1], one[0]),
    )
    return Figures(
        people=people,
        right=right,
        share=round(100 * right / people),
        wrong=tuple(
            Chosen(
                answer_label(content, answer),
                n,
                round(100 * n / people),
                answer == content.tempting,
            )
            for answer, n in wrong
        ),
    )
