"""Who may hold a moderation session, and on which cases. Asked again at every act and page.

A session shows what the panel said, so it is held only on a case whose panel's levels trainees
may see, and only by somebody who may see them.
"""

from collections import defaultdict

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from people.public import User, trainee_organisation
from scenarios.models import Assessment, Release, Twin, Use
from scenarios.querysets import same_case
from scenarios.services.panel_people import asked_to_rate, is_asked_to_rate


def releases_to_moderate() -> QuerySet[Release]:
    """Practice cases, and checks and anchors that are retired, in no version of which a check or
    anchor is still in use: their panel's levels are not shown to anybody yet."""
    of_the_case = Release.objects.filter(
        case_version__scenario=OuterRef("case_version__scenario"),
        state__in=(Release.State.OPEN, Release.State.CLOSED),
    )
    in_use = of_the_case.exclude(use=Use.PRACTICE)
    return Release.objects.exclude(Exists(in_use)).exclude(state=Release.State.WITHDRAWN)


def refusal_of_case(release: Release) -> str | None:
    """Why nobody can look at the case together now, or None where they can."""
    if releases_to_moderate().filter(pk=release.pk).exists() and not release.key.is_wrong_tool:
        return None
    return _(
        "This case cannot be shown at present: it is withdrawn, or in use as a check or an "
        "anchor, and the panel’s levels are held back."
    )


def refusal_of_holder(person: User, release: Release) -> str | None:
    """Why the person may not see what others and the panel said of this case, or None."""
    scenario = release.case_version.scenario_id
    attempts = Assessment.objects.filter(
        same_case("release__case_version__scenario", scenario),
        person=person,
        stopped_at__isnull=True,
    )
    submitted = list(attempts.values_list("submitted_at", flat=True))
    if None in submitted:
        return _(
            "You have this case open as an assessment. Submit or stop it before you look at what "
            "others said."
        )
    if is_asked_to_rate(person, scenario):
        return _("You are asked to rate this case on a panel, without seeing what others said.")
    if not submitted and trainee_organisation(person) is not None:
        return _(
            "You are a trainee as well, and you have not done this case. Do it before you look "
            "at what others said."
        )
    return None


def releases_shown_to(person: User, among: QuerySet[Release]) -> list[Release]:
    """Those that neither ``refusal_of_case`` nor ``refusal_of_holder`` refuses the person.

    The same rule for a whole list: five queries at most, however many cases there are.
    """
    attempts = Assessment.objects.filter(person=person, stopped_at__isnull=True)
    own: defaultdict[int, set[bool]] = defaultdict(set)
    for scenario, submitted_at in attempts.values_list(
        "release__case_version__scenario_id", "submitted_at"
    ):
        own[scenario].add(submitted_at is not None)
    # Two matched twins count as one case, whichever of them was met.
    states = defaultdict(set, {scenario: set(found) for scenario, found in own.items()})
    for original, copy in Twin.objects.values_list("original_id", "copy_id"):
        states[original] |= own.get(copy, set())
        states[copy] |= own.get(original, set())
    shut = asked_to_rate(person) | {one for one, found in states.items() if False in found}
    found = releases_to_moderate().filter(pk__in=among.values("pk"))
    found = found.exclude(case_version__scenario__in=shut)
    if trainee_organisation(person) is not None:
        done = {one for one, found in states.items() if True in found}
        found = found.filter(case_version__scenario__in=done)
    releases = found.select_related("key", "case_version__scenario")
    return [release for release in releases if not release.key.is_wrong_tool]
