"""Many simulated people at once leave the same rows behind as one after the other."""

import random
from datetime import timedelta

import numpy as np
import pytest
from django.db import IntegrityError
from django.forms.models import model_to_dict
from django.utils import timezone

from people.public import (
    Event,
    Newcomer,
    Role,
    User,
    add_simulated_people,
    grant_membership,
)
from scenarios.models import (
    Answer,
    Assessment,
    CaseDocument,
    Release,
    StageSubmission,
    WrongTool,
)
from scenarios.services.assessing import factors_to_draw_from
from scenarios.services.errors import NotStartable
from scenarios.services.freezing import freeze_case_version
from scenarios.services.panels import close_panel, load_panel
from scenarios.services.releases import release_case
from scenarios.services.simulated import Attempt, CaseSimulator
from scoring.public import Rater, Result
from tests.factories import (
    make_framework,
    make_organisation,
    make_person,
    make_released_case,
    make_scenario,
    panel_data,
)

pytestmark = pytest.mark.django_db
AT = timezone.now() - timedelta(days=20)
SIX = ["P01", "P02", "P03", "P04", "P05", "P06"]
# What differs by being another row, another person or another moment of writing.
APART = {"id", "uuid", "assessment", "person", "receipt", "result", "answer", "organisation"}


def release(scenario, panel) -> Release:
    version = freeze_case_version(scenario=scenario, framework=make_framework())
    key = close_panel(panel=load_panel(case_version=version, data=panel))
    return release_case(case_version=version, key=key, use="practice")


def staged_case() -> Release:
    scenario = make_scenario()
    scenario.documents.add(
        CaseDocument(
            sort_order=2,
            stage=2,
            kind=CaseDocument.Kind.CALL_NOTE,
            title="Call note",
            dated="Week 9",
            body="He has lost his flat.",
        )
    )
    scenario.save()
    first, later = panel_data(make_framework()), panel_data(make_framework())
    for unit in later["units"].values():
        unit["ratings"] = ["2", "3", "3", "3", "3", "3"]
        unit["for"] = {"D3.1": SIX}
    panel = {key: first[key] for key in ("synthetic", "note", "panellists")}
    parts = ("units", "interval", "actions")
    panel["stages"] = [{part: stage[part] for part in parts} for stage in (first, later)]
    return release(scenario, panel)


def wrong_tool_case() -> Release:
    """All stopped the case, five on one ground and one on another."""
    grounds = ["no_conviction"] * 5 + ["other"]
    return release(
        make_scenario(),
        {
            "synthetic": True,
            "note": "Synthetic panel, for tests.",
            "panellists": SIX,
            "wrong_tool": {
                label: {"ground": ground, "reason": "He has no conviction."}
                for label, ground in zip(SIX, grounds, strict=True)
            },
        },
    )


KINDS = {
    "practice": make_released_case,
    "check": lambda: make_released_case("check"),
    "staged": staged_case,
    "wrong tool": wrong_tool_case,
}


def simulated_people(code: str, count: int = 8) -> list[User]:
    return add_simulated_people(
        [
            Newcomer(
                email=f"trainee{number}@{code.lower()}.demo.example",
                first_name="Sim",
                last_name=f"Trainee{number}",
                organisation=make_organisation(code),
            )
            for number in range(count)
        ]
    )


def attempts(people: list[User]) -> list[Attempt]:
    """One each; the sixth and seventh leave the case open."""
    return [
        Attempt(
            person=person,
            rater=Rater(shift=0.1 * number - 0.4, not_enough=0.1, stray=0.1, notice=0.5),
            generator=np.random.default_rng([7, number]),
            at=AT + timedelta(hours=number),
            minutes=20 + number,
            answers={5: 3, 6: 7}.get(number),
        )
        for number, person in enumerate(people)
    ]


def one_by_one(simulator: CaseSimulator, wanted: list[Attempt]) -> list[Assessment]:
    made = [
        simulator.attempt(
            person=one.person,
            rater=one.rater,
            generator=one.generator,
            at=one.at,
            minutes=one.minutes,
            answers=one.answers,
        )
        for one in wanted
    ]
    return [Assessment.objects.get(pk=assessment.pk) for assessment in made]


def fields(row, *but: str) -> dict:
    """Every field of a row by name, also those that no form may change."""
    every = model_to_dict(row) | {
        field.name: field.value_from_object(row) for field in row._meta.concrete_fields
    }
    return {name: value for name, value in every.items() if name not in APART | set(but)}


def left_behind(assessment: Assessment) -> dict:
    """All that an attempt wrote, without what differs by being another row."""
    answers = list(assessment.answers.order_by("stage", "factor"))
    result = Result.objects.filter(assessment=assessment.uuid).first()
    events = Event.objects.filter(payload__assessment=str(assessment.uuid))
    own = assessment.organisation in (None, assessment.person.memberships.get().organisation)
    assert own
    return {
        "assessment": fields(assessment),
        "has receipt": bool(assessment.receipt),
        "stages": [fields(row, "reasons_asked") for row in assessment.stages.order_by("stage")],
        "answers": [fields(row) for row in answers],
        "citations": [
            fields(row) for answer in answers for row in answer.citations.order_by("passage")
        ],
        "actions": [fields(row) for row in assessment.chosen_actions.order_by("stage", "action")],
        "wrong tool": [fields(row) for row in WrongTool.objects.filter(assessment=assessment)],
        "result": fields(result) if result else None,
        "units": [fields(row) for row in result.units.order_by("stage", "factor")]
        if result
        else [],
        "events": [
            (row.name, sorted(row.payload), row.payload["use"], bool(row.actor), row.subject)
            for row in events
        ],
    }


@pytest.mark.parametrize("kind", KINDS)
def test_together_they_leave_the_same_rows_as_one_by_one(kind):
    simulator = CaseSimulator(KINDS[kind]())
    apart = one_by_one(simulator, attempts(simulated_people("X01")))
    simulator.attempt_all(attempts(simulated_people("X02")))
    together = list(Assessment.objects.filter(person__email__contains="@x02.").order_by("pk"))

    assert [left_behind(one) for one in together] == [left_behind(one) for one in apart]
    assert sum(one.is_submitted for one in together) == 6
    assert len({one.receipt for one in [*apart, *together]} - {""}) == 12
    for code in ("X01", "X02"):
        events = Event.objects.filter(organisation__code=code)
        assert list(events.values_list("sequence", flat=True)) == list(range(1, len(events) + 1))
    for stage in StageSubmission.objects.select_related("assessment"):
        assessment = stage.assessment
        draw = random.Random(f"{assessment.uuid}/{stage.stage}")
        codes = factors_to_draw_from(assessment.release)
        assert stage.reasons_asked == sorted(draw.sample(codes, 3))
        given = assessment.answers.filter(stage=stage.stage, reason__isnull=False)
        rated = assessment.answers.filter(stage=stage.stage, factor__code__in=stage.reasons_asked)
        assert set(given) == set(rated)


def test_who_counts_is_the_same_question_for_many():
    """A second attempt, a panellist and somebody who is no trainee do not count, either way."""
    simulator = CaseSimulator(make_released_case())

    def crowd(code):
        people = simulated_people(code, 4)
        grant_membership(
            person=people[1], role=Role.PANELLIST, organisation=make_organisation(code)
        )
        people[2].memberships.update(role=Role.SUPERVISOR)
        return [User.objects.get(pk=person.pk) for person in people]

    apart, together = crowd("X01"), crowd("X02")
    once = one_by_one(simulator, attempts(apart)) + one_by_one(simulator, attempts(apart[3:]))
    both = simulator.attempt_all(attempts(together)) + simulator.attempt_all(attempts(together[3:]))
    reasons = ["", "trainer_or_panellist", "not_a_trainee", "", "repeat"]
    assert [one.counts_reason for one in once] == reasons
    assert [one.counts_reason for one in both] == reasons
    assert [one.counts_in_figures for one in both] == [not reason for reason in reasons]
    results = Result.objects.filter(assessment__in=[one.uuid for one in both]).order_by("pk")
    assert list(results.values_list("counts_reason", flat=True)) == reasons


def test_rows_are_written_in_batches_and_only_the_rules_are_asked_of_each(
    django_assert_max_num_queries,
):
    simulator = CaseSimulator(make_released_case())
    people = simulated_people("X01", 12)
    with django_assert_max_num_queries(12 * 3 + 45):  # may they start: three questions each
        simulator.attempt_all(attempts(people))
    assert Result.objects.count() == 10


def test_all_or_nothing_where_one_is_refused():
    simulator = CaseSimulator(make_released_case())
    people = [*simulated_people("X01", 3), make_person()]
    with pytest.raises(NotStartable, match="Only simulated people"):
        simulator.attempt_all(attempts(people))
    assert not Assessment.objects.exists()


def test_the_rules_of_starting_and_of_once_hold_for_many():
    simulator = CaseSimulator(make_released_case("check"))
    people = simulated_people("X01", 7)
    simulator.attempt_all(attempts(people))
    with pytest.raises(NotStartable, match="submitted this case before"):
        simulator.attempt_all(attempts(people[:1]))
    with pytest.raises(IntegrityError):
        simulator.attempt_all(attempts(people)[5:6])  # has it open still
    with pytest.raises(ValueError, match="once at a time"):
        simulator.attempt_all(attempts(people[:1]) * 2)


def test_a_later_stage_is_seen_afresh_by_the_same_habits():
    simulator = CaseSimulator(staged_case())
    (made,) = simulator.attempt_all(
        [
            Attempt(
                person=simulated_people("X01", 1)[0],
                rater=Rater(spread=0, recall=1, stray=1),
                generator=np.random.default_rng(1),
                at=AT,
                minutes=30,
            )
        ]
    )
    levels = {
        stage: set(Answer.objects.filter(stage=stage).values_list("level", flat=True))
        for stage in (1, 2)
    }
    assert levels == {1: {2}, 2: {3}}
    cited = made.answers.filter(stage=1, citations__passage__stage=2)
    assert not cited.exists()
    first, last = made.stages.order_by("stage")
    assert AT < first.submitted_at < last.submitted_at == made.submitted_at
    result = Result.objects.get(assessment=made.uuid)
    assert set(result.units.values_list("stage", flat=True)) == {1, 2}


@pytest.mark.parametrize(("notice", "said"), [(1.0, True), (0.0, False)])
def test_the_wrong_tool_is_noticed_by_chance_and_never_where_there_is_none(notice, said):
    rater = Rater(notice=notice)
    person = simulated_people("X01", 1)[0]
    for at, kind in enumerate((wrong_tool_case, make_released_case)):
        CaseSimulator(kind()).attempt_all(
            [
                Attempt(
                    person=person,
                    rater=rater,
                    generator=np.random.default_rng(1),
                    at=AT + timedelta(days=at),
                    minutes=30,
                )
            ]
        )
    stopped, rated = Assessment.objects.order_by("started_at")
    assert (stopped.is_wrong_tool, rated.is_wrong_tool) == (said, False)
    assert stopped.answers.count() == (0 if said else 12)
    assert Result.objects.get(assessment=stopped.uuid).tool_right is said
    assert Result.objects.get(assessment=rated.uuid).tool_right is None
