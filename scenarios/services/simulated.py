"""Simulated trainees at work: their answers are drawn, all else goes the way of a person's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from django.db import transaction
from django.utils.translation import gettext as _

from people.public import User, home_organisation, record_events, remember_memberships
from scenarios.models import Assessment, ChosenAction, Release, StageSubmission, WrongTool
from scenarios.services.admission import may_start
from scenarios.services.assessing import (
    FIRST_STAGE,
    factors_to_draw_from,
    mark_closed,
    result_facts,
    stage_row,
    start_assessment,
    submission_of,
    submit_assessment,
)
from scenarios.services.errors import NotStartable
from scenarios.services.simulated_rows import REASON, CaseRows, Rows, Work
from scenarios.services.standing import History, histories_of
from scenarios.services.wrong_tool import stop_as_wrong_tool
from scoring.public import Judge, Rater, Submitted, record_results


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """What one simulated person is to do, beginning at a moment in the past.

    It is submitted after the minutes it took or, where only some ``answers`` are asked for, left
    open in the first stage after the first so many.
    """

    person: User
    rater: Rater
    generator: np.random.Generator
    at: datetime
    minutes: float
    answers: int | None = None

    @property
    def seconds(self) -> int:
        return round(60 * self.minutes)

    def when(self, share: float) -> datetime:
        """The moment when this share of the time was spent."""
        return self.at + timedelta(seconds=round(self.seconds * share))


class CaseSimulator:
    """Lets simulated people attempt one release. It reads the case once, however many they are.

    One by one they go every step a person goes. Together they take the same rules and rows in a
    few statements; a test keeps what is written by the two equal.
    """

    def __init__(self, release: Release) -> None:
        self._release = release
        self._case = CaseRows(release)
        self._judge = Judge(release.key)
        self._drawn_from = factors_to_draw_from(release)
        self._stages = range(FIRST_STAGE, release.case_version.stages + 1)

    @transaction.atomic
    def attempt(
        self,
        *,
        person: User,
        rater: Rater,
        generator: np.random.Generator,
        at: datetime,
        minutes: float,
        answers: int | None = None,
    ) -> Assessment:
        """One simulated person's attempt: see ``Attempt``.

        NotStartable: somebody who is not simulated, or whose organisation is a real one, besides
        whatever would refuse a person.
        """
        wanted = Attempt(
            person=person,
            rater=rater,
            generator=generator,
            at=at,
            minutes=minutes,
            answers=answers,
        )
        _refuse_unless_simulated(wanted.person)
        assessment = start_assessment(person=person, release=self._release)
        work = self._draw(wanted)
        rows = Assessment.objects.filter(pk=assessment.pk)
        rows.update(started_at=wanted.at, seconds=wanted.seconds)
        if work.ground:
            return stop_as_wrong_tool(
                person=person,
                uuid=assessment.uuid,
                ground=work.ground,
                text=REASON,
                at=wanted.when(1),
            )
        for number in self._stages if answers is None else [FIRST_STAGE]:
            self._do_stage(assessment, number, wanted, work)
            if answers is None:
                at = wanted.when(work.share_of_time(number))
                assessment = submit_assessment(assessment=assessment, at=at)
                if assessment.is_open:
                    rows.update(active_at=None)  # the minutes are given, and not counted again
        return assessment

    def _do_stage(self, assessment: Assessment, number: int, wanted: Attempt, work: Work) -> None:
        stage = StageSubmission.objects.get(assessment=assessment, stage=number)
        stage.assessment = assessment
        rows = Rows()
        self._case.add(rows, stage, work, wanted.at)
        if wanted.answers is None:
            # The plan of the stage before, from which this one starts, gives way to theirs.
            ChosenAction.objects.filter(assessment=assessment, stage=number).delete()
            self._case.add_plan(rows, stage, work)
            stage.save(update_fields=["interval"])
        rows.write()

    @transaction.atomic
    def attempt_all(self, attempts: Sequence[Attempt]) -> list[Assessment]:
        """Many people's attempts, one each: all of them or, where one is refused, none.

        NotStartable as above. IntegrityError: somebody has this case open already.
        ValueError: somebody stands in it twice.
        """
        people = [wanted.person for wanted in attempts]
        if len({person.pk for person in people}) < len(people):
            raise ValueError("A person attempts a case once at a time.")
        # As when a person submits: two cases that are one scenario end one after the other.
        ours = User.objects.filter(pk__in=[person.pk for person in people]).order_by("pk")
        list(ours.select_for_update(no_key=True).values_list("pk"))
        remember_memberships(people)
        histories = histories_of(people, self._release)
        written = _Written()
        for wanted in attempts:
            _refuse_unless_simulated(wanted.person)
            if words := may_start(wanted.person, self._release):
                raise NotStartable(words)
            self._add(written, wanted, histories[wanted.person.pk])
        return written.write(self._judge)

    def _add(self, written: "_Written", wanted: Attempt, history: History) -> None:
        """The rows that ``attempt`` would leave behind."""
        work = self._draw(wanted)
        assessment = Assessment(
            person=wanted.person,
            release=self._release,
            use=self._release.use,
            started_at=wanted.at,
            seconds=wanted.seconds,
            is_wrong_tool=bool(work.ground),
        )
        written.assessments.append(assessment)
        left_early = work.ground or wanted.answers is not None
        for number in [FIRST_STAGE] if left_early else self._stages:
            stage = stage_row(assessment, number, self._drawn_from)
            written.stages.append(stage)
            self._case.add(written.rows, stage, work, wanted.at)
            if wanted.answers is None:
                stage.submitted_at = wanted.when(1 if work.ground else work.share_of_time(number))
                if not work.ground:
                    self._case.add_plan(written.rows, stage, work)
        if wanted.answers is None:
            mark_closed(assessment, history, wanted.when(1))
            written.submitted.append((assessment, work))

    def _draw(self, wanted: Attempt) -> Work:
        return self._case.draw(wanted.rater, wanted.generator, wanted.seconds, wanted.answers)


class _Written:
    """Everything that many attempts leave behind, kept until it is written at once."""

    def __init__(self) -> None:
        self.assessments: list[Assessment] = []
        self.stages: list[StageSubmission] = []
        self.rows = Rows()
        self.submitted: list[tuple[Assessment, Work]] = []

    def write(self, judge: Judge) -> list[Assessment]:
        Assessment.objects.bulk_create(self.assessments)
        StageSubmission.objects.bulk_create(self.stages)
        self.rows.write()
        WrongTool.objects.bulk_create(
            WrongTool(assessment=assessment, ground=work.ground, text=REASON)
            for assessment, work in self.submitted
            if work.ground
        )
        record_results(judge=judge, submitted=[_judged(*one) for one in self.submitted])
        record_events([submission_of(assessment) for assessment, _work in self.submitted])
        return self.assessments


def _judged(assessment: Assessment, work: Work) -> Submitted:
    facts = result_facts(assessment)
    facts.pop("key")  # the judge's own
    return Submitted(**facts, sheet=work.sheet, said_wrong_tool=bool(work.ground))


def _refuse_unless_simulated(person: User) -> None:
    organisation = home_organisation(person)
    if not person.is_simulated or organisation is None or not organisation.is_invented:
        raise NotStartable(
            _("Only simulated people of invented organisations have attempts made for them.")
        )
