"""Working time: gaps between saves up to five minutes, breaks left out, by factor only with JS."""

import pytest

from scenarios.models import Assessment
from scoring.public import Result
from tests.factories import make_complete_assessment
from tests.scenarios.journey import HTMX, PLAIN, answer_of, check_url, rating, step_url

pytestmark = pytest.mark.django_db


@pytest.fixture
def at_work(as_trainee, assessment, clock):
    """Open a page, let time pass, save: a small language for the tests below."""

    class AtWork:
        def open(self, step="opportunity"):
            as_trainee.get(step_url(assessment, step))

        def save(self, choice, revision, step="opportunity", headers=HTMX):
            data = rating(choice, revision=revision)
            assert as_trainee.post(
                step_url(assessment, step), data, headers=headers
            ).status_code in (
                200,
                302,
            )

        def take_break(self):
            as_trainee.post(f"/assessments/{assessment.uuid}/break/")

        wait = staticmethod(clock.move)

        @property
        def seconds(self):
            return Assessment.objects.get().seconds

    return AtWork()


def test_the_clock_runs_from_the_first_page_to_each_save(at_work, assessment):
    at_work.open()
    at_work.wait(seconds=40)
    at_work.save("1", 0)
    assert (at_work.seconds, answer_of(assessment).seconds) == (40, 40)
    at_work.wait(seconds=25)
    at_work.save("2", 1)
    assert (at_work.seconds, answer_of(assessment).seconds) == (65, 65)


def test_each_factor_has_the_time_before_its_own_saves(at_work, assessment):
    at_work.open()
    at_work.wait(seconds=40)
    at_work.save("1", 0)
    at_work.open("desist")
    at_work.wait(seconds=30)
    at_work.save("1", 0, "desist")
    assert answer_of(assessment).seconds == 40
    assert answer_of(assessment, "desist").seconds == 30
    assert at_work.seconds == 70


def test_a_gap_counts_for_five_minutes_at_most(at_work, assessment):
    at_work.open()
    at_work.wait(minutes=5)
    at_work.save("1", 0)
    assert at_work.seconds == 300
    at_work.wait(hours=3)
    at_work.save("2", 1)
    assert at_work.seconds == 600
    assert answer_of(assessment).seconds == 600


def test_opening_pages_neither_stops_nor_restarts_the_clock(at_work):
    at_work.open()
    at_work.wait(seconds=20)
    at_work.open("desist")
    at_work.open("actions")
    at_work.wait(seconds=20)
    at_work.save("1", 0)
    assert at_work.seconds == 40


def test_a_break_is_left_out_and_what_came_before_it_counts(at_work):
    at_work.open()
    at_work.wait(seconds=60)
    at_work.save("1", 0)
    at_work.wait(seconds=30)
    at_work.take_break()
    assert at_work.seconds == 90
    at_work.wait(hours=1)
    at_work.open()
    at_work.wait(seconds=10)
    at_work.save("2", 1)
    assert at_work.seconds == 100


def test_a_save_from_another_tab_during_the_break_counts_nothing_of_it(at_work):
    at_work.open()
    at_work.wait(seconds=60)
    at_work.take_break()
    at_work.wait(minutes=4)
    at_work.save("1", 0)
    assert at_work.seconds == 60


def test_a_second_click_on_the_break_counts_nothing(at_work):
    at_work.open()
    at_work.wait(seconds=60)
    at_work.take_break()
    at_work.wait(seconds=60)
    at_work.take_break()
    assert at_work.seconds == 60


def test_without_javascript_only_the_total_is_known(at_work, assessment):
    at_work.open()
    at_work.wait(seconds=40)
    at_work.save("1", 0, headers=PLAIN)
    assert (at_work.seconds, answer_of(assessment).seconds) == (40, None)


def test_a_save_that_is_refused_counts_no_time(at_work, as_trainee, assessment):
    at_work.open()
    at_work.wait(seconds=40)
    as_trainee.post(step_url(assessment), rating("9"), headers=HTMX)
    assert at_work.seconds == 0
    at_work.save("1", 0)
    at_work.wait(seconds=40)
    as_trainee.post(step_url(assessment), rating("3", revision=0), headers=HTMX)
    assert at_work.seconds == 40


def test_choosing_actions_counts_as_work(at_work, as_trainee, assessment):
    at_work.open("actions")
    at_work.wait(seconds=45)
    as_trainee.post(
        step_url(assessment, "actions"), {"revision": 0, "action-recall": "desist"}, headers=HTMX
    )
    assert at_work.seconds == 45


def test_a_clock_that_is_set_back_takes_nothing_away(at_work):
    at_work.open()
    at_work.wait(seconds=40)
    at_work.save("1", 0)
    at_work.wait(seconds=-30)
    at_work.save("2", 1)
    assert at_work.seconds == 40


def test_the_result_has_the_time_to_the_submit_and_the_person_reads_it(
    as_trainee, trainee, practice, clock
):
    complete = make_complete_assessment(trainee, practice)
    as_trainee.get(step_url(complete))
    clock.move(minutes=4)
    response = as_trainee.post(check_url(complete), follow=True)
    assert Result.objects.get().seconds == 240
    assert "4 minutes of working time, breaks left out. Only you see it." in (
        response.content.decode()
    )
