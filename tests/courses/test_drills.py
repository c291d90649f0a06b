"""A drill is put before a person, answered once, and decides what comes next."""

from datetime import timedelta
from itertools import pairwise

import pytest
from django.utils import timezone

from courses.models import Drill, DrillAnswer, DrillVersion
from courses.selectors.drills_today import drills_due, drills_page
from courses.services.drills import (
    LONGEST,
    DrillClosed,
    answer_drill,
    begin_drill,
    seconds_between,
    set_drill_aside,
)
from people.public import Role, User, grant_membership
from scenarios.public import Release
from tests.factories import make_framework, make_released_case, make_submitted
from tests.factories.drills import answer_next, make_drill
from tests.factories.evidence import make_library

Kind = DrillVersion.Kind


@pytest.fixture
def framework(db: None) -> None:
    make_framework()


@pytest.fixture
def drill(framework: None) -> Drill:
    return make_drill()


@pytest.fixture
def library(framework: None, organisation: object) -> None:
    from scenarios.services.evidence import current_library_version

    make_library()
    current_library_version(organisation=organisation)


def test_there_is_nothing_to_begin_where_nothing_is_written(trainee: User, framework: None) -> None:
    assert begin_drill(person=trainee) is None
    assert drills_due(trainee).can_practise is False


def test_beginning_twice_is_the_same_as_once(trainee: User, drill: Drill) -> None:
    first, second = begin_drill(person=trainee), begin_drill(person=trainee)
    assert first == second
    assert DrillAnswer.objects.count() == 1


def test_answering_twice_is_the_same_as_once_and_the_first_stands(
    trainee: User, drill: Drill
) -> None:
    row = begin_drill(person=trainee)
    assert row is not None
    answer_drill(person=trainee, uuid=row.uuid, answer="1", confidence=70)
    again = answer_drill(person=trainee, uuid=row.uuid, answer="3", confidence=25)
    assert (again.level, again.outcome, again.confidence) == (1, "right", 70)
    assert DrillAnswer.objects.count() == 1


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [("0", "below"), ("1", "right"), ("3", "above"), ("not_enough", "other")],
)
def test_the_direction_of_an_error_is_kept(
    trainee: User, drill: Drill, answer: str, outcome: str
) -> None:
    row = answer_next(trainee, answer)
    assert (row.answer, row.outcome) == (answer, outcome)


def test_what_cannot_be_answered_is_refused(trainee: User, drill: Drill) -> None:
    row = begin_drill(person=trainee)
    assert row is not None
    with pytest.raises(ValueError, match="no answer"):
        answer_drill(person=trainee, uuid=row.uuid, answer="not_applicable")


def test_nobody_answers_for_another(trainee: User, other_trainee: User, drill: Drill) -> None:
    row = begin_drill(person=trainee)
    assert row is not None
    with pytest.raises(DrillAnswer.DoesNotExist):
        answer_drill(person=other_trainee, uuid=row.uuid, answer="1")
    with pytest.raises(DrillAnswer.DoesNotExist):
        set_drill_aside(person=other_trainee, uuid=row.uuid)


def test_an_edit_is_another_wording_and_leaves_what_was_met(trainee: User, drill: Drill) -> None:
    met = answer_next(trainee, "1")
    drill.level, drill.tempting = "2", "1"
    drill.save()
    later = answer_next(trainee, "1", code=drill.code)
    met.refresh_from_db()
    assert (met.outcome, met.version.right) == ("right", ["1"])
    assert (later.outcome, later.version.right) == ("below", ["2"])
    assert DrillVersion.objects.filter(drill=drill).count() == 2


def test_who_meets_the_same_wording_shares_a_version(
    trainee: User, other_trainee: User, drill: Drill
) -> None:
    assert answer_next(trainee).version == answer_next(other_trainee).version


def test_a_deleted_drill_leaves_what_was_answered(trainee: User, drill: Drill) -> None:
    row = answer_next(trainee)
    drill.delete()
    row.version.refresh_from_db()
    assert (row.version.drill, row.version.title) == (None, "Opposite the school")
    assert drills_due(trainee).has_practised


def test_the_first_answer_to_a_wording_counts_and_repeats_are_kept(
    trainee: User, drill: Drill
) -> None:
    rows = [answer_next(trainee, answer) for answer in ("3", "1")]
    assert [row.is_first for row in rows] == [True, False]
    assert DrillAnswer.objects.filter(person=trainee).count() == 2


def test_what_a_trainer_or_panellist_answers_never_counts(
    trainee: User, trainer: User, panellist: User, drill: Drill
) -> None:
    organisation = trainee.memberships.get().organisation
    grant_membership(person=panellist, role=Role.TRAINEE, organisation=organisation)
    counted = [answer_next(one).counted_in for one in (trainee, trainer, panellist)]
    assert counted == [organisation, None, None]


def test_time_is_the_servers_and_never_more_than_five_minutes_nor_less_than_none() -> None:
    now = timezone.now()
    assert seconds_between(now, now + timedelta(seconds=42)) == 42
    assert seconds_between(now, now + timedelta(days=2)) == LONGEST.total_seconds()
    assert seconds_between(now, now - timedelta(days=2)) == 0


def test_one_that_is_skipped_is_not_answered_and_another_comes(trainee: User, drill: Drill) -> None:
    other = make_drill(title="Another", person="Mr Field, 40.")
    row = begin_drill(person=trainee)
    assert row is not None
    set_drill_aside(person=trainee, uuid=row.uuid)
    with pytest.raises(DrillClosed):
        answer_drill(person=trainee, uuid=row.uuid, answer="1")
    following = begin_drill(person=trainee)
    assert following is not None
    assert following.version.drill in (drill, other)
    assert following.version.drill != row.version.drill


def test_what_is_kept_for_measuring_is_never_practised_however_it_is_asked_for(
    trainee: User, drill: Drill
) -> None:
    kept = make_drill(code="desist-9", factor="desist", is_for_measuring=True)
    assert begin_drill(person=trainee, code=kept.code) is None
    assert begin_drill(person=trainee, factor="desist") is None
    assert [row.code for row in drills_page(trainee).factors] == ["opportunity"]
    drill.is_for_measuring = True
    drill.save()
    assert begin_drill(person=trainee) is None
    assert drills_due(trainee).can_practise is False


def test_one_that_is_open_when_it_is_kept_for_measuring_is_finished_and_comes_no_more(
    trainee: User, other_trainee: User, drill: Drill
) -> None:
    row, skipped = begin_drill(person=trainee), begin_drill(person=other_trainee)
    assert row is not None
    assert skipped is not None
    drill.is_for_measuring = True
    drill.save()
    assert begin_drill(person=trainee, code=drill.code) == row
    assert answer_drill(person=trainee, uuid=row.uuid, answer="1").outcome == "right"
    set_drill_aside(person=other_trainee, uuid=skipped.uuid)
    for one in (trainee, other_trainee):
        assert begin_drill(person=one) is None
        assert begin_drill(person=one, code=drill.code) is None


def test_written_drills_come_before_pages_of_the_library(
    trainee: User, drill: Drill, library: None
) -> None:
    kinds = [answer_next(trainee, factor="opportunity").version.kind for _time in range(3)]
    assert kinds == [Kind.WRITTEN, Kind.LIBRARY, Kind.LIBRARY]


def test_the_same_page_never_comes_twice_in_a_row(trainee: User, library: None) -> None:
    versions = [answer_next(trainee, factor="desist").version_id for _time in range(8)]
    assert all(one != two for one, two in pairwise(versions))
    assert len(set(versions)) == 8


def test_two_people_get_the_same_pages_of_the_library(
    trainee: User, other_trainee: User, library: None
) -> None:
    mine, theirs = (answer_next(one, factor="desist").version for one in (trainee, other_trainee))
    assert mine == theirs


def test_a_case_is_drilled_only_after_it_was_submitted(
    trainee: User, library: None, practice: Release, check: Release
) -> None:
    def kinds() -> set[str]:
        return {answer_next(trainee, factor="opportunity").version.kind for _time in range(4)}

    assert kinds() == {Kind.LIBRARY}
    make_submitted(trainee, practice)
    assert kinds() == {Kind.LIBRARY, Kind.CASE}
    (version,) = DrillVersion.objects.filter(kind=Kind.CASE)
    assert version.title.startswith("TR-0007")
    assert "He was in and spoke freely." not in str(version.content)
    assert "Why opportunity is level 2" not in str(version.content)


def test_a_case_that_is_withdrawn_meanwhile_is_not_answered(
    trainee: User, drill: Drill, practice: Release
) -> None:
    answer_next(trainee)
    make_submitted(trainee, practice)
    row = next(
        row
        for row in (begin_drill(person=trainee, factor="opportunity") for _time in range(1))
        if row is not None
    )
    assert row.version.kind == Kind.CASE
    practice.state = Release.State.WITHDRAWN
    practice.save(update_fields=["state"])
    with pytest.raises(DrillClosed):
        answer_drill(person=trainee, uuid=row.uuid, answer="2")
    following = begin_drill(person=trainee, factor="opportunity")
    assert following is not None
    assert following.version.kind == Kind.WRITTEN


def test_a_wrong_factor_is_due_tomorrow_and_a_right_one_later(trainee: User, drill: Drill) -> None:
    make_drill(code="desist-9", factor="desist", title="Two pages")
    yesterday = timezone.now() - timedelta(days=1)
    answer_next(trainee, "3", at=yesterday, factor="opportunity")
    answer_next(trainee, at=yesterday, factor="desist")
    page = drills_page(trainee)
    assert page.due.n == 1
    assert [row.code for row in page.factors if row.is_due] == ["opportunity"]
    following = begin_drill(person=trainee)
    assert following is not None
    assert (following.version.factor, following.why) == ("opportunity", "wrong")


@pytest.mark.parametrize("answers", [1, 50])
def test_what_is_due_costs_the_same_however_much_was_practised(
    trainee: User, library: None, answers: int, django_assert_num_queries
) -> None:
    row = answer_next(trainee)
    DrillAnswer.objects.bulk_create(
        DrillAnswer(
            person=trainee,
            version=row.version,
            why="due",
            answered_at=timezone.now(),
            kind="level",
            level=1,
            outcome="below",
        )
        for _number in range(answers)
    )
    with django_assert_num_queries(4):
        assert drills_due(trainee).can_practise
    with django_assert_num_queries(4):
        drills_page(trainee)


def test_cases_cost_the_same_whether_there_is_one_or_several(
    trainee: User, drill: Drill, django_assert_max_num_queries
) -> None:
    for number in range(3):
        make_submitted(trainee, make_released_case("practice", f"TS-DRILL{number}"))
    with django_assert_max_num_queries(40):
        begin_drill(person=trainee, factor="opportunity")
