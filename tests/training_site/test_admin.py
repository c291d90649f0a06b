"""The admin's first page, its help, and pictures that are damaged."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from people.public import User
from training_site.images import PictureField

pytestmark = pytest.mark.django_db


def picture() -> bytes:
    file = BytesIO()
    Image.new("RGB", (20, 20), "red").save(file, "PNG")
    return file.getvalue()


def upload(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("a.png", content, "image/png")


@pytest.mark.parametrize("kept", [8, 30, 60])
def test_a_damaged_picture_is_a_mistake_in_the_form(
    client: Client, trainer: User, kept: int
) -> None:
    client.force_login(trainer)
    for address in (reverse("wagtailimages:add"), reverse("wagtailimages_chooser:create")):
        answer = client.post(
            address,
            {
                "title": "A picture",
                "file": upload(picture()[:kept]),
                "image-chooser-upload-title": "A picture",
                "image-chooser-upload-file": upload(picture()[:kept]),
            },
        )
        assert answer.status_code == 200
        assert str(PictureField().error_messages["invalid_image"]) in answer.content.decode()
    several = client.post(
        reverse("wagtailimages:add_multiple"), {"files[]": upload(picture()[:kept])}
    )
    assert several.json()["success"] is False


def test_a_whole_picture_is_taken(client: Client, trainer: User, settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path
    client.force_login(trainer)
    added = client.post(
        reverse("wagtailimages:add"), {"title": "A picture", "file": upload(picture())}
    )
    assert added.status_code == 302
    several = client.post(reverse("wagtailimages:add_multiple"), {"files[]": upload(picture())})
    assert several.json()["success"] is True


def test_the_first_page_says_where_to_work(client: Client, trainer: User) -> None:
    client.force_login(trainer)
    text = client.get("/admin/").content.decode()
    assert 'href="/admin/snippets/scenarios/scenario/">Write a case' in text
    assert 'href="/admin/pages/">Edit lessons' in text
    assert "whats-new-in-wagtail" not in text


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_our_own_pages_are_only_read_and_sent(client: Client, trainee: User, method: str) -> None:
    names = (
        "account_login", "account_logout", "account_signup", "account_inactive",
        "account_change_password", "account_reset_password", "account_reset_password_done",
        "account_reset_password_from_key_done", "my_learning",
    )  # fmt: skip
    addresses = [
        *map(reverse, names),
        reverse("account_reset_password_from_key", args=["1", "a-b"]),
        reverse("mark_lesson_read", args=[1]),
    ]
    for person in (None, trainee):
        if person:
            client.force_login(person)
        answers = {address: getattr(client, method)(address).status_code for address in addresses}
        assert answers == dict.fromkeys(addresses, 405)
