"""A pack that is sent several times at the same moment is taken in once, on either database."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from people.public import Role
from scenarios.models import Scenario
from scenarios.services.packs import export_pack
from tests.factories import make_organisation, make_person, make_scenario
from tests.scenarios.test_at_once import AT_ONCE, all_at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_pressing_import_many_times_at_once_makes_each_case_once():
    trainer = make_person(role=Role.TRAINER, organisation=make_organisation("X01"))
    scenario = make_scenario("TS-0001")
    content = export_pack(scenarios=[scenario], by=trainer, with_design=False)
    scenario.delete()
    posts = [
        (
            reverse("workshop_import"),
            {"pack": SimpleUploadedFile("pack.zip", content), "owner": "X01"},
        )
        for _press in range(AT_ONCE)
    ]
    answers = all_at_once(trainer, *posts)
    assert [answer.status_code for answer in answers] == [200] * AT_ONCE
    assert all(answer.context["done"] for answer in answers)
    assert Scenario.objects.get().revisions.count() == 1
