"""Judging again what was submitted, after another key or yardstick was approved: in chunks.

A chunk is one transaction: the new results, the old ones marked, and how far it has come are
written together or not at all. Whoever goes on after a worker was killed begins at the next chunk.
"""

from functools import partial

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from people.public import record_event
from scenarios.models import (
    Assessment,
    KeyChange,
    Proposal,
    Release,
    Rescoring,
    YardstickChange,
)
from scenarios.services.sheets_again import as_submitted
from scoring.public import (
    Judge,
    Result,
    Yardstick,
    replace_results,
    standing_on_other_yardsticks,
    standing_under_other_keys,
)

CHUNK = 250
"""Results judged in one transaction: some half a second, so that nobody waits long for it."""


def begin_rescoring_of_key(release: Release) -> Rescoring:
    """Note what is to be judged by a new release's key; the work begins once this is committed.

    Called in the transaction that puts the key in force, under its locks.
    """
    standing = standing_under_other_keys(release.key, release.use)
    return _begin(Rescoring(release=release, framework=release.key.framework), standing)


def begin_rescoring_of_yardstick(yardstick: Yardstick) -> Rescoring:
    """The same for everything that is read on a framework's yardstick."""
    framework = yardstick.framework
    standing = standing_on_other_yardsticks(framework, yardstick)
    return _begin(Rescoring(yardstick=yardstick, framework=framework), standing)


def _begin(rescoring: Rescoring, standing: QuerySet[Result]) -> Rescoring:
    rescoring.total = standing.count()
    rescoring.save()
    transaction.on_commit(lambda: go_on(rescoring))
    return rescoring


def go_on(rescoring: Rescoring) -> None:
    """Ask a worker to begin, or to go on where one was stopped. Twice doubles nothing."""
    from scenarios.tasks import rescore  # which load this module

    rescore.enqueue(str(rescoring.uuid))


def ask_for_dry_run(change: Proposal) -> None:
    """Ask a worker to work out what a proposal would change, once it is committed."""
    from scenarios.tasks import work_out_dry_run

    kind, uuid = change._meta.model_name, str(change.uuid)
    transaction.on_commit(lambda: work_out_dry_run.enqueue(kind, uuid))


def is_being_rescored(release: Release) -> bool:
    """Whether results of this text and use are still being judged by its last key."""
    return Rescoring.objects.filter(
        release__case_version=release.case_version_id,
        release__use=release.use,
        finished_at__isnull=True,
    ).exists()


def rescore_all(rescoring: Rescoring) -> Rescoring:
    """One chunk after another until nothing is left."""
    while not rescoring.is_finished:
        rescoring = rescore_next(rescoring)
    return rescoring


@transaction.atomic
def rescore_next(rescoring: Rescoring) -> Rescoring:
    """Judge the next chunk, all of one key, in a number of statements that does not grow with it.

    One chunk at a time on the whole site, so that a key and a yardstick that are changed together
    each find what the other has written.
    """
    unfinished = Rescoring.objects.filter(finished_at__isnull=True).order_by("pk")
    locked = unfinished.select_for_update(of=("self",)).select_related(
        "release__key", "release__case_version__scenario__owner", "yardstick__framework"
    )
    row = next((one for one in locked if one.pk == rescoring.pk), None)
    if row is None:
        return Rescoring.objects.get(pk=rescoring.pk)
    results = list(_after(row, _standing(row))[:CHUNK])
    if not results:
        return _finish(row)
    # Of one key, which is read once; those of the next are the next chunk.
    results = [result for result in results if result.key_id == results[0].key_id]
    key = row.release.key if row.release else results[0].key
    row.left += replace_results(
        judge=Judge(key),
        standing=as_submitted(results),
        rescoring=row.uuid,
        snapshot=partial(_snapshot, row.release) if row.release else None,
    )
    row.at_key, row.at_result = results[-1].key_id, results[-1].pk
    row.done += len(results)
    row.moved_at = timezone.now()
    row.save()
    return row


def mark_judged_again_seen(assessment: Assessment, result: Result) -> None:
    """The person has the page with this result before them, so it is no news any more.

    Writes nothing where nothing was judged again, or they have read it before.
    """
    seen = assessment.judged_again_seen_at
    if result.rescoring is None or (seen is not None and seen >= result.created_at):
        return
    Assessment.objects.filter(pk=assessment.pk).update(judged_again_seen_at=timezone.now())


def _standing(row: Rescoring) -> QuerySet[Result]:
    if row.release is not None:
        return standing_under_other_keys(row.release.key, row.release.use)
    return standing_on_other_yardsticks(row.framework, row.yardstick)


def _after(row: Rescoring, results: QuerySet[Result]) -> QuerySet[Result]:
    """What was not looked at yet: what could not be judged stands still, and is passed by once."""
    return results.filter(Q(key__gt=row.at_key) | Q(key=row.at_key, pk__gt=row.at_result))


def _snapshot(release: Release, result: Result) -> dict[str, str | bool]:
    """What another release changes of what a result remembers; a specimen stays one."""
    was = bool(result.snapshot.get("is_specimen"))
    return {"release": str(release.uuid), "is_specimen": was or release.is_specimen}


def _finish(row: Rescoring) -> Rescoring:
    row.finished_at = row.moved_at = timezone.now()
    row.save(update_fields=["finished_at", "moved_at"])
    change: KeyChange | YardstickChange = row.keychange if row.release else row.yardstickchange
    record_event(
        name="results.rescored",
        organisation=change.organisation,
        payload={"change": str(change.uuid), "done": row.done, "left": row.left},
    )
    return row
