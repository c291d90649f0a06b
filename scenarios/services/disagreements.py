"""Saying that one still disagrees with the panel on a factor, and answering it."""

import re

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from people.public import User, record_event
from scenarios.models import Assessment, Disagreement, DisagreementReply, Release, Report
from scenarios.selectors.disagreements import visible_disagreements
from scenarios.selectors.feedback import result_or_error
from scenarios.selectors.kept_levels import holds_levels_back
from scenarios.services.errors import OlderRevision, Refused
from scenarios.services.free_text import refuse_identifiers, refuse_text_kept_back
from scoring.public import Factor, Level

# A level by its number gives it away as well as by its name does.
LEVEL_NUMBER = re.compile(r"\blevels?\s+\d", re.IGNORECASE)


class DisagreementRefused(Refused):
    """This cannot be said, changed or answered any more, or not by this person."""


class TellsTheKey(Refused):
    """A reply to a check in use names a level; ``word`` is what has to go."""

    def __init__(self, word: str) -> None:
        self.word = word
        super().__init__(
            _(
                "This person is shown no level of the panel’s until the case is retired. Write it "
                "without “%(word)s”."
            )
            % {"word": word}
        )


@transaction.atomic
def say_disagreement(
    *, assessment: Assessment, stage: int, factor: Factor, text: str, revision: int
) -> Disagreement:
    """Keep what the person says of one factor of their own submitted attempt.

    ``revision`` is what the page was drawn with, 0 where nothing was said yet. The same words again
    are the same as once. ``OlderRevision``: another window changed it meanwhile.
    ``DisagreementRefused``: not submitted, withdrawn, or answered already. ``IdentifiersFound``:
    the words look as if they named a real person.
    """
    refuse_identifiers(text, field="text")
    assessment = Assessment.objects.select_for_update(of=("self",)).get(pk=assessment.pk)
    _refuse_unless_read(assessment)
    said = _said(assessment, stage, factor)
    if said is None:
        said = Disagreement.objects.create(
            assessment=assessment, stage=stage, factor=factor, text=text
        )
        record_disagreement("disagreement.said", said, assessment.person)
        return said
    if said.text == text and not said.withheld:
        return said
    if said.is_answered:
        raise DisagreementRefused(
            _("This was answered meanwhile, so it stays as it was. Your change was not saved.")
        )
    if said.revision != revision:
        raise OlderRevision(saved_revision=said.revision)
    refuse_text_kept_back(Report.Kind.DISAGREEMENT, said.pk, text)
    said.text, said.withheld, said.said_at = text, "", timezone.now()
    said.revision += 1
    said.save(update_fields=["text", "withheld", "said_at", "revision"])
    record_disagreement("disagreement.changed", said, assessment.person)
    return said


def _refuse_unless_read(assessment: Assessment) -> None:
    if not assessment.is_submitted or assessment.is_wrong_tool:
        raise DisagreementRefused(_("There is no feedback by factor to disagree with."))
    if assessment.release.state == Release.State.WITHDRAWN:
        raise DisagreementRefused(
            _("This case was withdrawn, so nothing more is said of it. This was not saved.")
        )


def _said(assessment: Assessment, stage: int, factor: Factor) -> Disagreement | None:
    rows = Disagreement.objects.filter(assessment=assessment, stage=stage, factor=factor)
    return rows.select_related("reply").first()


@transaction.atomic
def answer_disagreement(
    *, disagreement: Disagreement, by: User, text: str, will_look_at_key: bool = False
) -> DisagreementReply:
    """Answer somebody who disagrees, once. The same answer by the same person again is one.

    ``DisagreementRefused``: somebody answered before, or this person does not answer for the case
    any more. ``TellsTheKey``: the case is a check in use, and the words name a level.
    ``IdentifiersFound``: they look as if they named a real person.
    """
    refuse_identifiers(text, field="text")
    said = Disagreement.objects.select_for_update(of=("self",)).get(pk=disagreement.pk)
    if not visible_disagreements(by).filter(pk=said.pk).exists():
        raise DisagreementRefused(_("This is not yours to answer any more. Nothing was sent."))
    if reply := DisagreementReply.objects.filter(disagreement=said).first():
        same = (reply.replied_by_id, reply.text, reply.will_look_at_key)
        if same == (by.pk, text, will_look_at_key):
            return reply
        raise DisagreementRefused(_("Somebody answered this before. Yours was not sent."))
    if said.withheld:
        raise DisagreementRefused(
            _("This text was reported and is kept back, so it cannot be answered now.")
        )
    refuse_levels(said, text)
    reply = DisagreementReply.objects.create(
        disagreement=said, text=text, will_look_at_key=will_look_at_key, replied_by=by
    )
    record_disagreement("disagreement.answered", said, by, will_look_at_key=will_look_at_key)
    return reply


def refuse_levels(said: Disagreement, text: str) -> None:
    """Raise ``TellsTheKey`` where the panel's levels are held back and the words name any."""
    if not holds_levels_back(said.assessment, result_or_error(said.assessment)):
        return
    if found := LEVEL_NUMBER.search(text):
        raise TellsTheKey(found[0])
    for label in Level.objects.filter(scale=said.factor.scale_id).values_list("label", flat=True):
        # A word such as “some” means nothing by itself; with a capital letter it is the level.
        flags = re.IGNORECASE if " " in label else re.NOFLAG
        if re.search(rf"\b{re.escape(label)}\b", text, flags):
            raise TellsTheKey(label)


def mark_answers_seen(assessment: Assessment) -> None:
    """The person has the page with these answers before them, so they are new no more."""
    unseen = DisagreementReply.objects.filter(
        disagreement__assessment=assessment, seen_at__isnull=True
    )
    unseen.update(seen_at=timezone.now())


def record_disagreement(name: str, said: Disagreement, by: User, **more: bool) -> None:
    """Keep what was done to which; the words enter no record."""
    version = said.assessment.release.case_version
    payload = {
        "disagreement": str(said.uuid),
        "ref": version.scenario.ref,
        "stage": said.stage,
        "factor": said.factor.code,
        **more,
    }
    record_event(name=name, organisation=version.scenario.owner, actor=by, payload=payload)
