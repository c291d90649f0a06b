"""Reasons and notes that can be reported: of changed keys and yardsticks, and a panel’s acts."""

from collections.abc import Iterable, Iterator
from uuid import UUID

from django.utils.translation import gettext as _

from people.public import Organisation
from scenarios.models import CaseVersion, KeyChange, Panel, Report, YardstickChange
from scenarios.safety.findings import shortened
from scenarios.selectors.reportable_texts import Reportable, place_of

Kind = Report.Kind


def reasons_told(
    version: CaseVersion, acts: Iterable[UUID], owner: Organisation, *, and_of_key: bool
) -> Iterator[Reportable]:
    """Why results were judged again, as it stands on a feedback beside them.

    ``and_of_key``: why a key was changed is told, which it is not while others still sit the case.
    """
    group, acts = _("What a trainer wrote"), list(acts)
    changes = KeyChange.objects.filter(rescoring__uuid__in=acts) if and_of_key else ()
    for change in changes:
        yield from _reason_of_key(change, version, owner, group)
    for change in YardstickChange.objects.filter(rescoring__uuid__in=acts):
        yield from _reason_of_yardstick(change, group)


def of_key_change(change: KeyChange) -> Iterator[Reportable]:
    """The reason of a proposed key, and the note with which it was refused or taken back."""
    version, group = change.case_version, _("What was written of the change")
    yield from _reason_of_key(change, version, change.organisation, group)
    if change.note_words:
        what = _("Why the new key was refused or taken back")
        yield Reportable(
            Kind.KEY_CHANGE_NOTE,
            change.pk,
            group,
            f"{what}: {shortened(change.note_words)}",
            place_of(version, what),
            change.organisation,
        )


def of_yardstick_change(change: YardstickChange) -> list[Reportable]:
    """The same of a proposed yardstick. It is the nation's, whose administrators decide."""
    group = _("What was written of the change")
    texts = list(_reason_of_yardstick(change, group))
    if change.note_words:
        what = _("Why the yardstick was refused or taken back")
        texts.append(
            Reportable(
                Kind.YARDSTICK_NOTE,
                change.pk,
                group,
                f"{what}: {shortened(change.note_words)}",
                _place_of_yardstick(change, what),
                change.organisation,
            )
        )
    return texts


def of_panel(version: CaseVersion, panel: Panel, owner: Organisation) -> Iterator[Reportable]:
    """Why a round was skipped, a panel sent back or called off, as its own page says."""
    said = (
        (Kind.PANEL_SKIPPED, _("Why the revision round was skipped"), panel.skipped_words),
        (Kind.PANEL_RETURNED, _("Why the approver sent it back"), panel.returned_words),
        (Kind.PANEL_CALLED_OFF, _("Why the panel was called off"), panel.called_off_words),
    )
    for kind, what, text in said:
        if text:
            yield Reportable(
                kind,
                panel.pk,
                _("What chair and approver wrote"),
                f"{what}: {shortened(text)}",
                place_of(version, what),
                owner,
            )


def _reason_of_key(
    change: KeyChange, version: CaseVersion, owner: Organisation, group: str
) -> Iterator[Reportable]:
    if change.reason_words:
        what = _("Why the key was changed")
        yield Reportable(
            Kind.KEY_CHANGE,
            change.pk,
            group,
            f"{what}: {shortened(change.reason_words)}",
            place_of(version, what),
            owner,
        )


def _reason_of_yardstick(change: YardstickChange, group: str) -> Iterator[Reportable]:
    if change.reason_words:
        what = _("Why the yardstick was changed")
        yield Reportable(
            Kind.YARDSTICK,
            change.pk,
            group,
            f"{what}: {shortened(change.reason_words)}",
            _place_of_yardstick(change, what),
            change.organisation,
        )


def _place_of_yardstick(change: YardstickChange, what: str) -> str:
    return _("Yardstick proposed %(day)s: %(what)s") % {
        "day": f"{change.proposed_at:%Y-%m-%d}", "what": what,
    }  # fmt: skip
