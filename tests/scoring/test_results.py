"""A result is worked out once, from the answers, the key and the yardstick, and never changes."""

import random
from uuid import uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scoring.public import (
    AlreadyWritten,
    AnswerSheet,
    GivenAnswer,
    Key,
    Result,
    StageVotes,
    UnitResult,
    UnitVotes,
    current_framework,
    establish_yardstick,
    freeze_key,
    key_units,
    record_result,
    result_of,
)
from tests.factories import make_organisation, make_released_case, make_sheet

pytestmark = pytest.mark.django_db

NEAR = ["1", "2", "2", "2", "2", "3"]


def unit(ratings):
    return {
        "ratings": ratings,
        "confidence": [70] * 6,
        "for": {"D1.1": ["P01", "P02", "P03"], "D1.2": ["P04", "P05"]},
        "against": {"D2.1": ["P01", "P02", "P03", "P04"]},
    }


def record(release, sheet, assessment=None, **changes):
    fields = {
        "assessment": assessment or uuid4(),
        "person": uuid4(),
        "organisation": make_organisation("X01"),
        "use": release.use,
        "snapshot": {"ref": release.case_version.scenario.ref},
        "key": release.key,
        "sheet": sheet,
        "counts_in_figures": True,
        "counts_reason": "",
        "seconds": 1800,
    }
    return record_result(**fields | changes)


@pytest.fixture
def release(organisation):
    """Scored at 2 but for three: contested, not applicable, and 1 or 2."""
    return make_released_case(
        social=unit(["0", "0", "0", "3", "3", "3"]),
        congruence=unit(["x", "x", "x", "x", "0", "0"]),
        hostility=unit(["1", "1", "1", "2", "2", "2"]),
    )


@pytest.fixture
def yardstick(release):
    """From this case and one whose key is 0 everywhere, so that not reading costs something."""
    low = ["0", "0", "0", "0", "0", "1"]
    codes = [row.unit.factor.code for row in key_units(release.key)]
    other = make_released_case(**{code: unit(low) for code in codes})
    return establish_yardstick(
        framework=current_framework(), keys=[release.key, other.key], approved_by="Test"
    )


def test_a_small_case_worked_by_hand(release, yardstick):
    """Nine factors are scored. Key 2 with votes 0-1-4-1 costs: level 0 10/6, 1 4/6, 2 0, 3 4/6.

    Least loss is (1 + 1) / 6. Level 0 loses (1·1 + 4·2 + 1·3) / 6 = 12/6, so 10/6 above the least;
    level 1 (4 + 2) / 6, so 4/6 above; level 3 (2 + 4) / 6, so 4/6 above.
    """
    sheet = make_sheet(
        release.key,
        opportunity=0,  # two below on a risk: missed concern
        preoccupation=3,  # one above
        interests="not_enough",
        congruence="not_applicable",  # as the panel
        hostility=1,  # one of the two key levels
        social=0,  # contested
        desist=1,  # one below on a protective factor
        intimate=0,  # two below on a protective factor: false alarm
        overall=3,
    )
    result = record(release, sheet)

    assert (result.scored_units, result.exact_units, result.within_one_units) == (9, 4, 6)
    assert (result.missed_concerns, result.false_alarms) == (1, 1)
    # risk: opportunity -2, preoccupation +1, hostility 0, self-management 0
    assert result.signed_risk == pytest.approx(-1 / 4)
    # protective: desist -1, intimate -2, routine 0, investment 0
    assert result.signed_protective == pytest.approx(-3 / 4)
    no_reading = yardstick.no_reading_costs["interests"]
    cost = (10 / 6 + 4 / 6 + no_reading + 0 + 0 + 4 / 6 + 10 / 6 + 0 + 0) / 9
    assert result.raw_score == pytest.approx(100 * (1 - cost / yardstick.mean_loss))
    assert (result.score, result.score_undefined) == (None, "provisional_yardstick")
    assert result.panellists_place is None
    assert result.interval_right is True
    assert result.actions == {
        "endorsed": ["planned_home_visit"],
        "missing": [],
        "unneeded": [],
        "disproportionate": ["curfew_tag"],
    }
    assert (result.seconds, result.use) == (1800, "practice")

    units = {row.factor.code: row for row in result.units.select_related("factor")}
    assert len(units) == 12
    opportunity = units["opportunity"]
    assert (opportunity.signed, opportunity.exact, opportunity.within_one) == (-2, False, False)
    assert opportunity.excess == pytest.approx(10 / 6)
    assert opportunity.missed_concern
    assert not opportunity.false_alarm
    assert (opportunity.level, opportunity.key_levels, opportunity.confidence) == (0, [2], 70)
    assert units["intimate"].false_alarm
    assert (units["hostility"].exact, units["hostility"].key_levels) == (True, [1, 2])
    assert (units["congruence"].answer_right, units["congruence"].exact) == (True, None)
    assert (units["social"].standing, units["social"].signed) == ("contested", None)
    assert (units["interests"].exact, units["interests"].signed) == (False, None)
    assert units["overall"].signed == 1
    assert units["overall"].share is None


def test_evidence_is_judged_on_each_unit(release):
    sheet = AnswerSheet(
        answers=tuple(
            GivenAnswer(
                stage=a.stage,
                factor_code=a.factor_code,
                kind=a.kind,
                level=a.level,
                confidence=a.confidence,
                citations={
                    "social": (("D1.1", "for"), ("D1.2", "for"), ("D2.1", "for")),
                    "hostility": (),
                }.get(a.factor_code, (("D1.1", "for"), ("D2.1", "against"))),
            )
            for a in make_sheet(release.key).answers
        )
    )
    result = record(release, sheet)
    units = {row.factor.code: row for row in result.units.select_related("factor")}
    social = units["social"]  # D1.1 required and found, D1.2 acceptable, D2.1 with the wrong stance
    assert social.evidence_precision == pytest.approx(2 / 3)
    assert social.evidence_recall == pytest.approx(1 / 2)
    assert social.evidence_missed == [{"passage": "D2.1", "stance": "against"}]
    assert social.evidence_extra == [{"passage": "D2.1", "stance": "for"}]
    hostility = units["hostility"]
    assert (hostility.evidence_precision, hostility.evidence_recall) == (None, 0)
    assert result.interval_right is None  # none was chosen


def test_without_a_yardstick_the_reason_stands_in_place_of_the_number(release):
    result = record(release, make_sheet(release.key))
    assert (result.score, result.raw_score, result.yardstick) == (None, None, None)
    assert result.score_undefined == "no_yardstick"
    assert result.exact_units == 9


@pytest.mark.parametrize("has_yardstick", [False, True])
def test_recording_twice_gives_the_same_row(release, has_yardstick, request):
    if has_yardstick:
        request.getfixturevalue("yardstick")
    assessment, sheet = uuid4(), make_sheet(release.key)
    first = record(release, sheet, assessment)
    assert record(release, sheet, assessment) == first
    assert Result.objects.count() == 1
    assert UnitResult.objects.count() == 12
    assert result_of(assessment) == first


def test_a_row_written_by_somebody_else_meanwhile_is_taken(release, monkeypatch):
    """The other writer's row is there when ours is refused; nothing breaks the transaction."""
    assessment, sheet = uuid4(), make_sheet(release.key)
    theirs = record(release, sheet, assessment)
    with transaction.atomic():
        ours = record(release, make_sheet(release.key, level=0), assessment)
        assert Result.objects.count() == 1
    assert (ours.pk, ours.exact_units) == (theirs.pk, theirs.exact_units)


def test_a_new_yardstick_gives_a_new_result_and_the_old_one_stays(release, request):
    assessment, sheet = uuid4(), make_sheet(release.key)
    old = record(release, sheet, assessment)
    request.getfixturevalue("yardstick")
    new = record(release, sheet, assessment)
    assert new != old
    assert Result.objects.filter(pk=old.pk).exists()
    assert result_of(assessment) == new


def test_saving_takes_five_queries_whatever_the_number_of_units(
    release, yardstick, django_assert_num_queries
):
    framework = current_framework()
    small = freeze_key(
        subject=uuid4(),
        framework=framework,
        panel_size=6,
        votes=[UnitVotes(1, "opportunity", levels=(0, 1, 4, 1), blind_levels=(0, 1, 4, 1))],
        stages=[StageVotes(1, intervals={"m3": 6})],
        is_synthetic=True,
    )
    for made in (small, release.key):
        sheet, key = make_sheet(made), Key.objects.get(pk=made.pk)
        fields = {
            "assessment": uuid4(),
            "person": uuid4(),
            "organisation": make_organisation("X01"),
            "use": "practice",
            "snapshot": {},
            "key": key,
            "sheet": sheet,
            "counts_in_figures": True,
            "counts_reason": "",
            "seconds": None,
        }
        with django_assert_num_queries(5):
            record_result(**fields)


def test_reading_a_result_with_its_units_takes_two_queries(release, django_assert_num_queries):
    made = record(release, make_sheet(release.key))
    with django_assert_num_queries(2):
        result = result_of(made.assessment)
        codes = [row.factor.code for row in result.units.all()]
    assert result == made
    assert (codes[0], codes[-1]) == ("opportunity", "overall")
    assert result_of(uuid4()) is None


@pytest.mark.parametrize(
    "sheet",
    [
        lambda key: make_sheet(key, opportunity=4),
        lambda key: AnswerSheet(answers=make_sheet(key).answers[1:]),
        lambda key: AnswerSheet(make_sheet(key).answers, {1: "m2"}),
        lambda key: AnswerSheet(make_sheet(key).answers, {1: "m3"}, {1: ("banish",)}),
    ],
    ids=["a level off the scale", "an answer missing", "no such interval", "no such action"],
)
def test_a_sheet_that_does_not_fit_the_key_is_refused_and_nothing_is_stored(release, sheet):
    with pytest.raises(ValueError), transaction.atomic():  # noqa: PT011 - the words are the core's
        record(release, sheet(release.key))
    assert not Result.objects.exists()


def test_what_figures_rest_on_cannot_be_changed(release, yardstick):
    result = record(release, make_sheet(release.key))
    rows = [release.key, key_units(release.key)[0], release.key.stages.get(), yardstick, result]
    for row in [*rows, result.units.first()]:
        with pytest.raises(AlreadyWritten):
            row.save()
        with pytest.raises(AlreadyWritten):
            row.save(update_fields=[row._meta.fields[1].name])
        with pytest.raises(AlreadyWritten):
            type(row).objects.update(**{row._meta.fields[1].name: None})
    result.superseded_at = result.created_at
    result.save(update_fields=["superseded_at"])
    yardstick.is_current = False
    yardstick.save(update_fields=["is_current"])
    assert result_of(result.assessment) is None


FIGURES = [
    field.name
    for field in Result._meta.fields
    if field.name not in ("id", "uuid", "assessment", "person", "created_at", "organisation")
]
answers = st.lists(
    st.one_of(st.integers(0, 3), st.sampled_from(["not_enough", "not_applicable"])),
    min_size=12,
    max_size=12,
)


@given(levels=answers, seed=st.integers(0, 1000))
@settings(
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_the_same_answers_give_the_same_result_in_whatever_order(release, yardstick, levels, seed):
    codes = [row.unit.factor.code for row in key_units(release.key)]
    sheet = make_sheet(release.key, **dict(zip(codes, levels, strict=True)))
    shuffled = list(sheet.answers)
    random.Random(seed).shuffle(shuffled)
    again = AnswerSheet(tuple(shuffled), sheet.interval_code_by_stage, sheet.action_codes_by_stage)
    first, second = record(release, sheet), record(release, again)
    assert [getattr(first, name) for name in FIGURES] == [getattr(second, name) for name in FIGURES]
    unit_rows = [
        list(result.units.order_by("factor").values_list("factor", "excess", "exact", "signed"))
        for result in (first, second)
    ]
    assert unit_rows[0] == unit_rows[1]
