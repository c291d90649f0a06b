"""The pages of a roster: by plain forms, for administrators and leads, each for their own."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from people.models import RosterProgress, RosterUpload
from people.public import Organisation, Role, User
from tests.factories import make_person
from tests.factories.rosters import roster_csv

pytestmark = pytest.mark.django_db
ROSTER = "/people/roster/"
LINE = ("a@f.example", "Siân", "Gŵyrfa", "X01", "Trainee")


@pytest.fixture
def as_administrator(client: Client, administrator: User) -> Client:
    client.force_login(administrator)
    return client


def send(client: Client, content: bytes, **more: str) -> HttpResponse:
    file = SimpleUploadedFile("people.csv", content)
    return client.post(ROSTER, {"file": file, **more})


def uploaded(client: Client, *lines: tuple[str, ...], **more: str) -> str:
    answer = send(client, roster_csv(*lines), **more)
    assert answer.status_code == 302
    return str(answer["Location"])


def words(answer: HttpResponse) -> str:
    return " ".join(answer.content.decode().split())


def test_from_the_file_to_done(
    as_administrator: Client,
    organisation: Organisation,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    page = uploaded(as_administrator, LINE)
    said = words(as_administrator.get(page))
    assert "1 person. Nothing has been done yet." in said
    assert "becomes trainee in Northmoor Police" in said
    assert not User.objects.filter(email=LINE[0]).exists()
    with django_capture_on_commit_callbacks(execute=True):
        answer = as_administrator.post(f"{page}confirm/")
    assert answer["Location"] == page
    said = words(as_administrator.get(page))
    assert "The roster was applied" in said
    assert "New here: 1" in said
    assert "Gŵyrfa" not in said.split('id="how-far"')[1]
    assert User.objects.filter(email=LINE[0]).exists()
    again = as_administrator.get(uploaded(as_administrator, LINE))
    assert "There is nothing to apply." in words(again)


def test_what_is_wrong_is_listed_by_line(as_administrator: Client) -> None:
    answer = send(as_administrator, roster_csv(("x", *LINE[1:])))
    assert answer.status_code == 200
    said = words(answer)
    assert "<title>Error: Roster" in said
    assert "Line 2: “E-mail”: this is not an e-mail address." in said
    assert not RosterUpload.objects.exists()


@pytest.mark.parametrize(
    ("content", "said"), [(None, "Choose a file."), (b"", "The file is empty. Choose another.")]
)
def test_no_file_and_an_empty_one(
    as_administrator: Client, content: bytes | None, said: str
) -> None:
    sent = {} if content is None else {"file": SimpleUploadedFile("a.csv", content)}
    answer = as_administrator.post(ROSTER, sent)
    assert answer.status_code == 200
    assert said in words(answer)


def test_who_leaves_is_looked_at_before_it_is_confirmed(
    as_administrator: Client, trainee: User
) -> None:
    page = uploaded(as_administrator, LINE, absent_leave="on")
    assert str(trainee) in words(as_administrator.get(f"{page}?show=leaves"))
    answer = as_administrator.post(f"{page}confirm/")
    assert answer.status_code == 200
    assert "Look at who leaves, then tick the box." in words(answer)
    assert RosterUpload.objects.get().state == RosterUpload.State.PLANNED
    assert as_administrator.post(f"{page}confirm/", {"seen": "on"}).status_code == 302
    assert RosterUpload.objects.get().state == RosterUpload.State.APPLYING


def test_where_no_bar_can_move_the_page_says_in_words_that_it_is_working(
    as_administrator: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("people.views.roster.is_progress_said", lambda: False)
    page = uploaded(as_administrator, LINE)
    as_administrator.post(f"{page}confirm/")
    RosterProgress.objects.update(moved_at=timezone.now() - timedelta(minutes=5))
    answer = as_administrator.get(page)
    assert "It is working." in words(answer)
    assert "it can begin again" in words(answer)
    assert "<progress" not in answer.content.decode()
    assert "Nothing has moved" not in words(answer)


def test_a_dry_run_comes_in_pages_by_what_changes(
    as_administrator: Client, organisation: Organisation, trainee: User
) -> None:
    rows = [(f"n{number}@f.example", *LINE[1:]) for number in range(60)]
    same = (trainee.email, trainee.first_name, trainee.last_name, "X01", "Trainee")
    page = uploaded(as_administrator, *rows, same)
    assert "61 people, 1 to 50 shown" in words(as_administrator.get(page))
    second = words(as_administrator.get(f"{page}?show=new&page=2"))
    assert "New here: 60 people, 51 to 60 shown" in second
    assert "?show=new&amp;page=1" in second
    assert "Stay the same: 1 person" in words(as_administrator.get(f"{page}?show=same"))
    assert as_administrator.get(f"{page}?show=nonsense&page=x").status_code == 200


def test_a_page_asks_the_same_for_one_line_and_for_fifty(
    as_administrator: Client,
    organisation: Organisation,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for n in (1, 50):
        page = uploaded(as_administrator, *[(f"n{k}@f.example", *LINE[1:]) for k in range(n)])
        with django_assert_num_queries(5):
            as_administrator.get(page)


def test_a_change_meanwhile_is_a_conflict_in_words(
    as_administrator: Client, organisation: Organisation
) -> None:
    page = uploaded(as_administrator, LINE)
    make_person(organisation=organisation, email=LINE[0])
    for headers in ({}, {"HX-Request": "true"}):
        answer = as_administrator.post(f"{page}confirm/", headers=headers)
        if headers:
            # It was worked out again, so the second press confirms what is shown by now.
            assert answer.status_code == 302
        else:
            assert answer.status_code == 409
            assert "Something has changed meanwhile" in words(answer)


def test_a_roster_that_no_worker_came_to_says_so_and_not_that_nobody_confirmed_it(
    as_administrator: Client, organisation: Organisation
) -> None:
    pages = [uploaded(as_administrator, LINE) for _ in range(2)]
    as_administrator.post(f"{pages[0]}confirm/")
    RosterUpload.objects.update(uploaded_at=timezone.now() - timedelta(days=2))
    call_command("tidy_rosters")
    confirmed, left = (words(as_administrator.get(page)) for page in pages)
    assert "It was confirmed, and no worker applied it within a day" in confirmed
    assert "Nobody confirmed it" not in confirmed
    assert "Nobody confirmed it within a day" in left


def test_cancelling_forgets_the_file(as_administrator: Client, organisation: Organisation) -> None:
    page = uploaded(as_administrator, LINE)
    for _again in range(2):
        assert as_administrator.post(f"{page}cancel/").status_code == 302
    assert "Nothing was done, and its names were deleted." in words(as_administrator.get(page))
    assert as_administrator.post(f"{page}confirm/").status_code == 409


def test_while_it_is_applied_the_page_shows_how_far_and_begins_again_where_it_stands_still(
    as_administrator: Client, organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("people.views.roster.is_progress_said", lambda: True)
    page = uploaded(as_administrator, LINE)
    as_administrator.post(f"{page}confirm/")
    RosterProgress.objects.update(percent=40)
    said = words(as_administrator.get(page))
    assert 'value="40"' in said
    assert 'hx-trigger="every 2s"' in said
    assert "Begin again" not in said
    RosterProgress.objects.update(moved_at="2026-01-01T00:00Z")
    assert "Begin again" in words(as_administrator.get(page))
    assert as_administrator.post(f"{page}go-on/").status_code == 302


def test_a_roster_is_seen_by_whoever_uploaded_it_alone(
    client: Client, force_lead: User, organisation: Organisation, administrator: User
) -> None:
    client.force_login(force_lead)
    page = uploaded(client, LINE)
    client.force_login(administrator)
    assert client.get(page).status_code == 404
    for act in ("confirm", "cancel", "go-on"):
        assert client.post(f"{page}{act}/").status_code == 404


@pytest.mark.parametrize("role", [Role.TRAINEE, Role.TRAINER, Role.NATIONAL_LEAD])
def test_others_are_not_let_in(client: Client, organisation: Organisation, role: Role) -> None:
    client.force_login(make_person(role=role, organisation=organisation))
    assert client.get(ROSTER).status_code == 403


def test_extra_fields_change_nothing(as_administrator: Client, organisation: Organisation) -> None:
    page = uploaded(as_administrator, LINE, organisation="X02", role="administrator", owner="1")
    assert "becomes trainee in Northmoor Police" in words(as_administrator.get(page))


@pytest.mark.parametrize(("kind", "status"), [("csv", 200), ("xlsx", 200), ("exe", 404)])
def test_the_template_is_to_be_had(as_administrator: Client, kind: str, status: int) -> None:
    assert as_administrator.get(f"{ROSTER}template.{kind}").status_code == status


def test_a_lead_is_told_what_is_theirs(client: Client, force_lead: User) -> None:
    client.force_login(force_lead)
    assert "Other roles are for an administrator." in words(client.get(ROSTER))


def test_the_daily_command_runs(administrator: User) -> None:
    call_command("tidy_rosters", verbosity=0)
    assert reverse("roster") == ROSTER
