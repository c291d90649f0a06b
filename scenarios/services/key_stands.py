"""Saying that the key was looked at, as somebody was promised, and that it stands."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from people.public import User
from scenarios.models import Disagreement, DisagreementReply, KeyChange, Scenario
from scenarios.selectors.disagreements import visible_disagreements
from scenarios.selectors.promises import same_case_and_use
from scenarios.services.disagreements import (
    DisagreementRefused,
    record_disagreement,
    refuse_levels,
)
from scenarios.services.free_text import refuse_identifiers


@transaction.atomic
def say_key_stands(*, disagreement: Disagreement, by: User, text: str) -> DisagreementReply:
    """Tell somebody who was promised a look at the key that it stands, and why. Once.

    The same words by the same person again are one; the person is told of them anew.
    ``DisagreementRefused``: nothing was promised, it was said before, there is a new key or one is
    proposed, or this person does not answer for the case any more. ``TellsTheKey`` and
    ``IdentifiersFound``: as for an answer.
    """
    refuse_identifiers(text, field="text")
    # The case first, as whoever changes its key does: nobody is told that a key stands as it goes.
    case = disagreement.assessment.release.case_version.scenario_id
    Scenario.objects.select_for_update(of=("self",), no_key=True).get(pk=case)
    Disagreement.objects.select_for_update(of=("self",)).get(pk=disagreement.pk)
    said = visible_disagreements(by).filter(pk=disagreement.pk).first()
    if said is None:
        raise DisagreementRefused(_("This is not yours to answer any more. Nothing was sent."))
    if not said.is_answered or not said.reply.will_look_at_key:
        raise DisagreementRefused(
            _("Nobody promised to look at the key here, so there is nothing to say of it.")
        )
    reply = said.reply
    if reply.looked_at is not None:
        if (reply.looked_at_by_id, reply.stands_because) == (by.pk, text):
            return reply
        raise DisagreementRefused(
            _("Somebody said before that the key stands. Yours was not sent.")
        )
    _refuse_where_key_changes(said)
    refuse_levels(said, text)
    reply.looked_at, reply.looked_at_by, reply.stands_because = timezone.now(), by, text
    # It is news to whoever has read the first answer.
    reply.seen_at = None
    reply.save(update_fields=["looked_at", "looked_at_by", "stands_because", "seen_at"])
    record_disagreement("disagreement.key_stands", said, by)
    return reply


def _refuse_where_key_changes(said: Disagreement) -> None:
    if said.has_newer_key:
        raise DisagreementRefused(
            _("The case has a new key since that was promised, and their page says so.")
        )
    proposed = KeyChange.objects.filter(
        state=KeyChange.State.PROPOSED, copies=None, **same_case_and_use(said.assessment.release)
    )
    if proposed.exists():
        raise DisagreementRefused(
            _(
                "Another key is proposed for this case. If it is refused, say then that the key "
                "stands. Nothing was sent."
            )
        )
