"""Who a session belongs to."""

from typing import Any

from django.contrib.auth.backends import ModelBackend

from people.models import Membership, User


class PersonBackend(ModelBackend):
    """A person comes with the roles they hold today: every page asks for both."""

    def get_user(self, user_id: Any) -> User | None:
        """One statement in place of two; a second one only for whoever holds no role."""
        held = tuple(Membership.objects.of_today([user_id]).select_related("person"))
        if not held:
            return super().get_user(user_id)
        person: User = held[0].person
        person.remembered_memberships = held
        return person if self.user_can_authenticate(person) else None
