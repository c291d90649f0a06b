"""The list of the workshop: the cases somebody may write on, filtered, a page at a time."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet

from people.public import Organisation, User
from scenarios.models import Characteristic, Scenario, Verdict
from scenarios.selectors.case_state import (
    Standing,
    in_state,
    standings,
    turn_of,
    whose_turn,
    with_author,
    with_state,
)
from scenarios.selectors.verdicts import CaseVerdict, health_by_id
from scenarios.selectors.workshop_links import case_addresses

Health = Mapping[int, CaseVerdict]

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
    """One case in the list, in words: a page has many, and a template looks up each word."""

    ref: str
    title: str
    url: str
    state: str
    next_state: str
    turn: str
    facts: str
    due_on: date | None
    is_overdue: bool
    health: str
    tags: str
    owner: str


@dataclass(frozen=True)
class CaseList:
    """One page of the list, with what is drawn around it."""

    rows: list[CaseRow]
    page: Page
    n: int


def found_cases(user: User, asked: Mapping[str, Any]) -> tuple[list[int], Health]:
    """The keys of all that answers to what is asked, by reference; with their health if asked."""
    found = filtered(Scenario.objects.visible_to(user), user, asked)
    keys = list(found.order_by("ref").values_list("pk", flat=True))
    if not (verdict := asked.get("health")):
        return keys, {}
    health = health_by_id(keys)
    return [key for key in keys if health[key].verdict == verdict], health


def filtered(scenarios: QuerySet[Scenario], user: User, asked: Mapping[str, Any]) -> QuerySet:
    """Those that answer to all that is asked but their health; what is empty asks nothing."""
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
    return scenarios


def case_list(user: User, asked: Mapping[str, Any], page: object) -> CaseList:
    """A page of the list, in a constant number of queries."""
    keys, health = found_cases(user, asked)
    shown = Paginator(keys, PAGE_SIZE).get_page(page)
    health = health or health_by_id(shown.object_list)
    return CaseList(rows=_rows(shown.object_list, health), page=shown, n=len(keys))


def _rows(keys: Collection[int], health: Health) -> list[CaseRow]:
    scenarios = _drawn(keys)
    standing, urls = standings(scenarios), case_addresses(scenarios)
    verdicts, tags = {each: str(each.label) for each in Verdict}, _words_of_tags()
    return [
        _row(
            scenario,
            standing[scenario.pk],
            url=urls[scenario.pk],
            health=verdicts[health[scenario.pk].verdict],
            tags=", ".join(
                tags[name][value] for name in TAGS if (value := getattr(scenario, name))
            ),
        )
        for scenario in scenarios
    ]


def _row(scenario: Scenario, standing: Standing, **words: str) -> CaseRow:
    return CaseRow(
        ref=scenario.ref,
        title=scenario.title,
        state=standing.words,
        next_state=str(standing.next_state.label).lower() if standing.next_state else "",
        turn=standing.turn_words,
        facts=standing.facts,
        due_on=standing.due_on,
        is_overdue=standing.is_overdue,
        owner=scenario.owner.name,
        **words,
    )


def _drawn(keys: Collection[int]) -> list[Scenario]:
    """The cases of one page. They alone are asked where they stand: it costs most of all."""
    scenarios = Scenario.objects.filter(pk__in=keys).select_related("owner")
    return list(with_author(with_state(scenarios)).only(*DRAWN).order_by("ref"))


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
