"""``make bench-generator``: how long a draft takes, made alone and kept on PostgreSQL as in use.

Makes drafts of one, two and three stages of each length from the project's library, and keeps each
length's in the database among a few hundred that were kept before. Prints Markdown.
"""

import os
import platform
import secrets
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.tables import markdown
from tests.postgres import server

GOAL = 2.0
RUNS = 15
THERE = 150
LENGTHS = ("short", "medium", "long")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, server() as url:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
            "SECRET_KEY": secrets.token_urlsafe(60),
            "ALLOWED_HOSTS": "127.0.0.1",
            "BASE_URL": "https://127.0.0.1",
            "DATABASE_URL": url,
            "VAR_DIR": folder,
        }
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        rows = [*made_alone(), *kept()]
    print(
        f"{platform.machine()}, {os.cpu_count()} processors, {os.getloadavg()[0]:.1f} processes at "
        f"work, Python {platform.python_version()}. Of {RUNS} drafts each, with seeds 1 to {RUNS}."
    )
    print()
    headings = ("draft", "median", "longest", "CPU, median", "goal", "")
    print(markdown(headings, rows))


def made_alone() -> list[list[str]]:
    """The generator itself, and the checker on what it made."""
    from scenarios.evidence.reading import read_library
    from scenarios.generator import contradictions, generate
    from scenarios.generator.contradictions import Read

    library = read_library(Path(__file__).parent.parent / "fixtures" / "evidence").library
    rows = []
    for length in LENGTHS:
        for stages in (1, 2, 3):
            profile = profile_of(length, stages)
            name = f"{length}, {stages} stage{'s' if stages > 1 else ''}"
            rows.append(_row(name, lambda seed, of=profile: generate(of, library, seed)))

    def check(seed: int) -> Any:
        draft = generate(profile_of("long", 3), library, seed)
        papers = [Read(p.stage, p.kind, p.title, p.dated, p.body) for p in draft.papers]
        return contradictions(papers, [one.name for one in draft.people], library)

    rows.append(_row("long, 3 stages, and read for contradictions", check))
    return rows


def kept() -> list[list[str]]:
    """A draft from the profile to the stored scenario, without a seed as people ask for it."""
    from people.public import Role
    from scenarios.models import GeneratedCase
    from scenarios.services.evidence import current_library_version
    from scenarios.services.generating import generate_case
    from tests.factories import make_framework, make_organisation, make_person
    from tests.factories.evidence import make_library

    make_framework()
    make_library()
    owner = make_organisation("X01", "Northmoor Police")
    by = make_person(role=Role.TRAINER, organisation=owner)
    current_library_version(organisation=owner)
    for number in range(THERE // len(LENGTHS)):
        for length in LENGTHS:
            generate_case(by=by, owner=owner, profile=profile_of(length, 1), seed=1000 + number)
    assert GeneratedCase.objects.count() == THERE
    rows = []
    for length in LENGTHS:
        profile = profile_of(length, 2)
        name = f"{length}, 2 stages, kept beside {THERE} others"
        rows.append(
            _row(name, lambda seed, of=profile: generate_case(by=by, owner=owner, profile=of))
        )
    return rows


def profile_of(length: str, stages: int) -> Any:
    """The pictures of the workshop, as tangled as they come."""
    from scenarios.generator import Profile
    from scenarios.generator.presets import BY_CODE, CODES

    preset = BY_CODE[{1: "mixed", 2: "worse", 3: "three"}[stages]]
    levels = tuple(
        {code: preset.level(stage, code) for code in CODES if code != "overall"}
        for stage in range(1, stages + 1)
    )
    return Profile(levels=levels, overall=("1",) * stages, length=length, complexity="complex")


def _row(name: str, work: Callable[[int], Any]) -> list[str]:
    work(RUNS + 1)  # what is worked out once is not of a draft
    seconds, cpu = [], []
    for seed in range(1, RUNS + 1):
        begun, cpu_begun = time.perf_counter(), time.process_time()
        work(seed)
        seconds.append(time.perf_counter() - begun)
        cpu.append(time.process_time() - cpu_begun)
    longest = max(seconds)
    return [
        name,
        f"{1000 * statistics.median(seconds):.0f} ms",
        f"{1000 * longest:.0f} ms",
        f"{1000 * statistics.median(cpu):.0f} ms",
        f"≤ {GOAL:.0f} s",
        "met" if longest <= GOAL else "**not met**",
    ]


if __name__ == "__main__":
    main()
