"""Two organisations with somebody of every kind in them, and words that must not get across."""

from typing import Any

from django.test import Client

from courses.models import LessonPage
from courses.public import load_course, load_home
from people.public import Cohort, Role, User, grant_membership
from people.services.roster import upload_roster
from scenarios.models import (
    KeyChange,
    LibraryFrame,
    ModerationSession,
    Panel,
    Report,
    YardstickChange,
)
from scenarios.public import Assessment, Release, start_assessment, submit_assessment
from scenarios.selectors.reportable import reportable_texts
from scenarios.services.generating import generate_case
from scenarios.services.inviting import invite_panellist
from scenarios.services.key_changes import propose_key
from scenarios.services.moderation import close_session
from scenarios.services.quarantine import report_text
from tests.access.actors import ROLES, make_trainee
from tests.access.learning_places import LearningPlaces
from tests.access.places import UNKNOWN_UUID
from tests.access.written import PANEL_REASON, answer_everything, disagreed, reviewed, with_reasons
from tests.factories import (
    FIXTURES,
    make_group,
    make_key_change,
    make_lead,
    make_national_person,
    make_organisation,
    make_panel,
    make_person,
    make_released_case,
    make_rerating_panel,
    make_session,
    rate_seat,
)
from tests.factories.certification import make_ready
from tests.factories.evidence import make_library, profile_of
from tests.factories.rosters import roster_csv

SCOPES = ("own", "colleague", "foreign", "unknown", "malformed")


class World(LearningPlaces):
    """What the rows of the matrix are tried in."""

    def __init__(self) -> None:
        self.home = make_organisation("X01", "Northmoor Police")
        self.elsewhere = make_organisation("X02", "Harrowdale Police")
        reasons = {"P02": PANEL_REASON}
        codes = ("opportunity", "preoccupation", "desist")
        self.release: Release = make_released_case(
            "practice", "TR-0007", **with_reasons(codes, reasons)
        )
        self.colleague = make_trainee("Colleaguewren", self.home)
        self.foreign = make_trainee("Foreignheron", self.elsewhere)
        self.actors = {name: self._actor(name) for name in (*ROLES, "disabled", "moved")}
        team = Cohort.objects.create(
            organisation=self.home, name="Team", supervisor=self.actors["supervisor"]
        )
        team.members.add(self.actors["trainee"])
        load_home(folder=FIXTURES / "courses")
        load_course(folder=FIXTURES / "courses")
        self.lesson = LessonPage.objects.first()
        self.panels = {
            "own": self._panel_of(self.actors["trainer"], self.actors["panellist"]),
            "foreign": make_panel(1, organisation=self.elsewhere),
        }
        self.reviews = {
            "own": reviewed(self.home, self.actors["trainer"], self.actors["panellist"]),
            "foreign": reviewed(
                self.elsewhere,
                make_person(role=Role.TRAINER, organisation=self.elsewhere),
                make_person(role=Role.PANELLIST, organisation=self.elsewhere),
            ),
        }
        self.key_changes = {
            "own": self._key_change("TR-0777", self.actors["trainer"]),
            "foreign": make_key_change(make_released_case("practice", "TR-0778")),
        }
        self.yardstick = self._yardstick_change()
        self.sessions = self._sessions(with_reasons(codes, reasons))
        for person in (self.colleague, self.foreign, self.actors["trainee"]):
            self.submitted(person)
            self.open(person)
        self.workshop = {
            "own": disagreed(self.home, self.colleague),
            "foreign": disagreed(self.elsewhere, self.foreign),
        }
        self.reports = {person: self._reported(person) for person in (self.colleague, self.foreign)}
        self.certifications = {
            "own": make_ready(1, bank=2, owner=self.home, sets_allowed=1),
            "foreign": self._untried_certification(),
        }

    def client(self, actor: str) -> Client:
        client = Client()
        if actor != "anonymous":
            client.force_login(self.actors[actor])
        if actor == "disabled":
            User.objects.filter(pk=self.actors[actor].pk).update(is_active=False)
        return client

    def values(self, actor: str, scope: str, needed: set[str]) -> dict[str, Any]:
        """What stands for each placeholder of a row's path, as this actor and scope have it."""
        return {name: getattr(self, f"_{name}")(actor, scope) for name in needed}

    # The placeholders: add one by adding a method of its name.

    def _organisation(self, actor: str, scope: str) -> str:
        return {"own": "X01", "foreign": "X02", "unknown": "X99", "malformed": "X.01"}[scope]

    def _case(self, actor: str, scope: str) -> str:
        return {"own": "TR-0007", "unknown": "TR-9999", "malformed": "TR.0007"}[scope]

    def _generated(self, actor: str, scope: str) -> str:
        """A draft that was generated for the home organisation, or for the other one."""
        if scope in ("unknown", "malformed"):
            return {"unknown": "TR-9999", "malformed": "TR.0007"}[scope]
        owner = self.home if scope == "own" else self.elsewhere
        writer = make_person(role=Role.TRAINER, organisation=owner)
        if not LibraryFrame.objects.exists():
            make_library()
        return str(generate_case(by=writer, owner=owner, profile=profile_of(), seed=1).ref)

    def _open(self, actor: str, scope: str) -> str:
        return self._of(actor, scope, self.open)

    def _submitted(self, actor: str, scope: str) -> str:
        return self._of(actor, scope, self.submitted)

    def _report(self, actor: str, scope: str) -> str:
        """A report of what a trainee of the home, or of the other organisation, wrote."""
        if scope in ("unknown", "malformed"):
            return {"unknown": str(UNKNOWN_UUID), "malformed": "not-a-uuid"}[scope]
        writer = self.colleague if scope == "own" else self.foreign
        return str(self.reports[writer].uuid)

    def _panel(self, actor: str, scope: str) -> str:
        """``own``: a panel in which whoever may have a part has one; ``foreign``: one of others."""
        if scope == "malformed":
            return "not-a-uuid"
        return str(UNKNOWN_UUID) if scope == "unknown" else str(self.panels[scope].uuid)

    def _draft(self, actor: str, scope: str) -> str:
        """A draft of the home, or of the other organisation, that is being reviewed."""
        if scope in ("unknown", "malformed"):
            return {"unknown": "TR-9999", "malformed": "TR.0007"}[scope]
        return str(self.reviews[scope].scenario.ref)

    def _review(self, actor: str, scope: str) -> str:
        if scope in ("unknown", "malformed"):
            return {"unknown": str(UNKNOWN_UUID), "malformed": "not-a-uuid"}[scope]
        return str(self.reviews[scope].uuid)

    def _workshop_case(self, actor: str, scope: str) -> str:
        """A released case that the trainer's organisation owns, or the other organisation."""
        if scope in ("unknown", "malformed"):
            return {"unknown": "TR-9999", "malformed": "TR.0007"}[scope]
        ref: str = self.workshop[scope].assessment.release.case_version.scenario.ref
        return ref

    def _workshop_key(self, actor: str, scope: str) -> str:
        if scope in ("unknown", "malformed"):
            return {"unknown": str(UNKNOWN_UUID), "malformed": "not-a-uuid"}[scope]
        return str(self.workshop[scope].assessment.release.key.uuid)

    def _disagreement(self, actor: str, scope: str) -> str:
        """Somebody who still disagrees on such a case."""
        if scope in ("unknown", "malformed"):
            return {"unknown": str(UNKNOWN_UUID), "malformed": "not-a-uuid"}[scope]
        return str(self.workshop[scope].uuid)

    def _key_change(self, ref: str, chair: User) -> KeyChange:
        """The trainer chaired the panel that rated again, and proposes its key."""
        panel = make_rerating_panel(make_released_case("practice", ref), chair=chair)
        return propose_key(
            panel=panel, by=chair, approver=self.actors["administrator"], reason="Rated again."
        )

    def _yardstick_change(self) -> YardstickChange:
        """Proposed at the level of the nation, for the administrator to approve."""
        return YardstickChange.objects.create(
            framework=self.release.case_version.framework,
            organisation=self.home.parent,
            values={
                "mean_loss": 0.5,
                "interval_low": 0.4,
                "interval_high": 0.6,
                "no_reading_levels": {},
                "no_reading_costs": {},
                "subjects": [],
                "is_provisional": True,
                "provisional_reason": "provisional_yardstick",
            },
            is_synthetic=True,
            proposed_by=make_national_person(),
            approver=self.actors["administrator"],
            reason="More cases.",
        )

    def _changed(self, actor: str, scope: str) -> str:
        """The reference of the case whose key is to be changed."""
        where = scope if scope in self.key_changes else "own"
        ref: str = self.key_changes[where].case_version.scenario.ref
        return ref

    def _key(self, actor: str, scope: str) -> str:
        return self._uuid(scope, lambda: self.key_changes[scope].uuid)

    def _rerated(self, actor: str, scope: str) -> str:
        return self._uuid(scope, lambda: self.key_changes[scope].new_key.panel.uuid)

    def _replaced(self, actor: str, scope: str) -> str:
        return self._uuid(scope, lambda: self.key_changes[scope].release.uuid)

    def _ruler(self, actor: str, scope: str) -> str:
        return self._uuid(scope, lambda: self.yardstick.uuid)

    def _framework(self, actor: str, scope: str) -> str:
        code: str = self.yardstick.framework.code
        return {"own": code, "unknown": "no-such-framework"}[scope]

    def _session(self, actor: str, scope: str) -> str:
        """``own``: the force lead's, open, on a case of its own; ``foreign``: another lead's."""
        if scope == "malformed":
            return "not-a-uuid"
        return str(UNKNOWN_UUID) if scope == "unknown" else str(self.sessions[scope].uuid)

    def _roster(self, actor: str, scope: str) -> str:
        """A dry run that this actor uploaded, or the other organisation's lead."""
        if scope in ("unknown", "malformed"):
            return {"unknown": str(UNKNOWN_UUID), "malformed": "not-a-uuid"}[scope]
        by, code = self.actors.get(actor, self.actors["force_lead"]), "X01"
        if scope == "foreign" or actor not in ("force_lead", "administrator"):
            by, code = make_lead(self.elsewhere), "X02"
        line = ("newcomer@people.example", "New", "Comer", code, "Trainee")
        return str(upload_roster(content=roster_csv(line), by=by).uuid)

    def open(self, person: User) -> Assessment:
        """The person's open assessment, with a reason begun in it."""
        assessment = start_assessment(person=person, release=self.release)
        answer_everything(assessment)
        return assessment

    def submitted(self, person: User) -> Assessment:
        """The person's submitted assessment."""
        done = Assessment.objects.filter(
            person=person, release=self.release, submitted_at__isnull=False
        ).first()
        return done or submit_assessment(assessment=self.open(person))

    def _panel_of(self, chair: User, panellist: User) -> Panel:
        """The trainer chairs it, the panellist and another rate, an administrator approves."""
        panel = make_panel(1, chair=chair, approver=self.actors["administrator"])
        invite_panellist(panel=panel, by=chair, person=panellist)
        other = panel.panellists.exclude(person=panellist).get()
        rate_seat(other, reason=PANEL_REASON)
        return panel

    def _sessions(self, units: dict[str, Any]) -> dict[str, ModerationSession]:
        """One that the force lead holds and one of the other organisation; another is closed."""
        held = {}
        release = make_released_case("practice", "TS-WALL", **units)
        lead = self.actors["force_lead"]
        for scope, there, by in (
            ("foreign", self.elsewhere, make_lead(self.elsewhere)),
            ("closed", self.home, lead),
            ("own", self.home, lead),
        ):
            if scope != "own":
                make_group(release, organisation=there)
            held[scope] = make_session(release, holder=by, organisation=there)
            if scope == "closed":
                close_session(session=held[scope], by=lead)
        return held

    def _reported(self, person: User) -> Report:
        """One of the person's reasons, reported; the others stay as they are."""
        texts = reportable_texts(self.open(person))
        mine = next(text for text in texts if text.kind == Report.Kind.REASON)
        return report_text(
            person=person,
            kind=mine.kind,
            row=mine.row,
            place=mine.place,
            organisation=mine.organisation,
            what=Report.What.NAME,
        )

    def _actor(self, name: str) -> User:
        if name == "moved":
            person = make_trainee("Movedplover", self.home)
            self.submitted(person)
            grant_membership(person=person, role=Role.TRAINEE, organisation=self.elsewhere)
            return person
        if name in ("national_lead", "administrator"):
            return make_person(role=ROLES[name], organisation=self.home.parent)
        if name == "trainee":
            return make_trainee("Ownfinch", self.home)
        return make_person(role=ROLES.get(name, Role.TRAINEE), organisation=self.home)
