"""Saves of several tabs in any order: late, twice, crossing. An older one never wins.

Once in order against a small model of what must happen, with everything looked up after each step;
once really crossing, where only what holds for every order can be asked for.
"""

import random
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from scenarios.public import Assessment, Release
from scoring.public import UnitResult
from tests.factories import make_complete_assessment, make_person
from tests.pressure.served import Answer, Browser, Site, all_at_once
from tests.scenarios.journey import (
    HTMX,
    answer_of,
    check_url,
    cited,
    rating,
    step_url,
    stored,
)

TABS = 3
Says = tuple[str, str, str]

# In order, against a model


@dataclass
class Model:
    """What one factor is meant to hold. Four lines decide; the service needs locks to keep them."""

    says: Says
    revision: int
    cites: dict[str, str] = field(default_factory=dict)
    is_closed: bool = False

    def take(self, post: dict[str, Any]) -> int:
        """Store what was sent, or not; the status that says so."""
        says = (post["choice"], post["confidence"], post["reason"])
        if self.is_closed:
            return 409
        if says != self.says:
            if post.get("replace", post["revision"]) != self.revision:
                return 409
            self.says, self.revision = says, self.revision + 1
        if "cite" in post:
            stance, _, ref = post["cite"].partition(":")
            self.cites |= {ref: stance}
            self.cites = {ref: stance for ref, stance in self.cites.items() if stance != "none"}
        return 200


tabs = st.integers(0, TABS - 1)
content = st.fixed_dictionaries(
    {
        "choice": st.sampled_from(["", "0", "1", "not_enough"]),
        "confidence": st.sampled_from(["", "70"]),
        "reason": st.sampled_from(["", "He kept the key.", "Two\nlines."]),
    },
    optional={
        "cite": st.sampled_from(["for:D1.1", "against:D1.1", "none:D1.1", "for:D2.1", "none:D2.1"])
    },
)
step = st.one_of(
    st.tuples(st.just("save"), tabs, content),
    st.tuples(st.just("send, to arrive later"), tabs, content),
    st.tuples(st.just("arrive"), st.integers(0, 50), st.booleans()),
    st.tuples(st.just("keep what is on this page"), tabs, content),
    st.tuples(st.just("open again"), tabs, st.none()),
)


@settings(max_examples=30, database=None)
@given(script=st.lists(step, min_size=5, max_size=25), submit_at=st.integers(10, 40))
def test_whatever_the_order_each_save_is_stored_whole_or_not_at_all(
    practice: Release, script: list[Any], submit_at: int
) -> None:
    person = make_person()
    assessment = make_complete_assessment(person, practice)
    client = Client()
    client.force_login(person)
    url = step_url(assessment)
    model = Model(says_in(assessment), revision=1)
    revisions, seen_in_conflict = [1] * TABS, [None] * TABS
    on_their_way: list[tuple[int, dict[str, Any]]] = []

    def deliver(tab: int, post: dict[str, Any]) -> None:
        before = stored(assessment)
        wanted = model.take(post)
        answer = answered(client.post(url, post, headers=HTMX))
        assert answer.status == wanted, post
        if wanted == 200:
            revisions[tab] = answer.revision
            assert answer.revision == model.revision
        else:
            assert stored(assessment) == before
            if not model.is_closed:
                seen_in_conflict[tab] = answer.replaceable
        assert (says_in(assessment), answer_of(assessment).revision, cites_in(assessment)) == (
            model.says,
            model.revision,
            model.cites,
        )

    for number, (act, which, what) in enumerate(script):
        if number == submit_at:
            assert client.post(check_url(assessment)).status_code in (200, 302)
            assessment.refresh_from_db()
            model.is_closed = assessment.is_submitted
        if act == "save":
            deliver(which, {**what, "revision": revisions[which]})
        elif act == "send, to arrive later":
            on_their_way.append((which, {**what, "revision": revisions[which]}))
        elif act == "arrive" and on_their_way:
            place = which % len(on_their_way)
            deliver(*on_their_way[place])
            if what:  # else it arrives once more, some other time
                del on_their_way[place]
        elif act == "keep what is on this page" and seen_in_conflict[which] is not None:
            chosen = {"revision": revisions[which], "replace": seen_in_conflict[which]}
            deliver(which, {**what, **chosen})
        elif act == "open again" and not model.is_closed:
            revisions[which] = answered(client.get(url)).revision


def answered(response: Any) -> Answer:
    return Answer(response.status_code, "", response.content.decode())


def says_in(assessment: Assessment) -> Says:
    """What is stored, as the fields of the page would say it."""
    answer = answer_of(assessment)
    reason = getattr(answer, "reason", None)
    return (
        str(answer.level) if answer.kind == "level" else answer.kind,
        "" if answer.confidence is None else str(answer.confidence),
        reason.text if reason else "",
    )


def cites_in(assessment: Assessment) -> dict[str, str]:
    return {ref: stance for _code, ref, stance in cited(assessment)}


# Really crossing

ROUNDS, SAVES = 6, 8


@dataclass
class Tab:
    """One tab that saves over and over, tells what it was answered, and is often in a hurry."""

    name: str
    browser: Browser
    url: str
    chance: random.Random
    stored: dict[int, str] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)

    def work(self) -> None:
        revision = self.browser.get(self.url).revision
        for number in range(SAVES):
            reason = f"Tab {self.name}, save {number}."
            post = rating(self.chance.choice("013"), reason=reason, revision=revision)
            copies = self.chance.choice([1, 1, 2])
            answers = all_at_once([lambda post=post: self._send(post)] * copies)
            late = answers[-1]
            if late.status == 409 and 'name="replace"' in late.text and self.chance.random() < 0.7:
                late = self._send({**post, "replace": late.replaceable})
            if late.status == 200:
                revision = late.revision
            elif 'name="replace"' in late.text:
                revision = self.browser.get(self.url).revision

    def _send(self, post: dict[str, Any]) -> Answer:
        answer = self.browser.post(self.url, post, htmx=True)
        assert answer.status in (200, 409), answer
        if answer.status == 200:
            # The same text sent twice is one save: both copies are told the same revision.
            assert self.stored.setdefault(answer.revision, post["reason"]) == post["reason"]
        else:
            self.refused.add(post["reason"])
        return answer


def test_crossing_saves_make_one_line_of_revisions_and_the_submit_ends_it(
    pressed: Site, practice: Release
) -> None:
    crossed = 0
    for round_number in range(ROUNDS):
        person = make_person()
        assessment = make_complete_assessment(person, practice)
        browser = pressed.browser(person)
        chance = random.Random(round_number)
        tabs = [
            Tab(name, browser, step_url(assessment), random.Random(chance.random()))
            for name in "ABC"
        ]
        submitted = chance.random() < 0.5
        jobs = [tab.work for tab in tabs]
        if submitted:
            jobs.append(partial(browser.post, check_url(assessment), {}))
        all_at_once(jobs)

        line: dict[int, str] = {}
        for tab in tabs:
            for revision, reason in tab.stored.items():
                # No revision was given to two tabs: then one of them would have been overwritten.
                assert revision not in line
                line[revision] = reason
            crossed += len(tab.refused)
        answer = answer_of(assessment)
        assert sorted(line) == list(range(2, answer.revision + 1))
        if line:
            assert answer.reason.text == line[answer.revision]
        never = set().union(*(tab.refused for tab in tabs)) - set(line.values())
        assert answer.revision == 1 or answer.reason.text not in never
        if submitted:
            scored = UnitResult.objects.get(
                result__assessment=assessment.uuid, factor__code="opportunity"
            )
            assert scored.level == answer.level
    assert crossed, "no two saves crossed: this run has shown nothing"
