"""Sharing cases out: each gets its number where that is possible at all, and nobody too much."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from scenarios.sharing_out import share_out

PEOPLE = "abcdefgh"
pools = st.dictionaries(
    st.sampled_from(["A", "B", "C", "D", "E"]),
    st.sets(st.sampled_from(PEOPLE)).map(sorted),
    max_size=5,
)
busy_ones = st.dictionaries(st.sampled_from(PEOPLE), st.integers(0, 5), max_size=4)


def loads_of(shared, busy):
    loads = dict.fromkeys(PEOPLE, 0) | busy
    for people in shared.people.values():
        for person in people:
            loads[person] += 1
    return loads


@given(pools, st.integers(0, 5), busy_ones)
def test_nobody_has_too_many_nor_one_case_twice_nor_one_they_cannot_rate(able, each, busy):
    shared = share_out(able, each_case=each, busy=busy)
    for case, people in shared.people.items():
        assert len(people) == len(set(people)) == each - shared.lacking[case]
        assert set(people) <= set(able[case])
    for person, load in loads_of(shared, busy).items():
        assert load <= max(4, busy.get(person, 0))


@given(pools, st.integers(0, 4), busy_ones, st.integers(1, 4))
def test_every_case_gets_its_number_just_where_that_is_possible(able, each, busy, most):
    """By Hall's condition: of any cases, the people who can rate them have seats enough."""
    shared = share_out(able, each_case=each, busy=busy, most_each=most)
    room = {person: max(0, most - busy.get(person, 0)) for person in PEOPLE}
    is_possible = all(
        each * len(cases)
        <= sum(min(room[p], sum(p in able[case] for case in cases)) for p in PEOPLE)
        for n in range(1, len(able) + 1)
        for cases in combinations(able, n)
    )
    assert shared.is_complete is is_possible


@given(pools, st.integers(0, 4))
def test_a_load_is_given_only_where_less_would_not_do(able, each):
    shared = share_out(able, each_case=each)
    most = max(loads_of(shared, {}).values())
    if shared.is_complete and most:
        assert not share_out(able, each_case=each, most_each=most - 1).is_complete


def test_four_cases_to_twelve_people_come_out_even():
    shared = share_out(dict.fromkeys(("A", "B", "C", "D"), "abcdefghijkl"), each_case=6)
    loads = [sum(p in people for people in shared.people.values()) for p in "abcdefghijkl"]
    assert shared.is_complete
    assert set(loads) == {2}


def test_the_same_again_is_the_same():
    able = {"A": "xyzw", "B": "wzyx", "C": "yxwz"}
    assert share_out(able, each_case=3) == share_out(able, each_case=3)
