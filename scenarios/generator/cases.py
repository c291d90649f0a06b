"""A whole case by a profile and a seed: one man, one timeline, and the design apart from it."""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from random import Random
from typing import Any

from scenarios.evidence.library import EVIDENCE, Library, Statement
from scenarios.generator.choosing import CannotGenerate, DeadEnd
from scenarios.generator.drafts import Draft
from scenarios.generator.overlap import marks_of, share_in_common
from scenarios.generator.papers import VISIT, place, sheets_for, visit_type_of
from scenarios.generator.people import Cast
from scenarios.generator.profiles import OVERALL, SIZES, Profile
from scenarios.generator.stages import Stage, first_stage, later_stage
from scenarios.generator.wishes import WITHOUT, main_stance
from scenarios.generator.writing import Writer, Written

VERSION = "1"
"""Goes up with any change that makes another case of the same profile, seed and library."""
ATTEMPTS = 25
MOST_IN_COMMON = 0.4


def generate(profile: Profile, library: Library, seed: int) -> Draft:
    """The draft for a profile. The same three give the same draft, to the letter.

    CannotGenerate: the library has too little for this profile, whatever papers are tried.
    """
    missing = sorted(set(profile.levels[0]) - set(library.factors))
    if missing:
        raise CannotGenerate(f"The library has no statement of: {', '.join(missing)}.")
    dead: list[str] = []
    for attempt in range(ATTEMPTS):
        random = Random(f"{VERSION}/{seed}/{attempt}")  # noqa: S311 - a draft, and no secret
        try:
            stages = _stages(profile, library, random)
        except DeadEnd as end:
            dead.append(end.wish)
            continue
        return _draft(profile, library, seed, stages, random)
    often = max(dict.fromkeys(dead), key=dead.count)
    raise CannotGenerate(f"The library has too few statements that go together for {often}.")


@dataclass(frozen=True)
class Unlike:
    """A draft with its seed, its sentences by their marks, and what it shares with another."""

    draft: Draft
    seed: int
    marks: frozenset[str]
    share: float


def generate_unlike(
    profile: Profile, library: Library, seeds: Iterable[int], before: Iterable[Set[str]]
) -> Unlike:
    """The draft of the first seed that shares at most 40% with any made before; else the least.

    ``before`` are the marks of other drafts. About one pair in 80,000 shares more by chance.
    """
    others = list(before)
    tries: list[Unlike] = []
    for seed in seeds:
        draft = generate(profile, library, seed)
        marks = marks_of(draft)
        share = max((share_in_common(marks, other) for other in others), default=0.0)
        tries.append(Unlike(draft, seed, marks, share))
        if share <= MOST_IN_COMMON:
            break
    return min(tries, key=lambda one: one.share)


def _stages(profile: Profile, library: Library, random: Random) -> list[Stage]:
    used: set[str] = set()
    stages = [first_stage(profile, library, used, random)]
    for stage in range(2, profile.stages + 1):
        stages.append(later_stage(profile, stage, stages[-1], library, used, random))
    return stages


def _draft(
    profile: Profile, library: Library, seed: int, stages: Sequence[Stage], random: Random
) -> Draft:
    cast = Cast(library.frame, seed)
    known = stages[0].known
    writer = Writer(cast, dict(library.frame), known["supervision"], random)
    written: list[Written] = []
    for number, stage in enumerate(stages, start=1):
        last_week = written[-1].paper.week if written else 0
        written += _papers(number, stage, last_week, writer, random)
    papers = tuple(each.paper for each in written)
    cover = _cover(profile, library.frame["cover"], cast, known, papers, random)
    return Draft(
        **cover,
        minutes=SIZES[profile.length].minutes + 10 * (profile.stages - 1),
        difficulty=profile.complexity,
        tags=_tags(profile, stages[0]),
        papers=papers,
        people=cast.people,
        places=cast.places,
        design=design_of(profile, written),
        statements=tuple(
            each.code for paper in written for passage in paper.passages for each in passage
        ),
    )


def _tags(profile: Profile, stage: Stage) -> dict[str, str]:
    """The tags that were given, and for the others what the papers say."""
    visits = (
        visit_type_of(opening.text)
        for kind, opening in zip(stage.kinds, stage.openings, strict=True)
        if kind == VISIT
    )
    drawn = {
        "visit_type": next(visits, "none"),
        "setting": stage.known["home"],
        "offence_kind": stage.known["offence"],
    }
    return {tag: profile.tags.get(tag) or value for tag, value in drawn.items()}


def _papers(
    number: int, stage: Stage, last_week: int, writer: Writer, random: Random
) -> Iterable[Written]:
    sheets = sheets_for(number, stage.kinds, stage.openings, last_week, random)
    told = place(stage.told, stage.kinds, random)
    body = place(stage.body, stage.kinds, random)
    for at, sheet in enumerate(sheets):
        yield writer.write(
            sheet,
            opening=stage.openings[at],
            closing=stage.closings[at],
            told=told[at],
            body=body[at],
        )


def _cover(
    profile: Profile,
    frame: Mapping[str, Any],
    cast: Cast,
    known: Mapping[str, str],
    papers: Sequence[Any],
    random: Random,
) -> dict[str, str]:
    """Title, summary, label and given facts: they say no more than the papers do."""
    first = [each for each in papers if each.stage == 1]
    retired = known.get("work") == "retired"
    offence = known["offence"]
    values = {
        "full": cast.full,
        "town": cast.town,
        "age": random.randint(66, 76) if retired else random.randint(24, 58),
        "offence": random.choice(frame["offence"][offence]),
        "order": "his licence" if known["supervision"] == "licence" else "his order",
        "papers": in_words(len(first)),
        "later": in_words(len(papers) - len(first)),
        "first_week": first[-1].week,
        "week": papers[-1].week,
    }
    titles = frame["title" if profile.stages == 1 else "staged_title"]
    summary = random.choice(frame["summary"]).format(**values)
    if profile.stages > 1:
        summary += " " + random.choice(frame["later"]).format(**values)
    static = {name: random.choice(frame[name]) for name in ("matrix", "direct", "indirect")}
    return {
        "title": capitalised(random.choice(titles).format(**values)),
        "summary": ". ".join(capitalised(each) for each in summary.split(". ")),
        "content_label": frame["label"][offence],
        "static_risk": frame["static_risk"].format(**static),
    }


def capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def in_words(n: int) -> str:
    """A count as prose has it.

    >>> in_words(6), in_words(23)
    ('six', '23')
    """
    words = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
             "eleven", "twelve")  # fmt: skip
    return words[n] if n < len(words) else str(n)


def design_of(profile: Profile, written: Sequence[Written]) -> dict[str, Any]:
    """The designed level of each factor and stage, with the passages that were meant to show it.

    As the designs of other cases: stage 1 under the factor itself, later ones as ``stage_2``.
    ``other_way`` are the passages that point the other way on purpose.
    """
    design: dict[str, Any] = {}
    for stage in range(1, profile.stages + 1):
        levels = dict(profile.levels[stage - 1])
        if profile.overall:
            levels[OVERALL] = profile.overall[stage - 1]
        for factor, level in sorted(levels.items()):
            said = {"level": level, "why": "", **_evidence(factor, level, stage, written)}
            if stage == 1:
                design[factor] = said
                continue
            if factor != OVERALL and factor not in profile.moved(stage):
                # What was so is so still, and the earlier papers are what shows it.
                before = design[factor] if stage == 2 else design[factor][f"stage_{stage - 1}"]
                for name in ("evidence", "other_way"):
                    said[name] = before[name] + said[name]
            design[factor][f"stage_{stage}"] = said
    return design


def _evidence(
    factor: str, level: str, stage: int, written: Sequence[Written]
) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {"evidence": [], "other_way": []}
    if level in WITHOUT or factor == OVERALL:
        return found
    for document, each in enumerate(written, start=1):
        if each.paper.stage != stage:
            continue
        for number, passage in enumerate(each.passages, start=1):
            if any(_is_of(statement, factor) for statement in passage):
                is_main = passage[0].stance == main_stance(int(level))
                found["evidence" if is_main else "other_way"].append(f"D{document}.{number}")
    return found


def _is_of(statement: Statement, factor: str) -> bool:
    return statement.kind == EVIDENCE and statement.factors == (factor,)
