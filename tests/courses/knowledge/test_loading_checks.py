"""Checks and exercises from the files of the course."""

from pathlib import Path
from shutil import copytree

import pytest

from courses.models import CoursePage, EvidenceExercise, KnowledgeCheck, LessonPage
from courses.public import load_course
from courses.services.reading_files import BadFile
from courses.wording import Kind
from tests.courses.conftest import COURSES


def in_lessons() -> dict[str, list[str]]:
    found = {page.slug: page for page in LessonPage.objects.all()}
    embedded = ("knowledge_check", "evidence_exercise")
    return {
        slug: kinds
        for slug, page in found.items()
        if (kinds := [block.block_type for block in page.body if block.block_type in embedded])
    }


def test_the_course_has_two_checks_and_an_exercise_in_their_lessons(course: CoursePage) -> None:
    checks = KnowledgeCheck.objects.all()
    assert [(check.drawn, check.pass_mark, check.live) for check in checks] == [(5, 4, True)] * 2
    questions = [question for check in checks for question in check.written]
    assert len(questions) == 15
    assert {question.kind for question in questions} == set(Kind.values)
    assert all(LessonPage.objects.filter(pk=question.lesson).exists() for question in questions)
    assert in_lessons() == {
        "when-the-file-is-silent": ["knowledge_check"],
        "commitment-to-desist": ["evidence_exercise"],
        "using-feedback": ["knowledge_check"],
    }
    exercise = EvidenceExercise.objects.get()
    assert len(exercise.passages) == 16


def test_loading_twice_is_the_same_as_once_and_undoes_no_edit(course: CoursePage) -> None:
    check = KnowledgeCheck.objects.first()
    check.title = "Changed by an author"
    check.save_revision().publish()
    lesson = LessonPage.objects.get(slug="using-feedback")
    lesson.body.pop()
    lesson.save_revision().publish()
    before = in_lessons()

    load_course(folder=COURSES)

    check.refresh_from_db()
    assert check.title == "Changed by an author"
    assert in_lessons() == before
    assert (KnowledgeCheck.objects.count(), EvidenceExercise.objects.count()) == (2, 1)


def test_a_lesson_that_an_author_works_on_keeps_the_draft(course: CoursePage) -> None:
    KnowledgeCheck.objects.all().delete()
    lesson = LessonPage.objects.get(slug="using-feedback")
    lesson.body = [("text", "What is published.")]
    lesson.save_revision().publish()
    lesson = LessonPage.objects.get(pk=lesson.pk)
    lesson.body = [("text", "What is being written.")]
    lesson.save_revision()

    load_course(folder=COURSES)

    lesson = LessonPage.objects.get(pk=lesson.pk)
    draft = lesson.get_latest_revision_as_object()
    texts = [[block.block_type for block in page.body] for page in (lesson, draft)]
    assert texts == [["text", "knowledge_check"]] * 2
    assert lesson.body[0].value == "What is published."
    assert draft.body[0].value == "What is being written."


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('course = "arms-foundations"', 'course = "none"', "no course none"),
        ('module = "judging-with-a-structure"', 'module = "none"', "no module none"),
        ('lesson = "why-structured-judgement"', 'lesson = "none"', "leads to no lesson"),
        ('kind = "single"', 'kind = "riddle"', "of no kind that there is: riddle"),
        ("draw = 5", "draw = 6", "the pools draw 5 questions, not 6"),
        ("right = true", "right = false", "No option is right"),
        ("pass_mark = 4", "pass_mark = 9", "the pass mark is from 1 to 5"),
        ("[[pools]]\nname", "[[pools]]\ncalled", "“name” is missing or empty"),
    ],
)
def test_a_bad_check_is_refused_in_words(
    course: CoursePage, tmp_path: Path, old: str, new: str, words: str
) -> None:
    KnowledgeCheck.objects.all().delete()
    copytree(COURSES, tmp_path / "courses")
    file = tmp_path / "courses/checks/judging-with-a-structure.toml"
    file.write_text(file.read_text("utf-8").replace(old, new), "utf-8")
    with pytest.raises(BadFile, match=words):
        load_course(folder=tmp_path / "courses")
    assert not KnowledgeCheck.objects.exists()
