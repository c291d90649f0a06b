"""A lead asks people to sit a check."""

from collections.abc import Collection, Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.models import CheckAssignment
from people.public import (
    Happening,
    Membership,
    Role,
    User,
    organisations_led_by,
    record_events,
)
from scenarios.public import Assessment, Release, Use


class CannotAssign(Exception):
    """The check cannot be assigned like this; ``reasons`` are sentences to show."""

    def __init__(self, reasons: Iterable[str]) -> None:
        self.reasons = tuple(reasons)
        super().__init__(" ".join(self.reasons))


@transaction.atomic
def assign_check(
    *, people: Collection[User], release: Release, due_on: date, assigned_by: User
) -> int:
    """Ask each person to sit the check by the date; return how many were newly asked.

    All are asked or, with CannotAssign, none. Who was asked before keeps the first date, so that
    asking twice is the same as once.
    """
    # One lead at a time for each check, so that two cannot both find a person not asked yet.
    release = (
        Release.objects.select_for_update(of=("self",), no_key=True)
        .select_related("case_version__scenario")
        .get(pk=release.pk)
    )
    asked = set(
        CheckAssignment.objects.filter(release=release, person__in=people).values_list(
            "person_id", flat=True
        )
    )
    led = _trainees_led(people, assigned_by)
    fresh = {person.pk: person for person in people if person.pk not in asked}
    reasons = [*_refusals(release, due_on, people, led), *_refusals_of_people(release, fresh, led)]
    if reasons:
        raise CannotAssign(reasons)
    CheckAssignment.objects.bulk_create(
        CheckAssignment(person=person, release=release, due_on=due_on, assigned_by=assigned_by)
        for person in fresh.values()
    )
    record_events(
        [
            Happening(
                name="check.assigned",
                organisation=led[person.pk].organisation,
                actor=assigned_by,
                subject=person,
                payload={"release": str(release.uuid), "due_on": due_on.isoformat()},
            )
            for person in fresh.values()
        ]
    )
    return len(fresh)


def carry_over_assignments(old: Release, new: Release) -> None:
    """Whoever was asked to sit a check that is replaced sits the one in its place.

    Whoever has begun it, or done it, stays with what they began. Called in the transaction that
    replaces the release. Who was asked for the new one already keeps that date.
    """
    begun = Assessment.objects.filter(release=old, stopped_at__isnull=True).values("person")
    asked = CheckAssignment.objects.filter(release=new).values("person")
    waiting = CheckAssignment.objects.filter(release=old)
    waiting.exclude(person__in=begun).exclude(person__in=asked).update(release=new)


def _trainees_led(people: Collection[User], lead: User) -> dict[int, Membership]:
    """The trainee memberships by which the people are this lead's; others are left out."""
    memberships = Membership.objects.current().filter(
        person__in=people, role=Role.TRAINEE, organisation__in=organisations_led_by(lead)
    )
    return {row.person_id: row for row in memberships.select_related("organisation")}


def _refusals(
    release: Release, due_on: date, people: Collection[User], led: dict[int, Membership]
) -> list[str]:
    """What is wrong with the act itself, whoever it is about."""
    reasons = []
    if release.use != Use.CHECK:
        reasons.append(_("This case is not a check."))
    elif release.state != Release.State.OPEN:
        reasons.append(_("This check is closed to new starts."))
    if due_on < timezone.localdate():
        reasons.append(_("The date is in the past. Choose today or a later day."))
    if not people:
        reasons.append(_("Choose at least one person."))
    outside = sum(person.pk not in led for person in people)
    if outside:
        # Without names: they may be somebody else's people.
        reasons.append(
            ngettext(
                "%(count)s person is not a trainee in an organisation you lead.",
                "%(count)s people are not trainees in an organisation you lead.",
                outside,
            )
            % {"count": outside}
        )
    return reasons


def _refusals_of_people(
    release: Release, people: dict[int, User], led: dict[int, Membership]
) -> list[str]:
    """Who of the lead's own trainees cannot sit this check, by name."""
    own = {pk: person for pk, person in people.items() if pk in led}
    never_counted = set(
        Membership.objects.current()
        .filter(person__in=own, role__in=[Role.TRAINER, Role.PANELLIST])
        .values_list("person_id", flat=True)
    )
    taken = set(
        Assessment.objects.filter(
            person__in=own,
            release__case_version__scenario=release.case_version.scenario_id,
            submitted_at__isnull=False,
        ).values_list("person_id", flat=True)
    )
    reasons = []
    for pk, person in own.items():
        name = {"name": person.get_full_name()}
        if release.is_specimen and not led[pk].organisation.is_invented:
            reasons.append(
                _(
                    "%(name)s cannot sit this check: it is a specimen, for members of the "
                    "invented demonstration organisations only."
                )
                % name
            )
        elif pk in never_counted:
            reasons.append(_("%(name)s is a trainer or panellist, who sit no checks.") % name)
        elif pk in taken:
            reasons.append(_("%(name)s has submitted this case before.") % name)
    return reasons
