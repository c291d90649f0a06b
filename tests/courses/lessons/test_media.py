"""Pictures, recordings and handouts in lessons: what is taken, and who is sent them."""

import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from wagtail.blocks import StructBlockValidationError

from courses.media_blocks import PictureBlock
from courses.models import Handout, HomePage, LessonPage, Recording
from people.public import User
from tests.factories.media import (
    CAPTIONS,
    MP3,
    MP4,
    make_handout,
    make_image,
    make_lesson,
    make_recording,
    picture,
    png,
    question,
)


@pytest.fixture(autouse=True)
def site(home: HomePage) -> HomePage:
    return home


def read(client: Client, person: User, lesson: LessonPage) -> str:
    client.force_login(person)
    answer = client.get(lesson.url)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(
    ("alternative", "decorative", "words"),
    [
        ("", False, "Say what the picture tells"),
        ("steps-final.PNG", False, "This is the name of a file"),
        ("IMG_2041", False, "This is the name of a file"),
        ("Two steps.", True, "Take the alternative text out"),
        ("Ring 07911 123456.", False, "looks like"),
    ],
)
def test_a_picture_without_a_proper_alternative_is_refused(
    alternative: str, decorative: bool, words: str
) -> None:
    block = PictureBlock()
    value = block.to_python(picture(make_image().pk)[1])
    value["alternative"], value["decorative"] = alternative, decorative
    with pytest.raises(StructBlockValidationError) as refused:
        block.clean(value)
    assert words in str(refused.value.block_errors["alternative"])


def test_a_picture_is_shown_in_sizes_with_its_alternative_and_a_decoration_with_none(
    client: Client, trainee: User
) -> None:
    image = make_image(width=1000)
    text = read(
        client,
        trainee,
        make_lesson(
            picture(image, caption="Under it", credit="A trainer"),
            picture(make_image("Leaf"), alternative="", decorative=True),
        ),
    )
    assert 'alt="Two steps."' in text
    assert 'alt=""' in text
    assert "400w" in text
    assert "1000w" in text
    assert 'width="800"' in text
    assert "Under it" in text
    assert "Picture: A trainer" in text


def test_what_was_deleted_leaves_a_lesson_that_can_be_read(client: Client, trainee: User) -> None:
    image, gone = make_image(), make_image("Its file is gone")
    recording, handout = make_recording(), make_handout()
    lesson = make_lesson(
        picture(image), picture(gone), ("recording", recording), ("download", handout),
        ("text", "Still here."),
    )  # fmt: skip
    image.delete()
    Path(gone.file.path).unlink()
    Recording.objects.filter(pk=recording.pk).delete()
    handout.delete()
    text = read(client, trainee, lesson)
    assert "Still here." in text
    assert "A file that was offered here was taken away." in text
    for tag in ("<img", "<video"):
        assert tag not in text


def test_a_lesson_costs_the_same_queries_with_one_of_each_and_with_ten(
    client: Client, trainee: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(trainee)

    def queries(times: int) -> int:
        lesson = make_lesson(
            *(picture(make_image()) for _n in range(times)),
            *(("recording", make_recording()) for _n in range(times)),
            *(("download", make_handout()) for _n in range(times)),
            *(question(f"Question {n}?") for n in range(times)),
        )
        client.get(lesson.url)  # the sizes are made once
        # 12 for any lesson, two for pictures, and one each for the three other kinds
        with django_assert_max_num_queries(17) as captured:
            client.get(lesson.url)
        return len(captured)

    assert queries(1) == queries(10)


def test_a_recording_is_shown_with_captions_and_transcript(client: Client, trainee: User) -> None:
    recording = make_recording()
    text = read(client, trainee, make_lesson(("recording", recording)))
    assert f'src="/files/recordings/{recording.uuid}/" type="video/mp4"' in text
    assert '<track kind="captions"' in text
    assert "<strong>Guide:</strong> Good morning." in text
    captions = client.get(f"/files/recordings/{recording.uuid}/captions.vtt")
    assert captions.content.decode() == CAPTIONS.strip()
    assert captions["Content-Type"].startswith("text/vtt")


def zipped(**parts: str) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), text)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "ending"),
    [
        (b"%PDF-1.7\n", "pdf"),
        (zipped(**{"[Content_Types]_xml": "", "word__document_xml": ""}), "docx"),
        (zipped(mimetype="application/vnd.oasis.opendocument.text"), "odt"),
        ("Geiriau â thô.\n".encode(), "txt"),
    ],
)
def test_what_a_handout_is_is_told_by_its_content(content: bytes, ending: str) -> None:
    assert make_handout(content).ending == ending


@pytest.mark.parametrize(
    "content",
    [
        b"MZ\x90\x00\x03",
        png(),
        zipped(a="b"),
        zipped(**{"word__document_xml": "", "word__vbaProject.bin": ""}),
    ],
)
def test_a_file_of_another_kind_is_refused_whatever_it_is_called(content: bytes) -> None:
    with pytest.raises(ValidationError, match="not what it would have to be"):
        make_handout(content)
    with pytest.raises(ValidationError, match="not what it would have to be"):
        make_recording(content)


def test_a_text_that_is_called_a_document_is_refused_with_what_to_do() -> None:
    file = ContentFile(b"Three questions.\n", name="Handout.PDF")
    with pytest.raises(ValidationError, match=r"ends in \.pdf.* it is no PDF document\. Save it"):
        Handout(title="Three", description="To have beside you.", file=file).full_clean()


@pytest.mark.parametrize(
    ("name", "wanted"),
    [("a.doc", "Word document"), ("b.XLS", "Excel workbook"), ("c.ppt", "PowerPoint presentation")],
)
def test_a_text_that_is_called_an_older_document_is_refused_too(name: str, wanted: str) -> None:
    with pytest.raises(ValidationError, match=f"it is no {wanted}. Save it again"):
        handout_called(name, b"Name\tScore\nAnn\t3\n")


@pytest.mark.parametrize("name", ["a.doc", "b.xls", "c.html", "d.txt", "e.rtf"])
@pytest.mark.parametrize(
    "content",
    [
        b"<html><body><table><tr><td>1</td></tr></table></body></html>",
        b"\xef\xbb\xbf\r\n<!DOCTYPE html>\n<p>One.</p>",
        b'<?xml version="1.0"?><Workbook/>',
        b"{\\rtf1\\ansi Three questions.}",
    ],
)
def test_a_web_page_or_rich_text_is_no_plain_text_whatever_it_is_called(
    name: str, content: bytes
) -> None:
    with pytest.raises(ValidationError, match="This is a web page or rich text"):
        handout_called(name, content)


@pytest.mark.parametrize("name", ["a.doc", "b.xls", "c.docx"])
def test_an_older_document_or_one_with_a_password_is_refused_with_what_to_do(name: str) -> None:
    content = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
    with pytest.raises(ValidationError, match=r"an older Office file.* Save it as \.docx"):
        handout_called(name, content)


def test_a_text_may_be_called_what_texts_are_called() -> None:
    for name in ("a.txt", "b.md", "c.csv", "d"):
        assert handout_called(name, b"Name,Score\nAnn,3\n").ending == "txt"


def handout_called(name: str, content: bytes) -> Handout:
    handout = Handout(
        title="Three", description="To have beside you.", file=ContentFile(content, name=name)
    )
    handout.full_clean()
    return handout


@pytest.mark.parametrize("brand", [b"heic", b"mif1", b"avif"])
def test_a_picture_of_a_telephone_is_no_video(brand: bytes) -> None:
    with pytest.raises(ValidationError, match="not what it would have to be"):
        make_recording(b"\x00\x00\x00\x18ftyp" + brand + b"\x00" * 100)


def test_a_document_that_is_damaged_is_refused_in_words() -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
    whole = out.getvalue()
    at = whole.index(b"mimetype") + len(b"mimetype")
    broken = whole[:at] + b"\xff\xff" + whole[at + 2 :]
    with pytest.raises(ValidationError, match="not what it would have to be"):
        make_handout(broken)


def test_a_text_that_names_a_real_person_is_no_handout() -> None:
    with pytest.raises(ValidationError, match="looks like"):
        make_handout(b"Ring 07911 123456.")


def test_a_file_above_the_limit_is_refused_with_both_sizes(settings) -> None:
    settings.RECORDING_MOST_BYTES = 1024
    with pytest.raises(ValidationError, match=r"The file is 2.* It may be 1.0.* at most"):
        make_recording()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"captions": ""}, "Add captions"),
        ({"captions": "Good morning."}, "These are no captions"),
        ({"transcript": ""}, "This field cannot be blank"),
    ],
)
def test_a_video_without_its_words_is_refused(fields: dict[str, str], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        make_recording(**fields)


def test_a_video_without_speech_and_audio_need_no_captions() -> None:
    assert make_recording(captions="", has_speech=False).ending == "mp4"
    assert make_recording(MP3, captions="").ending == "mp3"


def test_parts_of_a_recording_are_sent_as_a_player_asks_for_them(
    client: Client, trainee: User
) -> None:
    address = f"/files/recordings/{make_recording().uuid}/"
    client.force_login(trainee)
    whole = client.get(address)
    assert b"".join(whole.streaming_content) == MP4
    assert whole["Accept-Ranges"] == "bytes"

    def part(asked: str, **headers: str) -> tuple[int, str, bytes]:
        answer = client.get(address, headers={"Range": asked, **headers})
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        return answer.status_code, answer.get("Content-Range", ""), body

    n = len(MP4)
    assert part("bytes=0-3") == (206, f"bytes 0-3/{n}", MP4[:4])
    assert part("bytes=10-") == (206, f"bytes 10-{n - 1}/{n}", MP4[10:])
    assert part("bytes=-5") == (206, f"bytes {n - 5}-{n - 1}/{n}", MP4[-5:])
    assert part(f"bytes={n}-") == (416, f"bytes */{n}", b"")
    assert part("bytes=5-2")[0] == 200
    assert part("bytes=0-1,4-5")[0] == 200
    assert part(f"bytes={'9' * 5000}-")[0] == 200
    assert part("bytes=0-3", **{"If-Range": '"older"'})[0] == 200
    assert part("bytes=0-3", **{"If-Range": whole["ETag"]})[0] == 206


def test_a_handout_is_saved_under_its_title_and_its_file_goes_with_it(
    client: Client, trainee: User, django_capture_on_commit_callbacks
) -> None:
    handout = make_handout()
    client.force_login(trainee)
    answer = client.get(f"/files/handouts/{handout.uuid}/")
    assert answer["Content-Disposition"] == 'attachment; filename="three-questions.txt"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "secret-name" not in handout.file.name
    assert b"".join(answer.streaming_content) == b"Three questions.\n"
    first = Path(handout.file.path)
    with django_capture_on_commit_callbacks(execute=True):
        handout.file = ContentFile(b"Four questions.\n", name="again.txt")
        handout.full_clean()
        handout.save()
    second = Path(handout.file.path)
    assert (first.exists(), second.exists()) == (False, True)
    with django_capture_on_commit_callbacks(execute=True):
        Handout.objects.filter(pk=handout.pk).delete()
    assert not second.exists()
    assert client.get(f"/files/handouts/{handout.uuid}/").status_code == 404


def test_a_picture_is_sent_as_lessons_show_it_and_as_uploaded_to_writers_alone(
    client: Client, trainee: User, trainer: User
) -> None:
    image = make_image()
    shown = image.get_rendition("width-400").url
    assert client.get(shown).status_code == 302
    client.force_login(trainee)
    assert client.get(shown).status_code == 200
    assert client.get(image.file.url).status_code == 404
    assert client.get("/media/images/../../lesson-files/x.png").status_code == 404
    assert client.get(f"/media/images/../{image.file.name}").status_code == 404
    assert client.get(f"/media/images/{'x' * 300}.png").status_code == 404
    client.force_login(trainer)
    assert client.get(image.file.url).status_code == 200


def test_a_trainer_adds_a_recording_in_the_admin_with_captions_from_a_file(
    client: Client, trainer: User
) -> None:
    client.force_login(trainer)
    address = "/admin/snippets/courses/recording/add/"
    sent = {"title": "Sent in", "has_speech": "on", "captions": "", "transcript": "Good morning."}
    video = SimpleUploadedFile("x.exe", MP4, content_type="application/x-msdownload")
    answer = client.post(address, {**sent, "file": video})
    assert "Add captions" in answer.content.decode()
    video.seek(0)
    captions = SimpleUploadedFile("x.vtt", CAPTIONS.encode())
    answer = client.post(address, {**sent, "file": video, "captions_file": captions})
    assert answer.status_code == 302
    assert Recording.objects.get().captions == CAPTIONS.strip()
    listed = client.get("/admin/snippets/courses/recording/").content.decode()
    assert "MP4 video" in listed
