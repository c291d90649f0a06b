"""What the measured site holds: a course, a practice case, five checks, 2,000 people's results."""

import re
import shutil
import tempfile
import tomllib
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from courses.public import CheckAssignment, load_course, load_home
from people.public import Membership, Organisation, Role, User, load_organisations
from scenarios.public import CaseSimulator, Release, load_case
from scoring.public import Rater, establish_yardstick, load_framework

FIXTURES = settings.ROOT / "fixtures"
PASSWORD = "northmoor-lantern-walk"
LEAD = "lead@bench.example"
PRACTICE = "tr-0007"
CHECK_TEXT = "tr-0012"
CHECKS = 5
SEED = 3


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
        clone(check, self.trainees)


def _check_folders(folder: Path) -> Iterator[Path]:
    """A specimen check of the fixtures, once for each check under a reference of its own."""
    for number in range(1, CHECKS + 1):
        copy = folder / f"bn-{number:04}"
        shutil.copytree(FIXTURES / "cases" / CHECK_TEXT, copy)
        case = (copy / "case.toml").read_text("utf-8")
        case = re.sub(r'^ref = ".*"$', f'ref = "BN-{number:04}"', case, count=1, flags=re.M)
        (copy / "case.toml").write_text(case, "utf-8")
        yield copy


def clone(release: Release, people: list[User]) -> None:
    """TEMPORARY until the bulk loader lands."""
    from uuid import uuid4

    from scenarios.models import Answer, Assessment, StageSubmission
    from scoring.models import Result, UnitResult

    generator = np.random.default_rng(SEED)
    simulator = CaseSimulator(release)
    rater = Rater(shift=0.0, spread=0.7, not_enough=0.02, boldness=0.2, recall=0.6)
    models: list[Any] = [
        simulator.attempt(
            person=person, rater=rater, generator=generator, at=timezone.now(), minutes=30
        )
        for person in people[:10]
    ]
    patterns = []
    for one in models:
        result = Result.objects.get(assessment=one.uuid)
        patterns.append(
            (
                one,
                list(StageSubmission.objects.filter(assessment=one)),
                list(Answer.objects.filter(assessment=one)),
                result,
                list(UnitResult.objects.filter(result=result)),
            )
        )

    def copy(row: Any, **changes: Any) -> Any:
        fields = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields}
        fields.pop("id")
        return type(row)(**(fields | changes))

    rest = people[10:]
    assessments = Assessment.objects.bulk_create(
        copy(patterns[n % 10][0], person_id=p.pk, uuid=uuid4(), receipt=f"{release.pk}-{n}")
        for n, p in enumerate(rest)
    )
    results = Result.objects.bulk_create(
        copy(patterns[n % 10][3], uuid=uuid4(), assessment=a.uuid, person=p.uuid)
        for n, (p, a) in enumerate(zip(rest, assessments, strict=True))
    )
    StageSubmission.objects.bulk_create(
        copy(s, assessment_id=a.pk) for n, a in enumerate(assessments) for s in patterns[n % 10][1]
    )
    Answer.objects.bulk_create(
        (
            copy(s, assessment_id=a.pk)
            for n, a in enumerate(assessments)
            for s in patterns[n % 10][2]
        ),
        batch_size=5000,
    )
    UnitResult.objects.bulk_create(
        (copy(s, result_id=r.pk) for n, r in enumerate(results) for s in patterns[n % 10][4]),
        batch_size=5000,
    )
