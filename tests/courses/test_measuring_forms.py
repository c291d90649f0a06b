"""The two forms of a measure: as an author puts them together, and as they are loaded."""

from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from wagtail.test.utils.form_data import nested_form_data, streamfield

from courses.drill_choices import measuring_drill_choices
from courses.models import CoursePage
from courses.public import (
    load_course,
    load_measuring_forms,
)
from courses.selectors.measure_refusals import baseline_waits
from courses.services.measuring import MeasureRefused, begin_baseline
from courses.services.reading_files import BadFile
from people.public import User
from scenarios.models import Twin
from scenarios.public import Scenario
from tests.factories.courses import make_course
from tests.factories.drills import make_drill
from tests.factories.measures import make_forms, make_measured_course

COURSE = """
[course]
title = "Measured"
slug = "measured"
summary = "A course."
edition = 3

[[course.measuring_forms]]
case = "{first}"
drills = [{first_drills}]

[[course.measuring_forms]]
case = "{second}"
drills = [{second_drills}]

[[modules]]
title = "One"
slug = "one"

[[modules.lessons]]
title = "First"
slug = "first"
minutes = 2
body = "first.md"
"""


@pytest.fixture
def folder(home, tmp_path: Path) -> Path:
    (tmp_path / "first.md").write_text("Some words.", "utf-8")
    return tmp_path


def write(folder: Path, forms: list[Any], **changes: str) -> None:
    (_a, first), (_b, second) = forms
    named = {
        "first": first["case"],
        "second": second["case"],
        "first_drills": ", ".join(f'"{code}"' for code in first["drills"]),
        "second_drills": ", ".join(f'"{code}"' for code in second["drills"]),
    }
    (folder / "measured.toml").write_text(COURSE.format(**named | changes), "utf-8")
    load_course(folder=folder)


def test_forms_are_loaded_once_and_what_an_author_made_of_them_stays(folder, trainer: User):
    write(folder, forms := make_forms())
    assert [course.edition for course in load_measuring_forms(folder=folder)] == [3]
    course = CoursePage.objects.get(slug="measured")
    assert [block.value["case"] for block in course.measuring_forms] == [
        form["case"] for _kind, form in forms
    ]
    assert load_measuring_forms(folder=folder) == []
    course.measuring_forms = []
    course.save_revision(user=trainer).publish()
    assert load_measuring_forms(folder=folder) == []
    assert not CoursePage.objects.get(slug="measured").measuring_forms


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"first": "AN-9999"}, "no anchor case AN-9999 is open"),
        ({"first_drills": '"no-such-drill"'}, "no published drill for measuring is no-such-drill"),
        ({"first_drills": ""}, "names no drills"),
    ],
)
def test_a_file_that_names_what_is_not_there_is_refused(folder, changes, words):
    write(folder, make_forms(), **changes)
    with pytest.raises(BadFile, match=words):
        load_measuring_forms(folder=folder)


def test_forms_that_are_not_alike_are_refused(folder):
    forms = make_forms(drills=1)
    forms[1][1]["drills"] = [make_drill(is_for_measuring=True, factor="desist").code]
    write(folder, forms)
    with pytest.raises(BadFile, match="on the same factors"):
        load_measuring_forms(folder=folder)


def test_two_cases_that_are_twins_are_refused(home, trainer: User):
    forms = make_forms()
    cases = [Scenario.objects.get(ref=form["case"]) for _kind, form in forms]
    Twin.objects.create(
        original=cases[0], copy=cases[1], kind="ethnicity", before="a", after="b", made_by=trainer
    )
    block = CoursePage._meta.get_field("measuring_forms").stream_block
    with pytest.raises(ValidationError) as refused:
        block.clean(CoursePage(title="M", measuring_forms=forms).measuring_forms)
    assert "twins" in str(refused.value.non_block_errors.as_data())


@pytest.mark.parametrize("shared", ["cases", "drills"])
def test_what_another_course_has_measured_somebody_with_is_no_baseline(
    home, trainee, other_trainee, shared
):
    measured = make_measured_course()
    both = {"cases": [dict(form.value) for form in measured.measuring_forms]}
    both["drills"] = [
        {**own.value, "drills": form["drills"]}
        for own, form in zip(make_measured_course().measuring_forms, both["cases"], strict=True)
    ]
    copied = make_course(measuring_forms=[("form", form) for form in both[shared]])
    begin_baseline(person=trainee, course=measured)
    with pytest.raises(MeasureRefused, match="measure of another course"):
        begin_baseline(person=trainee, course=copied)
    assert not baseline_waits(trainee, copied)
    assert begin_baseline(person=other_trainee, course=copied)


def test_one_case_in_two_spellings_or_a_drill_twice_in_a_form_is_refused(home):
    block = CoursePage._meta.get_field("measuring_forms").stream_block

    def refusal_of(forms: list[Any]) -> str:
        with pytest.raises(ValidationError) as refused:
            block.clean(CoursePage(title="M", measuring_forms=forms).measuring_forms)
        return str(refused.value.non_block_errors.as_data())

    forms = make_forms()
    forms[1][1]["case"] = forms[0][1]["case"].lower()
    assert "two different cases" in refusal_of(forms)
    forms = make_forms()
    for _kind, form in forms:
        form["drills"] = form["drills"][:1] * 2
    assert "once only" in refusal_of(forms)


def test_drills_for_measuring_are_offered_by_their_factor(home):
    code = make_drill(is_for_measuring=True, factor="desist").code
    make_drill(factor="desist")
    groups = [group for group in measuring_drill_choices() if group[0]]
    assert [[code for code, _title in drills] for _factor, drills in groups] == [[code]]


def posted(forms: list[Any]) -> Any:
    """The forms as the editor sends them."""
    return streamfield(
        [("form", {"case": form["case"], "drills": inline_list(form["drills"])}) for form in forms]
    )


def inline_list(codes: list[str]) -> dict[str, Any]:
    rows = {
        f"{at}": {"value": code, "id": "", "order": f"{at}", "deleted": ""}
        for at, code in enumerate(codes)
    }
    return {"count": str(len(codes)), **rows}


def test_forms_in_use_are_changed_with_a_new_edition_only(home, trainee, trainer: User):
    course = make_measured_course()
    first, second = (block.value for block in course.measuring_forms)

    def errors(forms: list[Any], edition: int = 1) -> Any:
        data = {
            "title": course.title, "slug": course.slug, "summary": "S", "edition": edition,
            "measuring_forms": posted(forms),
        }  # fmt: skip
        form = course.get_edit_handler().get_form_class()
        there = CoursePage.objects.get(pk=course.pk)
        return form(nested_form_data(data), instance=there, for_user=trainer).errors

    assert not errors([second, first])
    begin_baseline(person=trainee, course=course)
    assert not errors([first, second])
    assert "Raise the edition" in str(errors([second, first])["edition"])
    assert not errors([second, first], edition=2)
    assert not errors([])
