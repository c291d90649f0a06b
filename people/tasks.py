"""What is done apart from any page, by a worker: ``manage.py db_worker``."""

from django_tasks import task

from people.services.invitations import send_invitations
from people.services.roster import apply_roster


@task()
def apply_roster_task(uuid: str) -> str:
    """Apply a confirmed roster; answers what has become of it."""
    return str(apply_roster(uuid).state)


@task()
def send_invitations_task(uuid: str) -> int:
    """Send the letters of a roster that were not sent yet; answers how many went."""
    return send_invitations(upload=uuid)
