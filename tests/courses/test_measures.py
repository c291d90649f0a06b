"""Taking a measure: when it is asked, which form comes, and what finishes it."""

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import pytest
from django.utils import timezone

from courses.measuring import window_of_final, window_of_later
from courses.models import Completion, CoursePage, Drill, Enrolment, Measure
from courses.selectors.measure_refusals import baseline_waits
from courses.selectors.measures import State, measures_of
from courses.selectors.my_learning import my_learning
from courses.services.measuring import (
    MeasureRefused,
    answer_measure_drill,
    begin_baseline,
    begin_measure,
    decline_baseline,
)
from courses.services.reading import complete_lesson
from people.models import Membership
from people.public import (
    Role,
    User,
    grant_membership,
)
from people.services.memberships import end_membership
from scenarios.models import Assessment, Release
from scenarios.services.assessing import start_assessment, submit_assessment
from scenarios.services.breaks import carry_on_after_stop, stop_assessment
from scenarios.services.errors import AssessmentClosed, NotStartable
from scenarios.services.panels import close_panel, load_panel
from scenarios.services.releases import release_case
from scenarios.services.wrong_tool import stop_as_wrong_tool
from scoring.public import result_of
from tests.factories import make_person
from tests.factories.assessing import complete_stage, make_submitted
from tests.factories.cases import panel_data
from tests.factories.courses import lessons_of, make_course
from tests.factories.measures import (
    answer_drills,
    finish_course,
    make_measured_course,
    move_back,
    sit_case,
    take,
)


@pytest.fixture
def measured(home) -> CoursePage:
    return make_measured_course(title="Seeing risk")


def states(person: User, course: CoursePage) -> list[str]:
    return [str(line.state) for line in measures_of(person, course).lines]


@pytest.fixture
def on_day(monkeypatch) -> Callable[[date], None]:
    """The clock of the site, put to noon of a day."""

    def put(day: date) -> None:
        noon = timezone.make_aware(datetime.combine(day, time(12)))
        monkeypatch.setattr(timezone, "now", lambda: noon)

    return put


def test_a_baseline_is_begun_once_with_its_case_and_its_drills_as_they_are(
    measured, trainee, organisation
):
    measure = begin_baseline(person=trainee, course=measured)
    assert begin_baseline(person=trainee, course=measured) == measure
    assert (measure.point, measure.edition, measure.counted_in) == ("baseline", 1, organisation)
    assert measure.form == measure.first_form
    form = measured.measuring_forms[measure.form].value
    assert measure.release.case_version.scenario.ref == form["case"]
    assert [row.version.drill.code for row in measure.drills.all()] == list(form["drills"])
    Drill.objects.update(person="Somebody else, 40.")
    assert measure.drills.get(position=1).version.content["person"].startswith("Mr Brill")
    assert Enrolment.objects.get().begun_at is None


def test_both_orders_are_as_many_in_each_organisation(measured, organisation, other_organisation):
    for place in (organisation, other_organisation):
        for _person in range(5):
            begin_baseline(person=make_person(organisation=place), course=measured)
            n = Counter(Measure.objects.filter(counted_in=place).values_list("form", flat=True))
            assert abs(n[0] - n[1]) <= 1


def test_it_is_finished_with_its_last_part_whichever_that_is(measured, trainee):
    first = begin_baseline(person=trainee, course=measured)
    sit_case(first)
    first.refresh_from_db()
    assert not first.is_finished
    answer_drills(first)
    first.refresh_from_db()
    assert first.is_finished

    other = begin_baseline(person=make_person(), course=measured)
    answer_drills(other)
    done = sit_case(other)
    other.refresh_from_db()
    assert other.is_finished
    assert other.assessment == done.uuid


def test_a_drill_is_answered_once_and_the_first_answer_stands(measured, trainee, other_trainee):
    measure = begin_baseline(person=trainee, course=measured)
    asked = {"uuid": measure.uuid, "position": 1}
    answer_measure_drill(person=trainee, answer="3", confidence=50, **asked)
    again = answer_measure_drill(person=trainee, answer="1", **asked)
    assert (again.level, again.outcome, again.confidence) == (3, "above", 50)
    with pytest.raises(type(again).DoesNotExist):
        answer_measure_drill(person=other_trainee, answer="1", **asked)


def test_a_declined_baseline_is_asked_no_more_and_brings_no_final(measured, trainee):
    measure = begin_baseline(person=trainee, course=measured)
    attempt = start_assessment(person=trainee, release=measure.release)
    declined = decline_baseline(person=trainee, course=measured)
    assert declined == decline_baseline(person=trainee, course=measured) == measure
    attempt.refresh_from_db()
    assert attempt.stopped_at
    with pytest.raises(MeasureRefused, match="went without"):
        begin_baseline(person=trainee, course=measured)
    with pytest.raises(AssessmentClosed, match="kept for the measures"):
        carry_on_after_stop(assessment=attempt)
    finish_course(trainee, measured)
    assert states(trainee, measured) == ["declined", "never", "never", "never", "never"]


def test_whoever_has_read_a_lesson_gets_no_baseline(measured, trainee):
    complete_lesson(person=trainee, lesson=lessons_of(measured)[0])
    assert states(trainee, measured)[0] == "missed"
    assert not baseline_waits(trainee, measured)
    with pytest.raises(MeasureRefused, match="began to read without it"):
        begin_baseline(person=trainee, course=measured)
    assert decline_baseline(person=trainee, course=measured) is None


def test_a_baseline_that_reading_ended_stays_ended_when_the_lesson_is_deleted(measured, trainee):
    measure = begin_baseline(person=trainee, course=measured)
    lesson = lessons_of(measured)[0]
    complete_lesson(person=trainee, lesson=lesson)
    lesson.delete()
    with pytest.raises(MeasureRefused, match="begun to read"):
        answer_drills(measure)


def test_the_final_takes_the_other_form_and_later_ones_the_form_had_longer_ago(
    measured, trainee, on_day
):
    on_day(date(2030, 1, 10))
    baseline = take(trainee, measured)
    assert states(trainee, measured) == ["done", "later", "later", "later", "later"]
    finish_course(trainee, measured)
    on_day(date(2030, 1, 31))
    final = take(trainee, measured, "final")
    assert final.form == 1 - baseline.form
    assert final.first_form == baseline.form
    taken = []
    for day in (date(2030, 2, 28), date(2030, 5, 30), date(2030, 7, 31)):
        on_day(day)
        taken.append(take(trainee, measured, measures_of(trainee, measured).current.point))
    assert [one.point for one in taken] == ["month_1", "month_3", "month_6"]
    assert [one.form for one in taken] == [baseline.form, final.form, baseline.form]
    assert not any(one.drills.exists() for one in taken)
    repeats = Assessment.objects.filter(counts_in_figures=False)
    assert set(repeats.values_list("counts_reason", flat=True)) == {"repeat"}
    assert repeats.count() == 3


@pytest.mark.parametrize(
    ("final_on", "months", "first", "last"),
    [
        (date(2030, 1, 31), "month_1", date(2030, 2, 28), date(2030, 3, 30)),
        (date(2027, 11, 30), "month_3", date(2028, 2, 29), date(2028, 3, 29)),
        (date(2030, 8, 31), "month_6", date(2031, 2, 28), date(2031, 3, 30)),
    ],
)
def test_later_ones_fall_on_the_last_day_of_a_short_month(final_on, months, first, last):
    window = window_of_later(months, final_on)
    assert (window.first, window.last) == (first, last)


def test_a_final_is_offered_for_28_days_and_then_missed_in_words(measured, trainee, on_day):
    today = timezone.localdate()
    take(trainee, measured)
    finish_course(trainee, measured)
    last = window_of_final(today).last
    assert last == today + timedelta(days=28)
    on_day(last)
    begun = begin_measure(person=trainee, course=measured, point="final")
    attempt = start_assessment(person=trainee, release=begun.release)
    complete_stage(attempt)
    on_day(last + timedelta(days=1))
    line = measures_of(trainee, measured).line("final")
    assert line.state == State.MISSED
    assert "Not finished by" in line.words
    with pytest.raises(MeasureRefused, match="are over"):
        answer_measure_drill(person=trainee, uuid=begun.uuid, position=1, answer="1")
    submit_assessment(assessment=attempt)
    begun.refresh_from_db()
    assert begun.assessment is None
    assert states(trainee, measured)[2:] == ["never", "never", "never"]


def test_a_clock_set_back_offers_no_later_one_and_takes_no_final_away(measured, trainee, on_day):
    today = timezone.localdate()
    take(trainee, measured)
    finish_course(trainee, measured)
    on_day(today - timedelta(days=40))
    assert states(trainee, measured)[1] == "due"
    on_day(today)
    take(trainee, measured, "final")
    on_day(today - timedelta(days=40))
    assert states(trainee, measured)[1:] == ["done", "later", "later", "later"]


def test_the_measure_is_the_next_step_when_it_is_due(measured, trainee):
    def step() -> str:
        found = my_learning(trainee).next_step
        return found.url if found else ""

    of_course = f"/my-learning/courses/{measured.pk}/measures/"
    assert step() == of_course
    measure = begin_baseline(person=trainee, course=measured)
    assert step() == f"/my-learning/measures/{measure.uuid}/"
    sit_case(measure)
    answer_drills(measure)
    first, second = lessons_of(measured)
    assert step() == first.url
    finish_course(trainee, measured)
    assert second.pk
    assert step() == of_course
    take(trainee, measured, "final")
    assert step() == ""
    move_back(Measure.objects.filter(point="final"), "finished_at", 35)
    assert step() == of_course


@pytest.mark.parametrize("role", [Role.TRAINER, Role.PANELLIST, Role.FORCE_LEAD, None])
def test_only_trainees_are_measured(measured, role):
    person = make_person(role=role)
    assert measures_of(person, measured).lines == ()
    assert not baseline_waits(person, measured)
    with pytest.raises(MeasureRefused):
        begin_baseline(person=person, course=measured)


def test_specimens_are_asked_of_invented_organisations_alone(measured, organisation, trainee):
    organisation.is_invented = False
    organisation.save()
    trainee = User.objects.get(pk=trainee.pk)
    line = measures_of(trainee, measured).line("baseline")
    assert (line.state, "not in use for you" in line.words) == (State.NEVER, True)
    assert not baseline_waits(trainee, measured)


def test_a_measure_that_is_taken_off_the_course_is_not_offered_any_more(measured, trainee):
    take(trainee, measured)
    finish_course(trainee, measured)
    measured.measuring_forms = []
    measured.save()
    assert states(trainee, measured)[:3] == ["done", "never", "later"]


def test_a_form_that_is_not_whole_is_not_offered(measured, trainee):
    Drill.objects.filter(code=measured.measuring_forms[1].value["drills"][0]).update(live=False)
    assert states(trainee, measured)[0] == "never"


def test_whoever_did_a_case_of_it_in_another_use_is_told_why_not(measured, trainee):
    ref = measured.measuring_forms[1].value["case"]
    version = Release.objects.get(case_version__scenario__ref=ref).case_version
    key = version.releases.get().key
    make_submitted(trainee, release_case(case_version=version, key=key, use="practice"))
    with pytest.raises(MeasureRefused, match="submitted this case before"):
        begin_baseline(person=trainee, course=measured)
    assert not baseline_waits(trainee, measured)


def test_an_anchor_can_be_begun_by_nobody_whom_no_measure_asks(measured, trainee, other_trainee):
    measure = begin_baseline(person=trainee, course=measured)
    with pytest.raises(NotStartable, match="kept for the measures"):
        start_assessment(person=other_trainee, release=measure.release)
    attempt = start_assessment(person=trainee, release=measure.release)
    stop_assessment(assessment=attempt)
    again = start_assessment(person=trainee, release=measure.release)
    assert again != attempt
    sit_case(measure)
    with pytest.raises(NotStartable):
        start_assessment(person=trainee, release=measure.release)


def test_saying_that_arms_is_not_the_tool_is_the_case_of_a_measure_too(measured, trainee):
    measure = begin_baseline(person=trainee, course=measured)
    attempt = start_assessment(person=trainee, release=measure.release)
    stop_as_wrong_tool(person=trainee, uuid=attempt.uuid, ground="under_18", text="He is 17.")
    answer_drills(measure)
    measure.refresh_from_db()
    assert measure.is_finished


def new_key_of(release: Release) -> Release:
    """The same case with another key, in place of the first."""
    version = release.case_version
    data = panel_data(
        version.framework,
        overall={**panel_data(version.framework)["units"]["overall"], "ratings": list("333333")},
    )
    key = close_panel(panel=load_panel(case_version=version, data=data))
    return release_case(case_version=version, key=key, use="anchor", replaces=release)


def test_a_new_key_is_carried_over_unless_the_case_was_begun(measured, organisation):
    people = [make_person(organisation=organisation) for _person in range(4)]
    measures = [begin_baseline(person=one, course=measured) for one in people]
    release = measures[0].release
    same = [one for one in measures if one.release == release]
    start_assessment(person=same[0].person, release=release)
    new = new_key_of(release)
    for one in same:
        one.refresh_from_db()
    assert [one.release for one in same] == [release, new]
    done = sit_case(same[0])
    assert result_of(done.uuid).key == new.key
    same[0].refresh_from_db()
    assert same[0].assessment == done.uuid


def test_a_case_that_falls_away_unbegun_gives_way_to_the_one_that_is_open_now(measured, trainee):
    measure = begin_baseline(person=trainee, course=measured)
    Release.objects.filter(pk=measure.release_id).update(state="withdrawn")
    assert begin_baseline(person=trainee, course=measured).release_id == measure.release_id
    step = my_learning(trainee).next_step
    assert step.url == f"/my-learning/measures/{measure.uuid}/"  # the drills are there to do
    answer_drills(measure)
    assert my_learning(trainee).next_step.url == lessons_of(measured)[0].url
    new = new_key_of(Release.objects.get(pk=measure.release_id))
    assert begin_baseline(person=trainee, course=measured).release == new


def test_a_case_that_is_withdrawn_after_it_was_submitted_leaves_the_measure(measured, trainee):
    measure = take(trainee, measured)
    Release.objects.filter(pk=measure.release_id).update(state="withdrawn")
    assert states(trainee, measured)[:2] == ["done", "later"]


def test_whoever_moves_is_counted_where_they_are_on_the_day(
    measured, trainee, organisation, other_organisation
):
    baseline = take(trainee, measured)
    finish_course(trainee, measured)
    end_membership(membership=Membership.objects.get(person=trainee), on=timezone.localdate())
    grant_membership(person=trainee, role=Role.TRAINEE, organisation=other_organisation)
    final = take(User.objects.get(pk=trainee.pk), measured, "final")
    assert (baseline.counted_in, final.counted_in) == (organisation, other_organisation)


def test_whoever_is_a_trainer_by_the_end_is_counted_nowhere(measured, trainee, organisation):
    measure = begin_baseline(person=trainee, course=measured)
    sit_case(measure)
    grant_membership(person=trainee, role=Role.TRAINER, organisation=organisation)
    measure.person = User.objects.get(pk=trainee.pk)
    answer_drills(measure)
    measure.refresh_from_db()
    assert measure.is_finished
    assert measure.counted_in is None


def test_a_course_that_is_gone_ends_what_is_open_and_keeps_what_was_done(measured, trainee):
    measure = begin_baseline(person=trainee, course=measured)
    measured.delete()
    with pytest.raises(MeasureRefused, match="no longer on the site"):
        answer_measure_drill(person=trainee, uuid=measure.uuid, position=1, answer="1")
    measure.refresh_from_db()
    assert (measure.course, measure.course_title) == (None, "Seeing risk")


def test_a_course_without_forms_asks_nothing(home, trainee, django_assert_num_queries):
    course = make_course()
    assert measures_of(trainee, course).lines == ()
    with django_assert_num_queries(1):
        assert not baseline_waits(trainee, course)


def test_my_learning_asks_three_more_queries_however_many_courses_have_measures(
    home, trainee, django_assert_num_queries
):
    from courses.selectors.measures import measures_in

    def more(n: int):
        for _course in range(n):
            make_measured_course()
        return my_learning(trainee).every_course

    courses = more(1)
    with django_assert_num_queries(3):
        measures_in(trainee, courses)
    courses = more(3)
    with django_assert_num_queries(3):
        measures_in(trainee, courses)
    assert Completion.objects.count() == 0
