"""Where feedback sends a person next: something to read, and a case to practise on."""

from collections.abc import Collection, Iterable, Sequence

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Page

from courses.models import Completion, LessonPage, Measure, SetCase
from courses.selectors.cases import (
    Attempts,
    PracticeCase,
    State,
    attempts_by_case,
    practice_cases_of,
)
from courses.selectors.measure_ends import closed_words
from people.public import User, home_organisation
from scenarios.public import NextStep, Release, Use


def next_steps_in_courses(
    person: User, release: Release, weak_factor_codes: Sequence[str]
) -> list[NextStep]:
    """Lessons on the weak factors, or else the next unread one; then one case not yet done.

    Where that leaves nothing, a case that was done can be practised again. In the middle of a
    measure there is that alone; after it, or in a set of a certification, that comes first.
    """
    if release.use == Use.ANCHOR and (step := _open_measure(person)):
        return [step]
    own_ref = release.case_version.scenario.ref
    cases = _cases_to_practise(person)
    others = [case for case in cases if case.ref != own_ref]
    steps = _lessons(person, weak_factor_codes)
    if new := [case for case in others if case.state != State.DONE]:
        steps.append(_step(new[0], _("Practise: %(ref)s, %(title)s")))
    own = [case for case in cases if case.ref == own_ref and release.use == Use.PRACTICE]
    if not steps and (done := [*own, *others]):
        steps.append(_step(done[0], _("Practise again: %(ref)s, %(title)s")))
    return [*_finished_measure(person, release), *_set_of(person, release), *steps]


def _open_measure(person: User) -> NextStep | None:
    """The measure whose case was submitted, and whose drills are not all answered."""
    rows = Measure.objects.filter(
        person=person, assessment__isnull=False, finished_at=None, declined_at=None
    ).select_related("course")
    for row in rows:
        if not closed_words(row):
            return NextStep(_("Go on with the measure"), reverse("measure", args=[row.uuid]))
    return None


def _finished_measure(person: User, release: Release) -> list[NextStep]:
    """The measure that this case was the last part of, or was done in before the drills."""
    if release.use != Use.ANCHOR:
        return []
    rows = Measure.objects.filter(
        person=person, release=release, assessment__isnull=False, finished_at__isnull=False
    )
    words = _("%(point)s finished: look at your measures")
    return [
        NextStep(words % {"point": row.get_point_display()}, reverse("measure", args=[row.uuid]))
        for row in rows.order_by("-finished_at")[:1]
    ]


def _set_of(person: User, release: Release) -> list[NextStep]:
    """The set that this case was submitted for: to be gone on with, or how it was decided."""
    if release.use != Use.CHECK:
        return []
    rows = SetCase.objects.filter(
        of_set__person=person, release=release, replaced_at=None, submitted_at__isnull=False
    ).select_related("of_set__certification")
    return [
        NextStep(
            _("Go on with the set") if row.of_set.is_open else _("See how the set went"),
            reverse("own_certification", args=[row.of_set.certification.uuid]),
        )
        for row in rows.order_by("-drawn_at")[:1]
    ]


def _lessons(person: User, weak_factor_codes: Sequence[str]) -> list[NextStep]:
    # Read, or left out by testing out: one on a weak factor is worth reading all the same.
    done = Completion.objects.filter(person=person, lesson=OuterRef("pk"))
    lessons = LessonPage.objects.live().filter(~Exists(_drafts_above())).order_by("path")
    rows = list(lessons.annotate(is_done=Exists(done)).defer("body"))
    codes = list(weak_factor_codes)
    found = (
        sorted(
            (lesson for lesson in rows if lesson.factor in codes),
            key=lambda lesson: codes.index(lesson.factor),
        )
        or [lesson for lesson in rows if not lesson.is_done][:1]
    )
    return [NextStep(lesson.title, lesson.url, lesson.minutes) for lesson in found]


def _drafts_above() -> QuerySet[Page]:
    """The pages above a lesson that are not published: it is seen when all of them are."""
    path = ExpressionWrapper(OuterRef("path"), output_field=CharField())
    drafts: QuerySet[Page] = Page.objects.filter(live=False)
    return drafts.alias(of=path).filter(of__startswith=F("path"))


def _cases_to_practise(person: User) -> list[PracticeCase]:
    """The open practice cases but those the person is sitting a check on, as the case page says."""
    if home_organisation(person) is None:
        return []
    attempts = attempts_by_case(person)
    being_sat = _refs_being_sat(attempts.values())
    return [case for case in practice_cases_of(attempts) if case.ref not in being_sat]


def _refs_being_sat(attempts: Iterable[Attempts]) -> Collection[str]:
    begun = (attempt.open_one for attempt in attempts if attempt.open_one)
    return {row.ref for row in begun if row.use != Use.PRACTICE}


def _step(case: PracticeCase, words: str) -> NextStep:
    return NextStep(words % {"ref": case.ref, "title": case.title}, case.url, case.minutes)
