"""A trainer records that they talked to a person who cannot draw another set without it."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.models import Certificate, CertificationSet, TrainerConversation
from courses.selectors.certification_standing import standing_of
from courses.services.certifying import CertificationRefused
from people.public import Role, User, organisations_held, record_event, trainee_organisation
from scenarios.public import refuse_identifiers


def trains(trainer: User, person: User) -> bool:
    """Whether somebody is a trainer where the person is a trainee today, or above it."""
    there = trainee_organisation(person)
    if there is None:
        return False
    return organisations_held(trainer, Role.TRAINER).filter(pk=there.pk).exists()


@transaction.atomic
def record_conversation(
    *, of_set: CertificationSet, by: User, held_on: date, agreed: str
) -> TrainerConversation:
    """Keep when it was held and what was agreed; one more set may be drawn after it.

    The first record of a set stands: recording it again changes nothing. IdentifiersFound: the
    words name somebody. CertificationRefused: not their trainer, themselves, a day that cannot be,
    or a set that needs no conversation.
    """
    refuse_identifiers(agreed, field="agreed")
    person = User.objects.select_for_update(no_key=True).get(pk=of_set.person_id)
    if there := TrainerConversation.objects.filter(of_set=of_set).first():
        return there
    if by.pk == person.pk or not trains(by, person):
        raise CertificationRefused(_("A trainer of the person’s own organisation records this."))
    waits = standing_of(person, of_set.certification).waits_for_trainer
    if waits is None or waits.pk != of_set.pk:
        raise CertificationRefused(_("This set needs no conversation now."))
    if words := refusal_of_day(of_set, held_on):
        raise CertificationRefused(words)
    said = TrainerConversation.objects.create(
        of_set=of_set, person=person, held_on=held_on, agreed=agreed, recorded_by=by
    )
    organisation = trainee_organisation(person)
    if organisation is not None:
        record_event(
            name="certification.conversation_recorded",
            organisation=organisation,
            actor=by,
            subject=person,
            payload={"set": str(of_set.uuid), "held_on": held_on.isoformat()},
        )
    return said


def revoked_on(of_set: CertificationSet) -> date | None:
    """The day on which the certificate that a set earned was revoked, if it was."""
    rows = Certificate.objects.filter(by_set=of_set.uuid, revoked_at__isnull=False)
    at = rows.values_list("revoked_at", flat=True).first()
    return timezone.localdate(at) if at else None


def refusal_of_day(of_set: CertificationSet, held_on: date) -> str | None:
    """Why the conversation cannot have been held on a day, or None where it can."""
    if held_on > timezone.localdate():
        return _("The day is still to come. Record the conversation once it was held.")
    if of_set.decided_at and held_on < timezone.localdate(of_set.decided_at):
        return _("The day is before the set was decided.")
    if (since := revoked_on(of_set)) and held_on < since:
        return _("The day is before the certificate was revoked.")
    return None
