"""Whether somebody wants to be reminded by e-mail."""

from courses.models import LearningPreference
from people.public import User


def wants_email_reminders(person: User) -> bool:
    """Everybody does who has not said otherwise."""
    chosen = LearningPreference.objects.filter(person=person).first()
    return chosen is None or chosen.email_reminders
