"""What an address asks for that no row can hold asks for nothing, on either database."""

import pytest
from django.urls import reverse

from tests.factories import make_disagreement, make_national_person, make_released_case

pytestmark = pytest.mark.django_db
NUL = "TS-0001\x00"


def test_a_queue_asked_for_a_case_that_can_be_none_is_whole(client):
    make_disagreement(make_released_case(), text="He handed the keys back.")
    client.force_login(make_national_person())
    page = client.get(reverse("workshop_disagreements"), {"case": NUL})
    assert page.status_code == 200
    assert "He handed the keys back." in page.content.decode()


def test_sending_a_case_that_can_be_none_offers_all_and_names_none(client):
    client.force_login(make_national_person())
    page = client.get(reverse("panel_new"), {"scenario": NUL, "use": NUL})
    assert page.status_code == 200
    assert page.context["waiting"] is None
    assert page.context["form"].initial["scenario"] == ""
