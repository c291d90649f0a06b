"""What is done apart from any page, by a worker: ``manage.py db_worker``."""

from django_tasks import task

from scenarios.models import KeyChange, Rescoring, YardstickChange
from scenarios.services.dry_runs import keep_dry_run
from scenarios.services.rescoring import rescore_all

PROPOSALS = {"keychange": KeyChange, "yardstickchange": YardstickChange}


@task()
def rescore(uuid: str) -> int:
    """Judge results again, from where it was left; answers how many were done in all."""
    return rescore_all(Rescoring.objects.get(uuid=uuid)).done


@task()
def work_out_dry_run(kind: str, uuid: str) -> None:
    """Work out what a proposal would change, and keep it with the proposal."""
    keep_dry_run(PROPOSALS[kind].objects.get(uuid=uuid))
