"""The list of the workshop: the cases somebody may write on, filtered, a page at a time."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet

from people.public import Organisation, User
from scenarios.models import Characteristic, Scenario
from scenarios.selectors.case_state import (
    Standing,
    in_state,
    standings,
    turn_of,
    whose_turn,
    with_author,
    with_state,
)
from scenarios.selectors.workshop_health import verdicts
from scenarios.selectors.workshop_links import case_addresses

PAGE_SIZE = 50
MINE = "mine"
# What a filter asks of a scenario’s own row, by its name on the form.
TAGS = ("difficulty", "visit_type", "setting", "offence_kind")

# All that a row draws; the rest of a case, of its draft and of people is much, and stays.
AUTHOR = "latest_revision__user"
DRAWN = (
    "ref", "title", *TAGS, "text_hash", "owner__name", "latest_revision__user",
    f"{AUTHOR}__first_name", f"{AUTHOR}__last_name", f"{AUTHOR}__email",
)  # fmt: skip


@dataclass(frozen=True)
class CaseRow:
    """One case in the list."""

    scenario: Scenario
    url: str
    standing: Standing
    tags: tuple[str, ...]
    health: Any


@dataclass(frozen=True)
class CaseList:
    """One page of the list, with what is drawn around it."""

    rows: list[CaseRow]
    page: Page
    n: int
    shows_health: bool


def visible_cases(user: User) -> QuerySet[Scenario]:
    """The cases somebody may write on, with where each stands."""
    scenarios = Scenario.objects.visible_to(user).select_related("owner")
    return with_author(with_state(scenarios)).only(*DRAWN).order_by("ref")


def filtered(scenarios: QuerySet[Scenario], user: User, asked: Mapping[str, Any]) -> QuerySet:
    """Those that answer to everything that is asked; what is empty asks nothing."""
    if words := asked.get("q"):
        for word in words.split():
            scenarios = scenarios.filter(
                Q(ref__icontains=word) | Q(title__icontains=word) | Q(summary__icontains=word)
            )
    for name in TAGS:
        if value := asked.get(name):
            scenarios = scenarios.filter(**{name: value})
    if kind := asked.get("characteristic"):
        has_it = Characteristic.objects.filter(kind=kind).values("scenario")
        scenarios = scenarios.filter(pk__in=has_it)
    if owner := asked.get("owner"):
        scenarios = scenarios.filter(owner__code=owner)
    if state := asked.get("state"):
        scenarios = in_state(scenarios, state)
    if turn := asked.get("turn"):
        scenarios = turn_of(scenarios, user) if turn == MINE else whose_turn(scenarios, turn)
    if verdict := asked.get("health"):
        found = verdicts(Scenario.objects.filter(pk__in=scenarios.values("pk")))
        scenarios = scenarios.filter(pk__in=[k for k, v in found.items() if v.verdict == verdict])
    return scenarios


def case_list(user: User, asked: Mapping[str, Any], page: object) -> CaseList:
    """A page of the list, in a constant number of queries."""
    found = filtered(visible_cases(user), user, asked)
    shown = Paginator(found, PAGE_SIZE).get_page(page)
    scenarios = list(shown.object_list)
    standing, health = standings(scenarios), verdicts(scenarios)
    urls, words = case_addresses(scenarios), _words_of_tags()
    rows = [
        CaseRow(
            scenario=scenario,
            url=urls[scenario.pk],
            standing=standing[scenario.pk],
            tags=tuple(words[name][value] for name in TAGS if (value := getattr(scenario, name))),
            health=health.get(scenario.pk),
        )
        for scenario in scenarios
    ]
    return CaseList(rows=rows, page=shown, n=shown.paginator.count, shows_health=bool(health))


def _words_of_tags() -> dict[str, dict[str, str]]:
    """What each tag is called, by field: put in words once for all rows."""
    fields = {name: Scenario._meta.get_field(name) for name in TAGS}
    return {
        name: {value: str(label) for value, label in field.flatchoices if value}
        for name, field in fields.items()
    }


def owners_to_choose(user: User) -> list[tuple[str, str]]:
    """The organisations that own any of the cases somebody sees."""
    owned = Scenario.objects.visible_to(user).values("owner")
    rows = Organisation.objects.filter(pk__in=owned).order_by("name")
    return list(rows.values_list("code", "name"))
