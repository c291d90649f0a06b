"""When a factor comes back, by what was wrong."""

from datetime import date, timedelta

import pytest

from courses.spacing import NEW_A_DAY, WAITS, Tried, Why, due_today, next_factor, places, seen_least

DAY = date(2026, 3, 2)
FACTORS = ["opportunity", "desist", "social", "routine", "hostility"]


def after(days: int) -> date:
    return DAY + timedelta(days=days)


def right(factor: str, days: int = 0, **more: bool) -> Tried:
    return Tried(factor, after(days), right=True, **more)


def wrong(factor: str, days: int = 0) -> Tried:
    return Tried(factor, after(days), right=False)


def test_right_each_time_it_is_due_waits_longer_and_longer_up_to_sixteen_days() -> None:
    answers, day, waits = [], 0, []
    for _time in range(7):
        answers.append(right("desist", day))
        place = places(answers)["desist"]
        waits.append((place.due - after(day)).days)
        day += waits[-1]
    assert waits == [2, 4, 8, 16, 16, 16, 16]


def test_wrong_comes_back_the_next_day_whatever_was_before() -> None:
    answers = [right("desist"), right("desist", 2), right("desist", 6), wrong("desist", 14)]
    place = places(answers)["desist"]
    assert (place.box, place.due) == (1, after(15))


def test_a_wrong_factor_comes_back_sooner_than_a_right_one() -> None:
    found = places([right("opportunity"), wrong("desist")])
    assert found["desist"].due < found["opportunity"].due
    due = due_today(FACTORS, found, after(5))
    assert [one.factor for one in due][:2] == ["desist", "opportunity"]
    assert due[0].why == Why.WRONG


def test_right_but_a_guess_stays_in_its_box() -> None:
    found = places([right("desist"), right("desist", 2, guessed=True)])
    assert (found["desist"].box, found["desist"].due) == (2, after(4))
    assert places([right("desist", guessed=True)])["desist"].box == 1
    assert due_today(FACTORS, found, after(4))[0].why == Why.GUESSED


def test_right_on_a_page_that_was_seen_before_stays_in_its_box() -> None:
    found = places([right("desist"), right("desist", 2, was_seen=True)])
    assert found["desist"].box == 2


def test_right_before_it_is_due_puts_nothing_off() -> None:
    found = places([right("desist"), right("desist"), right("desist", 1)])
    assert (found["desist"].box, found["desist"].due) == (2, after(2))


def test_wrong_before_it_is_due_counts() -> None:
    assert places([right("desist"), wrong("desist", 1)])["desist"].due == after(2)


def test_new_factors_come_in_a_few_a_day() -> None:
    assert [one.factor for one in due_today(FACTORS, {}, DAY)] == FACTORS[:NEW_A_DAY]
    assert [one.factor for one in due_today(FACTORS, {}, DAY, new_today=2)] == FACTORS[:1]
    assert due_today(FACTORS, {}, DAY, new_today=9) == []


def test_the_same_factor_does_not_come_twice_in_a_row_while_there_are_others() -> None:
    found = places([wrong("opportunity")])
    chosen = next_factor(["opportunity", "desist"], found, after(1), just_had="opportunity")
    assert chosen is not None
    assert chosen.factor == "desist"
    alone = next_factor(["opportunity"], found, after(1), just_had="opportunity")
    assert alone is not None
    assert alone.factor == "opportunity"


def test_where_nothing_is_due_the_soonest_comes_next() -> None:
    found = places([right("opportunity"), right("desist", -2), right("desist")])
    chosen = next_factor(["desist", "opportunity"], found, after(1))
    assert chosen is not None
    assert (chosen.factor, chosen.why) == ("opportunity", Why.AHEAD)
    assert next_factor([], {}, DAY) is None


@pytest.mark.parametrize("back", [1, 30, 4000])
def test_a_clock_that_was_ahead_and_is_put_back_gives_no_negative_and_no_endless_wait(
    back: int,
) -> None:
    ahead = [right("desist", back), right("desist", back + 2), wrong("social", back)]
    found = places(ahead)
    for place in found.values():
        assert 0 <= place.days_left(DAY) <= WAITS[place.box]
    again = places([*ahead, right("desist", 0)])["desist"]
    assert 0 <= again.days_left(DAY) <= WAITS[again.box]
    # In the end it is due, however far ahead the clock was.
    assert any(again.is_due(after(days)) for days in range(17))


def test_the_same_page_never_comes_twice_in_a_row_while_there_are_others() -> None:
    assert seen_least(["a", "b"], ["b", "a"]) == "b"
    shown: list[str] = []
    for _time in range(9):
        chosen = seen_least(["a", "b", "c"], shown)
        assert chosen is not None
        assert not shown or chosen != shown[-1]
        shown.append(chosen)
