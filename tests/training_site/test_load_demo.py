"""``load_demo`` fills the site once, with simulated people in invented organisations only."""

from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.utils import timezone

from courses.public import Certification, CheckAssignment, LessonPage, Measure
from courses.selectors.certification_pages import certification_page
from courses.selectors.certification_standing import certification_standing
from people.public import (
    DEMO_PEOPLE,
    Membership,
    Organisation,
    Role,
    User,
    load_organisations,
    organisations_led_by,
    people_holding,
    trainees_in,
)
from scenarios.models import Review
from scenarios.public import Assessment, Release, Scenario
from scenarios.selectors.balance import balance_of
from scenarios.selectors.yardsticks import possible_yardstick_approvers
from scoring.public import Result, current_framework, current_yardstick
from tests.factories import FIXTURES, make_released_case
from training_site.demo import PLAN, SAT_BY_FEW, THE_FEW, simulate_trainees
from training_site.demo_certified import OFFICERS, READ_IT_TOO
from training_site.simulation.plan import Plan
from training_site.simulation.run import Crowd

pytestmark = pytest.mark.django_db
SMALL = Plan(people=60, organisations=("X01", "X02", "X03", "Y01"))


def load():
    out = StringIO()
    call_command("load_demo", stdout=out)
    return out.getvalue()


def everything():
    return {
        model._meta.label: model._default_manager.count()
        for app in ("people", "scoring", "scenarios", "courses", "wagtailcore")
        for model in apps.get_app_config(app).get_models()
    }


def test_the_demonstration_loads_once_and_whole(settings, monkeypatch):
    monkeypatch.setattr("training_site.management.commands.load_demo.PLAN", SMALL)
    settings.DEMO = True
    settings.WAGTAILADMIN_BASE_URL = "http://demo.example"
    said = load()
    assert "http://demo.example/" in said
    assert all(person.email in said for person in DEMO_PEOPLE)

    before = everything()
    assert "already loaded" in load()
    assert everything() == before

    releases = set(Release.objects.values_list("use", "is_specimen"))
    assert releases == {("practice", True), ("check", True), ("anchor", True)}
    refs = Release.objects.values_list("case_version__scenario__ref", flat=True)
    assert list(refs)[:2] == ["TR-0007", "TR-0012"]
    assert set(refs.filter(use="check")) == {"TR-0012", *SAT_BY_FEW}
    assert set(refs.filter(use="anchor")) == {"TR-0051", "TR-0057"}
    # Anchors are met in measures and nowhere else.
    anchors = Assessment.objects.filter(use="anchor").values_list("uuid", flat=True)
    assert set(anchors) == set(Measure.objects.values_list("assessment", flat=True))
    assert Measure.objects.filter(point="final").count() == 20
    yardstick = current_yardstick(current_framework().pk)
    assert yardstick is not None
    assert yardstick.is_provisional
    assert LessonPage.objects.live().exists()

    passed = Review.objects.filter(outcome=Review.Outcome.PASSED)
    assert passed.count() == Scenario.objects.count() == 9
    # What takes two: a reviewer for the first force's own case, and an approver of a yardstick.
    force = Organisation.objects.get(code="X01")
    readers = people_holding(Role.TRAINER, Role.PANELLIST, around=force)
    assert "trainer3@demo.example" in {one.person.email for one in readers}
    administrator = User.objects.get(email="administrator@demo.example")
    assert possible_yardstick_approvers(administrator)
    shared = [row for row in balance_of(Scenario.objects.all()).rows if len(row.refs) > 2]
    assert shared
    assert not any(row.warning for row in shared)

    officers = [one.email for one in OFFICERS]
    everybody = Membership.objects.filter(person__is_simulated=True, role=Role.TRAINEE)
    trainees = everybody.exclude(person__email__in=officers)
    assert (trainees.count(), everybody.count()) == (60, 66)
    assert not trainees.filter(organisation__is_invented=False).exists()
    kinds = Organisation.objects.filter(memberships__in=trainees).distinct()
    assert sorted(kinds.values_list("kind", flat=True)) == ["police"] * 3 + ["probation"]
    assert set(
        CheckAssignment.objects.filter(person__is_simulated=True).values_list("person", flat=True)
    ) == set(trainees.values_list("person", flat=True))
    assert not Membership.objects.exclude(organisation__is_invented=True).exists()
    assert not User.objects.filter(is_simulated=True, is_active=True).exclude(
        password__startswith="!"
    )

    leads = Membership.objects.filter(person__is_simulated=True, role=Role.FORCE_LEAD)
    assert leads.count() == 3  # the first organisation has the lead whose sign-in is shown
    assert not any("imulated" in membership.person.get_full_name() for membership in leads)

    # A rule that its trial lets through is in force; or the page of one says why none is.
    certification = Certification.objects.get()
    newest = certification.rules.first()
    assert certification.is_specimen
    assert newest.is_in_force == newest.may_be_used
    assert newest.may_be_used
    stands = [
        certification_standing([person.pk])[person.pk][0].state
        for person in User.objects.filter(email__in=officers).order_by("pk")
    ]
    assert stands == ["certified", "certified", "due_again", "run_out", "may_draw", "sitting"]
    shown = User.objects.get(email=READ_IT_TOO)
    assert certification_page(shown, certification).why_not == ""

    (own,) = organisations_led_by(User.objects.get(email="lead@demo.example"))
    check = Result.objects.filter(use="check", organisation=own, counts_in_figures=True)
    assert check.values("person").distinct().count() >= 12
    demo_trainee = User.objects.get(email="trainee@demo.example")
    assert demo_trainee in trainees_in(own)
    assert CheckAssignment.objects.filter(person=demo_trainee).count() == 1
    # None of the few is in the small plan: the further checks are there to be assigned.
    asked = CheckAssignment.objects.values_list("release__case_version__scenario__ref", flat=True)
    assert set(asked) == {"TR-0012"}
    assert not Assessment.objects.filter(person__is_simulated=False).exists()

    submitted = Assessment.objects.filter(submitted_at__isnull=False)
    assert submitted.count() == Result.objects.count() >= 80
    assert not submitted.filter(submitted_at__gte=timezone.now()).exists()
    assert Assessment.objects.filter(submitted_at__isnull=True).exists()
    begun = Assessment.objects.values("person")
    assert User.objects.filter(is_simulated=True, memberships__role=Role.TRAINEE).exclude(
        pk__in=begun
    )
    by_organisation = {
        code: Result.objects.filter(organisation__code=code).values("person").distinct().count()
        for code in ("X01", "X02", "X03", "Y01")
    }
    assert min(by_organisation.values()) < 10 <= by_organisation["X01"]


def test_the_whole_demonstration_is_600_people_in_fifty_organisations(db):
    """Who they are and what they will do, before a row of it is written."""
    load_organisations(real=FIXTURES / "organisations.csv")
    make_released_case("practice", "TR-0007")
    make_released_case("check", "TR-0012")
    crowd = Crowd.of(PLAN)
    assert (len(crowd.parts), len(crowd.organisations), sum(crowd.sizes)) == (600, 50, 600)
    assert len({part.newcomer.email for part in crowd.parts}) == 600
    assert (min(crowd.sizes), max(crowd.sizes)) == (5, 24)
    assert sum(size < 10 for size in crowd.sizes) == 20
    by_code = dict(zip((one.code for one in crowd.organisations), crowd.sizes, strict=True))
    assert (by_code["X01"], by_code["X03"]) == (24, 8)


def test_two_organisations_go_on_to_the_further_checks_and_nobody_else_does(db):
    load_organisations(real=FIXTURES / "organisations.csv")
    make_released_case("practice", "TR-0007")
    for ref in SAT_BY_FEW:
        make_released_case("check", ref)
    few = Plan(people=20, organisations=("X05", *THE_FEW))
    crowd, outcome = simulate_trainees(few)
    assert User.objects.filter(memberships__role=Role.TRAINEE).count() == len(crowd.parts) == 20
    further = Assessment.objects.filter(release__case_version__scenario__ref__in=SAT_BY_FEW)
    assert set(further.values_list("person__memberships__organisation__code", flat=True)) == set(
        THE_FEW
    )
    assert set(further.values_list("person", flat=True)) < {one.pk for one in outcome.people}
    assert outcome.submitted == Result.objects.count() > further.count() > 0
    assert set(
        CheckAssignment.objects.values_list("person__memberships__organisation__code", flat=True)
    ) == set(THE_FEW)


def test_nothing_is_loaded_where_demo_is_off(settings):
    settings.DEMO = False
    with pytest.raises(CommandError):
        load()
    assert not User.objects.exists()
