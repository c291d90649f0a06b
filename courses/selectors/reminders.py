"""Whether somebody wants to be reminded by e-mail."""

from courses.models import LearningPreference
from people.public import Prepared, Slot, User

_chosen = Prepared(
    lambda: LearningPreference.objects.filter(person=Slot(LearningPreference, "person"))
)


def wants_email_reminders(person: User) -> bool:
    """Everybody does who has not said otherwise."""
    chosen = _chosen.get(person=person.pk)
    return chosen is None or chosen.email_reminders
