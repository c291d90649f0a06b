"""A page of evidence by factor, level and seed."""

import pytest

from scenarios.evidence.wholes import all_open, narrowed
from scenarios.generator.choosing import CannotGenerate
from scenarios.generator.one_page import EITHER, NEITHER, one_page
from tests.factories.evidence import FACTORS, real_library


def test_the_same_seed_gives_the_same_page_and_another_seed_another() -> None:
    library = real_library()
    assert one_page(library, "desist", 2, 7) == one_page(library, "desist", 2, 7)
    assert one_page(library, "desist", 2, 7) != one_page(library, "desist", 2, 8)


@pytest.mark.parametrize("factor", FACTORS)
@pytest.mark.parametrize("level", range(4))
def test_a_page_is_of_one_factor_and_level_points_both_ways_and_holds_together(
    factor: str, level: int
) -> None:
    library = real_library()
    for seed in range(3):
        page = one_page(library, factor, level, seed)
        stances = {each.stance for each in page.sentences}
        assert {"for", "against"} <= stances <= {"for", "against", EITHER, NEITHER}
        still = all_open(library.facts)
        for each in page.sentences:
            statement = library.by_code[each.code]
            if each.stance in ("for", "against"):
                assert statement.cell == (factor, level, each.stance)
            if each.stance == EITHER:
                assert factor in statement.factors
            assert each.kind in statement.documents
            after = narrowed(still, statement.presumes, library.facts)
            assert after is not None
            still = after
        assert "{" not in page.person + " ".join(each.text for each in page.sentences)
        assert [each.week for each in page.sentences] == sorted(
            each.week for each in page.sentences
        )


def test_a_factor_without_evidence_cannot_be_made() -> None:
    with pytest.raises(CannotGenerate, match="luck at level 1"):
        one_page(real_library(), "luck", 1, 0)
