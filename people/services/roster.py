"""A roster: read and planned at upload, confirmed, applied by a worker, and forgotten."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.models import Invitation, Membership, RosterProgress, RosterUpload, User
from people.querysets import MembershipQuerySet, PersonQuerySet
from people.roster.applying import Applying, Progress, close_accounts
from people.roster.authority import acting_for
from people.roster.known import standing_on
from people.roster.lines import Reading, as_data, from_data, read_lines
from people.roster.plan import Plan, digest_of
from people.roster.planning import plan_roster
from people.roster.problems import BadRoster
from people.roster.tables import read_table
from people.services.events import record_event
from people.services.groups import GROUPS, keep_many_groups_in_step
from people.services.invitations import HOLDS
from people.services.roster_progress import saying_progress

KEPT = timedelta(days=1)
"""No roster holds names for longer than this, whatever has become of it."""

CHANGED = gettext_lazy(
    "Something has changed meanwhile. Look again at what would be done, then confirm."
)


class RosterRefused(Exception):
    """It is too late for this, or it has changed meanwhile; the words are to be shown."""


def upload_roster(*, content: bytes, by: User, absent_leave: bool = False) -> RosterUpload:
    """Read a file and keep what it asks for, with its dry run. Nothing of people is changed.

    BadRoster: with every reason. The file itself is not kept.
    """
    organisation = acting_for(by)
    if organisation is None:
        raise PermissionDenied
    table = read_table(content)
    reading = read_lines(table)
    plan = plan_roster(
        reading=reading, by=by, absent_leave=absent_leave, today=timezone.localdate()
    )
    upload = RosterUpload(
        uploaded_by=by,
        organisation=organisation,
        absent_leave=absent_leave,
        is_windows_1252=table.is_windows_1252,
        lines=as_data(reading.lines),
    )
    _keep_plan(upload, plan)
    with transaction.atomic():
        upload.save()
        record_event(
            name="roster.uploaded",
            organisation=organisation,
            actor=by,
            payload={"lines": len(reading.lines), "absent_leave": absent_leave},
        )
    return upload


def confirm_roster(*, upload: RosterUpload, by: User) -> RosterUpload:
    """Let a worker apply what the dry run showed. Confirming twice is confirming once.

    RosterRefused: it would come to something else by now, or it is no more to be confirmed.
    """
    plan, problem = _plan_again(upload, by)
    with transaction.atomic():
        locked = RosterUpload.objects.select_for_update(no_key=True).get(pk=upload.pk)
        if locked.state in (RosterUpload.State.APPLYING, RosterUpload.State.DONE):
            return locked
        if locked.state != RosterUpload.State.PLANNED:
            raise RosterRefused(_("This roster is not waiting any more. Upload the file again."))
        is_still_so = plan is not None and digest_of(plan.rows()) == locked.digest
        if is_still_so:
            locked.state, locked.confirmed_at = RosterUpload.State.APPLYING, timezone.now()
            RosterProgress.objects.update_or_create(
                upload=locked, defaults={"percent": 0, "moved_at": timezone.now()}
            )
        elif plan is not None:
            _keep_plan(locked, plan)
        else:
            _forget(locked, RosterUpload.State.CHANGED)
        locked.save()
    if not is_still_so:
        raise RosterRefused(problem or str(CHANGED))
    go_on_with_roster(locked)
    return RosterUpload.objects.get(pk=locked.pk)


def cancel_roster(*, upload: RosterUpload, by: User) -> RosterUpload:
    """Forget a roster before it is applied. Nothing of people was changed, and nothing is kept."""
    with transaction.atomic():
        locked = RosterUpload.objects.select_for_update(no_key=True).get(pk=upload.pk)
        if locked.state == RosterUpload.State.CANCELLED:
            return locked
        if locked.state != RosterUpload.State.PLANNED:
            raise RosterRefused(_("It is too late to cancel: the roster was confirmed."))
        _forget(locked, RosterUpload.State.CANCELLED)
        locked.save()
        record_event(name="roster.cancelled", organisation=locked.organisation, actor=by)
    return locked


def go_on_with_roster(upload: RosterUpload) -> None:
    """Ask a worker to apply it, or to begin again where one was stopped. Twice doubles nothing."""
    from people.tasks import apply_roster_task  # which loads this module

    uuid = str(upload.uuid)
    transaction.on_commit(lambda: apply_roster_task.enqueue(uuid))


def apply_roster(uuid: UUID | str) -> RosterUpload:
    """Apply a confirmed roster whole, in one transaction: a worker that is killed leaves nothing.

    One roster at a time on the whole site. What it comes to is worked out again under the locks,
    and where that is not what was confirmed nothing is done.
    """
    with saying_progress(uuid) as progress:
        try:
            with transaction.atomic():
                return _apply_locked(uuid, progress)
        except IntegrityError:
            # Somebody was given an address or a role at this moment: it is another plan now.
            return _overtaken(uuid)


def _apply_locked(uuid: UUID | str, progress: Progress) -> RosterUpload:
    applying = RosterUpload.objects.filter(state=RosterUpload.State.APPLYING).order_by("pk")
    locked = {str(one.uuid): one for one in applying.select_for_update(no_key=True)}
    upload = locked.get(str(uuid))
    if upload is None:
        return RosterUpload.objects.get(uuid=uuid)
    by = User.objects.get(pk=upload.uploaded_by_id)
    today = timezone.localdate()
    plan = _planned(upload, by, today, lock=True)
    if plan is None or digest_of(plan.rows()) != upload.digest:
        return _look_again(upload, plan)
    progress(10)
    done = Applying(plan=plan, upload=upload, by=by, today=today, progress=progress).apply()
    upload.counts = {**upload.counts, "asked": done.asked, "closed": done.closed}
    _forget(upload, RosterUpload.State.DONE)
    upload.finished_at = timezone.now()
    upload.save()
    record_event(
        name="roster.applied",
        organisation=upload.organisation,
        actor=by,
        payload=dict(upload.counts),
    )
    transaction.on_commit(lambda: _send_letters(str(uuid)))
    return upload


def _send_letters(uuid: str) -> None:
    from people.tasks import send_invitations_task

    send_invitations_task.enqueue(uuid)


def _overtaken(uuid: UUID | str) -> RosterUpload:
    with transaction.atomic():
        upload = RosterUpload.objects.select_for_update(no_key=True).get(uuid=uuid)
        if upload.state != RosterUpload.State.APPLYING:
            return upload
        plan = _planned(upload, User.objects.get(pk=upload.uploaded_by_id), timezone.localdate())
        return _look_again(upload, plan)


def _look_again(upload: RosterUpload, plan: Plan | None) -> RosterUpload:
    """Back to a dry run of how it stands now, or to nothing where it cannot stand."""
    if plan is None:
        _forget(upload, RosterUpload.State.CHANGED)
    else:
        _keep_plan(upload, plan)
        upload.state, upload.confirmed_at = RosterUpload.State.PLANNED, None
        upload.counts = {**upload.counts, "looked_again": 1}
    upload.save()
    return upload


def _plan_again(upload: RosterUpload, by: User) -> tuple[Plan | None, str]:
    """The plan by now, and why there is none where there is none."""
    if upload.state != RosterUpload.State.PLANNED:
        return None, ""
    try:
        return _plan(upload, by, timezone.localdate()), ""
    except BadRoster as refusal:
        words = _("Something has changed meanwhile, and the file cannot be applied any more: ")
        return None, words + " ".join(refusal.shown[:3])


def _planned(upload: RosterUpload, by: User, today: date, *, lock: bool = False) -> Plan | None:
    try:
        return _plan(upload, by, today, lock=lock)
    except BadRoster:
        return None


def _plan(upload: RosterUpload, by: User, today: date, *, lock: bool = False) -> Plan:
    return plan_roster(
        reading=Reading(from_data(upload.lines)),
        by=by,
        absent_leave=upload.absent_leave,
        today=today,
        lock=lock,
    )


def _keep_plan(upload: RosterUpload, plan: Plan) -> None:
    upload.outcome = plan.rows()
    upload.digest = digest_of(upload.outcome)
    upload.counts = plan.counts()
    if plan.new_cohorts:
        upload.counts["new_cohorts"] = len(plan.new_cohorts)


def _forget(upload: RosterUpload, state: str) -> None:
    """What is left of a roster is numbers."""
    upload.state, upload.lines, upload.outcome = state, [], []


@transaction.atomic
def tidy_rosters(*, now: datetime | None = None) -> dict[str, int]:
    """What a day brings: old uploads are forgotten, and whose last day is over is signed out.

    Roles that began or ended today are followed in the admin too, and an old address that could not
    be told of its change in two weeks is forgotten. Daily, by ``manage.py``.
    """
    now = now or timezone.now()
    today = timezone.localdate(now)
    old = RosterUpload.objects.filter(
        state__in=RosterUpload.HOLDING, uploaded_at__lt=now - KEPT
    ).update(state=RosterUpload.State.EXPIRED, lines=[], outcome=[])
    held = _over(today).order_by("pk").select_for_update(of=("self",), no_key=True)
    locked = [one.pk for one in held]
    # Asked again: somebody may have been given a role before the lock was had.
    people = _over(today).filter(pk__in=locked)
    last = {
        row.person_id: row for row in _ended(today).filter(person__in=people).select_related(
            "organisation", "person"
        ).order_by("valid_to", "pk")
    }  # fmt: skip
    close_accounts(list(last))
    for row in last.values():
        record_event(name="person.left", organisation=row.organisation, subject=row.person)
    turned = Membership.objects.filter(role__in=GROUPS).filter(
        valid_from__gte=today - timedelta(days=7), valid_from__lte=today
    ) | Membership.objects.filter(
        role__in=GROUPS, valid_to__lt=today, valid_to__gte=today - timedelta(days=7)
    )
    keep_many_groups_in_step(set(turned.values_list("person_id", flat=True)))
    # An old mailbox is often closed by now, and takes no letter however often it is tried.
    Invitation.objects.filter(kind=Invitation.Kind.CHANGED, made_at__lt=now - HOLDS).delete()
    return {"uploads": old, "people": len(last)}


def _ended(today: date) -> MembershipQuerySet:
    """What ended within the last year or so: whoever it leaves with nothing is followed."""
    return Membership.objects.filter(valid_to__lt=today, valid_to__gte=today - timedelta(days=400))


def _over(today: date) -> PersonQuerySet:
    """People who may sign in, though the last day of all that they held is over."""
    standing = Membership.objects.filter(standing_on(today)).values("person")
    people: PersonQuerySet = User.objects.filter(
        is_active=True,
        is_simulated=False,
        is_superuser=False,
        pk__in=_ended(today).values("person"),
    ).exclude(pk__in=standing)
    return people
