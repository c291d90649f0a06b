"""Sessions in the database, as Django keeps them; the one that every request reads is prepared."""

from django.contrib.sessions.backends.db import SessionStore as InDatabase
from django.contrib.sessions.models import Session
from django.utils import timezone

from people.prepared import Prepared, Slot

_unexpired = Prepared(
    lambda: Session.objects.filter(
        session_key=Slot(Session, "session_key"),
        expire_date__gt=Slot(Session, "expire_date", "now"),
    )
)


class SessionStore(InDatabase):
    """Django finds it by this name."""

    def _get_session_from_db(self) -> Session | None:
        found = _unexpired.get(session_key=self.session_key, now=timezone.now())
        if found is None:
            self._session_key = None
        return found
