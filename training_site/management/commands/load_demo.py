"""``manage.py load_demo``: fills an empty site with everything the first journey needs, once."""

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from courses.public import (
    load_course,
    load_drills,
    load_home,
    load_measuring_forms,
    load_resources,
)
from people.public import (
    DEMO_PASSWORD,
    DEMO_PEOPLE,
    Organisation,
    Role,
    User,
    load_demo_people,
    load_organisations,
)
from scenarios.public import Release, load_case, load_evidence_library
from scoring.public import FrameworkVersion, calibrate_all, establish_yardstick, load_framework
from training_site.demo import PLAN, simulate_trainees
from training_site.demo_certification import certify_demo
from training_site.demo_certified import certify_officers
from training_site.demo_drills import practise_drills
from training_site.demo_panel import open_demo_panel, review_demo_cases
from training_site.simulation.plan import Plan

FIXTURES = settings.ROOT / "fixtures"
CASES = (
    "tr-0007", "tr-0012", "tr-0019", "tr-0023", "tr-0038", "tr-0044", "tr-0051", "tr-0057",
)  # fmt: skip
SHOWN_TRAINEE = "trainee@demo.example"
Report = Callable[[str], object]


class Command(BaseCommand):
    help = "Fills the site with demonstration content and simulated people, once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--address",
            default=settings.WAGTAILADMIN_BASE_URL,
            help="Where the site will be served, as it is printed.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Demonstration content is loaded only where DEMO is on.")
        if User.objects.filter(is_simulated=True).exists():
            self.stdout.write("The demonstration is already loaded. Nothing was changed.")
        else:
            load_everything(report=self.stdout.write, plan=PLAN)
        self.stdout.write(f"\nThe site is at {options['address']}/")
        self.stdout.write(f"Sign in with the password {DEMO_PASSWORD} as\n")
        for person in DEMO_PEOPLE:
            self.stdout.write(f"  {Role(person.role).label:<16} {person.email}")


@transaction.atomic
def load_everything(*, report: Report, plan: Plan) -> None:
    """All of the demonstration or nothing: an interrupted load leaves the site as it was.

    ``plan`` says how many trainees are simulated, and where.
    """
    load_organisations(real=FIXTURES / "organisations.csv")
    framework = load_framework(data=tomllib.loads((FIXTURES / "framework.toml").read_text("utf-8")))
    releases = _load_cases(framework)
    library = load_evidence_library(
        folder=FIXTURES / "evidence", organisation=Organisation.objects.get(code="INVENTED")
    )
    load_home(folder=FIXTURES / "courses")
    load_course(folder=FIXTURES / "courses")
    drills = load_drills(folder=FIXTURES / "courses" / "drills")
    load_measuring_forms(folder=FIXTURES / "courses")
    load_resources(path=FIXTURES / "resources.toml")
    load_demo_people()
    review_demo_cases(release.case_version.scenario for release in releases)
    panel = open_demo_panel(folder=FIXTURES / "cases-with-a-panel" / "tr-0031")
    crowd, outcome = simulate_trainees(plan)
    practise_drills(User.objects.get(email=SHOWN_TRAINEE), outcome.people)
    certify_officers(certify_demo(owner=Organisation.objects.get(code="INVENTED")))
    calibrate_all()
    report(
        f"Loaded {len(releases)} cases, a course, {len(drills)} drills and "
        f"{len(outcome.people)} simulated trainees in {len(crowd.organisations)} invented "
        f"organisations, with {outcome.submitted} submitted assessments. "
        f"{panel.case_version.scenario.ref} is with its panel. The library of "
        f"evidence has {library.statement_count} statements."
    )


def _load_cases(framework: FrameworkVersion) -> list[Release]:
    """Every case that is here, in the order people come to them, and the yardstick of their keys.

    A key that says "wrong tool" has no ratings that a score could be read on.
    """
    # Not the nation's: a reported text goes to who administers its owner, here the demo's own.
    owner = Organisation.objects.get(code="INVENTED")
    folders: list[Path] = [FIXTURES / "cases" / name for name in CASES]
    releases = [load_case(folder=folder, owner=owner) for folder in folders if folder.is_dir()]
    keys = [release.key for release in releases if not release.key.is_wrong_tool]
    establish_yardstick(framework=framework, keys=keys, approved_by="Demonstration")
    return releases
