"""How hard a text is to read: the Flesch-Kincaid grade (Kincaid and others, 1975).

    0.39 × words/sentences + 11.8 × syllables/words − 15.59

It is a school year of the United States; eight reads easily, twelve does not. It knows nothing of
meaning: a short hard sentence scores well.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from scenarios.quality.sentences import words_of
from scenarios.quality.syllables import syllables
from scenarios.quality.texts import CaseText, Paper, Piece
from scenarios.safety.findings import Finding, shortened

# Fewer words say nothing of a whole paper, and a shorter sentence is no hard one.
FEWEST_WORDS = 60
HARD_WORDS = 12
MOST_HARD = 3


@dataclass(frozen=True)
class Counts:
    """What a grade is worked out from."""

    words: int = 0
    sentences: int = 0
    syllables: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            self.words + other.words,
            self.sentences + other.sentences,
            self.syllables + other.syllables,
        )

    @property
    def grade(self) -> float | None:
        """The Flesch-Kincaid grade, or None of no words at all."""
        if not self.words:
            return None
        return 0.39 * self.words / self.sentences + 11.8 * self.syllables / self.words - 15.59


@dataclass(frozen=True)
class HardSentence:
    """A sentence that costs the reader most, with its place."""

    ref: str
    where: str
    text: str
    words: int
    grade: float


@dataclass(frozen=True)
class PaperGrade:
    """The grade of one paper; None says that it is too short to tell."""

    ref: str
    title: str
    words: int
    grade: float | None
    is_hard: bool


@dataclass(frozen=True)
class Reading:
    """How hard a case is to read, as a whole and by paper."""

    words: int
    grade: float | None
    most: float
    papers: tuple[PaperGrade, ...]
    hardest: tuple[HardSentence, ...]


def counts_of(sentences: Iterable[str]) -> Iterator[tuple[str, Counts]]:
    """Each sentence with its counts; what has no word in it is none."""
    for sentence in sentences:
        if words := words_of(sentence):
            yield sentence, Counts(len(words), 1, sum(map(syllables, words)))


def reading_of(case: CaseText) -> Reading:
    """The grade of each paper and of the whole, and the hardest sentences."""
    most = settings.READING_GRADE_MOST
    papers, hard, whole = [], [], Counts()
    for paper in case.papers:
        total = Counts()
        for piece in paper.pieces:
            for sentence, counts in counts_of(piece.sentences):
                total += counts
                if counts.words >= HARD_WORDS and (grade := counts.grade or 0) > most:
                    hard.append(_hard(piece, sentence, counts.words, grade))
        papers.append(_graded(paper, total, most))
        whole += total
    hard.sort(key=lambda one: -one.grade)
    return Reading(whole.words, whole.grade, most, tuple(papers), tuple(hard[:MOST_HARD]))


def reading_findings(reading: Reading) -> Iterator[Finding]:
    """Advice on papers that read harder than they need to."""
    for paper in reading.papers:
        if paper.is_hard:
            yield Finding(
                "reading",
                paper.title,
                _(
                    "It reads at grade %(grade)s; %(most)s or lower reads easily. Split its "
                    "longest sentences, and use the shorter word."
                )
                % {"grade": f"{paper.grade:.1f}", "most": f"{reading.most:g}"},
                f"“{paper.title}”, {paper.ref}",
                ref=paper.ref,
                blocks=False,
            )


def _graded(paper: Paper, total: Counts, most: float) -> PaperGrade:
    grade = total.grade if total.words >= FEWEST_WORDS else None
    return PaperGrade(
        paper.ref, paper.title, total.words, grade, grade is not None and grade > most
    )


def _hard(piece: Piece, sentence: str, words: int, grade: float) -> HardSentence:
    return HardSentence(piece.ref, piece.where, shortened(sentence), words, grade)
