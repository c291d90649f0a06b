"""Letters that hold a link and nothing else: sent once, answered once, and old after two weeks."""

import hashlib
import logging
import secrets
from collections.abc import Collection
from datetime import date, timedelta
from smtplib import SMTPException

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models import Cohort, Invitation, Membership, Organisation, Role, User
from people.roster.known import standing_on
from people.services.events import record_event
from people.services.memberships import end_membership, grant_membership

HOLDS = timedelta(days=14)
AT_ONCE = 200
SUBJECT = {
    Invitation.Kind.NEW: _("You are invited to the training site"),
    Invitation.Kind.ASKED: _("An organisation asks you to join it on the training site"),
    Invitation.Kind.CHANGED: _("Your address on the training site was changed"),
}

log = logging.getLogger(__name__)


class InvitationOver(Exception):
    """The link was used, is too old, or was never one."""


def hash_of(token: str) -> str:
    """What is kept of a link: whoever reads the database cannot use it."""
    return hashlib.sha256(token.encode()).hexdigest()


def invitation_of(token: str) -> Invitation:
    """The invitation that a link leads to. InvitationOver: the same for used, old and unknown."""
    found = (
        Invitation.objects.filter(
            token_hash=hash_of(token),
            answered_at__isnull=True,
            expires_at__gt=timezone.now(),
        )
        .filter(_can_be_answered())
        .exclude(kind=Invitation.Kind.CHANGED)
        .select_related("person", "organisation")
        .first()
    )
    if found is None:
        raise InvitationOver
    if found.kind == Invitation.Kind.NEW and found.person.has_usable_password():
        raise InvitationOver  # they have chosen one by “Ask for a new password”
    if found.kind == Invitation.Kind.ASKED and found.person.is_superuser:
        raise InvitationOver  # nobody with all rights comes into an organisation by its roster
    today = timezone.localdate()
    if any(join["ends"] and date.fromisoformat(join["ends"]) < today for join in found.joins):
        raise InvitationOver  # yes would end what they have, and give nothing
    return found


def _can_be_answered() -> Q:
    """By whoever may sign in; and who left everywhere may come back if they are asked to."""
    stands = Membership.objects.filter(standing_on(timezone.localdate()), person=OuterRef("person"))
    has_left = Q(kind=Invitation.Kind.ASKED, person__is_simulated=False) & Q(~Exists(stands))
    return Q(person__is_active=True) | has_left


def send_invitations(*, upload: str | None = None) -> int:
    """Send what was not sent yet, of one roster or of all. Returns how many letters went.

    Each is marked before it goes, so that two workers send none twice; one that fails is
    unmarked, and goes with the next run. One address that takes no letter holds up no other; where
    none of a batch goes, the mail itself is down and the rest waits.
    """
    sent, failed = 0, set[int]()
    while letters := _claim(upload, failed):
        not_sent = _write(letters)
        sent += len(letters) - len(not_sent)
        failed |= not_sent
        if len(not_sent) == len(letters):
            break
    return sent


@transaction.atomic
def _claim(upload: str | None, failed: Collection[int]) -> list[tuple[Invitation, str]]:
    waiting = Invitation.objects.filter(
        _can_be_answered(), sent_at__isnull=True, answered_at__isnull=True
    ).exclude(pk__in=failed)
    if upload is not None:
        waiting = waiting.filter(upload__uuid=upload)
    found = list(
        waiting.select_related("person").select_for_update(of=("self",)).order_by("pk")[:AT_ONCE]
    )
    now = timezone.now()
    letters = []
    for one in found:
        token = secrets.token_urlsafe(32)
        one.token_hash = hash_of(token) if one.kind != Invitation.Kind.CHANGED else ""
        one.sent_at, one.expires_at = now, now + HOLDS
        letters.append((one, token))
    Invitation.objects.bulk_update(found, ["token_hash", "sent_at", "expires_at"])
    return letters


def _write(letters: Collection[tuple[Invitation, str]]) -> set[int]:
    """Send the letters; which of them could not be sent."""
    connection = get_connection()
    failed: set[int] = set()
    for one, token in letters:
        try:
            connection.send_messages([_letter(one, token)])
        except (SMTPException, OSError):
            log.exception("An invitation could not be sent.")
            failed.add(one.pk)
    Invitation.objects.filter(pk__in=failed).update(sent_at=None, token_hash="")
    # An address that is no more somebody's is kept only until it has been told.
    told = [one.pk for one, _token in letters if one.pk not in failed]
    Invitation.objects.filter(pk__in=told, kind=Invitation.Kind.CHANGED).delete()
    return failed


def _letter(one: Invitation, token: str) -> EmailMessage:
    if one.kind == Invitation.Kind.CHANGED:
        path = reverse("account_login")
    else:
        path = reverse("invitation", args=[token])
    kind = Invitation.Kind(one.kind)
    words = render_to_string(
        f"people/mail/{kind.value}.txt", {"link": f"{settings.WAGTAILADMIN_BASE_URL}{path}"}
    )
    return EmailMessage(
        subject=str(SUBJECT[kind]),
        body=words,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[one.address or one.person.email],
    )


@transaction.atomic
def take_up_invitation(*, token: str, password: str) -> User:
    """Choose the first password by an invitation. InvitationOver: somebody has used it."""
    one = _locked(token, Invitation.Kind.NEW)
    person = User.objects.select_for_update(no_key=True).get(pk=one.person_id)
    if person.has_usable_password() or not person.is_active:
        raise InvitationOver  # by another way, or they have left, since the link was looked at
    person.set_password(password)
    person.save(update_fields=["password"])
    _answered(one, person, "invitation.taken_up")
    return person


@transaction.atomic
def join_by_invitation(*, token: str, person: User) -> str:
    """Say yes to another organisation: a trainee moves, with all they have done.

    An account that was closed is opened, and what is returned leads to its first password.
    InvitationOver: the letter was to somebody else, was answered, or is too old.
    """
    one = _locked(token, Invitation.Kind.ASKED)
    if one.person_id != person.pk:
        raise InvitationOver
    today = timezone.localdate()
    for join in one.joins:
        organisation = Organisation.objects.get(pk=join["organisation"])
        starts = max(date.fromisoformat(join["starts"]), today)
        if join["role"] == Role.TRAINEE and starts <= today:
            person.cohorts.clear()
        membership = grant_membership(
            person=person, role=join["role"], organisation=organisation, valid_from=starts
        )
        if join["ends"]:
            day_after = date.fromisoformat(join["ends"]) + timedelta(days=1)
            end_membership(membership=membership, on=day_after)
        for cohort in _cohorts_of(organisation, join["cohorts"]):
            cohort.members.add(person)
    _answered(one, person, "invitation.joined")
    return _opened(person, one.organisation)


@transaction.atomic
def decline_invitation(*, token: str, person: User) -> None:
    """Say no: everything stays as it was."""
    one = _locked(token, Invitation.Kind.ASKED)
    if one.person_id != person.pk:
        raise InvitationOver
    _answered(one, person, "invitation.declined")


def _opened(person: User, organisation: Organisation) -> str:
    """Open a closed account without a password; the way to choose one, or nothing."""
    locked = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    if locked.is_active:
        return ""
    locked.is_active, locked.password = True, make_password(None)
    locked.save(update_fields=["is_active", "password"])
    token, now = secrets.token_urlsafe(32), timezone.now()
    Invitation.objects.create(
        person=locked,
        organisation=organisation,
        kind=Invitation.Kind.NEW,
        token_hash=hash_of(token),
        sent_at=now,
        expires_at=now + HOLDS,
    )
    record_event(name="person.invited", organisation=organisation, actor=locked, subject=locked)
    return token


def _cohorts_of(organisation: Organisation, names: Collection[str]) -> list[Cohort]:
    """The cohorts of these names, in whatever case; one that is gone since is made again."""
    if not names:
        return []
    # One at a time for each organisation, so that two who say yes at once make it once.
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    there = {one.name.casefold(): one for one in Cohort.objects.filter(organisation=organisation)}
    return [
        there.get(name.casefold()) or Cohort.objects.create(organisation=organisation, name=name)
        for name in names
    ]


def _locked(token: str, kind: str) -> Invitation:
    """The invitation, held with its person: the person first, as a roster holds them."""
    one = invitation_of(token)
    User.objects.select_for_update(no_key=True).get(pk=one.person_id)
    locked = Invitation.objects.select_for_update(of=("self",)).select_related("organisation")
    fresh = locked.filter(pk=one.pk, kind=kind, answered_at__isnull=True).first()
    if fresh is None:
        raise InvitationOver
    return fresh


def _answered(one: Invitation, person: User, name: str) -> None:
    one.answered_at, one.joins = timezone.now(), []
    one.save(update_fields=["answered_at", "joins"])
    record_event(name=name, organisation=one.organisation, actor=person, subject=person)
