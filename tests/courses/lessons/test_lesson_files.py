"""A lesson as a file, with its blocks where they stand in the text."""

from pathlib import Path

import pytest
from wagtail.images import get_image_model

from courses.models import Handout, HomePage, LessonPage, Recording
from courses.public import (
    load_course,
)
from courses.services.reading_files import BadFile
from tests.courses.conftest import COURSES
from tests.factories.media import CAPTIONS, MP4, png

COURSE = """
[course]
title = "Of files"
slug = "of-files"
summary = "S"
[[modules]]
title = "M"
slug = "m"
[[modules.lessons]]
title = "L"
slug = "l"
minutes = 3
body = "l.md"
"""
EVERYTHING = """First.

::: call-out
heading = "Stop"
text = "Look again."
:::

::: factor-card opportunity
:::
::: drill any:opportunity
:::

::: check of-files
:::

Second.

::: practice-case TR-0007
:::
::: picture steps.png
alternative = "Two steps."
:::
::: recording talk.mp4
title = "A morning"
transcript = "talk.md"
captions = "talk.vtt"
:::
::: reflection
question = "What do you notice first?"
:::
::: download three.txt
title = "Three questions"
description = "To have beside you."
:::
"""
CHECK = """
[check]
slug = "of-files"
title = "Of files"
course = "of-files"
module = "m"
minutes = 1
pass_mark = 1
[[questions]]
id = "one"
kind = "single"
stem = "Is it Monday?"
options = [
  { text = "Yes", right = true, feedback = "Because." },
  { text = "No", feedback = "Because not." },
]
"""


@pytest.fixture
def folder(home: HomePage, tmp_path: Path) -> Path:
    for name in ("files", "checks"):
        (tmp_path / name).mkdir()
    (tmp_path / "course.toml").write_text(COURSE)
    files = tmp_path / "files"
    (files / "steps.png").write_bytes(png())
    (files / "talk.mp4").write_bytes(MP4)
    (files / "talk.md").write_text("**Guide:** Good morning.")
    (files / "talk.vtt").write_text(CAPTIONS)
    (files / "three.txt").write_text("One, two, three.\n")
    return tmp_path


def test_a_file_carries_every_block_in_its_place_and_is_loaded_once(folder: Path) -> None:
    (folder / "l.md").write_text(EVERYTHING)
    (folder / "checks" / "of-files.toml").write_text(CHECK)
    for _twice in range(2):
        load_course(folder=folder)
    lesson = LessonPage.objects.get(slug="l")
    assert [block.block_type for block in lesson.body] == [
        "text", "call_out", "factor_card", "factor_drill", "knowledge_check", "text",
        "practice_case", "picture", "recording", "reflection", "download",
    ]  # fmt: skip
    assert lesson.body[4].value.slug == "of-files"
    assert lesson.body[8].value.captions == CAPTIONS.strip()
    counts = (get_image_model().objects.count(), Recording.objects.count(), Handout.objects.count())
    assert counts == (1, 1, 1)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("One.\n\n::: drill opportunity-9\n:::\n", "l.md, line 3: there is no drill opportunity-9"),
        ("::: drill any:opportunity\n", "l.md, line 1: the block is not ended"),
        ("::: drill\n:::\n", "l.md, line 1: say which drill"),
        ("::: quiz x\n:::\n", "l.md, line 1: there is no block “quiz”. There are: call-out"),
        ("::: reflection\nquestion = \n:::\n", "l.md, line 1: the lines of the block"),
        ("::: reflection\nhint = 'x'\n:::\n", "l.md, line 1: “question” is missing or empty"),
        ("::: reflection\nask = 'x'\n:::\n", "l.md, line 1: “ask” is not known here"),
        ("A\n\n::: picture steps.png\n:::\n", "l.md, line 3: alternative: Say what the picture"),
        ("::: picture none.png\n:::\n", "l.md, line 1: there is no file none.png in files/"),
        ("::: picture talk.mp4\nalternative = 'x y'\n:::\n", "l.md, line 1: talk.mp4 is no pict"),
        ("::: download steps.png\ntitle='T'\ndescription='D'\n:::\n", "line 1: file: This file is"),
        ("::: check none\n:::\n", "l.md, line 1: there is no knowledge check none"),
        ("Ring 07911 123456.", "l.md, line 1: .*looks like"),
    ],
)
def test_a_wrong_block_is_told_with_its_file_and_line_and_nothing_is_made(
    folder: Path, text: str, words: str
) -> None:
    (folder / "l.md").write_text(text)
    with pytest.raises(BadFile, match=words):
        load_course(folder=folder)
    assert not LessonPage.objects.exists()
    assert not get_image_model().objects.exists()


def test_what_the_courses_file_lacks_is_told_with_its_line(folder: Path) -> None:
    (folder / "course.toml").write_text(COURSE.replace('body = "l.md"', ""))
    with pytest.raises(BadFile, match=r"course.toml, line 10: “body” is missing"):
        load_course(folder=folder)


def test_the_shipped_lessons_hold_a_picture_questions_drills_and_a_handout(home: HomePage) -> None:
    load_course(folder=COURSES)
    kinds = [block["type"] for lesson in LessonPage.objects.all() for block in lesson.body.raw_data]
    wanted = {"picture": 1, "download": 1, "reflection": 3, "factor_drill": 2}
    assert {kind: kinds.count(kind) for kind in wanted} == wanted
