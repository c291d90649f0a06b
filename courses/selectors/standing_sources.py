"""What knowledge checks and certificates add: to what people have of a module or a course, to the
time that it takes, and to who has something to do again."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses.models import EvidenceExercise, KnowledgeCheck
from courses.selectors.certification_sets import OwnStandings, own_standings
from courses.selectors.certification_standing import due_again_days
from courses.selectors.course_rows import Pair
from courses.selectors.drill_sources import MINUTES
from courses.selectors.knowledge import knowledge_passed
from courses.selectors.outlines import Outline
from courses.selectors.standing import Kind, ModuleStanding, Standings
from people.public import User

DAY = "j F Y"


def checked(
    person: User, outlines: Sequence[Outline], _known: OwnStandings | None = None
) -> Standings:
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


def certified(
    person: User, outlines: Sequence[Outline], known: OwnStandings | None = None
) -> Standings:
    """Until when the person is certified in a course: four queries, however many courses.

    None where the page has asked for them already.
    """
    pages = {outline.course.pk for outline in outlines}
    mine = own_standings(person) if known is None else known
    found: dict[int, list[ModuleStanding]] = {}
    for one in mine.offered_to_them:
        if one.certification.course_id not in pages:
            continue
        words = _("Not yet")
        if held := one.certificate:
            words = _("until %(day)s") % {"day": date_format(held.expires_on, DAY)}
        url = reverse("own_certification", args=[one.certification.uuid])
        line = ModuleStanding(Kind.CERTIFIED, words, is_done=held is not None, url=url)
        found.setdefault(one.certification.course_id, []).append(line)
    return found


def due_again(pairs: Collection[Pair]) -> Mapping[Pair, date]:
    """By when people have to be certified again in the course they were certified in."""
    days = due_again_days({person for person, _course in pairs})
    return {pair: days[pair] for pair in pairs if pair in days}


def minutes_of_checks(pks: Collection[Any]) -> dict[Any, int]:
    """What published knowledge checks take."""
    return dict(KnowledgeCheck.objects.filter(pk__in=pks, live=True).values_list("pk", "minutes"))


def minutes_of_exercises(pks: Collection[Any]) -> dict[Any, int]:
    """What published evidence exercises take."""
    return dict(EvidenceExercise.objects.filter(pk__in=pks, live=True).values_list("pk", "minutes"))


def minutes_of_drills(choices: Collection[Any]) -> dict[Any, int]:
    """What a drill takes, whichever it is."""
    return dict.fromkeys(choices, MINUTES)
