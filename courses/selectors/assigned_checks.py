"""The checks that leads have asked one person to sit."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from courses.due_words import PRESSING, due_words, shown
from courses.models import CheckAssignment
from courses.selectors.cases import Attempts, Case, State
from people.public import Prepared, Slot, User
from scenarios.public import Release, case_url


@dataclass(frozen=True)
class AssignedCheck:
    """A check that a lead has asked the person to sit."""

    release: Release
    due_on: date
    assigned_by: str
    attempts: Attempts
    today: date

    @property
    def title(self) -> str:
        return self.release.case_version.title

    @property
    def ref(self) -> str:
        return self.release.case_version.scenario.ref

    @property
    def minutes(self) -> int:
        return self.release.case_version.minutes

    @property
    def is_done(self) -> bool:
        return self.attempts.state == State.DONE

    @property
    def can_be_sat(self) -> bool:
        """Whether there is anything to do: a begun one may be finished unless it was withdrawn."""
        is_open = self.release.state == Release.State.OPEN
        return not self.is_done and (is_open or self._can_be_finished)

    @property
    def _can_be_finished(self) -> bool:
        begun = self.attempts.open_one
        if begun is None:
            return False
        # What is begun may be another release of the case, to which this one gave way.
        is_this_one = begun.release_id == self.release.pk
        return not (is_this_one and self.release.state == Release.State.WITHDRAWN)

    @property
    def is_overdue(self) -> bool:
        return self.can_be_sat and self.due_on < self.today

    @property
    def is_pressing(self) -> bool:
        return self.can_be_sat and self.due_on <= self.today + PRESSING

    @property
    def url(self) -> str:
        """Where it is sat or its feedback read; nowhere once it can be neither."""
        if self.is_done:
            return self.attempts.feedback_url
        return case_url(self.ref) if self.can_be_sat else ""

    @property
    def due_words(self) -> str:
        """When it is due, as a person would say it."""
        return due_words(self.due_on, self.today)

    @property
    def state_words(self) -> str:
        if self.is_done and self.attempts.submitted_at:
            day = timezone.localdate(self.attempts.submitted_at)
            return _("Submitted on %(day)s") % {"day": shown(day)}
        if not self.can_be_sat:
            return _("Closed: nothing to do")
        if self.is_overdue:
            return _("Overdue")
        return _("Begun") if self.attempts.state == State.OPEN else _("Not begun")


_checks = Prepared(
    lambda: CheckAssignment.objects.filter(person=Slot(CheckAssignment, "person")).select_related(
        "release__case_version__scenario", "assigned_by"
    )
)


def assigned_checks(person: User, attempts: Mapping[Case, Attempts]) -> list[AssignedCheck]:
    """All that were assigned to the person: one query."""
    today = timezone.localdate()
    return [
        AssignedCheck(
            release=row.release,
            due_on=row.due_on,
            assigned_by=row.assigned_by.get_full_name() if row.assigned_by else "",
            attempts=attempts.get(
                (row.release.case_version.scenario.ref, row.release.use), Attempts()
            ),
            today=today,
        )
        for row in _checks.rows(person=person.pk)
    ]
