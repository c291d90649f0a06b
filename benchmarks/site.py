"""What the measured site holds: a course, a practice case, five checks, 2,000 people's results."""

import re
import shutil
import tempfile
import tomllib
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import numpy as np
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from courses.public import CheckAssignment, load_course, load_home
from people.public import Membership, Organisation, Role, User, load_organisations
from scenarios.public import Attempt, CaseSimulator, Release, load_case
from scoring.public import Rater, establish_yardstick, load_framework

FIXTURES = settings.ROOT / "fixtures"
PASSWORD = "northmoor-lantern-walk"
LEAD = "lead@bench.example"
PRACTICE = "tr-0007"
CHECK_TEXT = "tr-0012"
CHECKS = 5
SEED = 3
# Somebody who rates as most do: near the panel, rather sure, citing half of what it cites.
RATER = Rater(shift=0.0, spread=0.7, not_enough=0.02, boldness=0.2, recall=0.5)


def trainee(number: int) -> str:
    return f"trainee{number}@bench.example"


class Site:
    """Content first, then one check after another, so that each size of report can be timed."""

    def __init__(self, people: int) -> None:
        load_organisations(real=FIXTURES / "organisations.csv")
        self.organisation = Organisation.objects.get(code="X01")
        framework = tomllib.loads((FIXTURES / "framework.toml").read_text("utf-8"))
        self.framework = load_framework(data=framework)
        owner = Organisation.objects.get(code="NATIONAL")
        practice = load_case(folder=FIXTURES / "cases" / PRACTICE, owner=owner)
        with tempfile.TemporaryDirectory() as folder:
            self.checks = [
                load_case(folder=each, owner=owner) for each in _check_folders(Path(folder))
            ]
        keys = [practice.key, *(check.key for check in self.checks)]
        establish_yardstick(framework=self.framework, keys=keys, approved_by="Bench")
        load_home(folder=FIXTURES / "courses")
        load_course(folder=FIXTURES / "courses")
        self.trainees = self._people(people)

    def _people(self, number: int) -> list[User]:
        encoded = make_password(PASSWORD)
        emails = [LEAD, *(trainee(each) for each in range(number))]
        people = User.objects.bulk_create(
            User(
                email=email,
                password=encoded,
                first_name="Robin",
                last_name=f"Testfield{place}",
                is_simulated=True,
            )
            for place, email in enumerate(emails)
        )
        Membership.objects.bulk_create(
            Membership(
                person=person,
                role=Role.FORCE_LEAD if person.email == LEAD else Role.TRAINEE,
                organisation=self.organisation,
                valid_from=timezone.localdate() - timedelta(days=90),
            )
            for person in people
        )
        return people[1:]

    def sit(self, check: Release) -> None:
        """Everybody is asked to sit a check and submits it, as the simulator answers."""
        CheckAssignment.objects.bulk_create(
            CheckAssignment(person=person, release=check, due_on=timezone.localdate())
            for person in self.trainees
        )
        CaseSimulator(check).attempt_all(
            [
                Attempt(
                    person=person,
                    rater=RATER,
                    generator=np.random.default_rng([SEED, place]),
                    at=timezone.now() - timedelta(days=1),
                    minutes=40,
                )
                for place, person in enumerate(self.trainees)
            ]
        )


def _check_folders(folder: Path) -> Iterator[Path]:
    """A specimen check of the fixtures, once for each check under a reference of its own."""
    for number in range(1, CHECKS + 1):
        copy = folder / f"bn-{number:04}"
        shutil.copytree(FIXTURES / "cases" / CHECK_TEXT, copy)
        case = (copy / "case.toml").read_text("utf-8")
        case = re.sub(r'^ref = ".*"$', f'ref = "BN-{number:04}"', case, count=1, flags=re.M)
        (copy / "case.toml").write_text(case, "utf-8")
        yield copy
