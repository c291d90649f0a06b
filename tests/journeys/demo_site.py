"""The demonstration, and beside it somebody in each state that a page can be looked at in."""

from dataclasses import dataclass

import numpy as np
from django.utils import timezone

from courses.public import assign_check
from people.public import Organisation, Role, User
from people.services.memberships import add_simulated_person
from scenarios.models import (
    ModerationSession,
    Panel,
    PanelDay,
    Proposal,
    Report,
    Review,
    Scenario,
    StageSubmission,
)
from scenarios.public import Assessment, CaseSimulator, Release
from scenarios.selectors.designs import Meant
from scenarios.selectors.draft_places import draft_in_hand
from scenarios.selectors.moderation_groups import Group, cases_done
from scenarios.selectors.reportable import reportable_texts
from scenarios.services.assessing import start_assessment, submit_assessment
from scenarios.services.breaks import stop_assessment
from scenarios.services.closing import approve_panel, close_as_chair
from scenarios.services.designing import save_design
from scenarios.services.disagreements import answer_disagreement, say_disagreement
from scenarios.services.key_changes import approve_key, propose_key
from scenarios.services.key_stands import say_key_stands
from scenarios.services.moderation import Agreed, close_session, open_session, save_note
from scenarios.services.panel_rounds import end_blind_round
from scenarios.services.quarantine import report_text
from scenarios.services.reviewing import answer_comment, comment, send_back_review
from scenarios.services.revising import stay_with_the_rest
from scenarios.services.wrong_tool import stop_as_wrong_tool
from scenarios.services.yardstick_changes import propose_yardstick
from scoring.public import IntervalBand, Rater
from tests.factories import (
    complete_stage,
    make_closed_panel,
    make_complete_assessment,
    make_panel,
    make_person,
    make_released_case,
    make_rerating_panel,
    make_review,
    make_revising_panel,
    make_scenario,
    rate_seat,
)
from training_site.management.commands.load_demo import load_everything
from training_site.simulation.plan import Plan

# A tenth of the demonstration's trainees, in organisations as large as there.
SMALL = Plan(people=60, organisations=("X01", "X02", "X03", "Y01"))
# Nobody else is in this organisation, so that no report changes by who is made here.
ELSEWHERE = "X04"


@dataclass(frozen=True)
class DemoSite:
    """Who there is, by the names that the list of pages uses, and the addresses that vary."""

    people: dict[str, User]
    attempts: dict[str, Assessment]
    panels: dict[str, Panel]
    reviews: dict[str, Review]
    changes: dict[str, Proposal]
    sessions: dict[str, ModerationSession]

    def person(self, role: Role, organisation: str, **names: str) -> User:
        """Somebody new, for one journey alone."""
        return make_person(
            role=role, organisation=Organisation.objects.get(code=organisation), **names
        )

    def trainee(self, organisation: str = "X01", **names: str) -> User:
        return self.person(Role.TRAINEE, organisation, **names)


def make_demo_site() -> DemoSite:
    """Load the demonstration as ``load_demo`` does, and add what it has no example of."""
    load_everything(report=lambda words: None, plan=SMALL)
    elsewhere = Organisation.objects.get(code=ELSEWHERE)
    practice = Release.objects.get(case_version__scenario__ref="TR-0007")
    check = Release.objects.get(case_version__scenario__ref="TR-0012")
    staged = Release.objects.get(case_version__scenario__ref="TR-0019")
    people = {
        "trainee": User.objects.get(email="trainee@demo.example"),
        "newcomer": make_person(role=Role.TRAINEE, organisation=elsewhere),
        "stranger": make_person(role=None),
        "trainer": User.objects.get(email="trainer@demo.example"),
        "second trainer": User.objects.get(email="trainer2@demo.example"),
        "panellist": User.objects.get(email="panellist@demo.example"),
        "supervisor": User.objects.get(email="supervisor@demo.example"),
        "lead": User.objects.get(email="lead@demo.example"),
        "lead of few": User.objects.get(email="lead@x03.demo.example"),
        "lead of nobody": make_person(
            role=Role.FORCE_LEAD, organisation=Organisation.objects.get(code="X05")
        ),
        "lead of many": make_person(role=Role.FORCE_LEAD, organisation=elsewhere.parent),
        "national lead": User.objects.get(email="national@demo.example"),
        "administrator": User.objects.get(email="administrator@demo.example"),
    }
    attempts = {}
    for position, (name, release, answers) in enumerate(
        (
            ("halfway", practice, 7),
            ("ready", practice, 12),
            ("stopped", practice, 3),
            ("done", practice, None),
            ("checking", check, 5),
            ("checked", check, None),
            ("unfolded", staged, None),
        )
    ):
        people[name] = add_simulated_person(
            email=f"{name}@journeys.example",
            first_name="Robin",
            last_name=name.title(),
            organisation=elsewhere,
        )
        if release == check:
            assign_check(
                people=[people[name]],
                release=check,
                due_on=timezone.localdate(),
                assigned_by=people["lead of many"],
            )
        attempts[name] = CaseSimulator(release).attempt(
            person=people[name],
            rater=Rater(shift=-0.6, spread=0.9, not_enough=0.1, boldness=0.2, recall=0.6),
            generator=np.random.default_rng([20262, position]),
            at=timezone.now(),
            minutes=35,
            answers=answers,
        )
    StageSubmission.objects.filter(assessment=attempts["ready"]).update(
        interval=IntervalBand.objects.filter(framework=practice.case_version.framework).first()
    )
    stop_assessment(assessment=attempts["stopped"])
    attempts["at stage 2"] = at_second_stage(elsewhere, staged)
    attempts["wrong tool"] = stopped_as_wrong_tool(elsewhere)
    people |= {name: attempts[name].person for name in ("at stage 2", "wrong tool")}
    report_a_reason(attempts["done"])
    people["owner"] = make_person(
        role=Role.TRAINER, organisation=Organisation.objects.get(code="INVENTED")
    )
    still_disagree(attempts["done"], attempts["checked"], by=people["owner"])
    panels = rated_by_panels(people)
    return DemoSite(
        people,
        attempts,
        panels,
        read_by_reviewers(people),
        changed_by_two(people),
        moderated(people),
    )


def at_second_stage(organisation: Organisation, staged: Release) -> Assessment:
    """Somebody who has locked the first stage and begun to rate again."""
    person = make_person(role=Role.TRAINEE, organisation=organisation)
    assessment = start_assessment(person=person, release=staged)
    complete_stage(assessment, 1, interests=2, congruence="not_applicable")
    return submit_assessment(assessment=assessment)


def stopped_as_wrong_tool(organisation: Organisation) -> Assessment:
    """Somebody who has stopped the case for which ARMS is not the tool."""
    person = make_person(role=Role.TRAINEE, organisation=organisation)
    outside = Release.objects.get(case_version__scenario__ref="TR-0023")
    assessment = start_assessment(person=person, release=outside)
    words = "The housing note says seven weeks to his birthday, so he is 17."
    return stop_as_wrong_tool(person=person, uuid=assessment.uuid, ground="under_18", text=words)


def report_a_reason(assessment: Assessment) -> None:
    """Somebody reports what they wrote themselves, so that no case is kept back by it."""
    texts = reportable_texts(assessment)
    mine = next(text for text in texts if text.kind == Report.Kind.REASON)
    report_text(
        person=assessment.person,
        kind=mine.kind,
        row=mine.row,
        place=mine.place,
        organisation=mine.organisation,
        what=Report.What.NAME,
        note="The second sentence.",
    )


def still_disagree(done: Assessment, checked: Assessment, *, by: User) -> None:
    """Practice: one waits, one was promised a look, one told that the key stands. And a check."""
    said = {}
    places = [(done, code) for code in ("opportunity", "social", "interests")]
    for attempt, code in (*places, (checked, "opportunity")):
        factors = attempt.release.case_version.framework.factors
        said[attempt, code] = say_disagreement(
            assessment=attempt,
            stage=1,
            factor=factors.get(code=code),
            text="He handed the keys back before anybody asked him to.",
            revision=0,
        )
    for attempt, code in (*places[1:], (checked, "opportunity")):
        answer_disagreement(
            disagreement=said[attempt, code],
            by=by,
            text="Thank you. Weigh what the visit note says of the second week as well.",
            will_look_at_key=attempt == done,
        )
    say_key_stands(
        disagreement=said[done, "interests"],
        by=by,
        text="Five of the six experts weighed the second week, and your reading leaves it out.",
    )


def changed_by_two(people: dict[str, User]) -> dict[str, Proposal]:
    """A key that waits for its approver, one that was approved, and a yardstick that waits."""
    nation = Organisation.objects.get(code="NATIONAL")
    people |= {
        "nation's trainer": make_person(role=Role.TRAINER, organisation=nation),
        "second": make_person(role=Role.ADMINISTRATOR, organisation=nation),
    }
    proposer, second = people["nation's trainer"], people["second"]
    practice = make_released_case("practice", "TR-0821")
    people["judged again"] = make_person(organisation=Organisation.objects.get(code=ELSEWHERE))
    begun = make_complete_assessment(people["judged again"], practice, opportunity=3)
    submit_assessment(assessment=begun)
    changes: dict[str, Proposal] = {}
    for name, release in (("made", practice), ("waiting", make_released_case("check", "TR-0822"))):
        panel = make_rerating_panel(release, size=10, chair=proposer, opportunity=3)
        changes[name] = propose_key(
            panel=panel, by=proposer, approver=second, reason="The device check was not read."
        )
    approve_key(change=changes["made"], by=second)
    changes["ruler"] = propose_yardstick(
        framework=practice.case_version.framework,
        by=proposer,
        approver=second,
        reason="There are more cases in the bank.",
    )
    return changes


def rated_by_panels(people: dict[str, User]) -> dict[str, Panel]:
    """A panel that still rates, and one that was closed, each with somebody to look at it."""
    rating = make_panel(2, scenario=make_scenario("TR-0801"), chair=people["trainer"])
    closed = make_closed_panel(5, scenario=make_scenario("TR-0802"), chair=people["trainer"])
    waiting, done = rating.panellists.select_related("person")
    rate_seat(done)
    people |= {"rating": waiting.person, "rated": done.person, "approver": closed.approver}
    split = split_panel("TR-0803", people["trainer"])
    people["looking again"] = split.panellists.order_by("pk").first().person
    contested = split_panel("TR-0804", people["trainer"], 8)
    for seat in contested.panellists.all():
        stay_with_the_rest(seat=seat)
    contested = close_as_chair(panel=contested, by=contested.chair)
    released = make_closed_panel(5, scenario=make_scenario("TR-0805"), chair=people["trainer"])
    approve_panel(panel=released, by=released.approver)
    people["placed"] = released.panellists.order_by("pk").first().person
    PanelDay.objects.create(
        panellist=released.panellists.get(person=people["placed"]),
        day=timezone.localdate(),
        seconds=5100,
    )
    ended = make_panel(5, scenario=make_scenario("TR-0806"), chair=people["trainer"])
    for number, seat in enumerate(ended.panellists.order_by("pk")):
        rate_seat(seat, opportunity=2 + number % 2)
    end_blind_round(panel=ended, by=ended.chair)
    return {
        "rating": rating,
        "closed": closed,
        "split": split,
        "contested": contested,
        "released": released,
        "ended": ended,
    }


def read_by_reviewers(people: dict[str, User]) -> dict[str, Review]:
    """A draft that is being read, and one that was sent back with comments and changed since."""
    parts = {"by": people["trainer"], "reviewer": people["second trainer"]}
    note = "Is the device check clear?\nAnd is anything given away too soon?"
    reading, back = (
        make_review(make_scenario(ref), note=note, **parts) for ref in ("TR-0811", "TR-0812")
    )
    for review in (reading, back):
        comment(review=review, by=review.reviewer, place="", text="A long week for one visit.")
        comment(review=review, by=review.reviewer, place="D1.2", text="Whose bicycles, and where?")
    send_back_review(review=back, by=back.reviewer, words="Nearly there. Two things to mend.")
    remark = back.remarks.get(place="D1.2")
    answer_comment(remark=remark, by=back.sent_by, text="His own, and his neighbour’s. Now in D1.")
    draft = draft_in_hand(Scenario.objects.get(ref="TR-0812"))
    first = draft.documents.all()[0]
    first.body = first.body.replace("He fixes bicycles.", "He mends his neighbour’s old bicycle.")
    draft.documents = [first, *draft.documents.all()[1:]]
    draft.save_revision(user=people["trainer"])
    meant = {(1, "opportunity"): Meant("2", "Favours bring him into homes.", ("D1.2",))}
    save_design(scenario=draft, by=people["trainer"], meant=meant, revision=0)
    return {"reading": reading, "back": back}


def split_panel(ref: str, chair: User, size: int = 6) -> Panel:
    """A panel that looks again at what it is split on."""
    return make_revising_panel(size, scenario=make_scenario(ref), chair=chair)


def moderated(people: dict[str, User]) -> dict[str, ModerationSession]:
    """A session under way in a small force, and one that was closed with a note."""
    sessions = {}
    for name, code, holder in (("wall", "X03", "lead of few"), ("agreed", "X02", "lead of X02")):
        there = Organisation.objects.get(code=code)
        people.setdefault(holder, make_person(role=Role.FORCE_LEAD, organisation=there))
        group, by = Group(there), people[holder]
        release = cases_done(group, by)[0].release
        session = sessions[name] = open_session(by=by, group=group, release=release)
        save_note(
            session=session,
            by=by,
            stage=1,
            factor=release.case_version.framework.factors.get(code="social"),
            agreed=Agreed("He sees his brother each week, who backs the rules.", 1),
            revision=0,
        )
    there = sessions["wall"].organisation
    people["lead of X03 too"] = make_person(role=Role.FORCE_LEAD, organisation=there)
    close_session(session=sessions["agreed"], by=people["lead of X02"])
    return sessions
