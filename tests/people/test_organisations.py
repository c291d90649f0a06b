"""Organisations are a tree, kept by its service; the lists load once and are invented or real."""

from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from people.public import Organisation, load_organisations, organisation_subtree
from people.services.organisations import place_organisation
from tests.factories import make_national, make_organisation

pytestmark = pytest.mark.django_db
REAL = Path(__file__).resolve().parents[2] / "fixtures" / "organisations.csv"


def test_the_lists_load_and_loading_again_changes_nothing() -> None:
    load_organisations(real=REAL)
    Organisation.objects.filter(code="X01").update(name="Renamed Police")
    before = list(Organisation.objects.order_by("pk").values())

    load_organisations(real=REAL)

    assert list(Organisation.objects.order_by("pk").values()) == before
    counted = {
        (invented, kind): Organisation.objects.filter(is_invented=invented, kind=kind).count()
        for invented in (False, True)
        for kind in ("police", "probation")
    }
    assert counted == {
        (False, "police"): 43,
        (False, "probation"): 12 + 7,
        (True, "police"): 40,
        (True, "probation"): 10,
    }


def test_probation_regions_name_the_division_they_came_from() -> None:
    load_organisations(real=REAL)
    closed = Organisation.objects.filter(valid_to__isnull=False)
    assert closed.count() == 7
    assert not closed.filter(successors__isnull=True).exists()
    assert Organisation.objects.get(code="N52").predecessor == closed.get(code="NPS-MID")


def test_invented_names_are_like_no_real_one() -> None:
    """Not one word of a real name begins an invented one, kinds of body aside."""
    load_organisations(real=REAL)
    bodies = {"police", "probation", "region", "division", "and", "of", "the"}

    def words(organisation: Organisation) -> set[str]:
        return set(organisation.name.lower().replace(",", "").replace("-", " ").split()) - bodies

    listed = Organisation.objects.exclude(parent=None).exclude(code="INVENTED")
    real = set().union(*(words(one) for one in listed.filter(is_invented=False)))
    for invented in listed.filter(is_invented=True):
        assert not words(invented) & real, invented.name


def test_no_person_comes_with_the_lists(django_user_model: type) -> None:
    load_organisations(real=REAL)
    assert django_user_model.objects.count() == 0


def test_the_subtree_is_the_organisation_and_all_below_it() -> None:
    force = make_organisation("X1")
    unit = make_organisation("X1-EAST", kind="unit", under=force)
    make_organisation("X10")
    assert set(organisation_subtree(force)) == {force, unit}


def test_moving_an_organisation_moves_all_below_it() -> None:
    first, second = make_organisation("X01"), make_organisation("X02")
    unit = make_organisation("X01-EAST", kind="unit", under=first)
    team = make_organisation("X01-EAST-1", kind="unit", under=unit)

    place_organisation(organisation=unit, under=second)

    team.refresh_from_db()
    assert team.path == "NATIONAL/X02/X01-EAST/X01-EAST-1/"
    assert set(organisation_subtree(first)) == {first}


def test_an_organisation_cannot_stand_under_itself() -> None:
    force = make_organisation("X01")
    unit = make_organisation("X01-EAST", under=force)
    with pytest.raises(ValidationError, match="under itself"):
        place_organisation(organisation=force, under=unit)


@pytest.mark.parametrize(("above", "below"), [(True, False), (False, True)])
def test_real_and_invented_organisations_do_not_mix(above: bool, below: bool) -> None:
    parent = make_organisation("A", is_invented=above)
    with pytest.raises(ValidationError):
        make_organisation("B", is_invented=below, under=parent)


@pytest.mark.parametrize("code", ["x01", "X/1", "X%", "X_1", ""])
def test_codes_that_would_confuse_paths_are_refused(code: str) -> None:
    with pytest.raises(ValidationError):
        place_organisation(
            organisation=Organisation(code=code, name="Somewhere", kind="police"),
            under=make_national(),
        )


def test_the_database_refuses_a_path_without_its_slash() -> None:
    with pytest.raises(IntegrityError):
        Organisation.objects.create(code="X1", name="Somewhere", kind="police", path="NATIONAL/X1")
