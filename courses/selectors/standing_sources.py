"""What knowledge checks and certificates add: to what people have of a module or a course, to the
time that it takes, and to who has something to do again."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses.models import Certificate, EvidenceExercise, KnowledgeCheck
from courses.selectors.certification_sets import certifications_for
from courses.selectors.certification_standing import Standing, certification_standing
from courses.selectors.course_rows import Pair
from courses.selectors.drill_sources import MINUTES
from courses.selectors.knowledge import knowledge_passed
from courses.selectors.outlines import Outline
from courses.selectors.standing import Kind, ModuleStanding, Standings
from people.public import User

DAY = "j F Y"


def checked(person: User, outlines: Sequence[Outline]) -> Standings:
    """How many of a module's knowledge checks the person has passed: two queries at most."""
    held = {
        part.module.pk: {pk for lesson in part.lessons for pk in lesson.knowledge_check_ids}
        for outline in outlines
        for part in outline.modules
    }
    every = set().union(*held.values())
    if not every:
        return {}
    live = set(KnowledgeCheck.objects.filter(pk__in=every, live=True).values_list("pk", flat=True))
    passed = knowledge_passed(person).keys()
    return {
        module: [_checked(len(checks & live & passed), len(checks & live))]
        for module, checks in held.items()
        if checks & live
    }


def _checked(done: int, n: int) -> ModuleStanding:
    words = _("%(done)d of %(n)d") % {"done": done, "n": n}
    return ModuleStanding(Kind.CHECKED, words, is_done=done == n)


def certified(person: User, outlines: Sequence[Outline]) -> Standings:
    """Until when the person is certified in a course: a few queries, however many courses."""
    pages = {outline.course.pk for outline in outlines}
    offered = [one for one in certifications_for(person) if one.course_id in pages]
    if not offered:
        return {}
    holding = {
        row.certification_id: row
        for row in Certificate.objects.filter(person=person, certification__in=offered)
        .order_by("expires_on")
        if row.state == Certificate.State.VALID
    }  # fmt: skip
    found: dict[int, list[ModuleStanding]] = {}
    for one in offered:
        row = holding.get(one.pk)
        words = _("Not yet")
        if row is not None:
            words = _("until %(day)s") % {"day": date_format(row.expires_on, DAY)}
        url = reverse("own_certification", args=[one.uuid])
        line = ModuleStanding(Kind.CERTIFIED, words, is_done=row is not None, url=url)
        found.setdefault(one.course_id or 0, []).append(line)
    return found


def due_again(pairs: Collection[Pair]) -> Mapping[Pair, date]:
    """By when people have to be certified again in the course they were certified in."""
    people = {person for person, _course in pairs}
    wanted = set(pairs)
    found = {}
    for person, standings in certification_standing(people).items():
        for standing in standings:
            pair = (person, standing.certification.course_id or 0)
            if pair in wanted and (day := _again(standing)):
                found[pair] = day
    return found


def _again(standing: Standing) -> date | None:
    """The last day of what they hold or held; sets that were sat since change nothing of it."""
    held = [row.expires_on for row in standing.certificates if row.revoked_at is None]
    if not held or standing.is_too_early:
        return None
    return max(held)


def minutes_of_checks(pks: Collection[Any]) -> dict[Any, int]:
    """What published knowledge checks take."""
    return dict(KnowledgeCheck.objects.filter(pk__in=pks, live=True).values_list("pk", "minutes"))


def minutes_of_exercises(pks: Collection[Any]) -> dict[Any, int]:
    """What published evidence exercises take."""
    return dict(EvidenceExercise.objects.filter(pk__in=pks, live=True).values_list("pk", "minutes"))


def minutes_of_drills(choices: Collection[Any]) -> dict[Any, int]:
    """What a drill takes, whichever it is."""
    return dict.fromkeys(choices, MINUTES)
