"""Every field that text can get into, and where it is checked for what points to a real person.

A new field fails until it has a line here: name where the identifier checks run on it, or why
nobody types into it. What somebody types is checked in the form and, beyond the admin, again in
the service that stores it.
"""

from typing import Any

from django.apps import apps
from django.db import models
from wagtail.fields import StreamField

from courses.models import GlossaryTerm, ResearchBriefing, SupportLine, TrainingEvent

OURS = ("people", "scoring", "scenarios", "courses", "reports", "training_site")
WAGTAILS = {"wagtailcore.Page", "wagtailimages.Image"}

MODEL = "CaseDocument.clean: in the admin's form for each document; freeze_case_version again"
OF_SCENARIO = "OfScenario.clean: in the admin's form for each row; freeze_case_version again"
SCENARIO = "scenarios/wagtail_hooks.py ScenarioForm.clean; freeze_case_version again"
PAGE = "courses/models/pages.py SitePage.clean"
BLOCKS = "courses/blocks.py, courses/safe_blocks.py: in the clean of each block"
PICTURE = "training_site/images.py ImageForm"
RATING = "scenarios/forms.py ReasonField; services/rating.py save_rating again"
PANEL = "scenarios/panel_forms.py, on ReasonField; services/panel_rating.py again"
PANEL_NOTE = "scenarios/panel_forms.py NoteForm; services/closing.py again"
DISAGREEMENT = "scenarios/forms.py WordsField; services/disagreements.py again"
KEY_STANDS = "scenarios/forms.py WordsField; services/key_stands.py again"
ASKED = "scenarios/panel_question_forms.py; services/panel_questions.py again"
CHANGE = "scenarios/change_forms.py, SafeTextField; services/key_changes.py, yardstick_changes.py"
FROM_FILE = "services/panel_files.py text_problems: taken from a file by load_panel"

STATEMENT = "EvidenceStatement.clean; scenarios/evidence_admin.py StatementForm.clean as well"
FACTS = "StatementForm.clean: words of the list of facts, or refused"
COPIED_LIBRARY = "copied from the statements, which are checked"
FROZEN = "copied from a scenario when it is frozen, after the checks"
COPIED = "copied from a page's title, which is checked"
REPORTED = "holds a text that was reported, apart from all pages, to be erased"
MADE = "made by the code: a code, a hash, a reference, a number or a choice"
REFERENCE = "reference data of the project, loaded from a file; nobody edits it on the site"
PERSON = "who somebody is on this site: the account itself, no text about a case"
DRILL = "courses/drill_admin.py DrillForm.clean; services/drill_loading.py again"
ANSWERED = "courses/models/knowledge.py refuse_identifiers_in_fields, in the clean of each"
QUESTIONS = "courses/question_blocks.py, SafeStructBlock.clean"
MET = "copied from what its author wrote, which is checked, when somebody meets it"
FORMS = "courses/measure_blocks.py: the reference of an open anchor case, and chosen drills"
LESSON_FILE = "courses/models/media.py LessonFile.clean, of the file too where it is plain text"
FEEDBACK_ON = ("right", "too_low", "too_high", "not_enough", "not_applicable")
ROSTER = "people/roster/lines.py: by the checks that scenarios registers (people/typed.py)"

RESOURCE = "courses/models/resources.py Written.clean; services/loading_resources.py again"
LINK = "an address, checked to be one; that it may be real is the point of it"

FIELDS = {
    "courses.HomePage": {
        "lede": PAGE, "promise_heading": PAGE, "promise": PAGE, "how_it_works": BLOCKS,
    },
    "courses.LearnPage": {"introduction": PAGE},
    "courses.CoursePage": {"summary": PAGE, "measuring_forms": FORMS},
    "courses.ModulePage": {"summary": PAGE},
    "courses.LessonPage": {"factor": MADE, "body": BLOCKS},
    "courses.Enrolment": {"course_title": COPIED},
    "courses.Completion": {"lesson_title": COPIED, "course_title": COPIED},
    "courses.Measure": {"course_title": COPIED},
    "courses.LessonOpinion": {"lesson_title": COPIED},
    "courses.Certificate": {"reference": MADE, "title": COPIED},
    "courses.ResearchBriefing": {
        **dict.fromkeys(ResearchBriefing.free_text, RESOURCE), "source_link": LINK,
    },
    "courses.GlossaryTerm": dict.fromkeys(GlossaryTerm.free_text, RESOURCE),
    "courses.TrainingEvent": {
        **dict.fromkeys(TrainingEvent.free_text, RESOURCE), "link": LINK,
    },
    "courses.SupportLine": {**dict.fromkeys(SupportLine.free_text, RESOURCE), "link": LINK},
    "courses.Certification": {
        "title": "courses/certification_forms.py CertificationForm; services/certifying.py again",
        "course_title": COPIED,
    },
    "courses.CertificationRule": {"bounds": MADE, "trial": MADE},
    "courses.CertificationSet": dict.fromkeys(("drawn_from", "missed", "why_undefined"), MADE),
    "courses.TrainerConversation": {
        "agreed": "courses/certification_forms.py; services/conversations.py again",
    },
    "courses.CourseAssignment": {"course_title": COPIED, "cohort_name": ROSTER},
    "courses.SentReminder": {"about": MADE, "kind": MADE},
    "courses.Drill": {
        **dict.fromkeys(("title", "person", "content_label"), DRILL), "code": MADE,
        **dict.fromkeys(
            (f"feedback_{one}" for one in FEEDBACK_ON), DRILL
        ),
        "factor": MADE, "statements": "courses/drill_blocks.py SafeStructBlock.clean",
    },
    "courses.DrillVersion": {
        **dict.fromkeys(("title", "content"), MET), "factor": MADE, "right": MADE,
        "content_hash": MADE,
    },
    "courses.KnowledgeCheck": {
        "title": ANSWERED, "slug": ANSWERED,
        "pools": QUESTIONS, "questions": QUESTIONS,
    },
    "courses.QuestionVersion": {"question": MADE, "content": MET, "content_hash": MADE},
    "courses.Recording": {
        **dict.fromkeys(("title", "captions", "transcript"), LESSON_FILE), "ending": MADE,
    },
    "courses.Handout": {
        **dict.fromkeys(("title", "description"), LESSON_FILE), "ending": MADE,
    },
    "courses.ReflectionNote": {
        "text": "courses/reflection_forms.py NoteForm; services/reflections.py again",
        "question": "copied from a block, which is checked",
        "lesson_title": COPIED, "course_title": COPIED,
    },
    "courses.KnowledgeAttempt": {"check_title": COPIED},
    "courses.KnowledgeAnswer": {"given": MADE, "shuffle": MADE},
    "courses.EvidenceExercise": {
        **dict.fromkeys(("title", "slug", "content_label", "about", "task"), ANSWERED),
        **dict.fromkeys(("document", "afterwards"), ANSWERED),
        "factor": MADE, "passages": "courses/exercise_blocks.py, SafeStructBlock.clean",
    },
    "courses.ExerciseVersion": {"content": MET, "content_hash": MADE},
    "courses.ExerciseAttempt": {"exercise_title": COPIED, "marks": MADE},
    "scenarios.Scenario": {
        **dict.fromkeys(("ref", "title", "summary", "content_label", "static_risk"), SCENARIO),
        "text_hash": MADE,
    },
    "scenarios.CaseDocument": dict.fromkeys(("title", "dated", "body"), MODEL),
    "scenarios.CasePerson": dict.fromkeys(("name", "part"), OF_SCENARIO),
    "scenarios.CasePlace": dict.fromkeys(("name", "what"), OF_SCENARIO),
    "scenarios.Characteristic": dict.fromkeys(("value", "purpose"), OF_SCENARIO),
    "scenarios.Twin": dict.fromkeys(("before", "after"), "scenarios/twin_forms.py TwinForm"),
    "scenarios.CaseDesign": {"factors": "scenarios/design_forms.py; services/designing.py again"},
    "scenarios.Review": {"text_hash": MADE},
    "scenarios.ReviewRemark": {
        "text": "scenarios/review_forms.py, on ReasonField; services/reviewing.py again",
        "place": MADE, "place_hash": MADE,
    },
    "scenarios.EvidenceStatement": {
        "text": STATEMENT, "documents": MADE, "factors": MADE, "needs": FACTS, "code": MADE,
        "fact": FACTS, "value": FACTS, "before": FACTS, "loaded_hash": MADE,
    },
    "scenarios.LibraryVersion": {"content": COPIED_LIBRARY, "content_hash": MADE},
    "scenarios.LibraryFrame": {"facts": REFERENCE, "frame": REFERENCE},
    "scenarios.GeneratedCase": dict.fromkeys(
        ("profile", "faker_version", "generator_version", "statements", "sentences", "text_hash"),
        MADE,
    ),
    "scenarios.PanelQuestion": {"text": ASKED},
    "scenarios.PanelAnswer": {"text": ASKED},
    "scenarios.KeyChange": {
        "reason": CHANGE, "note": CHANGE, "figures": MADE,
    },
    "scenarios.YardstickChange": {
        "reason": CHANGE, "note": CHANGE, "figures": MADE, "values": MADE,
    },
    "scenarios.ModerationSession": {"group_name": "copied from an organisation or a cohort"},
    "scenarios.TeachingNote": {
        "text": "scenarios/moderation_forms.py NoteForm; services/moderation.py again"
    },
    "scenarios.CaseVersion": {
        **dict.fromkeys(("title", "summary", "content_label", "static_risk", "documents"), FROZEN),
        **dict.fromkeys(("people", "places"), FROZEN),
        "language": MADE, "text_hash": MADE,
    },
    "scenarios.Passage": {"heading": FROZEN, "text": FROZEN, "ref": MADE, "text_hash": MADE},
    "scenarios.Panel": {
        "note": FROM_FILE, "returned_because": PANEL_NOTE, "called_off_because": PANEL_NOTE,
        "revision_skipped_because": "panel_forms.py NoteForm; services/panel_rounds.py again",
    },
    "scenarios.ChairNote": {
        "text": "scenarios/panel_round_forms.py ChairNoteForm; services/chair_notes.py again"
    },
    "scenarios.Panellist": {"label": MADE, "wrong_tool_reason": PANEL},
    "scenarios.PanelRating": {"reason": PANEL, "citations": MADE, "receipt": MADE},
    "scenarios.PanelStageRating": {
        "interval_code": MADE, "actions": MADE, "actions_receipt": MADE,
    },
    "scenarios.Assessment": {"receipt": MADE, "counts_reason": MADE},
    "scenarios.StageSubmission": {"reasons_asked": MADE},
    "scenarios.Reason": {"text": RATING},
    "scenarios.WrongTool": {
        "text": "scenarios/forms.py WrongToolForm; services/wrong_tool.py again"
    },
    "scenarios.Report": {
        "place": MADE, "text": REPORTED, "heading": REPORTED, "text_hash": MADE,
        "note": "scenarios/forms.py ReportForm; services/quarantine.py report_text again",
    },
    "scenarios.Disagreement": {"text": DISAGREEMENT},
    "scenarios.DisagreementReply": {"text": DISAGREEMENT, "stands_because": KEY_STANDS},
    "scenarios.KeyHealth": {"reasons": MADE},
    "people.User": dict.fromkeys(("password", "email", "first_name", "last_name"), PERSON),
    "people.Organisation": dict.fromkeys(
        ("code", "name", "name_cy", "region", "path"), REFERENCE
    ),
    "people.Cohort": {"name": ROSTER},
    "people.RosterUpload": {
        "lines": ROSTER, "outcome": "worked out from the lines", "counts": MADE, "digest": MADE,
    },
    "people.Invitation": {"address": PERSON, "joins": "copied from the lines", "token_hash": MADE},
    "people.Event": {"name": MADE, "payload": MADE},
    "wagtailcore.Page": {
        **dict.fromkeys(("title", "slug", "seo_title", "search_description"), PAGE),
        "draft_title": COPIED, "path": MADE, "url_path": MADE,
    },
    "wagtailimages.Image": {
        "title": PICTURE, "description": PICTURE, "file_hash": MADE,
    },
}  # fmt: skip
# All of it is loaded from fixtures/framework.toml, or worked out by the scorer.
WHOLE_APPS = {"scoring": "the framework's own text, loaded from a file, and results worked out"}
TEXT = (models.CharField, models.TextField, models.JSONField, StreamField)


def text_fields() -> dict[str, set[str]]:
    """Model to the fields of its own table that text can get into, choices apart."""
    found: dict[str, set[str]] = {}
    for model in apps.get_models():
        label = model._meta.label
        if model._meta.app_label not in OURS and label not in WAGTAILS:
            continue
        if model._meta.app_label in WHOLE_APPS:
            continue
        for field in model._meta.local_fields:
            if isinstance(field, TEXT) and not field.choices:
                found.setdefault(label, set()).add(field.name)
    return found


def test_every_text_field_has_a_line_and_every_line_a_field() -> None:
    registered: dict[str, Any] = {label: set(fields) for label, fields in FIELDS.items()}
    assert text_fields() == registered


def test_nothing_of_what_is_loaded_whole_is_in_the_admin() -> None:
    from wagtail.snippets.models import get_snippet_models

    assert {model._meta.app_label for model in get_snippet_models()} & set(WHOLE_APPS) == set()
