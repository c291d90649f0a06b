"""Whether a course worked: gain from baseline to final, and what is left of it months later.

By course and edition, and by cohort; never by trainer, and of no one person. Who enters, and why by
tens: ``measured_tens``.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils import timezone

from courses.certificate.dates import months_after
from courses.measuring import MONTHS
from courses.models import CoursePage, Measure
from courses.selectors.gain_changes import FigureChange, Step, change_of
from courses.selectors.gain_pairs import (
    Own,
    Pair,
    entered_at,
    is_comparable,
    moved_since,
    order_of,
)
from courses.selectors.measure_values import (
    CourseKey,
    Figure,
    Sitting,
    counted_measures,
    sittings_of,
)
from courses.selectors.measured_tens import (
    HeldBack,
    Members,
    cohorts_told,
    tens_below,
    tens_of_each,
    unbroken_tens,
    whole_tens,
)
from people.public import Cohort, Membership, Organisation, Role, User
from scoring.public import SMALLEST_GROUP

Point = Measure.Point


@dataclass(frozen=True)
class LaterPoint:
    """What has changed since the final: ``asked`` are whole tens of those whose time has come."""

    point: str
    months: int
    n: int
    asked: int
    changes: tuple[FigureChange, ...]


@dataclass(frozen=True)
class CohortGain:
    """The gain of one cohort, or why it has none of its own."""

    name: str
    n: int
    changes: tuple[FigureChange, ...]
    held_back: HeldBack | None


@dataclass(frozen=True)
class NotIn:
    """Whole tens of people who are in no figure: of fewer than ten nothing is said."""

    no_final_yet: int
    left: int
    other_edition: int
    not_scored: int


@dataclass(frozen=True)
class EditionGain:
    """One edition of a course. Without ``n``, fewer than ten have both measures."""

    course: CourseKey
    title: str
    is_deleted: bool
    edition: int
    n: int
    last_on: date | None
    changes: tuple[FigureChange, ...]
    later: tuple[LaterPoint, ...]
    cohorts: tuple[CohortGain, ...]
    not_in: NotIn


def gains_in(
    organisations: QuerySet[Organisation],
    *,
    viewer: User,
    cohorts_of: Organisation | None = None,
) -> list[EditionGain]:
    """Every edition of a course on which ten people or more were measured here, the newest first.

    Of fewer not even that: where few take a course, it would tell who went without a baseline.
    ``cohorts_of`` gives the cohorts of one organisation figures of their own. The queries are as
    many for one person as for thousands: seven, one for the cohorts, and one where a case was
    withdrawn. What is read is of people of these organisations alone.
    """
    here = frozenset(organisations.values_list("pk", flat=True))
    sittings = sittings_of(counted_measures(here, viewer=viewer))
    if not sittings:
        return []
    place = _Place(
        here=here,
        trainees=_trainees(here),
        cohorts_of=cohorts_of.pk if cohorts_of else None,
        cohorts=_cohorts(cohorts_of) if cohorts_of else [],
        today=timezone.localdate(),
    )
    titles = _titles(sittings)
    found = [
        place.edition(course, titles.get(course), edition, owns)
        for (course, edition), owns in _by_edition(sittings).items()
        if place.n_measured(owns) >= SMALLEST_GROUP
    ]
    return sorted(found, key=lambda one: (one.is_deleted, one.title, -one.edition))


def _by_edition(sittings: Iterable[Sitting]) -> dict[tuple[CourseKey, int], list[Own]]:
    """Everybody with a baseline, by the course and the edition of their baseline."""
    owns: defaultdict[tuple[CourseKey, int], dict[str, Sitting]] = defaultdict(dict)
    for one in sittings:
        owns[one.course, one.person][one.point] = one
    found: defaultdict[tuple[CourseKey, int], list[Own]] = defaultdict(list)
    for (course, _person), own in owns.items():
        if Point.BASELINE in own:
            found[course, own[Point.BASELINE].edition].append(own)
    return found


def _titles(sittings: Iterable[Sitting]) -> dict[CourseKey, str]:
    ids = {one.course for one in sittings if isinstance(one.course, int)}
    return dict(CoursePage.objects.filter(pk__in=ids).values_list("pk", "title"))


def _trainees(organisations: Collection[int]) -> frozenset[int]:
    """The trainees here today."""
    held = Membership.objects.current().filter(role=Role.TRAINEE, organisation__in=organisations)
    return frozenset(held.values_list("person_id", flat=True))


def _cohorts(organisation: Organisation) -> list[Members]:
    """The cohorts of an organisation with anybody in them, the oldest first: one query."""
    rows = Cohort.members.through.objects.filter(cohort__organisation=organisation)
    people: defaultdict[tuple[int, str], set[int]] = defaultdict(set)
    for pk, name, person in rows.values_list("cohort_id", "cohort__name", "user_id"):
        people[pk, name].add(person)
    return [Members(pk, name, frozenset(people[pk, name])) for pk, name in sorted(people)]


@dataclass(frozen=True)
class _Place:
    """Where it is asked about, and who is there."""

    here: frozenset[int]
    trainees: frozenset[int]
    cohorts_of: int | None
    cohorts: Sequence[Members]
    today: date

    def n_measured(self, owns: Iterable[Own]) -> int:
        """How many have finished a measure here."""
        return sum(any(one.organisation in self.here for one in own.values()) for own in owns)

    def edition(
        self, course: CourseKey, title: str | None, edition: int, owns: Sequence[Own]
    ) -> EditionGain:
        pairs = list(self._pairs(owns))
        scored = [pair for pair in pairs if pair.is_scored]
        tens = self._tens(scored, Point.FINAL)
        told = self._unbroken(tens, Point.FINAL)
        newest = max((one for own in owns for one in own.values()), key=lambda one: one.finished_at)
        return EditionGain(
            course=course,
            title=title or newest.course_title,
            is_deleted=title is None,
            edition=edition,
            n=len(told),
            last_on=max(
                (timezone.localdate(pair.final.finished_at) for pair in told), default=None
            ),
            changes=self._changes(tens),
            later=tuple(self._later(point, scored) for point in MONTHS),
            cohorts=tuple(self._cohort_gains(tens)),
            not_in=self._not_in(owns, len(pairs) - len(scored) + len(tens) - len(told)),
        )

    def _pairs(self, owns: Iterable[Own]) -> Iterator[Pair]:
        """Both measures on one edition; a pair belongs to where the final was finished."""
        for own in owns:
            final = own.get(Point.FINAL)
            if (
                final is not None
                and final.organisation in self.here
                and final.edition == own[Point.BASELINE].edition
            ):
                yield Pair(own)

    def _tens(self, pairs: Iterable[Pair], by: str) -> list[Pair]:
        """The whole tens of each organisation in the order of finishing: parents add them up.

        Ten after ten, and each as it was made: also those that a withdrawn case has broken since.
        """
        of: defaultdict[int, list[Pair]] = defaultdict(list)
        for pair in sorted(pairs, key=lambda pair: (pair.own[by].finished_at, pair.final.person)):
            of[pair.final.organisation].append(pair)
        return [pair for theirs in of.values() for pair in whole_tens(theirs)]

    def _unbroken(self, tens: Sequence[Pair], by: str) -> list[Pair]:
        return unbroken_tens(tens, lambda pair: pair.fell_away(by))

    def _known(self, figure: Figure, pairs: Iterable[Pair], before: str, after: str) -> list[Pair]:
        """Those of whom a figure can be said at both points, by whole tens as well.

        Somebody may not say how sure they are. Of the next ten it could be one person who did, and
        what is new in the figure would be theirs.
        """
        known = [
            pair
            for pair in pairs
            if figure in pair.own[before].values and figure in pair.own[after].values
        ]
        return self._tens(known, after)

    def _known_of_course(self, figure: Figure, pairs: Iterable[Pair]) -> list[Pair]:
        return self._known(figure, pairs, Point.BASELINE, Point.FINAL)

    def _changes(self, tens: Sequence[Pair]) -> tuple[FigureChange, ...]:
        entered = entered_at(tens)
        known = {figure: self._known_of_course(figure, tens) for figure in Figure}
        return tuple(
            _change_of(
                figure,
                self._unbroken(pairs, Point.FINAL),
                [
                    pair
                    for of_order in _of_each_order(pairs, entered)
                    for pair in self._unbroken(of_order, Point.FINAL)
                ],
            )
            for figure, pairs in known.items()
        )

    def _later(self, point: Point, pairs: Sequence[Pair]) -> LaterPoint:
        """Those who came back to one of the two cases they had; the others cannot be compared."""
        months = MONTHS[point]
        asked: Counter[int] = Counter(
            pair.final.organisation
            for pair in pairs
            if months_after(timezone.localdate(pair.final.finished_at), months) <= self.today
        )
        done = [pair for pair in pairs if is_comparable(pair, point)]
        tens = self._tens(done, point)
        changes = (
            change_of(
                figure,
                [
                    Step(pair.final, pair.own[point], moved_since(pair, point))
                    for pair in self._unbroken(self._known(figure, tens, Point.FINAL, point), point)
                ],
            )
            for figure in Figure
            if figure != Figure.DRILLS
        )
        return LaterPoint(
            point=point,
            months=months,
            n=len(self._unbroken(tens, point)),
            asked=sum(tens_below(n) for n in asked.values()),
            changes=tuple(changes),
        )

    def _cohort_gains(self, tens: Sequence[Pair]) -> Iterator[CohortGain]:
        """Of the people of the organisation itself: those below it have cohorts of their own.

        One of which anybody's case was withdrawn since has no figures: of fewer of its people they
        could be subtracted from what was told before.
        """
        here = [pair for pair in tens if pair.final.organisation == self.cohorts_of]
        answers = self._cohorts_told(here)
        known = {figure: self._known_of_course(figure, here) for figure in Figure}
        by_figure = {
            figure: answers if len(pairs) == len(here) else self._cohorts_told(pairs)
            for figure, pairs in known.items()
        }
        for cohort in sorted(self.cohorts, key=lambda cohort: cohort.name):
            answer = answers[cohort.pk]
            if any(pair.fell_away(Point.FINAL) for pair in _among(here, answer)):
                answer = HeldBack.WITHDRAWN
            if isinstance(answer, HeldBack):
                yield CohortGain(cohort.name, 0, (), answer)
                continue
            changes = (
                _change_of(figure, _whole(_among(pairs, by_figure[figure][cohort.pk])))
                for figure, pairs in known.items()
            )
            yield CohortGain(cohort.name, len(answer), tuple(changes), None)

    def _cohorts_told(self, pairs: Iterable[Pair]) -> dict[int, frozenset[int] | HeldBack]:
        return cohorts_told([pair.final.person for pair in pairs], self.cohorts)

    def _not_in(self, owns: Iterable[Own], not_scored: int) -> NotIn:
        no_final, left, other = 0, 0, 0
        for own in owns:
            baseline, final = own[Point.BASELINE], own.get(Point.FINAL)
            if (final or baseline).organisation not in self.here:
                continue
            if final is None:
                no_final += 1
                left += baseline.person not in self.trainees
            else:
                other += final.edition != baseline.edition
        return NotIn(
            tens_below(no_final - left),
            tens_below(left),
            tens_below(other),
            tens_below(not_scored),
        )


def _among(pairs: Iterable[Pair], answer: frozenset[int] | HeldBack) -> list[Pair]:
    """Those of a cohort; none where it is held back."""
    people = frozenset() if isinstance(answer, HeldBack) else answer
    return [pair for pair in pairs if pair.final.person in people]


def _whole(pairs: list[Pair]) -> list[Pair]:
    """These people, or nobody where a case of one of them has been withdrawn."""
    return [] if any(pair.fell_away(Point.FINAL) for pair in pairs) else pairs


def _of_each_order(
    tens: Sequence[Pair], entered: Mapping[int, datetime]
) -> Collection[Sequence[Pair]]:
    """Their whole tens by the order of their forms, as they came in."""
    return tens_of_each(tens, lambda pair: entered[pair.final.person], order_of).values()


def _change_of(
    figure: Figure, pairs: Iterable[Pair], by_order: Iterable[Pair] = ()
) -> FigureChange:
    """What changed from baseline to final."""
    steps, of_orders = (
        [Step(pair.baseline, pair.final, order_of(pair)) for pair in each]
        for each in (pairs, by_order)
    )
    return change_of(figure, steps, of_orders)
