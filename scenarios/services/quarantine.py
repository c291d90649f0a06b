"""Keeping a reported text back from everybody at once, and what an administrator makes of it.

The text is taken out of its row and into the report, so that no page and no export can show it,
whoever wrote them: a page that knows nothing of reports shows nothing. The row says why it is
empty. A passage is written once, and this is the one exception: its text is taken out and put
back as it was, or is gone; it is never another.
"""

from datetime import timedelta
from typing import NamedTuple

from django.db import models, transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from people.public import Organisation, User, record_event
from scenarios.models import (
    Answer,
    ChairNote,
    Disagreement,
    DisagreementReply,
    KeyChange,
    Panel,
    PanelAnswer,
    Panellist,
    PanelQuestion,
    PanelRating,
    Passage,
    Reason,
    Release,
    Report,
    ReviewRemark,
    TeachingNote,
    Withheld,
    WrongTool,
    YardstickChange,
)
from scenarios.services.errors import Refused
from scenarios.services.free_text import hash_of_words, refuse_identifiers

# More than anybody comes upon in a day, and few enough to be looked at if it is mischief.
MOST_IN_A_DAY = 10


class TextAt(NamedTuple):
    """Where the text of a kind stands, and the field beside it that says why it is not there."""

    model: type[models.Model]
    field: str
    withheld: str = "withheld"


TEXT_OF: dict[str, TextAt] = {
    Report.Kind.PASSAGE: TextAt(Passage, "text"),
    Report.Kind.REASON: TextAt(Reason, "text"),
    Report.Kind.WRONG_TOOL: TextAt(WrongTool, "text"),
    Report.Kind.PANEL_REASON: TextAt(PanelRating, "reason"),
    Report.Kind.PANEL_WRONG_TOOL: TextAt(Panellist, "wrong_tool_reason"),
    Report.Kind.REVIEW_REMARK: TextAt(ReviewRemark, "text"),
    Report.Kind.TEACHING_NOTE: TextAt(TeachingNote, "text"),
    Report.Kind.DISAGREEMENT: TextAt(Disagreement, "text"),
    Report.Kind.DISAGREEMENT_REPLY: TextAt(DisagreementReply, "text"),
    Report.Kind.KEY_STANDS: TextAt(DisagreementReply, "stands_because", "stands_withheld"),
    Report.Kind.CHAIR_NOTE: TextAt(ChairNote, "text"),
    Report.Kind.KEY_CHANGE: TextAt(KeyChange, "reason"),
    Report.Kind.KEY_CHANGE_NOTE: TextAt(KeyChange, "note", "note_withheld"),
    Report.Kind.YARDSTICK: TextAt(YardstickChange, "reason"),
    Report.Kind.YARDSTICK_NOTE: TextAt(YardstickChange, "note", "note_withheld"),
    Report.Kind.PANEL_SKIPPED: TextAt(Panel, "revision_skipped_because", "skipped_withheld"),
    Report.Kind.PANEL_RETURNED: TextAt(Panel, "returned_because", "returned_withheld"),
    Report.Kind.PANEL_CALLED_OFF: TextAt(Panel, "called_off_because", "called_off_withheld"),
    Report.Kind.PANEL_QUESTION: TextAt(PanelQuestion, "text"),
    Report.Kind.PANEL_ANSWER: TextAt(PanelAnswer, "text"),
}


def register_text(
    kind: str, *, model: type[models.Model], field: str, withheld: str = "withheld"
) -> None:
    """Let a text that an app above keeps be reported: where it stands, as ``TEXT_OF`` has it."""
    TEXT_OF[kind] = TextAt(model, field, withheld)


class TooManyReports(Refused):
    """The person has reported as many texts today as anybody may."""


class AlreadyDecided(Refused):
    """Somebody released or erased the text before."""


@transaction.atomic
def report_text(
    *,
    person: User,
    kind: str,
    row: int,
    place: str,
    organisation: Organisation,
    what: str,
    note: str = "",
) -> Report:
    """Keep a text back from everybody. A text that is kept back already stays in its first report.

    What was written anew in place of a reported text is another, with a report of its own.

    ``TooManyReports``: the person has used up the day. ``IdentifiersFound``: the note repeats
    something real. ``AlreadyDecided``: the text was erased.
    """
    refuse_identifiers(note, field="note")
    User.objects.select_for_update(no_key=True).get(pk=person.pk)
    model, field, flag = TEXT_OF[kind]
    written = model._default_manager.select_for_update(of=("self",)).get(pk=row)
    withheld = getattr(written, flag)
    if withheld == Withheld.HELD and (holding := _holding(kind, row)):
        return holding
    if withheld:
        raise AlreadyDecided(_("This text was erased before."))
    _refuse_too_many(person)
    report = Report.objects.create(
        kind=kind,
        row=row,
        place=place,
        text=getattr(written, field),
        heading=getattr(written, "heading", ""),
        text_hash=hash_of_words(getattr(written, field)),
        what=what,
        note=note,
        organisation=organisation,
        reported_by=person,
    )
    _write(report, "", "", Withheld.HELD)
    # A page that still has the text on it is an older one now, and saves over nothing.
    if kind == Report.Kind.REASON:
        Answer.objects.filter(reason=row).update(revision=F("revision") + 1)
    elif kind == Report.Kind.PANEL_REASON:
        PanelRating.objects.filter(pk=row).update(revision=F("revision") + 1)
    elif kind == Report.Kind.TEACHING_NOTE:
        TeachingNote.objects.filter(pk=row).update(revision=F("revision") + 1)
    elif kind == Report.Kind.DISAGREEMENT:
        Disagreement.objects.filter(pk=row).update(revision=F("revision") + 1)
    elif kind == Report.Kind.CHAIR_NOTE:
        ChairNote.objects.filter(pk=row).update(revision=F("revision") + 1)
    _record("text.reported", report, person)
    return report


def look_at_text(*, report: Report, by: User) -> str:
    """The text that is kept back, to whoever decides on it; that they looked is recorded."""
    _record("text.looked_at", report, by)
    return report.text


@transaction.atomic
def release_text(*, report: Report, by: User) -> Report:
    """Put a text back where it was. Releasing twice is the same as once."""
    return _decide(report, by, Report.State.RELEASED)


@transaction.atomic
def erase_text(*, report: Report, by: User) -> Report:
    """Delete a text for good. Erasing twice is the same as once.

    A case with an erased passage is closed to new starts: its author writes the next version.
    """
    return _decide(report, by, Report.State.ERASED)


def _decide(report: Report, by: User, state: Report.State) -> Report:
    report = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
    if report.state == state:
        return report
    if report.state != Report.State.HELD:
        raise AlreadyDecided(
            _("Somebody decided this before: %(state)s.") % {"state": report.get_state_display()}
        )
    if state == Report.State.RELEASED:
        _write(report, report.text, report.heading, "")
    else:
        _write(report, "", "", Withheld.ERASED)
        if report.kind == Report.Kind.PASSAGE:
            _close_releases(report)
    report.state = state
    report.text = report.heading = report.note = ""
    report.decided_at = timezone.now()
    report.save()
    _record(f"text.{state.value}", report, by)
    return report


def _holding(kind: str, row: int) -> Report | None:
    """The report that a row is empty for: the latest, as each earlier one was written over."""
    held = Report.objects.filter(kind=kind, row=row, state=Report.State.HELD)
    return held.order_by("pk").last()


def _write(report: Report, text: str, heading: str, withheld: str) -> None:
    """Set a row's text, if it is still there and nobody has written another in its place.

    A text that was written there and is kept back in its turn is another as well.
    """
    model, field, flag = TEXT_OF[report.kind]
    # Not the manager of a row that is written once, which refuses: this is the exception.
    rows: QuerySet[models.Model] = QuerySet(model).filter(pk=report.row)
    values = {field: text, flag: withheld}
    if report.kind == Report.Kind.PASSAGE:
        values["heading"] = heading
    if withheld != Withheld.HELD:
        rows = rows.filter(**{flag: Withheld.HELD})
        list(rows.select_for_update(of=("self",)))  # nobody writes or reports it meanwhile
        if _holding(report.kind, report.row) != report:
            return
    rows.update(**values)


def _close_releases(report: Report) -> None:
    open_ones = Release.objects.filter(case_version__passages=report.row, state=Release.State.OPEN)
    for release in open_ones:
        release.state = Release.State.CLOSED
        release.save(update_fields=["state"])


def _refuse_too_many(person: User) -> None:
    day = timezone.now() - timedelta(days=1)
    if Report.objects.filter(reported_by=person, reported_at__gt=day).count() >= MOST_IN_A_DAY:
        raise TooManyReports(
            _(
                "You have reported %(most)d texts within a day. Nothing more was kept back: tell "
                "an administrator about the others in person."
            )
            % {"most": MOST_IN_A_DAY}
        )


def _record(name: str, report: Report, by: User) -> None:
    """Who did what to which report. Neither the text nor the note enters the record."""
    payload = {"report": str(report.uuid), "kind": str(report.kind)}
    record_event(name=name, organisation=report.organisation, actor=by, payload=payload)
