"""Whose key a drill may show: only what the person has seen, or what nobody is kept from."""

import pytest

from people.public import User
from scenarios.models import Panel, Panellist, Passage, Release, Report, Use
from scenarios.selectors.drill_cases import case_page
from scenarios.selectors.drillable import drillable_units, releases_with_an_open_key
from scenarios.services.assessing import start_assessment
from scenarios.services.quarantine import report_text
from scenarios.services.wrong_tool import stop_as_wrong_tool
from tests.factories import (
    make_complete_assessment,
    make_released_case,
    make_staged_case,
    make_submitted,
)

SPLIT = {
    "ratings": ["0", "0", "0", "3", "3", "3"],
    "confidence": [70, 70, 70, 70, 70, 70],
    "reasons": {},
    "for": {"D1.1": ["P01", "P02", "P03"]},
}


def refs(person: User) -> list[str]:
    """The cases that somebody may be drilled on, for any factor at all."""
    codes = ("opportunity", "desist", "social")
    found = {unit.release.case_version.scenario.ref for code in codes
             for unit in drillable_units(person, code)}  # fmt: skip
    assert found == {each.case_version.scenario.ref for each in releases_with_an_open_key(person)}
    return sorted(found)


def retire(release: Release) -> None:
    release.state = Release.State.RETIRED
    release.save(update_fields=["state"])


def test_a_case_that_was_not_submitted_is_never_among_them(
    trainee: User, practice: Release, check: Release
) -> None:
    assert refs(trainee) == []
    start_assessment(person=trainee, release=practice)
    assert refs(trainee) == []


def test_a_practice_case_is_once_it_is_submitted_and_for_nobody_else(
    trainee: User, other_trainee: User, practice: Release
) -> None:
    make_submitted(trainee, practice)
    assert refs(trainee) == ["TS-PRACTICE"]
    assert refs(other_trainee) == []
    (unit,) = drillable_units(trainee, "opportunity")
    assert (unit.right, unit.key) == (("2",), practice.key.uuid)
    assert unit.passages[:2] == ("D1.1", "D1.2")


def test_a_submitted_check_is_not_until_it_retires(trainee: User, check: Release) -> None:
    make_submitted(trainee, check)
    assert refs(trainee) == []
    check.state = Release.State.CLOSED
    check.save(update_fields=["state"])
    assert refs(trainee) == []
    retire(check)
    assert refs(trainee) == ["TS-CHECK"]


def test_an_anchor_is_not_until_it_retires(trainee: User) -> None:
    anchor = make_released_case(Use.ANCHOR, "TS-ANCHOR")
    make_submitted(trainee, anchor)
    assert refs(trainee) == []


def test_a_retired_case_is_open_to_whoever_never_saw_it(trainee: User, check: Release) -> None:
    retire(check)
    assert refs(trainee) == ["TS-CHECK"]


def test_a_practice_case_that_is_a_check_too_is_not(trainee: User, practice: Release) -> None:
    make_submitted(trainee, practice)
    Release.objects.create(
        case_version=practice.case_version,
        key=practice.key,
        use=Use.CHECK,
        is_specimen=practice.is_specimen,
    )
    assert refs(trainee) == []


def test_a_retired_release_of_a_case_still_in_use_is_not(trainee: User, practice: Release) -> None:
    retire(practice)
    Release.objects.create(
        case_version=practice.case_version,
        key=practice.key,
        use=Use.PRACTICE,
        is_specimen=practice.is_specimen,
    )
    assert refs(trainee) == []


def test_a_withdrawn_case_is_not(trainee: User, practice: Release) -> None:
    make_submitted(trainee, practice)
    practice.state = Release.State.WITHDRAWN
    practice.save(update_fields=["state"])
    assert refs(trainee) == []


def test_not_while_the_case_is_open_again(trainee: User, practice: Release) -> None:
    make_submitted(trainee, practice)
    make_complete_assessment(trainee, practice)
    assert refs(trainee) == []


def test_not_for_a_panellist_who_is_to_rate_it_blind(panellist: User, practice: Release) -> None:
    make_submitted(panellist, practice, organisation=panellist.memberships.get().organisation)
    assert refs(panellist) == ["TS-PRACTICE"]
    panel = Panel.objects.create(case_version=practice.case_version, use="check")
    Panellist.objects.create(panel=panel, label="P01", person=panellist)
    assert refs(panellist) == []


def test_not_where_a_passage_was_reported(trainee: User, practice: Release) -> None:
    make_submitted(trainee, practice)
    report_text(
        person=trainee,
        kind=Report.Kind.PASSAGE,
        row=Passage.objects.get(case_version=practice.case_version, ref="D2.1").pk,
        place="D2.1",
        organisation=practice.case_version.scenario.owner,
        what=Report.What.NAME,
    )
    assert refs(trainee) == []


def test_not_where_the_person_said_that_it_is_the_wrong_tool(
    trainee: User, practice: Release
) -> None:
    assessment = start_assessment(person=trainee, release=practice)
    stop_as_wrong_tool(
        person=trainee, uuid=assessment.uuid, ground="under_18", text="The note says he is 17."
    )
    assert refs(trainee) == []


def test_a_contested_unit_is_not_drilled(trainee: User) -> None:
    release = make_released_case("practice", "TS-SPLIT", opportunity=SPLIT)
    make_submitted(trainee, release)
    assert drillable_units(trainee, "opportunity") == []
    assert len(drillable_units(trainee, "desist")) == 1


def test_a_unit_shows_no_passage_of_a_later_stage(trainee: User) -> None:
    make_submitted(trainee, make_staged_case("practice", "TS-STAGED", opportunity="333333"))
    first, second = drillable_units(trainee, "opportunity")
    assert (first.stage, first.right) == (1, ("2",))
    assert not [ref for ref in first.passages if ref.startswith("D3")]
    assert (second.stage, second.right) == (2, ("3",))
    assert "D3.1" in second.passages


def test_the_overall_level_is_no_factor(trainee: User, practice: Release) -> None:
    make_submitted(trainee, practice)
    assert drillable_units(trainee, "overall") == []


def test_the_page_of_an_unseen_key_is_nothing(
    trainee: User, other_trainee: User, practice: Release
) -> None:
    asked = {"key": practice.key.uuid, "stage": 1, "factor_code": "desist", "refs": ["D1.1"]}
    assert case_page(trainee, **asked) is None
    make_submitted(trainee, practice)
    page = case_page(trainee, **asked)
    assert page is not None
    assert [one.passage.ref for one in page.passages] == ["D1.1"]
    assert [said.text for said in page.reasons] == ["Why desist is level 2."]
    assert case_page(other_trainee, **asked) is None


@pytest.mark.parametrize("cases", [1, 4])
def test_it_costs_the_same_for_one_case_and_for_several(
    trainee: User, cases: int, django_assert_num_queries
) -> None:
    for number in range(cases):
        make_submitted(trainee, make_released_case("practice", f"TS-MANY{number}"))
    with django_assert_num_queries(11):
        assert len(drillable_units(trainee, "opportunity")) == cases
