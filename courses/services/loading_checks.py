"""Knowledge checks and exercises from files, beside the lessons that they belong to.

As with pages, what is not there yet is made and published, and put at the end of its lesson once;
what is there is left alone, whatever an author has made of it or of the lesson.
"""

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.core.exceptions import ValidationError
from django.db.models import Model

from courses.models import CoursePage, EvidenceExercise, KnowledgeCheck, LessonPage, ModulePage
from courses.services import reading_files as files
from courses.services.reading_files import BadFile, Row
from courses.wording import Kind


def load_checks(*, folder: Path, placed: Collection[str] = ()) -> None:
    """Every check of ``checks/`` and exercise of ``exercises/`` that is not there yet.

    Those that are ``placed``, by slug, have a place in their lesson's file.
    """
    for path in sorted((folder / "checks").glob("*.toml")):
        _load_check(path, placed)
    for path in sorted((folder / "exercises").glob("*.toml")):
        _load_exercise(path, placed)


def put_in_place(lesson: LessonPage, kind: str, slug: str, *, at: int, where: str) -> None:
    """Put a check or an exercise into its lesson at a place. BadFile: it is not there."""
    model = KnowledgeCheck if kind == "knowledge_check" else EvidenceExercise
    found = model.objects.filter(slug=slug).first()
    if found is None:
        raise BadFile(f"{where}: there is no {model._meta.verbose_name} {slug}.")
    lesson.refresh_from_db()
    lesson.body.insert(at, (kind, found))
    lesson.save_revision().publish()


def _load_check(path: Path, placed: Collection[str]) -> None:
    data = files.read(path)
    row = files.table(data, "check", path.name)
    slug = files.text(row, "slug", path.name)
    if KnowledgeCheck.objects.filter(slug=slug).exists():
        return
    lessons = _lessons(row, path)
    pools = files.tables(data, "pools", path.name) if "pools" in data else []
    check = KnowledgeCheck(
        slug=slug,
        title=files.text(row, "title", path.name),
        minutes=row.get("minutes"),
        pass_mark=row.get("pass_mark"),
        attempts_allowed=row.get("attempts", 3),
        pools=_raw(
            "pools",
            slug,
            [("pool", files.text(pool, "name", path.name), dict(pool)) for pool in pools],
        ),
        questions=_raw(
            "questions",
            slug,
            [
                (_kind(one, path), str(one.get("id")), _question(one, slug, lessons, path))
                for one in files.tables(data, "questions", path.name)
            ],
        ),
    )
    if row.get("draw", check.drawn) != check.drawn:
        raise BadFile(f"{path.name}: the pools draw {check.drawn} questions, not {row['draw']}.")
    _publish(check, path)
    last = _last_lesson(row, path)
    if slug not in placed:
        _put_at_the_end(last, "knowledge_check", check)


def _load_exercise(path: Path, placed: Collection[str]) -> None:
    data = files.read(path)
    row = files.table(data, "exercise", path.name)
    slug = files.text(row, "slug", path.name)
    if EvidenceExercise.objects.filter(slug=slug).exists():
        return
    exercise = EvidenceExercise(
        slug=slug,
        title=files.text(row, "title", path.name),
        factor=files.text(row, "factor", path.name),
        content_label=files.text(row, "content_label", path.name),
        about=files.text(row, "person", path.name),
        task=files.text(row, "task", path.name),
        minutes=row.get("minutes"),
        document=files.beside(path, files.text(row, "document", path.name)),
        afterwards=str(row.get("afterwards", "")),
        passages=_raw(
            "passages",
            slug,
            [
                ("passage", str(one.get("number")), dict(one))
                for one in files.tables(data, "passages", path.name)
            ],
        ),
    )
    _publish(exercise, path)
    name = files.text(row, "lesson", path.name)
    lesson = _lessons(row, path).get(name)
    if lesson is None:
        raise BadFile(f"{path.name}: the course has no lesson {name}.")
    if slug not in placed:
        _put_at_the_end(lesson, "evidence_exercise", exercise)


def _kind(row: Row, path: Path) -> str:
    kind = row.get("kind")
    if kind not in Kind.values:
        raise BadFile(f"{path.name}: {row.get('id')} is of no kind that there is: {kind}.")
    return str(kind)


def _question(row: Row, slug: str, lessons: Mapping[str, LessonPage], path: Path) -> dict[str, Any]:
    name = row.get("lesson")
    if name and name not in lessons:
        raise BadFile(f"{path.name}: {row.get('id')} leads to no lesson of the course: {name}.")
    key = f"{slug}/{row.get('id')}"
    options = [
        {"type": "item", "id": _id(f"{key}/{place}"), "value": dict(option)}
        for place, option in enumerate(files.tables(row, "options", path.name))
    ]
    kept = {name: row[name] for name in ("stem", "pool", "scenario", "choices") if name in row}
    return {**kept, "lesson": lessons[name].pk if name else None, "options": options}


def _raw(field: str, slug: str, rows: list[tuple[str, str, dict[str, Any]]]) -> Any:
    """The value of a field of blocks from plain data, in which every block has an id that stays."""
    raw = [{"type": kind, "id": _id(f"{slug}/{key}"), "value": value} for kind, key, value in rows]
    model = EvidenceExercise if field == "passages" else KnowledgeCheck
    return model._meta.get_field(field).stream_block.to_python(raw)


def _id(name: str) -> str:
    return str(uuid5(NAMESPACE_URL, name))


def _lessons(row: Row, path: Path) -> dict[str, LessonPage]:
    course = CoursePage.objects.filter(slug=files.text(row, "course", path.name)).first()
    if course is None:
        raise BadFile(f"{path.name}: there is no course {row['course']}.")
    return {lesson.slug: lesson for lesson in LessonPage.objects.descendant_of(course)}


def _last_lesson(row: Row, path: Path) -> LessonPage:
    slug = files.text(row, "module", path.name)
    course = CoursePage.objects.get(slug=row["course"])
    module = ModulePage.objects.child_of(course).filter(slug=slug).first()
    lesson = module and LessonPage.objects.child_of(module).order_by("path").last()
    if not lesson:
        raise BadFile(f"{path.name}: the course has no module {slug} with a lesson.")
    return lesson


def _publish(snippet: KnowledgeCheck | EvidenceExercise, path: Path) -> None:
    try:
        snippet.clean_whole()
    except ValidationError as error:
        raise BadFile(f"{path.name}: {'; '.join(files.words_of(error))}") from error
    snippet.save()
    snippet.save_revision().publish()


def _put_at_the_end(lesson: LessonPage, kind: str, snippet: Model) -> None:
    """Add the block to what is published, and to what an author may be working on."""
    lesson.refresh_from_db()
    if lesson.has_unpublished_changes:
        draft = lesson.get_latest_revision_as_object()
        draft.body.append((kind, snippet))
        lesson.body.append((kind, snippet))
        lesson.save()
        draft.save_revision()
        return
    lesson.body.append((kind, snippet))
    if lesson.live:
        lesson.save_revision().publish()
    else:
        lesson.save_revision()
