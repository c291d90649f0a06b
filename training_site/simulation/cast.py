"""Who takes part and what each will do: drawn by seed, with nothing written."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zlib import crc32

import numpy as np
from django.utils import timezone
from faker import Faker

from people.public import Newcomer, Organisation, Role
from scenarios.public import Release, Use
from scoring.public import Rater
from training_site.simulation.plan import BadPlan, Plan

# People by organisation, over and over; ten of them are 120 people, and four have fewer than ten.
SIZES = (24, 17, 8, 12, 6, 15, 9, 11, 5, 13)
MEMBER_BEFORE = timedelta(weeks=11)  # before the first day on which anybody begins a case
SHORTEST, LONGEST = 5, 240  # minutes
FIRST_HOUR, LAST_HOUR = 8, 17


@dataclass(frozen=True)
class Step:
    """One case in one person's way: when they begin, and how far they come.

    ``answers`` is how many they give before they leave it open, or None for the whole case.
    """

    release: Release
    position: int
    at: datetime
    answers: int | None


@dataclass(frozen=True)
class Part:
    """One person who takes part, with habits and steps of their own."""

    organisation: Organisation
    newcomer: Newcomer
    rater: Rater
    steps: tuple[Step, ...]
    seeds: tuple[int | str, ...]

    def generator(self, step: Step) -> np.random.Generator:
        """What this person does on this case is drawn from here, whatever else they do."""
        return generator(*self.seeds, step.release.case_version.scenario.ref)


def generator(*seeds: int | str) -> np.random.Generator:
    """The same numbers for the same seeds, on every machine."""
    return np.random.default_rng(
        [crc32(seed.encode()) if isinstance(seed, str) else seed for seed in seeds]
    )


def organisations_of(plan: Plan) -> list[Organisation]:
    """Where the people are, in order of code. BadPlan: one is not there, or a real one."""
    invented = Organisation.objects.filter(is_invented=True).order_by("code")
    if not plan.organisations:
        kinds = (Organisation.Kind.POLICE, Organisation.Kind.PROBATION)
        found = list(invented.filter(kind__in=kinds))
        if not found:
            raise BadPlan("There is no invented organisation on this site.")
        return found
    named = {row.code: row for row in Organisation.objects.filter(code__in=plan.organisations)}
    problems = []
    for code in plan.organisations:
        if code not in named:
            problems.append(f"There is no organisation {code}.")
        elif not named[code].is_invented:
            problems.append(
                f"{code} is {named[code].name}, a real organisation. "
                "Simulated people live in invented organisations only."
            )
    if problems:
        raise BadPlan(*problems)
    return list(invented.filter(code__in=plan.organisations))


def releases_of(plan: Plan) -> list[Release]:
    """The cases in the order stated, or as they were released. BadPlan: one is not open."""
    newest_last = (
        Release.objects.filter(state=Release.State.OPEN, use__in=[Use.PRACTICE, Use.CHECK])
        .select_related("case_version__scenario", "key")
        .order_by("case_version__number", "released_at", "pk")
    )
    by_ref = {release.case_version.scenario.ref: release for release in newest_last}
    if missing := [ref for ref in plan.cases if ref not in by_ref]:
        raise BadPlan(*(f"There is no open case {ref}." for ref in missing))
    if not by_ref:
        raise BadPlan("There is no open case to practise or to be checked on.")
    if plan.cases:
        return [by_ref[ref] for ref in dict.fromkeys(plan.cases)]
    return sorted(by_ref.values(), key=lambda release: (release.released_at, release.pk))


def sizes(people: int, organisations: int) -> list[int]:
    """So many people over so many organisations, in the proportions of ``SIZES``."""
    weights = [SIZES[at % len(SIZES)] for at in range(organisations)]
    shares = [people * weight / sum(weights) for weight in weights]
    whole = [int(share) for share in shares]
    by_remainder = sorted(range(organisations), key=lambda at: (whole[at] - shares[at], at))
    for at in by_remainder[: people - sum(whole)]:
        whole[at] += 1
    return whole


def cast(
    plan: Plan, organisations: Sequence[Organisation], releases: Sequence[Release]
) -> list[Part]:
    """Everybody who takes part. A person is drawn by seed, organisation and number alone."""
    if len(releases) > 7 * plan.weeks:
        raise BadPlan("There are more cases than days. State more --weeks.")
    names = Faker("en_GB")
    return [
        _part(plan, organisation, number, releases, names)
        for organisation, size in zip(
            organisations, sizes(plan.people, len(organisations)), strict=True
        )
        for number in range(1, size + 1)
    ]


def lead_of(plan: Plan, organisation: Organisation) -> Newcomer:
    """Somebody to ask the people of an organisation to sit a check, where nobody leads it."""
    names = Faker("en_GB")
    names.seed_instance(f"{plan.seed}/{organisation.code}/lead")
    return Newcomer(
        email=f"lead@{organisation.code.lower()}.demo.example",
        first_name=names.first_name(),
        last_name=names.last_name(),
        organisation=organisation,
        role=Role.FORCE_LEAD,
        since=member_since(plan),
    )


def member_since(plan: Plan) -> date:
    """The day from which everybody is a member: long before they begin a case."""
    return timezone.localdate() - timedelta(weeks=plan.weeks) - MEMBER_BEFORE


def _part(
    plan: Plan,
    organisation: Organisation,
    number: int,
    releases: Sequence[Release],
    names: Faker,
) -> Part:
    code = organisation.code
    seeds = (plan.seed, code, number)
    names.seed_instance("/".join(map(str, seeds)))
    drawn = generator(*seeds)
    shared = float(generator(plan.seed, code).normal(0, plan.between))
    rater = Rater(
        shift=float(drawn.normal(plan.severity[0] + shared, plan.severity[1])),
        spread=float(drawn.uniform(*plan.spread)),
        not_enough=float(drawn.uniform(0, 2 * plan.not_enough)),
        boldness=float(drawn.normal(*plan.boldness)),
        recall=float(drawn.uniform(*plan.recall)),
        stray=plan.stray,
        notice=plan.notice_wrong_tool,
    )
    newcomer = Newcomer(
        email=f"trainee{number}.{plan.seed}@{code.lower()}.demo.example",
        first_name=names.first_name(),
        last_name=names.last_name(),
        organisation=organisation,
        since=member_since(plan),
    )
    return Part(organisation, newcomer, rater, tuple(_steps(plan, releases, drawn)), seeds)


def _steps(plan: Plan, releases: Sequence[Release], drawn: np.random.Generator) -> Iterator[Step]:
    """The cases somebody comes to, each on a working day of its own, until they leave off."""
    days = sorted(drawn.choice(7 * plan.weeks, size=len(releases), replace=False), reverse=True)
    today = timezone.localtime()
    for position, (release, days_ago) in enumerate(zip(releases, days, strict=True)):
        at = (today - timedelta(days=int(days_ago) + 1)).replace(
            hour=int(drawn.integers(FIRST_HOUR, LAST_HOUR)), minute=int(drawn.integers(0, 60))
        )
        stays, begins, answers = drawn.random(), drawn.random(), int(drawn.integers(3, 11))
        if stays < plan.finish:
            yield Step(release, position, at, None)
            continue
        if begins < 0.5:
            yield Step(release, position, at, answers)
        return
