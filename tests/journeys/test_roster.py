"""An administrator puts people on a roster in the browser, and somebody new chooses a password."""

import re

import pytest
from django.core import mail
from django.test import override_settings
from playwright.sync_api import expect

from people.models import RosterUpload
from people.public import Role, User
from people.services.roster import upload_roster
from tests.factories.rosters import roster_csv
from tests.journeys.axe.look import faults_of


@pytest.mark.parametrize("javascript", [True, False])
def test_from_the_file_to_a_first_password(site, open_as, watch, javascript):
    number = int(javascript)
    email = f"sian{number}@roster.example"
    new = (email, "Siân", f"Gŵyrfa{number}", "X06", "Trainee", "Spring intake")
    stays = site.trainee("X06", last_name=f"Stayfield{number}")
    goes = site.trainee("X06", last_name=f"Gofield{number}")
    administrator = site.people["administrator"]
    mail.outbox.clear()

    page = open_as(administrator, javascript=javascript)
    page.goto("/my-learning/")
    page.get_by_role("link", name="Roster", exact=True).click()
    wrong = roster_csv((email, "Siân", "G?yrfa", "X06", "Trainee"))
    choose(page, wrong)
    expect(page.get_by_role("alert")).to_contain_text("Line 2: “Last name”")
    listed = (stays.email, stays.first_name, stays.last_name, "X06", "Trainee")
    page.get_by_label("People of these organisations who are not in the file leave").check()
    choose(page, roster_csv(new, listed))
    expect(page.get_by_role("heading", name="Dry run of a roster")).to_be_visible()
    expect(page.get_by_text("becomes trainee in")).to_be_visible()
    page.get_by_role("link", name="Show Leave").click()
    expect(page.get_by_role("table")).to_contain_text(goes.last_name)
    expect(page.get_by_role("table")).not_to_contain_text(stays.last_name)
    page.get_by_label("I have looked at who leaves").check()
    with override_settings(WAGTAILADMIN_BASE_URL=""):
        page.get_by_role("button", name="Apply the roster").click()
        expect(page.get_by_role("heading", name="The roster was applied")).to_be_visible()
    expect(page.get_by_text("New here: 1")).to_be_visible()
    assert not User.objects.get(pk=goes.pk).is_active

    link = re.search(r"/people/invitation/\S+", mail.outbox[0].body)[0]
    newcomer = open_as(javascript=javascript)
    newcomer.goto(link)
    newcomer.get_by_label("Password", exact=True).fill("harbour lantern walk north")
    newcomer.get_by_label("Password, once more").fill("harbour lantern walk north")
    newcomer.get_by_role("button", name="Save the password").click()
    expect(newcomer.get_by_text("Your password is saved. Sign in with it.")).to_be_visible()
    newcomer.get_by_label("E-mail address").fill(email)
    newcomer.get_by_label("Password").fill("harbour lantern walk north")
    newcomer.get_by_role("button", name="Sign in").click()
    expect(newcomer.get_by_text(f"Siân Gŵyrfa{number}")).to_be_visible()
    watch.expect(410)
    newcomer.goto(link)
    expect(newcomer.get_by_role("heading", name="This link no longer works")).to_be_visible()


def choose(page, content):
    file = {"name": "people.csv", "mimeType": "text/csv", "buffer": content}
    page.get_by_label("Roster", exact=True).set_input_files(file)
    page.get_by_role("button", name="Show what it would change").click()


def test_every_state_is_open_to_everybody(site, look_as, watch):
    administrator = User.objects.get(pk=site.people["administrator"].pk)
    site.person(Role.TRAINEE, "X06", last_name="Axefield")
    rows = [(f"axe{n}@roster.example", "Siân", "Gŵyrfa", "X06", "Trainee") for n in range(60)]
    upload = upload_roster(content=roster_csv(*rows), by=administrator, absent_leave=True)
    page = look_as(administrator)
    address = f"/people/roster/{upload.uuid}/"
    faults = []
    for path in ("/people/roster/", address, f"{address}?show=leaves"):
        faults += looked_at(page, path)
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto("/people/roster/")
    choose(page, roster_csv(("x", "Siân", "G?yrfa", "X06", "Trainee")))
    page.wait_for_load_state()
    faults += faults_of(page)
    for state in ("applying", "done", "cancelled", "changed", "expired"):
        RosterUpload.objects.filter(pk=upload.pk).update(
            state=state, finished_at="2026-11-26T10:00Z"
        )
        faults += looked_at(page, address)
    watch.expect(410)
    faults += looked_at(page, "/people/invitation/no-such-link/")
    assert faults == []


def looked_at(page, path):
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(path)
    return faults_of(page)
