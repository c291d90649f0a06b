"""The pages of the site, and the record of what each person was given and has done."""

from courses.models.certificates import Certificate
from courses.models.certification import (
    Certification,
    CertificationRule,
    CertificationSet,
    SetCase,
    TrainerConversation,
)
from courses.models.drills import Drill, DrillAnswer, DrillVersion
from courses.models.exercises import EvidenceExercise, ExerciseAttempt, ExerciseVersion
from courses.models.knowledge import (
    KnowledgeAnswer,
    KnowledgeAttempt,
    KnowledgeCheck,
    MoreTries,
    QuestionVersion,
)
from courses.models.measures import LessonOpinion, Measure, MeasureDrill
from courses.models.media import Handout, Recording
from courses.models.pages import CoursePage, HomePage, LearnPage, LessonPage, ModulePage
from courses.models.path import CourseAssignment, LearningPreference, SentReminder
from courses.models.records import CheckAssignment, Completion, Enrolment
from courses.models.reflections import ReflectionNote
from courses.models.resources import GlossaryTerm, ResearchBriefing, SupportLine, TrainingEvent
from courses.models.second_reader import SecondReaderTask

__all__ = [
    "Certificate",
    "Certification",
    "CertificationRule",
    "CertificationSet",
    "CheckAssignment",
    "Completion",
    "CourseAssignment",
    "CoursePage",
    "Drill",
    "DrillAnswer",
    "DrillVersion",
    "Enrolment",
    "EvidenceExercise",
    "ExerciseAttempt",
    "ExerciseVersion",
    "GlossaryTerm",
    "Handout",
    "HomePage",
    "KnowledgeAnswer",
    "KnowledgeAttempt",
    "KnowledgeCheck",
    "LearnPage",
    "LearningPreference",
    "LessonOpinion",
    "LessonPage",
    "Measure",
    "MeasureDrill",
    "ModulePage",
    "MoreTries",
    "QuestionVersion",
    "Recording",
    "ReflectionNote",
    "ResearchBriefing",
    "SecondReaderTask",
    "SentReminder",
    "SetCase",
    "SupportLine",
    "TrainerConversation",
    "TrainingEvent",
]
