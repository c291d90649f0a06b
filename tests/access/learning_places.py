"""The placeholders of what is learned: courses, checks, drills, certificates and resources."""

from datetime import date
from uuid import UUID

from wagtail.images import get_image_model

from courses.models import (
    Certification,
    CourseAssignment,
    CoursePage,
    Drill,
    DrillAnswer,
    EvidenceExercise,
    ExerciseAttempt,
    Handout,
    KnowledgeAttempt,
    KnowledgeCheck,
    LessonPage,
    MoreTries,
    QuestionVersion,
    Recording,
    ReflectionNote,
)
from courses.public import begin_drill, load_drills
from courses.services.exercises import start_exercise
from courses.services.knowledge import start_try
from courses.services.measuring import begin_baseline
from courses.services.reflections import write_note
from courses.services.sets import draw_set
from people.public import Role, User, grant_membership
from tests.access.places import UNKNOWN_UUID, Places
from tests.factories import (
    FIXTURES,
    make_certificate,
    make_person,
)
from tests.factories.certification import make_one, make_rule, sit_set
from tests.factories.knowledge import take
from tests.factories.measures import make_measured_course
from tests.factories.media import make_recording
from tests.factories.resources import make_briefing, make_event, make_line


class LearningPlaces(Places):
    """Add one by adding a method of its name."""

    lesson: LessonPage
    certifications: dict[str, Certification]

    def _drill(self, actor: str, scope: str) -> str:
        """A drill that was put before somebody, not answered yet."""
        return self._of(actor, scope, self.drill)

    def _untried_certification(self) -> Certification:
        """Of the other organisation, with a rule that nobody may switch on."""
        found = make_one(owner=self.elsewhere)
        make_rule(found, n_cases=10)
        return found

    def _certification(self, actor: str, scope: str) -> str:
        """One for the home organisation, with a rule in force; or the other organisation's."""
        where = scope if scope in self.certifications else "own"
        if scope in ("unknown", "malformed"):
            return self._uuid(scope, lambda: UNKNOWN_UUID)
        return str(self.certifications[where].uuid)

    def _own_set(self, actor: str, scope: str) -> str:
        """A set that is open: of the home trainee, or of the colleague."""
        if scope in ("unknown", "malformed"):
            return self._uuid(scope, lambda: UNKNOWN_UUID)
        person = self.colleague if scope == "colleague" else self.actors["trainee"]
        return str(draw_set(person=person, certification=self.certifications["own"]).uuid)

    def _failed_set(self, actor: str, scope: str) -> str:
        """The last set of somebody who needs a conversation with a trainer."""
        if scope in ("unknown", "malformed"):
            return self._uuid(scope, lambda: UNKNOWN_UUID)
        last = sit_set(make_person(organisation=self.home), self.certifications["own"], well=False)
        if scope == "foreign":
            grant_membership(person=last.person, role=Role.TRAINEE, organisation=self.elsewhere)
        return str(last.uuid)

    def _lesson(self, actor: str, scope: str) -> str:
        return {"own": str(self.lesson.pk), "unknown": "999999", "malformed": "one"}[scope]

    def _module(self, actor: str, scope: str) -> str:
        known = str(self.lesson.get_parent().pk)
        return {"own": known, "unknown": "999999", "malformed": "one"}[scope]

    def _course(self, actor: str, scope: str) -> str:
        known = str(self.lesson.get_parent().get_parent().pk)
        return {"own": known, "unknown": "999999", "malformed": "one"}[scope]

    def _act(self, actor: str, scope: str) -> str:
        """A course assigned to the trainee here, or to somebody of the other organisation."""
        return self._uuid(scope, lambda: self._acts()[scope].uuid)

    def _foreign_act(self, actor: str, scope: str) -> str:
        return str(self._acts()["foreign"].uuid)

    def _acts(self) -> dict[str, CourseAssignment]:
        """One for everybody of each organisation, made when it is first asked for."""
        course = self.lesson.get_parent().get_parent().specific
        found = {}
        for scope, there in (("own", self.home), ("foreign", self.elsewhere)):
            found[scope], _new = CourseAssignment.objects.get_or_create(
                organisation=there,
                course=course,
                target=CourseAssignment.Target.ORGANISATION,
                defaults={"course_title": course.title, "due_on": date(2099, 1, 1)},
            )
        return found

    def _lesson_path(self, actor: str, scope: str) -> str:
        path: str = self.lesson.url
        return {"own": path, "unknown": f"{path}no-such/"}[scope].strip("/")

    def _measured(self, actor: str, scope: str) -> str:
        """A course whose baseline can be begun."""
        if scope in ("unknown", "malformed"):
            return {"unknown": "999999", "malformed": "one"}[scope]
        return str(self.measured_course().pk)

    def _measure(self, actor: str, scope: str) -> str:
        """A baseline that somebody has begun; whoever is no trainee has none."""
        if scope == "own" and actor not in ("trainee", "moved", "disabled"):
            return str(UNKNOWN_UUID)
        course = self.measured_course()
        return self._of(actor, scope, lambda person: begin_baseline(person=person, course=course))

    def _knowledge(self, actor: str, scope: str) -> str:
        return self._uuid(scope, lambda: self._check_to_know().uuid)

    def _exercise(self, actor: str, scope: str) -> str:
        return self._uuid(scope, lambda: EvidenceExercise.objects.get().uuid)

    def _block(self, actor: str, scope: str) -> str:
        """The question to think about in the lesson."""
        blocks = (one for one in self.lesson.body if one.block_type == "reflection")
        return self._uuid(scope, lambda: UUID(next(blocks).id))

    def _note(self, actor: str, scope: str) -> str:
        """A private note of somebody on it."""
        return self._of(actor, scope, self._noted)

    def _noted(self, person: User) -> ReflectionNote:
        block = UUID(self._block("trainee", "own"))
        found = ReflectionNote.objects.filter(person=person, block_id=block).first()
        return found or write_note(
            person=person,
            lesson=self.lesson,
            block_id=block,
            question="What moves you?",
            text="The first page.",
            revision=0,
        )

    def _recording(self, actor: str, scope: str) -> str:
        return self._uuid(scope, lambda: (Recording.objects.first() or make_recording()).uuid)

    def _handout(self, actor: str, scope: str) -> str:
        return self._uuid(scope, lambda: Handout.objects.first().uuid)

    def _picture(self, actor: str, scope: str) -> str:
        """A picture as a lesson shows it."""
        if scope == "unknown":
            return "images/none.png"
        image = get_image_model().objects.first()
        return str(image.get_rendition("width-400").file.name)

    def _try(self, actor: str, scope: str) -> str:
        return self._of(actor, scope, self._open_try)

    def _tried(self, actor: str, scope: str) -> str:
        return self._of(actor, scope, lambda person: take(person, self._check_to_know()))

    def _go(self, actor: str, scope: str) -> str:
        return self._of(actor, scope, self._open_go)

    def _wording(self, actor: str, scope: str) -> str:
        if scope != "own":
            return {"unknown": "999999", "malformed": "one"}[scope]
        self._open_try(self.colleague)
        return str(QuestionVersion.objects.first().pk)

    def _request(self, actor: str, scope: str) -> str:
        """A trainee of the home, or of the other organisation, asks for another try."""
        if scope in ("unknown", "malformed"):
            return {"unknown": "999999", "malformed": "one"}[scope]
        person = self.colleague if scope == "own" else self.foreign
        check = self._check_to_know()
        return str(MoreTries.objects.get_or_create(person=person, check_of=check)[0].pk)

    def _check_to_know(self) -> KnowledgeCheck:
        return KnowledgeCheck.objects.order_by("pk")[0]

    def _open_try(self, person: User) -> KnowledgeAttempt:
        return start_try(person=person, check=self._check_to_know())

    def _open_go(self, person: User) -> ExerciseAttempt:
        return start_exercise(person=person, exercise=EvidenceExercise.objects.get())

    def _certificate(self, actor: str, scope: str) -> str:
        return self._of(actor, scope, make_certificate)

    def _reference(self, actor: str, scope: str) -> str:
        """That of a certificate of the other organisation's trainee, whose name is not shown."""
        if scope in ("unknown", "malformed"):
            return {"unknown": "7K3P-92QX-M4TZ", "malformed": "7K3P"}[scope]
        return make_certificate(self.foreign).reference

    def _briefing(self, actor: str, scope: str) -> str:
        return {"own": make_briefing().slug, "unknown": "no-such", "malformed": "no.such"}[scope]

    def _event(self, actor: str, scope: str) -> str:
        return self._uuid(scope, lambda: make_event().uuid)

    def _line(self, actor: str, scope: str) -> str:
        return self._uuid(scope, lambda: make_line().uuid)

    def drill(self, person: User) -> DrillAnswer:
        """The drill that the person has open."""
        if not Drill.objects.exists():
            load_drills(folder=FIXTURES / "courses" / "drills")
        row = begin_drill(person=person)
        assert row is not None
        return row

    def measured_course(self) -> CoursePage:
        """A course with two forms of a measure."""
        found = CoursePage.objects.filter(title="Measured").first()
        return found or make_measured_course(title="Measured")
