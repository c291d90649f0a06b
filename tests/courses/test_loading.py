"""Loading the pages from files."""

import tomllib
from math import ceil
from pathlib import Path

import pytest
from wagtail.models import Page, Site

from courses.models import CoursePage, HomePage, LessonPage
from courses.public import load_course, load_home
from courses.services.reading_files import BadFile
from tests.courses.conftest import COURSES
from tests.factories import FIXTURES


def test_home_takes_the_place_of_the_welcome_page(home: HomePage) -> None:
    assert list(Page.objects.filter(depth=2)) == [home.page_ptr]
    site = Site.objects.get()
    assert (site.root_page_id, site.is_default_site) == (home.pk, True)
    assert home.url == "/"


def test_loading_twice_is_the_same_as_once_and_keeps_what_an_author_changed(
    course: CoursePage,
) -> None:
    CoursePage.objects.filter(pk=course.pk).update(summary="Changed by an author.")
    before = list(Page.objects.order_by("path").values_list("pk", "url_path", "live"))

    load_home(folder=COURSES)
    again = load_course(folder=COURSES)

    assert list(Page.objects.order_by("path").values_list("pk", "url_path", "live")) == before
    assert [page.summary for page in again] == ["Changed by an author."]


def test_a_lesson_opens_with_its_factor_and_ends_with_its_case(
    first_lesson: LessonPage, second_lesson: LessonPage
) -> None:
    kinds = [block.block_type for block in first_lesson.body]
    assert kinds == ["factor_card", "text", "factor_drill", "text"]
    assert [block.block_type for block in second_lesson.body] == ["text", "practice_case"]
    assert second_lesson.practice_refs == ["TR-0007"]
    assert first_lesson.url == (
        "/learn/arms-foundations/seeing-what-is-there/opportunity-what-creates-access/"
    )


def test_a_lesson_takes_the_minutes_that_it_says(lessons: list[LessonPage]) -> None:
    """200 words a minute, and at most two minutes for what there is to do; never above eight."""
    for lesson in lessons:
        words = sum(len(block.value.split()) for block in lesson.body if block.block_type == "text")
        reading = ceil(words / 200)
        assert reading <= lesson.minutes <= min(reading + 2, 8), lesson.slug


def test_every_case_that_a_lesson_offers_is_there_to_practise_on(
    lessons: list[LessonPage],
) -> None:
    offered = [ref for lesson in lessons for ref in lesson.practice_refs]
    assert offered == ["TR-0007", "TR-0023", "TR-0019"]
    for ref in offered:
        case = FIXTURES / "cases" / ref.lower() / "case.toml"
        row = tomllib.loads(case.read_text("utf-8"))
        assert (row["ref"], row["use"]) == (ref, "practice")


def test_loading_works_on_an_empty_page_tree(db: None) -> None:
    Site.objects.all().delete()
    Page.objects.all().delete()
    assert load_home(folder=COURSES).url == "/"


COURSE = '[course]\ntitle = "T"\nslug = "t"\nsummary = "S"\n'
MODULE = '[[modules]]\ntitle = "M"\nslug = "m"\n'
LESSON = '[[modules.lessons]]\ntitle = "L"\nslug = "l"\n'


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[course", "bad.toml"),
        ("", r"the table \[course\] is missing"),
        ('[course]\ntitle = "T"\nslug = "t"\n', "“summary” is missing"),
        (COURSE, r"there is no \[\[modules\]\]"),
        (COURSE + MODULE + LESSON, "needs minutes"),
        (
            COURSE.replace('"S"', f'"{"S" * 301}"') + MODULE + LESSON,
            "^bad.toml, line 2: summary: It has 301 characters, and may have 300 at most.$",
        ),
        (COURSE.replace('"T"', '"Ring 07911 123456"') + MODULE, "^bad.toml, line 2: title: .*"),
        (COURSE.replace('"t"', '"no slug"') + MODULE, "^bad.toml, line 2: slug: .*"),
        (COURSE + MODULE + LESSON + 'minutes = 500\nbody = "a.md"', "^bad.toml, line 9: minutes"),
        (COURSE + MODULE + LESSON + 'minutes = 3\nbody = "none.md"', "no file none.md"),
        (COURSE + MODULE + LESSON + 'minutes = 3\nbody = "../secret.md"', "no file ../secret.md"),
    ],
)
def test_a_bad_file_is_refused_in_words_and_nothing_is_made(
    home: HomePage, tmp_path: Path, text: str, words: str
) -> None:
    (tmp_path.parent / "secret.md").write_text("Not for pages.")
    (tmp_path / "a.md").write_text("Some words.")
    (tmp_path / "bad.toml").write_text(text)
    with pytest.raises(BadFile, match=words):
        load_course(folder=tmp_path)
    assert not CoursePage.objects.exists()


def test_courses_wait_for_the_home_page(db: None) -> None:
    with pytest.raises(BadFile, match="home page"):
        load_course(folder=COURSES)


def test_the_line_of_a_fault_is_where_the_row_is_named_and_no_other(
    home: HomePage, tmp_path: Path
) -> None:
    """Another line may hold the same word, as the factor of a lesson."""
    first = '[[modules.lessons]]\ntitle = "A"\nslug = "a"\nfactor = "opportunity"\n'
    second = LESSON.replace('"l"', '"opportunity"')
    (tmp_path / "a.md").write_text("Some words.")
    (tmp_path / "bad.toml").write_text(
        COURSE + MODULE + first + 'minutes = 3\nbody = "a.md"\n' + second
    )
    with pytest.raises(BadFile, match=r"bad\.toml, line 15: opportunity needs minutes"):
        load_course(folder=tmp_path)


def test_a_file_that_is_no_utf_8_is_refused_by_its_line(home: HomePage, tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_bytes(COURSE.encode() + "# Siân".encode("cp1252"))
    with pytest.raises(BadFile, match=r"bad\.toml, line 5: this is not UTF-8"):
        load_course(folder=tmp_path)
