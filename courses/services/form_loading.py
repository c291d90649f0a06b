"""The forms of a course's measure from files, once its cases and drills are there."""

from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction

from courses.models import CoursePage, Drill
from courses.services.loading import HOME_FILE
from courses.services.reading_files import BadFile, Row, read, table, tables, text
from scenarios.public import Use, open_release


@transaction.atomic
def load_measuring_forms(*, folder: Path) -> list[CoursePage]:
    """Give each course of the folder the two forms that its file names.

    After the courses, the drills and the cases. A course that has forms, or that an author has
    edited, is left alone. BadFile: a case or drill is not there, or the forms are not alike.
    """
    found = []
    for path in sorted(path for path in folder.glob("*.toml") if path.name != HOME_FILE):
        row = table(read(path), "course", path.name)
        if "measuring_forms" not in row:
            continue
        course = CoursePage.objects.filter(slug=text(row, "slug", path.name)).first()
        if course is None:
            raise BadFile(f"{path.name}: load the course before its forms.")
        if not _is_as_loaded(course):
            continue
        forms = [_form(form, path) for form in tables(row, "measuring_forms", path.name)]
        course.measuring_forms = [("form", form) for form in forms]
        _refuse_problems(course, path)
        course.save_revision().publish()
        found.append(course)
    return found


def _is_as_loaded(course: CoursePage) -> bool:
    """Whether nobody has edited it since it was loaded, and it has no forms yet."""
    by_somebody = course.revisions.filter(user__isnull=False)
    return not len(course.measuring_forms) and not by_somebody.exists()


def _form(row: Row, path: Path) -> dict[str, object]:
    ref, codes = text(row, "case", path.name), row.get("drills")
    if not isinstance(codes, list) or not codes:
        raise BadFile(f"{path.name}: the form of {ref} names no drills.")
    if open_release(ref, Use.ANCHOR) is None:
        raise BadFile(f"{path.name}: no anchor case {ref} is open.")
    there = Drill.objects.filter(code__in=codes, live=True, is_for_measuring=True)
    if missing := sorted(set(codes) - set(there.values_list("code", flat=True))):
        raise BadFile(f"{path.name}: no published drill for measuring is {', '.join(missing)}.")
    return {"case": ref, "drills": codes}


def _refuse_problems(course: CoursePage, path: Path) -> None:
    """The same as the editor refuses, with the file in front."""
    try:
        course.measuring_forms.stream_block.clean(course.measuring_forms)
    except ValidationError as error:
        words = [str(one) for each in error.non_block_errors.as_data() for one in each.messages]
        raise BadFile(
            f"{path.name}: {' '.join(words) or 'the forms are not as they should be.'}"
        ) from None
