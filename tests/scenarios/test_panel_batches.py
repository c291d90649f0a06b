"""Several cases to one pool: the plan is looked at, then all are sent, or none."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from people.public import Role
from scenarios.models import CaseVersion, Panel, Panellist, Scenario
from scenarios.services.panel_batches import plan_batch
from tests.factories import make_framework, make_panel, make_passed, make_person, make_scenario
from tests.scenarios.journey import words_of
from tests.scenarios.test_panel_sending import wrote

pytestmark = pytest.mark.django_db

BATCH = "/panel/batch/"


@pytest.fixture
def form():
    """What the form posts for four cases and twelve people, and the trainer who posts it."""
    make_framework()
    trainer = make_person(role=Role.TRAINER)
    due = timezone.localdate() + timedelta(days=9)
    pool = [make_person(role=Role.PANELLIST) for _n in range(12)]
    return trainer, {
        "scenarios": [make_passed(make_scenario(f"TS-B{n}")).ref for n in range(4)],
        "use": "practice",
        "each_case": 6,
        "due_on_0": due.day,
        "due_on_1": due.month,
        "due_on_2": due.year,
        "chair": str(trainer.uuid),
        "approver": str(make_person(role=Role.ADMINISTRATOR).uuid),
        "panellists": [str(person.uuid) for person in pool],
    }


def planned(client, data):
    """The plan's page and its fingerprint."""
    page = client.post(BATCH, data | {"plan": 1})
    html = page.content.decode()
    mark = html.partition('name="fingerprint" value="')[2].partition('"')[0]
    return page, mark


def test_a_plan_is_shown_and_nothing_is_frozen_before_it_is_sent(client_of, form):
    trainer, data = form
    client = client_of(trainer)
    assert BATCH in client.get(reverse("panels")).content.decode()
    assert "Make a plan" in words_of(client.get(BATCH))
    page, mark = planned(client, data)
    words = words_of(page)
    assert "Who would be asked to rate each case" in words
    assert mark
    assert not CaseVersion.objects.exists()
    answer = client.post(BATCH, data | {"send": 1, "fingerprint": mark})
    assert answer["Location"] == reverse("panels")
    assert Panel.objects.count() == 4
    assert [panel.panellists.count() for panel in Panel.objects.all()] == [6] * 4
    for person in Panellist.objects.values_list("person", flat=True).distinct():
        assert Panellist.objects.filter(person=person).count() == 2


def test_sending_twice_sends_once(client_of, form):
    trainer, data = form
    client = client_of(trainer)
    _page, mark = planned(client, data)
    client.post(BATCH, data | {"send": 1, "fingerprint": mark})
    again = client.post(BATCH, data | {"send": 1, "fingerprint": mark})
    assert again.status_code in (200, 409)
    assert Panel.objects.count() == 4


def test_a_plan_that_has_changed_since_is_looked_at_again(client_of, form):
    trainer, data = form
    client = client_of(trainer)
    _page, mark = planned(client, data)
    busy = Panellist.objects.create
    other = make_panel(1)
    pool = data["panellists"]
    for uuid in pool[:6]:
        person = type(trainer).objects.get(uuid=uuid)
        busy(panel=other, person=person, label=uuid[:18])
    answer = client.post(BATCH, data | {"send": 1, "fingerprint": mark})
    assert answer.status_code == 409
    assert "changed since this plan was made" in words_of(answer)
    assert Panel.objects.count() == 1


def test_too_small_a_pool_says_which_case_lacks_how_many(client_of, form):
    trainer, data = form
    data = data | {"panellists": data["panellists"][:5]}
    words = words_of(planned(client_of(trainer), data)[0])
    assert "There is a problem" in words
    assert "TS-B0 lacks 1 panellist" in words
    assert not Panel.objects.exists()


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("scenarios", [], "Choose the cases."),
        ("scenarios", ["TS-NONE"], "Choose the cases from the list."),
        ("each_case", "4", "too few to close a panel for this use: it needs 5"),
        ("each_case", "", "Enter how many people each case gets."),
        ("each_case", "x", "Enter a whole number."),
        ("chair", "", "Choose who chairs the panel."),
        ("panellists", [], "Choose at least one panellist."),
        ("due_on_2", "2020", "The date is in the past."),
    ],
)
def test_what_does_not_fit_is_said(client_of, form, field, value, words):
    trainer, data = form
    answer = client_of(trainer).post(BATCH, data | {field: value, "plan": 1})
    assert answer.status_code == 200
    assert words in words_of(answer)


def test_who_wrote_a_case_is_asked_about_the_others_only(form):
    trainer, data = form
    cases = list(Scenario.objects.order_by("ref"))
    pool = list(type(trainer).objects.filter(uuid__in=data["panellists"]))
    wrote(pool[0], cases[0])
    plan = plan_batch(
        cases=cases,
        pool=pool,
        sent_by=trainer,
        chair=trainer,
        approver=make_person(role=Role.ADMINISTRATOR),
        each_case=6,
    )
    assert pool[0] not in dict(plan.seats)[cases[0]]
    assert not plan.problems


def test_what_somebody_has_to_rate_already_counts(form):
    trainer, data = form
    pool = list(type(trainer).objects.filter(uuid__in=data["panellists"]))
    for _n in range(4):
        Panellist.objects.create(panel=make_panel(1), person=pool[0], label="busy")
    plan = plan_batch(
        cases=list(Scenario.objects.filter(ref__startswith="TS-B")),
        pool=pool,
        sent_by=trainer,
        chair=trainer,
        approver=make_person(role=Role.ADMINISTRATOR),
        each_case=6,
    )
    assert not [case for case, people in plan.seats if pool[0] in people]
    assert (pool[0], 0, 4) in plan.loads


def test_one_case_that_cannot_be_frozen_sends_none(client_of, form):
    trainer, data = form
    client = client_of(trainer)
    _page, mark = planned(client, data)
    last = Scenario.objects.get(ref="TS-B3")
    last.has_unpublished_changes = True
    last.save()
    answer = client.post(BATCH, data | {"send": 1, "fingerprint": mark})
    assert answer.status_code == 200
    assert "Choose the cases from the list." in words_of(answer)
    assert not Panel.objects.exists()


def test_only_trainers_send_batches(client_of):
    assert client_of(make_person(role=Role.PANELLIST)).get(BATCH).status_code == 403
