"""What somebody may do in a certification: whether it is for them, and whether they may draw."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses.models import Certificate, Certification, CertificationRule, CoursePage, Enrolment
from courses.selectors.certification_standing import (
    DAY,
    Standing,
    empty_standing,
    standings_of_one,
)
from courses.selectors.outlines import outline_of
from courses.selectors.progress import lessons_done, progress_in
from people.public import (
    Organisation,
    Prepared,
    Slot,
    User,
    is_never_counted,
    organisations_above,
    trainee_organisation,
)

_offered = Prepared(
    lambda: (
        Certification.objects.filter(
            owner__in=organisations_above(Slot(Organisation, "path")),
            is_specimen=Slot(Certification, "is_specimen"),
        )
        .select_related("owner")
        .annotate(
            has_rule=Exists(
                CertificationRule.objects.filter(certification=OuterRef("pk"), is_in_force=True)
            )
        )
    )
)


def certifications_for(person: User) -> list[Certification]:
    """Those that are for the person: of the organisation they are a trainee in, or one above it.

    Members of invented organisations sit specimens, and nobody else does.
    """
    there = trainee_organisation(person)
    if there is None or is_never_counted(person):
        return []
    return _offered.rows(path=there.path, is_specimen=there.is_invented)


@dataclass(frozen=True)
class OwnStandings:
    """Where somebody stands in every certification that is for them or that they have begun.

    One without a pass rule in force can be sat by nobody, and is told of to nobody yet.
    """

    begun: tuple[Standing, ...]
    offered: frozenset[int]
    fresh: tuple[Standing, ...]

    @property
    def all(self) -> tuple[Standing, ...]:
        return self.begun + self.fresh

    @property
    def offered_to_them(self) -> list[Standing]:
        """Those that are for them today."""
        return [one for one in self.all if one.certification.pk in self.offered]


def own_standings(person: User) -> OwnStandings:
    """Four queries at most, however many certifications there are."""
    begun = standings_of_one(person)
    known = {one.certification.pk for one in begun}
    offered = certifications_for(person)
    return OwnStandings(
        tuple(begun),
        frozenset(one.pk for one in offered),
        tuple(
            empty_standing(person, one) for one in offered if one.has_rule and one.pk not in known
        ),
    )


def is_for(person: User, certification: Certification) -> bool:
    """Whether the certification is for this person today."""
    return any(one.pk == certification.pk for one in certifications_for(person))


def refusal_to_sit(person: User, certification: Certification) -> str:
    """Why nothing of a certification can be sat by this person, or nothing where it can."""
    if is_never_counted(person) or trainee_organisation(person) is None:
        return _("Only trainees are certified, and nobody who is a trainer or panellist as well.")
    if not is_for(person, certification):
        return _("This certification is not for your organisation.")
    return ""


def course_to_finish(person: User, certification: Certification) -> CoursePage | None:
    """The course that somebody finishes before a set, or None where nothing holds them up.

    Testing out finishes a course too, and so does having read it without being on it. One that is
    not published now, or has no published lesson, can be finished by nobody: it holds nobody up.
    Nor does it hold up who was certified here before: they come back for the cases.
    """
    course = certification.course
    if course is None or not certification.needs_course or not course.live:
        return None
    finished = Enrolment.objects.filter(person=person, course=course, finished_at__isnull=False)
    before = Certificate.objects.filter(
        person=person, certification=certification, revoked_at__isnull=True
    )
    if finished.exists() or before.exists():
        return None
    progress = progress_in(outline_of(course), lessons_done(person))
    return None if progress.is_finished or not progress.lessons else course


def course_first_of(standing: Standing, unfinished: Mapping[int, CoursePage]) -> CoursePage | None:
    """What ``course_to_finish`` says, where it is known which published courses are unfinished."""
    certification = standing.certification
    if not certification.needs_course or any(not one.revoked_at for one in standing.certificates):
        return None
    return unfinished.get(certification.course_id)


def refusal_to_draw(
    person: User,
    standing: Standing,
    rule: CertificationRule | None,
    course_first: CoursePage | None,
) -> str:
    """Why the person can draw no set now, or nothing where they can.

    ``course_first`` is what ``course_to_finish`` says of them.
    """
    words = refusal_to_sit(person, standing.certification)
    return words or reason_to_wait(standing, rule, course_first)


def reason_to_wait(
    standing: Standing, rule: CertificationRule | None, course_first: CoursePage | None
) -> str:
    """Why somebody whom the certification is for can draw no set now, whatever the bank has."""
    if rule is None:
        return _("No pass rule is in force yet, so no set can be drawn.")
    if standing.waits_since_revoked:
        return _(
            "Your certificate was revoked. Another set can be drawn once a trainer has recorded a "
            "conversation with you."
        )
    if standing.waits_for_trainer:
        return _("Another set can be drawn once a trainer has recorded a conversation with you.")
    if standing.is_too_early and standing.certificate and standing.again_from:
        return _(
            "You are certified until %(day)s. From %(from)s you can draw a set for the next "
            "certificate."
        ) % {
            "day": date_format(standing.certificate.expires_on, DAY),
            "from": date_format(standing.again_from, DAY),
        }
    if course_first is not None:
        return _("Finish %(course)s first: read its lessons, or test out of what you know.") % {
            "course": course_first.title
        }
    return ""
