"""A panel that has been through both rounds, for the bench of closing."""

import tomllib
from datetime import timedelta

import numpy as np
from django.utils import timezone

from benchmarks.site import FIXTURES
from people.public import (
    Newcomer,
    Organisation,
    Role,
    User,
    add_simulated_people,
    grant_membership,
    load_organisations,
)
from scenarios.models import CaseDocument, Panel
from scenarios.public import load_scenario, open_panel, rate_as_simulated
from scenarios.services.panel_rounds import end_blind_round, open_revision
from scenarios.services.simulated_panel import look_again_as_simulated
from scoring.public import load_framework
from tests.factories import make_passed

SEED = 4


def ready_panel(size: int) -> Panel:
    """Fifteen or so who have rated a case of two stages blind and looked at it again."""
    load_organisations(real=FIXTURES / "organisations.csv")
    load_framework(data=tomllib.loads((FIXTURES / "framework.toml").read_text("utf-8")))
    home = Organisation.objects.get(code="X01")
    scenario = load_scenario(
        folder=FIXTURES / "cases-with-a-panel" / "tr-0031",
        owner=Organisation.objects.get(code="NATIONAL"),
    )
    scenario.documents.add(
        CaseDocument(
            sort_order=99, stage=2, kind="other", title="Later", body="A note came in later."
        )
    )
    scenario.save_revision().publish()
    chair, approver = (_person(name, Role.TRAINER, home) for name in ("chair", "approver"))
    people = add_simulated_people(
        [
            Newcomer(
                email=f"expert{number}@bench.example",
                first_name="Robin",
                last_name=f"Testfield{number}",
                organisation=home,
                role=Role.PANELLIST,
                since=timezone.localdate() - timedelta(days=9),
            )
            for number in range(size)
        ]
    )
    make_passed(scenario, by=chair)
    today = timezone.localdate()
    panel = open_panel(
        scenario=scenario,
        sent_by=chair,
        chair=chair,
        approver=approver,
        panellists=people,
        use="practice",
        due_on=today,
    )
    for number, seat in enumerate(panel.panellists.order_by("pk")):
        rate_as_simulated(seat=seat, generator=np.random.default_rng([SEED, number]))
    end_blind_round(panel=panel, by=chair)
    panel = open_revision(panel=panel, by=chair, due_on=today + timedelta(days=1))
    for number, seat in enumerate(panel.panellists.filter(asked_again__gt=0).order_by("pk")):
        look_again_as_simulated(seat=seat, generator=np.random.default_rng([SEED, number]))
    return panel


def _person(name: str, role: str, home: Organisation) -> User:
    person = User.objects.create(
        email=f"{name}@bench.example", first_name="Robin", last_name=name.title()
    )
    grant_membership(person=person, role=role, organisation=home)
    return person
