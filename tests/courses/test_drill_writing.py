"""Written drills: from files, and in the editor, which refuses in words what could not be shown."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from courses.drill_blocks import statements_of
from courses.drill_checks import drill_problems
from courses.drill_content import Statement
from courses.factors import factors_with_levels
from courses.models import Drill, LessonPage
from courses.public import load_drills
from courses.selectors.measure_refusals import baseline_waits
from courses.services.drills import begin_drill
from courses.services.measuring import MeasureRefused, begin_baseline
from courses.services.reading_files import BadFile
from people.public import User
from tests.courses.conftest import COURSES
from tests.factories import make_framework, make_person
from tests.factories.courses import make_course
from tests.factories.drills import drill_fields, make_drill, statement_rows
from tests.factories.measures import make_forms

FILES = COURSES / "drills"


@pytest.fixture(autouse=True)
def framework(db: None) -> None:
    make_framework()


def problems(**changes: Any) -> dict[str, str]:
    """What is wrong with a drill, by field."""
    drill = Drill(**drill_fields(**changes))
    return {each.field: each.words for each in drill_problems(drill, factors_with_levels())}


def test_every_file_loads_and_is_published() -> None:
    drills = load_drills(folder=FILES)
    daily = Drill.objects.to_practise()
    assert (len(drills), daily.count()) == (22, 12)
    assert all(drill.live for drill in drills)
    assert {drill.factor for drill in daily} == {each.code for each in factors_with_levels()}


def test_loading_twice_is_the_same_as_once_and_keeps_an_edit() -> None:
    load_drills(folder=FILES)
    Drill.objects.filter(code="desist-1").update(title="Changed by an author")
    load_drills(folder=FILES)
    assert Drill.objects.count() == 22
    assert Drill.objects.get(code="desist-1").title == "Changed by an author"


def test_the_two_forms_of_a_measure_are_parallel() -> None:
    load_drills(folder=FILES)
    kept = {drill.code: drill for drill in Drill.objects.to_measure_with()}
    firsts = [code for code in kept if code.endswith("-a")]
    assert len(firsts) == 5
    for code in firsts:
        one, other = kept.pop(code), kept.pop(f"{code[:-1]}b")
        for name in ("factor", "level", "tempting", "minutes"):
            assert getattr(one, name) == getattr(other, name), code
        shapes = [sorted((s.stance, s.weight) for s in statements(each)) for each in (one, other)]
        assert shapes[0] == shapes[1], code
        short, long = sorted(sum(len(s.text) for s in statements(each)) for each in (one, other))
        assert long <= 1.15 * short, code
    assert not kept


def statements(drill: Drill) -> tuple[Statement, ...]:
    return statements_of(drill.statements)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("level = 1", 'level = 1\nfor_measuring = "b"', "is_for_measuring"),
        ("level = 1", "level = 2", "tempting answer is another"),
        ('factor = "desist"', 'factor = "luck"', "not a factor"),
        ('stance = "for"', 'stance = "maybe"', "stance"),
        ("too_low = ", "other = ", "feedback_too_low"),
        ("[drill]", "[drill", "desist-1.toml"),
        ('person = "', f'person = "{"A" * 300} ', "person: It has "),
        ("[feedback]", "[words]", "the table [feedback] is missing"),
        ("[[statements]]", "[[sentences]]", "there is no [[statements]]"),
    ],
)
def test_a_file_that_does_not_fit_is_refused_with_its_name(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    shutil.copy(FILES / "desist-1.toml", tmp_path)
    file = tmp_path / "desist-1.toml"
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")
    with pytest.raises(BadFile, match=r"desist-1\.toml") as refused:
        load_drills(folder=tmp_path)
    assert said in str(refused.value)
    assert not Drill.objects.exists()


def test_a_whole_drill_has_no_problem() -> None:
    assert problems() == {}


def test_a_level_off_the_scale_is_refused() -> None:
    assert "levels 0, 1, 2, 3" in problems(level="7")["level"]


def test_a_tempting_answer_that_is_the_one_meant_is_refused() -> None:
    assert "another than the one meant" in problems(tempting="1")["tempting"]


def test_feedback_is_asked_for_each_answer_that_can_be_given() -> None:
    assert "can be given" in problems(feedback_too_low="")["feedback_too_low"]
    assert "can be given" in problems(feedback_not_enough="")["feedback_not_enough"]
    assert "right" in problems(feedback_right="")["feedback_right"]
    needed = problems(factor="congruence")
    assert "can be given" in needed["feedback_not_applicable"]


def test_feedback_is_refused_for_an_answer_that_cannot_be_given() -> None:
    assert "No level is lower" in problems(level="0")["feedback_too_low"]
    assert "No level is higher" in problems(level="3")["feedback_too_high"]
    assert "answer meant" in problems(level="not_enough")["feedback_not_enough"]
    found = problems(feedback_not_applicable="It applies.")
    assert "cannot be answered for Opportunity" in found["feedback_not_applicable"]


def test_what_points_to_a_real_person_is_refused_on_its_field() -> None:
    found = problems(person="Mr Brill, ring 07911 123456.", feedback_right="See AB123456C.")
    assert set(found) == {"person", "feedback_right"}


def posted(**changes: Any) -> dict[str, str]:
    """What the editor sends."""
    fields = {name: str(value) for name, value in drill_fields(**changes).items()}
    fields["feedback_not_applicable"] = changes.get("feedback_not_applicable", "")
    rows = statement_rows()
    fields["statements-count"] = str(len(rows))
    for number, row in enumerate(rows):
        prefix = f"statements-{number}"
        fields |= {
            f"{prefix}-type": "statement", f"{prefix}-order": str(number),
            f"{prefix}-deleted": "", f"{prefix}-id": "",
        }  # fmt: skip
        fields |= {f"{prefix}-value-{name}": value for name, value in row["value"].items()}
    return fields


ADD = "wagtailsnippets_courses_drill:add"


def test_a_trainer_publishes_a_drill(client: Client, trainer: User) -> None:
    client.force_login(trainer)
    client.post(reverse(ADD), {**posted(code="opportunity-77"), "action-publish": "1"})
    drill = Drill.objects.get(code="opportunity-77")
    assert drill.live
    assert len(drill.statements) == 3


def test_what_is_published_with_a_gap_is_refused_and_a_draft_may_have_it(
    client: Client, trainer: User
) -> None:
    client.force_login(trainer)
    gap = posted(code="opportunity-78", feedback_too_low="")
    refused = client.post(reverse(ADD), {**gap, "action-publish": "1"})
    assert refused.status_code == 200
    assert "This answer can be given" in refused.content.decode()
    assert not Drill.objects.exists()
    client.post(reverse(ADD), gap)
    assert Drill.objects.get(code="opportunity-78").live is False


def test_a_draft_is_not_drilled(trainee: User) -> None:
    make_drill(live=False)
    assert begin_drill(person=trainee) is None


def test_the_code_stays(client: Client, trainer: User) -> None:
    drill = make_drill()
    client.force_login(trainer)
    edit = reverse("wagtailsnippets_courses_drill:edit", args=[drill.pk])
    answer = client.post(edit, {**posted(code="other-1"), "action-publish": "1"})
    assert f"The code stays {drill.code}" in answer.content.decode()


def test_what_lies_in_a_lesson_is_kept_for_measuring_only_once_it_is_out_of_it(
    client: Client, trainer: User, first_lesson: LessonPage
) -> None:
    drill = make_drill()
    first_lesson.body = [("factor_drill", f"drill:{drill.code}")]
    first_lesson.save_revision().publish()
    client.force_login(trainer)
    edit = reverse("wagtailsnippets_courses_drill:edit", args=[drill.pk])
    kept = {**posted(code=drill.code), "is_for_measuring": "on", "action-publish": "1"}
    refused = client.post(edit, kept).content.decode()
    assert f"It lies in these lessons: {first_lesson.title}. Take it out" in refused
    drill.refresh_from_db()
    assert not drill.is_for_measuring
    first_lesson.body = []
    first_lesson.save_revision().publish()
    client.post(edit, kept)
    drill.refresh_from_db()
    assert drill.is_for_measuring


def test_a_drill_is_practised_or_measured_with_and_never_both(
    client: Client, trainer: User, trainee: User
) -> None:
    practised, asked = make_drill(), make_drill(is_for_measuring=True)
    in_a_form = make_drill(is_for_measuring=True)
    assert begin_drill(person=trainee, code=practised.code)
    forms = make_forms(drills=1)
    forms[0][1]["drills"], forms[1][1]["drills"] = [asked.code], [in_a_form.code]
    course = make_course("ARMS foundations", measuring_forms=forms)
    client.force_login(trainer)

    def refused(drill: Drill, words: str, **ticked: str) -> None:
        edit = reverse("wagtailsnippets_courses_drill:edit", args=[drill.pk])
        sent = {**posted(code=drill.code), **ticked, "action-publish": "1"}
        assert words in client.post(edit, sent).content.decode()
        before = drill.is_for_measuring
        drill.refresh_from_db()
        assert drill.is_for_measuring == before

    refused(practised, "People have practised it", is_for_measuring="on")
    refused(in_a_form, "The measure of these courses asks it: ARMS foundations.")
    # Of the other form: the baseline asks one of the two.
    measure = begin_baseline(person=make_person(), course=course)
    given = Drill.objects.get(versions__measure_drills__measure=measure)
    refused(given, "It was asked in a measure, so it is never practised.")
    # Drafts that were looked at before, and published after: of what was asked, and of the other.
    other = asked if given == in_a_form else in_a_form
    Drill.objects.update(is_for_measuring=False)
    assert begin_drill(person=trainee, code=given.code) is None
    assert begin_drill(person=trainee, code=other.code)
    Drill.objects.update(is_for_measuring=True)
    with pytest.raises(MeasureRefused, match="You have practised a drill of it"):
        begin_baseline(person=trainee, course=course)
    assert not baseline_waits(trainee, course)
    # One that is deleted and written anew is known by its code.
    other.delete()
    make_drill(code=other.code, is_for_measuring=True)
    with pytest.raises(MeasureRefused, match="You have practised a drill of it"):
        begin_baseline(person=trainee, course=course)


def test_the_preview_shows_what_each_answer_is_told(client: Client, trainer: User) -> None:
    from courses.selectors.drill_pages import preview_context

    drill = make_drill()
    said = preview_context(drill)["said"]
    assert [label for label, _words, _right in said] == [
        "Not evident", "Some", "Significant", "Priority for action", "Not enough information",
    ]  # fmt: skip
    assert [right for _label, _words, right in said] == [False, True, False, False, False]
    client.force_login(trainer)
    preview = reverse("wagtailsnippets_courses_drill:preview_on_edit", args=[drill.pk])
    client.post(preview, posted(code=drill.code))
    page = client.get(f"{preview}?mode=").content.decode()
    assert "What each answer is told" in page


@pytest.mark.parametrize("missing", ["level", "factor", "person", "feedback_right"])
def test_the_preview_of_a_draft_has_gaps_and_no_fault(
    client: Client, trainer: User, missing: str
) -> None:
    client.force_login(trainer)
    client.post(reverse(ADD), posted(code="opportunity-78", **{missing: ""}))
    drill = Drill.objects.get(code="opportunity-78")
    preview = reverse("wagtailsnippets_courses_drill:preview_on_edit", args=[drill.pk])
    client.post(preview, posted(code=drill.code, **{missing: ""}))
    assert client.get(f"{preview}?mode=").status_code == 200
