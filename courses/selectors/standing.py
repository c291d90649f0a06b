"""What somebody has of a module: read, checked, practised, certified. None follows from another.

Reading and practice are known here. A knowledge check or a certificate says its own through
``register_standing``; a module that has no such thing has no such line.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.selectors.cases import Attempts, Case, Reader, State
from courses.selectors.certification_sets import OwnStandings
from courses.selectors.outlines import Outline
from courses.selectors.progress import CourseProgress, ModuleProgress
from people.public import User
from scenarios.public import Use


class Kind(StrEnum):
    """The four things, in the order they are shown."""

    READ = "read"
    CHECKED = "checked"
    PRACTISED = "practised"
    CERTIFIED = "certified"

    @property
    def label(self) -> Promise:
        return {
            Kind.READ: gettext_lazy("Read"),
            Kind.CHECKED: gettext_lazy("Checked"),
            Kind.PRACTISED: gettext_lazy("Practised"),
            Kind.CERTIFIED: gettext_lazy("Certified"),
        }[self]


@dataclass(frozen=True)
class ModuleStanding:
    """One of the four things of one module or course, and in words how far it has come."""

    kind: Kind
    words: str
    is_done: bool = False
    url: str = ""


Standings = Mapping[int, Sequence[ModuleStanding]]
"""By the page of a module, or of a course for what belongs to the whole of it."""
Source = Callable[[User, Sequence[Outline], OwnStandings | None], Standings]
"""Of a person in courses; their certifications are given where the page has asked for them."""

_sources: list[Source] = []


def register_standing(source: Source) -> None:
    """Let a part of the site say what people have of modules or courses.

    It is given a person and all courses at once, and maybe their certifications. It asks as
    many queries as for one course, and leaves out modules that have no such thing.
    """
    _sources.append(source)


def standings_of(
    person: Reader,
    courses: Sequence[CourseProgress],
    attempts: Mapping[Case, Attempts],
    certifications: OwnStandings | None = None,
) -> dict[int, list[ModuleStanding]]:
    """Every line of every module of these courses, in the order of the four things."""
    found: dict[int, list[ModuleStanding]] = {}
    practised = {
        ref for (ref, use), of in attempts.items() if use == Use.PRACTICE and of.state == State.DONE
    }
    for progress in courses:
        for module in progress.modules:
            found[module.page.pk] = [*_read(module), *_practised(module, practised)]
    outlines = [progress.outline for progress in courses]
    if isinstance(person, User):
        for source in _sources:
            for page, lines in source(person, outlines, certifications).items():
                found.setdefault(page, []).extend(lines)
    order = list(Kind)
    for lines in found.values():
        lines.sort(key=lambda line: order.index(line.kind))
    return found


def _read(module: ModuleProgress) -> list[ModuleStanding]:
    if not module.lessons:
        return []
    words = _("%(read)d of %(n)d") % {"read": module.read, "n": len(module.lessons)}
    if module.left_out:
        words = _("%(words)s, %(n)d tested out") % {"words": words, "n": module.left_out}
    return [ModuleStanding(Kind.READ, words, is_done=module.is_done)]


def _practised(module: ModuleProgress, practised: set[str]) -> list[ModuleStanding]:
    refs = {ref for lesson in module.lessons for ref in lesson.page.practice_refs}
    if not refs:
        return []
    done = len(refs & practised)
    words = _("%(done)d of %(n)d") % {"done": done, "n": len(refs)}
    return [ModuleStanding(Kind.PRACTISED, words, is_done=done == len(refs))]
