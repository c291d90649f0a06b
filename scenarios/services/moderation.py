"""Holding a moderation session: open it on a case, note what the group agrees on, close it."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from people.public import User, record_event
from scenarios.models import ModerationSession, Release, Report, TeachingNote
from scenarios.selectors.moderation_groups import FEWEST, Group, cases_done, group_called
from scenarios.services.errors import ModerationRefused, OlderRevision
from scenarios.services.free_text import refuse_identifiers, refuse_text_kept_back
from scenarios.services.moderation_people import refusal_of_case, refusal_of_holder
from scoring.public import Factor


@dataclass(frozen=True)
class Agreed:
    """What a group agreed on for one factor; both parts may be missing."""

    text: str = ""
    level: int | None = None


@transaction.atomic
def open_session(*, by: User, group: Group, release: Release) -> ModerationSession:
    """Open a session and choose for good whose answers it shows.

    Opening again what one has open is the same as once. ``ModerationRefused``: too few of the
    group have done the case, or it cannot be shown, or not to this person.
    """
    # One opening at a time for a case: each must know whose answers the other shows.
    release = (
        Release.objects.select_for_update(of=("self",), no_key=True)
        .select_related("case_version__scenario", "key")
        .get(pk=release.pk)
    )
    if group_called(by, group.value) is None:
        raise ModerationRefused(_("This is not a group that you lead or train."))
    already = ModerationSession.objects.filter(
        held_by=by,
        release=release,
        organisation=group.organisation,
        cohort=group.cohort,
        closed_at__isnull=True,
    ).first()
    if already is not None:
        return already
    if words := refusal_of_case(release) or refusal_of_holder(by, release):
        raise ModerationRefused(words)
    done = next((case for case in cases_done(group, by) if case.release == release), None)
    if done is None:
        raise ModerationRefused(too_few_words())
    session = ModerationSession.objects.create(
        organisation=group.organisation,
        cohort=group.cohort,
        is_of_cohort=group.cohort is not None,
        group_name=group.name,
        release=release,
        held_by=by,
    )
    session.assessments.set(done.assessments)
    _record("moderation.opened", session, by, people=done.people)
    return session


def too_few_words() -> str:
    """From how many people on a session can be held, and why."""
    return _(
        "Fewer than %(n)d people of this group can be shown on this case, so nobody’s answers "
        "would stay private."
    ) % {"n": FEWEST}


@transaction.atomic
def save_note(
    *,
    session: ModerationSession,
    by: User,
    stage: int,
    factor: Factor,
    agreed: Agreed,
    revision: int,
) -> TeachingNote:
    """Keep what the group agreed on for a factor. Saving the same again changes nothing.

    ``OlderRevision``: the page is older than what is stored, and says something else.
    ``ModerationRefused``: the session is closed or no longer theirs, or a text comes back that was
    reported. ``IdentifiersFound``: the text looks as if it named a real person.
    """
    refuse_identifiers(agreed.text, field="text")
    session = _lock_own(session, by)
    if not session.is_open:
        raise ModerationRefused(_("This session is closed. The note was not saved."))
    note = session.notes.filter(stage=stage, factor=factor).first()
    note = note or TeachingNote(session=session, stage=stage, factor=factor)
    note.factor = factor
    if agreed == Agreed(note.text, note.level):
        return note
    if revision != note.revision:
        raise OlderRevision(saved_revision=note.revision)
    if agreed.text != note.text:
        if note.pk:
            refuse_text_kept_back(Report.Kind.TEACHING_NOTE, note.pk, agreed.text)
        note.withheld = ""
    note.text, note.level = agreed.text, agreed.level
    note.revision += 1
    note.saved_at = timezone.now()
    note.save()
    what = {"stage": stage, "factor": factor.code, "revision": note.revision}
    _record("moderation.noted", session, by, **what)
    return note


@transaction.atomic
def close_session(*, session: ModerationSession, by: User) -> ModerationSession:
    """End a session: its notes stand from now on. Closing twice is the same as once."""
    session = _lock_own(session, by)
    if session.is_open:
        session.closed_at = timezone.now()
        session.save(update_fields=["closed_at"])
        notes = sum(note.says_something for note in session.notes.all())
        _record("moderation.closed", session, by, notes=notes)
    return session


def _lock_own(session: ModerationSession, by: User) -> ModerationSession:
    """The row, locked; asked again whose it is, and whether they may still see the case."""
    session = (
        ModerationSession.objects.visible_to(by)
        .select_for_update(of=("self",))
        .select_related("organisation", "release__case_version__scenario", "release__key")
        .filter(pk=session.pk, held_by=by)
        .first()
    )
    if session is None:
        raise ModerationRefused(_("This is not a session that you hold."))
    if words := refusal_of_case(session.release) or refusal_of_holder(by, session.release):
        raise ModerationRefused(words)
    return session


def _record(name: str, session: ModerationSession, by: User, **more: str | int) -> None:
    """Who held what on which case; neither a text nor whose answers were shown."""
    payload = {
        "session": str(session.uuid),
        "case": session.release.case_version.scenario.ref,
        "of_cohort": session.is_of_cohort,
        **more,
    }
    record_event(name=name, organisation=session.organisation, actor=by, payload=payload)
