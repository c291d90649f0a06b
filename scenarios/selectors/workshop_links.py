"""Where the pages of the workshop lead, for whoever reads them."""

from collections.abc import Iterable
from typing import Any

from django.urls import NoReverseMatch, reverse

from people.public import User, has_role
from scenarios.models import Scenario
from scenarios.querysets import WRITERS
from scenarios.selectors.reviews import is_author

ANY_REF = "ANY-REF"


def edit_address(scenario: Scenario) -> str:
    """Where its text is written."""
    return reverse(Scenario.snippet_viewset.get_url_name("edit"), args=[scenario.pk])


def case_address(scenario: Scenario) -> str:
    """A case's own page in the workshop, and its editor on a site that has none."""
    return address_of("workshop_case", scenario.ref) or edit_address(scenario)


def case_addresses(scenarios: Iterable[Scenario]) -> dict[int, str]:
    """The same for many by their ids: looked up once, since they differ in the reference alone."""
    whole = address_of("workshop_case", ANY_REF)
    if not whole:
        return {scenario.pk: edit_address(scenario) for scenario in scenarios}
    return {scenario.pk: whole.replace(ANY_REF, scenario.ref) for scenario in scenarios}


def address_of(name: str, *args: object) -> str:
    """The address of a page that may not be there, or nothing."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def way_back(user: User, scenario: Scenario) -> dict[str, Any]:
    """Where pages lead back to that people with a part in a panel read as well as authors."""
    is_writer = is_author(user, scenario)
    return {"case_url": case_address(scenario), "is_writer": is_writer, "is_guest": not is_writer}


def about(user: User, scenario: Scenario) -> dict[str, Any]:
    """What every page of one case has: the case, and the ways back that this person has.

    A guest is a reviewer who does not write cases: for them the way back is to their own list.
    """
    return {
        "scenario": scenario,
        "case_url": case_address(scenario),
        "edit_url": edit_address(scenario),
        "is_guest": not has_role(user, *WRITERS),
    }
