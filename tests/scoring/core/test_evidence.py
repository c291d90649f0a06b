"""Citations against the panel's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.core import (
    Cited,
    EvidenceKey,
    Reason,
    Stance,
    Undefined,
    evidence_key,
    evidence_over_units,
    judge_evidence,
)


def for_(passage: str) -> Cited:
    return Cited(passage, Stance.FOR)


def against(passage: str) -> Cited:
    return Cited(passage, Stance.AGAINST)


def key_of(votes, panel_size=12) -> EvidenceKey:
    key = evidence_key(votes, panel_size)
    assert isinstance(key, EvidenceKey)
    return key


def reason(value: object) -> Reason:
    assert isinstance(value, Undefined)
    return value.reason


KEY = key_of({for_("D2.2"): 9, for_("D4.1"): 6, for_("D1.3"): 2, for_("D5.1"): 1})
NOTHING_REQUIRED = key_of({for_("D1.3"): 2})


def test_half_of_the_panel_requires_and_two_make_acceptable():
    assert KEY.required == {for_("D2.2"), for_("D4.1")}
    assert KEY.acceptable == {for_("D2.2"), for_("D4.1"), for_("D1.3")}
    assert key_of({for_("D4.1"): 6}, panel_size=13).required == frozenset()


def test_what_is_required_is_acceptable_even_on_a_panel_of_two():
    assert key_of({for_("D2.2"): 1}, panel_size=2).acceptable == {for_("D2.2")}


def test_precision_counts_the_cited_and_recall_the_required():
    judged = judge_evidence([for_("D2.2"), for_("D1.3"), for_("D5.1")], KEY)
    assert judged.precision == pytest.approx(2 / 3)
    assert judged.recall == 1 / 2
    assert judged.found == {for_("D2.2")}
    assert judged.accepted == {for_("D1.3")}
    assert judged.missed == {for_("D4.1")}
    assert judged.extra == {for_("D5.1")}


def test_the_other_stance_is_another_citation():
    judged = judge_evidence([against("D2.2")], KEY)
    assert (judged.precision, judged.recall) == (0, 0)
    assert judged.extra == {against("D2.2")}


def test_no_citation_has_no_precision_and_a_recall_of_nought():
    judged = judge_evidence([], KEY)
    assert reason(judged.precision) is Reason.NO_CITATION
    assert judged.recall == 0


def test_where_nothing_is_required_there_is_no_recall():
    assert (
        reason(judge_evidence([for_("D1.3")], NOTHING_REQUIRED).recall) is Reason.NOTHING_REQUIRED
    )
    neither = judge_evidence([], NOTHING_REQUIRED)
    assert reason(neither.recall) is Reason.NOTHING_REQUIRED
    assert reason(neither.precision) is Reason.NO_CITATION


def test_a_unit_without_a_panel_has_no_evidence_key():
    assert reason(evidence_key({}, 0)) is Reason.NO_RATINGS


def test_counts_that_cannot_be_are_refused():
    with pytest.raises(ValueError, match="whole panel"):
        evidence_key({for_("D2.2"): 13}, 12)
    with pytest.raises(ValueError, match="whole panel"):
        evidence_key({for_("D2.2"): -1}, 12)


def test_over_units_every_citation_counts_once():
    both = evidence_over_units(
        [
            judge_evidence([for_("D2.2"), for_("D4.1"), for_("D5.1")], KEY),
            judge_evidence([], KEY),
            judge_evidence([for_("D1.3")], NOTHING_REQUIRED),
        ]
    )
    assert both.precision == 3 / 4
    assert both.recall == 2 / 4


def test_over_no_units_both_are_undefined():
    none = evidence_over_units([])
    assert reason(none.precision) is Reason.NO_CITATION
    assert reason(none.recall) is Reason.NOTHING_REQUIRED


citations = st.builds(Cited, st.sampled_from(["D1.1", "D1.2", "D2.1"]), st.sampled_from(Stance))


@given(st.sets(citations), st.dictionaries(citations, st.integers(0, 8)))
def test_every_citation_stands_in_exactly_one_place(cited, votes):
    key = key_of(votes, panel_size=8)
    judged = judge_evidence(cited, key)
    assert judged.found | judged.accepted | judged.extra == cited
    assert len(judged.found) + len(judged.accepted) + len(judged.extra) == len(cited)
    assert judged.found | judged.missed == key.required
    assert key.required <= key.acceptable
